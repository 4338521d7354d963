"""The one state chip of a gauge: what we did, else what the data are worth, else what the stock is.

Order: restore not read back, stop, hold and its phases, unknown, stale, sold out, critical, low.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.domain.facts import ProductFacts
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.readings import Freshness
from app.domain.room import AlertKind, ProductDecision
from app.views.gauge import Chip, ChipKind
from app.views.names import Names
from app.words import plain

__all__ = ["REFUSED_SHOWS", "chips", "refusal_shown_until", "worst_hold"]

REFUSED_SHOWS = timedelta(seconds=10)
"""How long a refused mark stays on the gauge."""

_ORDER = tuple(ChipKind)
_OF_STATE = {
    HoldState.SENDING: ChipKind.SENDING,
    HoldState.ACTIVE: ChipKind.HELD,
    HoldState.CLOSING: ChipKind.RESTORING,
    HoldState.UNKNOWN: ChipKind.OUTCOME_UNKNOWN,
}


def chips(
    facts: ProductFacts, decision: ProductDecision, names: Names, now: datetime, doubt: str
) -> tuple[Chip, Chip | None]:
    """The chip, and a second one where a stale or handed-over product is also low; `doubt` is why unknown."""
    stock = _stock_chip(facts, decision, names)
    ours = _our_chip(facts, decision, now)
    if ours is not None:
        return ours, stock if ours.kind is ChipKind.HANDED_OVER else None
    data = _data_chip(decision, doubt)
    if data is not None:
        return data, stock if data.kind is ChipKind.STALE else None
    if stock is not None:
        return stock, None
    return _quiet_chip(decision), None


def worst_hold(decision: ProductDecision) -> Hold | None:
    """The open hold to show where several shops differ."""
    holds = [shop.hold for shop in decision.shops if shop.hold is not None]
    return min(holds, key=lambda hold: _ORDER.index(_kind(hold)), default=None)


def refusal_shown_until(facts: ProductFacts, now: datetime) -> datetime | None:
    """When the gauge must be built again because a refused mark has been shown long enough."""
    refused = _refused(facts, now)
    return None if refused is None or refused.ended_at is None else refused.ended_at + REFUSED_SHOWS


def _kind(hold: Hold) -> ChipKind:
    if hold.needs_attention:
        return ChipKind.NOT_RESTORED
    if hold.kind is HoldKind.STOP and hold.state is HoldState.ACTIVE:
        return ChipKind.STOPPED
    return _OF_STATE[hold.state]


def _our_chip(facts: ProductFacts, decision: ProductDecision, now: datetime) -> Chip | None:
    hold = worst_hold(decision)
    if hold is not None:
        return _hold_chip(hold, by_hand=any(shop.task and shop.task.hold == hold.id for shop in facts.shops))
    if facts.announced is not None:
        return Chip(kind=ChipKind.ANNOUNCED, until=facts.announced.until)
    refused = _refused(facts, now)
    if refused is not None:
        return Chip(kind=ChipKind.REFUSED, since=refused.ended_at, text=plain(refused.error))
    if any(cause.kind is AlertKind.HANDED_OVER for cause in decision.causes):
        return Chip(kind=ChipKind.HANDED_OVER)
    return None


def _hold_chip(hold: Hold, *, by_hand: bool) -> Chip:
    kind = _kind(hold)
    if by_hand and kind is ChipKind.OUTCOME_UNKNOWN:
        kind = ChipKind.SENDING  # no answer was lost: a person has not said yet
    if kind is ChipKind.HELD:
        return Chip(kind=kind, since=hold.started_at, until=hold.deadline)
    if kind in (ChipKind.RESTORING, ChipKind.NOT_RESTORED):
        return Chip(kind=kind, since=hold.closing_at or hold.started_at)
    return Chip(kind=kind, since=hold.started_at)


def _refused(facts: ProductFacts, now: datetime) -> Hold | None:
    if not facts.holds:
        return None  # as of nearly every product, and asked of each
    return _latest(
        hold
        for hold in facts.holds
        if hold.state is HoldState.REFUSED
        and hold.ended_at is not None
        and hold.ended_at <= now < hold.ended_at + REFUSED_SHOWS
    )


def _latest(holds: Iterable[Hold]) -> Hold | None:
    return max(holds, key=lambda hold: hold.id, default=None)


def _data_chip(decision: ProductDecision, doubt: str) -> Chip | None:
    if decision.stock.available is None or decision.stock.freshness is Freshness.UNKNOWN:
        return Chip(kind=ChipKind.UNKNOWN, text=doubt)
    if decision.stock.freshness is Freshness.STALE:
        return Chip(kind=ChipKind.STALE, since=decision.stock.age_from)
    return None


def _stock_chip(facts: ProductFacts, decision: ProductDecision, names: Names) -> Chip | None:
    """What is low about the stock, whatever the figure's age; None where nothing is."""
    if decision.stock.available is None:
        return None
    if decision.stock.available == 0:
        return Chip(kind=ChipKind.SOLD_OUT, share=0.0, since=_sold_out_since(facts))
    low, critical = names.levels[-2:]
    if decision.level is not None and decision.level <= low:
        kind = ChipKind.CRITICAL if decision.level <= critical else ChipKind.LOW
        return Chip(kind=kind, share=decision.share)
    return None


def _sold_out_since(facts: ProductFacts) -> datetime | None:
    """When the last warehouse ran out, where they say so."""
    changes = [at.reading.changed_at for at in facts.stock]
    known = [change for change in changes if change is not None]
    return max(known) if known and len(known) == len(changes) else None


def _quiet_chip(decision: ProductDecision) -> Chip:
    if decision.stock.freshness is Freshness.AGING:
        return Chip(kind=ChipKind.AGING, share=decision.share, since=decision.stock.age_from)
    return Chip(kind=ChipKind.SHARE, share=decision.share)
