"""Clicks in words: the columns and rows of their table, products and the prices they had."""

from typing import Final

from app.views.clicks_words import brings_words, per_hundred, verdict
from app.views.comparison import FunnelView
from app.words import MISSING, _, money, number, p_, plain, rate
from widgets.desk.compare.table import Column, Row

_SOLD: Final = 5


def click_columns(*, private: bool) -> tuple[Column, ...]:
    """The headings; what clicks brought is left out while privacy is on."""
    return (
        Column(p_("compare", "Product"), elide=True, figures=False),
        Column(p_("compare", "Selling min"), rank=4),
        Column(p_("compare", "Impressions"), rank=3),
        Column(p_("compare", "Clicks")),
        Column(p_("compare", "Sold"), rank=1),
        Column(p_("compare", "Sold of 100 clicks")),
        Column(p_("compare", "Clicks of 100 impressions"), rank=5),
        *(() if private else (Column(p_("compare", "100 clicks bring"), rank=2),)),
        Column(p_("compare", "What may be said"), elide=True, figures=False),
    )


def click_row(one: FunnelView, currency: str, *, private: bool) -> Row:
    """A product's row, or that of one of its prices, which begins with the price."""
    title = plain(one.title)
    if one.price is not None:
        title = _("at {price}: {product}").format(price=money(one.price, currency), product=title)
    said = verdict(one) or MISSING
    brings = () if private else (brings_words(one.brings, currency),)
    return Row(
        cells=(
            title,
            rate(one.minutes),
            number(one.impressions),
            number(one.clicks),
            number(one.units),
            per_hundred(one.per_click),
            per_hundred(one.click_rate),
            *brings,
            said,
        ),
        keys=(
            one.title,
            one.minutes,
            one.impressions,
            one.clicks,
            one.units,
            None if one.per_click is None else one.per_click.middle,
            None if one.click_rate is None else one.click_rate.middle,
            *(() if private else (None if one.brings is None else one.brings.middle,)),
            said,
        ),
        strong=frozenset({_SOLD, 8 - private} if one.won else ()),
        tip=title,
    )
