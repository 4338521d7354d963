"""From forecasts and cues held against what happened to their view. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.domain.broadcast import Broadcast
from app.domain.calibration import Band, Foretold, Measure, Verdict, band_of
from app.domain.catalogue import Product
from app.domain.cue_outcomes import CueEnding, CueOutcome
from app.views.calibration import BandView, CalibrationView, CueOutcomeView, CueTally, SpanView
from app.views.names import Names
from app.words import plain

__all__ = ["Findings", "band_view", "calibration_view"]

_SINCE = (0.0, 30.0, 90.0)
"""Minutes of the broadcast by which forecasts are parted: while little is known, soon, late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was worked out of one broadcast, as of `at`. `recorded`: its cues stand in the record."""

    broadcast: Broadcast
    at: datetime
    foretold: Sequence[Foretold]
    outcomes: Sequence[CueOutcome]
    recorded: bool


def calibration_view(found: Findings, products: Mapping[str, Product], names: Names) -> CalibrationView:
    """The view of one broadcast."""
    broadcast, foretold, at = found.broadcast, found.foretold, found.at
    cues = tuple(_cue(one, products, names) for one in found.outcomes)
    return CalibrationView(
        number=broadcast.id,
        host=plain(broadcast.host),
        running=broadcast.ended_at is None,
        at=at,
        started_at=broadcast.started_at,
        until=broadcast.ended_at or at,
        currency=names.currency,
        units=_band(foretold, Measure.UNITS),
        minutes=_band(foretold, Measure.MINUTES),
        spans=tuple(_spans(foretold)),
        recorded=found.recorded,
        cues=cues,
        tallies=tuple(_tallies(cues)),
    )


def _spans(foretold: Sequence[Foretold]) -> list[SpanView]:
    found = []
    for since, until in pairwise((*_SINCE, None)):
        part = [
            one for one in foretold if one.minute >= (since or 0.0) and (until is None or one.minute < until)
        ]
        if part:
            units, minutes = _band(part, Measure.UNITS), _band(part, Measure.MINUTES)
            found.append(SpanView(since=since or 0.0, until=until, units=units, minutes=minutes))
    return found


def _band(foretold: Sequence[Foretold], measure: Measure) -> BandView:
    return band_view(band_of(one for one in foretold if one.measure is measure))


def band_view(band: Band) -> BandView:
    """A share is claimed only where enough was foretold."""
    claimed = band.verdict is not Verdict.TOO_LITTLE
    low, high = band.interval or (None, None)
    return BandView(
        under=band.under,
        lower=band.lower,
        upper=band.upper,
        over=band.over,
        groups=band.groups,
        share=band.share if claimed else None,
        low=low if claimed else None,
        high=high if claimed else None,
        verdict=band.verdict,
    )


def _cue(one: CueOutcome, products: Mapping[str, Product], names: Names) -> CueOutcomeView:
    story, margin = one.story, _margin(products.get(one.product))
    return CueOutcomeView(
        at=story.shown_at,
        kind=story.kind,
        sku=story.sku,
        title=names.title(story.sku),
        other=story.other,
        other_title=names.title(story.other) if story.other else "",
        ending=one.ending,
        acted_at=one.acted_at,
        before_minutes=one.before_minutes,
        before_units=one.before_units,
        after_minutes=one.after_minutes,
        after_units=one.after_units,
        margin_before=None if margin is None else margin * one.before_units,
        margin_after=None if margin is None else margin * one.after_units,
    )


def _margin(product: Product | None) -> float | None:
    if product is None or product.price is None or product.cost is None:
        return None
    return float(product.price - product.cost)


def _tallies(cues: Sequence[CueOutcomeView]) -> list[CueTally]:
    found = []
    for ending in CueEnding:
        those = [cue for cue in cues if cue.ending is ending]
        if those:
            before, after = sum(cue.before_units for cue in those), sum(cue.after_units for cue in those)
            found.append(CueTally(ending=ending, cues=len(those), before_units=before, after_units=after))
    return found
