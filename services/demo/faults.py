"""Faults on demand: which endpoint misbehaves now, how, and for how long.

Keeps what was ordered and says what meets a request; how a fault looks on the wire is misbehaviour's.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.demo.snapshot import Snapshot

SOURCES = ("dal", "3pl", "3pl_login", "fba", "live", "orders", "cards", "shop", "chat")
"""What can misbehave: the sources of the settings file by their ids, the login, and who is told."""
SITES = {"la": "3pl", "nj": "3pl"}
"""Sites can stand still on their own; for every other fault they mean their source."""


class FaultKind(StrEnum):
    """How something misbehaves; `default_delay` are the seconds it takes where none are said."""

    SLOW = "slow"
    """The answer trickles in over `delay` seconds."""
    SILENT = "silent"
    """Nothing is done and no answer comes."""
    ERROR = "500"
    ERROR_AFTER = "500_after"
    """The effect happens, and the answer is a 500."""
    UNAVAILABLE = "503"
    """With Retry-After: `delay`."""
    GARBAGE = "garbage"
    """200 with a page for people, half an answer, a bare list, NaN or nothing, in turn."""
    WRONG_TYPES = "wrong_types"
    """The true answer with its whole numbers turned into words, fractions, truths and objects."""
    FROZEN = "frozen"
    """Fresh-looking answers whose figures stand still."""
    OLD = "old"
    """Figures stand still and so do their own stamps."""
    LOST_ANSWER = "lost_answer"
    """The effect happens, then the connection is dropped."""
    LATE_EFFECT = "late_effect"
    """No answer comes, and the effect happens `delay` seconds later."""
    TOO_MANY = "429"
    """With Retry-After: `delay`."""
    UNAUTHORISED = "401"

    @property
    def default_delay(self) -> float:
        """Seconds."""
        return _DELAYS.get(self, 0.0)

    @property
    def stands_still(self) -> bool:
        """Whether the figures come from an earlier moment."""
        return self in {FaultKind.FROZEN, FaultKind.OLD}

    @property
    def concerns_effects(self) -> bool:
        """Whether it is about commands where there are any."""
        return self in {FaultKind.LOST_ANSWER, FaultKind.LATE_EFFECT, FaultKind.ERROR_AFTER}


_DELAYS = {
    FaultKind.SLOW: 3.0,
    FaultKind.LATE_EFFECT: 5.0,
    FaultKind.TOO_MANY: 2.0,
    FaultKind.UNAVAILABLE: 2.0,
}


@dataclass(slots=True, kw_only=True)
class Fault:
    """One ordered fault. It ends at `ends_at` (monotonic seconds) or when `left` requests have met it.

    `method` limits it to requests of that method; `snapshot` is what the world showed when it was ordered.
    """

    target: str
    kind: FaultKind
    delay: float
    method: str
    snapshot: Snapshot
    ends_at: float | None = None
    left: int | None = None
    met: int = 0

    def is_over(self, now: float) -> bool:
        """Whether it has ended by itself."""
        return (self.ends_at is not None and now >= self.ends_at) or self.left == 0


class Faults:
    """Every fault in force; a newer one of the same target and method takes the older one's place."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], Fault] = {}

    def order(self, fault: Fault) -> None:
        """Misbehave from now on."""
        self._faults[fault.target, fault.method] = fault

    def heal(self, target: str | None = None) -> None:
        """Be well again: one target, or everything."""
        self._faults = {
            key: fault for key, fault in self._faults.items() if target is not None and key[0] != target
        }

    def in_force(self, now: float) -> tuple[Fault, ...]:
        """Those that have not ended."""
        return tuple(fault for fault in self._faults.values() if not fault.is_over(now))

    def meet(self, target: str, method: str, now: float) -> Fault | None:
        """The fault that this request runs into, counted as met."""
        for fault in self.in_force(now):
            if fault.target == target and fault.method in {"", method} and not fault.kind.stands_still:
                fault.met += 1
                fault.left = None if fault.left is None else fault.left - 1
                return fault
        return None

    def standing_still(self, target: str, now: float) -> Fault | None:
        """The fault that keeps this target's figures, or its source's, as they were."""
        names = {target, SITES.get(target, target)}
        for fault in self.in_force(now):
            if fault.target in names and fault.kind.stands_still:
                return fault
        return None
