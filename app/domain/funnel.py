"""From put before viewers to clicked to sold: how each product does at each step, and at each price it had.

Counted is the time a product could be bought while its clicks were told; orders follow clicks by a minute or
so, which is left out of account. Rates are counts over counts, taken as Poisson with Jeffreys' prior, their
dispersion as pieces of two minutes show (as in `contests`).

Between products a winner sells most of its clicks; between prices of one product it brings most money a
click, for at a lower price more of them always buy. A winner is named as in `contests`: only when looking
ever so often would name one in error in at most one of twenty such comparisons.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.contests import LEAST_UNITS, dispersion_within, is_won, pieces_of, rate_interval
from app.domain.effects import ProductComparison, ProductEvidence, RoomEvidence
from app.domain.evidence import Span, seconds_of, without
from app.domain.prices import LEAST_MINUTES, PriceSaid, stood_of
from app.domain.ratios import Count, Ratio

LEAST_CLICKS = 50
"""Of fewer nothing is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """One product, or with a `price` its time at that price. `per_click` are units, `brings` money a click.

    `click_rate` is clicks an impression; None where no source tells impressions.
    """

    sku: str
    minutes: float
    clicks: int
    units: int
    impressions: int | None = None
    price: Decimal | None = None
    click_rate: Ratio | None = None
    per_click: Ratio | None = None
    brings: Ratio | None = None
    won: bool = False


@dataclass(frozen=True, slots=True)
class _Variant:
    funnel: Funnel
    pieces: tuple[Count, ...]

    @property
    def count(self) -> Count:
        """Units of clicks."""
        return Count(units=max(0, self.funnel.units), exposure=float(self.funnel.clicks))

    @property
    def money(self) -> Count:
        """The same, a click weighed so that the rate is what it brings."""
        return Count(units=self.count.units, exposure=self.funnel.clicks / float(self.funnel.price or 1))

    @property
    def is_compared(self) -> bool:
        """Whether there is enough of it to be held against others."""
        return self.funnel.clicks >= LEAST_CLICKS and self.funnel.units >= LEAST_UNITS


def funnels_of(
    evidence: Iterable[ProductEvidence],
    products: Iterable[ProductComparison],
    room: RoomEvidence,
    said: Sequence[PriceSaid],
    listed: Mapping[str, Decimal],
) -> tuple[Funnel, ...]:
    """Every product whose clicks were told, the best of its clicks first, its prices behind it.

    `listed` are prices before any was said.
    """
    cases = [_case(one, product, room) for one, product in zip(evidence, products, strict=True)]
    whole = {case.one.sku: variant for case in cases if (variant := _variant(case, case.told)) is not None}
    dispersion = dispersion_within([variant.pieces for variant in whole.values()])
    winner = _winner(list(whole.values()), dispersion)
    found: list[Funnel] = []
    for case in sorted(
        (case for case in cases if case.one.sku in whole), key=lambda case: _place(case, whole)
    ):
        variant = whole[case.one.sku]
        found.append(replace(_rated(variant, dispersion), won=variant is winner))
        own = [each for each in said if each.sku == case.one.sku]
        found += _at_prices(case, stood_of(room.span, own, listed.get(case.one.sku)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Case:
    """What was kept of one product, when its clicks were told, and when it could not be bought."""

    one: ProductEvidence
    told: tuple[Span, ...]
    off: tuple[Span, ...]


def _case(one: ProductEvidence, product: ProductComparison, room: RoomEvidence) -> _Case:
    since = one.clicked.since
    known = since is not None and since < room.span.end
    told = (Span(max(since, room.span.start), room.span.end),) if since is not None and known else ()
    return _Case(one, told, (*product.virtual, *product.stopped, *product.real))


def _place(case: _Case, whole: Mapping[str, _Variant]) -> tuple[bool, float]:
    """Those that are compared first, the best of its clicks at the front."""
    variant = whole[case.one.sku]
    return not variant.is_compared, -variant.count.rate


def _at_prices(case: _Case, stood: Mapping[Decimal, Sequence[Span]]) -> Iterator[Funnel]:
    """The product at each price that stood for long enough, where there are several; the lowest first."""
    found = (
        _variant(case, [part for span in spans for told in case.told if (part := span.part_in(told))], price)
        for price, spans in sorted(stood.items())
    )
    variants = [each for each in found if each is not None and each.funnel.minutes >= LEAST_MINUTES]
    if len(variants) < 2:  # noqa: PLR2004 - it takes two prices to compare
        return
    dispersion = dispersion_within([variant.pieces for variant in variants])
    best = _winner(variants, dispersion, money=True)
    for variant in variants:
        yield replace(_rated(variant, dispersion), won=variant is best)


def _variant(case: _Case, within: Sequence[Span], price: Decimal | None = None) -> _Variant | None:
    """What was clicked and sold there, as far as it could be bought; None without a click."""
    one, clicked = case.one, case.one.clicked
    parts = [part for span in within for part in without(span, case.off)]
    clicks = clicked.clicks.within(parts)
    if clicks <= 0:
        return None
    funnel = Funnel(
        sku=one.sku,
        price=price,
        minutes=seconds_of(parts) / 60,
        impressions=None if clicked.impressions is None else clicked.impressions.within(parts),
        clicks=clicks,
        units=max(0, one.sales.within(parts)),
    )
    pieces = [
        Count(units=max(0, one.sales.within((piece,))), exposure=float(clicked.clicks.within((piece,))))
        for part in parts
        for piece in pieces_of(part)
    ]
    return _Variant(funnel, tuple(piece for piece in pieces if piece.exposure > 0))


def _rated(variant: _Variant, dispersion: float) -> Funnel:
    funnel, priced = variant.funnel, variant.funnel.price is not None
    shown = funnel.impressions
    return replace(
        funnel,
        click_rate=rate_interval(Count(units=funnel.clicks, exposure=float(shown)), 1.0) if shown else None,
        per_click=rate_interval(variant.count, dispersion),
        brings=rate_interval(variant.money, dispersion) if priced else None,
    )


def _winner(variants: Sequence[_Variant], dispersion: float, *, money: bool = False) -> _Variant | None:
    """The one that beats every other beyond doubt."""
    compared = [variant for variant in variants if variant.is_compared]
    counts = {id(variant): variant.money if money else variant.count for variant in compared}
    ordered = sorted(compared, key=lambda variant: -counts[id(variant)].rate)
    won = is_won([counts[id(variant)] for variant in ordered], dispersion)
    return ordered[0] if won else None
