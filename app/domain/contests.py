"""Which product sells better to the same viewers: conversion while on air, and a winner only when it is one.

Compared are units per minute and 1000 viewers in the time a product was on air and could be bought; sold-out
minutes, virtual or true, are left out. Intervals are gamma quantiles with Jeffreys' prior, their counts
divided by the dispersion that pieces of two minutes show, for sales come in bursts.

Claim. Were two products' rates the same, each unit sold would be the one's with the chance that is its share
of the viewers of both. Against that, `evidence` is a beta mixture's likelihood ratio, which by Ville's
inequality ever exceeds 1/α with a chance of at most α, however often one looks (Robbins 1970, "Statistical
methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41). A winner must
beat every other compared product at α over the number of pairs.

It says which product sold better this evening, in the minutes and to the viewers it had. It does not say why:
nobody dealt those minutes out by a fair draw (that is `trials`), and a price that was never changed teaches
nothing of prices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, log

from app.domain.chances import gamma_quantile, log_beta
from app.domain.effects import (
    ProductComparison,
    ProductEvidence,
    RoomEvidence,
    Window,
    shown_spans,
    window_of,
)
from app.domain.evidence import Span, without
from app.domain.ratios import Count, Ratio, rate_ratio

CLAIM_CHANCE = 0.05
LEAST_MINUTES = 6.0
"""On air and buyable for less than this, a product is not compared."""
LEAST_UNITS = 5
PIECE_MINUTES = 2.0
_LEAST_PIECES = 6
_LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What a product sold while on air. `rate` is per minute and 1000 viewers, with its bounds.

    `interest` are the room's interactions a minute meanwhile, None where no source tells them.
    `against` compares it with the best other; None where it is not compared.
    """

    sku: str
    window: Window
    rate: Ratio | None
    interest: float | None
    against: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The products shown, best first; those not compared last. `winner` is empty while none may be named."""

    showings: tuple[Showing, ...] = ()
    winner: str = ""
    dispersion: float = 1.0


NO_CONTEST = Contest()


@dataclass(frozen=True, slots=True)
class _Entry:
    showing: Showing
    count: Count
    pieces: tuple[Count, ...]


def contest_of(
    evidence: Iterable[ProductEvidence], products: Iterable[ProductComparison], room: RoomEvidence
) -> Contest:
    """The contest of products that were on air, as far as what was kept tells."""
    entries = [
        entry
        for one, product in zip(evidence, products, strict=True)
        if (entry := _entry(one, product, room)) is not None
    ]
    dispersion = dispersion_within([entry.pieces for entry in entries])
    compared = sorted(
        (entry for entry in entries if _is_compared(entry)), key=lambda entry: -entry.count.rate
    )
    others = [entry.showing for entry in entries if not _is_compared(entry)]
    counts = [entry.count for entry in compared]
    shown = [_placed(entry, place, counts, dispersion) for place, entry in enumerate(compared)]
    return Contest(
        showings=(*shown, *others),
        winner=compared[0].showing.sku if is_won(counts, dispersion) else "",
        dispersion=dispersion,
    )


def evidence_of_difference(one: Count, other: Count, dispersion: float = 1.0) -> float:
    """How many times likelier the units are under some difference of rates than under none."""
    mine, theirs = one.units / dispersion, other.units / dispersion
    share = one.exposure / (one.exposure + other.exposure)
    likelier = log_beta(mine + 0.5, theirs + 0.5) - log_beta(0.5, 0.5)
    return exp(min(700.0, likelier - mine * log(share) - theirs * log(1 - share)))


def _entry(one: ProductEvidence, product: ProductComparison, room: RoomEvidence) -> _Entry | None:
    off = (*product.virtual, *product.stopped, *product.real)
    spans = [part for span in shown_spans(one.sku, room) for part in without(span, off)]
    window = window_of(one, room, spans)
    if window.minutes <= 0:
        return None
    interest, known = room.interest.area(spans)
    showing = Showing(sku=one.sku, window=window, rate=None, interest=interest / known if known > 0 else None)
    if not window.viewer_minutes:
        return _Entry(showing, Count(units=0, exposure=0.0), ())
    pieces = (window_of(one, room, [piece]) for span in spans for piece in pieces_of(span))
    return _Entry(
        showing,
        Count(units=max(0, window.units), exposure=window.viewer_minutes / 1000),
        tuple(
            Count(units=piece.units, exposure=piece.viewer_minutes / 1000)
            for piece in pieces
            if piece.viewer_minutes
        ),
    )


def pieces_of(span: Span) -> Iterable[Span]:
    """The span in pieces of about two minutes."""
    count = max(1, round(span.seconds / 60 / PIECE_MINUTES))
    step = (span.end - span.start) / count
    return (Span(span.start + step * place, span.start + step * (place + 1)) for place in range(count))


def _is_compared(entry: _Entry) -> bool:
    window = entry.showing.window
    return bool(entry.count.exposure) and window.minutes >= LEAST_MINUTES and window.units >= LEAST_UNITS


def _placed(entry: _Entry, place: int, counts: Sequence[Count], dispersion: float) -> Showing:
    """The showing with its interval, and against the best of the others."""
    best = counts[1 if place == 0 else 0] if len(counts) > 1 else None
    showing = entry.showing
    return Showing(
        sku=showing.sku,
        window=showing.window,
        rate=rate_interval(entry.count, dispersion),
        interest=showing.interest,
        against=None if best is None else rate_ratio(entry.count, best, dispersion=dispersion),
    )


def rate_interval(count: Count, dispersion: float) -> Ratio:
    """Between which bounds a counted rate lies: gamma quantiles with Jeffreys' prior."""
    shape, tail = count.units / dispersion + 0.5, (1 - _LEVEL) / 2
    low, middle, high = (
        dispersion * gamma_quantile(shape, chance) / count.exposure for chance in (tail, 0.5, 1 - tail)
    )
    return Ratio(low=low, middle=middle, high=high)


def is_won(counts: Sequence[Count], dispersion: float) -> bool:
    """Whether the first beats every other beyond doubt."""
    if len(counts) < 2:  # noqa: PLR2004 - a contest takes two
        return False
    pairs = len(list(combinations(counts, 2)))
    return all(
        evidence_of_difference(counts[0], other, dispersion) >= pairs / CLAIM_CHANCE for other in counts[1:]
    )


def dispersion_within(products: Sequence[Sequence[Count]]) -> float:
    """How much more than Poisson the pieces of the products vary around each product's own rate."""
    statistic, freedom = 0.0, 0
    for pieces in products:
        units, exposure = sum(piece.units for piece in pieces), sum(piece.exposure for piece in pieces)
        if units > 0 and len(pieces) > 1:
            expected = [units * piece.exposure / exposure for piece in pieces]
            statistic += sum(
                (piece.units - mean) ** 2 / mean for piece, mean in zip(pieces, expected, strict=True)
            )
            freedom += len(pieces) - 1
    return max(1.0, statistic / freedom) if freedom >= _LEAST_PIECES else 1.0
