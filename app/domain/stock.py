"""What there is of a product over all its warehouses, stale figures included and named. Not for rates."""

from collections.abc import Sequence
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
    parts = tuple(_part(at, now) for at in stock)
    known = [part for part in parts if part.available is not None]
    return ProductStock(
        available=_total(known) if known else None,
        available_live=_total([p for p in known if p.freshness is Freshness.LIVE]) if known else None,
        oversold=sum(at.reading.oversold for at in stock),
        missing=missing,
        freshness=Freshness.UNKNOWN if missing else worst(part.freshness for part in parts),
        age_from=earliest(part.age_from for part in parts),
        parts=parts,
        inbound=_inbound(stock),
    )


def fed(parts: Sequence[StockPart], warehouses: frozenset[str]) -> int | None:
    """Units in those of `warehouses` that list the product; None where no figure of theirs is known."""
    known = [part for part in parts if part.available is not None and part.warehouse in warehouses]
    return _total(known) if known else None


def stock_turns_at(stock: Sequence[StockAt], now: datetime) -> datetime | None:
    """When the freshness of a part will change by time alone."""
    return earliest(turns_at(at.age_from, now, at.stale_after_s) for at in stock)


def _part(at: StockAt, now: datetime) -> StockPart:
    available = at.reading.available
    return StockPart(
        warehouse=at.warehouse,
        source=at.source,
        available=available,
        freshness=Freshness.UNKNOWN if available is None else freshness(at.age_from, now, at.stale_after_s),
        age_from=at.age_from,
        vanished=at.vanished,
    )


def _total(parts: Sequence[StockPart]) -> int:
    return sum(part.available or 0 for part in parts)


def _inbound(stock: Sequence[StockAt]) -> int | None:
    told = [at.reading.inbound for at in stock if at.reading.inbound is not None]
    return sum(told) if told else None
