"""Contacting a source once, for `stockcue check`: does it answer, how many rows, how fast, what is wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, cast

from app.domain.readings import Answer, SourceRole
from app.ports import (
    Clock,
    OffersSource,
    SalesSource,
    SourceError,
    SourceInfo,
    StockSource,
    Storefront,
    TrafficSource,
)

AnySource: TypeAlias = StockSource | TrafficSource | SalesSource | OffersSource | Storefront

SALES_WINDOW = timedelta(hours=1)
MANY = 3
"""Products of a shop that are asked for; a list comes whole in any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one contact came to. `rows` counts readings; `rejected` names rows that are not believed."""

    source: SourceInfo
    ok: bool
    rows: int
    milliseconds: float
    rejected: tuple[str, ...] = ()
    clock_offset: timedelta | None = None
    error: str = ""
    """What is wrong, in plain words."""
    remedy: str = ""
    """What to do about it; empty where nothing is to be done but wait."""


async def probe(source: AnySource, clock: Clock) -> Probe:
    """Ask the source once; never raises SourceError."""
    began = clock.monotonic()
    try:
        rows, rejected, offset = await _ask(source, clock.now())
    except SourceError as error:
        return Probe(
            source=source.info,
            ok=False,
            rows=0,
            milliseconds=_since(began, clock),
            error=str(error),
            remedy=error.remedy,
        )
    return Probe(
        source=source.info,
        ok=True,
        rows=rows,
        milliseconds=_since(began, clock),
        rejected=rejected,
        clock_offset=offset,
    )


async def _ask(source: AnySource, now: datetime) -> tuple[int, tuple[str, ...], timedelta | None]:
    rows, answer = await _answer(source, now)
    return rows, tuple(f"{row.where}: {row.why}" for row in answer.rejected), answer.clock_offset


async def _answer(source: AnySource, now: datetime) -> tuple[int, Answer]:
    """How many rows came, and in which answer; a source's role says what it is."""
    role = source.info.role
    if role is SourceRole.WAREHOUSE:
        stock = await cast(StockSource, source).read()
        return len(stock.readings), stock
    if role is SourceRole.SALES:
        sales = await cast(SalesSource, source).read(now - SALES_WINDOW)
        return len(sales.sales), sales
    if role is SourceRole.OFFERS:
        offers = await cast(OffersSource, source).read()
        return len(offers.offers), offers
    if role is SourceRole.TRAFFIC:
        return 1, await cast(TrafficSource, source).read()
    shop = cast(Storefront, source)
    answer = await shop.read(sorted(shop.skus)[:MANY], urgent=True)
    return len(answer.readings), answer


def _since(began: float, clock: Clock) -> float:
    return (clock.monotonic() - began) * 1000
