"""One product as its page shows it, read back from an evening: a broadcast, holds, supply and half a year."""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.calibration import LEAST_GROUPS
from app.domain.effects import Caveat
from app.domain.hold import Reason
from app.domain.lifecycle import Pace, Stage
from app.domain.replenishment import Lead
from app.views.product import (
    BandView,
    CourseView,
    FunnelView,
    HeldView,
    HitView,
    LifeView,
    Phase,
    RatioView,
    SpanView,
    StudyView,
    SupplyView,
    Top,
    TopView,
    Verdict,
    WeekAheadView,
    WeekView,
)
from app.words import _, language, use_language
from tests.sample_gauges import NOW

START = NOW - timedelta(hours=1, minutes=24, seconds=14)
_STEP_S = 15.0
_HELD_FROM, _HELD_TO = 31, 37
_WEEKS = (
    12, 19, 17, 25, 31, 40, 52, 48, 66, 81, 95, 118, 132, 160, 188, 206, 246, 290, 318, 372, 402, 466, 520,
    548, 602, 640,
)  # fmt: skip


def study_sample(sku: str = "EAR-01", spoken: str = "en") -> StudyView:
    """What is told of the earbuds at the sample's second."""
    before = language()
    use_language(spoken)
    try:
        return _study(sku)
    finally:
        use_language(before)


def _study(sku: str) -> StudyView:
    return StudyView(
        at=NOW,
        sku=sku,
        tier=Phase.LIVE,
        tier_days=(15.0, 15.0),
        course=course_sample(),
        no_course="",
        supply=_supply(),
        no_supply="",
        life=_life(),
        no_life="",
        hit=hit_sample(),
    )


def hit_sample(*, broadcasts: int = 20, held: int = 79) -> HitView:
    """A hundred forecasts, so many of them held."""
    enough = broadcasts >= LEAST_GROUPS
    return HitView(
        band=BandView(
            under=(100 - held) // 3,
            lower=held // 2,
            upper=held - held // 2,
            over=100 - held - (100 - held) // 3,
            groups=broadcasts,
            share=held / 100 if enough else None,
            low=held / 100 - 0.07 if enough else None,
            high=held / 100 + 0.06 if enough else None,
            verdict=Verdict.AS_PROMISED if enough else Verdict.TOO_LITTLE,
        )
    )


def course_sample() -> CourseView:
    """84 minutes with one hold of six of them, and what was expected."""
    held = SpanView(START + timedelta(minutes=_HELD_FROM), START + timedelta(minutes=_HELD_TO))
    columns = range(round((NOW - START).total_seconds() / _STEP_S))
    minutes = [(place + 1) * _STEP_S / 60 for place in columns]
    return CourseView(
        number=12,
        running=True,
        span=SpanView(START, NOW),
        step_s=_STEP_S,
        stock=tuple(_stock(at) for at in minutes),
        viewers=tuple(round(1400 + 7 * at + 30 * math.sin(at / 3) + _crowd(at)) for at in minutes),
        virtual=(held,),
        stopped=(),
        shown=(SpanView(START + timedelta(minutes=72, seconds=20), NOW),),
        expected=tuple((START + timedelta(minutes=at), 640 - 2.36 * at) for at in range(0, 241, 10)),
        expected_per_minute=5.5,
        held=(_held(held),),
        ratio=RatioView(0.7, 1.04, 1.56),
        clicked=_clicked(),
    )


def _clicked() -> tuple[FunnelView, ...]:
    """Five thousand clicks, and the last half an hour at a lower price."""
    whole = FunnelView(
        sku="EAR-01",
        title="EAR-01",
        price=None,
        minutes=78.2,
        impressions=81_400,
        clicks=5126,
        units=446,
        click_rate=RatioView(0.0613, 0.063, 0.0647),
        per_click=RatioView(0.079, 0.087, 0.0955),
        brings=None,
        won=False,
    )
    low = replace(
        whole,
        price=Decimal("24.90"),
        clicks=2210,
        units=252,
        per_click=RatioView(0.101, 0.114, 0.128),
        brings=RatioView(2.51, 2.84, 3.19),
        won=True,
    )
    high = replace(
        whole,
        price=Decimal("29.90"),
        clicks=2916,
        units=194,
        per_click=RatioView(0.0575, 0.0665, 0.0762),
        brings=RatioView(1.72, 1.99, 2.28),
    )
    return (whole, low, high)


def _stock(minutes: float) -> int:
    sold = 4.52 * min(minutes, 31) + 4.5 * max(0.0, min(minutes, 72) - 37) + 13 * max(0.0, minutes - 72)
    wave = 0.0 if _HELD_FROM <= minutes <= _HELD_TO else 2 * math.sin(minutes * 2)
    return max(182, round(640 - sold + wave))


def _crowd(minutes: float) -> float:
    return max(0.0, minutes - 68) * 22


def _held(span: SpanView) -> HeldView:
    return HeldView(
        number=1,
        span=span,
        is_open=False,
        reason=Reason.ROUND,
        note="",
        true_stock=500,
        before_minutes=10.0,
        before_units=45,
        after_minutes=10.0,
        after_units=47,
        caveats=(),
    )


def running_hold(at: datetime) -> HeldView:
    """A hold whose ten minutes after are not over."""
    return HeldView(
        number=2,
        span=SpanView(at - timedelta(minutes=3), at - timedelta(minutes=1)),
        is_open=False,
        reason=Reason.STAGE,
        note="",
        true_stock=240,
        before_minutes=10.0,
        before_units=60,
        after_minutes=1.0,
        after_units=12,
        caveats=(Caveat.RUNNING,),
    )


def _supply() -> SupplyView:
    lead = Lead(days=34, most=42)
    return SupplyView(
        place="Los Angeles",
        more=0,
        position=1382,
        per_day=86.0,
        cover=2.1,
        cover_target=15.0,
        lead_days=lead.days,
        lead_deviation=lead.deviation,
        legs=((_("Production"), 7), (_("Sea"), 22), (_("Customs"), 3), (_("Shelving"), 2)),
        safety_stock=686,
        point=3610,
        left_days=-26,
    )


def _life() -> LifeView:
    first = NOW.date() - timedelta(days=7 * len(_WEEKS))
    weeks = tuple(
        WeekView(
            first=first + timedelta(days=7 * place),
            units=float(units),
            stage=Stage.INTRODUCTION if place < 10 else Stage.GROWTH,
        )
        for place, units in enumerate(_WEEKS)
    )
    return LifeView(
        weeks=weeks,
        stage=Stage.GROWTH,
        growth=0.07,
        turnover_days=16.0,
        pace=Pace.FAST,
        ahead=tuple(
            WeekAheadView(p10=640 - 14.0 * week, p50=640 + 4.0 * week, p90=640 + 20.0 * week)
            for week in range(1, 7)
        ),
        top=TopView(top=Top.AHEAD, least=2.7, middle=4.1, most=6.2),
    )
