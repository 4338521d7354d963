"""Reads back what sources told in the hours before a broadcast, a slice at a time."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.evidence import Audience
from app.domain.told import Told
from app.domain.warm_up import WARM_UP, Hours, hours_of
from app.records import Records

_SLICE = timedelta(minutes=15)

Breathe = Callable[[], Awaitable[None]]


async def hours_before(
    records: Records, at: datetime, breathe: Breathe, busy_until: datetime | None = None
) -> Hours:
    """What was told in the three hours before an instant. Raises JournalError.

    `busy_until`: when the broadcast before that ended. Clicks in a broadcast say nothing of the next, so they
    are those of each viewer since.
    """
    since = at - WARM_UP
    hours = await hours_between(records, since, at, breathe)
    if busy_until is None or busy_until <= since:
        return hours
    calm = await hours_between(records, busy_until, at, breathe)
    each = calm.clicks_per_viewer
    known = each is not None and hours.viewers is not None
    clicks = round((each or 0.0) * (hours.viewers or 0.0)) if known else None
    return replace(hours, clicks=clicks, clicked=calm.clicked)


async def ended_before(records: Records, broadcast: int) -> datetime | None:
    """When the broadcast before that number ended; None where there was none. Raises JournalError."""
    outline = await records.outline(broadcast - 1) if broadcast > 1 else None
    return None if outline is None else outline.broadcast.ended_at


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
