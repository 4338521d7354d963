"""What answers mean for the room: stock, sales, viewers and shops folded into its facts, changes kept.

When to ask is sensing's business, what to make of it the judgement's.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from app.domain import trade, traffic
from app.domain.ahead import paid_now
from app.domain.broadcast import Mark, MarkKind, Showing
from app.domain.hold import Who
from app.domain.readings import (
    Answer,
    OffersAnswer,
    SalesAnswer,
    ShopAnswer,
    SourceRole,
    SourceState,
    StockAnswer,
    TrafficAnswer,
)
from app.domain.told import Told
from app.engine.journalling import Keeper
from app.engine.offers import Offers
from app.engine.reconciling import Reconciler
from app.engine.room import Room
from app.engine.shelves import Move
from app.engine.takings import Takings
from app.ports import (
    Clock,
    JournalError,
    LoginRefused,
    NotAllowed,
    SoldUnits,
    SourceError,
    SourceInfo,
    Throttled,
    TrafficSample,
)
from app.views.build_room import traffic_point

STANDS_STILL_AFTER = timedelta(minutes=10)
STAMP_SLACK = timedelta(seconds=1)
RECALL_SLICE = 200
OVERLAP = timedelta(minutes=2)
"""Sales are asked for from a little before the last answer; orders count once all the same."""


class Hearing:
    """Folds what sources say into the room."""

    def __init__(self, room: Room, keeper: Keeper, clock: Clock, reconciler: Reconciler) -> None:
        self._room = room
        self._keeper = keeper
        self._clock = clock
        self._reconciler = reconciler
        self.told = Offers(room, keeper, clock)
        self._takings: dict[str, Takings] = {}
        self._sales_until: dict[str, datetime] = {}
        self._tracks: dict[str, traffic.Track] = {}
        self._echoes: dict[str, traffic.Track] = {}
        """Interactions, kept track of as viewers are."""
        self._shown_by: dict[str, str | None] = {}
        """What each source last said is on air."""
        self._started_at = clock.now()
        self.counted: Callable[[Sequence[SoldUnits]], None] = lambda _sold: None
        """Hears of every sale that is counted; set by the engine, as is `seen`."""
        self.seen: Callable[[datetime, int | None], None] = lambda _at, _viewers: None
        self.sales_told = False
        """Whether a source of sales exists; else stock differences stand in for it."""

    def begin_broadcast(self, at: datetime) -> None:
        """Baselines begin anew with a broadcast."""
        for source in self._tracks:
            self._tracks[source] = traffic.begun(at)
        self._echoes.clear()
        self.told.begin(at)

    async def recall(
        self,
        started_at: datetime,
        samples: Sequence[TrafficSample],
        sold: Sequence[SoldUnits],
        told: Sequence[Told] = (),
    ) -> None:
        """Learn again what an earlier run of this broadcast heard, oldest first."""
        moments: list[TrafficSample | SoldUnits | Told] = sorted(
            (*samples, *sold, *told), key=lambda moment: moment.at
        )
        showing = self._room.on_air
        shown = deque(mark for mark in self._room.marks if mark.kind is MarkKind.ON_AIR)
        if moments:
            self._room.selling.restart(moments[0].at)
        for position, moment in enumerate(moments):
            while shown and shown[0].at <= moment.at:
                mark = shown.popleft()
                self._room.put_on_air(Showing(sku=mark.sku, since=mark.at, said_by="journal"), mark.at)
            if isinstance(moment, TrafficSample):
                self._recall_viewers(started_at, moment)
            elif isinstance(moment, SoldUnits):
                self._recall_sale(moment)
            else:
                self.told.recall(moment)
            if position % RECALL_SLICE == 0:
                await self._clock.sleep(0)
        self._room.put_on_air(showing, self._clock.now() if showing is None else showing.since)
        self._room.forgotten |= set(self._tracks)

    def _recall_viewers(self, started_at: datetime, sample: TrafficSample) -> None:
        track = self._tracks.get(sample.source) or traffic.begun(started_at)
        seen = traffic.Sample(at=sample.at, viewers=sample.viewers, organic=sample.organic, paid=sample.paid)
        self._tracks[sample.source] = track = traffic.observed(track, seen, self._room.plan.policy)
        info = self._room.sources.get(sample.source)
        if info is None:
            return
        facts = traffic.facts(track, sample.source, sample.at, info.stale_after_s)
        self._room.traffic[sample.source] = facts
        self._room.points.setdefault(sample.source, []).append(traffic_point(facts, sample.at))
        self._advance_meter(sample.at)

    def _recall_sale(self, sale: SoldUnits) -> None:
        room = self._room
        if sale.sku in room.products:
            room.selling.count([(sale.sku, sale.units)])

    def clock_jumped(self, now: datetime) -> None:
        """Samples from before a changed clock must not hide newer ones."""
        self.begin_broadcast(now)
        self._sales_until = {name: min(at, now) for name, at in self._sales_until.items()}

    def sales_since(self, source: str) -> datetime:
        """From when to ask for sales."""
        return self._sales_until.get(source, self._started_at + OVERLAP) - OVERLAP

    async def stock(self, answer: StockAnswer) -> None:
        """A warehouse source answered in full."""
        taken = self._room.shelves.take(answer)
        self._keeper.note(stock=taken.changes)
        appeared = self._room.add_products(taken.appeared)
        self._note_rejected(answer)
        self._room.touch((*taken.touched, *appeared))
        self._note_moves(answer, taken.moves)
        self._set_openings(taken.touched)
        stands = self._standing_still(answer)
        if self._room.sources[answer.source].age_from is None:
            self._room.touch_all()
        warehouses = tuple(w.id for w in self._room.shelves.warehouses.values() if w.source == answer.source)
        self._answered(answer, standing_still_since=stands, warehouses=warehouses, **_true_from(answer))

    async def sales(self, answer: SalesAnswer) -> None:
        """A source of sales answered."""
        takings = self._takings.setdefault(answer.source, Takings(answer.source, self._started_at))
        sold = takings.take(answer)
        self._sales_until[answer.source] = answer.asked_at
        self._advance_meter(answer.asked_at)
        self._count(sold, since=None)
        self._keeper.note(sold=sold)
        self.told.orders(takings.told)
        self._answered(answer)

    async def offers(self, answer: OffersAnswer) -> None:
        """A source of offers answered."""
        await self.told.hear(answer)
        self._answered(answer)

    async def viewers(self, answer: TrafficAnswer) -> None:
        """A traffic source answered."""
        policy = self._room.plan.policy
        track = self._tracks.get(answer.source) or traffic.begun(self._baseline_from())
        sample = traffic.Sample(
            at=answer.asked_at, viewers=answer.viewers, organic=answer.organic, paid=answer.paid
        )
        track = traffic.observed(track, sample, policy)
        self._tracks[answer.source] = track
        info = self._room.sources[answer.source]
        age_from = answer.as_of or answer.asked_at
        before = self._room.traffic.get(answer.source)
        facts = traffic.facts(track, answer.source, age_from, info.stale_after_s)
        self._room.traffic[answer.source] = facts
        self._room.points.setdefault(answer.source, []).append(traffic_point(facts, answer.asked_at))
        if before is not None and (before.surge_from is None) != (facts.surge_from is None):
            self._room.stir_all()
        self.seen(answer.asked_at, traffic.viewers_now(self._room.traffic.values(), answer.asked_at))
        if not self.sales_told:
            self._advance_meter(answer.asked_at)
        self._keeper.note(
            traffic=(
                TrafficSample(
                    at=answer.asked_at,
                    source=answer.source,
                    viewers=facts.viewers,
                    organic=facts.organic,
                    paid=facts.paid,
                    interactions=answer.interactions,
                ),
            )
        )
        self._hear_interactions(answer)
        self.told.crowd(answer)
        await self._say_on_air(answer)
        self._answered(answer)

    def _hear_interactions(self, answer: TrafficAnswer) -> None:
        source, info = answer.source, self._room.sources[answer.source]
        if answer.interactions is None and source not in self._echoes:
            return
        track = self._echoes.get(source) or traffic.begun(self._baseline_from())
        sample = traffic.Sample(at=answer.asked_at, viewers=answer.interactions)
        self._echoes[source] = traffic.observed(track, sample, self._room.plan.policy)
        age_from = answer.as_of or answer.asked_at
        self._room.interaction[source] = traffic.facts(
            self._echoes[source], source, age_from, info.stale_after_s
        )

    async def shop(self, answer: ShopAnswer) -> None:
        """A poll of a storefront answered."""
        self._room.set_reachable(answer.source, reachable=True)
        self._room.hear_shop(answer)
        self._answered(answer)
        await self._reconciler.heard(answer)

    async def failed(self, info: SourceInfo, error: SourceError, wait_s: float) -> None:
        """A source gave no usable answer; the next try is in `wait_s`."""
        if info.role is SourceRole.STOREFRONT and not isinstance(error, Throttled):
            # where the shop asks us to slow down, polls alone stand still
            self._room.set_reachable(info.id, reachable=False)
        retry_at = self._clock.now() + timedelta(seconds=wait_s)
        self._room.set_source(
            info.id,
            state=self._failed_state(info.id, error),
            error=str(error),
            remedy=error.remedy,
            retry_at=retry_at,
            reading=False,
        )

    def _failed_state(self, source: str, error: SourceError) -> SourceState:
        for kind, state in _STATES.items():
            if isinstance(error, kind):
                return state
        known = self._room.sources[source].age_from is not None
        return SourceState.STALE if known else SourceState.UNKNOWN

    def _answered(self, answer: Answer, **more: object) -> None:
        ahead = answer.as_of is not None and answer.as_of > self._corrected(answer) + STAMP_SLACK
        known = self._room.sources[answer.source].rejected
        facts: dict[str, object] = {
            "state": SourceState.LIVE,
            "age_from": answer.as_of or answer.asked_at,
            "error": "",
            "remedy": "",
            "retry_at": None,
            "rejected": known if answer.unchanged else answer.rejected,
            "clock_offset": answer.clock_offset,
            "stamp_ahead": ahead,
            "reading": False,
        }
        self._room.set_source(answer.source, **(facts | more))

    def _corrected(self, answer: Answer) -> datetime:
        return answer.seen_at + (answer.clock_offset or timedelta())

    def _note_moves(self, answer: StockAnswer, moves: Sequence[Move]) -> None:
        """A rise is a delivery; a fall is a sale where no source tells sales."""
        sold: list[SoldUnits] = []
        for before, after in moves:
            moved = trade.moved(before, after, self._room.plan.policy)
            if moved.delivered:
                self._restocked(after.sku, moved.delivered, answer.seen_at)
            if moved.sold and not self.sales_told:
                sold.append(
                    SoldUnits(at=answer.asked_at, sku=after.sku, units=moved.sold, source=answer.source)
                )
        self._count(sold, since=None)
        self._keeper.note(sold=sold)

    def _restocked(self, sku: str, units: int, at: datetime) -> None:
        self._room.restocks[sku] = (units, at)
        mark = Mark(kind=MarkKind.RESTOCK, at=at, sku=sku, note=str(units))
        self._room.marks.append(mark)
        self._keeper.note(marks=(mark,))

    def _count(self, sold: Sequence[SoldUnits], since: datetime | None) -> None:
        room = self._room
        known = [(sale.sku, sale.units) for sale in sold if sale.sku in room.products]
        room.selling.count(known, since=since)
        room.touch(sku for sku, _units in known)
        self.counted(sold)

    def _advance_meter(self, at: datetime) -> None:
        room = self._room
        viewers = traffic.viewers_now(room.traffic.values(), at)
        bought = paid_now(room.traffic.values(), at)
        room.selling.advance(at, viewers, bought)

    def _note_rejected(self, answer: StockAnswer) -> None:
        if answer.unchanged:
            return
        now_rejected = {row.where: row.why for row in answer.rejected if row.where in self._room.products}
        before = self._room.rejected.keys() - now_rejected.keys()
        gone = {row.sku for row in answer.readings if row.sku in before} if before else set()
        for sku in gone:
            del self._room.rejected[sku]
        changed = {sku for sku, why in now_rejected.items() if self._room.rejected.get(sku) != why}
        self._room.rejected |= now_rejected
        self._room.touch((*gone, *changed))

    def _set_openings(self, skus: frozenset[str]) -> None:
        """The first complete figure is 100 % until a broadcast starts with another."""
        if self._room.shelves.missing():
            return
        for sku in skus - self._room.openings.keys():
            units = self._room.true_stock(sku)
            if units is not None:
                self._room.openings[sku] = units
                self._room.touch((sku,))

    def _standing_still(self, answer: StockAnswer) -> datetime | None:
        moved_at = self._room.shelves.moved_at(answer.source)
        if moved_at is None or answer.seen_at - moved_at < STANDS_STILL_AFTER:
            return None
        return moved_at if self._sells() else None

    def _sells(self) -> bool:
        return any(evidence.units.quick > 0 for evidence in self._room.selling.trades.values())

    def _baseline_from(self) -> datetime:
        broadcast = self._room.broadcast
        return self._started_at if broadcast is None else broadcast.started_at

    async def _say_on_air(self, answer: TrafficAnswer) -> None:
        """What a source shows is news when it changes there; what a person said since stands until then."""
        sku, room = answer.on_air, self._room
        before = self._shown_by.get(answer.source)
        self._shown_by[answer.source] = sku
        first = before is None
        if sku is None or sku == before or sku not in room.products or (first and room.on_air is not None):
            return
        showing = room.on_air
        room.put_on_air(Showing(sku=sku, since=answer.seen_at, said_by=answer.source), answer.seen_at)
        room.touch((sku, *(() if showing is None else (showing.sku,))))
        mark = Mark(kind=MarkKind.ON_AIR, at=answer.seen_at, sku=sku)
        room.marks.append(mark)
        self._keeper.note(marks=(mark,))
        with suppress(JournalError):
            await self._keeper.journal.set_on_air(sku, answer.seen_at, Who(account="", through=answer.source))


_STATES: dict[type[SourceError], SourceState] = {
    LoginRefused: SourceState.LOGIN_REFUSED,
    NotAllowed: SourceState.NOT_ALLOWED,
    Throttled: SourceState.THROTTLED,
}


def _true_from(answer: StockAnswer) -> dict[str, datetime]:
    """From when a source's figures are true where rows carry stamps: the newest of its stalest warehouse.

    One site that stands still behind a fresh-looking answer is seen at the lamp, too.
    """
    newest: dict[str, datetime] = {}
    for row in answer.readings:
        if row.as_of is None:
            return {}
        if row.as_of > newest.get(row.warehouse, row.as_of - STAMP_SLACK):
            newest[row.warehouse] = row.as_of
    return {"age_from": min(newest.values())} if newest else {}
