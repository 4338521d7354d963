"""What the demo's products sold in the half year before."""

import tomllib
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from app.domain.lifecycle import Stage, stage_of
from services.demo.scenario import DEMO_FILES
from services.demo.weeks import DAYS, daily_sales
from tests.services.demo.site import demo_site

MIDNIGHT = datetime(2026, 11, 21, 16, tzinfo=UTC)


def _by_sku() -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(lambda: [0.0] * DAYS)
    for day, sku, units in daily_sales(MIDNIGHT):
        found[sku][DAYS - (MIDNIGHT - day).days] += units
    return found


def test_lately_they_sold_what_the_settings_say_of_a_day() -> None:
    """Replenishment is not turned upside down by a history that contradicts the settings."""
    products = tomllib.loads((DEMO_FILES / "room.toml").read_text("utf-8"))["products"]
    sold = _by_sku()
    wanted = sum(product["daily_sales"] for product in products)
    assert abs(sum(sum(days[-28:]) for days in sold.values()) / 28 - wanted) < 0.15 * wanted


def test_every_part_of_a_product_s_life_can_be_seen() -> None:
    """Introduction, growth, maturity, decline: the product page has something to show of each."""
    stages = set()
    for days in _by_sku().values():
        first = next(place for place, units in enumerate(days) if units)
        stages.add(stage_of(days[first:]))
    assert stages >= set(Stage)


def test_the_same_past_each_time() -> None:
    """Pictures and tests can be compared; only the calendar moves."""
    later = list(daily_sales(MIDNIGHT + timedelta(weeks=1)))
    assert [(sku, units) for _day, sku, units in daily_sales(MIDNIGHT)] == [
        (sku, units) for _day, sku, units in later
    ]


async def test_a_desk_that_opens_is_told_of_them() -> None:
    """The history ends where today begins."""
    async with demo_site(minute=10) as site:
        told = (await site.client.get("/control/history")).json()
    assert 0 < told["started_at"] - max(at for at, _sku, _units in told["days"]) <= 2 * 86400
