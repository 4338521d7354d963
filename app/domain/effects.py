"""Real against virtual: what each virtual sold-out of a broadcast did to sales, from what was kept of it.

A sold-out begins when the shop read back so and ends when the restore did; holds of one product that overlap
(several storefronts, one press) are one sold-out. Compared are the ten minutes before and after it:

- only selling time counts: other sold-outs of the product, virtual or real, are taken out of both;
- where the next sold-out is nearer than twenty minutes, its before and our after share the gap in halves;
- rates are units per minute and 1000 viewers where viewers are known, units per minute where they are not;
- what makes the two unlike (on air in one of them only, less than ten minutes left) is said beside them.

Interactions are the room's, not the product's. A ratio describes this evening; it proves nothing, because
operators mark when they expect a rise. That is what trials are for (`trials`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from app.domain.evidence import (
    NO_SALES,
    NO_STEPS,
    NOT_CLICKED,
    Clicked,
    Sales,
    Span,
    Steps,
    seconds_of,
    union,
    without,
)
from app.domain.hold import Hold, HoldKind, Reason
from app.domain.ratios import Count, Ratio, dispersion_of, rate_ratio

WINDOW = timedelta(minutes=10)
LEAST_MINUTES = 2.0
"""Less selling time than this on either side compares nothing."""
_KNOWN_SHARE = 0.8
"""So much of a window must have known viewers, else its rate is one per minute."""
_UNLIKE_SHARE = 0.5
_NEARLY_WHOLE = 0.99


class Caveat(StrEnum):
    """What to bear in mind beside a comparison."""

    RUNNING = "running"
    """The product is still off sale, or the ten minutes after are not over."""
    NEIGHBOUR = "neighbour"
    """Another sold-out is so near that the ten minutes are cut."""
    SHORT = "short"
    """Less than ten minutes of selling time on a side: the broadcast's edge, or truly sold out."""
    ON_AIR = "on_air"
    """The product was on air much longer on one side than on the other."""
    NO_VIEWERS = "no_viewers"
    """Viewers are not known: the rates are per minute alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEvidence:
    """What was kept of one product in one broadcast; `holds` are all of it, stops too."""

    sku: str
    stock: Steps = NO_STEPS
    sales: Sales = NO_SALES
    holds: tuple[Hold, ...] = ()
    clicked: Clicked = NOT_CLICKED


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEvidence:
    """What was kept of the room: from the broadcast's start to its end, or to now.

    `on_air` are instants and what was shown from each on.
    """

    span: Span
    viewers: Steps = NO_STEPS
    interest: Steps = NO_STEPS
    on_air: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Selling time and what was sold in it. `viewer_minutes` None: viewers were not known for most of it."""

    minutes: float
    units: int
    viewer_minutes: float | None
    on_air_minutes: float = 0.0

    @property
    def per_minute(self) -> float | None:
        """Units per minute; None without selling time."""
        return self.units / self.minutes if self.minutes > 0 else None

    @property
    def per_1000(self) -> float | None:
        """Units per minute and 1000 viewers; None where viewers are not known."""
        return 1000 * self.units / self.viewer_minutes if self.viewer_minutes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One time off sale because of us: the holds that made it, where, why, and from when to when."""

    holds: tuple[int, ...]
    kind: HoldKind
    storefronts: tuple[str, ...]
    reason: Reason
    span: Span
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one sold-out did. `interest_…` are interactions per minute of the room, None where none tells.

    `sold_during` are units counted while it was off sale: at other shops, or orders that were on their way.
    """

    episode: Episode
    sold_during: int
    interest_before: float | None
    interest_during: float | None
    before: Window
    after: Window
    ratio: Ratio | None
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductComparison:
    """One product over the broadcast: true stock, true sales, virtual state. `selling` leaves off time out.

    `virtual`, `stopped` and `real` are spans off sale: by holds, by emergency stops, by true stock 0.
    """

    sku: str
    stock_first: int | None
    stock_last: int | None
    units: int
    selling: Window
    virtual: tuple[Span, ...]
    stopped: tuple[Span, ...]
    real: tuple[Span, ...]
    effects: tuple[Effect, ...]
    ratio: Ratio | None
    """All its sold-outs together."""

    @property
    def virtual_seconds(self) -> float:
        """How long it was off sale by holds."""
        return seconds_of(self.virtual)

    @property
    def real_seconds(self) -> float:
        """How long its true stock was 0."""
        return seconds_of(self.real)


def compared(product: ProductEvidence, room: RoomEvidence) -> ProductComparison:
    """The product's comparison; pure, and cheap enough for one slice of a loop."""
    episodes = episodes_of(product.holds, room.span)
    virtual = union(each.span for each in episodes if each.kind is HoldKind.HOLD)
    stopped = union(each.span for each in episodes if each.kind is HoldKind.STOP)
    real = product.stock.spans(room.span, lambda units: units <= 0)
    off = (*virtual, *stopped, *real)
    holds = [each for each in episodes if each.kind is HoldKind.HOLD]
    effects = tuple(_effect(place, holds, product, room, off) for place in range(len(holds)))
    return ProductComparison(
        sku=product.sku,
        stock_first=_first_known(product.stock, room.span),
        stock_last=_whole(product.stock.value_at(room.span.end)),
        units=product.sales.within((room.span,)),
        selling=window_of(product, room, without(room.span, off)),
        virtual=virtual,
        stopped=stopped,
        real=real,
        effects=effects,
        ratio=pooled((each.before, each.after) for each in effects if each.ratio is not None),
    )


def episodes_of(holds: Iterable[Hold], within: Span) -> tuple[Episode, ...]:
    """The times off sale in the order they began; holds that never took effect are left out."""
    found: list[Episode] = []
    took = [hold for hold in holds if hold.confirmed_at is not None and hold.state.counts]
    for hold in sorted(took, key=lambda hold: (hold.kind, hold.confirmed_at)):
        one = _episode(hold, within)
        if one is None:
            continue
        if found and found[-1].kind is one.kind and one.span.start <= found[-1].span.end:
            found[-1] = _joined(found[-1], one)
        else:
            found.append(one)
    return tuple(sorted(found, key=lambda each: each.span))


def window_of(product: ProductEvidence, room: RoomEvidence, spans: Sequence[Span]) -> Window:
    """What was sold in these spans of selling time."""
    minutes = seconds_of(spans) / 60
    viewer_minutes, known = room.viewers.area(spans)
    return Window(
        minutes=minutes,
        units=product.sales.within(spans),
        viewer_minutes=viewer_minutes if minutes > 0 and known >= _KNOWN_SHARE * minutes else None,
        on_air_minutes=_on_air_minutes(product.sku, room, spans),
    )


def counts(before: Window, after: Window) -> tuple[Count, Count] | None:
    """Both windows as counts of the same exposure, after first; None with too little selling time."""
    if min(before.minutes, after.minutes) < LEAST_MINUTES:
        return None
    if before.viewer_minutes and after.viewer_minutes:
        return (
            Count(units=after.units, exposure=after.viewer_minutes / 1000),
            Count(units=before.units, exposure=before.viewer_minutes / 1000),
        )
    return (
        Count(units=after.units, exposure=after.minutes),
        Count(units=before.units, exposure=before.minutes),
    )


def pooled(windows: Iterable[tuple[Window, Window]]) -> Ratio | None:
    """Sales after relative to before over several sold-outs (pairs of before and after) together.

    Pairs whose viewers are not known are compared by minutes only where none has viewers.
    """
    pairs = list(windows)
    with_viewers = [pair for pair in pairs if pair[0].viewer_minutes and pair[1].viewer_minutes]
    told = [pair for windows in with_viewers or pairs if (pair := counts(*windows)) is not None]
    if not told:
        return None
    after = Count(units=sum(a.units for a, _b in told), exposure=sum(a.exposure for a, _b in told))
    before = Count(units=sum(b.units for _a, b in told), exposure=sum(b.exposure for _a, b in told))
    return rate_ratio(after, before, dispersion=dispersion_of(told))


def _effect(
    place: int,
    episodes: Sequence[Episode],
    product: ProductEvidence,
    room: RoomEvidence,
    off: tuple[Span, ...],
) -> Effect:
    episode = episodes[place]
    before_span = _before(place, episodes, room.span)
    after_span = _after(place, episodes, room.span)
    before = window_of(product, room, [] if before_span is None else without(before_span, off))
    after = window_of(product, room, [] if after_span is None else without(after_span, off))
    pair = counts(before, after)
    return Effect(
        episode=episode,
        sold_during=product.sales.within((episode.span,)),
        interest_before=None if before_span is None else _mean(room.interest, before_span),
        interest_during=_mean(room.interest, episode.span),
        before=before,
        after=after,
        ratio=None if pair is None else rate_ratio(*pair),
        caveats=_caveats(place, episodes, room.span, before, after),
    )


def _before(place: int, episodes: Sequence[Episode], room: Span) -> Span | None:
    """The ten minutes before, at most back to the middle of the gap to the sold-out before it."""
    start = episodes[place].span.start
    first = start - WINDOW
    if place > 0:
        end = episodes[place - 1].span.end
        first = max(first, end + (start - end) / 2)
    return Span(first, start).part_in(room)


def _after(place: int, episodes: Sequence[Episode], room: Span) -> Span | None:
    """The ten minutes after, at most up to the middle of the gap to the next sold-out."""
    if episodes[place].is_open:
        return None
    end = episodes[place].span.end
    last = end + WINDOW
    if place + 1 < len(episodes):
        start = episodes[place + 1].span.start
        last = min(last, end + (start - end) / 2)
    return Span(end, last).part_in(room)


def _caveats(
    place: int, episodes: Sequence[Episode], room: Span, before: Window, after: Window
) -> tuple[Caveat, ...]:
    episode = episodes[place]
    whole = WINDOW.total_seconds() / 60
    gaps = [two.span.start - one.span.end for one, two in pairwise(episodes) if episode in (one, two)]
    ran_out = after.minutes < _NEARLY_WHOLE * whole or before.minutes < _NEARLY_WHOLE * whole
    running = episode.is_open or room.end < episode.span.end + WINDOW
    near = any(gap < 2 * WINDOW for gap in gaps)
    found = {
        Caveat.RUNNING: running,
        Caveat.NEIGHBOUR: near,
        Caveat.SHORT: ran_out and not near and not running,
        Caveat.ON_AIR: _unlike(before, after),
        Caveat.NO_VIEWERS: any(each.minutes > 0 and not each.viewer_minutes for each in (before, after)),
    }
    return tuple(caveat for caveat, holds in found.items() if holds)


def _unlike(before: Window, after: Window) -> bool:
    if not before.minutes or not after.minutes:
        return False
    shares = (before.on_air_minutes / before.minutes, after.on_air_minutes / after.minutes)
    return abs(shares[0] - shares[1]) > _UNLIKE_SHARE


def _episode(hold: Hold, within: Span) -> Episode | None:
    start, end = hold.confirmed_at, hold.ended_at or within.end
    span = None if start is None or start >= end else Span(start, end).part_in(within)
    if span is None:
        return None
    return Episode(
        holds=(hold.id,),
        kind=hold.kind,
        storefronts=(hold.storefront,),
        reason=hold.reason,
        span=span,
        is_open=hold.state.is_open,
    )


def _joined(one: Episode, other: Episode) -> Episode:
    return Episode(
        holds=(*one.holds, *other.holds),
        kind=one.kind,
        storefronts=tuple(dict.fromkeys((*one.storefronts, *other.storefronts))),
        reason=one.reason,
        span=Span(one.span.start, max(one.span.end, other.span.end)),
        is_open=one.is_open or other.is_open,
    )


def _on_air_minutes(sku: str, room: RoomEvidence, spans: Sequence[Span]) -> float:
    shown = shown_spans(sku, room)
    parts = (part for span in spans for each in shown if (part := each.part_in(span)) is not None)
    return seconds_of(parts) / 60


def shown_spans(sku: str, room: RoomEvidence) -> list[Span]:
    """When the product was on air: from being shown until something else is."""
    ends = [*(at for at, _sku in room.on_air[1:]), room.span.end]
    shown = zip(room.on_air, ends, strict=False)
    return [Span(at, end) for (at, shown_sku), end in shown if shown_sku == sku and at < end]


def _mean(steps: Steps, span: Span) -> float | None:
    area, known = steps.area((span,))
    return area / known if known > 0 else None


def _first_known(stock: Steps, span: Span) -> int | None:
    at_start = stock.value_at(span.start)
    if at_start is not None:
        return _whole(at_start)
    later = (value for at, value in zip(stock.at, stock.values, strict=True) if at >= span.start)
    return _whole(next((value for value in later if value is not None), None))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
