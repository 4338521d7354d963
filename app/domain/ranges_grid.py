"""The ranges of many figures at once, as arrays with a row a chance; `ranges` is the yardstick."""

import numpy as np

from app.domain.ranges import LEAST, NORMAL, RIGHT, SHAPES
from app.domain.trade_grid import Floats

_SHAPES = np.log(SHAPES)
_RIGHT = np.array(RIGHT).T
_NORMAL = np.array(NORMAL)[:, None]


def gamma_ranges(shape: Floats) -> Floats:
    """The quantiles of gamma figures of scale 1."""
    shape = np.maximum(shape, LEAST)
    root = (1.0 - 1.0 / (9.0 * shape) + _NORMAL / (3.0 * np.sqrt(shape))) * _right(shape)
    ranges: Floats = shape * root * root * root
    return ranges


def odds_ranges(won: Floats, lost: Floats) -> Floats:
    """The quantiles of gamma figures against others."""
    won, lost = np.maximum(won, LEAST), np.maximum(lost, LEAST)
    spread, other = 1.0 / (9.0 * won), 1.0 / (9.0 * lost)
    middle, beside = 1.0 - spread, 1.0 - other
    square = _NORMAL * _NORMAL
    under = np.sqrt(other * middle * middle + spread * beside * beside - square * spread * other)
    root = (middle * beside + np.copysign(np.abs(_NORMAL) * under, _NORMAL)) / (
        beside * beside - square * other
    )
    root = root * _right(won) / _right(lost)[::-1]
    ranges: Floats = won / lost * root * root * root
    return ranges


def _right(shape: Floats) -> Floats:
    place = np.log(shape)
    return np.array([np.interp(place, _SHAPES, right) for right in _RIGHT])
