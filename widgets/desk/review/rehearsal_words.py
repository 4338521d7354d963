"""Rehearsals in words: what can be played, the policies, and the table of what came of each."""

from datetime import tzinfo
from typing import Final

from app.views.rehearsal import OutcomeView, Playable, RehearsalView, RunState
from app.words import MISSING, N_, _, clock_time, day, money, n_, number, p_, percent, plain
from widgets.desk.compare.table import Column, Row

RECORDED: Final = "recorded"
"""The policy that plays a broadcast as it was."""
POLICIES: Final = {
    RECORDED: N_("as it was"),
    "none": N_("nobody acts"),
    "cues": N_("every cue"),
    "switches": N_("cues to switch"),
    "calls": N_("calls for stock"),
    "line_up": N_("the line-up"),
    "waves": N_("sold out in waves"),
}
OF_A_BROADCAST: Final = (RECORDED, "cues", "calls", "waves")
OF_A_SCENARIO: Final = ("none", "cues", "switches", "calls", "line_up", "waves")
_SCENARIOS: Final = {
    "blind": N_("Viewers are not told for eighty minutes"),
    "calm": N_("An evening as the model takes it to be"),
    "curious": N_("Nothing remembered, but clicks are told"),
    "evening": N_("Two campaigns whose viewers buy half as much"),
    "excited": N_("Each order draws others within minutes"),
    "fading": N_("A rush at the start, then viewers leave"),
    "few_products": N_("Four products, each shown for long"),
    "full_house": N_("Ten times the viewers"),
    "heavy_tails": N_("Resellers who take dozens at once"),
    "low_prior": N_("The record tells a third of the sales"),
    "mute": N_("Sales are silent for half an hour"),
    "new_room": N_("The first broadcast, nothing remembered"),
    "price_cut": N_("Half-way everything gets cheaper"),
    "raids": N_("Other rooms send their viewers over"),
    "slow": N_("Few orders an hour"),
    "wandering": N_("Appeal wanders by half within an hour"),
    "wrong_prior": N_("The record tells three times the sales"),
}


def scenario_words(name: str) -> str:
    """What is hard about a scenario; one of one's own has its name."""
    return _(_SCENARIOS[name]) if name in _SCENARIOS else plain(name)


def policy_words(name: str) -> str:
    """What people do under a policy."""
    return _(POLICIES[name]) if name in POLICIES else plain(name)


def playable_words(one: Playable, zone: tzinfo) -> str:
    """A recorded broadcast: its number, day, time and host."""
    at = one.started_at.astimezone(zone)
    words = _("No. {number}, {day} {time}").format(
        number=number(one.number), day=day(at.date()), time=clock_time(at, zone, seconds=False)
    )
    parts = [words, plain(one.host, 24), _("on air now") if one.running else ""]
    return " · ".join(part for part in parts if part)


def state_words(view: RehearsalView) -> str:
    """How far it is and how fast, or why it is not."""
    minute, minutes = number(int(view.minute)), number(round(view.minutes))
    if view.state is RunState.READING:
        return _("Reading what is to be played…")
    if view.state is RunState.PLAYING:
        words = _("{minute} of {minutes} min at {reached} times real time (asked for {speed})")
        return words.format(
            minute=minute,
            minutes=minutes,
            reached=number(round(view.reached)),
            speed=number(round(view.speed)),
        )
    if view.state is RunState.PAUSED:
        return _("Paused at {minute} of {minutes} min").format(minute=minute, minutes=minutes)
    if view.state is RunState.STOPPED:
        return _("Stopped at {minute} of {minutes} min").format(minute=minute, minutes=minutes)
    if view.state is RunState.OVER:
        words = _("{minutes} min played at {reached} times real time, seed {seed}")
        return words.format(minutes=minutes, reached=number(round(view.reached)), seed=number(view.seed))
    return view.why


def outcome_columns(*, private: bool) -> tuple[Column, ...]:
    """The headings; the margin is left out while privacy is on."""
    return (
        Column(p_("rehearsal", "Policy"), elide=True, figures=False),
        Column(p_("rehearsal", "Sold")),
        Column(p_("rehearsal", "Lost")),
        Column(p_("rehearsal", "Left over")),
        *(() if private else (Column(p_("rehearsal", "Margin"), rank=1),)),
        Column(p_("rehearsal", "Holds"), rank=4),
        Column(p_("rehearsal", "Min held"), rank=2),
        Column(p_("rehearsal", "Called in"), rank=5),
        Column(p_("rehearsal", "Alerts")),
        Column(p_("rehearsal", "Critical"), rank=6),
        Column(p_("rehearsal", "Cues"), rank=7),
        Column(p_("rehearsal", "Followed"), rank=8),
        Column(p_("rehearsal", "Range held"), rank=3),
    )


def outcome_row(one: OutcomeView, currency: str, *, private: bool) -> Row:
    """One policy's row; forecasts are judged at the end."""
    held = one.held / one.foretold if one.foretold else None
    cells: tuple[tuple[str, float | str | None], ...] = (
        (policy_words(one.policy), policy_words(one.policy)),
        (number(one.sold), one.sold),
        (number(one.lost), one.lost),
        (number(one.left_over), one.left_over),
        *(() if private else ((money(one.margin, currency), one.margin),)),
        (number(one.holds), one.holds),
        (number(round(one.held_minutes)), one.held_minutes),
        (number(one.called), one.called),
        (number(one.alerts), one.alerts),
        (number(one.criticals), one.criticals),
        (number(one.cues), one.cues),
        (number(one.followed), one.followed),
        (MISSING if held is None else percent(held), held),
    )
    return Row(
        cells=tuple(words for words, _key in cells),
        keys=tuple(key for _words, key in cells),
        strong=frozenset({1, 2}),
        tip=n_(
            "{policy}: {count} forecast judged", "{policy}: {count} forecasts judged", one.foretold
        ).format(policy=policy_words(one.policy), count=number(one.foretold)),
    )
