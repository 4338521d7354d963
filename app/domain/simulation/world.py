"""One simulated broadcast, a step at a time: who watches, what they want, what they get.

The same script and seed give the same world. What is wanted does not depend on stock, so what was lost for
want of stock is known. Not for what a desk makes of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.simulation.script import Script

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]

_MOST_RAID = 12.0
"""No raid brings more than this times the viewers."""
_MOST_EXCITED = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What happened in one step up to `minute`. `wanted` and `sold` are units by product, in world order.

    `clicks` too; None: nobody tells of them.
    """

    minute: float
    organic: int
    paid: int
    interactions: int
    on_air: str | None
    wanted: Counts
    sold: Counts
    clicks: Counts | None = None

    @property
    def viewers(self) -> int:
        """All who watch."""
        return self.organic + self.paid


class World:
    """A broadcast that can be directed.

    Args:
        script: What it is made of.
        seed: Same seed, same products, audience and buyers.
        broadcast: Which broadcast of this room; products keep their appeal from one to the next.
        step_minutes: Length of one step.
        start: Minute at which the world begins, negative for a warm-up.
    """

    def __init__(
        self, script: Script, *, seed: int, broadcast: int = 0, step_minutes: float = 1.0, start: float = 0.0
    ) -> None:
        self.script = script
        self.step_minutes = step_minutes
        self.minute = start
        goods = script.goods
        lasting = np.random.default_rng((seed, 1))
        today = np.random.default_rng((seed, 2, broadcast))
        self._crowd_dice = np.random.default_rng((seed, 3, broadcast))
        self._dice = np.random.default_rng((seed, 4, broadcast))
        self.skus = tuple(f"{script.name[:3].upper()}-{number + 1:02}" for number in range(goods.count))
        spread = np.exp(lasting.normal(0.0, goods.spread, goods.count))
        self.usual = goods.per_1000 * np.sort(spread)[::-1]
        self._appeal = self.usual * np.exp(today.normal(0.0, goods.day_spread, goods.count))
        self.price = np.round(goods.price * np.exp(lasting.normal(0.0, 0.4, goods.count)), 2)
        self.margin = np.round(self.price * goods.margin_share, 2)
        self._lift = 1.0 + (script.buyers.lift - 1.0) * np.exp(
            today.normal(0.0, script.buyers.lift_spread, goods.count)
        )
        self._level = float(np.exp(today.normal(0.0, script.crowd.level_spread)))
        self._appetite = script.buyers.paid_appetite * float(
            np.exp(today.normal(0.0, script.buyers.appetite_spread))
        )
        curious = np.random.default_rng((seed, 9))
        self._click_dice = np.random.default_rng((seed, 10, broadcast))
        self._clicks_each = script.buyers.clicks_per_order * np.exp(
            curious.normal(0.0, script.buyers.click_spread, goods.count)
        )
        self.opening = self._open(lasting)
        self.stock = self.opening.copy()
        self._wobble = float(today.normal(0.0, script.crowd.wobble))
        self._drift = np.zeros(goods.count)
        self._desire = np.zeros(goods.count)
        self._interest = np.zeros(goods.count)
        self._heat = np.zeros(goods.count)
        self._raid = 0.0
        self._shown = -1
        self._shown_since = start

    def step(self, on_air: str | None, off_sale: Collection[str] = ()) -> Moment:
        """Let one step pass with `on_air` shown all along and `off_sale` not to be had."""
        self._show(on_air)
        self.minute += self.step_minutes
        organic, paid, buying = self._audience()
        rate = self._rates() * buying / 1000.0 * self.step_minutes
        orders = self._dice.poisson(rate)
        self._excite(orders)
        wanted = self._units(orders)
        open_ = np.array([sku not in off_sale for sku in self.skus]) if off_sale else True
        sold = np.where(open_, np.minimum(wanted, self.stock), 0)
        self.stock = self.stock - sold
        return Moment(
            minute=self.minute,
            organic=organic,
            paid=paid,
            interactions=int(self._crowd_dice.poisson(0.1 * (organic + paid) * self.step_minutes)),
            on_air=on_air,
            wanted=wanted,
            sold=sold,
            clicks=self._clicks(buying),
        )

    def deliver(self, sku: str, units: int) -> None:
        """Units come in, or a recount misses some."""
        self.stock[self.skus.index(sku)] = max(0, self.stock[self.skus.index(sku)] + units)

    def _open(self, dice: "np.random.Generator") -> Counts:
        script = self.script
        middle = np.median([viewers for _minute, viewers in script.crowd.curve[1:]])
        share = self.usual / self.usual.sum()
        pace = self.usual * middle / 1000 * (1.0 + (script.buyers.lift - 1.0) * share)
        lasts = script.goods.stock_minutes * np.exp(dice.normal(0.0, script.goods.stock_spread, len(share)))
        units = pace * lasts
        return np.asarray(np.maximum(5, np.round(units)), np.int64)

    def _show(self, on_air: str | None) -> None:
        place = -1 if on_air is None else self.skus.index(on_air)
        if place != self._shown:
            self._shown, self._shown_since = place, self.minute

    # Who watches

    def _audience(self) -> tuple[int, int, float]:
        """Organic and paid viewers, and how many organic ones they buy like."""
        crowd, dice, passed = self.script.crowd, self._crowd_dice, self.step_minutes
        keep = float(np.exp(-passed / crowd.wobble_minutes))
        self._wobble = self._wobble * keep + crowd.wobble * float(dice.normal()) * (1 - keep**2) ** 0.5
        self._raid *= float(np.exp(-passed / crowd.raid_minutes))
        if dice.random() < crowd.raids_per_hour * passed / 60:
            self._raid += min(_MOST_RAID, crowd.raid_size * float(dice.pareto(crowd.raid_tail) + 0.5))
        points = np.array(crowd.curve)
        calm = self._level * float(np.interp(self.minute, points[:, 0], points[:, 1]) * np.exp(self._wobble))
        pull = 0.0 if self._shown < 0 else crowd.draw * self._appeal[self._shown] / self._appeal.max()
        loyal, raiders = calm * (1.0 + pull), calm * self._raid
        paid = self._level * sum(self._campaigns())
        buying = loyal + crowd.raid_appetite * raiders + self._appetite * paid
        return round(loyal + raiders), round(paid), float(buying)

    def _campaigns(self) -> list[float]:
        found = []
        for one in self.script.campaigns:
            edge = min(self.minute - one.start, one.end - self.minute) / max(0.1, one.ramp_minutes)
            found.append(one.viewers * min(1.0, max(0.0, edge)))
        return found

    # What they want

    def _rates(self) -> Floats:
        """Orders a minute and 1000 organic viewers, by product."""
        buyers, passed, dice = self.script.buyers, self.step_minutes, self._dice
        self._drift += buyers.drift * (passed / 60) ** 0.5 * dice.normal(size=len(self.skus))
        wish = np.zeros(len(self.skus))
        if self._shown >= 0:
            age = self.minute - self._shown_since
            fresh = buyers.peak * age / buyers.peak_minutes * np.exp(1.0 - age / buyers.peak_minutes)
            wish[self._shown] = (self._lift[self._shown] - 1.0) * (1.0 + fresh)
        near = np.where(wish > self._desire, buyers.lag_minutes, buyers.linger_minutes)
        self._desire = wish + (self._desire - wish) * np.exp(-passed / np.maximum(near, 1e-3))
        taste = self._appeal * np.exp(self._drift) * (1.0 + self._heat)
        self._interest = taste * (1.0 + np.maximum(wish, self._desire))
        rate = taste * (1.0 + self._desire)
        for shock in self.script.shocks:
            if self.minute >= shock.at:
                rate = rate * (shock.factor if shock.rank is None else self._only(shock.rank, shock.factor))
        return np.asarray(rate)

    def _clicks(self, buying: float) -> Counts | None:
        """Who begins to want clicks at once and pays later; what a shock does to buying is not in them."""
        if self.script.buyers.clicks_per_order <= 0:
            return None
        rate = self._interest * self._clicks_each * buying / 1000.0 * self.step_minutes
        return np.asarray(self._click_dice.poisson(rate), np.int64)

    def _only(self, rank: int, factor: float) -> Floats:
        factors = np.ones(len(self.skus))
        factors[rank] = factor
        return factors

    def _excite(self, orders: Counts) -> None:
        """Each order makes others likelier for some minutes, against the pace there was."""
        buyers = self.script.buyers
        if buyers.excitement <= 0:
            return
        fade = float(np.exp(-self.step_minutes / buyers.excitement_minutes))
        pace = np.maximum(self._appeal * self._level * self.step_minutes, 0.2)
        push = buyers.excitement * orders / pace * (1.0 - fade)
        self._heat = np.minimum(_MOST_EXCITED, self._heat * fade + push)

    def _units(self, orders: Counts) -> Counts:
        buyers, dice = self.script.buyers, self._dice
        units = orders + dice.binomial(orders, buyers.two_units)
        if buyers.bulk_chance > 0:
            for place, many in enumerate(dice.binomial(orders, buyers.bulk_chance)):
                sizes = np.minimum(buyers.bulk_most, dice.pareto(buyers.bulk_tail, many) * 3 + 2)
                units[place] += int(sizes.sum())
        return np.asarray(units, np.int64)
