"""The blocks of a settings file that are not sources: typed as they are written, field names the keys."""

import unicodedata
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from app.domain.catalogue import Leg, Product
from app.domain.hold import Reason
from app.domain.truth import Audience, Moment, Template

Money: TypeAlias = Decimal
"""An amount in the room's currency; the file writes it as text or number, never negative."""
Days: TypeAlias = Annotated[float, Meta(ge=0)]

HOLD_MINUTES = 30.0
HOLDS_PER_BROADCAST = 3
"""The limits of a hold; a file may lower them, and raise them only with a reason."""


class Block(Struct, frozen=True, kw_only=True):
    """One table of the settings file."""


class Room(Block, frozen=True, kw_only=True):
    """The room itself. `language` and `timezone` None: this computer's."""

    name: str = ""
    language: str | None = None
    currency: str = "USD"
    timezone: str | None = None
    markets: list[Literal["eu", "uk", "us", "cn"]] = field(default_factory=list)
    """Whose rules texts are held to; empty: those of every market known."""


class Limits(Block, frozen=True, kw_only=True):
    """How long and how often a product may be marked sold out."""

    hold_minutes: Annotated[float, Meta(gt=0, le=1440)] = HOLD_MINUTES
    holds_per_broadcast: Annotated[int, Meta(ge=1, le=100)] = HOLDS_PER_BROADCAST
    override_reason: str = ""
    second_initials: list[Reason] = field(default_factory=list)
    """Reasons that take the initials of two people."""


class TextBlock(Block, frozen=True, kw_only=True):
    """One text of the room's own, said at a moment instead of the built-in one."""

    at: Moment
    text: Annotated[str, Meta(min_length=1, max_length=500)]
    reason: Reason | None = None
    audience: Audience = Audience.HOST

    def fact(self) -> Template:
        """The same as the domain knows it."""
        return Template(moment=self.at, audience=self.audience, text=self.text, reason=self.reason)


class Database(Block, frozen=True, kw_only=True):
    """Where the journal lies: `sqlite` in the data directory, or a PostgreSQL address."""

    url: str = "sqlite"


class Network(Block, frozen=True, kw_only=True):
    """What stands between this computer and the systems; nothing is taken from the environment."""

    proxy: str = ""
    ca_file: str = ""


class LegBlock(Block, frozen=True, kw_only=True):
    """One part of the way from order to shelf."""

    name: Annotated[str, Meta(min_length=1)]
    days: Days
    days_max: Days | None = None
    cost_per_unit: Money | None = None

    def fact(self) -> Leg:
        """The same as the domain knows it."""
        return Leg(name=self.name, days=self.days, days_max=self.days_max, cost_per_unit=self.cost_per_unit)


class ProductBlock(Block, frozen=True, kw_only=True):
    """One product; only `sku` is required."""

    sku: Annotated[str, Meta(min_length=1, max_length=200)]
    title: str = ""
    price: Money | None = None
    cost: Money | None = None
    substitute: str | None = None
    legs: tuple[LegBlock, ...] = ()
    daily_sales: Annotated[float, Meta(ge=0)] | None = None
    daily_sales_max: Annotated[float, Meta(ge=0)] | None = None
    pack_size: Annotated[int, Meta(ge=1)] = 1
    min_order: Annotated[int, Meta(ge=0)] = 0
    volume_l: Annotated[float, Meta(ge=0)] | None = None

    def fact(self) -> Product:
        """The same as the domain knows it; the SKU after NFC, as answers are read."""
        return Product(
            sku=nfc(self.sku),
            title=self.title or self.sku,
            price=self.price,
            cost=self.cost,
            substitute=nfc(self.substitute) if self.substitute else None,
            legs=tuple(leg.fact() for leg in self.legs),
            daily_sales=self.daily_sales,
            daily_sales_max=self.daily_sales_max,
            pack_size=self.pack_size,
            min_order=self.min_order,
            volume_l=self.volume_l,
        )


def nfc(sku: str) -> str:
    """A SKU as it is compared: after NFC, never trimmed or folded."""
    return unicodedata.normalize("NFC", sku)
