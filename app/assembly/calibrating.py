"""`stockcue calibration`: how often each range held in a broadcast, and what became of its cues.

The broadcast is played again as it was, through the code that decides live, for what was foretold; cues are
those on record, or for a broadcast of before there were any, those that come up when it is played again.
Needs no running desk.
"""

import asyncio
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import msgspec

from app.assembly.rehearsing import AS_RECORDED, Replayable, replayable
from app.assembly.room import names_for
from app.domain.broadcast import MarkKind
from app.domain.cue_outcomes import CueEnding, cue_outcomes
from app.domain.cue_stories import CueStep, CueStory, stories
from app.domain.evidence import Sale, Sales, Span
from app.domain.policy import Policy
from app.engine.rehearsing import Conduct, Outcome, Recording, Said, play
from app.views.build_calibration import Findings, calibration_view
from app.views.calibration import BandView, CalibrationView, CueOutcomeView, Verdict
from app.words import _, clock_time, n_, number, percent, plain
from services.clock import SystemClock

AS_IT_WAS = Conduct(name=AS_RECORDED)
_SOON = timedelta(minutes=5)
"""A cue that was followed in a record without cues was shown at most so long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One broadcast's, and the zone its times are told in."""

    view: CalibrationView
    zone: tzinfo


def calibrate(options: Namespace) -> Calibration:
    """Hold what was said in `options.broadcast` against what happened; None: the one that runs or the last.

    Raises:
        DeskRefused: The record has none of that number, or nothing was sold in it.
    """
    now = SystemClock().now()
    read = asyncio.run(replayable(options))
    found = held_against(read, play(read.theatre(0, AS_RECORDED), AS_IT_WAS, Policy(), read.past), now)
    products = {product.sku: product for product in read.settings.products}
    view = calibration_view(found, products, names_for(read.settings))
    return Calibration(view=view, zone=read.zone)


def held_against(read: Replayable, outcome: Outcome, now: datetime) -> Findings:
    """What was said in a broadcast, as it was played again, held against what happened."""
    told = stories(read.cues) or tuple(_replayed(said, read) for said in outcome.said)
    broadcast = read.outline.broadcast
    span = Span(broadcast.started_at, broadcast.ended_at or now)
    return Findings(
        broadcast=broadcast,
        at=now,
        foretold=outcome.foretold,
        outcomes=cue_outcomes(told, read.outline.marks, _sales(read.recording), span),
        recorded=bool(read.cues),
    )


def calibration_object(found: Calibration) -> dict[str, Any]:
    """What `--json` prints: the view as it is, instants in UTC, missing as null."""
    return {"ok": True, **msgspec.to_builtins(found.view)}


def calibration_lines(found: Calibration) -> list[str]:
    """What a person reads."""
    return _lines(found.view, found.zone)


def _lines(found: CalibrationView, zone: tzinfo) -> list[str]:
    followed = sum(cue.ending in (CueEnding.FOLLOWED, CueEnding.BY_HAND) for cue in found.cues)
    lines = [
        _("Broadcast {number}").format(number=number(found.number)),
        band_line(_("Units until the end"), found.units),
        band_line(_("Time to sell-out"), found.minutes),
        n_("{count} cue, {followed} followed.", "{count} cues, {followed} followed.", len(found.cues)).format(
            count=number(len(found.cues)), followed=number(followed)
        ),
        *(_cue_line(one, zone) for one in found.cues),
    ]
    return lines if not found.cues else [*lines, _("What was sold after a cue is no proof that it was why.")]


def band_line(what: str, band: BandView) -> str:
    """How often a range held, with the bounds of its share, or that too little was foretold to say."""
    if band.verdict is Verdict.TOO_LITTLE or band.share is None:
        words = _("{what}: too little was foretold to say how often ranges held ({held} of {of}).")
        return words.format(what=what, held=number(band.held), of=number(band.of))
    return _("{what}: within the 80 % range in {held} of {of} forecasts, {share} ({low} to {high})").format(
        what=what,
        held=number(band.held),
        of=number(band.of),
        share=percent(band.share),
        low=percent(band.low),
        high=percent(band.high),
    )


def _cue_line(one: CueOutcomeView, zone: tzinfo) -> str:
    return _("{at}  {kind} {product}: {ending}, {before} sold before, {after} after").format(
        at=clock_time(one.at, zone, seconds=False),
        kind=one.kind.value,
        product=plain(one.other or one.sku),
        ending=one.ending.value,
        before=number(one.before_units),
        after=number(one.after_units),
    )


def _replayed(said: Said, read: Replayable) -> CueStory:
    """A cue that comes up when the broadcast is played again, with its button's mark if there is one."""
    at = read.recording.started_at + timedelta(minutes=said.minute)
    pressed = next(
        (
            mark.at
            for mark in read.outline.marks
            if mark.kind is MarkKind.CUE
            and (mark.note, mark.sku) == (said.kind.value, said.sku)
            and at - _SOON <= mark.at <= at + _SOON
        ),
        None,
    )
    return CueStory(
        key=f"{said.kind}:{said.sku}",
        kind=said.kind,
        sku=said.sku,
        other=said.other,
        shown_at=at,
        ended_at=pressed or at + _SOON,
        ending=CueStep.GONE if pressed is None else CueStep.FOLLOWED,
    )


def _sales(recording: Recording) -> dict[str, Sales]:
    """What was sold of each product, a step at a time."""
    step = timedelta(minutes=recording.step_minutes)
    starts = [recording.started_at + place * step for place in range(recording.steps)]
    return {
        sku: Sales.of(_sold(sku, starts, recording.sold[:, place].tolist()))
        for place, sku in enumerate(recording.skus)
    }


def _sold(sku: str, starts: Sequence[datetime], units: Sequence[int]) -> Iterable[Sale]:
    return (Sale(at=at, sku=sku, units=sold) for at, sold in zip(starts, units, strict=True) if sold)
