"""Plans for windows and pictures, beside the sample room of `samples`."""

from dataclasses import replace
from datetime import timedelta

from app.domain.plan import Draft, PlanState, When, WhenKind
from app.views.build_plans import planned_bars, prompts
from app.views.delta import ViewDelta
from app.views.gauge import GaugeView
from app.views.names import Names
from app.views.plans import AnnouncedView, PlanView
from tests.samples import NOW, ZONE, room_sample

NAMES = Names(room="", zone=ZONE)


def plan_view(number: int, **fields: object) -> PlanView:
    """An armed plan for 21:22."""
    start = NOW.replace(minute=22, second=0, microsecond=0)
    view = PlanView(
        id=number,
        draft=Draft(skus=("EAR-02",), when=When(kind=WhenKind.AT, at=start), minutes=6.0),
        state=PlanState.ARMED,
        products="开放式耳机",
        moment="21:22",
        told="待执行",
        start=start,
        announce_minutes=5.0,
        counting=False,
        movable=True,
        typed="21:22",
    )
    return replace(view, **fields)  # type: ignore[arg-type] # fields by name


def plans_sample(language: str = "zh_CN") -> tuple[PlanView, ...]:
    """One of each kind: counting down, armed, disarmed, a trigger that asks, one that is over."""
    zh = language == "zh_CN"
    soon = NOW + timedelta(seconds=135)
    late = NOW + timedelta(minutes=9)
    tee, ear, lamp = (
        ("速干运动T恤", "开放式耳机", "露营氛围灯")
        if zh
        else ("Quick-dry tee", "Open-ear headphones", "Lamp")
    )
    return (
        plan_view(
            1, draft=Draft(skus=("TEE-09",), when=When(kind=WhenKind.AT, at=soon), minutes=6.0), start=soon,
            products=tee, moment="21:10:39", told="预告中" if zh else "counting down", counting=True,
            movable=False,
        ),
        plan_view(2, products=ear, told="待执行" if zh else "armed"),
        plan_view(
            3, state=PlanState.DISARMED, start=late, products=lamp, moment="21:17",
            draft=Draft(skus=("LMP-05",), when=When(kind=WhenKind.AT, at=late), minutes=4.0),
            told="未启用" if zh else "not armed", typed="21:17",
        ),
        plan_view(
            4, state=PlanState.ASKING, start=None, products=ear, movable=False,
            draft=Draft(skus=("EAR-02",), when=When(kind=WhenKind.SOLD, amount=80)),
            moment="本轮售出 80 件时" if zh else "when 80 of the round are sold",
            told="等待确认" if zh else "asks", typed="sold 80",
        ),
        plan_view(
            5, state=PlanState.MISSED, movable=False, products=lamp,
            told="已错过：到时处于停手" if zh else "missed: hands were off at its time",
        ),
    )  # fmt: skip


def announced(gauge: GaugeView) -> GaugeView:
    """The gauge while its mark counts down."""
    words = "本轮 {left} 后停售" if any(c >= "\u4e00" for c in gauge.title) else "This round ends in {left}"
    coming = AnnouncedView(plan=1, until=NOW + timedelta(seconds=135), minutes=6.0, words=words)
    return replace(gauge, announced=coming)


def planned_room(language: str = "zh_CN") -> ViewDelta:
    """The sample room with these plans."""
    delta, plans = room_sample(language), plans_sample(language)
    names = replace(NAMES, titles={"EAR-02": plans[1].products, "TEE-09": plans[0].products})
    traffic = tuple(replace(view, plan=(*view.plan, *planned_bars(plans))) for view in delta.traffic or ())
    gauges = tuple(announced(view) if view.sku == "TEE-09" else view for view in delta.gauges)
    return replace(
        delta, plans=plans, prompts=prompts(plans, names), traffic=traffic, gauges=gauges,
        plan_templates=("夜场",),
    )  # fmt: skip
