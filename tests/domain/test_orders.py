"""Draft orders that still have to come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.hold import Who
from app.domain.orders import DraftOrder, OrderState, still_coming

_TODAY = date(2026, 11, 22)
_ORDER = DraftOrder(
    id=1,
    sku="EAR-01",
    warehouse="la",
    route="sea",
    units=200,
    unit_cost=Decimal("11.20"),
    freight=Decimal(90),
    order_on=_TODAY,
    due=date(2026, 12, 26),
    state=OrderState.DRAFT,
    made_at=datetime(2026, 11, 22, tzinfo=UTC),
    who=Who(account="lin", through="desk"),
)


def test_drafts_and_placed_orders_are_still_to_come() -> None:
    """What the warehouse counts itself, or nobody wants any more, is not."""
    orders = [replace(_ORDER, id=number, state=state) for number, state in enumerate(OrderState)]
    assert still_coming(orders, _TODAY) == {("EAR-01", "la"): ((34, 200), (34, 200))}


def test_an_overdue_order_is_expected_tomorrow() -> None:
    """It is not forgotten because it is late."""
    assert still_coming([replace(_ORDER, due=date(2026, 11, 1))], _TODAY) == {("EAR-01", "la"): ((1, 200),)}
