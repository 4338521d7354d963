"""What was kept of a broadcast as series over time: true stock, sales, viewers, interactions; and spans.

Facts only: what a sold-out did to sales is worked out in `effects`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.domain.told import ClickTotal, risen

SILENT_AFTER = timedelta(seconds=60)
"""A traffic source that says nothing for so long tells nothing: its figure is not carried on."""
_LEAST_SAMPLES = 30
"""A figure that never falls over fewer samples than these may still be one per minute."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From an instant to before another."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.end - self.start).total_seconds()

    def part_in(self, other: "Span") -> "Span | None":
        """What of it lies in `other`; None where nothing does."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """One warehouse's true figure of one product from an instant on; None: not known."""

    at: datetime
    warehouse: str
    sku: str
    available: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Units sold; below zero: cancelled."""

    at: datetime
    sku: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One traffic source's figures at an instant."""

    at: datetime
    source: str
    viewers: int | None
    interactions: int | None = None
    organic: int | None = None
    paid: int | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """A figure that stands until the next one: instants in order, and the value from each on."""

    at: tuple[datetime, ...] = ()
    values: tuple[float | None, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[datetime, float | None]]) -> "Steps":
        """From pairs in order of time; of several at one instant the last stands."""
        kept = dict(pairs)
        return cls(tuple(kept), tuple(kept.values()))

    def value_at(self, at: datetime) -> float | None:
        """The figure at an instant; None before the first."""
        place = bisect_right(self.at, at) - 1
        return self.values[place] if place >= 0 else None

    def parts(self, span: Span) -> Iterable[tuple[Span, float | None]]:
        """The span cut where the figure changes, each part with its value."""
        place = bisect_right(self.at, span.start)
        start, value = span.start, self.value_at(span.start)
        while place < len(self.at) and self.at[place] < span.end:
            if self.at[place] > start:
                yield Span(start, self.at[place]), value
            start, value = self.at[place], self.values[place]
            place += 1
        if start < span.end:
            yield Span(start, span.end), value

    def area(self, spans: Iterable[Span]) -> tuple[float, float]:
        """Value times minutes over the spans, and the minutes in which the value was known."""
        area = known = 0.0
        for span in spans:
            for part, value in self.parts(span):
                if value is not None:
                    area += value * part.seconds / 60
                    known += part.seconds / 60
        return area, known

    def spans(self, within: Span, holds: Callable[[float], bool]) -> tuple[Span, ...]:
        """Where the figure is known and `holds` says yes."""
        return union(part for part, value in self.parts(within) if value is not None and holds(value))


NO_STEPS = Steps()


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(span: Span, cuts: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span when the cuts are taken out."""
    left: list[Span] = []
    start = span.start
    for cut in union(cuts):
        if cut.end <= start:
            continue
        if cut.start >= span.end:
            break
        if cut.start > start:
            left.append(Span(start, cut.start))
        start = max(start, cut.end)
    return (*left, Span(start, span.end)) if start < span.end else tuple(left)


def seconds_of(spans: Iterable[Span]) -> float:
    """How long they last together."""
    return sum(span.seconds for span in spans)


@dataclass(frozen=True, slots=True)
class Sales:
    """One product's sales in order of time."""

    at: tuple[datetime, ...] = ()
    units: tuple[int, ...] = ()

    @classmethod
    def of(cls, sales: Iterable[Sale]) -> "Sales":
        """From sales in any order."""
        ordered = sorted(sales, key=lambda sale: sale.at)
        return cls(tuple(sale.at for sale in ordered), tuple(sale.units for sale in ordered))

    def within(self, spans: Iterable[Span]) -> int:
        """Units sold in the spans, cancellations taken off."""
        return sum(
            sum(self.units[bisect_left(self.at, span.start) : bisect_left(self.at, span.end)])
            for span in spans
        )


NO_SALES = Sales()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """What was kept of a product's clicks, and of how often it was put before viewers, from `since` on.

    `since` None: no source told any. `impressions` None: none told those.
    """

    since: datetime | None = None
    clicks: Sales = NO_SALES
    impressions: Sales | None = None


NOT_CLICKED = Clicked()


def clicked_of(totals: Iterable[ClickTotal]) -> Clicked:
    """One product's clicks out of running totals in order of time, all sources together."""
    told = [total for total in totals if total.clicks is not None]
    if not told:
        return NOT_CLICKED
    last: dict[str, ClickTotal] = {}
    clicks: list[Sale] = []
    impressions: list[Sale] = []
    for total in told:
        before = last.get(total.source)
        last[total.source] = total
        if before is not None:
            clicks += _more(total, before.clicks, total.clicks)
            impressions += _more(total, before.impressions, total.impressions)
    seen = Sales.of(impressions) if impressions else None
    return Clicked(since=told[0].at, clicks=Sales.of(clicks), impressions=seen)


def _more(total: ClickTotal, before: int | None, now: int | None) -> list[Sale]:
    """What came between two totals, where both are known."""
    if before is None or now is None:
        return []
    return [Sale(at=total.at, sku=total.sku, units=risen(before, now))]


def total_stock(levels: Iterable[StockLevel]) -> Steps:
    """One product's true stock over all warehouses that list it, from levels in order of time.

    Figures that are known are summed; it is not known while none is.
    """
    shelves: dict[str, int | None] = {}
    pairs: list[tuple[datetime, float | None]] = []
    for level in levels:
        shelves[level.warehouse] = level.available
        known = [units for units in shelves.values() if units is not None]
        pairs.append((level.at, sum(known) if known else None))
    return Steps.of(pairs)


def viewers_of(audience: Sequence[Audience]) -> Steps:
    """Viewers of all sources together; a source that fell silent is left out, and none known is None."""
    return _together((each.at, each.source, each.viewers) for each in audience)


def interest_of(audience: Sequence[Audience]) -> Steps:
    """Interactions per minute of all sources together, for the room and not for one product.

    A source tells them per minute; one whose figure only ever grows tells a running total, of which the
    growth per minute is taken. None where no source tells any.
    """
    told: dict[str, list[tuple[datetime, int]]] = {}
    for each in audience:
        if each.interactions is not None:
            told.setdefault(each.source, []).append((each.at, each.interactions))
    moments = [(at, source, value) for source, series in told.items() for at, value in _per_minute(series)]
    return _together(sorted(moments, key=lambda moment: moment[0]))


def _per_minute(series: list[tuple[datetime, int]]) -> list[tuple[datetime, float]]:
    values = [value for _at, value in series]
    grows = all(later >= earlier for earlier, later in pairwise(values))
    if not grows or len(values) < _LEAST_SAMPLES or values[-1] == values[0]:
        return [(at, float(value)) for at, value in series]
    return [
        (before[0], 60 * (after[1] - before[1]) / (after[0] - before[0]).total_seconds())
        for before, after in pairwise(series)
        if after[0] > before[0]
    ]


def _together(moments: Iterable[tuple[datetime, str, float | None]]) -> Steps:
    """The sum over sources at each moment, with a None where all have been silent for too long."""
    latest: dict[str, tuple[datetime, float]] = {}
    pairs: list[tuple[datetime, float | None]] = []
    for at, source, value in moments:
        if pairs and at - pairs[-1][0] > SILENT_AFTER:
            pairs.append((pairs[-1][0] + SILENT_AFTER, None))
        if value is None:
            latest.pop(source, None)
        else:
            latest[source] = (at, value)
        current = [known for told_at, known in latest.values() if at - told_at <= SILENT_AFTER]
        pairs.append((at, sum(current) if current else None))
    if pairs:
        pairs.append((pairs[-1][0] + SILENT_AFTER, None))
    return Steps.of(pairs)
