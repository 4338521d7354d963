"""Every scenario of the matrix: where the desk dies, how, what the network does then, when it is back."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from random import Random

from tests.crash.desk import Order
from tests.crash.oracle import Wrong
from tests.crash.points import Deed, Point

LATE_S = 3.0
"""How late the shop does what it was told when it is late: after the desk has given up on the answer."""


class Back(StrEnum):
    """When the desk comes back, or is thawed."""

    AT_ONCE = "at once"
    LATE = "after the deadline"
    NEVER = "never"
    """Its guardian restores; a frozen one thaws when all is over, and must not spoil it."""


class Trouble(StrEnum):
    """What becomes of the command round which the desk dies."""

    NONE = "none"
    LOST_ANSWER = "lost answer"
    LATE_EFFECT = "late effect"
    ERROR_AFTER = "500 after the effect"
    ERROR = "500"
    UNAVAILABLE = "503"
    TOO_MANY = "429"
    UNAUTHORISED = "401"
    SILENT = "silent"
    SLOW = "slow"
    GARBAGE = "garbage"
    OLD_COPY = "old copy"
    """Reads tell for a while what was before."""
    DOWN = "down"
    """The shop answers nobody for a while."""

    @property
    def stops_command(self) -> bool:
        """Whether the command has no effect at all."""
        return self in _WITHOUT_EFFECT

    @property
    def order(self) -> Order | None:
        """What the demo is told; None for no trouble."""
        return _ORDERS.get(self)


def _command(kind: str, delay: float | None = None) -> Order:
    """The next command alone."""
    return Order(target="shop", kind=kind, delay=delay, method="POST", count=1)


_ORDERS = {
    Trouble.LOST_ANSWER: _command("lost_answer"),
    Trouble.LATE_EFFECT: _command("late_effect", LATE_S),
    Trouble.ERROR_AFTER: _command("500_after"),
    Trouble.ERROR: _command("500"),
    Trouble.UNAVAILABLE: _command("503", 1.0),
    Trouble.TOO_MANY: _command("429", 1.0),
    Trouble.UNAUTHORISED: _command("401"),
    Trouble.SILENT: _command("silent"),
    Trouble.SLOW: _command("slow", 0.4),
    Trouble.GARBAGE: _command("garbage"),
    Trouble.OLD_COPY: Order(target="shop", kind="frozen", seconds=0.6),
    Trouble.DOWN: Order(target="shop", kind="silent", seconds=1.5),
}

_WITHOUT_EFFECT = {
    Trouble.ERROR,
    Trouble.UNAVAILABLE,
    Trouble.TOO_MANY,
    Trouble.UNAUTHORISED,
    Trouble.SILENT,
}

NOTHING: frozenset[Wrong] = frozenset()
MARK = (Point.S0, Point.S1, Point.S2, Point.S3, Point.S4, Point.S5)
RESTORE = (Point.R0, Point.R1, Point.R2, Point.R3, Point.R4, Point.R5)
RECOVERY = (Point.B0, Point.B1, Point.B2, Point.B3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way to die. `first`: an earlier life was killed there, so that this one dies in its recovery."""

    point: Point
    deed: Deed
    trouble: Trouble
    back: Back
    first: Point | None = None

    @property
    def name(self) -> str:
        """Unique in the matrix."""
        where = f"{self.first}+{self.point}" if self.first else str(self.point)
        return f"{self.deed} at {where}, {self.trouble}, back {self.back}"

    @property
    def excused(self) -> frozenset[Wrong]:
        """What may go wrong because no desk could know better; told apart from what may not.

        A restore that comes late may arrive between the read that says "still off" and the command that
        follows. A shop that answers from an old copy says so although the restore has had its effect. And a
        desk that freezes with a restore in hand sends it when it thaws, whoever stood in for it meanwhile: no
        fence can close that. In each case the same restore comes again under its key, without effect.
        """
        in_hand = self.deed is Deed.FREEZE and self.back is Back.NEVER and self.point is Point.R2
        unseen = self.trouble in (Trouble.LATE_EFFECT, Trouble.OLD_COPY) and self.troubles_restore
        return frozenset({Wrong.RESTORE_RESENT}) if unseen or in_hand else NOTHING

    @property
    def troubles_restore(self) -> bool:
        """Whether the trouble meets the restore; else the mark."""
        return (self.first or self.point) in RESTORE


def matrix() -> list[Scenario]:
    """All of it, shuffled always alike, so that any stretch has something of everything."""
    scenarios = list(_matrix())
    Random(1).shuffle(scenarios)
    return scenarios


def _matrix() -> Iterator[Scenario]:
    places: list[tuple[Point | None, Point]] = [(None, point) for point in (*MARK, *RESTORE)]
    places += [(first, point) for first in (Point.S3, Point.R3) for point in RECOVERY]
    for trouble, back, deed, (first, point) in product(Trouble, Back, Deed, places):
        if point is Point.S5 and trouble.stops_command:
            continue  # nothing will be read back
        yield Scenario(first=first, point=point, deed=deed, trouble=trouble, back=back)


def naive_matrix() -> Iterator[Scenario]:
    """What the naive desk is tried on: every trouble round the steps it has, killed and back at once."""
    for trouble, point in product(Trouble, (Point.S3, Point.S4, Point.S5, Point.R3)):
        yield Scenario(point=point, deed=Deed.KILL, trouble=trouble, back=Back.AT_ONCE)
