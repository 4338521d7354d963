"""Whether clicks make forecasts better: the same simulated broadcasts, told of clicks and not."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from app.assembly.scenarios import scenario
from app.domain.catalogue import Product
from app.domain.policy import Policy
from app.domain.recollection import Recollection
from app.domain.signals import Outlook
from app.domain.simulation import Script
from app.engine.rehearsing.desk import RehearsedDesk
from app.engine.rehearsing.playing import STARTED_AT
from services.demo.scenario import load_scenario
from services.demo.world import World as DemoWorld
from tests.forecasting import Score, measured

BROADCASTS = 3
_LASTS = 90
_LOOKS = (5, 10, 20, 30)


def scores(name: str, clicks_per_order: float) -> Score:
    """The scenario's forecasts where so many click before one orders; 0: nobody tells."""
    script = scenario(name)
    return measured(_told(script, clicks_per_order), range(BROADCASTS))


def _told(script: Script, clicks_per_order: float) -> Script:
    return replace(script, buyers=replace(script.buyers, clicks_per_order=clicks_per_order))


@pytest.mark.parametrize(("name", "at_most"), [("new_room", 0.95), ("low_prior", 0.9)])
def test_clicks_make_forecasts_no_worse_and_mostly_better(name: str, at_most: float) -> None:
    """Pinball losses of units and of the time to sell-out, without clicks 1; the band goes on holding.

    They lead the sales and differ from product to product in what they bring, which the desk is not told.
    """
    with_clicks, without = scores(name, 12.0), scores(name, 0.0)
    for what in ("units ours", "time ours"):
        assert sum(with_clicks.losses[what]) <= at_most * sum(without.losses[what])
    assert 0.7 <= sum(with_clicks.units_held) / len(with_clicks.units_held) <= 0.95


@pytest.mark.parametrize("seed", [2, 3])
def test_the_demo_s_clicks_make_its_forecast_better(seed: int) -> None:
    """A world of its own making: what is foretold in the first half hour of a first evening."""
    with_clicks, without = _demo_loss(seed, tells_clicks=True), _demo_loss(seed, tells_clicks=False)
    assert with_clicks < 0.95 * without


def _demo_loss(seed: int, *, tells_clicks: bool) -> float:
    """Pinball loss of the units until minute 90, looked at early; nothing is remembered."""
    world = DemoWorld(load_scenario(), seed=seed)
    world.go_to(0.0)
    products = [Product(sku=one.sku, title=one.sku) for one in world.scenario.articles]
    stock = {one.sku: 10_000 for one in products}
    policy = Policy(planned_minutes=_LASTS)
    desk = RehearsedDesk(products, stock, policy, STARTED_AT, Recollection())
    looks: list[tuple[float, str, Outlook]] = []
    clicks = dict.fromkeys(stock, 0)
    for minute in range(1, _LASTS + 1):
        world.go_to(minute * 60.0)
        now, crowd = STARTED_AT + timedelta(minutes=minute), world.audience.crowd
        desk.show(now, crowd.on_air)
        desk.viewers(now, crowd.organic, crowd.paid)
        desk.sales(now, _sold(world, minute - 1, minute).items())
        if tells_clicks:
            totals = {one.sku: one.clicks for one in world.interest.now(world.now)}
            desk.clicked((sku, total - clicks[sku]) for sku, total in totals.items())
            clicks = totals
        if minute in _LOOKS:
            looks += [(minute, sku, desk.outlook(sku, now)) for sku in stock]
    loss = 0.0
    for at, sku, look in looks:
        assert look.by_end is not None
        actual = _sold(world, at, _LASTS)[sku]
        for chance, value in ((0.1, look.by_end.p10), (0.5, look.by_end.p50), (0.9, look.by_end.p90)):
            loss += max(chance * (actual - value), (chance - 1.0) * (actual - value))
    return loss


def _sold(world: DemoWorld, since: float, until: float) -> Counter[str]:
    """Units by product in these minutes."""
    lines = world.orders.changed_since(since * 60.0, world.now)
    sold: Counter[str] = Counter()
    for line in lines:
        if since * 60.0 < line.paid_at <= until * 60.0:
            sold[line.sku] += line.units
    return sold
