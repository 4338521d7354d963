"""Facts of a small room for the tests of decisions: each has a sensible value until a test changes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.broadcast import Broadcast, Phase
from app.domain.catalogue import Leg, Product
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who
from app.domain.ledger import Count, Ledger
from app.domain.readings import SourceRole, SourceState, StockReading
from app.domain.room import (
    Meter,
    Policy,
    ProductFacts,
    RoomFacts,
    ShopFacts,
    SourceFacts,
    StockAt,
    TradeFacts,
    TrafficFacts,
)
from app.domain.trade import Amount, advanced

NOW = datetime(2026, 11, 22, 13, 8, 24, tzinfo=UTC)
POLICY = Policy()
WHO = Who(account="lin", through="desk")


def ago(seconds: float) -> datetime:
    """An instant before now."""
    return NOW - timedelta(seconds=seconds)


def later(seconds: float) -> datetime:
    """An instant after now."""
    return NOW + timedelta(seconds=seconds)


def meter(at: datetime = NOW, viewers: int | None = 2000, minutes: float = 60.0) -> Meter:
    """A meter that has run for `minutes` with the same viewers."""
    ran = Meter(at=at - timedelta(minutes=minutes), viewers=viewers)
    return advanced(ran, at, viewers, POLICY)


def trade(rate: float = 2.0, *, of: Meter | None = None, selling: bool = True) -> TradeFacts:
    """A product that has sold `rate` a minute all along."""
    ran = of or meter()
    units = Amount(steady=rate * ran.minutes.steady, quick=rate * ran.minutes.quick)
    return TradeFacts(
        meter=ran,
        selling=selling,
        units=units,
        units_seen=units if ran.viewer_minutes.steady else Amount(),
        minutes=ran.minutes,
        viewer_minutes=ran.viewer_minutes,
        ledger=Ledger(quiet=Count(units=rate * ran.lived, audience=ran.audience)),
    )


def at_warehouse(
    available: int | None = 100,
    warehouse: str = "la",
    *,
    sku: str = "EAR-01",
    age_s: float = 1.0,
    oversold: int = 0,
    inbound: int | None = None,
) -> StockAt:
    """One figure of one warehouse."""
    return StockAt(
        warehouse=warehouse,
        source=warehouse,
        reading=StockReading(
            sku=sku, warehouse=warehouse, available=available, oversold=oversold, inbound=inbound
        ),
        age_from=ago(age_s),
        stale_after_s=15.0,
    )


def shop(
    *, sold_out: bool | None = False, quantity: int | None = None, age_s: float = 5.0, enforces: bool = True
) -> ShopFacts:
    """The one shop of the room."""
    return ShopFacts(
        storefront="shop",
        sold_out=sold_out,
        quantity=quantity,
        read_at=ago(age_s),
        enforces_quantity=enforces,
        fed_by=frozenset({"la", "nj"}),
    )


def hold(
    state: HoldState = HoldState.ACTIVE,
    *,
    number: int | None = 1,
    kind: HoldKind = HoldKind.HOLD,
    reason: Reason = Reason.STAGE,
    sku: str = "EAR-01",
    id: int = 1,  # noqa: A002 - the field's own name
) -> Hold:
    """A five-minute hold begun a minute ago."""
    started_at = ago(60)
    return Hold(
        id=id,
        kind=kind,
        broadcast=12,
        sku=sku,
        storefront="shop",
        number=None if kind is HoldKind.STOP else number,
        state=state,
        reason=reason,
        who=WHO,
        started_at=started_at,
        started_monotonic=1000.0,
        boot="b1",
        deadline=None if kind is HoldKind.STOP else started_at + timedelta(minutes=5),
        key_restore="k-restore",
        sent_at=started_at,
        confirmed_at=started_at + timedelta(seconds=1),
        ended_at=None if state.is_open else ago(1),
    )


def product(sku: str = "EAR-01", *, substitute: str | None = None, priced: bool = False) -> Product:
    """A product; with a price it earns 18.70 a piece."""
    return Product(
        sku=sku,
        title=sku,
        substitute=substitute,
        price=Decimal("29.90") if priced else None,
        cost=Decimal("11.20") if priced else None,
    )


def slow_leg(days: float = 26.0) -> Leg:
    """A way from order to shelf."""
    return Leg(name="sea", days=days)


def facts(
    sku: str = "EAR-01",
    *,
    stock: Sequence[StockAt] | None = None,
    available: int | None = 100,
    opening: int | None = 200,
    rate: float = 2.0,
    shops: Sequence[ShopFacts] | None = None,
    holds: Sequence[Hold] = (),
) -> ProductFacts:
    """One product: 100 of 200 left in one warehouse, two a minute, on sale in one shop."""
    return ProductFacts(
        product=product(sku),
        stock=(at_warehouse(available, sku=sku),) if stock is None else tuple(stock),
        opening=opening,
        trade=trade(rate),
        shops=(shop(),) if shops is None else tuple(shops),
        holds=tuple(holds),
    )


def traffic(viewers: int | None = 2000, *, surge: bool = False, baseline: float = 1500.0) -> TrafficFacts:
    """One traffic source, just read."""
    return TrafficFacts(
        source="tiktok",
        viewers=viewers,
        baseline=baseline,
        surge_from=ago(40) if surge else None,
        age_from=ago(1),
    )


def source(
    id: str = "la",  # noqa: A002 - the field's own name
    *,
    age_s: float | None = 1.0,
    role: SourceRole = SourceRole.WAREHOUSE,
    state: SourceState = SourceState.LIVE,
) -> SourceFacts:
    """One source, just read."""
    return SourceFacts(id=id, name=id, role=role, state=state, age_from=None if age_s is None else ago(age_s))


def room(**changes: object) -> RoomFacts:
    """A live broadcast, an hour and a half in."""
    facts_of_room = RoomFacts(
        meter=meter(),
        broadcast=Broadcast(id=12, started_at=ago(90 * 60)),
        phase=Phase.LIVE,
        traffic=(traffic(),),
        sources=(source(),),
    )
    return replace(facts_of_room, **changes)  # type: ignore[arg-type]  # the test names real fields
