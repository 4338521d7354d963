"""The port `Journal` on SQLite or PostgreSQL: all transactions in one worker thread, owned by the event loop.

One thread means one writer: what is asked first is committed first, and the loop never waits for the disk.
Not for rules: the engine judges, the tables' constraints have the last word.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from app.domain.audit import AuditLine, AuditNote
from app.domain.broadcast import Broadcast, Mark, Phase
from app.domain.by_hand import Confirmation
from app.domain.cue_stories import CueNote
from app.domain.evidence import Audience, Sale, StockLevel
from app.domain.hold import CallState, Hold, StockCall, Who
from app.domain.orders import DraftOrder, OrderState, Rest
from app.domain.places import Wishes
from app.domain.plan import Draft, Plan, Templates
from app.domain.prices import PriceSaid
from app.domain.rounds import Round
from app.domain.told import Told
from app.domain.track_record import Calibrated
from app.domain.trials import Assignment, Outcome, Trial
from app.ports import (
    BroadcastReport,
    Clock,
    DailySales,
    JournalError,
    JournalFull,
    Lease,
    NewHold,
    Remembered,
    SoldUnits,
    StockChange,
    TrafficSample,
)
from app.records import Outline, TrialRecord
from app.words import _
from services.journal import (
    audits,
    broadcasts,
    calibrating,
    confirming,
    copies,
    facts,
    holding,
    leases,
    lining,
    ordering,
    planning,
    recalling,
    reports,
    reserve,
    rounds,
    telling,
    trials,
)
from services.journal.database import Database, Waits
from services.journal.facts import Facts
from services.journal.opening import open_file, open_server
from services.journal.revisions import Revisions
from services.journal.thinning import thin_an_hour

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class SqlJournal:
    """The durable record of one desk.

    Every method raises JournalError when the database can't do it; nothing of that call is kept then. A call
    that is cancelled may still be committed. `open` first; `close` at last, also after a failed `open`.

    Args:
        where: The SQLite file, or a server's address (`postgresql+psycopg://…`).
        clock: Gives the instants of the holds' history and the names of copies.
        waits: How long the database may keep us waiting.
    """

    def __init__(self, where: Path | str, clock: Clock, waits: Waits | None = None) -> None:
        self._where = where
        self._clock = clock
        self._waits = waits or Waits()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._opened: Database | None = None
        self._revisions = Revisions()

    async def open(self) -> Remembered:
        """Open the record, mending or migrating after a copy if needed, and tell what stands in it."""
        self._opened, repaired = await self._in_thread(partial(self._open_now, self._clock.now()))
        return await self._read(partial(broadcasts.recall, repaired=repaired))

    async def recall(self) -> Remembered:
        """What stands in the record now."""
        return await self._read(broadcasts.recall)

    async def start_broadcast(
        self, at: datetime, host: str, openings: Mapping[str, int], who: Who
    ) -> Broadcast:
        """Begin one; the stock of now becomes 100 %. Raises LimitReached while one runs."""
        begun = await self._write(
            partial(broadcasts.start, at=at, host=host, openings=dict(openings), who=who)
        )
        self._copy_soon()
        return begun

    async def end_broadcast(self, broadcast: int, at: datetime, who: Who) -> None:
        """End it. Raises LimitReached while holds are open."""
        await self._write(partial(broadcasts.end, broadcast=broadcast, at=at, who=who))
        self._copy_soon()

    async def set_phase(self, phase: Phase, at: datetime, who: Who) -> None:
        """Keep the phase."""
        await self._write(partial(broadcasts.set_phase, phase=phase, at=at, who=who))

    async def set_on_air(self, sku: str | None, at: datetime, who: Who) -> None:
        """Keep what is on air."""
        await self._write(partial(broadcasts.set_on_air, sku=sku, at=at, who=who))

    async def set_next(self, sku: str | None, at: datetime, who: Who) -> None:
        """Keep what comes next."""
        await self._write(partial(broadcasts.set_next, sku=sku, at=at, who=who))

    async def set_openings(self, openings: Mapping[str, int], at: datetime) -> None:
        """Keep new 100 % marks; those of other products stay."""
        await self._write(partial(broadcasts.set_openings, openings=dict(openings), at=at))

    async def add_holds(self, new: Sequence[NewHold], *, fence: int | None = None) -> tuple[Hold, ...]:
        """Commit intents, all or none. Raises LimitReached when the tables' constraints refuse one."""
        work = partial(holding.add, new=tuple(new), at=self._clock.now())
        return await self._write(_fenced(work, fence))

    async def save_holds(
        self, holds: Sequence[Hold], audit: Sequence[AuditNote] = (), *, fence: int | None = None
    ) -> None:
        """Commit new states and what the audit says of them, on a full disk too while the reserve lasts."""
        saving = partial(holding.save, holds=tuple(holds), audit=tuple(audit), at=self._clock.now())
        work = _fenced(saving, fence)
        try:
            await self._write(work)
        except JournalFull:
            if not isinstance(self._where, Path) or not reserve.spend(self._where):
                raise
            _log.warning("journal_reserve_spent")
            await self._write(work)

    async def add_confirmation(self, confirmation: Confirmation) -> Confirmation:
        """Commit what a person said at a shop worked by hand, giving its id."""
        return await self._write(partial(confirming.add, confirmation=confirmation))

    async def add_call(self, call: StockCall) -> StockCall:
        """Commit a call for stock, giving its id."""
        return await self._write(partial(broadcasts.add_call, call=call))

    async def set_call(self, call: int, state: CallState, at: datetime, who: Who) -> None:
        """Keep a call's new state."""
        await self._write(partial(broadcasts.set_call, call=call, state=state, at=at, who=who))

    async def save_rounds(
        self, changed: Sequence[Round], audit: Sequence[AuditNote] = ()
    ) -> tuple[Round, ...]:
        """Keep rounds as they are now, giving ids to new ones, and what the audit says of it."""
        return await self._write(partial(rounds.save, rounds=tuple(changed), audit=tuple(audit)))

    async def save_plans(self, plans: Sequence[Plan], what: str, at: datetime, who: Who) -> tuple[Plan, ...]:
        """Keep plans as they are now, giving ids to new ones, and a line of the audit for each."""
        return await self._write(partial(planning.save, plans=tuple(plans), what=what, at=at, who=who))

    async def plan_templates(self) -> Templates:
        """Every template."""
        return await self._read(planning.templates)

    async def save_plan_template(self, name: str, drafts: Sequence[Draft], at: datetime, who: Who) -> None:
        """Keep a template in place of what had that name; without drafts, it is gone."""
        await self._write(partial(planning.save_template, name=name, drafts=tuple(drafts), at=at, who=who))

    async def save_wishes(self, wishes: Wishes, note: AuditNote | None) -> None:
        """Keep what people said of the line-up, in place of what they said before."""
        await self._write(partial(lining.save, wishes=wishes, note=note))

    async def add_price(self, said: PriceSaid, note: AuditNote) -> None:
        """Keep what a product costs from an instant on."""
        await self._write(partial(lining.add_price, said=said, note=note))

    async def add_orders(self, new: Sequence[DraftOrder]) -> tuple[DraftOrder, ...]:
        """Commit the orders of one proposal, all or none, giving ids."""
        return await self._write(partial(ordering.add, new=tuple(new)))

    async def set_order(self, order: int, state: OrderState, at: datetime, who: Who) -> DraftOrder:
        """Keep an order's new state. Raises KeyError for an order that was never added."""
        return await self._write(partial(ordering.set_state, order=order, state=state, at=at, who=who))

    async def orders(self, since: datetime | None = None) -> tuple[DraftOrder, ...]:
        """Every open order and those made since then (None: all), in the order they were added."""
        return await self._read(partial(ordering.find, since=since))

    async def rest_proposal(self, rest: Rest, who: Who, at: datetime) -> None:
        """Put a proposal aside until a day."""
        await self._write(partial(ordering.rest, rest=rest, who=who, at=at))

    async def rests(self, today: date) -> tuple[Rest, ...]:
        """Proposals that are put aside today."""
        return await self._read(partial(ordering.resting, today=today))

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
        """Keep readings that changed; all of them in one transaction, none at all without one."""
        if stock or traffic or sold or marks or cues or told:
            given = Facts(
                stock=tuple(stock),
                traffic=tuple(traffic),
                sold=tuple(sold),
                marks=tuple(marks),
                cues=tuple(cues),
                told=tuple(told),
            )
            await self._write(partial(facts.add, facts=given))

    async def import_sales(self, rows: Sequence[DailySales]) -> int:
        """Keep imported daily sales, replacing same day and SKU; returns how many days of SKUs."""
        return await self._write(partial(facts.import_sales, imported=tuple(rows)))

    async def daily_sales(self, since: datetime) -> tuple[DailySales, ...]:
        """Sales per day and SKU from the day on that holds `since`, in its time zone."""
        return await self._read(partial(facts.sales_by_day, since=since))

    async def daily_sales_of(self, sku: str, since: datetime, until: datetime) -> tuple[DailySales, ...]:
        """The same of one product, to before the day that holds `until`."""
        return await self._read(partial(facts.sales_by_day, since=since, until=until, sku=sku))

    async def traffic_since(self, since: datetime) -> tuple[TrafficSample, ...]:
        """Viewers kept since then, oldest first."""
        return await self._read(partial(facts.traffic_between, since=since))

    async def sold_since(self, since: datetime) -> tuple[SoldUnits, ...]:
        """Counted sales kept since then, oldest first."""
        return await self._read(partial(facts.sold_since, since=since))

    async def stood_in(self) -> datetime | None:
        """When the guardian last took over, where no desk has taken back since."""
        return await self._read(audits.stood_in)

    async def last_stock(self, skus: Collection[str]) -> tuple[StockChange, ...]:
        """The newest figure of each of these SKUs in each warehouse, however old."""
        return await self._read(partial(facts.last_stock, skus=tuple(skus)))

    async def audit(self, note: AuditNote) -> AuditLine:
        """Add a line."""
        (line,) = await self._write(lambda connection: audits.add(connection, note))
        return line

    async def audit_lines(self) -> tuple[AuditLine, ...]:
        """The whole audit, in order."""
        return await self._read(audits.lines)

    async def broadcast_report(self, broadcast: int) -> BroadcastReport | None:
        """All that is kept of one broadcast; None when there is no such broadcast."""
        return await self._read(partial(reports.report, broadcast=broadcast))

    async def outline(self, broadcast: int | None) -> Outline | None:
        """That broadcast; for None the one that runs, else the last."""
        return await self._read(partial(recalling.outline, broadcast=broadcast))

    async def recent(self, most: int) -> tuple[Broadcast, ...]:
        """The newest broadcasts, at most so many, the newest first."""
        return await self._read(partial(recalling.recent, most=most))

    async def cue_notes(self, broadcast: int) -> tuple[CueNote, ...]:
        """Which cues came up in that broadcast and what became of them, oldest first."""
        return await self._read(partial(recalling.cue_notes, broadcast=broadcast))

    async def levels(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[StockLevel, ...]:
        """True stock of these products as it changed, oldest first."""
        return await self._read(partial(recalling.levels, since=since, until=until, skus=skus))

    async def levels_before(
        self, since: datetime, until: datetime, skus: Collection[str]
    ) -> tuple[StockLevel, ...]:
        """The last figure of each warehouse and product in that time, oldest first."""
        return await self._read(partial(recalling.levels_before, since=since, until=until, skus=skus))

    async def sales(self, since: datetime, until: datetime, skus: Collection[str]) -> tuple[Sale, ...]:
        """Counted sales of these products in that time, oldest first."""
        return await self._read(partial(recalling.sales, since=since, until=until, skus=skus))

    async def audience(self, since: datetime, until: datetime) -> tuple[Audience, ...]:
        """What traffic sources told in that time, each the mean of ten seconds, oldest first."""
        return await self._read(partial(recalling.audience, since=since, until=until))

    async def told(
        self, since: datetime, until: datetime, skus: Collection[str] | None = None
    ) -> tuple[Told, ...]:
        """What platforms told of buyers in that time, of these products (None: all), oldest first."""
        return await self._read(partial(telling.between, since=since, until=until, skus=skus))

    async def take_lease(
        self, owner: str, at: datetime, until: datetime, *, seize: int | None = None
    ) -> Lease:
        """Take or renew the lease where it is free, over, ours or to be seized; returns the one in force."""
        return await self._write(partial(leases.take, owner=owner, at=at, until=until, seize=seize))

    async def add_trial(self, trial: Trial, who: Who, audit: Sequence[AuditNote]) -> Trial:
        """Keep a new trial, giving its id."""
        return await self._write(partial(trials.add, trial=trial, who=who, audit=tuple(audit)))

    async def end_trial(self, trial: Trial, audit: Sequence[AuditNote]) -> None:
        """Keep when and how a trial ended."""
        await self._write(partial(trials.end, trial=trial, audit=tuple(audit)))

    async def assign(self, assignment: Assignment) -> None:
        """Keep for which trial these holds were made."""
        await self._write(partial(trials.assign, assignment=assignment))

    async def add_outcome(self, outcome: Outcome) -> None:
        """Keep what was measured of a mark."""
        await self._write(partial(trials.measured, outcome=outcome))

    async def trials(self, *, ended: bool = False) -> tuple[TrialRecord, ...]:
        """Trials that run, or with `ended` all."""
        return await self._read(partial(trials.records, ended=ended))

    async def keep_calibration(self, found: Calibrated) -> None:
        """Keep what was worked out of a broadcast, in place of what was before."""
        await self._write(partial(calibrating.keep, found=found))

    async def calibrations(self, most: int, sku: str | None = None) -> tuple[Calibrated, ...]:
        """What is kept of the newest broadcasts, the newest first."""
        return await self._read(partial(calibrating.newest, most=most, sku=sku))

    async def lease(self) -> Lease | None:
        """The last lease taken, over or not."""
        return await self._read(leases.current)

    async def thin(self, before: datetime) -> int:
        """Thin readings older than `before`, an hour of them in a transaction. Returns rows removed."""
        removed = 0
        while (of_an_hour := await self._write(partial(thin_an_hour, before=before))) is not None:
            removed += of_an_hour
        return removed

    def changes(self) -> AsyncIterator[int]:
        """Our own committed revisions from this call on; those of other programs are not heard of."""
        return self._revisions.follow()

    async def close(self) -> None:
        """After everything that was asked for before: a copy, the file given back, the thread ended."""
        self._revisions.close()
        if self._opened is not None:
            self._copy_soon()
            opened, self._opened = self._opened, None
            await self._in_thread(opened.close)
        self._executor.shutdown()

    async def _write(self, work: Callable[[Connection], T]) -> T:
        database, loop = self._database(), asyncio.get_running_loop()

        def commit() -> T:
            result, revision = database.write(work)
            # from here and not after the wait, which may have been cancelled
            loop.call_soon_threadsafe(self._revisions.announce, revision)
            return result

        return await self._in_thread(commit)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._in_thread(partial(self._database().read, work))

    async def _in_thread(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)

    def _database(self) -> Database:
        if self._opened is None:
            raise JournalError(_("The record is not open."))
        return self._opened

    def _open_now(self, at: datetime) -> tuple[Database, str]:
        if isinstance(self._where, Path):
            return open_file(self._where, self._waits, at)
        return open_server(self._where, self._waits, at), ""

    def _copy_soon(self) -> None:
        if isinstance(self._where, Path):
            self._executor.submit(_copy, self._where, self._clock.now())


def _fenced(work: Callable[[Connection], T], fence: int | None) -> Callable[[Connection], T]:
    """The same work, done only while the lease has that fence, looked at in the same transaction."""

    def checked(connection: Connection) -> T:
        leases.check(connection, fence)
        return work(connection)

    return checked


def _copy(path: Path, at: datetime) -> None:
    """A record without a fresh copy is worth a warning, not a refusal."""
    try:
        copies.small_copy(path, at)
    except (OSError, sqlite3.Error) as error:
        _log.warning("journal_copy_failed", error=str(error))
