"""`stockcue rehearse`: a scenario or a recorded broadcast played again, policies side by side.

Needs no running desk. Not for how well it was foretold while it ran; that is `calibrating`.
"""

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from app.assembly.archive import record, room_settings
from app.assembly.refusing import USAGE, DeskRefused
from app.assembly.room import room_zone
from app.assembly.scenarios import NoScenario, scenario
from app.config import Settings
from app.domain.calibration import Band, Measure
from app.domain.cue_stories import CueNote
from app.domain.policy import Policy
from app.domain.recollection import Recollection, recollected
from app.engine.rehearsing import (
    CONDUCTS,
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
from app.records import Outline, Records
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
    """A broadcast read back from the record, with its cues and what those before it say."""

    recording: Recording
    outline: Outline
    cues: tuple[CueNote, ...]
    past: Recollection
    settings: Settings
    zone: ZoneInfo

    def theatre(self, seed: int, conduct: str) -> Theatre:
        """A theatre of its own for each conduct; as it was, its holds hold again."""
        return RecordedTheatre(self.recording, seed=seed, as_it_was=conduct == AS_RECORDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is to be played: a theatre for each conduct by its name, and what is remembered of before."""

    of: str
    conducts: tuple[Conduct, ...]
    past: Recollection
    theatre: Callable[[str], Theatre]


def rehearse(options: Namespace) -> Rehearsal:
    """Play what was asked for under each conduct asked for.

    Raises:
        DeskRefused: No such scenario, broadcast or conduct.
    """
    return _played(script_of(options), options.seed)


def script_of(options: Namespace) -> Script:
    """Read what is to be played.

    Raises:
        DeskRefused: No such scenario, broadcast or conduct.
    """
    if options.broadcast is None:
        return _of_scenario(options)
    conducts = _chosen(options.policy, _RECORDED, {**CONDUCTS, AS_RECORDED: Conduct(name=AS_RECORDED)})
    read = asyncio.run(replayable(options))
    title = _("broadcast {id}").format(id=options.broadcast)
    return Script(of=title, conducts=conducts, past=read.past, theatre=partial(read.theatre, options.seed))


async def replayable(options: Namespace, *, step_minutes: float = 0.5) -> Replayable:
    """Read `options.broadcast` back; None: the one that runs, else the last.

    Raises:
        DeskRefused: The record has none of that number, or nothing was sold in it.
    """
    settings = room_settings(options)
    breathe = partial(SystemClock().sleep, 0)
    async with record(options, settings, may_begin=False) as journal:
        found = await read_back(journal, settings, options.broadcast, breathe, step_minutes=step_minutes)
    if found is None:
        raise DeskRefused(_no_broadcast(options.broadcast), USAGE)
    if not found.recording.skus:
        text = _("Nothing was sold in broadcast {id}: there is nothing to play again.")
        raise DeskRefused(text.format(id=found.outline.broadcast.id))
    return found


async def read_back(
    journal: Records,
    settings: Settings,
    broadcast: int | None,
    breathe: Callable[[], Awaitable[None]],
    *,
    step_minutes: float = 0.5,
) -> Replayable | None:
    """The same out of an open record; None where it has none of that number. Raises JournalError."""
    clock, zone = SystemClock(), room_zone(settings)
    outline = await journal.outline(broadcast)
    if outline is None:
        return None
    number = outline.broadcast.id
    found = await recording_of(
        journal, number, settings.products, clock.now(), breathe, step_minutes=step_minutes
    )
    if found is None:
        return None
    earlier = await remembered(journal, number, settings.products, clock.now(), zone, breathe)
    return Replayable(
        recording=found,
        outline=outline,
        cues=await journal.cue_notes(number),
        past=recollected(earlier, like(found.host, found.started_at, zone)),
        settings=settings,
        zone=zone,
    )


def _no_broadcast(number: int | None) -> str:
    if number is None:
        return _("The record has no broadcast yet.")
    return _("The record has no broadcast {id}.").format(id=number)


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


def _of_scenario(options: Namespace) -> Script:
    conducts = _chosen(options.policy, _ANYWHERE, CONDUCTS)
    try:
        script = scenario(options.scenario or "evening")
    except NoScenario as error:
        raise DeskRefused(str(error), USAGE) from error
    return Script(
        of=script.name,
        conducts=conducts,
        past=recollection_of(script, Policy(), seed=options.seed),
        theatre=lambda _conduct: theatre_of(script, seed=options.seed),
    )


def _chosen(asked: Sequence[str], usual: Sequence[str], known: Mapping[str, Conduct]) -> tuple[Conduct, ...]:
    names = [name for part in asked for name in part.split(",") if name] or list(usual)
    strange = [name for name in names if name not in known]
    if strange:
        text = _("No such policy: {name}. There are: {known}.")
        raise DeskRefused(text.format(name=strange[0], known=", ".join(known)), USAGE)
    return tuple(known[name] for name in dict.fromkeys(names))


def _played(script: Script, seed: int) -> Rehearsal:
    clock = SystemClock()
    begun = clock.monotonic()
    outcomes = tuple(
        play(script.theatre(conduct.name), conduct, Policy(), script.past) for conduct in script.conducts
    )
    took = max(1e-3, clock.monotonic() - begun)
    played = sum(outcome.minutes for outcome in outcomes) * 60
    return Rehearsal(of=script.of, seed=seed, outcomes=outcomes, times_real=played / took)


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
        "units_range": band_object(outcome.band(Measure.UNITS)),
        "sell_out_range": band_object(outcome.band(Measure.MINUTES)),
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
    share = outcome.band(Measure.UNITS).share
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
