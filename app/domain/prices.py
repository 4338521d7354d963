"""What buyers make of a price that changed while a broadcast ran: elasticity, with its interval.

Compared are sales per viewer at each price a product had, on air and off air apart, in the time it could be
bought. Units are Poisson at a rate that goes with a power of the price; given what sold in all, where it sold
tells the power (a conditional likelihood: McCullagh and Nelder 1989, "Generalized Linear Models", chapter 7).
Counts are divided by their dispersion, for sales come in bursts; a mild belief that the power lies near −1
keeps it finite where little was sold. Nobody dealt the prices out by a fair draw: what else changed is in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import exp, log, sqrt

from app.domain.contests import dispersion_within, pieces_of
from app.domain.effects import ProductComparison, ProductEvidence, RoomEvidence, shown_spans, window_of
from app.domain.evidence import Span, without
from app.domain.ratios import Count

LEAST_MINUTES = 6.0
"""A price that stood for less selling time than this is left out."""
LEAST_UNITS = 10
_USUAL = -1.0
_SPREAD = 2.0
"""Before anything was seen the power is believed to lie so far from the usual one."""
_NORMAL = 1.96
_STEPS = 40
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSaid:
    """From `at` on the product costs that."""

    at: datetime
    sku: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How a product's sales answer to its price: by 1 % more of it they change by about `middle` per cent.

    `prices` are those compared, the lowest first; `units` were sold at them in `minutes` of selling time.
    """

    sku: str
    prices: tuple[Decimal, ...]
    low: float
    middle: float
    high: float
    units: int
    minutes: float

    @property
    def is_sure(self) -> bool:
        """Whether chance alone is an unlikely reason."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What sold at one price, on air or off air."""

    price: Decimal
    on_air: bool
    count: Count
    minutes: float
    pieces: tuple[Count, ...]


def sensitivity_of(
    one: ProductEvidence,
    product: ProductComparison,
    room: RoomEvidence,
    said: Iterable[PriceSaid],
    listed: Decimal | None,
) -> Sensitivity | None:
    """The product's answer to its prices; None: nothing to tell. `listed` is its price before any said."""
    off = (*product.virtual, *product.stopped, *product.real)
    stood = stood_of(room.span, [each for each in said if each.sku == one.sku], listed)
    cells = [
        cell
        for price, spans in stood.items()
        for cell in _cells(one, room, price, [part for span in spans for part in without(span, off)])
    ]
    minutes = {price: sum(cell.minutes for cell in cells if cell.price == price) for price in stood}
    cells = [cell for cell in cells if minutes[cell.price] >= LEAST_MINUTES]
    units = sum(cell.count.units for cell in cells)
    prices = tuple(sorted({cell.price for cell in cells}))
    if len(prices) < 2 or units < LEAST_UNITS:  # noqa: PLR2004 - it takes two prices to compare
        return None
    spread = dispersion_within([cell.pieces for cell in cells])
    middle, doubt = _power(cells, spread)
    return Sensitivity(
        sku=one.sku,
        prices=prices,
        low=middle - _NORMAL * doubt,
        middle=middle,
        high=middle + _NORMAL * doubt,
        units=units,
        minutes=sum(cell.minutes for cell in cells),
    )


def stood_of(span: Span, said: Sequence[PriceSaid], listed: Decimal | None) -> Mapping[Decimal, list[Span]]:
    """Each price with the time it stood."""
    stood: dict[Decimal, list[Span]] = {}
    price, since = listed, span.start
    for each in sorted(said, key=lambda one: one.at):
        at = min(max(each.at, span.start), span.end)
        if price is not None and at > since:
            stood.setdefault(price, []).append(Span(since, at))
        price, since = each.price, at
    if price is not None and span.end > since:
        stood.setdefault(price, []).append(Span(since, span.end))
    return stood


def _cells(
    one: ProductEvidence, room: RoomEvidence, price: Decimal, spans: Sequence[Span]
) -> Iterable[_Cell]:
    aired = shown_spans(one.sku, room)
    shown = [part for span in spans for air in aired if (part := span.part_in(air)) is not None]
    quiet = [part for span in spans for part in without(span, aired)]
    for on_air, parts in ((True, shown), (False, quiet)):
        window = window_of(one, room, parts)
        if window.viewer_minutes:
            pieces = (window_of(one, room, [piece]) for part in parts for piece in pieces_of(part))
            yield _Cell(
                price=price,
                on_air=on_air,
                count=Count(units=max(0, window.units), exposure=window.viewer_minutes / 1000),
                minutes=window.minutes,
                pieces=tuple(
                    Count(units=piece.units, exposure=piece.viewer_minutes / 1000)
                    for piece in pieces
                    if piece.viewer_minutes
                ),
            )


def _power(cells: Sequence[_Cell], spread: float) -> tuple[float, float]:
    """The power of the price that makes the sales likeliest, and its standard deviation: Newton's method."""
    power = _USUAL
    slope, curve = _believed(power, cells, spread)
    for _step in range(_STEPS):
        change = max(-1.0, min(1.0, slope / curve))
        power += change
        slope, curve = _believed(power, cells, spread)
        if abs(change) < _CLOSE:
            break
    return power, 1.0 / sqrt(curve)


def _believed(power: float, cells: Sequence[_Cell], spread: float) -> tuple[float, float]:
    """Slope and curvature of what is believed of that power: before anything was seen, on air, off air."""
    slope, curve = (_USUAL - power) / _SPREAD**2, 1.0 / _SPREAD**2
    for on_air in (True, False):
        steep, bent = _told(power, [cell for cell in cells if cell.on_air is on_air])
        slope, curve = slope + steep / spread, curve + bent / spread
    return slope, curve


def _told(power: float, cells: Sequence[_Cell]) -> tuple[float, float]:
    """Slope and curvature of the likelihood: where the units sold, against where they should have."""
    if not cells:
        return 0.0, 0.0
    logs = [log(float(cell.price)) for cell in cells]
    usual = logs[0]
    weights = [
        cell.count.exposure * exp(power * (place - usual)) for cell, place in zip(cells, logs, strict=True)
    ]
    whole = sum(weights)
    mean = sum(weight * place for weight, place in zip(weights, logs, strict=True)) / whole
    spread = sum(weight * (place - mean) ** 2 for weight, place in zip(weights, logs, strict=True)) / whole
    units = sum(cell.count.units for cell in cells)
    slope = sum(cell.count.units * (place - mean) for cell, place in zip(cells, logs, strict=True))
    return slope, units * spread
