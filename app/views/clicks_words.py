"""Clicks in words: how many of a hundred were sold, between which bounds, and what a price brings."""

from app.views.comparison import FunnelView, RatioView
from app.words import MISSING, _, money, number, whole_money

_WHOLE_FROM = 10.0


def per_hundred(ratio: RatioView | None) -> str:
    """A share of a hundred with its bounds: 8.3 (7.1–9.6)."""
    if ratio is None:
        return MISSING
    return f"{_digits(100 * ratio.middle)} ({_digits(100 * ratio.low)}–{_digits(100 * ratio.high)})"


def brings_words(ratio: RatioView | None, currency: str) -> str:
    """What a hundred clicks bring, with its bounds."""
    if ratio is None:
        return MISSING
    low, middle, high = (
        whole_money(100 * value, currency) for value in (ratio.low, ratio.middle, ratio.high)
    )
    return f"{middle} ({low}–{high})"


def verdict(one: FunnelView) -> str:
    """What may be said of it; empty where nothing may."""
    if not one.won:
        return ""
    return _("sells most of its clicks") if one.price is None else _("brings most a click")


def clicks_line(one: FunnelView, currency: str) -> str:
    """A product, or a price of it, in one line."""
    said = _("{clicks} clicks, {units} sold: {share} of 100 clicks").format(
        clicks=number(one.clicks), units=number(one.units), share=per_hundred(one.per_click)
    )
    if one.price is not None:
        said = _("at {price}: {said}, {brings} brought by 100").format(
            price=money(one.price, currency), said=said, brings=brings_words(one.brings, currency)
        )
    return f"{said} · {verdict(one)}" if one.won else said


def _digits(value: float) -> str:
    return f"{value:.0f}" if round(value, 1) >= _WHOLE_FROM else f"{value:.1f}"
