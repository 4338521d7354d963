"""A sample evening, real against virtual: worked out by the domain from made-up facts, for windows."""

import math
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.broadcast import Broadcast
from app.domain.catalogue import Product
from app.domain.comparison import Comparison
from app.domain.contests import contest_of
from app.domain.effects import ProductEvidence, RoomEvidence, compared
from app.domain.evidence import NOT_CLICKED, Clicked, Sale, Sales, Span, Steps, clicked_of
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who
from app.domain.prices import PriceSaid
from app.domain.told import ClickTotal
from app.views.build_comparison import comparison_view, lane_views
from app.views.comparison import ComparisonView
from app.views.names import Names
from tests.samples import NOW, ZONE, wall_gauges

START = NOW - timedelta(minutes=84, seconds=14)
_WHO = Who(account="lin", through="desk")
_SKUS = ("EAR-01", "EAR-02", "SPK-03", "TEE-09", "PET-03", "KSC-02", "AFP-01", "BND-04")
_PRODUCTS = tuple(Product(sku=sku, title=sku, price=Decimal("29.90"), cost=Decimal("11.20")) for sku in _SKUS)
_CLICKED = 5
_MARKS = {"EAR-01": ((20, 5), (44, 6), (70, 4)), "SPK-03": ((35, 8), (80.5, None)), "EAR-02": ((52, 6),)}


def comparison_sample(language: str = "zh_CN") -> ComparisonView:
    """Eight products, six marks, one true sold-out, one stop, one mark that still runs."""
    titles = {view.sku: view.title for view in wall_gauges(language)}
    room = RoomEvidence(
        span=Span(START, NOW),
        viewers=Steps.of((_at(minute / 2), _viewers(minute / 2)) for minute in range(169)),
        interest=Steps.of((_at(minute), 300 + 4 * minute) for minute in range(85)),
        on_air=((_at(12), "EAR-01"), (_at(31), "SPK-03"), (_at(48), "EAR-02"), (_at(66), "EAR-01")),
    )
    evidence = tuple(_product(sku, place) for place, sku in enumerate(_SKUS))
    products = tuple(compared(one, room) for one in evidence)
    comparison = Comparison(
        broadcast=Broadcast(id=12, started_at=START, host="小林"),
        at=NOW,
        room=room,
        evidence=evidence,
        products=products,
        contest=contest_of(evidence, products, room),
        prices=(PriceSaid(at=_at(50), sku="EAR-02", price=Decimal("24.90")),),
        left_out=3,
    )
    names = Names(room="欧美夜场", zone=ZONE, titles=titles, storefronts={"shop": "TikTok Shop"})
    lanes = tuple(lane_views(comparison, names, dict.fromkeys(_SKUS, Decimal("29.90"))))
    return comparison_view(comparison, names, lanes, _PRODUCTS)


def _at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def _viewers(minute: float) -> float:
    return round(1300 + 500 * math.sin(minute / 11) + 8 * minute)


def _product(sku: str, place: int) -> ProductEvidence:
    holds = tuple(_hold(sku, number, *mark) for number, mark in enumerate(_MARKS.get(sku, ()), start=1))
    stops = (_stop(),) if sku == "PET-03" else ()
    gone_at = 61 if sku == "TEE-09" else None
    sales = _sales(sku, place, holds, gone_at)
    stock, pairs = 180 + 90 * place, [(_at(0), float(180 + 90 * place))]
    for sale in sales:
        stock -= sale.units
        pairs.append((sale.at, float(max(0, stock))))
    if gone_at is not None:
        pairs.append((_at(gone_at), 0.0))
    return ProductEvidence(
        sku=sku,
        stock=Steps.of(pairs),
        sales=Sales.of(sales),
        holds=(*holds, *stops),
        clicked=_clicked(sku, place),
    )


def _clicked(sku: str, place: int) -> Clicked:
    """A minute's clicks, fewer on each product, of the first five; the last three have none told."""
    if place >= _CLICKED:
        return NOT_CLICKED
    minutes = range(85)
    counts = [minute * (26 - 4 * place) for minute in minutes]
    return clicked_of(
        ClickTotal(at=_at(minute), source="cards", sku=sku, clicks=count, impressions=16 * count)
        for minute, count in zip(minutes, counts, strict=True)
    )


def _sales(sku: str, place: int, holds: tuple[Hold, ...], gone_at: int | None) -> list[Sale]:
    every_s = 40 + 25 * place
    sales: list[Sale] = []
    for step in range(1, int(84 * 60 / every_s)):
        at = START + timedelta(seconds=step * every_s)
        held = any(hold.started_at <= at < (hold.ended_at or NOW) for hold in holds)
        after = any(
            hold.ended_at and timedelta() <= at - hold.ended_at < timedelta(minutes=8) for hold in holds
        )
        if not held and (gone_at is None or at < _at(gone_at)):
            sales.append(Sale(at=at, sku=sku, units=3 if after else 1 + step % 2))
    return sales


def _hold(sku: str, number: int, begins: float, minutes: float | None) -> Hold:
    return Hold(
        id=place_of(sku) * 10 + number,
        broadcast=12,
        sku=sku,
        storefront="shop",
        number=number,
        state=HoldState.ACTIVE if minutes is None else HoldState.RESTORED,
        reason=Reason.STAGE if number != 2 else Reason.ROUND,
        who=_WHO,
        started_at=_at(begins),
        confirmed_at=_at(begins),
        ended_at=None if minutes is None else _at(begins + minutes),
    )


def place_of(sku: str) -> int:
    """Where the product stands among those of the sample."""
    return _SKUS.index(sku)


def _stop() -> Hold:
    return Hold(
        id=99,
        kind=HoldKind.STOP,
        broadcast=12,
        sku="PET-03",
        storefront="shop",
        number=None,
        state=HoldState.RESTORED,
        reason=Reason.INCIDENT,
        who=_WHO,
        started_at=_at(25),
        confirmed_at=_at(25),
        ended_at=_at(33),
    )
