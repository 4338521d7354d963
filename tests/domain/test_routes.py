"""Ways from order to shelf."""

from decimal import Decimal

from app.domain.catalogue import Leg
from app.domain.replenishment import Lead, lead_of
from app.domain.routes import routes_of

_LEGS = (
    Leg(name="production", days=7, days_max=12),
    Leg(name="sea", days=22, days_max=30, cost_per_unit=Decimal("0.45"), capacity=2000),
    Leg(name="air", days=4, cost_per_unit=Decimal("2.4"), cost_per_order=Decimal(60), instead_of="sea"),
    Leg(name="customs", days=3),
    Leg(name="receiving", days=2),
)


def test_a_leg_instead_of_another_makes_another_way() -> None:
    """The fastest first; each has its own cost, space and days, with what the warehouse itself takes."""
    air, sea = routes_of(_LEGS, inbound_days=1)
    assert (air.name, air.days, air.ready_days, air.cost_per_unit, air.cost_per_order) == (
        "air",
        17,
        10,
        2.4,
        60,
    )
    assert (sea.name, sea.days, sea.lead, sea.capacity) == ("sea", 35, Lead(days=35, most=48), 2000)
    assert air.capacity is None


def test_the_lead_time_is_that_of_the_usual_way() -> None:
    """An alternative makes no way longer."""
    assert lead_of(_LEGS) == Lead(days=34, most=47)


def test_a_way_without_alternatives_is_named_by_what_moves_it() -> None:
    """The leg that costs, else the longest that is no making."""
    usual = tuple(leg for leg in _LEGS if not leg.instead_of)
    assert [route.name for route in routes_of(usual)] == ["sea"]
    assert [r.name for r in routes_of((Leg(name="production", days=30), Leg(name="truck", days=2)))] == [
        "truck"
    ]
    assert routes_of(()) == ()
