"""Random walks: several marks, several deaths and freezes, troubles and pauses as the dice of one seed fall.

The same seed draws the same walk; what the machine makes of it in real time may differ.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import msgspec

from tests.crash.desk import Order, Press, heal, order
from tests.crash.hatchery import Hatchery, Life
from tests.crash.oracle import Wrong
from tests.crash.playing import OVER_WITHIN_S, Outcome, end_for_good, outcome, until
from tests.crash.points import Deed, Point
from tests.crash.rooms import Lanes, Room
from tests.crash.scenarios import LATE_S, Trouble

PRODUCTS = 3
WALKS = 300
CALM_S = 1.8
"""How long the last desk is left alone before all must be over: a late effect may still come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One life: what is asked of it, what befalls it, when the next one begins."""

    presses: tuple[Press, ...]
    trouble: Trouble
    at_restore: bool
    point: Point | None
    deed: Deed
    lives_s: float
    """How long it lives where no point ends it."""
    pause_s: float
    """How long nobody is there then; of a frozen one, how long until it thaws."""


def stretches(seed: int, products: Sequence[str]) -> Iterator[Stretch]:
    """The lives of one walk, three to five of them."""
    dice = Random(seed)
    for _ in range(dice.randint(3, 5)):
        skus = dice.sample(products, dice.choice((0, 1, 2, 2)))
        yield Stretch(
            presses=tuple(
                Press(sku=sku, seconds=dice.uniform(0.5, 3.0), after_s=dice.uniform(0.0, 0.3)) for sku in skus
            ),
            trouble=dice.choice((Trouble.NONE, *Trouble)),
            at_restore=dice.random() < 0.5,
            point=dice.choice((None, *Point)),
            deed=dice.choice((Deed.KILL, Deed.KILL, Deed.FREEZE)),
            lives_s=dice.uniform(1.5, 4.0),
            pause_s=dice.choice((0.0, 0.2, 1.0)),
        )


def walk(seed: int, hatchery: Hatchery, lanes: Lanes) -> Outcome:
    """Walk once."""
    began = time.monotonic()
    with lanes.mine().room(PRODUCTS) as room:
        reached = 0
        for stretch in stretches(seed, room.skus):
            reached += _live(stretch, hatchery, room)
        heal(room.shop)
        last = hatchery.hatch(room.job())
        time.sleep(CALM_S + LATE_S)
        until(room.is_over, OVER_WITHIN_S)
        end_for_good(last)
        played = outcome(walk_name(seed), room.evidence(), {Wrong.RESTORE_RESENT}, began=began)
        return msgspec.structs.replace(played, reached=reached > 0)


def walk_name(seed: int) -> str:
    """Unique among all scenarios."""
    return f"walk {seed}"


def _live(stretch: Stretch, hatchery: Hatchery, room: Room) -> bool:
    """One life from its start to its death; whether its point was reached."""
    heal(room.shop)
    troubles = _troubles(stretch, room)
    life = hatchery.hatch(
        room.job(point=stretch.point, deed=stretch.deed, presses=stretch.presses, **troubles)
    )
    reached = until(lambda: not life.runs, stretch.lives_s)
    if stretch.deed is Deed.FREEZE:
        _freeze(life, stretch, room)
    end_for_good(life)
    time.sleep(stretch.pause_s)
    return reached


def _freeze(life: Life, stretch: Stretch, room: Room) -> None:
    """It stands still for a while, wherever it is, and goes on a little before it dies."""
    life.freeze()
    time.sleep(stretch.pause_s)
    room.thawed.append(time.time())
    life.thaw()
    until(lambda: not life.runs, stretch.lives_s / 2)


def _troubles(stretch: Stretch, room: Room) -> dict[str, Order]:
    """At its first restore, at its first mark, or, where nobody marks, at once."""
    fault = stretch.trouble.order
    if fault is None:
        return {}
    if stretch.at_restore:
        return {"at_restore": fault}
    if stretch.presses:
        return {"at_mark": fault}
    order(room.shop, fault)
    return {}
