"""The ways from order to shelf: the legs of the settings, put together with each of their alternatives.

A leg with `instead_of` stands for the leg of that name, and makes another way. What lies ready at the
supplier skips the leg named `production`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.catalogue import Leg
from app.domain.replenishment import Lead

PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way. `name` is the leg that tells it from the others; costs are freight, in the room's currency.

    `capacity` None: as many units as are asked for. `making_days` of `lead` are the supplier's.
    """

    name: str
    legs: tuple[Leg, ...]
    lead: Lead
    making_days: float
    cost_per_unit: float = 0.0
    cost_per_order: float = 0.0
    capacity: int | None = None

    @property
    def days(self) -> float:
        """From order to shelf."""
        return self.lead.days

    @property
    def ready_days(self) -> float:
        """From order to shelf for what lies ready at the supplier."""
        return self.lead.days - self.making_days


def routes_of(legs: Sequence[Leg], inbound_days: float = 0.0) -> tuple[Route, ...]:
    """Every way, the fastest first; none without legs. `inbound_days` are what the warehouse itself takes."""
    found = {route.name: route for route in _routes(tuple(legs), inbound_days)}
    return tuple(sorted(found.values(), key=lambda route: (route.days, route.cost_per_unit)))


def _routes(legs: tuple[Leg, ...], inbound_days: float) -> Iterator[Route]:
    usual = tuple(leg for leg in legs if not leg.instead_of)
    if not usual:
        return
    replaced = {leg.instead_of for leg in legs if leg.instead_of}
    telling = next((leg for leg in usual if leg.name in replaced), None) or _dearest(usual)
    yield _route(telling.name, usual, inbound_days)
    for other in legs:
        if other.instead_of:
            way = tuple(other if leg.name == other.instead_of else leg for leg in usual)
            yield _route(other.name, way, inbound_days)


def _dearest(legs: tuple[Leg, ...]) -> Leg:
    """The leg that costs most to go, else the longest that is no making: what a person calls the way by."""
    moving = [leg for leg in legs if leg.name != PRODUCTION] or list(legs)
    return max(moving, key=lambda leg: (leg.cost_per_unit or Decimal(0), leg.days))


def _route(name: str, legs: tuple[Leg, ...], inbound_days: float) -> Route:
    spaces = [leg.capacity for leg in legs if leg.capacity is not None]
    days = sum(leg.days for leg in legs) + inbound_days
    slowest = sum(max(leg.days, leg.days_max or 0.0) for leg in legs) + inbound_days
    return Route(
        name=name,
        legs=legs,
        lead=Lead(days=days, most=slowest),
        making_days=sum(leg.days for leg in legs if leg.name == PRODUCTION),
        cost_per_unit=float(sum((leg.cost_per_unit or Decimal(0) for leg in legs), Decimal(0))),
        cost_per_order=float(sum((leg.cost_per_order or Decimal(0) for leg in legs), Decimal(0))),
        capacity=min(spaces, default=None),
    )
