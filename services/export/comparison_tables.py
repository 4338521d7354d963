"""Real against virtual as two tables: a row a product, and a row a sold-out."""

from app.domain.comparison import Comparison
from app.domain.effects import Effect, ProductComparison
from app.domain.ratios import Ratio
from app.words import p_
from services.export.table import Cell, Naming, Table

_DIGITS = 4


def comparison_tables(comparison: Comparison, naming: Naming) -> tuple[Table, ...]:
    """Both tables; a figure that is not known is an empty cell."""
    return (_products(comparison, naming), _sold_outs(comparison, naming))


def _products(comparison: Comparison, naming: Naming) -> Table:
    return Table(
        key="compared",
        title=p_("export", "Real against virtual"),
        columns=(
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "True stock at first"),
            p_("export", "True stock at last"),
            p_("export", "Units"),
            p_("export", "Units per minute"),
            p_("export", "Units per minute and 1000 viewers"),
            p_("export", "Virtual sold-outs"),
            p_("export", "Seconds virtually sold out"),
            p_("export", "Seconds truly sold out"),
            p_("export", "After against before"),
            p_("export", "Lowest"),
            p_("export", "Highest"),
        ),
        rows=tuple(_product(product, naming) for product in comparison.products),
    )


def _product(product: ProductComparison, naming: Naming) -> tuple[Cell, ...]:
    return (
        product.sku,
        naming.title(product.sku),
        product.stock_first,
        product.stock_last,
        product.units,
        _short(product.selling.per_minute),
        _short(product.selling.per_1000),
        len(product.effects),
        round(product.virtual_seconds),
        round(product.real_seconds),
        *_ratio(product.ratio),
    )


def _sold_outs(comparison: Comparison, naming: Naming) -> Table:
    rows = (
        _sold_out(product.sku, effect, naming)
        for product in comparison.products
        for effect in product.effects
    )
    return Table(
        key="effects",
        title=p_("export", "What sold-outs did"),
        columns=(
            p_("export", "SKU"),
            p_("export", "Title"),
            p_("export", "Storefront"),
            p_("export", "Reason"),
            p_("export", "From"),
            p_("export", "To"),
            p_("export", "Seconds"),
            p_("export", "Sold meanwhile"),
            p_("export", "Interactions a minute before"),
            p_("export", "Interactions a minute meanwhile"),
            p_("export", "Selling minutes before"),
            p_("export", "Units before"),
            p_("export", "Per minute and 1000 viewers before"),
            p_("export", "Selling minutes after"),
            p_("export", "Units after"),
            p_("export", "Per minute and 1000 viewers after"),
            p_("export", "After against before"),
            p_("export", "Lowest"),
            p_("export", "Highest"),
            p_("export", "Bear in mind"),
        ),
        rows=tuple(rows),
    )


def _sold_out(sku: str, effect: Effect, naming: Naming) -> tuple[Cell, ...]:
    episode = effect.episode
    return (
        sku,
        naming.title(sku),
        ", ".join(episode.storefronts),
        episode.reason.value,
        naming.local(episode.span.start),
        None if episode.is_open else naming.local(episode.span.end),
        round(episode.span.seconds),
        effect.sold_during,
        _short(effect.interest_before),
        _short(effect.interest_during),
        _short(effect.before.minutes),
        effect.before.units,
        _short(effect.before.per_1000),
        _short(effect.after.minutes),
        effect.after.units,
        _short(effect.after.per_1000),
        *_ratio(effect.ratio),
        ", ".join(effect.caveats),
    )


def _ratio(ratio: Ratio | None) -> tuple[Cell, Cell, Cell]:
    if ratio is None:
        return (None, None, None)
    return (_short(ratio.middle), _short(ratio.low), _short(ratio.high))


def _short(value: float | None) -> float | None:
    """No more digits than the figure carries."""
    return None if value is None else float(f"{value:.{_DIGITS}g}")
