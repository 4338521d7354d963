"""What triggers look at in the room, and what each look comes to. Not for what is done then."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.plan import Plan, PlanState, WhenKind
from app.domain.rounds import on_sale
from app.domain.stock import product_stock
from app.domain.traffic import is_surge
from app.domain.triggers import Outcome, Watched, live_units, look, met
from app.engine.room import Room


class TriggerWatch:
    """Remembers which triggers were seen not to be met: only those may act by themselves."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._seen_unmet: set[int] = set()

    def forget(self) -> None:
        """Nobody watched for a while: what comes about meanwhile asks first."""
        self._seen_unmet.clear()

    def watch_only(self, plans: Iterable[Plan]) -> None:
        """These are watched; what was seen of others counts for nothing when they are armed again."""
        self._seen_unmet &= {plan.id for plan in plans}

    def look(self, plan: Plan, now: datetime) -> Outcome:
        """What a look at this trigger comes to."""
        is_met = self.is_met(plan, now)
        outcome = look(
            plan.draft.when,
            asks=plan.draft.asks,
            asking=plan.state is PlanState.ASKING,
            seen_unmet=plan.id in self._seen_unmet,
            is_met=is_met,
        )
        if is_met is False:
            self._seen_unmet.add(plan.id)
        return outcome

    def is_met(self, plan: Plan, now: datetime) -> bool | None:
        """Whether any of its products has come to it; not known where none has and one can't be told."""
        when = plan.draft.when
        found = [met(when, self._watched(sku, when.kind, now)) for sku in plan.draft.skus]
        if any(found):
            return True
        return None if None in found else False

    def _watched(self, sku: str, kind: WhenKind, now: datetime) -> Watched:
        """The figures that this kind of trigger goes by, and no others: it is looked at often."""
        room = self._room
        if kind is WhenKind.SURGE:
            return Watched(surging=is_surge((*room.traffic.values(), *room.interaction.values()), now))
        if kind is WhenKind.SOLD:
            return Watched(sold=self._sold_in_round(sku))
        stock = product_stock(room.shelves.stock(sku), room.shelves.missing(), now)
        return Watched(units=live_units(stock), opening=room.openings.get(sku))

    def _sold_in_round(self, sku: str) -> int | None:
        """Units sold of the round on sale, a group's too; None where none is."""
        selling = on_sale(self._room.rounds.get(sku, ()))
        return None if selling is None else selling.sold
