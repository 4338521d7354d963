"""From a comparison to its view: figures drawn together into the picture's columns. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from app.domain.catalogue import Product
from app.domain.comparison import Comparison
from app.domain.effects import Effect, ProductComparison, ProductEvidence, Window
from app.domain.evidence import Span
from app.domain.funnel import funnels_of
from app.domain.ratios import Ratio
from app.domain.selection import selection
from app.views.build_funnel import funnel_views
from app.views.build_selection import choice_views, margins_of, price_answer_views
from app.views.columns import columns_of, figures, step_s, sums
from app.views.comparison import ComparisonView, LaneView, RatioView, ShowingView, SoldOutView, SpanView
from app.views.names import Names
from app.words import plain

__all__ = ["comparison_view", "lane_views", "nothing_to_compare", "prices_of"]


def nothing_to_compare(at: datetime) -> ComparisonView:
    """There was no broadcast yet."""
    return ComparisonView(at=at)


def prices_of(products: Iterable[Product]) -> dict[str, Decimal]:
    """Prices of the settings by SKU, where there are any."""
    return {product.sku: product.price for product in products if product.price is not None}


def lane_views(comparison: Comparison, names: Names, prices: Mapping[str, Decimal]) -> Iterator[LaneView]:
    """The products' lanes, one at a time: so many figures are not drawn together in one breath.

    `prices` by SKU give what each product brought.
    """
    span = comparison.room.span
    starts = columns_of(span, step_s(span))
    for evidence, product in zip(comparison.evidence, comparison.products, strict=True):
        yield _lane(evidence, product, starts, names, prices)


def comparison_view(
    comparison: Comparison, names: Names, lanes: tuple[LaneView, ...], products: Collection[Product]
) -> ComparisonView:
    """The page's view, of these lanes; `products` say what a unit costs and earns."""
    span = comparison.room.span
    step = step_s(span)
    starts = columns_of(span, step)
    return ComparisonView(
        at=comparison.at,
        number=comparison.broadcast.id,
        host=plain(comparison.broadcast.host),
        running=comparison.broadcast.ended_at is None,
        span=_span(span),
        step_s=step,
        viewers=figures(comparison.room.viewers, starts),
        lanes=lanes,
        sold_outs=tuple(
            _sold_out(product.sku, number, effect, names)
            for product in comparison.products
            for number, effect in enumerate(product.effects, start=1)
        ),
        showings=tuple(
            ShowingView(
                sku=one.sku,
                title=names.title(one.sku),
                minutes=one.window.minutes,
                units=one.window.units,
                rate=_ratio(one.rate),
                interest=one.interest,
                against=_ratio(one.against),
                won=one.sku == comparison.contest.winner,
            )
            for one in comparison.contest.showings
        ),
        choices=choice_views(selection(comparison, margins_of(products)), names),
        price_answers=price_answer_views(comparison, names, prices_of(products)),
        funnels=funnel_views(
            funnels_of(
                comparison.evidence,
                comparison.products,
                comparison.room,
                comparison.prices,
                prices_of(products),
            ),
            names,
        ),
        currency=names.currency,
        left_out=comparison.left_out,
    )


def _lane(
    evidence: ProductEvidence,
    product: ProductComparison,
    starts: Sequence[datetime],
    names: Names,
    prices: Mapping[str, Decimal],
) -> LaneView:
    price = prices.get(product.sku)
    return LaneView(
        sku=product.sku,
        title=names.title(product.sku),
        stock=figures(evidence.stock, starts),
        sold=sums(evidence.sales, starts),
        virtual=tuple(_span(span) for span in product.virtual),
        stopped=tuple(_span(span) for span in product.stopped),
        real=tuple(_span(span) for span in product.real),
        stock_first=product.stock_first,
        stock_last=product.stock_last,
        units=product.units,
        per_minute=product.selling.per_minute,
        per_1000=product.selling.per_1000,
        sold_outs=len(product.effects),
        virtual_s=product.virtual_seconds,
        real_s=product.real_seconds,
        ratio=_ratio(product.ratio),
        amount=None if price is None else price * product.units,
    )


def _sold_out(sku: str, number: int, effect: Effect, names: Names) -> SoldOutView:
    episode, before, after = effect.episode, effect.before, effect.after
    by_viewers = bool(before.viewer_minutes and after.viewer_minutes)
    return SoldOutView(
        sku=sku,
        title=names.title(sku),
        number=number,
        holds=episode.holds,
        storefronts=tuple(plain(names.storefront(shop)) for shop in episode.storefronts),
        reason=episode.reason,
        span=_span(episode.span),
        is_open=episode.is_open,
        seconds=episode.span.seconds,
        sold_during=effect.sold_during,
        interest_before=effect.interest_before,
        interest_during=effect.interest_during,
        by_viewers=by_viewers,
        before_minutes=before.minutes,
        before_units=before.units,
        before_rate=_rate(before, by_viewers=by_viewers),
        after_minutes=after.minutes,
        after_units=after.units,
        after_rate=_rate(after, by_viewers=by_viewers),
        ratio=_ratio(effect.ratio),
        caveats=effect.caveats,
    )


def _rate(window: Window, *, by_viewers: bool) -> float | None:
    return window.per_1000 if by_viewers else window.per_minute


def _span(span: Span) -> SpanView:
    return SpanView(span.start, span.end)


def _ratio(ratio: Ratio | None) -> RatioView | None:
    return None if ratio is None else RatioView(ratio.low, ratio.middle, ratio.high)
