"""What is shown and at what price, the line-up, the broadcast and its phases."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.broadcast import Phase
from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class SayOnAir(Intent):
    """This product is being shown now; None: nothing is."""

    sku: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SayNext(Intent):
    """This product comes next; None: nothing is announced."""

    sku: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBroadcast(Intent):
    """A broadcast begins."""

    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndBroadcast(Intent):
    """The broadcast ends; refused while holds are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPhase(Intent):
    """The room enters a phase."""

    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInLineUp(Intent):
    """The product stands there, 1 is next, until it was shown; None: where its worth puts it."""

    sku: str
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipInLineUp(Intent):
    """The product is not to be shown in this broadcast, or may be again."""

    sku: str
    skipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SayPrice(Intent):
    """From now on, and until the broadcast ends, the product costs that."""

    sku: str
    price: Decimal
