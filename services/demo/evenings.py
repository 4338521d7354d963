"""The demo's broadcasts of the evenings before: the same room with other crowds, other wishes, another order.

Each is played through by the same world as today's, so that what a desk learns and judges of them is real.
Pure and seeded. Told as a desk would have kept it: what was sold and who watched, half a minute at a time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import exp
from random import Random

from services.demo.scenario import MINUTE, Article, Scenario, Showing
from services.demo.world import World

EVENINGS = 5
LASTS = 75 * MINUTE
EVERY = 30.0
"""World seconds of what is told together."""
_CROWDS = 0.12
"""How evenings differ in their audience, as the deviation of a logarithm; below: in each product's appeal."""
_WISHES = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """One broadcast; seconds count from its start. `viewers` are organic and paid."""

    days_ago: int
    opening: dict[str, dict[str, int]]
    viewers: list[tuple[float, int, int]]
    shown: list[tuple[float, str]]
    sold: list[tuple[float, str, int]]


def evenings(scenario: Scenario, *, seed: int) -> Iterator[Evening]:
    """The evenings before, the oldest first."""
    for days_ago in range(EVENINGS, 0, -1):
        dice = Random(f"{seed} evening {days_ago}")
        world = World(_another(scenario, dice), seed=dice.randrange(1 << 30))
        world.go_to(LASTS)
        yield _told(world, days_ago)


def _another(scenario: Scenario, dice: Random) -> Scenario:
    crowd = exp(dice.gauss(0.0, _CROWDS))
    habits = scenario.habits
    curve = tuple((second, viewers * crowd) for second, viewers in habits.curve)
    return replace(
        scenario,
        # nobody asks what was clicked then
        habits=replace(habits, curve=curve, clicks_per_order=0.0),
        articles=tuple(_liked(article, dice) for article in scenario.articles),
        run_of_show=tuple(_shuffled(scenario.run_of_show, dice)),
    )


def _liked(article: Article, dice: Random) -> Article:
    return replace(article, per_1000=article.per_1000 * exp(dice.gauss(0.0, _WISHES)))


def _shuffled(lines: tuple[Showing, ...], dice: Random) -> Iterator[Showing]:
    """The same slots, the products in another order."""
    products = [line.sku for line in lines if line.sku is not None]
    dice.shuffle(products)
    for line in lines:
        yield line if line.sku is None else replace(line, sku=products.pop())


def _told(world: World, days_ago: int) -> Evening:
    sold: Counter[tuple[float, str]] = Counter()
    for line in world.orders.changed_since(0.0, world.now):
        if not line.cancelled and line.paid_at >= 0:
            sold[line.paid_at // EVERY * EVERY, line.sku] += line.units
    shown: list[tuple[float, str]] = []
    for moment in world.past:
        if moment.on_air is not None and (not shown or shown[-1][1] != moment.on_air):
            shown.append((moment.at, moment.on_air))
    return Evening(
        days_ago=days_ago,
        opening={
            site: {figures.sku: max(0, figures.available) for figures in shelf}
            for site, shelf in world.opening.items()
        },
        viewers=[(one.at, one.organic, one.paid) for one in world.past if one.at % EVERY == 0],
        shown=shown,
        sold=[(at, sku, units) for (at, sku), units in sorted(sold.items())],
    )
