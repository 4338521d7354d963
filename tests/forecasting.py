"""How well forecasts hold on simulated broadcasts, against two rates that anybody could take.

The yardsticks are the domain's; the theatres are simulated, and the times it judges are dithered.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.signals import Outlook
from app.domain.simulation import Script, Stage
from app.domain.yardsticks import capped, counts, loss, simple_rates, waits
from app.engine.rehearsing.desk import RehearsedDesk
from app.engine.rehearsing.playing import STARTED_AT
from app.engine.rehearsing.scenarios import SimulatedTheatre, recollection_of

LOOKS = (10, 25, 45, 70, 100, 130, 160)
POLICY = Policy()


@dataclass(slots=True)
class Score:
    """One scenario's: whether bands held; pinball losses of us, the moving average and the weighted rate."""

    units_held: list[bool] = field(default_factory=list)
    time_held: list[bool] = field(default_factory=list)
    losses: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def ratio(self, what: str, against: str) -> float:
        """Our loss against a yardstick's; below 1 is better."""
        return float(np.mean(self.losses[f"{what} ours"]) / np.mean(self.losses[f"{what} {against}"]))

    def worst(self) -> float:
        """The least flattering of all comparisons."""
        return max(
            self.ratio(what, against) for what in ("units", "time") for against in ("mean", "weighted")
        )


@dataclass(frozen=True, slots=True)
class _Look:
    minute: int
    place: int
    units: int
    outlook: Outlook
    mean: float
    weighted: float


def measured(script: Script, seeds: Iterable[int]) -> Score:
    """Play the scenario once a seed, nobody acting, and hold forecasts against what was wanted."""
    score = Score()
    for seed in seeds:
        looks, wanted = _played(script, seed)
        dice = np.random.default_rng((seed, 6))
        for look in looks:
            _judge(score, look, wanted[look.minute :, look.place], dice)
    return score


def _played(script: Script, seed: int) -> tuple[list[_Look], NDArray[np.int64]]:
    past = recollection_of(script, POLICY, seed=seed)
    theatre = SimulatedTheatre(script, seed=seed, step_minutes=1.0)
    desk = RehearsedDesk(theatre.products, theatre.left(), _policy(script), STARTED_AT, past)
    minutes = int(script.minutes)
    wanted = np.zeros((minutes, len(theatre.skus)), np.int64)
    told, opened = np.zeros_like(wanted), np.zeros_like(wanted, np.bool_)
    untold = np.zeros(len(theatre.skus), np.int64)
    looks: list[_Look] = []
    on_air: str | None = None
    for minute in range(minutes):
        stage = Stage(minute=minute, minutes=minutes, on_air=on_air, since=0.0, left={})
        on_air = theatre.director(stage)
        desk.show(STARTED_AT + timedelta(minutes=minute), on_air)
        opened[minute] = [units > 0 for units in theatre.left().values()]
        moment = theatre.step(on_air, ())
        now = STARTED_AT + timedelta(minutes=minute + 1)
        silent = {one.source for one in theatre.faults if one.start <= minute < one.end}
        wanted[minute], untold = moment.wanted, untold + moment.sold
        if "traffic" not in silent:
            desk.viewers(now, moment.organic, moment.paid)
        if "sales" not in silent:
            told[minute] = untold
            desk.sales(now, [(sku, int(n)) for sku, n in zip(theatre.skus, untold, strict=True) if n])
            untold = np.zeros_like(untold)
        if moment.clicks is not None:
            desk.clicked(zip(theatre.skus, moment.clicks.tolist(), strict=True))
        desk.stock(now, theatre.left().items(), {})
        if minute + 1 in LOOKS and minute + 1 < minutes:
            looks += _looks(desk, theatre, minute, told[: minute + 1], opened[: minute + 1])
    return looks, wanted


def _policy(script: Script) -> Policy:
    return Policy(planned_minutes=script.minutes)


def _looks(
    desk: RehearsedDesk,
    theatre: SimulatedTheatre,
    minute: int,
    told: NDArray[np.int64],
    opened: NDArray[np.bool_],
) -> list[_Look]:
    now = STARTED_AT + timedelta(minutes=minute + 1)
    ahead, left = desk.ahead(now), theatre.left()
    rates = simple_rates(told, opened)
    return [
        _Look(
            minute + 1,
            place,
            left[sku],
            desk.outlook(sku, now, ahead),
            float(rates.mean[place]),
            float(rates.weighted[place]),
        )
        for place, sku in enumerate(theatre.skus)
        if left[sku] > 0
    ]


def _judge(score: Score, look: _Look, wanted: NDArray[np.int64], dice: np.random.Generator) -> None:
    """Counts are spread over the unit they stand for, so that bands of few units are not judged by luck."""
    left, total = len(wanted), int(wanted.sum())
    end, gone = look.outlook.by_end, look.outlook.sell_out
    assert end is not None
    score.units_held.append(end.p10 <= total + dice.uniform(-0.5, 0.5) <= end.p90)
    rates = {"mean": look.mean, "weighted": look.weighted}
    score.losses["units ours"].append(loss((end.p10, end.p50, end.p90), total))
    for name, rate in rates.items():
        score.losses[f"units {name}"].append(loss(counts(rate * left), total))
    reached = int(np.searchsorted(wanted.cumsum(), look.units))
    minutes = float(left) if reached >= left else reached + dice.uniform(0.0, 1.0)
    if gone.p90 < left:
        score.time_held.append(gone.p10 <= minutes <= gone.p90)
    score.losses["time ours"].append(loss(capped((gone.p10, gone.p50, gone.p90), left), minutes))
    for name, rate in rates.items():
        score.losses[f"time {name}"].append(loss(capped(waits(look.units, rate), left), minutes))
