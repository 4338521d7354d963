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
from tests.crash.playing import OVER_WITHIN_S, Outcome, end_for_good, hatch_last, outcome, until
from tests.crash.points import Deed, Point
from tests.crash.rooms import Lanes, Room
from tests.crash.scenarios import LATE_S, MARK, RESTORE, Trouble

MOST_LIVES = 5
WALKS = 300
REACHED_WITHIN_S = 20.0
"""A point that was not reached by then, on the slowest machine, never is."""
CALM_S = 1.8
"""How long the last desk is left alone before all must be over: a late effect may still come."""
UNMARKED = frozenset({None, Point.B0, Point.B1, Point.B3})
"""What a life passes whether anything is marked in it or not."""


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
    """The lives of one walk, three to five of them; each passes the point at which it is to die."""
    dice = Random(seed)
    for life in range(dice.randint(3, MOST_LIVES)):
        point = dice.choice((None, *Point))
        yield Stretch(
            presses=tuple(_presses(dice, point, own=products[life], before=products[:life])),
            trouble=dice.choice((Trouble.NONE, *Trouble)),
            # a mark in trouble has no effect that could be read back or restored
            at_restore=point in {Point.S5, *RESTORE} or (point not in MARK and dice.random() < 0.5),
            point=point,
            deed=dice.choice((Deed.KILL, Deed.KILL, Deed.FREEZE)),
            lives_s=dice.uniform(1.5, 4.0),
            pause_s=dice.choice((0.0, 0.2, 1.0)),
        )


def _presses(dice: Random, point: Point | None, *, own: str, before: Sequence[str]) -> Iterator[Press]:
    """Of a product that nobody has marked yet, where the point needs it, and of one that somebody has."""
    if point not in UNMARKED or dice.random() < 0.5:
        yield Press(sku=own, seconds=dice.uniform(2.0, 4.0), after_s=dice.uniform(0.0, 0.3))
    if before and dice.random() < 0.5:
        sku = dice.choice(before)
        yield Press(sku=sku, seconds=dice.uniform(0.5, 3.0), after_s=dice.uniform(0.0, 0.3))


def walk(seed: int, hatchery: Hatchery, lanes: Lanes) -> Outcome:
    """Walk once."""
    began = time.monotonic()
    with lanes.mine().room(MOST_LIVES) as room:
        course = tuple(stretches(seed, room.skus))
        died = [_live(stretch, hatchery, room) for stretch in course]
        heal(room.shop)
        last = hatch_last(hatchery, room)
        time.sleep(CALM_S + LATE_S)
        until(room.is_over, OVER_WITHIN_S)
        end_for_good(last)
        played = outcome(walk_name(seed), room.evidence(), {Wrong.RESTORE_RESENT}, began=began)
        points = sum(stretch.point is not None for stretch in course)
        return msgspec.structs.replace(played, points=points, reached=sum(died))


def walk_name(seed: int) -> str:
    """Unique among all scenarios."""
    return f"walk {seed}"


def _live(stretch: Stretch, hatchery: Hatchery, room: Room) -> bool:
    """One life from its start to its death; whether it came to its point."""
    heal(room.shop)
    troubles = _troubles(stretch, room)
    life = hatchery.hatch(
        room.job(point=stretch.point, deed=stretch.deed, presses=stretch.presses, **troubles)
    )
    stops = until(lambda: not life.runs, REACHED_WITHIN_S if stretch.point else stretch.lives_s)
    if stretch.deed is Deed.FREEZE:
        _freeze(life, stretch, room)
    end_for_good(life)
    time.sleep(stretch.pause_s)
    return stretch.point is not None and stops


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
