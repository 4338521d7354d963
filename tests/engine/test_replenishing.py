"""Replenishment in a running desk: proposed by itself, accepted, put aside, and counted as on its way."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.catalogue import Leg, Product, Warehouse
from app.domain.orders import DraftOrder, OrderState
from app.domain.recollection import Recollection
from app.engine.replenishing import EVERY_S, SETTLED_S
from app.engine.serving import Serving
from app.intents import AcceptProposal, Code, RestProposal, UpdateOrder
from app.ports import DailySales, JournalFull
from app.views.replenishment import Press, ProposalView, ReplenishmentView
from tests.engine import desk_under_test
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import START, settle

_MIDNIGHT = START.replace(hour=0, minute=0, second=0, microsecond=0)
_LEGS = (
    Leg(name="production", days=7),
    Leg(name="sea", days=22, cost_per_unit=Decimal("0.45")),
    Leg(name="air", days=4, cost_per_unit=Decimal("2.4"), instead_of="sea"),
    Leg(name="receiving", days=2),
)


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room whose earphones have a way to the warehouse, and sell ten a day."""
    made = desk_under_test.plan

    def with_ways(skus: tuple[str, ...] = desk_under_test.SKUS, **policy: float) -> object:
        plan = made(skus, **policy)
        products = tuple(_with_way(product) for product in plan.products)
        la = Warehouse(id="la", name="Los Angeles", short="L")
        return replace(plan, products=products, names=replace(plan.names, warehouses={"la": la}))

    monkeypatch.setattr(desk_under_test, "plan", with_ways)


def _with_way(product: Product) -> Product:
    if product.sku != "EAR-01":
        return product
    return replace(product, legs=_LEGS, daily_sales=10, price=Decimal(30), cost=Decimal(11), pack_size=20)


def shown(desk: Desk) -> ReplenishmentView:
    """What the windows were told last."""
    view = desk.told().replenishment
    assert view is not None
    return view


async def proposed(desk: Desk) -> ProposalView:
    """The one proposal, once sources have answered."""
    await desk.pass_time(SETTLED_S + 1)
    for _again in range(100):
        await settle()
        if desk.told().replenishment is not None:
            break
        await desk.pass_time(0.1)
    (view,) = shown(desk).pending
    return view


def kept(desk: Desk) -> list[DraftOrder]:
    """Every order in the record."""
    return list(desk.world.journal.kept.orders.values())


async def test_a_desk_proposes_by_itself() -> None:
    """100 on hand sell in ten days, the ship takes 31: late, and the gap is flown."""
    async with running(World()) as desk:
        view = await proposed(desk)
        assert (view.sku, view.place, view.available, view.press) == (
            "EAR-01",
            "Los Angeles",
            100,
            Press.LATE,
        )
        assert (view.point, view.quantity, view.left_days) == (310, 360, -21)
        assert [batch.route for batch in view.batches] == ["Air", "Air", "Sea"]
        assert view.order_by == START.date() - timedelta(days=21)
        assert shown(desk).units == 360
        assert shown(desk).money == 360 * 11


async def test_accepting_makes_draft_orders_that_count_as_on_their_way() -> None:
    """And the proposal is gone, for good: the next look does not make it again."""
    async with running(World()) as desk:
        view = await proposed(desk)
        answer = await desk.ask(AcceptProposal(who=ME, sku="EAR-01", warehouse="la"))
        assert answer.ok
        orders = kept(desk)
        assert [(o.units, o.due) for o in orders] == [(b.units, b.due) for b in view.batches]
        assert {(o.state, o.unit_cost, o.proposed) for o in orders} == {(OrderState.DRAFT, Decimal(11), None)}
        assert shown(desk).pending == ()
        assert len(shown(desk).orders) == len(orders)
        await desk.pass_time(EVERY_S + 1)
        await settle()
        assert shown(desk).pending == ()


async def test_a_person_may_change_the_quantity() -> None:
    """In whole packs; what was proposed is kept beside it."""
    async with running(World()) as desk:
        await proposed(desk)
        assert (await desk.ask(AcceptProposal(who=ME, sku="EAR-01", warehouse="la", units=190))).ok
        assert sum(order.units for order in kept(desk)) == 200
        assert {order.proposed for order in kept(desk)} == {360}


async def test_a_proposal_put_aside_comes_back_when_it_is_asked_for() -> None:
    """Meanwhile it stands among those for later."""
    async with running(World()) as desk:
        await proposed(desk)
        assert (await desk.ask(RestProposal(who=ME, sku="EAR-01", warehouse="la", days=3))).ok
        assert shown(desk).pending == ()
        assert [view.rests_until for view in shown(desk).resting] == [START.date() + timedelta(days=3)]
        assert (await desk.ask(RestProposal(who=ME, sku="EAR-01", warehouse="la", days=0))).ok
        assert len(shown(desk).pending) == 1


async def test_a_dropped_order_is_no_longer_counted() -> None:
    """The proposal is made again."""
    async with running(World()) as desk:
        await proposed(desk)
        await desk.ask(AcceptProposal(who=ME, sku="EAR-01", warehouse="la"))
        for order in kept(desk):
            assert (await desk.ask(UpdateOrder(who=ME, order=order.id, state=OrderState.DROPPED))).ok
        assert len(shown(desk).pending) == 1


async def test_orders_outlive_the_desk() -> None:
    """A new start knows what was accepted."""
    world = World()
    async with running(world) as desk:
        await proposed(desk)
        await desk.ask(AcceptProposal(who=ME, sku="EAR-01", warehouse="la"))
    async with running(world, start=False) as desk:
        await desk.pass_time(SETTLED_S + 1)
        for _again in range(50):
            await settle()
            await desk.pass_time(0.1)
        assert shown(desk).pending == ()
        assert shown(desk).orders


@pytest.mark.parametrize(
    ("intent", "code"),
    [
        (AcceptProposal(who=ME, sku="CUP-01", warehouse="la"), Code.UNKNOWN_TARGET),
        (AcceptProposal(who=ME, sku="EAR-01", warehouse="la", units=0), Code.BAD_VALUE),
        (RestProposal(who=ME, sku="EAR-01", warehouse="nj"), Code.UNKNOWN_TARGET),
        (RestProposal(who=ME, sku="EAR-01", warehouse="la", days=400), Code.BAD_VALUE),
        (UpdateOrder(who=ME, order=9, state=OrderState.PLACED), Code.UNKNOWN_TARGET),
    ],
)
async def test_what_makes_no_sense_is_refused(
    intent: AcceptProposal | RestProposal | UpdateOrder, code: Code
) -> None:
    """In words, and nothing is kept."""
    async with running(World()) as desk:
        await proposed(desk)
        (result,) = (await desk.ask(intent)).results
        assert result.code is code
        assert result.text
        assert kept(desk) == []


async def test_a_full_disk_is_said_and_nothing_is_ordered() -> None:
    """What is not recorded does not count."""
    async with running(World()) as desk:
        await proposed(desk)
        desk.world.journal.fail(JournalFull("disk full"), on="add_orders")
        (result,) = (await desk.ask(AcceptProposal(who=ME, sku="EAR-01", warehouse="la"))).results
        assert result.code is Code.NO_RECORD
        assert len(shown(desk).pending) == 1


async def test_what_lies_too_long_is_named_with_its_money() -> None:
    """A product that sells one in ten days, with a hundred on hand."""
    world = World()
    await world.journal.open()
    days = [
        DailySales(
            day=START.replace(hour=0) - timedelta(days=ago), sku="CUP-01", units=Decimal(ago % 10 == 0)
        )
        for ago in range(1, 50)
    ]
    await world.journal.import_sales(days)
    async with running(world) as desk:
        await proposed(desk)
        (slow,) = shown(desk).slow
        assert slow.sku == "CUP-01"
        assert slow.days is not None
        assert slow.days > 900


async def test_a_command_hears_what_to_order() -> None:
    """As an object for scripts and as lines for people; before the desk runs it says so."""
    async with running(World()) as desk:
        await proposed(desk)
        (reply,) = [each async for each in Serving(desk.engine).handle({"command": "replenish"})]
        assert reply["exit"] == 0
        (proposal,) = json.loads(json.dumps(reply["object"]))["proposals"]
        assert (proposal["sku"], proposal["quantity"], proposal["late_days"]) == ("EAR-01", 360, 21)
        assert [batch["units"] for batch in proposal["batches"]] == [100, 80, 180]
        assert reply["lines"][0].startswith("EAR-01 → Los Angeles: 360 by Nov 1, covers 10.0 days of 15")
        desk.engine.refuse_new()
        (late,) = [each async for each in Serving(desk.engine).handle({"command": "replenish"})]
        assert late["exit"] == 1


async def test_what_the_next_broadcast_should_sell_is_stocked_for() -> None:
    """At 1.2 times of what is expected: 500 expected are 600, of which ten would sell anyway."""
    async with running(World()) as desk:
        before = await proposed(desk)
        desk.engine.room.expect(Recollection(), {"EAR-01": 500.0})
        view = await desk.engine.replenishing.refresh()
        assert view.pending[0].point == before.point + 590
