"""From what a broadcast teaches to what people read of it: a selection for the next, answers to prices."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.domain.catalogue import Product
from app.domain.comparison import Comparison
from app.domain.contests import LEAST_MINUTES
from app.domain.prices import Sensitivity, sensitivity_of
from app.domain.selection import Choice, Chosen
from app.domain.turns import margin_of
from app.views.comparison import ChoiceView, PriceAnswerView, RatioView
from app.views.forms import joined
from app.views.names import Names
from app.words import _, minutes, number

__all__ = ["choice_views", "margins_of", "price_answer_views"]

_DEARER = 1.1


def margins_of(products: Iterable[Product]) -> dict[str, float]:
    """What a unit earns, by SKU, where the settings name a price."""
    return {product.sku: margin_of(product) for product in products if product.price is not None}


def choice_views(chosen: Iterable[Chosen], names: Names) -> tuple[ChoiceView, ...]:
    """The proposal, a line a product."""
    return tuple(
        ChoiceView(
            sku=one.sku,
            title=names.title(one.sku),
            choice=one.choice,
            why=_why(one),
            minutes=one.minutes,
            units=one.units,
            earned=None
            if one.earned is None
            else RatioView(one.earned.low, one.earned.middle, one.earned.high),
            priced=one.priced,
        )
        for one in chosen
    )


def price_answer_views(
    comparison: Comparison, names: Names, listed: Mapping[str, Decimal]
) -> tuple[PriceAnswerView, ...]:
    """How products answered to prices that changed, in the order they are compared."""
    pairs = zip(comparison.evidence, comparison.products, strict=True)
    found = (
        sensitivity_of(one, product, comparison.room, comparison.prices, listed.get(one.sku))
        for one, product in pairs
    )
    return tuple(_answer(one, names) for one in found if one is not None)


def _answer(one: Sensitivity, names: Names) -> PriceAnswerView:
    low, middle, high = (percent_change(_DEARER**power - 1.0) for power in (one.low, one.middle, one.high))
    said = _("10 % dearer: {middle} sold ({low} to {high})").format(low=low, middle=middle, high=high)
    return PriceAnswerView(
        sku=one.sku,
        title=names.title(one.sku),
        lowest=one.prices[0],
        highest=one.prices[-1],
        low=one.low,
        middle=one.middle,
        high=one.high,
        is_sure=one.is_sure,
        units=one.units,
        minutes=one.minutes,
        words=said if one.is_sure else joined(said, _("chance may be the reason")),
    )


def percent_change(share: float) -> str:
    """A change with its sign: +4 %, −18 %."""
    per_cent = round(100 * share)
    return f"{'−' if per_cent < 0 else '+' if per_cent > 0 else '±'}{number(abs(per_cent))} %"


def _why(one: Chosen) -> str:
    reasons: Mapping[Choice, str] = {
        Choice.MORE: _("a minute on air earned more than is usual"),
        Choice.STOCK: _("truly sold out for {out} min: bring more"),
        Choice.KEEP: _("a minute on air earned about what is usual"),
        Choice.TRY: _("on air for {shown} min: {least} would tell its worth")
        if round(one.minutes)
        else _("not shown: {least} min on air would tell its worth"),
        Choice.REST: _("a minute on air earned less than is usual"),
    }
    return reasons[one.choice].format(
        out=minutes(one.out_minutes), shown=f"{one.minutes:.0f}", least=f"{LEAST_MINUTES:g}"
    )
