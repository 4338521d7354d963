"""Seasons and promotions: by how much demand differs on which days. Written by people, not learnt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

DayOfYear: TypeAlias = tuple[int, int]
"""Month and day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Days of every year, the last one included; may run over New Year. `skus` empty: of everything."""

    name: str
    first: DayOfYear
    last: DayOfYear
    factor: float
    skus: frozenset[str] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether it is on that day."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """Days of one year, the last one included. `skus` empty: of everything."""

    name: str
    first: date
    last: date
    factor: float
    skus: frozenset[str] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether it is on that day."""
        return self.first <= day <= self.last


Occasion: TypeAlias = Season | Promotion


def day_of_year(text: str) -> DayOfYear:
    """Month and day of a text like 11-27."""
    month, day = text.split("-")
    return int(month), int(day)


def factor_on(day: date, sku: str, occasions: Iterable[Occasion]) -> float:
    """By how much the product sells more on that day than on a day without occasions; they multiply."""
    factor = 1.0
    for occasion in occasions:
        if occasion.holds(day) and (not occasion.skus or sku in occasion.skus):
            factor *= occasion.factor
    return factor


def factors(first: date, days: int, sku: str, occasions: Iterable[Occasion]) -> tuple[float, ...]:
    """The factors of so many days from `first` on."""
    known = tuple(occasion for occasion in occasions if not occasion.skus or sku in occasion.skus)
    if not known:
        return (1.0,) * days
    return tuple(factor_on(first + timedelta(days=day), sku, known) for day in range(days))
