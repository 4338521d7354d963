"""The demo world: an audience, buyers, warehouses and a shop, ticked a second at a time.

Pure and seeded: the same scenario, seed and interventions give the same world. It knows no clock and no HTTP;
buyers buy only what the shop has on sale and a warehouse holds.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate
from random import Random

from services.demo.audience import Audience, Crowd
from services.demo.chance import poisson
from services.demo.ledger import Ledger
from services.demo.orders import Line, OrderBook
from services.demo.scenario import MINUTE, Scenario
from services.demo.shop import Shop
from services.demo.stock import Figures, Stock

STEP = 1.0
"""World seconds of one tick; audience and buyers are reckoned for a whole one."""
LONGEST_CANCEL_SHARE = 0.9
"""A buyer cancels before this share of the picking time has passed."""
PAST_EVERY = 10.0
"""World seconds between two moments that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Who watched and what was shown at one world second."""

    at: float
    organic: int
    paid: int
    on_air: str | None


class World:
    """Everything that happens, from the warm-up on.

    Args:
        scenario: Products, habits, run of show, deliveries.
        seed: Same seed, same world.
        ledger: Where the shop writes down what it is told; its earlier lines are taken over.
    """

    def __init__(self, scenario: Scenario, *, seed: int, ledger: Ledger | None = None) -> None:
        self.scenario = scenario
        self.seed = seed
        self._habits = scenario.habits
        self._dice = Random(f"{seed} buyers")
        self._behind = 0.0
        self._skus = tuple(article.sku for article in scenario.articles)
        self._wish = {article.sku: article.per_1000 for article in scenario.articles}
        self._coming = deque(scenario.deliveries)
        self._to_pick: deque[Line] = deque()
        self._to_cancel: list[tuple[float, int, Line]] = []
        self.sites = scenario.sites
        self.now = scenario.habits.curve[0][0]
        self.audience = Audience(scenario.habits, scenario.run_of_show, Random(f"{seed} viewers"))
        self.stock = Stock(scenario.articles, scenario.deliveries, self.now)
        self.shop = Shop(scenario.articles, ledger or Ledger())
        self.orders = OrderBook()
        self.opening = self._figures() if self.now >= 0 else {}
        self._weights = self._weigh()
        self.past: list[Moment] = []
        """The audience every ten seconds since the broadcast began."""
        self.arrived: list[tuple[float, str, str, int]] = []
        """What came in, or was missed: second, site, SKU and by how much the shelf changed."""

    def advance(self, seconds: float) -> None:
        """Let time pass; what does not fill a tick is kept for the next call."""
        self._behind += seconds
        while self._behind >= STEP:
            self._behind -= STEP
            self._tick()

    def go_to(self, second: float) -> None:
        """Advance to a second of the broadcast, negative before its start; never back."""
        self.advance(max(0.0, second - self.now - self._behind))

    def show(self, sku: str | None, draw: float) -> None:
        """Put a product on air until the next line of the run of show. Raises KeyError for an unknown one."""
        if sku is not None and sku not in self._wish:
            raise KeyError(sku)
        self.audience.show(sku, draw, self.now)
        self._weights = self._weigh()

    def deliver(self, site: str, sku: str, units: int) -> None:
        """Bring units to a site, or miss some there. Raises KeyError where the site does not list it.

        The shop hears of deliveries, not of what a recount misses.
        """
        change = self.stock.arrive(site, sku, units, self.now)
        self.arrived.append((self.now, site, sku, change))
        self.shop.change_quantity(sku, max(0, change))

    def _tick(self) -> None:
        self.now += STEP
        if not self.opening and self.now > 0:
            self.opening = self._figures()
        on_air = self.audience.crowd.on_air
        self.audience.advance(self.now)
        if self.now >= 0 and self.now % PAST_EVERY == 0:
            self.past.append(_moment(self.now, self.audience.crowd))
        if self.audience.crowd.on_air != on_air:
            self._weights = self._weigh()
        while self._coming and self._coming[0].at <= self.now:
            delivery = self._coming.popleft()
            self.deliver(delivery.site, delivery.sku, delivery.units)
        self._cancel_due()
        self._pick_due()
        self._sell()

    def _figures(self) -> Mapping[str, tuple[Figures, ...]]:
        return {site: self.stock.figures(site) for site in self.sites}

    def _weigh(self) -> list[float]:
        factor, on_air = self._habits.on_air_factor, self.audience.crowd.on_air
        wishes = (wish * (factor if sku == on_air else 1.0) for sku, wish in self._wish.items())
        return list(accumulate(wishes))

    def _sell(self) -> None:
        per_second = self.audience.crowd.viewers / 1000.0 * self._weights[-1] / MINUTE
        bought = False
        for _ in range(poisson(self._dice, per_second * STEP)):
            bought = self._buy(after_another=bought)

    def _buy(self, *, after_another: bool) -> bool:
        """One wish of one viewer. The same dice fall whether or not it can be met."""
        (sku,) = self._dice.choices(self._skus, cum_weights=self._weights)
        wanted, site, with_it, regret, when = (self._dice.random() for _ in range(5))
        units = min(2 if wanted < self._habits.two_units else 1, self.shop.offered(sku))
        set_aside = self.stock.reserve(sku, units, site, self.now) if units else None
        if set_aside is None:
            return False
        same_order = after_another and with_it < self._habits.same_order
        line = self.orders.add(sku, *set_aside, self.now, same_order=same_order)
        self.shop.change_quantity(sku, -line.units)
        self._to_pick.append(line)
        if regret < self._habits.cancelled:
            due = self.now + when * self._habits.pick_after * LONGEST_CANCEL_SHARE
            heappush(self._to_cancel, (due, line.number, line))
        return True

    def _cancel_due(self) -> None:
        while self._to_cancel and self._to_cancel[0][0] <= self.now:
            line = heappop(self._to_cancel)[2]
            self.orders.cancel(line, self.now)
            self.stock.release(line.site, line.sku, line.units, self.now)
            self.shop.change_quantity(line.sku, line.units)

    def _pick_due(self) -> None:
        while self._to_pick and self._to_pick[0].paid_at + self._habits.pick_after <= self.now:
            line = self._to_pick.popleft()
            if not line.cancelled:
                self.stock.pick(line.site, line.sku, line.units, self.now)


def _moment(at: float, crowd: Crowd) -> Moment:
    return Moment(at=at, organic=crowd.organic, paid=crowd.paid, on_air=crowd.on_air)
