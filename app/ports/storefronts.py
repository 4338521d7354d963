"""Where products are sold, and where one can be taken off sale and put back. Errors are the sources'."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from app.domain.by_hand import HandGuide
from app.domain.hold import Reason
from app.domain.hold_events import Outcome
from app.domain.readings import Scalar, ShopAnswer
from app.ports.sources import SourceInfo


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
