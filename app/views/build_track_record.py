"""From what is kept of the last broadcasts to the view of all of them. Pure."""

from collections.abc import Iterable, Sequence

from app.domain.broadcast import Broadcast
from app.domain.calibration import Band, Measure
from app.domain.cue_outcomes import CueEnding
from app.domain.losses import Losses
from app.domain.signals import CueKind
from app.domain.track_record import (
    Calibrated,
    CueRecord,
    Seller,
    band_of_all,
    band_within,
    cues_of_all,
    losses_of_all,
)
from app.views.build_calibration import band_view
from app.views.track_record import (
    BroadcastScoreView,
    CueSumView,
    LossView,
    MeasureView,
    PaceView,
    SellerView,
    TrackRecordView,
)
from app.words import plain

__all__ = ["track_record_view"]

_ACTED_ON = (CueEnding.FOLLOWED, CueEnding.BY_HAND)


def track_record_view(
    broadcasts: Sequence[Broadcast], kept: Iterable[Calibrated], *, last: int, missing: int
) -> TrackRecordView:
    """The view of `broadcasts`, the newest first, as far as they are kept."""
    by_number = {one.broadcast: one for one in kept}
    known = [(one, by_number[one.id]) for one in broadcasts if one.id in by_number]
    records = [record for _broadcast, record in known]
    return TrackRecordView(
        last=last,
        missing=missing,
        broadcasts=tuple(_score(broadcast, record) for broadcast, record in known),
        units=_measure_of_all(records, Measure.UNITS),
        minutes=_measure_of_all(records, Measure.MINUTES),
        sellers=tuple(_seller(records, seller) for seller in Seller),
        cues=tuple(_cues(cues_of_all(records))),
    )


def _score(broadcast: Broadcast, record: Calibrated) -> BroadcastScoreView:
    return BroadcastScoreView(
        number=broadcast.id,
        host=plain(broadcast.host),
        started_at=broadcast.started_at,
        ended_at=broadcast.ended_at or record.at,
        at=record.at,
        recorded=record.recorded,
        units=_measure_within(record, Measure.UNITS),
        minutes=_measure_within(record, Measure.MINUTES),
        cues=sum(one.cues for one in record.cues),
        acted_on=sum(one.cues for one in record.cues if one.ending in _ACTED_ON),
    )


def _measure_within(record: Calibrated, measure: Measure) -> MeasureView:
    return _measure(band_within(record, measure), losses_of_all((record,), measure))


def _measure_of_all(
    records: Sequence[Calibrated], measure: Measure, seller: Seller | None = None
) -> MeasureView:
    band = band_of_all(records, measure, seller=seller)
    return _measure(band, losses_of_all(records, measure, seller=seller))


def _measure(band: Band, losses: Losses) -> MeasureView:
    loss = LossView(
        forecasts=losses.forecasts,
        against_mean=losses.against_mean,
        against_weighted=losses.against_weighted,
    )
    return MeasureView(band=band_view(band), loss=loss)


def _seller(records: Sequence[Calibrated], seller: Seller) -> SellerView:
    return SellerView(
        seller=seller,
        units=_measure_of_all(records, Measure.UNITS, seller),
        minutes=_measure_of_all(records, Measure.MINUTES, seller),
    )


def _cues(every: Sequence[CueRecord]) -> Iterable[CueSumView]:
    for kind in CueKind:
        those = [one for one in every if one.kind is kind]
        if those:
            count = {one.ending: one.cues for one in those}
            yield CueSumView(
                kind=kind,
                followed=count.get(CueEnding.FOLLOWED, 0),
                by_hand=count.get(CueEnding.BY_HAND, 0),
                snoozed=count.get(CueEnding.SNOOZED, 0),
                ignored=count.get(CueEnding.IGNORED, 0) + count.get(CueEnding.STANDING, 0),
                acted_on=_pace([one for one in those if one.ending in _ACTED_ON]),
                left_alone=_pace([one for one in those if one.ending not in _ACTED_ON]),
            )


def _pace(cues: Sequence[CueRecord]) -> PaceView:
    before, after = sum(one.before_minutes for one in cues), sum(one.after_minutes for one in cues)
    return PaceView(
        cues=sum(one.cues for one in cues),
        before=sum(one.before_units for one in cues) / before if before > 0 else None,
        after=sum(one.after_units for one in cues) / after if after > 0 else None,
    )
