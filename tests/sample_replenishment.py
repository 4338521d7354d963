"""One evening's replenishment as the page shows it: real proposals for sample stock, made by the domain."""

from datetime import date, timedelta
from decimal import Decimal

from app.domain.catalogue import Leg, Product, StorageCost, Warehouse, WarehouseMode
from app.domain.facts import Demand
from app.domain.hold import Who
from app.domain.lifecycle import Clearing, SlowMover, Stage
from app.domain.orders import DraftOrder, OrderState
from app.domain.proposals import propose
from app.domain.shelving import Outlook, Shelf
from app.domain.standings import House
from app.domain.stock_policy import StockPolicy
from app.views.build_replenishment import Outcome, replenishment_view
from app.views.names import Names
from app.views.replenishment import ReplenishmentView
from app.words import language, use_language
from tests.sample_gauges import NOW, ago

TODAY = date(2026, 11, 22)
_ROWS = (
    (
        "EAR-01",
        "无线降噪耳机",
        "Noise-cancelling earphones",
        "la",
        182,
        1200,
        86,
        24,
        "29.90",
        "11.20",
        0.8,
        20,
    ),
    ("BLD-02", "便携榨汁杯", "Portable blender", "la", 31, 0, 22, 7, "24.90", "8.60", 1.6, 12),
    ("PWR-05", "磁吸充电宝", "Magnetic power bank", "la", 44, 300, 18, 6, "27.90", "9.10", 0.5, 24),
    ("PRJ-01", "口袋投影仪", "Pocket projector", "la", 0, 60, 7, 3, "119.00", "48.00", 3.2, 4),
    ("MAT-02", "加厚瑜伽垫", "Thick yoga mat", "nj", 96, 0, 9, 3, "19.90", "6.30", 6.0, 6),
    ("YOG-11", "高腰瑜伽裤", "High-waisted leggings", "la", 148, 800, 30, 8, "21.90", "5.40", 0.6, 12),
    ("LMP-05", "露营氛围灯", "Camping lamp", "la", 168, 300, 14, 5, "17.90", "5.90", 1.1, 16),
    ("CUP-07", "保温随行杯", "Travel mug", "fba", 215, 800, 26, 8, "15.90", "4.20", 0.9, 24),
    ("CAR-02", "车载手机支架", "Phone holder for the car", "dal", 133, 300, 12, 4, "9.90", "2.10", 0.4, 40),
)
_SLOW = (
    ("SLV-01", "防晒袖套", "Sun sleeves", 214, 1590, Clearing.BUNDLE),
    ("TWL-03", "竹纤维毛巾", "Bamboo towel", 168, 800, Clearing.DISCOUNT),
    ("LED-09", "LED 灯串", "LED string", 131, 382, Clearing.SHOW),
)


def replenishment_sample(spoken: str = "zh_CN") -> ReplenishmentView:
    """All parts: proposals late, due and soon, one put aside, orders, slow products."""
    before = language()
    use_language(spoken)
    try:
        return _made(zh=spoken == "zh_CN")
    finally:
        use_language(before)


def _made(*, zh: bool) -> ReplenishmentView:
    places = _places(zh=zh)
    house = House(policy=StockPolicy(), cover_days=15, today=TODAY)
    proposals = propose([_shelf(row, places, zh=zh) for row in _ROWS], house)
    titles = {row[0]: row[1 if zh else 2] for row in (*_ROWS, *_SLOW)}
    names = Names(room="", zone=NOW.tzinfo, titles=titles, warehouses=places)  # type: ignore[arg-type]  # it has one
    outcome = Outcome(
        proposals=proposals,
        resting={("CAR-02", "dal"): TODAY + timedelta(days=2)},
        orders=(
            _order(1, OrderState.PLACED, 3),
            _order(2, OrderState.DRAFT, 30),
            _order(3, OrderState.DONE, -9),
        ),
        slow=tuple(_slow(row) for row in _SLOW),
        stale={("MAT-02", "nj"): ago(minutes=2)},
        unknown=1,
    )
    return replenishment_view(outcome, house, names, NOW)


def _places(*, zh: bool) -> dict[str, Warehouse]:
    rows = (
        ("dal", "达拉斯自营仓", "Dallas own", WarehouseMode.OWN, "0.003", "0.6", "3.4"),
        ("la", "洛杉矶三方仓", "Los Angeles 3PL", WarehouseMode.THIRD_PARTY, "0.004", "0.8", "3.2"),
        ("nj", "新泽西三方仓", "New Jersey 3PL", WarehouseMode.THIRD_PARTY, "0.004", "0.8", "3.2"),
        ("fba", "美国 FBA", "US FBA", WarehouseMode.PLATFORM, "0.009", "1.1", "2.9"),
    )
    return {
        key: Warehouse(
            id=key,
            name=chinese if zh else english,
            short=key[:1].upper(),
            mode=mode,
            cost=StorageCost(
                storage_per_l_day=Decimal(storage), handling=Decimal(handling), last_mile=Decimal(last_mile)
            ),
        )
        for key, chinese, english, mode, storage, handling, last_mile in rows
    }


def _shelf(row: tuple[object, ...], places: dict[str, Warehouse], *, zh: bool) -> Shelf:
    sku, chinese, english, place, available, inbound, per_day, deviation, price, cost, litres, pack = row
    legs = (
        Leg(name="production", days=7, days_max=12),
        Leg(name="sea", days=22, days_max=30, cost_per_unit=Decimal("0.45")),
        Leg(name="fast_boat", days=12, cost_per_unit=Decimal("0.9"), instead_of="sea"),
        Leg(name="air", days=4, cost_per_unit=Decimal("2.4"), instead_of="sea"),
        Leg(name="customs", days=3),
        Leg(name="receiving", days=2),
    )
    product = Product(
        sku=str(sku),
        title=str(chinese if zh else english),
        price=Decimal(str(price)),
        cost=Decimal(str(cost)),
        legs=legs,
        pack_size=int(str(pack)),
        volume_l=float(str(litres)),
        supplier_ready=480 if sku == "EAR-01" else None,
    )
    demand = Demand(per_day=float(str(per_day)), deviation=float(str(deviation)))
    return Shelf(
        product=product,
        warehouse=places[str(place)],
        available=int(str(available)),
        inbound=int(str(inbound)),
        outlook=Outlook(demand=demand, stage=Stage.MATURITY),
    )


def _order(number: int, state: OrderState, due_in: int) -> DraftOrder:
    return DraftOrder(
        id=number,
        sku="EAR-01",
        warehouse="la",
        route="sea" if number > 1 else "air",
        units=400 * number,
        unit_cost=Decimal("11.20"),
        freight=Decimal(180),
        order_on=TODAY - timedelta(days=20),
        due=TODAY + timedelta(days=due_in),
        state=state,
        made_at=ago(hours=30),
        who=Who(account="sample", through="desk"),
    )


def _slow(row: tuple[str, str, str, int, int, Clearing]) -> SlowMover:
    sku, _chinese, _english, days, units, clearing = row
    return SlowMover(
        sku=sku,
        days=float(days),
        over_units=units // 2,
        money=2.0 * units,
        clearing=clearing,
        partner="CUP-07",
    )
