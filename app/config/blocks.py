"""The blocks of a settings file that are not sources: typed as they are written, field names the keys."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from app.domain.catalogue import Leg, Product
from app.domain.hold import Reason
from app.domain.seasons import Promotion, Season, day_of_year
from app.domain.stock_policy import SafetyRule, StockPolicy
from app.domain.truth import Audience, Moment, Template

Money: TypeAlias = Decimal
"""An amount in the room's currency; the file writes it as text or number, never negative."""
Days: TypeAlias = Annotated[float, Meta(ge=0)]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
Units: TypeAlias = Annotated[int, Meta(ge=0)]
Day: TypeAlias = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""A day, 2026-11-27."""

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


class Desk(Block, frozen=True, kw_only=True):
    """This desk on this computer."""

    restart_at_login: bool = False
    """While products are held, the system starts it again at the next login."""


class Database(Block, frozen=True, kw_only=True):
    """Where the journal lies: `sqlite` in the data directory, or a PostgreSQL address."""

    url: str = "sqlite"


class Network(Block, frozen=True, kw_only=True):
    """What stands between this computer and the systems; nothing is taken from the environment."""

    proxy: str = ""
    ca_file: str = ""


class HostPage(Block, frozen=True, kw_only=True):
    """The page for the host's phone; off unless asked for. `address` "": this computer's in its network."""

    enabled: bool = False
    port: Annotated[int, Meta(ge=1, le=65535)] = 8710
    address: str = ""
    code_seconds: Annotated[float, Meta(ge=30, le=600)] = 180.0
    session_hours: Annotated[float, Meta(gt=0, le=48)] = 12.0


class LegBlock(Block, frozen=True, kw_only=True):
    """One part of the way from order to shelf."""

    name: Annotated[str, Meta(min_length=1)]
    days: Days
    days_max: Days | None = None
    cost_per_unit: Money | None = None
    cost_per_order: Money | None = None
    capacity: Annotated[int, Meta(ge=1)] | None = None
    instead_of: str = ""

    def fact(self) -> Leg:
        """The same as the domain knows it."""
        return Leg(
            name=self.name,
            days=self.days,
            days_max=self.days_max,
            cost_per_unit=self.cost_per_unit,
            cost_per_order=self.cost_per_order,
            capacity=self.capacity,
            instead_of=self.instead_of,
        )


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
    supplier_ready: Units | None = None
    supplier_weekly: Units | None = None
    custom: bool = False
    launched: Day | None = None
    ship_to: dict[str, Annotated[float, Meta(gt=0)]] = field(default_factory=dict)

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
            supplier_ready=self.supplier_ready,
            supplier_weekly=self.supplier_weekly,
            custom=self.custom,
            launched=_day(self.launched),
            ship_to=_shares(self.ship_to),
        )


class StockBlock(Block, frozen=True, kw_only=True):
    """How much stock the house keeps, and what keeping it costs."""

    service_level: Annotated[float, Meta(ge=0.5, lt=1)] = 0.95
    safety: SafetyRule = SafetyRule.AUTO
    capital_rate: Annotated[float, Meta(ge=0)] = 0.12
    return_share: Share = 0.03
    salvage_share: Share = 0.3
    batches: Annotated[int, Meta(ge=1, le=6)] = 3
    horizon_days: Annotated[int, Meta(ge=14, le=180)] = 60
    call_minutes: Annotated[float, Meta(gt=0, le=1440)] = 20.0
    fast_days: Annotated[float, Meta(gt=0)] = 30.0
    slow_days: Annotated[float, Meta(gt=0)] = 90.0
    high_margin_share: Share = 0.65

    def fact(
        self, seasons: "tuple[SeasonBlock, ...]", promotions: "tuple[PromotionBlock, ...]"
    ) -> StockPolicy:
        """The same as the domain knows it, with its calendar."""
        return StockPolicy(
            service_level=self.service_level,
            safety=self.safety,
            capital_rate=self.capital_rate,
            return_share=self.return_share,
            salvage_share=self.salvage_share,
            batches=self.batches,
            horizon_days=self.horizon_days,
            call_minutes=self.call_minutes,
            fast_days=self.fast_days,
            slow_days=self.slow_days,
            high_margin_share=self.high_margin_share,
            seasons=tuple(season.fact() for season in seasons),
            promotions=tuple(promotion.fact() for promotion in promotions),
        )


class SeasonBlock(Block, frozen=True, kw_only=True):
    """Days of every year on which more or less sells; `skus` empty: of everything."""

    name: Annotated[str, Meta(min_length=1)]
    from_: Annotated[str, Meta(pattern=r"^\d{2}-\d{2}$")] = field(name="from")
    to: Annotated[str, Meta(pattern=r"^\d{2}-\d{2}$")]
    factor: Annotated[float, Meta(ge=0)]
    skus: tuple[str, ...] = ()

    def fact(self) -> Season:
        """The same as the domain knows it."""
        return Season(
            name=self.name,
            first=day_of_year(self.from_),
            last=day_of_year(self.to),
            factor=self.factor,
            skus=frozenset(nfc(sku) for sku in self.skus),
        )


class PromotionBlock(Block, frozen=True, kw_only=True):
    """Days of a promotion on which more sells; `skus` empty: of everything."""

    name: Annotated[str, Meta(min_length=1)]
    from_: Day = field(name="from")
    to: Day
    factor: Annotated[float, Meta(ge=0)]
    skus: tuple[str, ...] = ()

    def fact(self) -> Promotion:
        """The same as the domain knows it."""
        return Promotion(
            name=self.name,
            first=date.fromisoformat(self.from_),
            last=date.fromisoformat(self.to),
            factor=self.factor,
            skus=frozenset(nfc(sku) for sku in self.skus),
        )


def _day(text: str | None) -> date | None:
    """None also for a day that does not exist; `judging` says so."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def _shares(given: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Shares of one, whatever they were written as."""
    whole = sum(given.values())
    return tuple((warehouse, share / whole) for warehouse, share in given.items())


def nfc(sku: str) -> str:
    """A SKU as it is compared: after NFC, never trimmed or folded."""
    return unicodedata.normalize("NFC", sku)
