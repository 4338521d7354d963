"""From proposals, orders and slow products to what the replenishment page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.batch_grid import Floats
from app.domain.batches import Batch, BatchPlan, Costs
from app.domain.catalogue import Leg, Warehouse, WarehouseMode
from app.domain.lifecycle import Clearing, SlowMover
from app.domain.orders import Destination, DraftOrder, OrderState
from app.domain.proposals import Proposal, Proposals
from app.domain.standings import House
from app.domain.warehouse_choice import Suits, Why, suits
from app.views.names import Names
from app.views.replenishment import (
    BatchView,
    CostView,
    ElsewhereView,
    OrderView,
    Press,
    ProposalView,
    ReplenishmentView,
    SlowView,
)
from app.words import _, money, number, plain

__all__ = ["Outcome", "leg_name", "leg_views", "replenishment_view"]

LISTED = 120
"""Proposals shown at most; the most pressing are."""
_LATE_DAYS = 7
_DETAILED = 40
"""Proposals whose cost elsewhere is worked out too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was worked out: proposals, those that rest, orders, slow products, and how sure the figures are.

    `stale` maps a shelf to the instant of its oldest figure where that is no longer live. `unknown` counts
    products that could not be judged.
    """

    proposals: Proposals
    resting: Mapping[Destination, date]
    orders: tuple[DraftOrder, ...]
    slow: tuple[SlowMover, ...]
    stale: Mapping[Destination, datetime]
    unknown: int


def replenishment_view(outcome: Outcome, house: House, names: Names, now: datetime) -> ReplenishmentView:
    """All of it as it is shown."""
    rows = outcome.proposals.rows
    awake = [place for place, row in enumerate(rows) if _key(row) not in outcome.resting]
    asleep = [place for place, row in enumerate(rows) if _key(row) in outcome.resting]
    made = _Maker(outcome, house, names)
    return ReplenishmentView(
        at=now,
        today=house.today,
        days=house.policy.horizon_days,
        currency=names.currency,
        pending=tuple(made.proposal(place, deep=nth < _DETAILED) for nth, place in enumerate(awake[:LISTED])),
        resting=tuple(made.proposal(place, deep=False) for place in asleep[:LISTED]),
        orders=tuple(_order(order, house.today, names) for order in _by_due(outcome.orders)),
        slow=tuple(_slow(one, names) for one in outcome.slow),
        more=max(0, len(awake) - LISTED),
        unknown=outcome.unknown,
        units=sum(rows[place].quantity for place in awake),
        money=sum(rows[place].money or 0.0 for place in awake),
    )


def _key(row: Proposal) -> Destination:
    return (row.shelf.product.sku, row.shelf.warehouse.id)


def _by_due(orders: Iterable[DraftOrder]) -> list[DraftOrder]:
    return sorted(orders, key=lambda order: (not order.state.is_open, order.due, order.id))


class _Maker:
    def __init__(self, outcome: Outcome, house: House, names: Names) -> None:
        self._outcome = outcome
        self._house = house
        self._names = names
        self._costly = tuple(place for place in names.warehouses.values() if place.cost is not None)

    def proposal(self, place: int, *, deep: bool) -> ProposalView:
        """One proposal; `deep`: with what it would cost in other warehouses."""
        row, plan = self._outcome.proposals.rows[place], self._outcome.proposals.plan(place)
        shelf, today = row.shelf, self._house.today
        product, key = shelf.product, _key(row)
        fitting = suits(product, row.pace, _held(row), self._costly, self._house.policy)
        usual = tuple(leg for leg in product.legs if not leg.instead_of)
        return ProposalView(
            sku=product.sku,
            title=self._names.title(product.sku),
            warehouse=shelf.warehouse.id,
            place=plain(shelf.warehouse.name, 40),
            mode=shelf.warehouse.mode,
            press=_press(row),
            available=shelf.available,
            inbound=shelf.inbound,
            on_order=sum(units for _days, units in shelf.ordered),
            position=shelf.position,
            cover=row.cover,
            cover_target=row.cover_target,
            per_day=row.per_day,
            lead_days=row.lead.days,
            legs=leg_views(usual, row.lead.days),
            safety_stock=row.safety_stock,
            point=row.point,
            quantity=row.quantity,
            left_days=row.left_days,
            order_by=today + timedelta(days=row.left_days),
            money=row.money,
            batches=tuple(_batch(batch, today) for batch in plan.batches),
            one=_batch(plan.one, today),
            costs=_costs(plan.costs),
            costs_one=_costs(plan.costs_one),
            stock=_levels(plan.stock, self._house),
            stock_one=_levels(plan.stock_one, self._house),
            coming=self._outcome.proposals.coming(place),
            unplaced=plan.unplaced,
            pace=row.pace,
            stage=shelf.outlook.stage,
            suits=_suits_words(fitting, row, self._names),
            suits_mode=fitting.mode,
            elsewhere=self._elsewhere(place) if deep else (),
            stale_from=self._outcome.stale.get(key),
            rests_until=self._outcome.resting.get(key),
        )

    def _elsewhere(self, place: int) -> tuple[ElsewhereView, ...]:
        """The cheapest warehouse of each kind whose costs are known."""
        plans = self._outcome.proposals.elsewhere(place, self._costly)
        found: dict[WarehouseMode, ElsewhereView] = {}
        for warehouse, plan in zip(self._costly, plans, strict=True):
            view = _elsewhere(warehouse, plan)
            if view.mode not in found or view.batches < found[view.mode].batches:
                found[view.mode] = view
        return tuple(found[mode] for mode in WarehouseMode if mode in found)


def _elsewhere(warehouse: Warehouse, plan: BatchPlan) -> ElsewhereView:
    return ElsewhereView(
        name=plain(warehouse.name, 40),
        mode=warehouse.mode,
        batches=plan.costs.total,
        one=plan.costs_one.total,
    )


def _held(row: Proposal) -> float:
    """Days a unit lies on the average while this order sells: half of what it covers."""
    return max(1.0, (row.cover_target + row.safety_stock / row.per_day) / 2)


def _press(row: Proposal) -> Press:
    if row.left_days > 0:
        return Press.SOON
    return Press.LATE if row.left_days < -_LATE_DAYS else Press.DUE


def _levels(levels: Floats, house: House) -> tuple[int, ...]:
    return tuple(levels[: house.policy.horizon_days].round().astype(int).tolist())


def leg_views(usual: Sequence[Leg], lead_days: float) -> tuple[tuple[str, float], ...]:
    """The usual way; what the warehouse itself takes stands last."""
    legs = tuple((leg_name(leg.name), leg.days) for leg in usual)
    rest = lead_days - sum(leg.days for leg in usual)
    return (*legs, (leg_name("receiving"), rest)) if rest > 0 else legs


def _batch(batch: Batch, today: date) -> BatchView:
    name = leg_name(batch.route)
    return BatchView(
        route=name,
        short=name[:1].upper(),
        units=batch.units,
        order_on=today + timedelta(days=batch.order_in),
        due=today + timedelta(days=batch.arrives_in),
        arrives_in=batch.arrives_in,
        freight=batch.freight,
        ready=batch.ready,
    )


def _costs(costs: Costs) -> CostView:
    return CostView(
        freight=costs.freight,
        storage=costs.storage,
        delivery=costs.delivery,
        capital=costs.capital,
        short=costs.short,
        total=costs.total,
        short_days=costs.short_days,
    )


def leg_name(leg: str) -> str:
    """A leg as people call it; one with a name of the house's own stands for itself."""
    known = {
        "production": _("Production"),
        "sea": _("Sea"),
        "fast_boat": _("Fast boat"),
        "air": _("Air"),
        "rail": _("Rail"),
        "truck": _("Truck"),
        "express": _("Express"),
        "customs": _("Customs"),
        "receiving": _("Shelving"),
    }
    return known.get(leg) or plain(leg, 24)


def mode_name(mode: WarehouseMode) -> str:
    """A kind of warehouse."""
    return {
        WarehouseMode.OWN: _("own warehouse"),
        WarehouseMode.THIRD_PARTY: _("third-party warehouse"),
        WarehouseMode.PLATFORM: _("platform warehouse"),
    }[mode]


def _suits_words(found: Suits, row: Proposal, names: Names) -> str:
    why = {
        Why.CUSTOM: _("it is made to order"),
        Why.HIGH_MARGIN: _("its margin is high"),
        Why.FAST: _("it turns over in {days} days, which is fast"),
        Why.ORDINARY: _("it turns over in {days} days, which is ordinary"),
    }[found.why].format(days=number(round(row.turnover)))
    said = _("Suits a {kind}: {why}.").format(kind=mode_name(found.mode), why=why)
    costs = ", ".join(
        f"{plain(names.warehouse(one.warehouse), 24)} {money(round(one.cost, 2), names.currency)}"
        for one in found.costs[:4]
    )
    return said + " " + _("A unit costs: {costs}.").format(costs=costs) if costs else said


def _slow(one: SlowMover, names: Names) -> SlowView:
    words = {
        Clearing.BUNDLE: _("Bundle with {title}"),
        Clearing.DISCOUNT: _("Sell off, order no more"),
        Clearing.SHOW: _("Show in the gaps"),
    }[one.clearing].format(title=names.title(one.partner))
    return SlowView(
        sku=one.sku,
        title=names.title(one.sku),
        days=None if one.days == float("inf") else one.days,
        units=one.over_units,
        money=one.money,
        clearing=one.clearing,
        words=words,
    )


def _order(order: DraftOrder, today: date, names: Names) -> OrderView:
    return OrderView(
        id=order.id,
        sku=order.sku,
        title=names.title(order.sku),
        warehouse=order.warehouse,
        place=plain(names.warehouse(order.warehouse), 40),
        route=leg_name(order.route),
        units=order.units,
        order_on=order.order_on,
        due=order.due,
        state=order.state,
        money=None if order.unit_cost is None else float(order.unit_cost) * order.units,
        freight=float(order.freight),
        overdue=order.state in (OrderState.DRAFT, OrderState.PLACED) and order.due < today,
    )
