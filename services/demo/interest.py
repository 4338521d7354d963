"""What viewers of the demo do before they buy: cards put before them, clicks, and a while to decide.

Whoever buys has clicked some seconds earlier; most who click do not buy, more of them at some products than
at others. Pure: ticked by the world, drawing from the generator it is given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from random import Random

from services.demo.chance import poisson
from services.demo.scenario import MINUTE, Article, Habits

_CURIOSITY = 0.3
"""How products differ in the clicks they take for an order, as the deviation of a logarithm."""
_CARDS = range(8, 25)
"""How often a card was put before viewers for one click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How often one product was clicked and put before viewers by a world second, from the warm-up on."""

    at: float
    sku: str
    clicks: int
    impressions: int


class Interest:
    """Clicks of every product so far. `past` has them once a minute since the broadcast began."""

    def __init__(self, articles: Sequence[Article], habits: Habits, dice: Random) -> None:
        self._skus = tuple(article.sku for article in articles)
        self._dice = dice
        self._each = {sku: habits.clicks_per_order * exp(dice.gauss(0.0, _CURIOSITY)) for sku in self._skus}
        self._clicks = dict.fromkeys(self._skus, 0)
        self._impressions = dict.fromkeys(self._skus, 0)
        self._weights: list[float] = []
        self._told: dict[str, int] = {}
        self.past: list[Looked] = []

    def weigh(self, wishes: Iterable[float]) -> None:
        """From now on products are wanted so much at their usual price, in their order."""
        pairs = zip(self._skus, wishes, strict=True)
        self._weights = list(accumulate(wish * self._each[sku] for sku, wish in pairs))

    def look(self, viewers: int, seconds: float) -> None:
        """Let viewers look around for so long."""
        mean = viewers / 1000.0 * self._weights[-1] / MINUTE * seconds
        if mean <= 0:
            return
        count = poisson(self._dice, mean)
        skus = self._dice.choices(self._skus, cum_weights=self._weights, k=count)
        for sku, cards in zip(skus, self._dice.choices(_CARDS, k=count), strict=True):
            self._clicks[sku] += 1
            self._impressions[sku] += cards

    def remember(self, now: float) -> None:
        """Keep what stands now of the products that were clicked since."""
        news = [one for one in self.now(now) if self._told.get(one.sku) != one.clicks]
        self._told |= {one.sku: one.clicks for one in news}
        self.past += news

    def now(self, second: float) -> tuple[Looked, ...]:
        """What stands."""
        return tuple(
            Looked(at=second, sku=sku, clicks=self._clicks[sku], impressions=self._impressions[sku])
            for sku in self._skus
        )
