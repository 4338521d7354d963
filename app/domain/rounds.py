"""Rounds: units of a product really set aside and sold as one wave, and what may still be set aside.

What buyers are told of a round is counted from its sales, never typed. A slice for a group ("hidden stock" of
the community) is kept aside beside the round and becomes a round of its own when its turn comes, so that its
count is as true. A trial is a small round of a product that is not on the market yet. Not for taking a
product off sale; that is a hold, and a hold with the round's reason is what closes a round.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.broadcast import Broadcast
from app.domain.decision import Verdict, VerdictCode
from app.domain.hold import Hold, HoldState, Reason, Who

LONGEST_GROUP = 40
CLOSING_REASONS = frozenset({Reason.ROUND, Reason.TRIAL})
"""A hold for one of these closes the round that is on sale."""


class RoundState(StrEnum):
    """Where a round stands."""

    KEPT = "kept"
    """Set aside for a group whose turn has not come."""
    ON_SALE = "on_sale"
    ENDED = "ended"
    """What of it was not sold is free again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of one product.

    `number` counts 1… for everybody's rounds of a broadcast and product; a group's slice has the number of
    the round it was kept beside. `group` is empty for everybody. `broadcast` None: a trial before any. `sold`
    are units counted while it was on sale, cancelled orders taken back. `gone_at`: when the last unit went.
    `closed_by` is the hold that closed it. `viewer_minutes` of its time on sale, None where no source tells
    viewers. `asked_after`: units ordered while it was closed and no newer round was on sale.
    """

    id: int = 0
    sku: str
    broadcast: int | None
    number: int
    units: int
    trial: bool = False
    group: str = ""
    state: RoundState
    kept_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    closed_by: int | None = None
    sold: int = 0
    gone_at: datetime | None = None
    viewer_minutes: float | None = None
    asked_after: int = 0
    who: Who

    @property
    def left(self) -> int:
        """Units of it that were not sold; what was sold beyond it leaves nothing, not less."""
        return max(0, self.units - self.sold)

    @property
    def is_on_sale(self) -> bool:
        """Whether it is sold from now."""
        return self.state is RoundState.ON_SALE

    @property
    def is_sold_out(self) -> bool:
        """Whether every unit of it was sold: only then may anyone be told so."""
        return self.sold >= self.units


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Units to be kept for a group."""

    group: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is to be set aside: units for everybody, and slices beside them."""

    sku: str
    units: int
    slices: tuple[Slice, ...] = ()
    trial: bool = False

    @property
    def total(self) -> int:
        """Every unit that it sets aside."""
        return self.units + sum(part.units for part in self.slices)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDemand:
    """The demand a trial met. Units per selling minute; `minutes_to_go` until the last unit went."""

    sold: int
    asked_after: int | None
    """Units asked for beyond those released; None where no source tells orders."""
    per_minute: float | None
    per_1000_viewers: float | None
    """Units per minute and 1000 viewers."""
    minutes_to_go: float | None


# What stands


def on_sale(rounds: Iterable[Round]) -> Round | None:
    """The product's round that is sold from now; there is at most one."""
    return next((one for one in rounds if one.is_on_sale), None)


def last(rounds: Iterable[Round]) -> Round | None:
    """The product's round that is on sale, else the one that began last; None before any."""
    begun = [one for one in rounds if one.started_at is not None]
    return max(begun, key=lambda one: (one.is_on_sale, one.started_at, one.id), default=None)


def kept(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Slices whose turn has not come."""
    return tuple(one for one in rounds if one.state is RoundState.KEPT)


def set_aside(rounds: Iterable[Round]) -> int:
    """Units that are promised: kept for groups, or left of the round on sale."""
    return sum(one.left for one in rounds if one.state is not RoundState.ENDED)


def buyers_left(one: Round, available: int | None) -> int | None:
    """What buyers may be told is left of a round: never more than there is; None where that is not known."""
    return None if available is None else min(one.left, max(0, available))


# What may be done


def may_release(
    release: Release,
    rounds: Collection[Round],
    *,
    available_live: int | None,
    broadcast: Broadcast | None,
    instead_of: Round | None = None,
) -> Verdict:
    """Whether so much may be set aside: not more than the true live stock less what is promised already.

    `instead_of` is a round that ends with it and so gives back what it has left.
    """
    if not _sound(release):
        return Verdict(code=VerdictCode.BAD_VALUE)
    if broadcast is None and not release.trial:
        return Verdict(code=VerdictCode.NO_BROADCAST)
    if on_sale(rounds) not in (None, instead_of):
        return Verdict(code=VerdictCode.ROUND_RUNNING)
    free = free_units(rounds, available_live, instead_of=instead_of)
    if free is None:
        return Verdict(code=VerdictCode.STOCK_UNKNOWN)
    return Verdict(code=VerdictCode.NOT_ENOUGH if release.total > free else VerdictCode.OK)


def may_open(slice_: Round | None, rounds: Collection[Round], available_live: int | None) -> Verdict:
    """Whether a kept slice may go on sale: it is there, nothing else is on sale, and the units still are."""
    if slice_ is None:
        return Verdict(code=VerdictCode.NO_ROUND)
    if on_sale(rounds) is not None:
        return Verdict(code=VerdictCode.ROUND_RUNNING)
    if available_live is None:
        return Verdict(code=VerdictCode.STOCK_UNKNOWN)
    return Verdict(code=VerdictCode.NOT_ENOUGH if slice_.units > available_live else VerdictCode.OK)


def may_end(rounds: Collection[Round]) -> Verdict:
    """Whether there is a round to end, or a slice to give back."""
    open_ones = any(one.state is not RoundState.ENDED for one in rounds)
    return Verdict(code=VerdictCode.OK if open_ones else VerdictCode.NO_ROUND)


def free_units(
    rounds: Iterable[Round], available_live: int | None, *, instead_of: Round | None = None
) -> int | None:
    """Units that may still be set aside; None where the live stock is not known."""
    if available_live is None:
        return None
    return max(0, available_live - set_aside(one for one in rounds if one != instead_of))


def _sound(release: Release) -> bool:
    groups = [part.group for part in release.slices]
    named = all(group and len(group) <= LONGEST_GROUP for group in groups)
    whole = release.units > 0 and all(part.units > 0 for part in release.slices)
    return whole and named and len(set(groups)) == len(groups)


# What becomes of it


def opened(
    release: Release, rounds: Collection[Round], *, at: datetime, broadcast: Broadcast | None, who: Who
) -> tuple[Round, ...]:
    """The round on sale from `at` and the slices kept beside it, without ids."""
    of = None if broadcast is None else broadcast.id
    number = 1 + max((one.number for one in rounds if one.broadcast == of and not one.group), default=0)
    begun = Round(
        sku=release.sku,
        broadcast=of,
        number=number,
        units=release.units,
        trial=release.trial,
        state=RoundState.ON_SALE,
        kept_at=at,
        started_at=at,
        who=who,
    )
    slices = tuple(
        replace(begun, units=part.units, group=part.group, state=RoundState.KEPT, started_at=None)
        for part in release.slices
    )
    return (begun, *slices)


def put_on_sale(slice_: Round, at: datetime) -> Round:
    """A kept slice whose turn has come."""
    return replace(slice_, state=RoundState.ON_SALE, started_at=at)


def ended(one: Round, at: datetime, closed_by: int | None = None) -> Round:
    """A round that is over, or a slice that is given back."""
    if one.state is RoundState.ENDED:
        return one
    return replace(one, state=RoundState.ENDED, ended_at=at, closed_by=closed_by)


def sale_counted(one: Round, units: int, at: datetime) -> Round:
    """The round after `units` more were sold at that instant; negative units were cancelled."""
    if one.started_at is None or at < one.started_at:
        return one
    if one.ended_at is not None and at >= one.ended_at:
        return replace(one, asked_after=max(0, one.asked_after + units)) if one.closed_by else one
    sold = one.sold + units
    gone_at = None if sold < one.units else one.gone_at or at
    return replace(one, sold=sold, gone_at=gone_at)


def watched(one: Round, viewers: int | None, minutes: float) -> Round:
    """The round after so many more minutes on sale with that many viewers."""
    if viewers is None or not one.is_on_sale or one.gone_at is not None or minutes <= 0:
        return one
    return replace(one, viewer_minutes=(one.viewer_minutes or 0.0) + viewers * minutes)


def closing_hold(one: Round, holds: Iterable[Hold]) -> Hold | None:
    """The hold that closes the round: marked for that reason while it was on sale, and settled everywhere.

    None while an outcome is open at one of the shops: what is sold there until then still belongs to it.
    """
    since = one.started_at
    mine = [
        hold
        for hold in holds
        if hold.reason is closing_reason(one)
        and hold.state.is_open
        and since is not None
        and hold.started_at >= since
    ]
    if any(hold.state in (HoldState.SENDING, HoldState.UNKNOWN) for hold in mine):
        return None
    return min(mine, key=lambda hold: hold.id, default=None)


def closing_reason(one: Round) -> Reason:
    """The reason of the hold that closes a round."""
    return Reason.TRIAL if one.trial else Reason.ROUND


def trial_demand(one: Round, now: datetime, *, orders_told: bool) -> TrialDemand:
    """The demand a trial met so far. `orders_told`: a source tells orders, so that those beyond it show."""
    until = one.gone_at or one.ended_at or now
    minutes = 0.0 if one.started_at is None else (until - one.started_at).total_seconds() / 60
    thousands = (one.viewer_minutes or 0.0) / 1000
    beyond = max(0, one.sold - one.units) + one.asked_after
    return TrialDemand(
        sold=one.sold,
        asked_after=beyond if orders_told else None,
        per_minute=one.sold / minutes if minutes > 0 else None,
        per_1000_viewers=one.sold / thousands if thousands > 0 else None,
        minutes_to_go=minutes if one.gone_at is not None else None,
    )
