"""What the line-up is: places, what is left out and why, and what people said of both.

A pin is a place that a person gave a product; it keeps it until the product was shown. Nothing here judges,
the rules are those of `running_order`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.signals import Barred, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What people said: `pins` are places by SKU (1 is next), `skips` are not to be shown this time."""

    pins: Mapping[str, int] = field(default_factory=dict)
    skips: frozenset[str] = frozenset()


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lined:
    """One product in the line-up. `plan_b` is what to show instead, once it has fallen to a tenth."""

    sku: str
    turn: Turn
    available: int | None = None
    pinned: bool = False
    plan_b: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One that is not to be shown now."""

    sku: str
    why: Barred


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUp:
    """The order as it stands; `passed_at` is when a product last passed another because it is worth more."""

    on_air: Lined | None = None
    places: tuple[Lined, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    wishes: Wishes = NO_WISHES
    passed_at: datetime | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """The SKUs, what is next first."""
        return tuple(place.sku for place in self.places)

    def place_of(self, sku: str) -> int | None:
        """Where the product stands, 1 is next; None where it is not in line."""
        return next((place for place, one in enumerate(self.places, start=1) if one.sku == sku), None)


NO_LINE_UP = LineUp()


def moved(before: LineUp, after: LineUp) -> frozenset[str]:
    """Products that stand elsewhere now, those that came and went among them."""
    then, now = (set(enumerate(line.order)) for line in (before, after))
    return frozenset(sku for _place, sku in then ^ now)


def pin(wishes: Wishes, sku: str, place: int) -> Wishes:
    """The product stands there from now on; pins from that place on make room."""
    others = {other: at + (at >= place) for other, at in wishes.pins.items() if other != sku}
    return Wishes(pins={**others, sku: place}, skips=wishes.skips - {sku})


def unpin(wishes: Wishes, sku: str) -> Wishes:
    """The product stands where its worth puts it."""
    return Wishes(pins=_without(wishes.pins, sku), skips=wishes.skips)


def skip(wishes: Wishes, sku: str) -> Wishes:
    """The product is not to be shown."""
    return Wishes(pins=_without(wishes.pins, sku), skips=wishes.skips | {sku})


def admit(wishes: Wishes, sku: str) -> Wishes:
    """The product may be shown again."""
    return Wishes(pins=wishes.pins, skips=wishes.skips - {sku})


def shown(wishes: Wishes, order: Iterable[str], sku: str) -> Wishes:
    """It is on air now, which fulfils its pin; what stood behind it moves up."""
    places = {one: place for place, one in enumerate(order, start=1)}
    was = places.get(sku) or wishes.pins.get(sku)
    if was is None:
        return wishes
    pins = {one: at - (at > was) for one, at in wishes.pins.items() if one != sku}
    return Wishes(pins=pins, skips=wishes.skips)


def _without(pins: Mapping[str, int], sku: str) -> dict[str, int]:
    return {one: at for one, at in pins.items() if one != sku}
