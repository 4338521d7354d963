"""The demo's broadcasts of the evenings before."""

from itertools import pairwise
from statistics import mean

from services.demo.evenings import EVENINGS, LASTS, evenings
from services.demo.scenario import load_scenario
from tests.services.demo.site import demo_site


async def test_each_evening_is_a_whole_broadcast_a_day_apart() -> None:
    """With what lay there, who watched, what was shown and what was sold."""
    async with demo_site(minute=20) as site:
        told = (await site.client.get("/control/evenings")).json()["evenings"]
        today = (await site.client.get("/control/history")).json()
    assert len(told) == EVENINGS
    starts = [one["started_at"] for one in told]
    apart = [later - earlier for earlier, later in pairwise([*starts, today["started_at"]])]
    assert apart == [86_400] * EVENINGS
    for one in told:
        assert one["ended_at"] - one["started_at"] == LASTS
        stamps = [row[0] for part in ("viewers", "shown", "sold") for row in one[part]]
        assert one["started_at"] <= min(stamps) <= max(stamps) <= one["ended_at"]
        assert one["opening"].keys() == today["opening"].keys()
        assert mean(organic + paid for _at, organic, paid in one["viewers"]) > 500
        assert sum(units for _at, _sku, units in one["sold"]) > 1000


def test_no_evening_is_like_another_and_all_are_the_same_each_time() -> None:
    """Other crowds, other wishes, another order; seeded."""
    scenario = load_scenario()
    every = list(evenings(scenario, seed=2))
    assert every == list(evenings(scenario, seed=2))
    assert len({tuple(sku for _at, sku in one.shown) for one in every}) == EVENINGS
    assert len({sum(units for _at, _sku, units in one.sold) for one in every}) == EVENINGS
