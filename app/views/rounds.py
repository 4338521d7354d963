"""A product's round as people see it: which one, what is left of it, what is kept for whom. Counts only.

Not for what a round may do; the rules are the domain's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import rounds
from app.domain.rounds import Round, RoundState, TrialDemand
from app.words import _, number, plain, rate

__all__ = [
    "KeptView", "RoundView", "demand_words", "kept_note", "kept_words", "round_name", "round_view",
    "round_words",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptView:
    """Units kept for a group whose turn has not come."""

    group: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """The round on sale, else the one that was last. `buyers_left` is what may be said to buyers.

    `next_units`: what the next round releases unless it is told otherwise.
    """

    number: int
    units: int
    sold: int
    left: int
    buyers_left: int | None
    on_sale: bool
    sold_out: bool
    trial: bool
    group: str
    started_at: datetime | None
    kept: tuple[KeptView, ...] = ()
    next_units: int = 0
    demand: TrialDemand | None = None


def round_view(
    known: Sequence[Round], available: int | None, now: datetime, *, orders_told: bool = True
) -> RoundView | None:
    """What is shown of a product's rounds; None where none has begun and nothing is kept."""
    one = rounds.last(known)
    if one is None:
        return None
    everybodys = rounds.last(each for each in known if not each.group) or one
    return RoundView(
        number=one.number,
        units=one.units,
        sold=one.sold,
        left=one.left,
        buyers_left=rounds.buyers_left(one, available) if one.is_on_sale else None,
        on_sale=one.state is RoundState.ON_SALE,
        sold_out=one.is_sold_out,
        trial=one.trial,
        group=plain(one.group),
        started_at=one.started_at,
        kept=tuple(KeptView(group=plain(each.group), units=each.units) for each in rounds.kept(known)),
        next_units=everybodys.units,
        demand=rounds.trial_demand(one, now, orders_told=orders_told) if one.trial else None,
    )


def round_words(view: RoundView) -> str:
    """One line: `Round 2: 20 of 120 left`."""
    figures = {"number": view.number, "left": number(view.left), "units": number(view.units)}
    words = _running_words(view) if view.on_sale else _over_words(view)
    return words.format(**figures, sold=number(view.sold), group=view.group)


def _running_words(view: RoundView) -> str:
    if view.trial:
        return _("Trial: {left} of {units} left")
    if view.group:
        return _("For {group}: {left} of {units} left")
    return _("Round {number}: {left} of {units} left")


def _over_words(view: RoundView) -> str:
    if view.trial:
        return _("Trial over: {sold} of {units} sold")
    if view.group:
        return _("For {group}: over, {sold} of {units} sold")
    return _("Round {number} over: {sold} of {units} sold")


def round_name(view: RoundView) -> str:
    """Which round it is: `Round 2`, the group it is for, or a trial."""
    if view.trial:
        return _("Trial")
    return view.group or _("Round {number}").format(number=view.number)


def kept_note(view: RoundView) -> str:
    """What is kept beside it, as a sentence; empty without any."""
    return _("Kept: {groups}").format(groups=kept_words(view)) if view.kept else ""


def demand_words(view: RoundView) -> str:
    """The demand a trial met, in one line; empty for a round."""
    demand = view.demand
    if demand is None:
        return ""
    gone, after = demand.minutes_to_go, demand.asked_after
    said = [
        _("{sold} sold").format(sold=number(demand.sold)),
        "" if demand.per_minute is None else _("{pace} a minute").format(pace=rate(demand.per_minute)),
        _per_thousand(demand),
        "" if gone is None else _("gone in {minutes} min").format(minutes=rate(gone)),
        "" if not after else _("{units} more asked for").format(units=number(after)),
    ]
    return _("; ").join(part for part in said if part)


def _per_thousand(demand: TrialDemand) -> str:
    if demand.per_1000_viewers is None:
        return ""
    return _("{pace} a minute per 1000 viewers").format(pace=rate(demand.per_1000_viewers))


def kept_words(view: RoundView) -> str:
    """What is kept for groups, as `community 20`; empty without any."""
    return _(", ").join(
        _("{group} {units}").format(group=each.group, units=number(each.units)) for each in view.kept
    )
