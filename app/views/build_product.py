"""From what was kept and worked out of one product to the view of its page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.broadcast import Broadcast
from app.domain.calibration import Band
from app.domain.effects import Effect, ProductComparison, ProductEvidence, RoomEvidence, shown_spans
from app.domain.evidence import Span
from app.domain.expectation import done_share
from app.domain.hold import Hold
from app.domain.life_ahead import LifeAhead
from app.domain.life_course import LifeCourse
from app.domain.lifecycle import pace_of, turnover_days
from app.domain.ratios import Ratio
from app.domain.shelving import Shelf
from app.domain.standings import House, Standing
from app.domain.stock_policy import StockPolicy
from app.views.build_calibration import band_view
from app.views.build_replenishment import leg_views
from app.views.columns import columns_of, figures, step_s
from app.views.names import Names
from app.views.product import (
    CourseView,
    HeldView,
    HitView,
    LifeView,
    RatioView,
    SpanView,
    SupplyView,
    TopView,
    WeekAheadView,
    WeekView,
)
from app.words import plain

__all__ = ["Forecast", "course_view", "hit_view", "life_view", "supply_view"]

_STEP_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What was expected of a product before its broadcast: units of so many minutes, along that audience."""

    opening: int
    units: float
    minutes: float
    curve: tuple[float, ...]

    def left_after(self, minutes: float) -> float:
        """The stock that would be left, below zero where more would have sold than there was."""
        return self.opening - self.units * done_share(self.curve, minutes, self.minutes)

    def per_minute(self, minutes: float) -> float | None:
        """What it would sell a minute then; None after its end."""
        if not 0 <= minutes < self.minutes:
            return None
        before, after = max(0.0, minutes - 1), min(self.minutes, minutes + 1)
        return (self.left_after(before) - self.left_after(after)) / (after - before)


def course_view(
    broadcast: Broadcast,
    room: RoomEvidence,
    product: ProductEvidence,
    found: ProductComparison,
    forecast: Forecast | None,
) -> CourseView:
    """One broadcast of the product."""
    step = step_s(room.span)
    starts = columns_of(room.span, step)
    run_minutes = (room.span.end - broadcast.started_at).total_seconds() / 60
    return CourseView(
        number=broadcast.id,
        running=broadcast.ended_at is None,
        span=_span(room.span),
        step_s=step,
        stock=figures(product.stock, starts),
        viewers=figures(room.viewers, starts),
        virtual=tuple(_span(span) for span in found.virtual),
        stopped=tuple(_span(span) for span in found.stopped),
        shown=tuple(_span(span) for span in shown_spans(product.sku, room)),
        expected=() if forecast is None else _line(broadcast.started_at, forecast),
        expected_per_minute=None if forecast is None else forecast.per_minute(run_minutes),
        held=_held(found.effects, product.holds),
        ratio=_ratio(found.ratio),
    )


def _line(start: datetime, forecast: Forecast) -> tuple[tuple[datetime, float], ...]:
    """The expected stock until it would be gone, or the broadcast over."""
    points = [(start, float(forecast.opening))]
    whole = -int(-forecast.minutes // _STEP_MINUTES)
    for place in range(1, whole + 1):
        minutes = min(forecast.minutes, place * _STEP_MINUTES)
        left = forecast.left_after(minutes)
        points.append((start + timedelta(minutes=minutes), max(0.0, left)))
        if left <= 0:
            break
    return tuple(points)


def _held(effects: Sequence[Effect], holds: Sequence[Hold]) -> tuple[HeldView, ...]:
    by_id = {hold.id: hold for hold in holds}
    return tuple(
        _one_held(number, effect, by_id[effect.episode.holds[0]])
        for number, effect in enumerate(effects, start=1)
    )


def _one_held(number: int, effect: Effect, first: Hold) -> HeldView:
    return HeldView(
        number=number,
        span=_span(effect.episode.span),
        is_open=effect.episode.is_open,
        reason=effect.episode.reason,
        note=plain(first.note, 80),
        true_stock=first.true_stock,
        before_minutes=effect.before.minutes,
        before_units=effect.before.units,
        after_minutes=effect.after.minutes,
        after_units=effect.after.units,
        caveats=effect.caveats,
    )


def supply_view(
    shelves: Sequence[Shelf], standings: Sequence[Standing | None], house: House, names: Names
) -> SupplyView:
    """How the product stands where most of it is replenished; `standings` are one for each shelf."""
    shelf, standing = shelves[0], standings[0]
    per_day = shelf.outlook.demand.per_day
    lead = None if standing is None else standing.lead
    usual = [leg for leg in shelf.product.legs if not leg.instead_of]
    return SupplyView(
        place=plain(names.warehouse(shelf.warehouse.id), 40),
        more=len(shelves) - 1,
        position=shelf.position,
        per_day=per_day,
        cover=shelf.available / per_day if per_day > 0 else None,
        cover_target=house.cover_days,
        lead_days=None if lead is None else lead.days,
        lead_deviation=None if lead is None else lead.deviation,
        legs=() if lead is None else leg_views(usual, lead.days),
        safety_stock=None if standing is None else standing.need.safety_stock,
        point=None if standing is None else standing.point,
        left_days=None if standing is None else standing.left_days,
    )


def life_view(
    course: LifeCourse,
    ahead: LifeAhead,
    available: int | None,
    per_day: float | None,
    policy: StockPolicy,
) -> LifeView:
    """The product's life; `per_day` None: what a day sells is not known."""
    known = available is not None and per_day is not None and per_day > 0
    turnover = turnover_days(available or 0, per_day or 0.0) if known else None
    return LifeView(
        weeks=tuple(WeekView(first=week.first, units=week.units, stage=week.stage) for week in course.weeks),
        stage=course.stage,
        growth=course.growth,
        turnover_days=turnover,
        pace=None if turnover is None else pace_of(turnover, policy),
        ahead=tuple(WeekAheadView(p10=week.p10, p50=week.p50, p90=week.p90) for week in ahead.weeks),
        top=TopView(top=ahead.top, least=ahead.least, middle=ahead.middle, most=ahead.most),
    )


def hit_view(band: Band) -> HitView | None:
    """How often the ranges foretold of the product held; None where nothing was."""
    return HitView(band=band_view(band)) if band.of else None


def _span(span: Span) -> SpanView:
    return SpanView(span.start, span.end)


def _ratio(ratio: Ratio | None) -> RatioView | None:
    return None if ratio is None else RatioView(ratio.low, ratio.middle, ratio.high)
