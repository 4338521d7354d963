"""What the demo's products sold in the half year before: a life each, weekends, chance. Pure and seeded.

Day by day, as a room would import it. Not for the broadcast itself; that is the world's.
"""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import exp
from random import Random

from services.demo.chance import poisson
from services.demo.scenario import DEMO_FILES

DAYS = 26 * 7
_LATELY = 28
"""The last days, which on average sell what the settings file says of a day."""
_WEEKEND = 1.25
_SATURDAY = 5

Course = Callable[[float], float]
"""How much sells at a share of the half year, against any measure."""


def _grows(share: float) -> float:
    return 0.04 + 1.0 / (1.0 + exp(-9.0 * (share - 0.75)))


def _stands(_share: float) -> float:
    return 1.0


def _fades(share: float) -> float:
    return 0.25 + exp(-(((share - 0.45) / 0.3) ** 2))


def _begins(share: float) -> float:
    return max(0.0, share - 0.82)


_COURSES: tuple[Course, ...] = (_grows, _stands, _stands, _fades, _stands, _grows, _stands, _begins)


def daily_sales(midnight: datetime) -> Iterator[tuple[datetime, str, int]]:
    """Beginning, SKU and units of each day with sales before `midnight`, product by product, oldest first."""
    products = tomllib.loads((DEMO_FILES / "room.toml").read_text("utf-8"))["products"]
    for place, product in enumerate(products):
        course = _COURSES[place % len(_COURSES)]
        levels = [course(number / DAYS) for number in range(1, DAYS + 1)]
        per_level = product["daily_sales"] * _LATELY / sum(levels[-_LATELY:])
        dice = Random(product["sku"])
        for ago, level in zip(range(DAYS, 0, -1), levels, strict=True):
            day = midnight - timedelta(days=ago)
            busy = _WEEKEND if day.weekday() >= _SATURDAY else 1.0
            if units := poisson(dice, per_level * level * busy):
                yield day, product["sku"], units
