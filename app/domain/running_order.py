"""The rules of the line-up: what to show next and after that; it changes no oftener than a host can follow.

What people said goes first. By worth alone a product passes another only if it is clearly better, and only
when the order has stood for a while. What may not be shown leaves at once. Not for what a turn is worth.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nsmallest

from app.domain.ahead import backdrop_of
from app.domain.decision import ProductDecision
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.places import LeftOut, Lined, LineUp, Wishes
from app.domain.policy import Policy
from app.domain.signals import Barred, Turn
from app.domain.turns import turn_of

PLACES = 12
"""So many products are lined up, and so many named that are left out."""
_LOOKED_AT = 36
"""So many that lead at a glance are looked at closely."""
_CRITICAL = 10
"""Per cent of the opening at which a plan B stands ready."""


def lined_up(
    decisions: Mapping[str, ProductDecision],
    facts: Mapping[str, ProductFacts],
    room: RoomFacts,
    policy: Policy,
    now: datetime,
) -> LineUp:
    """The line-up as of `now`. `room.line_up` is the one so far, with what people said of it."""
    before, wishes = room.line_up, room.line_up.wishes
    room = replace(room, backdrop=backdrop_of(room, policy, now))
    turns = {
        sku: _as_wished(turn_of(facts[sku], decisions[sku], room, policy, now), sku, wishes)
        for sku in _looked_at(decisions, facts, room)
    }
    on_air = None if room.on_air is None else room.on_air.sku
    free = {
        sku: turn
        for sku, turn in turns.items()
        if turn.barred is None and sku != on_air and sku not in wishes.pins
    }
    standing = _standing(before, free, policy)
    settled = _settled(standing, free, policy) if _may_pass(before, policy, now) else standing
    pinned = {sku: at for sku, at in wishes.pins.items() if sku != on_air and _may(turns, sku)}
    order = _with_pins(settled, pinned)[:PLACES]
    scene = _Scene(decisions=decisions, facts=facts, turns=turns, order=order, pins=pinned)
    return LineUp(
        on_air=None if on_air is None or on_air not in turns else scene.lined(on_air),
        places=tuple(scene.lined(sku) for sku in order),
        left_out=tuple(_left_out(turns, on_air))[:PLACES],
        wishes=wishes,
        passed_at=now if settled != standing or before.passed_at is None else before.passed_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    decisions: Mapping[str, ProductDecision]
    facts: Mapping[str, ProductFacts]
    turns: Mapping[str, Turn]
    order: Sequence[str]
    pins: Collection[str]

    def lined(self, sku: str) -> Lined:
        level = self.decisions[sku].level
        nearly_out = level is not None and level <= _CRITICAL
        return Lined(
            sku=sku,
            turn=self.turns[sku],
            available=self.decisions[sku].stock.available,
            pinned=sku in self.pins,
            plan_b=self._plan_b(sku) if nearly_out else "",
        )

    def _plan_b(self, sku: str) -> str:
        """Its own substitute if that may be shown, else the first in line that does not run out, too."""
        own = self.facts[sku].product.substitute
        if own is not None and _may(self.turns, own):
            return own
        return next((other for other in self.order if other != sku and self._is_stocked(other)), "")

    def _is_stocked(self, sku: str) -> bool:
        level = self.decisions[sku].level
        return level is None or level > _CRITICAL


def _looked_at(
    decisions: Mapping[str, ProductDecision], facts: Mapping[str, ProductFacts], room: RoomFacts
) -> list[str]:
    """What leads at a glance, what stood in the line-up, what people spoke of, and what could stand in."""
    before = room.line_up
    named = [*before.order, *(one.sku for one in before.left_out), *before.wishes.pins, *before.wishes.skips]
    named += [] if room.on_air is None else [room.on_air.sku]
    leading = nsmallest(_LOOKED_AT, decisions.values(), key=lambda one: (one.line_up, one.sku))
    known = dict.fromkeys(sku for sku in (*named, *(one.sku for one in leading)) if sku in decisions)
    stand_ins = [facts[sku].product.substitute for sku in known]
    return list(known | dict.fromkeys(sku for sku in stand_ins if sku is not None and sku in decisions))


def _as_wished(turn: Turn, sku: str, wishes: Wishes) -> Turn:
    return replace(turn, barred=turn.barred or Barred.SKIPPED) if sku in wishes.skips else turn


def _may(turns: Mapping[str, Turn], sku: str) -> bool:
    turn = turns.get(sku)
    return turn is not None and turn.barred is None


def _worth(turn: Turn, policy: Policy) -> float:
    """What is not known well may be better than it looks, and showing it tells."""
    return turn.per_minute + policy.line_up_curiosity * turn.doubt


def _may_pass(before: LineUp, policy: Policy, now: datetime) -> bool:
    calm = timedelta(seconds=policy.line_up_seconds)
    return before.passed_at is None or now - before.passed_at >= calm


def _standing(before: LineUp, free: Mapping[str, Turn], policy: Policy) -> list[str]:
    """As it was, without those that may not be shown; those that are new behind them, the best first."""
    known = [sku for sku in before.order if sku in free]
    new = sorted(free.keys() - set(known), key=lambda sku: (-_worth(free[sku], policy), sku))
    return [*known, *new]


def _settled(standing: Sequence[str], free: Mapping[str, Turn], policy: Policy) -> list[str]:
    """The same, each having passed those before it that it clearly beats."""
    order: list[str] = []
    for sku in standing:
        place, lead = len(order), _worth(free[sku], policy) / policy.line_up_lead
        while place > 0 and lead > _worth(free[order[place - 1]], policy):
            place -= 1
        order.insert(place, sku)
    return order


def _with_pins(order: Sequence[str], pins: Mapping[str, int]) -> list[str]:
    whole = list(order)
    for sku in sorted(pins, key=lambda one: (pins[one], one)):
        whole.insert(pins[sku] - 1, sku)
    return whole


def _left_out(turns: Mapping[str, Turn], on_air: str | None) -> Iterator[LeftOut]:
    for sku, turn in turns.items():
        if turn.barred is not None and sku != on_air:
            yield LeftOut(sku=sku, why=turn.barred)
