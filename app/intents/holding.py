"""Taking products off sale and putting them back: marks, restores, emergency stops."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.hold import Reason
from app.intents.wish import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSoldOut(Intent):
    """Virtual sold-out of `skus`. `storefronts` empty: every storefront that lists the SKU."""

    skus: tuple[str, ...]
    minutes: float = 5.0
    storefronts: tuple[str, ...] = ()
    reason: Reason = Reason.STAGE
    note: str = ""
    second: str = ""
    """Initials of a second person, where the reason takes two."""
    by_trial: bool = False
    """Take minutes (and reason, where it says one) from the next variant of the trial each product is on."""
    override: str = ""
    """Why it is made although the guardian is dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowUnguarded(Intent):
    """Let new holds be made while the guardian is dead, for that reason; empty: no longer.

    It ends by itself when the guardian is back.
    """

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore(Intent):
    """End the open holds of `skus` now."""

    skus: tuple[str, ...]
    storefronts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMark(Intent):
    """The ten-second cancel after a mark: restores just these holds; their use still counts."""

    holds: tuple[int, ...]


class Reach(StrEnum):
    """Which products an act means beyond those it names."""

    NAMED = "named"
    ON_AIR = "on_air"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyStop(Intent):
    """Off sale until a person releases it; needs no broadcast, uses up no count."""

    skus: tuple[str, ...] = ()
    reach: Reach = Reach.NAMED
    storefronts: tuple[str, ...] = ()
    reason: Reason = Reason.INCIDENT
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Intent):
    """End an emergency stop, saying why."""

    skus: tuple[str, ...] = ()
    reach: Reach = Reach.NAMED
    reason: Reason = Reason.INCIDENT
    note: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHoldAgain(Intent):
    """Read the product of an uncertain hold at the storefront now."""

    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmByHand(Intent):
    """What a person did, or could not do, at a shop that only people can work.

    With `hold`: the task of that hold, where `sold_out` says what the shop is now. Without: the task that
    stands for `sku` (at `storefronts`, where named), done or not.
    """

    hold: int | None = None
    sold_out: bool = False
    sku: str = ""
    storefronts: tuple[str, ...] = ()
    done: bool = True
