"""The Protocols through which the engine asks the outside: sources, storefronts, journal, clock, secrets.

Errors of sources and storefronts form one tree:

    SourceError            the source did not give a usable answer
    ├── Unavailable        no connection, a time-out, a 5xx, a cut body: try again, show the age
    ├── Throttled          429 or slow_down; `retry_after_s` where the server said so
    ├── LoginRefused       a person must look at the credentials
    ├── NotAllowed         403: a person must look at the rights
    └── AnswerRejected     an answer came and is not believed (format, incomplete list, too many bad rows)

Anything else that is raised is a bug of ours. Journals raise JournalError (below).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from app.domain.audit import AuditLine, AuditNote
from app.domain.broadcast import Broadcast, Mark, Phase
from app.domain.by_hand import Confirmation, HandGuide
from app.domain.catalogue import Warehouse
from app.domain.comparison import Comparison
from app.domain.cue_stories import CueNote
from app.domain.hold import CallState, Hold, Reason, StockCall, Who
from app.domain.hold_events import Outcome as Outcome  # noqa: PLC0414 - an outcome is part of this seam
from app.domain.notices import NoticeEvent
from app.domain.phones import PageState, Phone
from app.domain.places import NO_WISHES, Wishes
from app.domain.plan import Draft, Plan, Templates
from app.domain.prices import PriceSaid
from app.domain.readings import SalesAnswer, Scalar, ShopAnswer, SourceRole, StockAnswer, TrafficAnswer
from app.domain.rounds import Round
from app.records import Records


class SourceError(Exception):
    """The source did not give a usable answer. `str()` is plain words for a person, one line, no secrets.

    `remedy` says what a person can do about it, empty where nothing can be done but wait.
    """

    def __init__(self, text: str, *, remedy: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(text)
        self.remedy = remedy
        self.retry_after_s = retry_after_s


class Unavailable(SourceError):
    """No connection, a time-out, a server error, a cut answer."""


class Throttled(SourceError):
    """The server asks us to slow down."""


class LoginRefused(SourceError):
    """The credentials were not taken."""


class NotAllowed(SourceError):
    """The credentials lack a right."""


class AnswerRejected(SourceError):
    """An answer came and is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """What the engine must know about a source to ask it and to judge its age."""

    id: str
    name: str
    role: SourceRole
    kind: str
    poll_seconds: float
    stale_after_seconds: float
    busy_poll_seconds: float | None = None
    """Cadence while a hold is open (storefronts); None: the same."""


class StockSource(Protocol):
    """A warehouse system. One `read` at a time; it fetches every page or raises SourceError."""

    info: SourceInfo
    warehouses: tuple[Warehouse, ...]
    """Those known from the settings; answers may name more (`sites` not listed)."""

    async def read(self) -> StockAnswer:
        """All its stock now. Raises SourceError; nothing is applied then."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class TrafficSource(Protocol):
    """Viewers of a room."""

    info: SourceInfo

    async def read(self) -> TrafficAnswer:
        """The viewers now. Raises SourceError."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class SalesSource(Protocol):
    """Orders or totals."""

    info: SourceInfo

    async def read(self, since: datetime) -> SalesAnswer:
        """Sales, those since `since` where the source can be asked so. Raises SourceError."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a desk tells its guardian twice a second.

    `fence` is that of its lease, None while it has none: with it the guardian takes the lease at once when
    the desk is gone. `held`: something is held, so it gets ready to act.
    """

    fence: int | None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswer:
    """A storefront's answer to a command; `text` in plain words for a person, empty when accepted."""

    outcome: Outcome
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SellOutCommand:
    """Take one product off sale at one storefront. `until` None: an emergency stop."""

    sku: str
    key: str
    until: datetime | None
    remembered: Mapping[str, Scalar]
    urgent: bool = False
    """An emergency stop goes ahead of everything but restores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreCommand:
    """Put one product back on sale."""

    sku: str
    key: str
    remembered: Mapping[str, Scalar]


class Storefront(Protocol):
    """A shop that can take a product off sale and put it back. Commands never raise SourceError."""

    info: SourceInfo
    skus: frozenset[str]
    warehouses: frozenset[str]
    """Which warehouses feed it; empty: all of them, also those that only answers name."""
    enforces_quantity: bool
    late_effect_seconds: float
    label: str
    """What the platform writes by itself at a product off sale; empty where the words are ours."""
    label_means: frozenset[Reason]
    """Reasons for which that label is true."""
    reads_each: bool
    """Whether each product takes a request of its own; else one request reads as many as there are."""

    async def read(
        self, skus: Collection[str], *, urgent: bool = False, restoring: bool = False
    ) -> ShopAnswer:
        """State of these products; `urgent` reads (for a mark) go before polls, `restoring` before all else.

        Raises SourceError.
        """
        ...

    async def sell_out(self, command: SellOutCommand) -> CommandAnswer:
        """Send it once; never re-sends."""
        ...

    async def restore(self, command: RestoreCommand) -> CommandAnswer:
        """Send it once, ahead of everything else to this storefront."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@runtime_checkable
class ManualStorefront(Storefront, Protocol):
    """A shop that only people can work: a read says what a person has confirmed.

    A read on behalf of a hold raises Unavailable while nobody has.
    """

    guide: HandGuide

    def believe(self, told: Callable[[str], bool | None]) -> None:
        """From now on reads answer what this says of a SKU; None: not confirmed by anybody."""
        ...


class Notifier(Protocol):
    """Somebody outside who is told of marks, restores or alerts."""

    id: str
    events: frozenset[NoticeEvent]

    async def tell(self, values: Mapping[str, object]) -> None:
        """Tell it once; `values` by the names of `NOTICE_VALUES`. Raises SourceError if it was not taken."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class HostPage(Protocol):
    """The host's page on the local network: who may use it."""

    def state(self) -> PageState:
        """Where it is, who is paired, and the invitation that stands."""
        ...

    async def invite(self) -> PageState:
        """Make a code that pairs one phone once; the one before ends. Nothing happens where it is closed."""
        ...

    def withdraw(self) -> None:
        """The standing code ends."""
        ...

    def revoke(self) -> tuple[Phone, ...]:
        """No phone may use it any more; returns those that could."""
        ...


class Clock(Protocol):
    """Wall and monotonic time, and waiting."""

    def now(self) -> datetime:
        """Aware UTC wall time."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back while the computer is up (may stand still in sleep)."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long on the monotonic clock."""
        ...


class Cadence(Protocol):
    """Calls something again and again: a cadence, never a guarantee; the journal decides deadlines."""

    def every(self, seconds: float, what: Callable[[], Awaitable[None]], *, name: str) -> Callable[[], None]:
        """Call `what` every `seconds`, never twice at once; returns a function that ends it."""
        ...


class Jitter(Protocol):
    """Random waits, so that many clients do not come back at the same instant."""

    def full(self, limit: float) -> float:
        """A number drawn evenly from 0 to `limit`."""
        ...


class Secrets(Protocol):
    """Passwords and tokens by name."""

    async def get(self, name: str) -> str:
        """The secret. Raises SecretMissing."""
        ...


class SecretMissing(Exception):
    """No secret of that name in the environment or the key ring; `str()` says how to store one."""


class Awake(Protocol):
    """Keeps the computer from sleeping."""

    async def hold(self) -> bool:
        """Ask the system to stay awake; False when it could not be arranged."""
        ...

    async def release(self) -> None:
        """Allow sleep again."""
        ...


class Autostart(Protocol):
    """Whether the system starts this desk again at the next login."""

    async def set(self, *, wanted: bool) -> bool:
        """From now on, or no longer; False where that can't be arranged."""
        ...


class Guardian(Protocol):
    """The small process that restores when this one can't. It outlives us; what it did is in the journal."""

    @property
    def guards(self) -> bool:
        """Whether it runs and answers."""
        ...

    async def keep(self, beat: Callable[[], Beat], changed: Callable[[], None]) -> None:
        """Keep one running and tell it that we live, until cancelled; `changed` hears when `guards` does."""
        ...

    def leave(self, *, to_guardian: bool) -> None:
        """We end: what is open is left to it, or it ends as well."""
        ...


class HelperFailed(Exception):
    """A process beside this one could not be started, or ended badly; `str()` says why, or is empty."""


class Helper(Protocol):
    """Our own program in a process beside this one; it ends with this one."""

    def tell(self, line: str) -> None:
        """Write a line to it; one that has ended hears nothing."""
        ...

    def lines(self) -> AsyncIterator[bytes]:
        """What it says, line by line, until it ends. Raises HelperFailed."""
        ...

    async def end(self) -> None:
        """End it and wait for its end."""
        ...


class Beside(Protocol):
    """Starts processes beside this one, for what would make windows stutter."""

    async def start(self, words: Sequence[str]) -> Helper:
        """Start our program with these words. Raises HelperFailed."""
        ...


class JournalError(Exception):
    """The journal could not do what was asked. `str()` is for a person: what happened and what to do."""


class JournalBusy(JournalError):
    """Locked by another program for longer than we wait."""


class JournalFull(JournalError):
    """No space left: nothing was recorded."""


class JournalDamaged(JournalError):
    """The file is no sound database."""


class JournalNewer(JournalError):
    """A newer Stockcue wrote it."""


class Fenced(JournalError):
    """Somebody else has taken the lease since: what we know of holds is old, and nothing was recorded."""


class Limit(StrEnum):
    """Which rule of the journal refused."""

    NUMBER = "number"
    TIME = "time"
    OPEN = "open"
    """The product has an open hold or stop on that storefront."""
    RUNNING = "running"
    """A broadcast runs already."""
    ROUND = "round"
    """A round of the product is on sale already."""
    HOLDS_OPEN = "holds_open"
    """The broadcast still has open holds."""


class LimitReached(JournalError):
    """A constraint of the hold table refused the row: number, time or an open hold of the same product."""

    def __init__(self, text: str, *, limit: Limit = Limit.NUMBER) -> None:
        super().__init__(text)
        self.limit = limit


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
