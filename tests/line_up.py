"""What directors earn of the same simulated broadcasts: a fixed run of show, greed, and the line-up.

All change products at the same minutes and see what a desk sees. The fixed run of show gives better products
more slots and is blind to stock; one that minds it shows the next product instead. Greed shows what earned
most a minute lately, margin times rate, of what is there and not on air already: the stronger of two greedy
directors, for one who may stay with a product takes its rush for its worth. All but the blind one go on at
once where a product runs out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.assembly.scenarios import scenario, scenario_names
from app.domain.policy import Policy
from app.domain.recollection import Recollection
from app.domain.simulation import Moment, Script, Stage
from app.domain.trade import caught_up, units_per_minute
from app.domain.turns import margin_of
from app.engine.rehearsing.desk import RehearsedDesk
from app.engine.rehearsing.playing import STARTED_AT
from app.engine.rehearsing.scenarios import SimulatedTheatre, recollection_of

_RESAMPLES = 4000
_BOUNDS = (0.025, 0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How many times as much one director earned as another, with a 95 % interval."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        """For the table."""
        return f"{self.middle:.3f} ({self.low:.3f}-{self.high:.3f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Margin of each director, one figure a broadcast."""

    margins: dict[str, NDArray[np.float64]]

    def lead(self, of: str, over: str) -> Lead:
        """Of a broadcast: the geometric mean, in which each counts alike, however many watch it."""
        each = np.log(self.margins[of] / self.margins[over])
        low, high = np.exp(np.quantile(each[self._drawn()].mean(1), _BOUNDS))
        return Lead(low=float(low), middle=float(np.exp(each.mean())), high=float(high))

    def lead_in_all(self, of: str, over: str) -> Lead:
        """Of all broadcasts together, in which those with the most viewers count most."""
        mine, theirs, drawn = self.margins[of], self.margins[over], self._drawn()
        low, high = np.quantile(mine[drawn].sum(1) / theirs[drawn].sum(1), _BOUNDS)
        return Lead(low=float(low), middle=float(mine.sum() / theirs.sum()), high=float(high))

    def _drawn(self) -> NDArray[np.int64]:
        """Paired bootstrap: each broadcast is drawn with what all directors made of it."""
        count = len(self.margins["fixed"])
        return np.random.default_rng(1).integers(0, count, (_RESAMPLES, count))


def earned(broadcasts: Iterable[tuple[Script, int]]) -> Earned:
    """Every broadcast, by its scenario and seed, under every director."""
    margins: dict[str, list[float]] = defaultdict(list)
    for script, seed in broadcasts:
        past = recollection_of(script, Policy(), seed=seed)
        for name, director in DIRECTORS.items():
            margins[name].append(_Evening(script, seed, past, director).margin())
    return Earned(margins={name: np.array(each) for name, each in margins.items()})


def broadcasts(count: int) -> Sequence[tuple[Script, int]]:
    """So many, scenario after scenario, no two of the same seed: no two have the same products."""
    names = scenario_names()
    return [(scenario(names[seed % len(names)]), seed) for seed in range(count)]


# Directors


class _Evening:
    """One broadcast with a desk beside it, in steps of a minute."""

    def __init__(self, script: Script, seed: int, past: Recollection, director: "_Director") -> None:
        self.theatre = SimulatedTheatre(script, seed=seed, step_minutes=1.0)
        policy = Policy(planned_minutes=script.minutes)
        left = self.theatre.left()
        self.desk = RehearsedDesk(self.theatre.products, left, policy, STARTED_AT, past)
        self.on_air: str | None = None
        self._director = director
        self._earns = {product.sku: margin_of(product) for product in self.theatre.products}
        self._untold: dict[str, int] = {}

    def margin(self) -> float:
        """Let it pass; what was sold times what each unit earns."""
        earned, slot = 0.0, None
        while self.theatre.minute < self.theatre.minutes:
            scripted = self.theatre.director(self._stage())
            if scripted != slot or (self._director is not _fixed and not self.left(self.on_air)):
                slot = scripted
                self.on_air = self._director(self, scripted)
            self.desk.show(self.now, self.on_air)
            moment = self.theatre.step(self.on_air, ())
            self._tell(moment)
            for sku, sold in zip(self.theatre.skus, moment.sold.tolist(), strict=True):
                earned += sold * self._earns[sku]
        return earned

    @property
    def now(self) -> datetime:
        return STARTED_AT + timedelta(minutes=self.theatre.minute)

    def left(self, sku: str | None) -> int:
        """Units there are."""
        return 0 if sku is None else self.theatre.left()[sku]

    def earns(self, sku: str) -> float:
        """Margin a minute, as it sold of late."""
        trade = caught_up(self.desk.selling.trade(sku), self.desk.selling.meter, self.desk.policy)
        return self._earns[sku] * (units_per_minute(trade) or 0.0)

    def _stage(self) -> Stage:
        theatre = self.theatre
        return Stage(
            minute=theatre.minute, minutes=theatre.minutes, on_air=self.on_air, since=0.0, left=theatre.left()
        )

    def _tell(self, moment: Moment) -> None:
        """The desk hears what its sources say; one that is silent says all of it later."""
        theatre, minute = self.theatre, self.theatre.minute
        silent = {one.source for one in theatre.faults if one.start < minute <= one.end}
        for sku, sold in zip(theatre.skus, moment.sold.tolist(), strict=True):
            if sold:
                self._untold[sku] = self._untold.get(sku, 0) + sold
        if "traffic" not in silent:
            self.desk.viewers(self.now, moment.organic, moment.paid)
        if "sales" not in silent:
            self.desk.sales(self.now, tuple(self._untold.items()))
            self._untold.clear()
        if "stock" not in silent:
            self.desk.stock(self.now, theatre.left().items(), {})


_Director: TypeAlias = Callable[[_Evening, str | None], str | None]
"""What to show now; it is told what the run of show says."""


def _fixed(_evening: _Evening, scripted: str | None) -> str | None:
    return scripted


def _greedy(evening: _Evening, scripted: str | None) -> str | None:
    there = [sku for sku in evening.theatre.skus if evening.left(sku) and sku != evening.on_air]
    return max(there, key=evening.earns, default=scripted)


def _line_up(evening: _Evening, scripted: str | None) -> str | None:
    evening.desk.decide(evening.now)
    order = evening.desk.lined_up(evening.now).order
    return order[0] if order else scripted


def _minding_stock(evening: _Evening, scripted: str | None) -> str | None:
    skus = list(evening.theatre.skus)
    first = 0 if scripted is None else skus.index(scripted)
    return next((sku for sku in (*skus[first:], *skus[:first]) if evening.left(sku)), scripted)


DIRECTORS: dict[str, _Director] = {
    "fixed": _fixed,
    "minding stock": _minding_stock,
    "greedy": _greedy,
    "line-up": _line_up,
}
