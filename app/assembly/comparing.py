"""`stockcue compare`: real against virtual of a broadcast, as JSON or as lines for a person."""

from datetime import UTC, datetime
from typing import Any

from app.views.clicks_words import clicks_line
from app.views.comparison import (
    ComparisonView,
    FunnelView,
    LaneView,
    PriceAnswerView,
    RatioView,
    ShowingView,
    SoldOutView,
)
from app.words import MISSING, _, age, n_, number, plain, rate

_DIGITS = 4


def comparison_object(view: ComparisonView) -> dict[str, Any]:
    """What `--json` prints; missing is null."""
    return {
        "at": _instant(view.at),
        "broadcast": view.number,
        "running": view.running,
        "products": [_product_object(lane, view) for lane in view.lanes],
        "on_air": [_showing_object(one) for one in view.showings],
        "clicks": [_funnel_object(one) for one in view.funnels],
        "price_answers": [_answer_object(one) for one in view.price_answers],
        "left_out": view.left_out,
    }


def comparison_lines(view: ComparisonView) -> list[str]:
    """What a person reads: a line a product, and below it one a sold-out."""
    lines = [_("Broadcast {number}").format(number=number(view.number))]
    for lane in view.lanes:
        lines.append(_product_line(lane))
        lines += [_sold_out_line(one, view) for one in view.sold_outs if one.sku == lane.sku]
    lines += [f"{plain(one.title)}: {clicks_line(one, view.currency)}" for one in view.funnels]
    lines += [f"{plain(one.title)}: {one.words}" for one in view.price_answers]
    if view.left_out:
        left = n_("{count} product more is not compared.", "{count} products more are not compared.",
                  view.left_out)  # fmt: skip
        lines.append(left.format(count=number(view.left_out)))
    return lines


def _product_object(lane: LaneView, view: ComparisonView) -> dict[str, Any]:
    return {
        "sku": lane.sku,
        "title": lane.title,
        "stock_first": lane.stock_first,
        "stock_last": lane.stock_last,
        "units": lane.units,
        "units_per_minute": _short(lane.per_minute),
        "per_1000_viewers": _short(lane.per_1000),
        "virtual_seconds": round(lane.virtual_s),
        "real_seconds": round(lane.real_s),
        "after_against_before": _ratio_object(lane.ratio),
        "sold_outs": [_sold_out_object(one) for one in view.sold_outs if one.sku == lane.sku],
    }


def _sold_out_object(one: SoldOutView) -> dict[str, Any]:
    return {
        "holds": list(one.holds),
        "reason": one.reason.value,
        "from": _instant(one.span.start),
        "to": None if one.is_open else _instant(one.span.end),
        "seconds": round(one.seconds),
        "sold_meanwhile": one.sold_during,
        "interactions_per_minute": {
            "before": _short(one.interest_before),
            "meanwhile": _short(one.interest_during),
        },
        "per": "minute_and_1000_viewers" if one.by_viewers else "minute",
        "before": _window_object(one.before_minutes, one.before_units, one.before_rate),
        "after": _window_object(one.after_minutes, one.after_units, one.after_rate),
        "after_against_before": _ratio_object(one.ratio),
        "caveats": [caveat.value for caveat in one.caveats],
    }


def _showing_object(one: ShowingView) -> dict[str, Any]:
    return {
        "sku": one.sku,
        "minutes": round(one.minutes, 2),
        "units": one.units,
        "per_1000_viewers": _ratio_object(one.rate),
        "interactions_per_minute": _short(one.interest),
        "against_best_other": _ratio_object(one.against),
        "won": one.won,
    }


def _funnel_object(one: FunnelView) -> dict[str, Any]:
    return {
        "sku": one.sku,
        "price": None if one.price is None else str(one.price),
        "minutes": round(one.minutes, 2),
        "impressions": one.impressions,
        "clicks": one.clicks,
        "units": one.units,
        "clicks_per_impression": _ratio_object(one.click_rate),
        "units_per_click": _ratio_object(one.per_click),
        "money_per_click": _ratio_object(one.brings),
        "won": one.won,
    }


def _answer_object(one: PriceAnswerView) -> dict[str, Any]:
    return {
        "sku": one.sku,
        "prices": [str(one.lowest), str(one.highest)],
        "elasticity": {"low": _short(one.low), "middle": _short(one.middle), "high": _short(one.high)},
        "sure": one.is_sure,
        "units": one.units,
        "minutes": round(one.minutes, 2),
    }


def _window_object(minutes: float, units: int, rate_: float | None) -> dict[str, Any]:
    return {"minutes": round(minutes, 2), "units": units, "rate": _short(rate_)}


def _ratio_object(ratio: RatioView | None) -> dict[str, Any] | None:
    if ratio is None:
        return None
    return {"low": _short(ratio.low), "middle": _short(ratio.middle), "high": _short(ratio.high)}


def _product_line(lane: LaneView) -> str:
    return _(
        "{title}: true stock {first} → {last}, {units} sold, virtually sold out {virtual}, truly {real}, "
        "after against before {ratio}"
    ).format(
        title=plain(lane.title),
        first=number(lane.stock_first),
        last=number(lane.stock_last),
        units=number(lane.units),
        virtual=age(lane.virtual_s),
        real=age(lane.real_s),
        ratio=_ratio_words(lane.ratio),
    )


def _sold_out_line(one: SoldOutView, view: ComparisonView) -> str:
    offset_s = 0.0 if view.span is None else (one.span.start - view.span.start).total_seconds()
    return "  " + _(
        "no. {number}, {at} into the broadcast, for {length}: {before} before, {after} after, ratio {ratio}"
    ).format(
        number=number(one.number),
        at=age(offset_s),
        length=age(one.seconds),
        before=rate(one.before_rate),
        after=rate(one.after_rate),
        ratio=_ratio_words(one.ratio),
    )


def _ratio_words(ratio: RatioView | None) -> str:
    return MISSING if ratio is None else f"{ratio.middle:.2f} ({ratio.low:.2f}–{ratio.high:.2f})"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")
