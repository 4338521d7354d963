"""Quantiles of many distributions at once, as arrays; `chances` is the yardstick."""

import numpy as np

from app.domain.trade_grid import Floats


def odds_nearly(won: Floats, lost: Floats, normal: float) -> Floats:
    """The odds below which those of Beta(won, lost) figures lie, for a standard normal quantile."""
    spread, other = 1.0 / (9.0 * won), 1.0 / (9.0 * lost)
    middle, beside = 1.0 - spread, 1.0 - other
    square = normal * normal
    under = np.sqrt(
        np.maximum(
            0.0, square * (other * middle * middle + spread * beside * beside - square * spread * other)
        )
    )
    root = (middle * beside + np.copysign(under, normal)) / (beside * beside - square * other)
    return won / lost * root * root * root
