"""What a product's page shows beyond its gauge: its broadcast, its holds, its replenishment, its life.

Frozen figures and instants; None is not known. Asked for by a page, never sent with a poll.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.effects import Caveat
from app.domain.hold import Reason
from app.domain.life_ahead import Top
from app.domain.lifecycle import Pace, Stage
from app.views.calibration import BandView, Verdict
from app.views.comparison import FunnelView, RatioView, SpanView
from app.views.room import Phase

__all__ = [
    "BandView",
    "Caveat",
    "CourseView",
    "FunnelView",
    "HeldView",
    "HitView",
    "LifeView",
    "Pace",
    "Phase",
    "RatioView",
    "Reason",
    "SpanView",
    "Stage",
    "StudyView",
    "SupplyView",
    "Top",
    "TopView",
    "Verdict",
    "WeekAheadView",
    "WeekView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """One virtual sold-out of the broadcast: what was sold in the minutes before and after it.

    The minutes are selling time, at most ten; `true_stock` is what there was when it was marked.
    """

    number: int
    span: SpanView
    is_open: bool
    reason: Reason
    note: str
    true_stock: int | None
    before_minutes: float
    before_units: int
    after_minutes: float
    after_units: int
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """One broadcast of the product, the one that runs or the last. Columns are `step_s` seconds wide.

    `expected` is what was forecast before the start, as instants and the stock that would be left; empty
    without a forecast. `expected_per_minute` is its rate now. `ratio`: all sold-outs together, after
    relative to before.
    """

    number: int
    running: bool
    span: SpanView
    step_s: float
    stock: tuple[int | None, ...]
    viewers: tuple[int | None, ...]
    virtual: tuple[SpanView, ...]
    stopped: tuple[SpanView, ...]
    shown: tuple[SpanView, ...]
    expected: tuple[tuple[datetime, float], ...]
    expected_per_minute: float | None
    held: tuple[HeldView, ...]
    ratio: RatioView | None
    clicked: tuple[FunnelView, ...] = ()
    """Its clicks, where a source tells them; then those at each of its prices, if there were several."""
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyView:
    """How the product stands against its reorder point, where it is replenished.

    `more` other warehouses are replenished too. `left_days` until the last day to order, negative once it
    has gone by. Figures are None where the lead time is not known.
    """

    place: str
    more: int
    position: int
    per_day: float
    cover: float | None
    cover_target: float
    lead_days: float | None
    lead_deviation: float | None
    legs: tuple[tuple[str, float], ...]
    safety_stock: int | None
    point: int | None
    left_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """Seven days from `first` on, and the stage at their end."""

    first: date
    units: float
    stage: Stage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekAheadView:
    """Units of a week to come, 10, 50 and 90 %."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TopView:
    """When sales are at their top: weeks until then, 10, 50 and 90 %, or since.

    `most` None: further than can be seen.
    """

    top: Top
    least: float | None = None
    middle: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeView:
    """The weeks that are known, oldest first, and those `ahead`, the next one first.

    `growth` is the change a week, 0.05 is 5 % more.
    """

    weeks: tuple[WeekView, ...]
    stage: Stage | None
    growth: float | None
    turnover_days: float | None
    pace: Pace | None
    ahead: tuple[WeekAheadView, ...] = ()
    top: TopView = TopView(top=Top.TOO_EARLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """How often the ranges foretold of this product held in the last broadcasts it had a part in."""

    band: BandView


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyView:
    """One product, as of `at`. A part that is None says why in the text beside it.

    `tier_days` are the least and the most days of cover that the product's tier asks for. `hit` None: none of
    its forecasts was judged yet.
    """

    at: datetime
    sku: str
    tier: Phase | None
    tier_days: tuple[float, float] | None
    course: CourseView | None
    no_course: str
    supply: SupplyView | None
    no_supply: str
    life: LifeView | None
    no_life: str
    hit: HitView | None = None
