"""Theatres out of simulated worlds, and what a desk would remember of earlier broadcasts there.

Not for recorded broadcasts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np

from app.domain.catalogue import Product
from app.domain.policy import Policy
from app.domain.recollection import BroadcastRecord, Likeness, Recollection, recollected
from app.domain.simulation import Director, Fault, Moment, Script, Stage, World, rotation
from app.engine.rehearsing.playing import STARTED_AT
from app.engine.rehearsing.recording import listened

_RESERVE = 0.5
"""Of the opening stock: what lies elsewhere and can be called for."""
_EARLIER = 1000
"""Numbers of the broadcasts before the one that is played."""


class SimulatedTheatre:
    """A simulated world as a theatre; `broadcast` 0 is the one to be played."""

    def __init__(self, script: Script, *, seed: int, broadcast: int = 0, step_minutes: float = 0.5) -> None:
        self._world = World(script, seed=seed, broadcast=broadcast, step_minutes=step_minutes)
        world = self._world
        self.skus: Sequence[str] = world.skus
        self.minutes = script.minutes
        self.step_minutes = step_minutes
        self.faults: Sequence[Fault] = script.faults
        self.products: Sequence[Product] = tuple(
            Product(sku=sku, title=sku, price=_money(price), cost=_money(price - margin))
            for sku, price, margin in zip(world.skus, world.price, world.margin, strict=True)
        )
        self.reserve: Mapping[str, int] = {
            sku: int(units * _RESERVE) for sku, units in zip(world.skus, world.opening, strict=True)
        }
        dice = np.random.default_rng((seed, 5, broadcast))
        self._director: Director = rotation(script.show, world.skus, world.usual.tolist(), dice)

    def director(self, stage: Stage) -> str | None:
        """The fixed run of show."""
        return self._director(stage)

    def held_now(self) -> frozenset[str]:
        """Nothing: nobody ever held anything here."""
        return frozenset()

    @property
    def minute(self) -> float:
        """Minutes from the start."""
        return self._world.minute

    def left(self) -> Mapping[str, int]:
        """Units there are."""
        return dict(zip(self.skus, self._world.stock.tolist(), strict=True))

    def step(self, on_air: str | None, off_sale: Collection[str]) -> Moment:
        """Let one step pass."""
        return self._world.step(on_air, off_sale)

    def deliver(self, sku: str, units: int) -> None:
        """Units come in."""
        self._world.deliver(sku, units)


def theatre_of(script: Script, *, seed: int, step_minutes: float = 0.5) -> SimulatedTheatre:
    """The scenario's broadcast, ready to be played."""
    return SimulatedTheatre(script, seed=seed, step_minutes=step_minutes)


def recollection_of(script: Script, policy: Policy, *, seed: int) -> Recollection:
    """What the record says of the scenario's earlier broadcasts; a misled one tells wrong sales."""
    records = [
        _misled(_listened(script, policy, seed, number), script) for number in range(script.past.broadcasts)
    ]
    return recollected(records, Likeness())


def _listened(script: Script, policy: Policy, seed: int, number: int) -> BroadcastRecord:
    theatre = SimulatedTheatre(script, seed=seed, broadcast=_EARLIER + number, step_minutes=1.0)
    return listened(theatre, policy, STARTED_AT - timedelta(days=7 * (number + 1)))


def _misled(record: BroadcastRecord, script: Script) -> BroadcastRecord:
    factor = script.past.misled
    return replace(
        record, products={sku: replace(one, units=one.units * factor) for sku, one in record.products.items()}
    )


def _money(amount: float) -> Decimal:
    return Decimal(f"{amount:.2f}")
