"""A broadcast that was, read back from the record and played again: what was sold, and what would have been.

Where a product is as it was then, what was sold then is what is wanted. Where it is not (sold out or held
then, shown at another time), want is drawn at the mean pace of like minutes of the same broadcast, not by
the model. Not for what a desk makes of it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from app.domain.broadcast import Mark, MarkKind
from app.domain.catalogue import Product
from app.domain.evidence import Audience, StockLevel, clicked_of, total_stock
from app.domain.hold import Hold, HoldState
from app.domain.simulation import Fault, Moment, Stage
from app.domain.told import ClickTotal
from app.records import Records

LOOK_BACK = timedelta(hours=12)
SLICE = timedelta(minutes=15)
MOST_PRODUCTS = 120
"""Played again at most: those that sold most."""
_SILENT_S = 90.0
_NEVER_ENDED = (HoldState.REFUSED, HoldState.NOT_APPLIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One broadcast in steps of `step_minutes`; arrays are steps by products, in the order of `skus`."""

    broadcast: int
    host: str
    started_at: datetime
    step_minutes: float
    skus: tuple[str, ...]
    products: tuple[Product, ...]
    opening: Mapping[str, int]
    organic: NDArray[np.int64]
    paid: NDArray[np.int64]
    told: NDArray[np.bool_]
    """Whether viewers were told in that step."""
    on_air: tuple[str | None, ...]
    sold: NDArray[np.int64]
    held: NDArray[np.bool_]
    delivered: NDArray[np.int64]
    clicks: NDArray[np.int64] | None = None
    """None: no source told any."""

    @property
    def steps(self) -> int:
        """How many there are."""
        return len(self.on_air)


class RecordedTheatre:
    """A recording as a theatre. `as_it_was`: holds of then hold again."""

    def __init__(self, recording: Recording, *, seed: int = 0, as_it_was: bool = False) -> None:
        self._of = recording
        self._dice = np.random.default_rng((seed, 8))
        self._place = 0
        self._as_it_was = as_it_was
        self.products: Sequence[Product] = recording.products
        self.skus: Sequence[str] = recording.skus
        self.step_minutes = recording.step_minutes
        self.minutes = recording.steps * recording.step_minutes
        self.faults: Sequence[Fault] = _silences(recording)
        self._stock = np.array([recording.opening[sku] for sku in recording.skus], np.int64)
        self.reserve: Mapping[str, int] = {
            sku: int(units) for sku, units in zip(self.skus, self._stock // 2, strict=True)
        }
        self._open = _open(recording)
        self._pace = _pace(recording, self._open)

    @property
    def minute(self) -> float:
        """Minutes from the start."""
        return self._place * self.step_minutes

    def held_now(self) -> frozenset[str]:
        """What was held at this minute, where it is played as it was."""
        if not self._as_it_was or self._place >= self._of.steps:
            return frozenset()
        return frozenset(sku for sku, held in zip(self.skus, self._of.held[self._place], strict=True) if held)

    def director(self, stage: Stage) -> str | None:
        """What was on air then."""
        place = min(round(stage.minute / self.step_minutes), self._of.steps - 1)
        return self._of.on_air[place]

    def left(self) -> Mapping[str, int]:
        """Units there are."""
        return dict(zip(self.skus, self._stock.tolist(), strict=True))

    def deliver(self, sku: str, units: int) -> None:
        """Units come in."""
        self._stock[self.skus.index(sku)] += units

    def step(self, on_air: str | None, off_sale: Collection[str]) -> Moment:
        """Let one step pass."""
        of, place = self._of, self._place
        self._stock = self._stock + of.delivered[place]
        then = of.on_air[place]
        viewers = int(of.organic[place] + of.paid[place])
        shown = np.array([sku == on_air for sku in self.skus])
        was_shown = np.array([sku == then for sku in self.skus])
        drawn = self._dice.poisson(
            np.where(shown, self._pace[1], self._pace[0]) * viewers * self.step_minutes
        )
        as_then = self._open[place] & (shown == was_shown)
        wanted = np.where(as_then, of.sold[place], drawn)
        can_buy = np.array([sku not in off_sale for sku in self.skus])
        sold = np.where(can_buy, np.minimum(wanted, self._stock), 0)
        self._stock = self._stock - sold
        self._place += 1
        return Moment(
            minute=self.minute,
            organic=int(of.organic[place]),
            paid=int(of.paid[place]),
            interactions=0,
            on_air=on_air,
            wanted=np.asarray(wanted, np.int64),
            sold=np.asarray(sold, np.int64),
            clicks=None if of.clicks is None else of.clicks[place],
        )


async def recording_of(
    records: Records,
    broadcast: int,
    products: Sequence[Product],
    now: datetime,
    breathe: Callable[[], Awaitable[None]],
    *,
    step_minutes: float = 0.5,
) -> Recording | None:
    """Read a broadcast back, up to `now` where it runs; None where there is none. Raises JournalError."""
    outline = await records.outline(broadcast)
    if outline is None:
        return None
    start = outline.broadcast.started_at
    end = outline.broadcast.ended_at or now
    by_units = sorted(outline.sold.items(), key=lambda pair: (-pair[1], pair[0]))
    skus = tuple(sku for sku, units in by_units if units > 0)[:MOST_PRODUCTS]
    grid = _Grid(start, max(1, int((end - start).total_seconds() / 60 / step_minutes)), step_minutes, skus)
    sold = np.zeros((grid.steps, len(skus)), np.int64)
    levels: list[StockLevel] = (
        list(await records.levels_before(start - LOOK_BACK, start, skus)) if skus else []
    )
    places = {sku: place for place, sku in enumerate(skus)}
    samples: list[Audience] = []
    totals: list[ClickTotal] = []
    since = start
    while since < end and skus:
        until = min(end, since + SLICE)
        samples += await records.audience(since, until)
        for sale in await records.sales(since, until, skus):
            sold[grid.step(sale.at), places[sale.sku]] += sale.units
        told = await records.told(since, until, skus)
        totals += [one for one in told if isinstance(one, ClickTotal)]
        since = until
        await breathe()
    known = {product.sku: product for product in products}
    organic, paid, heard = _audience(samples, grid)
    delivered = _delivered(outline.marks, grid)
    return Recording(
        broadcast=broadcast,
        host=outline.broadcast.host,
        started_at=start,
        step_minutes=step_minutes,
        skus=skus,
        products=tuple(known.get(sku, Product(sku=sku, title=sku)) for sku in skus),
        opening=_opening(levels, sold, delivered, skus),
        organic=organic,
        paid=paid,
        told=heard,
        on_air=_on_air(outline.marks, grid),
        sold=np.maximum(sold, 0),
        held=_held(outline.holds, grid, end),
        delivered=delivered,
        clicks=_clicks(totals, grid),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    start: datetime
    steps: int
    step_minutes: float
    skus: tuple[str, ...]

    def step(self, at: datetime) -> int:
        """The step an instant lies in; what lies outside counts to the nearest."""
        minutes = (at - self.start).total_seconds() / 60
        return min(max(0, int(minutes / self.step_minutes)), self.steps - 1)


def _audience(
    samples: Sequence[Audience], grid: _Grid
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Organic and paid viewers of all sources together; a gap keeps the last figures and is not told."""
    by_source: dict[str, list[Audience]] = defaultdict(list)
    for sample in samples:
        if sample.viewers is not None:
            by_source[sample.source].append(sample)
    organic, paid = np.zeros(grid.steps, np.int64), np.zeros(grid.steps, np.int64)
    told = np.zeros(grid.steps, np.bool_)
    for told_by in by_source.values():
        instants = [sample.at for sample in told_by]
        for place in range(grid.steps):
            at = grid.start + timedelta(minutes=(place + 1) * grid.step_minutes)
            last = bisect_right(instants, at) - 1
            sample = told_by[max(0, last)]
            bought = _paid(sample)
            organic[place] += (sample.viewers or 0) - bought
            paid[place] += bought
            told[place] |= last >= 0 and (at - sample.at).total_seconds() <= _SILENT_S
    return organic, paid, told


def _clicks(totals: Sequence[ClickTotal], grid: _Grid) -> NDArray[np.int64] | None:
    """Clicks as they were told, whatever is done about the broadcast when it is played again."""
    if not totals:
        return None
    by_sku: dict[str, list[ClickTotal]] = defaultdict(list)
    for total in totals:
        by_sku[total.sku].append(total)
    clicks = np.zeros((grid.steps, len(grid.skus)), np.int64)
    for place, sku in enumerate(grid.skus):
        clicked = clicked_of(by_sku.get(sku, ())).clicks
        for at, count in zip(clicked.at, clicked.units, strict=True):
            clicks[grid.step(at), place] += count
    return clicks


def _paid(sample: Audience) -> int:
    if sample.paid is not None:
        return min(sample.paid, sample.viewers or 0)
    return 0 if sample.organic is None else max(0, (sample.viewers or 0) - sample.organic)


def _on_air(marks: Sequence[Mark], grid: _Grid) -> tuple[str | None, ...]:
    shown = sorted((mark.at, mark.sku) for mark in marks if mark.kind is MarkKind.ON_AIR)
    instants = [at for at, _sku in shown]
    found: list[str | None] = []
    for place in range(grid.steps):
        last = bisect_right(instants, grid.start + timedelta(minutes=place * grid.step_minutes)) - 1
        sku = shown[last][1] if last >= 0 else None
        found.append(sku if sku in grid.skus else None)
    return tuple(found)


def _held(holds: Sequence[Hold], grid: _Grid, end: datetime) -> NDArray[np.bool_]:
    held = np.zeros((grid.steps, len(grid.skus)), np.bool_)
    for hold in holds:
        if hold.sku in grid.skus and hold.state not in _NEVER_ENDED and hold.confirmed_at is not None:
            first, last = grid.step(hold.confirmed_at), grid.step(hold.ended_at or end)
            held[first : last + 1, grid.skus.index(hold.sku)] = True
    return held


def _delivered(marks: Sequence[Mark], grid: _Grid) -> NDArray[np.int64]:
    came = np.zeros((grid.steps, len(grid.skus)), np.int64)
    for mark in marks:
        if mark.kind is MarkKind.RESTOCK and mark.sku in grid.skus and mark.note.isdecimal():
            came[grid.step(mark.at), grid.skus.index(mark.sku)] += int(mark.note)
    return came


def _opening(
    levels: Sequence[StockLevel], sold: NDArray[np.int64], came: NDArray[np.int64], skus: Sequence[str]
) -> dict[str, int]:
    """Stock at the start as told; never less than what was sold of it."""
    opening = {}
    for place, sku in enumerate(skus):
        told = total_stock([level for level in levels if level.sku == sku]).values
        used = (np.maximum(sold[:, place], 0) - came[:, place]).cumsum()
        needed = max(0, int(used.max(initial=0)))
        last = next((value for value in reversed(told) if value is not None), None)
        opening[sku] = max(needed, int(last or 0))
    return opening


def _open(recording: Recording) -> NDArray[np.bool_]:
    """Where a product could be had then: not held, and something left at the beginning of the step."""
    opening = np.array([recording.opening[sku] for sku in recording.skus], np.int64)
    used = recording.sold.cumsum(0) - recording.sold
    came = recording.delivered.cumsum(0)
    left = opening + came - used
    return np.asarray((left > 0) & ~recording.held)


def _pace(recording: Recording, open_: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Units per viewer-minute off air and on air, over open steps."""
    viewers = (recording.organic + recording.paid) * recording.step_minutes
    shown = np.array([[sku == now for sku in recording.skus] for now in recording.on_air])
    shown = shown.reshape(recording.steps, len(recording.skus))
    rates = []
    whole = ((recording.sold * open_).sum(0) + 0.5) / ((viewers[:, None] * open_).sum(0) + 1000.0)
    for where in (~shown, shown):
        there = open_ & where
        units, audience = (recording.sold * there).sum(0), (viewers[:, None] * there).sum(0)
        rates.append((units + 1000.0 * whole) / (audience + 1000.0))
    return np.array(rates)


def _silences(recording: Recording) -> tuple[Fault, ...]:
    """Where viewers were not told for longer than a figure may be carried on."""
    found: list[Fault] = []
    begun: int | None = None
    for place, told in enumerate((*recording.told, True)):
        if not told and begun is None:
            begun = place
        elif told and begun is not None:
            step = recording.step_minutes
            found.append(Fault(source="traffic", start=begun * step, end=place * step))
            begun = None
    return tuple(found)
