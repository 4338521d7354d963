"""`stockcue calibration --last`: how forecasts held over the last broadcasts, and what became of their cues.

What a broadcast that is over came to does not change: it is worked out once, kept in the record with the
name of the code that decided, and worked out anew only when that code is another. With `--follow` a JSON line
after each, for the desk that has it done beside itself; it ends with its standard input.
"""

import asyncio
import sys
import threading
from argparse import Namespace
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime, tzinfo
from typing import Any

import msgspec

from app.assembly.archive import record, room_settings
from app.assembly.calibrating import AS_IT_WAS, band_line, held_against
from app.assembly.decision_code import decision_code
from app.assembly.rehearsing import AS_RECORDED, Replayable, read_back
from app.assembly.room import room_zone
from app.config import Settings
from app.domain.broadcast import Broadcast
from app.domain.policy import Policy
from app.domain.track_record import Calibrated, cue_records, product_records
from app.engine.rehearsing import Player
from app.engine.track_record import looked_over
from app.ports import Journal
from app.views.track_record import BroadcastScoreView, LossView, MeasureView, TrackRecordView
from app.words import MISSING, _, day, n_, number, percent
from services.clock import SystemClock


class _Stopped(Exception):
    """Whoever asked for it is gone."""


class _Asked:
    """Whether somebody still wants to know."""

    def __init__(self) -> None:
        self._gone = threading.Event()

    def listen(self) -> None:
        """Until the standard input ends; for a thread of its own."""
        sys.stdin.read()
        self._gone.set()

    async def breathe(self) -> None:
        """Between two steps. Raises _Stopped."""
        self.look()
        await asyncio.sleep(0)

    def look(self) -> None:
        """Raises _Stopped."""
        if self._gone.is_set():
            raise _Stopped


def track_record(options: Namespace) -> TrackRecordView:
    """The last `options.last` broadcasts; those not worked out yet are, and kept.

    Raises:
        DeskRefused: There is no record, or it could not be read or written.
    """
    return asyncio.run(_last(options))


async def _last(options: Namespace) -> TrackRecordView:
    async with aclosing(_worked_out(options, _Asked())) as views:
        return [view async for view in views][-1]


def follow_track_record(options: Namespace) -> None:
    """Tell it as a JSON line at once and again after each broadcast that was worked out.

    Raises:
        DeskRefused: As `track_record`.
    """
    asked = _Asked()
    threading.Thread(target=asked.listen, name="asked", daemon=True).start()
    try:
        asyncio.run(_tell_all(options, asked))
    except _Stopped:
        return


async def _tell_all(options: Namespace, asked: _Asked) -> None:
    async with aclosing(_worked_out(options, asked)) as views:
        async for view in views:
            sys.stdout.buffer.write(msgspec.json.encode(view) + b"\n")
            sys.stdout.buffer.flush()


async def _worked_out(options: Namespace, asked: _Asked) -> AsyncGenerator[TrackRecordView, None]:
    """What is known, at first and after each broadcast that was missing, the newest of them first."""
    settings, code, clock = room_settings(options), decision_code(), SystemClock()
    async with record(options, settings, may_begin=False) as journal:
        found = await looked_over(journal, options.last, code, clock.now())
        yield found.view()
        for broadcast in found.missing:
            await journal.keep_calibration(await _calibrated(journal, settings, broadcast, code, asked))
            found = await looked_over(journal, options.last, code, clock.now())
            yield found.view()


async def _calibrated(
    journal: Journal, settings: Settings, broadcast: Broadcast, code: str, asked: _Asked
) -> Calibrated:
    """What it came to; one in which nothing was sold has nothing to judge."""
    now = SystemClock().now()
    read = await read_back(journal, settings, broadcast.id, asked.breathe)
    if read is None or not read.recording.skus:
        return Calibrated(broadcast=broadcast.id, at=now, code=code, recorded=False)
    return _judged(read, code, now, asked)


def _judged(read: Replayable, code: str, now: datetime, asked: _Asked) -> Calibrated:
    player = Player(read.theatre(0, AS_RECORDED), AS_IT_WAS, Policy(), read.past)
    while not player.is_over:
        player.step()
        asked.look()
    outcome = player.outcome()
    found = held_against(read, outcome, now)
    return Calibrated(
        broadcast=found.broadcast.id,
        at=now,
        code=code,
        recorded=found.recorded,
        products=product_records(outcome.foretold, outcome.scored, read.outline.sold),
        cues=cue_records(found.outcomes),
    )


# What is printed


def track_record_object(found: TrackRecordView) -> dict[str, Any]:
    """What `--json` prints: the view as it is, instants in UTC, missing as null."""
    return {"ok": True, **msgspec.to_builtins(found)}


def track_record_lines(found: TrackRecordView, options: Namespace) -> list[str]:
    """What a person reads: a line a broadcast, then all of them together."""
    if not found.broadcasts:
        return [_("No broadcast of a quarter of an hour or more is over yet.")]
    zone = room_zone(room_settings(options))
    count = len(found.broadcasts)
    head = n_("The last {count} broadcast", "The last {count} broadcasts", count)
    return [
        *(_broadcast_line(one, zone) for one in found.broadcasts),
        head.format(count=number(count)),
        *_measure_lines(_("Units until the end"), found.units),
        *_measure_lines(_("Time to sell-out"), found.minutes),
    ]


def _broadcast_line(one: BroadcastScoreView, zone: tzinfo) -> str:
    return _("{number}  {day}: units {units}, time {minutes}, {cues} cues, {acted_on} acted on").format(
        number=number(one.number),
        day=day(one.started_at.astimezone(zone).date()),
        units=_held(one.units),
        minutes=_held(one.minutes),
        cues=number(one.cues),
        acted_on=number(one.acted_on),
    )


def _held(measure: MeasureView) -> str:
    band = measure.band
    if not band.of:
        return MISSING
    return _("{held} of {of} held").format(held=number(band.held), of=number(band.of))


def _measure_lines(what: str, measure: MeasureView) -> Sequence[str]:
    said = band_line(what, measure.band)
    return [said] if not measure.loss.forecasts else [said, _loss_line(what, measure.loss)]


def _loss_line(what: str, loss: LossView) -> str:
    words = _("{what}: off {mean} of the ten-minute mean, {weighted} of the weighted rate")
    return words.format(what=what, mean=percent(loss.against_mean), weighted=percent(loss.against_weighted))
