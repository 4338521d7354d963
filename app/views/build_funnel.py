"""From clicks and what became of them to what people read of it. Pure."""

from collections.abc import Iterable

from app.domain.funnel import Funnel
from app.domain.ratios import Ratio
from app.views.comparison import FunnelView, RatioView
from app.views.names import Names

__all__ = ["funnel_views"]


def funnel_views(funnels: Iterable[Funnel], names: Names) -> tuple[FunnelView, ...]:
    """Products, each followed by its prices where there were several."""
    return tuple(
        FunnelView(
            sku=one.sku,
            title=names.title(one.sku),
            price=one.price,
            minutes=one.minutes,
            impressions=one.impressions,
            clicks=one.clicks,
            units=one.units,
            click_rate=_ratio(one.click_rate),
            per_click=_ratio(one.per_click),
            brings=_ratio(one.brings),
            won=one.won,
        )
        for one in funnels
    )


def _ratio(ratio: Ratio | None) -> RatioView | None:
    return None if ratio is None else RatioView(ratio.low, ratio.middle, ratio.high)
