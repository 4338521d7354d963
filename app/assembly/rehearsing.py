"""`stockcue rehearse`: a scenario or a recorded broadcast played again, policies side by side.

Needs no running desk. Not for how well it was foretold while it ran; that is `calibrating`.
"""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from app.assembly.archive import record, room_settings
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import room_zone
from app.assembly.scenarios import NoScenario, scenario
from app.domain.policy import Policy
from app.domain.recollection import Recollection, recollected
from app.engine.rehearsing import (
    CONDUCTS,
    Band,
    Conduct,
    Outcome,
    RecordedTheatre,
    Recording,
    Theatre,
    like,
    play,
    recollection_of,
    recording_of,
    remembered,
    theatre_of,
)
from app.ports import BroadcastReport
from app.words import MISSING, _, number, percent
from services.clock import SystemClock

AS_RECORDED = "recorded"
_ANYWHERE = ("none", "cues", "switches", "calls", "line_up", "waves")
_RECORDED = (AS_RECORDED, "cues", "calls", "waves")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Every conduct's outcome of one broadcast, and how much faster than life it went."""

    of: str
    seed: int
    outcomes: tuple[Outcome, ...]
    times_real: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayable:
    """A broadcast read back from the record, with its report and what those before it say."""

    recording: Recording
    report: BroadcastReport
    past: Recollection
    zone: ZoneInfo

    def theatre(self, seed: int, conduct: str) -> Theatre:
        """A theatre of its own for each conduct; as it was, its holds hold again."""
        return RecordedTheatre(self.recording, seed=seed, as_it_was=conduct == AS_RECORDED)


def rehearse(options: Namespace) -> Rehearsal:
    """Play what was asked for under each conduct asked for.

    Raises:
        DeskRefused: No such scenario, broadcast or conduct.
    """
    if options.broadcast is None:
        return _scenario(options)
    conducts = _chosen(options.policy, _RECORDED, {**CONDUCTS, AS_RECORDED: Conduct(name=AS_RECORDED)})
    read = asyncio.run(replayable(options))
    title = _("broadcast {id}").format(id=options.broadcast)
    return _played(title, options.seed, conducts, read.past, partial(read.theatre, options.seed))


async def replayable(options: Namespace) -> Replayable:
    """Read `options.broadcast` back.

    Raises:
        DeskRefused: The record has none of that number, or nothing was sold in it.
    """
    settings = room_settings(options)
    clock, zone = SystemClock(), room_zone(settings)
    breathe = partial(clock.sleep, 0)
    async with record(options, settings, may_begin=False) as journal:
        report = await journal.broadcast_report(options.broadcast)
        found = await recording_of(journal, options.broadcast, settings.products, clock.now(), breathe)
        if report is None or found is None:
            text = _("The record has no broadcast {id}.").format(id=options.broadcast)
            raise DeskRefused(text, USAGE)
        earlier = await remembered(journal, found.broadcast, settings.products, clock.now(), zone, breathe)
    if not found.skus:
        text = _("Nothing was sold in broadcast {id}: there is nothing to play again.")
        raise DeskRefused(text.format(id=options.broadcast))
    wanted = like(found.host, found.started_at, zone)
    return Replayable(recording=found, report=report, past=recollected(earlier, wanted), zone=zone)


def rehearsal_object(rehearsal: Rehearsal) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "ok": True,
        "of": rehearsal.of,
        "seed": rehearsal.seed,
        "times_real": round(rehearsal.times_real),
        "policies": [_outcome_object(outcome) for outcome in rehearsal.outcomes],
    }


def rehearsal_lines(rehearsal: Rehearsal) -> list[str]:
    """What a person reads: a line a conduct."""
    head = (
        _("policy"), _("sold"), _("lost"), _("left over"), _("margin"), _("min held"), _("called in"),
        _("alerts"), _("cues"), _("range held"),
    )  # fmt: skip
    rows = [head, *(_row(outcome) for outcome in rehearsal.outcomes)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    title = _("Rehearsal of {of}, seed {seed}, {times} times as fast as life").format(
        of=rehearsal.of, seed=rehearsal.seed, times=number(round(rehearsal.times_real))
    )
    return [title, *("  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in rows)]


def band_object(band: Band) -> dict[str, Any]:
    """How often a range held."""
    share = band.share
    return {"held": band.held, "of": band.of, "share": None if share is None else round(share, 3)}


def _scenario(options: Namespace) -> Rehearsal:
    conducts = _chosen(options.policy, _ANYWHERE, CONDUCTS)
    try:
        script = scenario(options.scenario or "evening")
    except NoScenario as error:
        raise DeskRefused(str(error), USAGE) from error
    past = recollection_of(script, Policy(), seed=options.seed)
    return _played(
        script.name, options.seed, conducts, past, lambda _conduct: theatre_of(script, seed=options.seed)
    )


def _chosen(asked: Sequence[str], usual: Sequence[str], known: Mapping[str, Conduct]) -> list[Conduct]:
    names = [name for part in asked for name in part.split(",") if name] or list(usual)
    strange = [name for name in names if name not in known]
    if strange:
        text = _("No such policy: {name}. There are: {known}.")
        raise DeskRefused(text.format(name=strange[0], known=", ".join(known)), USAGE)
    return [known[name] for name in dict.fromkeys(names)]


def _played(
    of: str,
    seed: int,
    conducts: Sequence[Conduct],
    past: Recollection,
    theatre: Callable[[str], Theatre],
) -> Rehearsal:
    clock = SystemClock()
    begun = clock.monotonic()
    outcomes = tuple(play(theatre(conduct.name), conduct, Policy(), past) for conduct in conducts)
    took = max(1e-3, clock.monotonic() - begun)
    played = sum(outcome.minutes for outcome in outcomes) * 60
    return Rehearsal(of=of, seed=seed, outcomes=outcomes, times_real=played / took)


def _outcome_object(outcome: Outcome) -> dict[str, Any]:
    return {
        "policy": outcome.conduct,
        "minutes": round(outcome.minutes, 1),
        "sold": outcome.sold,
        "lost": outcome.lost,
        "left_over": outcome.left,
        "margin": round(outcome.margin, 2),
        "held_minutes": round(outcome.held_minutes, 1),
        "holds": outcome.holds,
        "called": outcome.called,
        "alerts": {level.value: count for level, count in sorted(outcome.alerts.items())},
        "cues": outcome.cues,
        "followed": outcome.followed,
        "units_range": band_object(outcome.by_end),
        "sell_out_range": band_object(outcome.sell_out),
        "products": [
            {
                "sku": one.sku,
                "sold": one.sold,
                "lost": one.lost,
                "left_over": one.left,
                "shown_minutes": round(one.shown_minutes, 1),
            }
            for one in outcome.products
        ],
    }


def _row(outcome: Outcome) -> tuple[str, ...]:
    share = outcome.by_end.share
    return (
        outcome.conduct,
        number(outcome.sold),
        number(outcome.lost),
        number(outcome.left),
        number(round(outcome.margin)),
        number(round(outcome.held_minutes)),
        number(outcome.called),
        number(sum(outcome.alerts.values())),
        number(outcome.cues),
        MISSING if share is None else percent(share),
    )
