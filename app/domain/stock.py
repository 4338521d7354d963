"""What there is of a product over all its warehouses, stale figures included and named. Not for rates."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from app.domain.decision import ProductStock, StockPart
from app.domain.facts import StockAt
from app.domain.freshness import earliest, freshness, turns_at, worst
from app.domain.readings import Freshness


def product_stock(stock: Sequence[StockAt], missing: tuple[str, ...], now: datetime) -> ProductStock:
    """The sum of the last accepted figures of every warehouse that lists the product.

    A warehouse without an answer yet (`missing`) or a null figure makes the product's freshness unknown,
    never its figure 0; the figures that are known are summed all the same. `available` is None until one is.
    """
    parts = tuple([_part(at, now) for at in stock])
    readings = [at.reading for at in stock]
    available = total(parts)
    return ProductStock(
        available=available,
        available_live=None if available is None else _live(parts),
        oversold=sum([reading.oversold for reading in readings]),
        missing=missing,
        freshness=Freshness.UNKNOWN if missing else worst([part.freshness for part in parts]),
        age_from=min([part.age_from for part in parts], default=None),
        parts=parts,
        inbound=_sum([reading.inbound for reading in readings]),
    )


def fed(parts: Iterable[StockPart], warehouses: Collection[str]) -> int | None:
    """Units in those of `warehouses` that list the product; None where no figure of theirs is known."""
    return total([part for part in parts if part.warehouse in warehouses])


def total(parts: Iterable[StockPart]) -> int | None:
    """Units of all parts whose figure is known; None where none is."""
    return _sum([part.available for part in parts])


def stock_turns_at(stock: Sequence[StockAt], now: datetime) -> datetime | None:
    """When the freshness of a part with an age of its own will change by time alone."""
    return earliest([turns_at(at.age_from, now, at.stale_after_s) for at in stock if not at.shares_age])


def _part(at: StockAt, now: datetime) -> StockPart:
    available = at.reading.available
    return StockPart(
        warehouse=at.warehouse,
        source=at.source,
        available=available,
        freshness=Freshness.UNKNOWN if available is None else freshness(at.age_from, now, at.stale_after_s),
        age_from=at.age_from,
        vanished=at.vanished,
        shares_age=at.shares_age,
    )


def _live(parts: Sequence[StockPart]) -> int:
    """What of it is live: 0 where all figures are old."""
    return sum([part.available or 0 for part in parts if part.freshness is Freshness.LIVE])


def _sum(figures: Iterable[int | None]) -> int | None:
    """Of what is known; None where nothing is."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None
