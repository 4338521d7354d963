"""The demo world's facts, from resources/demo/scenario.toml: products, prices, audience, show, deliveries.

Not for what happens to them: that is the world's. Seconds count from the start of the broadcast.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

DEMO_FILES = Path(__file__).resolve().parents[2] / "resources" / "demo"
MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One product on sale: what it is called, how fast it sells and where it lay when the show began.

    `per_1000` is units a minute for every 1,000 viewers while something else is shown. `owed` are units that
    other channels sold and the site does not have. `shop_extra` is how many too many the shop believes in.
    """

    sku: str
    chinese: str
    english: str
    shop_id: str
    price: Decimal
    per_1000: float
    opening: Mapping[str, int]
    owed: Mapping[str, int]
    shop_extra: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One line of the run of show; `draw` multiplies the audience at its height. No SKU: nothing is shown."""

    at: float
    sku: str | None
    draw: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Units that reach a site; negative units are what a recount did not find."""

    at: float
    site: str
    sku: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repricing:
    """From then on a product costs something else."""

    at: float
    sku: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How viewers come and buy. Shares are between 0 and 1, durations in seconds.

    `deciding` passes between a click and the order. At a price higher by 1 % fewer buy, by `dearer` per cent.
    """

    curve: tuple[tuple[float, float], ...]
    noise: float
    paid_share: float
    surge_rise: float
    surge_stay: float
    surge_fall: float
    on_air_factor: float
    two_units: float
    same_order: float
    cancelled: float
    pick_after: float
    deciding: float
    clicks_per_order: float
    dearer: float
    returning: float
    reservations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything the world is made from, and the English of each Chinese name in the settings file."""

    start_minute: float
    habits: Habits
    articles: tuple[Article, ...]
    run_of_show: tuple[Showing, ...]
    deliveries: tuple[Delivery, ...]
    repricings: tuple[Repricing, ...]
    english: Mapping[str, str]

    @property
    def sites(self) -> tuple[str, ...]:
        """Every place that holds stock, in the order the products name them."""
        return tuple(dict.fromkeys(site for article in self.articles for site in article.opening))


def load_scenario(path: Path = DEMO_FILES / "scenario.toml") -> Scenario:
    """Read a scenario file. Raises KeyError or ValueError for one that is not whole."""
    data = tomllib.loads(path.read_text("utf-8"))
    articles = tuple(_article(row) for row in data["products"])
    return Scenario(
        start_minute=data["start_minute"],
        habits=_habits(data["habits"]),
        articles=articles,
        run_of_show=tuple(
            Showing(at=row["minute"] * MINUTE, sku=row.get("sku"), draw=row.get("draw", 1.0))
            for row in data["run_of_show"]
        ),
        deliveries=tuple(
            Delivery(at=row["minute"] * MINUTE, site=row["site"], sku=row["sku"], units=row["units"])
            for row in sorted(data["deliveries"], key=lambda row: float(row["minute"]))
        ),
        repricings=tuple(
            Repricing(at=row["minute"] * MINUTE, sku=row["sku"], price=Decimal(row["price"]))
            for row in sorted(data["repricings"], key=lambda row: float(row["minute"]))
        ),
        english=data["english"] | {article.chinese: article.english for article in articles},
    )


def _article(row: dict[str, Any]) -> Article:
    return Article(
        sku=row["sku"],
        chinese=row["zh"],
        english=row["en"],
        shop_id=row["shop_id"],
        price=Decimal(row["price"]),
        per_1000=row["per_1000"],
        opening=row["opening"],
        owed=row.get("owed", {}),
        shop_extra=row.get("shop_extra", 0),
    )


def _habits(row: dict[str, Any]) -> Habits:
    curve = tuple((minute * MINUTE, float(viewers)) for minute, viewers in row.pop("curve"))
    return Habits(curve=curve, **row)
