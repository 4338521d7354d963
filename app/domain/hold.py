"""The facts of holds (virtual sold-out), stops and calls for stock; the rules are `holds` and `limits`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.readings import Scalar


class Reason(StrEnum):
    """Why a product is taken off sale; the buyers' wording follows from it."""

    STAGE = "stage"
    ROUND = "round"
    ERROR = "error"
    INCIDENT = "incident"
    RESERVE = "reserve"
    TRIAL = "trial"


class HoldKind(StrEnum):
    """A limited virtual sold-out, or an emergency stop without deadline or count."""

    HOLD = "hold"
    STOP = "stop"


class HoldState(StrEnum):
    """Where a hold stands between us and the storefront."""

    SENDING = "sending"
    ACTIVE = "active"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CLOSING = "closing"
    NOT_APPLIED = "not_applied"
    RESTORED = "restored"
    HANDED_OVER = "handed_over"

    @property
    def is_open(self) -> bool:
        """Whether the product may still be off sale because of us."""
        return self in OPEN_STATES

    @property
    def counts(self) -> bool:
        """Whether it uses up one of the broadcast's numbers: refused and not applied give it back."""
        return self not in (HoldState.REFUSED, HoldState.NOT_APPLIED)


OPEN_STATES = frozenset({HoldState.SENDING, HoldState.ACTIVE, HoldState.UNKNOWN, HoldState.CLOSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who asked, as claimed: system account, the window or command used, typed initials."""

    account: str
    through: str
    initials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One virtual sold-out (or emergency stop) of one product on one storefront.

    `started_at` is the instant of the committed intent; `deadline` is None only for a stop.
    `started_monotonic` and `boot` let the deadline be judged by the monotonic clock of the same boot.
    `number` counts 1… per broadcast, product and storefront; None once given back, and for stops.
    `sent_at` is when a sell-out command last left (None: never), `uncertain_until` the last instant at
    which a lost command may still take effect. `key_sell_out`, `key_restore` are idempotency keys.
    """

    id: int
    kind: HoldKind = HoldKind.HOLD
    broadcast: int | None
    sku: str
    storefront: str
    number: int | None
    state: HoldState
    reason: Reason
    note: str = ""
    who: Who
    started_at: datetime
    started_monotonic: float = 0.0
    boot: str = ""
    deadline: datetime | None = None
    true_stock: int | None = None
    key_sell_out: str = ""
    key_restore: str = ""
    remembered: Mapping[str, Scalar] = field(default_factory=dict)
    needs_attention: bool = False
    sent_at: datetime | None = None
    uncertain_until: datetime | None = None
    confirmed_at: datetime | None = None
    closing_at: datetime | None = None
    ended_at: datetime | None = None
    restore_attempts: int = 0
    restore_sent_at: datetime | None = None
    """When a restore last left; reads asked before it prove nothing."""
    restore_accepted: bool = False
    """Whether the shop took the last restore; else one read that says on sale may be an old copy."""
    contradicted_at: datetime | None = None
    """When a read first said on sale without our having brought it about; need not outlive the process."""
    found_off: bool = False
    """A stop's: the product was off sale at the shop before, and not by us; its release leaves it so."""
    error: str = ""
    """The platform's or our own words for what went wrong last; plain text, bounded."""


class CallState(StrEnum):
    """A call for stock: asked by the room, seen by the warehouse, on its way."""

    ASKED = "asked"
    SEEN = "seen"
    ON_ITS_WAY = "on_its_way"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCall:
    """A request from the room to a warehouse; never the same act as a restore."""

    id: int
    sku: str
    units: int
    state: CallState
    asked_at: datetime
    who: Who
    reason: str = ""
