"""What the record says of the broadcasts before one, read back a slice at a time.

Used at the desk's start and by rehearsals; the reading is the journal's, what it means the domain's.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from app.domain.catalogue import Product
from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, Likeness
from app.engine.rehearsing.recorded import RecordedTheatre, Recording, recording_of
from app.engine.rehearsing.recording import Listening
from app.engine.warming_up import ended_before, hours_before, hours_between
from app.records import Records

EARLIER = 5
"""So many broadcasts before one are remembered."""
LEAST_MINUTES = 15.0
"""A broadcast shorter than this was a test."""

Breathe = Callable[[], Awaitable[None]]


async def remembered(
    records: Records, before: int, products: Sequence[Product], now: datetime, zone: tzinfo, breathe: Breathe
) -> tuple[BroadcastRecord, ...]:
    """Records of the broadcasts before number `before`, the latest first. Raises JournalError."""
    found: list[BroadcastRecord] = []
    for number in range(before - 1, max(0, before - 1 - 2 * EARLIER), -1):
        recording = await recording_of(records, number, products, now, breathe, step_minutes=1.0)
        if recording is not None and recording.steps >= LEAST_MINUTES and recording.skus:
            heard = await _heard(recording, zone, breathe)
            found.append(await _with_hours(records, heard, number, breathe))
        await breathe()
        if len(found) == EARLIER:
            break
    return tuple(found)


def like(host: str, started_at: datetime, zone: tzinfo) -> Likeness:
    """What is known of a broadcast before it has run."""
    return Likeness(host=host, hour=_hour(started_at, zone))


async def _with_hours(
    records: Records, record: BroadcastRecord, number: int, breathe: Breathe
) -> BroadcastRecord:
    """The record with what sources told of buyers before it and during it."""
    start = record.started_at
    end = start + timedelta(minutes=record.minutes)
    before = await hours_before(records, start, breathe, await ended_before(records, number))
    return replace(record, before=before, during=await hours_between(records, start, end, breathe))


async def _heard(recording: Recording, zone: tzinfo, breathe: Breathe) -> BroadcastRecord:
    """A step at a time: at the desk's start others want the loop."""
    theatre = RecordedTheatre(recording, as_it_was=True)
    hearing = Listening(theatre, Policy(), recording.started_at)
    while hearing.step():
        await breathe()
    return hearing.record(host=recording.host, hour=_hour(recording.started_at, zone))


def _hour(at: datetime, zone: tzinfo) -> float:
    local = at.astimezone(zone)
    return local.hour + local.minute / 60
