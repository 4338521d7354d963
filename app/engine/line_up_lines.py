"""The line-up as lines for a person at a terminal, and as the object that scripts read."""

from typing import Any

from app.views.comparison import ChoiceView, ComparisonView
from app.views.line_up import LinedView, LineUpView
from app.words import MISSING, _, number, p_, plain, whole_money


def line_up_object(view: LineUpView, last: ComparisonView | None) -> dict[str, Any]:
    """What `line-up --json` prints, missing is null; `last`: the broadcast that is over, while none runs."""
    return {
        "on_air": None if view.on_air is None else _lined_object(view.on_air),
        "places": [_lined_object(one) for one in view.places],
        "left_out": [{"sku": one.sku, "skipped": one.skipped, "why": one.why} for one in view.left_out],
        "currency": view.currency,
        "next_broadcast": None if last is None else [_choice_object(one) for one in last.choices],
    }


def line_up_lines(view: LineUpView, last: ComparisonView | None) -> list[str]:
    """A line a product: in line, left out, and what the last broadcast teaches for the next."""
    lines = [] if view.on_air is None else [_line(view.on_air, p_("line-up", "on air"), view.currency)]
    lines += [_line(one, number(one.place), view.currency) for one in view.places]
    if not view.places:
        lines.append(_("Nothing may be shown now."))
    out = _("not shown: {title}, {why}")
    lines += [out.format(title=plain(one.title), why=one.why) for one in view.left_out]
    if last is not None and last.choices:
        lines.append(_("For the next broadcast"))
        lines += [f"  {one.choice.value:5}  {plain(one.title)}: {one.why}" for one in last.choices]
    return lines


def _lined_object(one: LinedView) -> dict[str, Any]:
    return {
        "sku": one.sku,
        "place": one.place or None,
        "pinned": one.pinned,
        "margin_per_minute": one.per_minute,
        "available": one.available,
        "minutes_on_air": one.minutes,
        "plan_b": one.plan_b or None,
        "why": one.why,
    }


def _choice_object(one: ChoiceView) -> dict[str, Any]:
    earned = one.earned
    return {
        "sku": one.sku,
        "choice": one.choice.value,
        "minutes_on_air": round(one.minutes, 1),
        "units": one.units,
        "per": "margin" if one.priced else "units",
        "per_minute_and_1000_viewers": None
        if earned is None
        else {"low": round(earned.low, 3), "middle": round(earned.middle, 3), "high": round(earned.high, 3)},
        "why": one.why,
    }


def _line(one: LinedView, place: str, currency: str) -> str:
    said = _("{place}  {title}: {margin} a minute on air, {units} left; {why}").format(
        place=place,
        title=plain(one.title),
        margin=MISSING if one.per_minute is None else whole_money(one.per_minute, currency),
        units=number(one.available),
        why=one.why,
    )
    plan_b = _("Plan B: {title}").format(title=plain(one.plan_b_title)) if one.plan_b else ""
    return f"{said}. {plan_b}" if plan_b else said
