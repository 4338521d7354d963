"""Every plan this desk knows, each kept before it is known here, and what it is judged against.

When something is due is planning's business, what may be asked for that of `plan_wishes`.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.broadcast import Phase
from app.domain.hold import Hold, HoldKind, Who
from app.domain.limits import holds_used, open_hold
from app.domain.plan import Place, Plan, PlanState
from app.domain.plans import Refusal, Stage, announcements, may_plan, places
from app.engine.room import Room
from app.ports import Journal


class PlanBook:
    """Plans by id. `revision` grows with every change."""

    def __init__(self, journal: Journal, room: Room) -> None:
        self._journal = journal
        self._room = room
        self._plans: dict[int, Plan] = {}
        self.revision = 0
        self.lock = asyncio.Lock()
        """Held by whoever judges plans and keeps what follows, so that a last second belongs to one."""

    def __getitem__(self, plan: int) -> Plan:
        return self._plans[plan]

    def __contains__(self, plan: int) -> bool:
        return plan in self._plans

    def all(self) -> tuple[Plan, ...]:
        """Every plan, those that are over included, in the order they were made."""
        return tuple(self._plans.values())

    def listed(self) -> tuple[Plan, ...]:
        """Those that people see."""
        return tuple(plan for plan in self._plans.values() if plan.state is not PlanState.REMOVED)

    def in_force(self) -> tuple[Plan, ...]:
        """Those that may still act."""
        return tuple(plan for plan in self._plans.values() if plan.state.is_in_force)

    def put(self, plans: Iterable[Plan]) -> None:
        """Take over plans that the journal already keeps."""
        for plan in plans:
            self._plans[plan.id] = plan
        self.revision += 1
        self._room.room_touched = True

    def forget_ended(self) -> None:
        """A new broadcast begins: what became of the last one's plans is no news any more."""
        self._plans = {number: plan for number, plan in self._plans.items() if plan.state.is_pending}
        self.revision += 1
        self._room.room_touched = True

    async def keep(self, plans: Sequence[Plan], what: str, at: datetime, who: Who) -> tuple[Plan, ...]:
        """Commit plans as they are now, then know them. Raises JournalError and nothing is changed."""
        kept = await self._journal.save_plans(plans, what, at, who)
        self.put(kept)
        self.show(at)
        self._room.wake()
        return kept

    def show(self, now: datetime) -> None:
        """Let the products know their count-downs; while hands are off, none is shown."""
        room = self._room
        shown = {} if room.hands_off else announcements(self._plans.values(), room.broadcast, now)
        if shown != room.announced:
            turned = {sku for sku in {*shown, *room.announced} if shown.get(sku) != room.announced.get(sku)}
            room.announced = dict(shown)
            room.touch(turned)

    def is_live(self) -> bool:
        """Whether a broadcast runs and is in its live phase."""
        return self._room.broadcast is not None and self._room.phase is Phase.LIVE

    def stage(self, now: datetime, *more: Plan) -> Stage:
        """What plans are judged against; `more` are plans that are not kept yet."""
        room = self._room
        listing = {name: counter.shop.skus for name, counter in room.counters.items()}
        known = tuple(self._with_holds(plan) for plan in self._plans.values())
        wanted = {place for plan in (*known, *more) for place in places(plan.draft, listing)}
        holds = {place: self._holds_at(place) for place in wanted}
        deadlines = {
            place: hold.deadline
            for place, mine in holds.items()
            if (hold := open_hold(mine)) is not None and hold.kind is HoldKind.HOLD
        }
        return Stage(
            now=now,
            policy=room.plan.policy,
            broadcast=room.broadcast,
            live=self.is_live(),
            listing=listing,
            used={place: holds_used(mine, room.broadcast) for place, mine in holds.items()},
            open_until={place: until for place, until in deadlines.items() if until is not None},
            plans=known,
        )

    def may(self, plan: Plan, now: datetime, *beside: Plan) -> Refusal | None:
        """Why this plan can't be kept or armed, beside plans that are to be kept with it."""
        stage = self.stage(now, plan, *beside)
        return may_plan(plan, replace(stage, plans=(*stage.plans, *beside)))

    def marks_of(self, plan: Plan) -> tuple[int, ...]:
        """The holds that a plan has made, found by what the audit says of them."""
        since = plan.fired_at
        return tuple(
            hold.id
            for hold in self._room.book.all()
            if hold.who.through == plan.through and since is not None and hold.started_at >= since
        )

    def _with_holds(self, plan: Plan) -> Plan:
        """One that is being carried out is counted by the marks it has made so far."""
        return replace(plan, holds=self.marks_of(plan)) if plan.state is PlanState.FIRED else plan

    def _holds_at(self, place: Place) -> tuple[Hold, ...]:
        sku, storefront = place
        broadcast = self._room.broadcast
        mine = self._room.book.of_product(sku, None if broadcast is None else broadcast.id)
        return tuple(hold for hold in mine if hold.storefront == storefront)
