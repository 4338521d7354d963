"""From the proposal for the next broadcast to what people read of it."""

from collections.abc import Iterable, Mapping

from app.domain.catalogue import Product
from app.domain.contests import LEAST_MINUTES
from app.domain.selection import Choice, Chosen
from app.domain.turns import margin_of
from app.views.comparison import ChoiceView, RatioView
from app.views.names import Names
from app.words import _, minutes

__all__ = ["choice_views", "margins_of"]


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
