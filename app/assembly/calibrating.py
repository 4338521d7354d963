"""`stockcue calibration`: how often each range held in a broadcast, and what became of its cues.

The broadcast is played again as it was, through the code that decides live; cues are held against what the
record says was done. Needs no running desk.
"""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.assembly.rehearsing import AS_RECORDED, Replayable, band_object, replayable
from app.domain.broadcast import Mark, MarkKind
from app.domain.policy import Policy
from app.domain.room import CueKind
from app.engine.rehearsing import Conduct, Outcome, Said, play
from app.words import MISSING, _, clock_time, n_, number, percent, plain

FOLLOWED_WITHIN = 5.0
"""Minutes within which doing what a cue proposes counts as following it."""
AFTER_MINUTES = 15.0
"""Over so many minutes sales are counted after a cue."""
_DONE_BY = {
    CueKind.SHOW_NEXT: MarkKind.ON_AIR,
    CueKind.SUBSTITUTE: MarkKind.ON_AIR,
    CueKind.CALL_STOCK: MarkKind.CALL,
    CueKind.RESTORE_EARLY: MarkKind.RESTORE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One cue and what came of it: units sold of its product in the minutes after, and whether it ran out."""

    said: Said
    followed: bool
    sold_after: int
    ran_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One broadcast's."""

    broadcast: int
    outcome: Outcome
    cues: tuple[Followed, ...]
    read: Replayable


def calibrate(options: Namespace) -> Calibration:
    """Play `options.broadcast` again and hold what was said against what happened.

    Raises:
        DeskRefused: The record has none of that number, or nothing was sold in it.
    """
    read = asyncio.run(replayable(options))
    outcome = play(read.theatre(0, AS_RECORDED), Conduct(name=AS_RECORDED), Policy(), read.past)
    cues = tuple(_followed(said, read) for said in outcome.said)
    return Calibration(broadcast=options.broadcast, outcome=outcome, cues=cues, read=read)


def calibration_object(found: Calibration) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "ok": True,
        "broadcast": found.broadcast,
        "units_range": band_object(found.outcome.by_end),
        "sell_out_range": band_object(found.outcome.sell_out),
        "cues": [
            {
                "minute": round(one.said.minute, 1),
                "kind": one.said.kind.value,
                "sku": one.said.sku,
                "other": one.said.other or None,
                "followed": one.followed,
                "sold_after": one.sold_after,
                "ran_out": one.ran_out,
            }
            for one in found.cues
        ],
    }


def calibration_lines(found: Calibration) -> list[str]:
    """What a person reads."""
    outcome = found.outcome
    followed = sum(one.followed for one in found.cues)
    lines = [
        _("Broadcast {number}").format(number=number(found.broadcast)),
        _("Units until the end lay within the 80 % range {share} of the time ({of} forecasts).").format(
            share=_share(outcome.by_end.share), of=number(outcome.by_end.of)
        ),
        _("The time to sell-out lay within its 80 % range {share} of the time ({of} forecasts).").format(
            share=_share(outcome.sell_out.share), of=number(outcome.sell_out.of)
        ),
        n_("{count} cue, {followed} followed.", "{count} cues, {followed} followed.", len(found.cues)).format(
            count=number(len(found.cues)), followed=number(followed)
        ),
    ]
    return [*lines, *(_cue_line(one, found.read) for one in found.cues)]


def _cue_line(one: Followed, read: Replayable) -> str:
    at = read.recording.started_at + timedelta(minutes=one.said.minute)
    words = (
        _("{at}  {kind} {product}: followed, {sold} sold in the {minutes} minutes after")
        if one.followed
        else _("{at}  {kind} {product}: not followed, {sold} sold in the {minutes} minutes after")
    )
    line = words.format(
        at=clock_time(at, read.zone, seconds=False),
        kind=one.said.kind.value,
        product=plain(one.said.other or one.said.sku),
        sold=number(one.sold_after),
        minutes=number(round(AFTER_MINUTES)),
    )
    return line + _(", and it ran out") if one.ran_out else line


def _followed(said: Said, read: Replayable) -> Followed:
    recording = read.recording
    concerned = said.other or said.sku
    first = round(said.minute / recording.step_minutes)
    last = min(recording.steps, first + round(AFTER_MINUTES / recording.step_minutes))
    sold, ran_out = 0, False
    if concerned in recording.skus:
        place = recording.skus.index(concerned)
        sold = int(recording.sold[first:last, place].sum())
        came = int(recording.delivered[:, place].sum())
        ran_out = int(recording.sold[:, place].sum()) >= recording.opening[concerned] + came
    done = _was_done(
        said, concerned, read.report.marks, recording.started_at + timedelta(minutes=said.minute)
    )
    return Followed(said=said, followed=done, sold_after=sold, ran_out=ran_out)


def _was_done(said: Said, concerned: str, marks: Sequence[Mark], at: datetime) -> bool:
    """By the cue's own button, or by doing what it says within some minutes."""
    until = at + timedelta(minutes=FOLLOWED_WITHIN)
    soon = [mark for mark in marks if at - timedelta(seconds=30) <= mark.at <= until]
    if any(m.kind is MarkKind.CUE and m.note == said.kind.value and m.sku == said.sku for m in soon):
        return True
    by = _DONE_BY.get(said.kind)
    return any(mark.kind is by and mark.sku == concerned for mark in soon)


def _share(share: float | None) -> str:
    return MISSING if share is None else percent(share)
