"""After a broadcast, what to show in the next: each product by what a minute of it on air earned.

Made from the contest of products on air, so its bounds are that contest's. It says what this evening teaches
and no more; what was hardly shown has taught nothing and is to be tried. Not for the order within one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from app.domain.comparison import Comparison
from app.domain.contests import LEAST_MINUTES, LEAST_UNITS, Showing
from app.domain.effects import ProductComparison
from app.domain.ratios import Ratio

_LEAST_OUT_SHARE = 0.1
"""Truly sold out for less of the broadcast than this, a product had stock enough."""


class Choice(StrEnum):
    """What to do with a product next time; as they are listed, the first ones first."""

    MORE = "more"
    """A minute of it earned more than one of the others usually did, beyond doubt."""
    STOCK = "stock"
    """It earned no less than is usual and was sold out for long: bring more of it."""
    KEEP = "keep"
    TRY = "try"
    """It sold, and was shown too little to know what a minute of it is worth."""
    REST = "rest"
    """A minute of it earned less than is usual, beyond doubt, or it hardly sold though it was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One product. `earned` is margin a minute on air and 1000 viewers, in units where it is not `priced`.

    `earned` None: not known. `minutes` on air while it could be bought; truly sold out `out_minutes`.
    """

    sku: str
    choice: Choice
    minutes: float
    units: int
    earned: Ratio | None
    priced: bool
    out_minutes: float


def selection(comparison: Comparison, margins: Mapping[str, float]) -> tuple[Chosen, ...]:
    """A proposal for the next broadcast. `margins` are per unit, by SKU; where one lacks, units count."""
    showings = {one.sku: one for one in comparison.contest.showings}
    priced = all(sku in margins for sku, one in showings.items() if one.rate is not None)
    earned = {
        sku: _times(one.rate, margins[sku] if priced else 1.0)
        for sku, one in showings.items()
        if one.rate is not None
    }
    least_out = _LEAST_OUT_SHARE * comparison.room.span.seconds
    chosen = [
        Chosen(
            sku=product.sku,
            choice=_choice(product, showings.get(product.sku), earned, least_out),
            minutes=_minutes(showings.get(product.sku)),
            units=product.units,
            earned=earned.get(product.sku),
            priced=priced,
            out_minutes=product.real_seconds / 60,
        )
        for product in comparison.products
        if product.units > 0 or product.sku in showings
    ]
    places = {choice: place for place, choice in enumerate(Choice)}
    return tuple(sorted(chosen, key=lambda one: (places[one.choice], -_middle(one), one.sku)))


def _choice(
    product: ProductComparison, showing: Showing | None, earned: Mapping[str, Ratio], least_out_s: float
) -> Choice:
    own = earned.get(product.sku)
    others = [ratio.middle for sku, ratio in earned.items() if sku != product.sku]
    if own is None:
        return _unmeasured(showing)
    if not others:
        return Choice.KEEP
    usual = median(others)
    if product.real_seconds >= least_out_s and own.high >= usual:
        return Choice.STOCK
    if own.low > usual:
        return Choice.MORE
    return Choice.REST if own.high < usual else Choice.KEEP


def _unmeasured(showing: Showing | None) -> Choice:
    """Shown too little, hardly bought, or before viewers that nobody counted."""
    if showing is None or showing.window.minutes < LEAST_MINUTES:
        return Choice.TRY
    return Choice.REST if showing.window.units < LEAST_UNITS else Choice.KEEP


def _minutes(showing: Showing | None) -> float:
    return 0.0 if showing is None else showing.window.minutes


def _times(rate: Ratio, each: float) -> Ratio:
    return Ratio(low=each * rate.low, middle=each * rate.middle, high=each * rate.high)


def _middle(one: Chosen) -> float:
    return one.units / 1e9 if one.earned is None else one.earned.middle
