"""What an engine is made of and made for: the ports it is handed, and the room it runs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from app.domain.catalogue import Product
from app.domain.policy import Policy
from app.domain.recollection import Recollection
from app.domain.stock_policy import StockPolicy
from app.domain.truth import Template
from app.orders import Orders
from app.ports import (
    Autostart,
    Awake,
    Beside,
    Cadence,
    Clock,
    Guardian,
    HostPage,
    Jitter,
    Journal,
    Notifier,
    OffersSource,
    SalesSource,
    StockSource,
    Storefront,
    TrafficSource,
)
from app.views.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The outside, as the engine knows it. `boot` names this run of the computer, `owner` this process."""

    clock: Clock
    cadence: Cadence
    jitter: Jitter
    journal: Journal
    awake: Awake
    stock: tuple[StockSource, ...] = ()
    traffic: tuple[TrafficSource, ...] = ()
    sales: tuple[SalesSource, ...] = ()
    offers: tuple[OffersSource, ...] = ()
    storefronts: tuple[Storefront, ...] = ()
    notifiers: tuple[Notifier, ...] = ()
    host_page: HostPage | None = None
    boot: str = ""
    owner: str = "desk"
    autostart: Autostart | None = None
    """None: the settings do not ask for it."""
    orders: Orders | None = None
    """Where draft orders are kept; None: nothing can be accepted."""
    past: Recollection | None = None
    """What is remembered of earlier broadcasts; None: what the journal says."""
    beside: Beside | None = None
    """None: nothing is worked out beside this process (a rehearsal, a test)."""
    decision_code: Callable[[], str] = lambda: ""
    """The name of the code that decides and foretells; may read files."""
    judges_on_air: bool = False
    """Broadcasts that are over are worked out while another runs, too: a demo's never ends."""
    scenarios: tuple[str, ...] = ()
    """Names of those that can be rehearsed."""
    guardian: Guardian | None = None
    """None: nobody would restore if this process failed, and nobody is expected to (a test, a check)."""
    read_text: Callable[[str], Awaitable[str]] | None = None
    """The text of a file a person named. Raises ValueError, in words."""
    write_table: Callable[[str, Sequence[str], Sequence[Sequence[str]]], Awaitable[str]] | None = None
    """Writes columns and rows to a file a person named; returns its path. Raises ValueError, in words."""
    free_mb: Callable[[], int | None] = lambda: None
    """Megabytes free where the journal lies; None where that can't be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlan:
    """What the settings say of the room. `products` are those the file names, in its order."""

    names: Names
    products: tuple[Product, ...]
    policy: Policy
    stock: StockPolicy = field(default_factory=StockPolicy)
    override_reason: str = ""
    texts: tuple[Template, ...] = ()
    """The room's own texts to say, found true when the settings were read."""
