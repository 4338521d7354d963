"""A journal in memory with the rules of the real one; the same tests hold both to them.

Not durable: it stands for what was committed while one test runs. `fail` makes the next calls fail as a full
disk or a locked file would.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

from app.domain.audit import BEGINNING, AuditLine, AuditNote, chained
from app.domain.away import TOOK_BACK, TOOK_OVER
from app.domain.broadcast import Broadcast, Mark, Phase
from app.domain.by_hand import Confirmation
from app.domain.cue_stories import CueNote
from app.domain.hold import CallState, Hold, HoldKind, HoldState, StockCall, Who
from app.domain.orders import DraftOrder, OrderState, Rest
from app.domain.places import NO_WISHES, Wishes
from app.domain.plan import Draft, Plan, Templates, noted
from app.domain.prices import PriceSaid
from app.domain.rounds import Round, RoundState
from app.domain.told import PriceTold, Told
from app.domain.track_record import Calibrated
from app.domain.trials import Assignment, Outcome, Trial
from app.ports import (
    BroadcastReport,
    DailySales,
    Fenced,
    JournalError,
    Lease,
    Limit,
    LimitReached,
    NewHold,
    Remembered,
    SoldUnits,
    StockChange,
    TrafficSample,
)
from services.journal import notes
from services.journal.days import by_day, day_of
from services.journal.revisions import Revisions
from tests.fakes.records import FakeRecords

MOST_HOLDS = 3
LONGEST_S = 1800


@dataclass(slots=True)
class Kept:
    """Everything that was committed; a copy of it is what a failed transaction goes back to."""

    phase: Phase = Phase.DAILY
    on_air: tuple[str, datetime] | None = None
    next_sku: str | None = None
    openings: dict[str, int] = field(default_factory=dict)
    broadcasts: dict[int, Broadcast] = field(default_factory=dict)
    holds: dict[int, Hold] = field(default_factory=dict)
    confirmations: list[Confirmation] = field(default_factory=list)
    calls: dict[int, StockCall] = field(default_factory=dict)
    marks: list[tuple[int | None, Mark]] = field(default_factory=list)
    cues: list[tuple[int, CueNote]] = field(default_factory=list)
    stock: list[StockChange] = field(default_factory=list)
    traffic: list[TrafficSample] = field(default_factory=list)
    sold: list[SoldUnits] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    imported: dict[tuple[datetime, str], DailySales] = field(default_factory=dict)
    lines: list[AuditLine] = field(default_factory=list)
    rounds: dict[int, Round] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)
    templates: dict[str, tuple[Draft, ...]] = field(default_factory=dict)
    wishes: Wishes = NO_WISHES
    prices: list[PriceSaid] = field(default_factory=list)
    orders: dict[int, DraftOrder] = field(default_factory=dict)
    rests: dict[tuple[str, str], Rest] = field(default_factory=dict)
    lease: Lease | None = None
    calibrations: dict[int, Calibrated] = field(default_factory=dict)
    trials: dict[int, Trial] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    revision: int = 0

    def prices_of(self, broadcast: Broadcast) -> tuple[PriceSaid, ...]:
        """Those said while it ran, by sources and people."""
        until = broadcast.ended_at
        told = [
            PriceSaid(at=each.at, sku=each.sku, price=each.price)
            for each in self.told
            if isinstance(each, PriceTold)
        ]
        said = [
            each
            for each in (*told, *self.prices)
            if broadcast.started_at <= each.at and (until is None or each.at < until)
        ]
        return tuple(sorted(said, key=lambda each: each.at))


class FakeJournal(FakeRecords):
    """The port `Journal` for tests.

    `kept` may be handed to a second FakeJournal: the same record after a crash.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept or Kept()
        self.is_open = False
        self._revisions = Revisions()
        self._failures: list[tuple[str, JournalError]] = []

    def fail(self, error: JournalError, *, on: str = "", times: int = 1) -> None:
        """The next `times` calls (of the method named `on`, else of any) raise this and keep nothing."""
        self._failures += [(on, error)] * times

    def heal(self) -> None:
        """No call fails any more."""
        self._failures.clear()

    async def open(self) -> Remembered:
        """What stands in the record."""
        self._may_fail("open")
        self.is_open = True
        return self._remembered()

    async def recall(self) -> Remembered:
        """The same, now."""
        self._may_fail("recall")
        return self._remembered()

    async def start_broadcast(
        self, at: datetime, host: str, openings: Mapping[str, int], who: Who
    ) -> Broadcast:
        """Begin one."""
        self._may_fail("start_broadcast")
        if self._running() is not None:
            raise LimitReached("a broadcast runs already", limit=Limit.RUNNING)
        broadcast = Broadcast(id=len(self.kept.broadcasts) + 1, started_at=at, host=host)
        self.kept.broadcasts[broadcast.id] = broadcast
        self.kept.openings = dict(openings)
        self._note(notes.of_broadcast("broadcast_started", broadcast.id, at, who, host))
        self._commit()
        return broadcast

    async def end_broadcast(self, broadcast: int, at: datetime, who: Who) -> None:
        """End it, unless a hold of it is open."""
        self._may_fail("end_broadcast")
        mine = [hold for hold in self.kept.holds.values() if hold.broadcast == broadcast]
        if any(hold.state.is_open and hold.kind is HoldKind.HOLD for hold in mine):
            raise LimitReached("holds are open", limit=Limit.HOLDS_OPEN)
        self.kept.broadcasts[broadcast] = replace(self.kept.broadcasts[broadcast], ended_at=at)
        self._note(notes.of_broadcast("broadcast_ended", broadcast, at, who))
        self._commit()

    async def set_phase(self, phase: Phase, at: datetime, who: Who) -> None:
        """Keep the phase."""
        self._may_fail("set_phase")
        self.kept.phase = phase
        self._note(notes.of_phase(phase, at, who))
        self._commit()

    async def set_on_air(self, sku: str | None, at: datetime, who: Who) -> None:
        """Keep what is on air."""
        self._may_fail("set_on_air")
        self.kept.on_air = None if sku is None else (sku, at)
        self._note(notes.of_showing("on_air", sku, at, who))
        self._commit()

    async def set_next(self, sku: str | None, at: datetime, who: Who) -> None:
        """Keep what comes next."""
        self._may_fail("set_next")
        self.kept.next_sku = sku
        self._note(notes.of_showing("next", sku, at, who))
        self._commit()

    async def set_openings(self, openings: Mapping[str, int], at: datetime) -> None:  # noqa: ARG002 - the port's shape
        """Keep new 100 % marks."""
        self._may_fail("set_openings")
        self.kept.openings |= openings
        self._commit()

    async def add_holds(self, new: Sequence[NewHold], *, fence: int | None = None) -> tuple[Hold, ...]:
        """Commit intents, all or none."""
        self._may_fail("add_holds")
        self._check(fence)
        before = dict(self.kept.holds), list(self.kept.lines)
        try:
            added = tuple(self._add_hold(each) for each in new)
        except LimitReached:
            self.kept.holds, self.kept.lines = before
            raise
        self._commit()
        return added

    async def save_holds(
        self, holds: Sequence[Hold], audit: Sequence[AuditNote] = (), *, fence: int | None = None
    ) -> None:
        """Commit new states and what the audit says of them."""
        self._may_fail("save_holds")
        self._check(fence)
        if unknown := [hold.id for hold in holds if hold.id not in self.kept.holds]:
            raise KeyError(unknown)
        for hold in holds:
            self.kept.holds[hold.id] = hold if hold.state.counts else replace(hold, number=None)
        for note in audit:
            self._note(note)
        self._commit()

    async def add_confirmation(self, confirmation: Confirmation) -> Confirmation:
        """Commit what a person said at a shop worked by hand."""
        self._may_fail("add_confirmation")
        hold = self.kept.holds[confirmation.hold]
        place = {"sku": hold.sku, "storefront": hold.storefront}
        kept = replace(confirmation, id=len(self.kept.confirmations) + 1, **place)  # type: ignore[arg-type] # by name
        self.kept.confirmations.append(kept)
        self._note(notes.of_confirmation(kept))
        self._commit()
        return kept

    async def add_call(self, call: StockCall) -> StockCall:
        """Commit a call for stock, giving its id."""
        self._may_fail("add_call")
        kept = replace(call, id=len(self.kept.calls) + 1)
        self.kept.calls[kept.id] = kept
        self._note(notes.of_call(kept))
        self._commit()
        return kept

    async def set_call(self, call: int, state: CallState, at: datetime, who: Who) -> None:
        """Keep a call's new state."""
        self._may_fail("set_call")
        if call not in self.kept.calls:
            raise KeyError(call)
        self.kept.calls[call] = replace(self.kept.calls[call], state=state)
        self._note(notes.of_call_state(self.kept.calls[call], state, at, who))
        self._commit()

    async def save_rounds(
        self, changed: Sequence[Round], audit: Sequence[AuditNote] = ()
    ) -> tuple[Round, ...]:
        """Keep rounds as they are now; one of a product is on sale at most."""
        self._may_fail("save_rounds")
        rounds = dict(self.kept.rounds)
        kept = []
        for one in changed:
            given = one if one.id else replace(one, id=len(rounds) + 1)
            rounds[given.id] = given
            kept.append(given)
        on_sale = [one.sku for one in rounds.values() if one.is_on_sale]
        if len(on_sale) > len(set(on_sale)):
            raise LimitReached("a round is on sale already", limit=Limit.ROUND)
        self.kept.rounds = rounds
        for note in audit:
            self._note(note)
        self._commit()
        return tuple(kept)

    async def save_plans(self, plans: Sequence[Plan], what: str, at: datetime, who: Who) -> tuple[Plan, ...]:
        """Commit plans as they are now."""
        self._may_fail("save_plans")
        if unknown := [each.id for each in plans if each.id and each.id not in self.kept.plans]:
            raise KeyError(unknown)
        kept = []
        for each in plans:
            kept.append(each if each.id else replace(each, id=len(self.kept.plans) + 1))
            self.kept.plans[kept[-1].id] = kept[-1]
            self._note(noted(what, kept[-1], at, who))
        self._commit()
        return tuple(kept)

    async def plan_templates(self) -> Templates:
        """Every template."""
        self._may_fail("plan_templates")
        return dict(sorted(self.kept.templates.items()))

    async def save_plan_template(self, name: str, drafts: Sequence[Draft], at: datetime, who: Who) -> None:
        """Keep a template in place of what had that name."""
        self._may_fail("save_plan_template")
        self.kept.templates.pop(name, None)
        if drafts:
            self.kept.templates[name] = tuple(drafts)
        said = f"template={name} plans={len(drafts)}"
        self._note(AuditNote(at=at, what="plan_template", who=who, detail=said))
        self._commit()

    async def save_wishes(self, wishes: Wishes, note: AuditNote | None) -> None:
        """Keep what people said of the line-up."""
        self._may_fail("save_wishes")
        self.kept.wishes = wishes
        if note is not None:
            self._note(note)
        self._commit()

    async def add_price(self, said: PriceSaid, note: AuditNote) -> None:
        """Keep what a product costs from an instant on."""
        self._may_fail("add_price")
        self.kept.prices.append(said)
        self._note(note)
        self._commit()

    async def add_orders(self, new: Sequence[DraftOrder]) -> tuple[DraftOrder, ...]:
        """Keep orders, giving ids."""
        self._may_fail("add_orders")
        kept = tuple(replace(order, id=len(self.kept.orders) + 1 + place) for place, order in enumerate(new))
        self.kept.orders |= {order.id: order for order in kept}
        for order in kept:
            self._note(notes.of_order(order))
        self._commit()
        return kept

    async def set_order(self, order: int, state: OrderState, at: datetime, who: Who) -> DraftOrder:
        """Keep an order's new state."""
        self._may_fail("set_order")
        kept = self.kept.orders[order] = replace(self.kept.orders[order], state=state)
        self._note(notes.of_order_state(kept, at, who))
        self._commit()
        return kept

    async def orders(self, since: datetime | None = None) -> tuple[DraftOrder, ...]:
        """Open orders and those made since then."""
        self._may_fail("orders")
        every = self.kept.orders.values()
        return tuple(o for o in every if since is None or o.state.is_open or o.made_at >= since)

    async def rest_proposal(self, rest: Rest, who: Who, at: datetime) -> None:
        """Put a proposal aside."""
        self._may_fail("rest_proposal")
        self.kept.rests[rest.sku, rest.warehouse] = rest
        self._note(notes.of_rest(rest, at, who))
        self._commit()

    async def rests(self, today: date) -> tuple[Rest, ...]:
        """Proposals that are put aside today."""
        self._may_fail("rests")
        return tuple(rest for _key, rest in sorted(self.kept.rests.items()) if rest.until > today)

    async def add_facts(
        self,
        *,
        stock: Sequence[StockChange] = (),
        traffic: Sequence[TrafficSample] = (),
        sold: Sequence[SoldUnits] = (),
        marks: Sequence[Mark] = (),
        cues: Sequence[CueNote] = (),
        told: Sequence[Told] = (),
    ) -> None:
        """Keep readings that changed."""
        self._may_fail("add_facts")
        if not (stock or traffic or sold or marks or cues or told):
            return
        running = self._running()
        self.kept.stock += stock
        self.kept.traffic += traffic
        self.kept.sold += sold
        self.kept.told += told
        self.kept.marks += [(running.id if running else None, mark) for mark in marks]
        self.kept.cues += [(running.id, note) for note in cues if running]
        self._commit()

    async def import_sales(self, rows: Sequence[DailySales]) -> int:
        """Keep imported daily sales, replacing same day and SKU."""
        self._may_fail("import_sales")
        kept = {(row.day, row.sku): row for row in rows}
        self.kept.imported |= kept
        self._commit()
        return len(kept)

    async def daily_sales(self, since: datetime) -> tuple[DailySales, ...]:
        """Sales per day and SKU."""
        self._may_fail("daily_sales")
        first = day_of(since, since.tzinfo)
        counted = ((sale.at, sale.sku, sale.units) for sale in self.kept.sold if sale.at >= first)
        imported = (row for row in self.kept.imported.values() if row.day >= first)
        return by_day(counted, imported, since.tzinfo)

    async def daily_sales_of(self, sku: str, since: datetime, until: datetime) -> tuple[DailySales, ...]:
        """The same of one product, to before a day."""
        end = day_of(until, since.tzinfo)
        return tuple(row for row in await self.daily_sales(since) if row.sku == sku and row.day < end)

    async def traffic_since(self, since: datetime) -> tuple[TrafficSample, ...]:
        """Viewers since then."""
        self._may_fail("traffic_since")
        samples = (sample for sample in self.kept.traffic if sample.at >= since)
        return tuple(sorted(samples, key=lambda sample: sample.at))

    async def sold_since(self, since: datetime) -> tuple[SoldUnits, ...]:
        """Counted sales since then."""
        self._may_fail("sold_since")
        return tuple(sorted((sale for sale in self.kept.sold if sale.at >= since), key=lambda sale: sale.at))

    async def audit(self, note: AuditNote) -> AuditLine:
        """Add a line."""
        self._may_fail("audit")
        self._note(note)
        self._commit()
        return self.kept.lines[-1]

    async def audit_lines(self) -> tuple[AuditLine, ...]:
        """The whole audit."""
        self._may_fail("audit_lines")
        return tuple(self.kept.lines)

    async def broadcast_report(self, broadcast: int) -> BroadcastReport | None:
        """All that is kept of one broadcast."""
        self._may_fail("broadcast_report")
        found = self.kept.broadcasts.get(broadcast)
        return None if found is None else self._report(found)

    async def take_lease(
        self, owner: str, at: datetime, until: datetime, *, seize: int | None = None
    ) -> Lease:
        """Take or renew the lease where it is free, over, ours or to be seized."""
        self._may_fail("take_lease")
        held = self.kept.lease or Lease(owner="", fence=0, until=at)
        seized = held.fence == seize
        if held.owner == owner and not seized:
            self.kept.lease = replace(held, until=until)
        elif held.until <= at or seized:
            self.kept.lease = Lease(owner=owner, fence=held.fence + 1, until=until)
        self._commit()
        assert self.kept.lease is not None
        return self.kept.lease

    async def lease(self) -> Lease | None:
        """The last lease taken."""
        self._may_fail("lease")
        return self.kept.lease

    async def stood_in(self) -> datetime | None:
        """When the guardian last took over, where no desk has taken back since."""
        self._may_fail("stood_in")
        changes = [line for line in self.kept.lines if line.what in {TOOK_OVER, TOOK_BACK}]
        return changes[-1].at if changes and changes[-1].what == TOOK_OVER else None

    async def last_stock(self, skus: Collection[str]) -> tuple[StockChange, ...]:
        """The newest figure of each of these SKUs in each warehouse."""
        self._may_fail("last_stock")
        newest = {(change.warehouse, change.sku): change for change in self.kept.stock if change.sku in skus}
        return tuple(newest.values())

    async def thin(self, before: datetime) -> int:
        """Keep the last reading of each hour that is wholly over."""
        self._may_fail("thin")
        stock, traffic, sold = self.kept.stock, self.kept.traffic, self.kept.sold
        rows = len(stock) + len(traffic) + len(sold)
        end = _hour(before)
        last_stock = {(c.warehouse, c.sku, _hour(c.at)): c for c in stock if c.at < end}
        self.kept.stock = [*last_stock.values(), *(c for c in stock if c.at >= end)]
        last_traffic = {(s.source, _hour(s.at)): s for s in traffic if s.at < end}
        self.kept.traffic = [*last_traffic.values(), *(s for s in traffic if s.at >= end)]
        self.kept.sold = [*_summed(s for s in sold if s.at < end), *(s for s in sold if s.at >= end)]
        self._commit()
        return rows - len(self.kept.stock) - len(self.kept.traffic) - len(self.kept.sold)

    def changes(self) -> AsyncIterator[int]:
        """Committed revisions from this call on."""
        return self._revisions.follow()

    async def close(self) -> None:
        """Nothing can be kept any more."""
        self.is_open = False
        self._revisions.close()

    def _may_fail(self, method: str) -> None:
        for index, (on, error) in enumerate(self._failures):
            if on in {"", method}:
                del self._failures[index]
                raise error

    def _check(self, fence: int | None) -> None:
        if fence is not None and self.kept.lease is not None and self.kept.lease.fence != fence:
            raise Fenced("another acts now")

    def _commit(self) -> None:
        self.kept.revision += 1
        self._revisions.announce(self.kept.revision)

    def _noted(self, audit: Sequence[AuditNote]) -> None:
        for note in audit:
            self._note(note)
        self._commit()

    def _note(self, note: AuditNote) -> None:
        previous = self.kept.lines[-1].digest if self.kept.lines else BEGINNING
        self.kept.lines.append(chained(note, number=len(self.kept.lines) + 1, previous=previous))

    def _running(self) -> Broadcast | None:
        return next((each for each in self.kept.broadcasts.values() if each.ended_at is None), None)

    def _remembered(self) -> Remembered:
        running = self._running()
        mine = running.id if running else None
        holds = self.kept.holds.values()
        return Remembered(
            broadcast=running,
            phase=self.kept.phase,
            on_air=self.kept.on_air,
            next_sku=self.kept.next_sku,
            openings=dict(self.kept.openings),
            holds=tuple(h for h in holds if h.state.is_open or (mine is not None and h.broadcast == mine)),
            calls=tuple(
                call
                for call in self.kept.calls.values()
                if call.state is not CallState.ON_ITS_WAY or (running and call.asked_at >= running.started_at)
            ),
            marks=tuple(mark for of, mark in self.kept.marks if mine is not None and of == mine),
            confirmations=self._last_words(),
            rounds=tuple(
                one
                for one in self.kept.rounds.values()
                if one.state is not RoundState.ENDED or (mine is not None and one.broadcast == mine)
            ),
            plans=tuple(each for each in self.kept.plans.values() if _is_to_remember(each, running)),
            wishes=self.kept.wishes,
            prices=() if running is None else self.kept.prices_of(running),
            last_broadcast=max(self.kept.broadcasts, default=None),
        )

    def _last_words(self) -> tuple[Confirmation, ...]:
        last = {(each.storefront, each.sku): each for each in self.kept.confirmations}
        return tuple(sorted(last.values(), key=lambda each: each.id))

    def _add_hold(self, new: NewHold) -> Hold:
        hold = replace(new.hold, id=len(self.kept.holds) + 1, number=None)
        if hold.kind is HoldKind.HOLD:
            hold = replace(hold, number=self._next_number(new))
        handed_over = self._make_way(hold)
        self.kept.holds[hold.id] = hold
        self._note(notes.of_new_hold(new, hold))
        for old in handed_over:
            self._note(notes.of_handed_over(old, hold))
        return hold

    def _next_number(self, new: NewHold) -> int:
        hold = new.hold
        assert hold.deadline is not None
        if new.seconds_limit > LONGEST_S and not new.override_reason:
            raise LimitReached("too long without a reason", limit=Limit.TIME)
        if hold.deadline - hold.started_at > timedelta(seconds=new.seconds_limit):
            raise LimitReached("too long", limit=Limit.TIME)
        place = (hold.broadcast, hold.sku, hold.storefront)
        taken = {
            each.number
            for each in self.kept.holds.values()
            if hold.broadcast is not None and (each.broadcast, each.sku, each.storefront) == place
        }
        number = next(number for number in count(1) if number not in taken)
        if number > new.number_limit or (new.number_limit > MOST_HOLDS and not new.override_reason):
            raise LimitReached("no number left", limit=Limit.NUMBER)
        return number

    def _make_way(self, hold: Hold) -> list[Hold]:
        place = (hold.sku, hold.storefront)
        in_the_way = [
            each
            for each in self.kept.holds.values()
            if each.state.is_open and (each.sku, each.storefront) == place
        ]
        if any(hold.kind is HoldKind.HOLD or each.kind is HoldKind.STOP for each in in_the_way):
            raise LimitReached("one is open", limit=Limit.OPEN)
        for each in in_the_way:
            self.kept.holds[each.id] = replace(each, state=HoldState.HANDED_OVER, ended_at=hold.started_at)
        return in_the_way

    def _report(self, broadcast: Broadcast) -> BroadcastReport:
        start, end = broadcast.started_at, broadcast.ended_at
        sold: dict[str, int] = {}
        for sale in self.kept.sold:
            if start <= sale.at and (end is None or sale.at < end):
                sold[sale.sku] = sold.get(sale.sku, 0) + sale.units
        return BroadcastReport(
            broadcast=broadcast,
            holds=tuple(hold for hold in self.kept.holds.values() if hold.broadcast == broadcast.id),
            sold=sold,
            traffic=tuple(s for s in self.kept.traffic if start <= s.at and (end is None or s.at < end)),
            marks=tuple(mark for of, mark in self.kept.marks if of == broadcast.id),
            calls=tuple(
                c
                for c in self.kept.calls.values()
                if start <= c.asked_at and (end is None or c.asked_at < end)
            ),
            rounds=tuple(one for one in self.kept.rounds.values() if one.broadcast == broadcast.id),
            audit=tuple(n for n in self.kept.lines if start <= n.at and (end is None or n.at <= end)),
            audit_head=self.kept.lines[-1].digest if self.kept.lines else BEGINNING,
        )


def _is_to_remember(each: Plan, running: Broadcast | None) -> bool:
    since = (at for at in (each.ended_at, each.called_off_at) if at is not None)
    return each.state.is_pending or (running is not None and any(at >= running.started_at for at in since))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _summed(sales: Iterable[SoldUnits]) -> list[SoldUnits]:
    summed: dict[tuple[datetime, str, str], SoldUnits] = {}
    for sale in sales:
        key = (_hour(sale.at), sale.sku, sale.source)
        before = summed[key].units if key in summed else 0
        summed[key] = replace(sale, at=key[0], units=before + sale.units)
    return list(summed.values())
