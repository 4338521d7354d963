"""How old a figure is against its source's limit, and when that will change. Not for what to do about it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from app.domain.readings import Freshness

_WORST_FIRST = (Freshness.UNKNOWN, Freshness.STALE, Freshness.AGING, Freshness.LIVE)
_TICK_US = 1
"""The limits belong to the better side, so a figure turns one tick after them."""


def freshness(age_from: datetime | None, now: datetime, stale_after_s: float) -> Freshness:
    """Live up to half of `stale_after_s`, aging up to all of it, stale beyond; unknown without a reading.

    A figure from ahead of our clock is of age 0.
    """
    if age_from is None:
        return Freshness.UNKNOWN
    age_s = (now - age_from).total_seconds()
    if age_s <= stale_after_s / 2:
        return Freshness.LIVE
    return Freshness.AGING if age_s <= stale_after_s else Freshness.STALE


def aging_at(age_from: datetime, stale_after_s: float) -> datetime:
    """The first instant at which a figure of `age_from` is aging."""
    return age_from + timedelta(seconds=stale_after_s / 2, microseconds=_TICK_US)


def stale_at(age_from: datetime, stale_after_s: float) -> datetime:
    """The first instant at which a figure of `age_from` is stale."""
    return age_from + timedelta(seconds=stale_after_s, microseconds=_TICK_US)


def turns_at(age_from: datetime | None, now: datetime, stale_after_s: float) -> datetime | None:
    """When the freshness at `now` will become worse by time alone; None: never."""
    if age_from is None:
        return None
    age_s = (now - age_from).total_seconds()
    if age_s <= stale_after_s / 2:
        return aging_at(age_from, stale_after_s)
    return stale_at(age_from, stale_after_s) if age_s <= stale_after_s else None


def worst(several: Collection[Freshness]) -> Freshness:
    """The worst of them; unknown if there are none."""
    return next((each for each in _WORST_FIRST if each in several), Freshness.UNKNOWN)


def earliest(instants: Iterable[datetime | None]) -> datetime | None:
    """The first of the instants that are known; None if none is."""
    known = [instant for instant in instants if instant is not None]
    return min(known) if known else None
