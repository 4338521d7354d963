"""How far forecasts were off, beside what simple rates lost on the same ones. Not for how it is measured."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.calibration import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Pinball losses of so many forecasts, summed: ours, and those of the yardsticks. Smaller is better."""

    forecasts: int = 0
    ours: float = 0.0
    mean: float = 0.0
    weighted: float = 0.0

    @property
    def against_mean(self) -> float | None:
        """Ours relative to the mean of the last minutes; None where that was never off."""
        return self.ours / self.mean if self.mean > 0 else None

    @property
    def against_weighted(self) -> float | None:
        """Ours relative to the weighted rate; None where that was never off."""
        return self.ours / self.weighted if self.weighted > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What one forecast of one product lost, beside what the yardsticks did."""

    sku: str
    measure: Measure
    losses: Losses


def lost_in_all(every: Iterable[Losses]) -> Losses:
    """All of them together."""
    losses = tuple(every)
    return Losses(
        forecasts=sum(one.forecasts for one in losses),
        ours=sum(one.ours for one in losses),
        mean=sum(one.mean for one in losses),
        weighted=sum(one.weighted for one in losses),
    )
