"""The demo world: an audience, buyers, warehouses and a shop, ticked a second at a time.

Pure and seeded: the same scenario, seed and interventions give the same world. It knows no clock and no HTTP;
buyers buy only what the shop has on sale and a warehouse holds.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush
from itertools import accumulate
from random import Random
from typing import NamedTuple

from services.demo.audience import Audience, Crowd
from services.demo.chance import poisson
from services.demo.interest import Interest
from services.demo.ledger import Ledger
from services.demo.orders import Line, OrderBook, Purchase
from services.demo.scenario import MINUTE, Scenario
from services.demo.shop import Shop
from services.demo.stock import Figures, Stock

STEP = 1.0
"""World seconds of one tick; audience and buyers are reckoned for a whole one."""
LONGEST_CANCEL_SHARE = 0.9
"""A buyer cancels before this share of the picking time has passed."""
LOOK_EVERY = 5.0
"""World seconds whose clicks are drawn together."""
PAST_EVERY = 10.0
"""World seconds between two moments that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Who watched and what was shown at one world second."""

    at: float
    organic: int
    paid: int
    on_air: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One product as the live room's own figures tell of it: clicks, impressions, and what it costs now."""

    sku: str
    clicks: int
    impressions: int
    price: Decimal


class _Wish(NamedTuple):
    """What one viewer wants, with the dice that say what comes of it."""

    sku: str
    wanted: float
    site: float
    with_it: float
    regret: float
    when: float


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
        self._repricing = deque(scenario.repricings)
        self._regulars = Random(f"{seed} regulars")
        self._listed = {article.sku: article.price for article in scenario.articles}
        self._deciding: deque[tuple[float, list[_Wish]]] = deque()
        self._to_pick: deque[Line] = deque()
        self._to_cancel: list[tuple[float, int, Line]] = []
        self.now = scenario.habits.curve[0][0]
        self.audience = Audience(scenario.habits, scenario.run_of_show, Random(f"{seed} viewers"))
        self.stock = Stock(scenario.articles, scenario.deliveries, self.now)
        self.shop = Shop(scenario.articles, ledger or Ledger())
        self.orders = OrderBook()
        self.prices = dict(self._listed)
        self.interest = Interest(scenario.articles, scenario.habits, Random(f"{seed} clicks"))
        self.opening = self._figures() if self.now >= 0 else {}
        self._weights = self._weigh()
        self.past: list[Moment] = []
        """The audience every ten seconds since the broadcast began."""
        self.arrived: list[tuple[float, str, str, int]] = []
        """What came in, or was missed: second, site, SKU and by how much the shelf changed."""
        self.repriced: list[tuple[float, str, Decimal]] = []
        """Since when products have cost something else."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Every place that holds stock."""
        return self.scenario.sites

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

    def reprice(self, sku: str, price: Decimal) -> None:
        """From now on the product costs that. Raises KeyError for an unknown one."""
        if sku not in self.prices:
            raise KeyError(sku)
        self.prices[sku] = price
        self.repriced.append((self.now, sku, price))
        self._weights = self._weigh()

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
        while self._repricing and self._repricing[0].at <= self.now:
            line = self._repricing.popleft()
            self.reprice(line.sku, line.price)
        self._cancel_due()
        self._pick_due()
        self._look()
        self._sell()

    def _figures(self) -> Mapping[str, tuple[Figures, ...]]:
        return {site: self.stock.figures(site) for site in self.sites}

    def _weigh(self) -> list[float]:
        factor, on_air = self._habits.on_air_factor, self.audience.crowd.on_air
        wishes = [wish * (factor if sku == on_air else 1.0) for sku, wish in self._wish.items()]
        self.interest.weigh(wishes)
        return list(accumulate(map(self._priced, self._skus, wishes)))

    def _priced(self, sku: str, wish: float) -> float:
        """Fewer buy what is dearer than usual, more what is cheaper; as many look at it."""
        usual, price = self._listed[sku], self.prices[sku]
        return wish if price == usual else wish * float(usual / price) ** self._habits.dearer

    def _look(self) -> None:
        """Viewers click; those who want something say so to themselves, and buy when they have decided."""
        viewers, dice = self.audience.crowd.viewers, self._dice
        if self.now % LOOK_EVERY == 0:
            self.interest.look(viewers, LOOK_EVERY)
        if self.now >= 0 and self.now % MINUTE == 0:
            self.interest.remember(self.now)
        wishes = []
        for _ in range(poisson(dice, viewers / 1000.0 * self._weights[-1] / MINUTE * STEP)):
            (sku,) = dice.choices(self._skus, cum_weights=self._weights)
            wishes.append(_Wish(sku, *(dice.random() for _ in range(5))))
        if wishes:
            self._deciding.append((self.now + self._habits.deciding, wishes))

    def _sell(self) -> None:
        while self._deciding and self._deciding[0][0] <= self.now:
            bought = False
            for wish in self._deciding.popleft()[1]:
                bought = self._buy(wish, after_another=bought)

    def _buy(self, wish: _Wish, *, after_another: bool) -> bool:
        """One viewer has decided; whether there was still something to buy."""
        sku = wish.sku
        units = min(2 if wish.wanted < self._habits.two_units else 1, self.shop.offered(sku))
        set_aside = self.stock.reserve(sku, units, wish.site, self.now) if units else None
        if set_aside is None:
            return False
        returning = self._regulars.random() < self._habits.returning
        bought = Purchase(sku, *set_aside, self.prices[sku], returning)
        same_order = after_another and wish.with_it < self._habits.same_order
        line = self.orders.add(bought, self.now, same_order=same_order)
        self.shop.change_quantity(sku, -line.units)
        self._to_pick.append(line)
        if wish.regret < self._habits.cancelled:
            due = self.now + wish.when * self._habits.pick_after * LONGEST_CANCEL_SHARE
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


def cards_of(world: World) -> tuple[Card, ...]:
    """Every product's card as it stands."""
    return tuple(
        Card(sku=one.sku, clicks=one.clicks, impressions=one.impressions, price=world.prices[one.sku])
        for one in world.interest.now(world.now)
    )
