"""What is kept: holds, broadcasts, readings as they changed, audit. Raises what `record_errors` names."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from app.domain.audit import AuditLine, AuditNote
from app.domain.broadcast import Broadcast, Mark, Phase
from app.domain.by_hand import Confirmation
from app.domain.comparison import Comparison
from app.domain.cue_stories import CueNote
from app.domain.hold import CallState, Hold, StockCall, Who
from app.domain.lean import lean
from app.domain.places import NO_WISHES, Wishes
from app.domain.plan import Draft, Plan, Templates
from app.domain.prices import PriceSaid
from app.domain.rounds import Round
from app.domain.told import Told
from app.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """A hold before it is committed; the journal gives `id` and the next free `number`, or refuses."""

    hold: Hold
    number_limit: int
    seconds_limit: int
    override_reason: str = ""
    second: str = ""
    """Initials of the second person, as claimed; the audit keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a desk finds in the journal at start."""

    broadcast: Broadcast | None
    phase: Phase
    on_air: tuple[str, datetime] | None
    next_sku: str | None
    openings: Mapping[str, int]
    """100 % of each SKU's gauge, for the running broadcast (or the desk's last start)."""
    holds: tuple[Hold, ...]
    """Every open hold, and all holds of the running broadcast."""
    calls: tuple[StockCall, ...]
    """Those not on their way yet, and all of the running broadcast."""
    marks: tuple[Mark, ...]
    """Those of the running broadcast."""
    confirmations: tuple[Confirmation, ...] = ()
    """What people said last of each product at each shop that only people can work."""
    rounds: tuple[Round, ...] = ()
    """Every round that is not over, and all of the running broadcast."""
    plans: tuple[Plan, ...] = ()
    """Those that may still be carried out, and what became of others since the broadcast began."""
    prices: tuple[PriceSaid, ...] = ()
    """Prices said in the running broadcast, the oldest first."""
    wishes: Wishes = NO_WISHES
    """What people said of the line-up."""
    last_broadcast: int | None = None
    repaired: str = ""
    """For a person: what was done about a damaged record, and what may be missing; empty when it was sound.

    When it is not empty, every product must be read at its storefronts: holds may have been lost.
    """


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class StockChange:
    """One figure that changed, to be kept."""

    at: datetime
    warehouse: str
    sku: str
    available: int | None
    on_hand: int | None = None
    reserved: int | None = None
    inbound: int | None = None
    unsellable: int | None = None
    oversold: int = 0
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficSample:
    """Viewers at one instant."""

    at: datetime
    source: str
    viewers: int | None
    organic: int | None = None
    paid: int | None = None
    interactions: int | None = None


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class SoldUnits:
    """Units sold as counted by us, already de-duplicated; negative for a cancellation."""

    at: datetime
    sku: str
    units: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySales:
    """Units of one SKU on one day, imported from outside."""

    day: datetime
    sku: str
    units: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who may act on the storefronts, until when. `fence` grows with every new owner."""

    owner: str
    fence: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastReport:
    """All that is kept of one broadcast, for an export; each part oldest first.

    `sold` is units per SKU as counted by us between its start and end (or now); `audit` are its lines of the
    audit, and `audit_head` the digest of the newest line there is, which proves the audit up to then.
    """

    broadcast: Broadcast
    holds: tuple[Hold, ...]
    sold: Mapping[str, int]
    traffic: tuple[TrafficSample, ...]
    marks: tuple[Mark, ...]
    calls: tuple[StockCall, ...]
    audit: tuple[AuditLine, ...]
    audit_head: str
    comparison: Comparison | None = None
    """Real against virtual, where it was worked out."""
    rounds: tuple[Round, ...] = ()


class Journal(Records, Protocol):
    """The durable record, and what is read back of it for comparisons (`Records`).

    Every method returns after its transaction is committed, or raises JournalError.
    """

    async def open(self) -> Remembered:
        """Open (migrating after a copy, if needed) and tell what stands in it."""
        ...

    async def start_broadcast(
        self, at: datetime, host: str, openings: Mapping[str, int], who: Who
    ) -> Broadcast:
        """Begin one; the stock of now becomes 100 %. Raises LimitReached while one runs."""
        ...

    async def end_broadcast(self, broadcast: int, at: datetime, who: Who) -> None:
        """End it. Raises LimitReached while holds are open; an emergency stop may outlive it."""
        ...

    async def set_phase(self, phase: Phase, at: datetime, who: Who) -> None:
        """Keep the phase."""
        ...

    async def set_on_air(self, sku: str | None, at: datetime, who: Who) -> None:
        """Keep what is on air."""
        ...

    async def set_next(self, sku: str | None, at: datetime, who: Who) -> None:
        """Keep what comes next."""
        ...

    async def set_openings(self, openings: Mapping[str, int], at: datetime) -> None:
        """Keep new 100 % marks."""
        ...

    async def add_holds(self, new: Sequence[NewHold], *, fence: int | None = None) -> tuple[Hold, ...]:
        """Commit intents, all or none, giving ids and numbers. Raises LimitReached and nothing is kept.

        `fence`: raises Fenced unless the lease still has it; None: whoever has the lease.
        A stop (HoldKind.STOP) hands over an open hold of the same product and storefront in the same
        transaction. The audit says so, and of each hold who asked and why, in the same transaction too.
        """
        ...

    async def save_holds(
        self, holds: Sequence[Hold], audit: Sequence[AuditNote] = (), *, fence: int | None = None
    ) -> None:
        """Commit new states of holds and what the audit says about it, in one transaction.

        `fence`: raises Fenced unless the lease still has it, so that who lost it writes over nothing.
        """
        ...

    async def add_confirmation(self, confirmation: Confirmation) -> Confirmation:
        """Commit what a person said at a shop worked by hand, giving its id; the audit says so too."""
        ...

    async def add_call(self, call: StockCall) -> StockCall:
        """Commit a call for stock, giving its id."""
        ...

    async def set_call(self, call: int, state: CallState, at: datetime, who: Who) -> None:
        """Keep a call's new state."""
        ...

    async def save_rounds(
        self, changed: Sequence[Round], audit: Sequence[AuditNote] = ()
    ) -> tuple[Round, ...]:
        """Commit rounds as they are now and what the audit says of it; those without an id are given one.

        Raises LimitReached where a product would have two rounds on sale; nothing is kept then.
        """
        ...

    async def save_plans(self, plans: Sequence[Plan], what: str, at: datetime, who: Who) -> tuple[Plan, ...]:
        """Commit plans as they are now, with their links to the holds they made; new ones are given ids.

        The audit has a line for each: `what` was done to it (`made`, `armed`, `fired`, …), and by whom.
        """
        ...

    async def plan_templates(self) -> Templates:
        """Every template of plans, by name."""
        ...

    async def save_plan_template(self, name: str, drafts: Sequence[Draft], at: datetime, who: Who) -> None:
        """Keep a template in place of what had that name; without drafts, it is gone."""
        ...

    async def save_wishes(self, wishes: Wishes, note: AuditNote | None) -> None:
        """Keep what people said of the line-up, in place of what they said before; `note` says who."""
        ...

    async def add_price(self, said: PriceSaid, note: AuditNote) -> None:
        """Keep what a product costs from an instant on; `note` says who said so."""
        ...

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
        """Keep readings that changed; batched by the caller, one transaction."""
        ...

    async def import_sales(self, rows: Sequence[DailySales]) -> int:
        """Keep imported daily sales, replacing same day and SKU; returns how many rows."""
        ...

    async def daily_sales(self, since: datetime) -> tuple[DailySales, ...]:
        """Imported and counted sales per day and SKU, by day; days are those of `since`'s time zone.

        Where a day of a SKU was imported, that figure stands: it is the shop's own and includes ours.
        """
        ...

    async def daily_sales_of(self, sku: str, since: datetime, until: datetime) -> tuple[DailySales, ...]:
        """The same of one product, from the day on that holds `since` to before the one that holds `until`.

        Whoever asks for months asks for a slice at a time: the journal has one worker.
        """
        ...

    async def traffic_since(self, since: datetime) -> tuple[TrafficSample, ...]:
        """Viewers kept since then, oldest first."""
        ...

    async def sold_since(self, since: datetime) -> tuple[SoldUnits, ...]:
        """Counted sales kept since then, oldest first."""
        ...

    async def audit(self, note: AuditNote) -> AuditLine:
        """Add a line."""
        ...

    async def audit_lines(self) -> tuple[AuditLine, ...]:
        """The whole audit, in order."""
        ...

    async def broadcast_report(self, broadcast: int) -> BroadcastReport | None:
        """All that is kept of one broadcast; None when there is no such broadcast."""
        ...

    async def recall(self) -> Remembered:
        """What stands in the journal now: for who has just taken the lease."""
        ...

    async def stood_in(self) -> datetime | None:
        """When the guardian last took over, where no desk has taken back since."""
        ...

    async def last_stock(self, skus: Collection[str]) -> tuple[StockChange, ...]:
        """The newest figure of each of these SKUs in each warehouse, however old."""
        ...

    async def take_lease(
        self, owner: str, at: datetime, until: datetime, *, seize: int | None = None
    ) -> Lease:
        """Take or renew the lease where it is free, over or ours; returns the one that is in force.

        `seize`: the one with this fence is taken though it still runs, and the fence grows even where it was
        ours: for who knows that its holder is gone, or has to give it back.
        """
        ...

    async def lease(self) -> Lease | None:
        """The last lease taken, over or not."""
        ...

    async def thin(self, before: datetime) -> int:
        """Thin readings older than `before` to one an hour; holds and audit never. Returns rows removed.

        Works through an hour of readings at a time, so that intents get in between; for quiet times.
        """
        ...

    def changes(self) -> AsyncIterator[int]:
        """Committed revisions from this call on, the newest when several came meanwhile; ends at close."""
        ...

    async def close(self) -> None:
        """Last commit, engine disposed, worker joined."""
        ...
