"""Viewers of the demo's broadcast: warm-up, start, a surge when a product is shown, a slow end.

Pure: ticked by the world, drawing from the generator it is given.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from math import exp
from random import Random

from services.demo.scenario import Habits, Showing

NOISE_MEMORY = 0.97
"""How much of its wobble the audience keeps from one second to the next."""
INTERACTIONS_PER_VIEWER = 0.14
"""Likes and comments a minute."""
SURGES_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """The room in one second: who watches, why they came, what they see. `interactions` are per minute."""

    organic: int
    paid: int
    interactions: int
    on_air: str | None
    on_air_since: float

    @property
    def viewers(self) -> int:
        """All who watch."""
        return self.organic + self.paid


class Audience:
    """Follows the run of show until somebody says otherwise, and then until its next line."""

    def __init__(self, habits: Habits, run_of_show: tuple[Showing, ...], dice: Random) -> None:
        self._habits = habits
        self._coming = list(reversed(run_of_show))
        self._dice = dice
        self._wobble = 0.0
        self._surges: list[tuple[float, float]] = []
        self.crowd = Crowd(organic=0, paid=0, interactions=0, on_air=None, on_air_since=habits.curve[0][0])

    def advance(self, now: float) -> None:
        """Go on to this second, one second after the last."""
        while self._coming and self._coming[-1].at <= now:
            line = self._coming.pop()
            self.show(line.sku, line.draw, now)
        self._wobble = self._wobble * NOISE_MEMORY + self._dice.gauss(0.0, self._habits.noise)
        self.crowd = self._count(now)

    def show(self, sku: str | None, draw: float, now: float) -> None:
        """Put a product on air, or none; more people come to see it."""
        self.crowd = replace(self.crowd, on_air=sku, on_air_since=now)
        self._surges = [*self._surges[1 - SURGES_KEPT :], (now, draw - 1.0)]

    def _count(self, now: float) -> Crowd:
        excess = sum(height * self._swell(now - start) for start, height in self._surges)
        total = self._base(now) * exp(self._wobble) * (1.0 + excess)
        paid = round(total * (self._habits.paid_share + 0.06 * excess))
        eager = 1.0 + 0.8 * excess + 4.0 * self._wobble
        return Crowd(
            organic=round(total) - paid,
            paid=paid,
            interactions=max(0, round(total * INTERACTIONS_PER_VIEWER * eager)),
            on_air=self.crowd.on_air,
            on_air_since=self.crowd.on_air_since,
        )

    def _base(self, now: float) -> float:
        curve = self._habits.curve
        after = bisect_right(curve, now, key=lambda point: point[0])
        if after in {0, len(curve)}:
            return curve[max(0, after - 1)][1]
        (left, low), (right, high) = curve[after - 1], curve[after]
        return low + (high - low) * (now - left) / (right - left)

    def _swell(self, age: float) -> float:
        habits = self._habits
        if age < habits.surge_rise:
            share = age / habits.surge_rise
            return share * share * (3.0 - 2.0 * share)
        return exp(-max(0.0, age - habits.surge_rise - habits.surge_stay) / habits.surge_fall)
