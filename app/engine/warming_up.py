"""Reads back what sources told in the hours before a broadcast, a slice at a time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from app.domain.evidence import Audience
from app.domain.told import Told
from app.domain.warm_up import WARM_UP, Hours, hours_of
from app.records import Records

_SLICE = timedelta(minutes=15)

Breathe = Callable[[], Awaitable[None]]


async def hours_before(records: Records, at: datetime, breathe: Breathe) -> Hours:
    """What was told in the three hours before an instant. Raises JournalError."""
    return await hours_between(records, at - WARM_UP, at, breathe)


async def hours_between(records: Records, since: datetime, until: datetime, breathe: Breathe) -> Hours:
    """What was told in that time. Raises JournalError."""
    audience: list[Audience] = []
    told: list[Told] = []
    start = since
    while start < until:
        end = min(start + _SLICE, until)
        audience += await records.audience(start, end)
        told += await records.told(start, end)
        start = end
        await breathe()
    return hours_of(audience, told)
