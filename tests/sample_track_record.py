"""Twenty sample evenings judged, made up, for windows: most as promised, one too narrow, one too short."""

from datetime import timedelta
from random import Random

from app.domain.broadcast import Broadcast
from app.domain.calibration import Measure, Tally
from app.domain.cue_outcomes import CueEnding
from app.domain.losses import Losses
from app.domain.room import CueKind
from app.domain.track_record import LAST, Calibrated, CueRecord, ProductRecord, Seller
from app.views.build_track_record import track_record_view
from app.views.track_record import TrackRecordView
from tests.sample_gauges import NOW

_SKUS = (
    "EAR-01", "EAR-02", "SPK-03", "TEE-09", "PET-03", "KSC-02", "AFP-01", "BND-04", "CUP-07", "HUM-04",
    "YOG-11", "LMP-05",
)  # fmt: skip
_LOOKS = 7
_NARROW, _LITTLE, _NO_TIMES = 6, 13, 9
_CUES = (
    (CueKind.SHOW_NEXT, CueEnding.FOLLOWED, 3, 21, 52),
    (CueKind.SHOW_NEXT, CueEnding.BY_HAND, 1, 6, 14),
    (CueKind.SHOW_NEXT, CueEnding.IGNORED, 4, 28, 31),
    (CueKind.CALL_STOCK, CueEnding.FOLLOWED, 1, 14, 13),
    (CueKind.CALL_STOCK, CueEnding.SNOOZED, 1, 9, 5),
    (CueKind.HOLD_BACK, CueEnding.IGNORED, 2, 18, 19),
)


def track_record_sample(count: int = LAST, *, missing: int = 0) -> TrackRecordView:
    """The view of so many evenings, broadcast 32 the newest."""
    newest = 32
    broadcasts = tuple(
        Broadcast(
            id=newest - back,
            started_at=NOW - timedelta(days=back + 1, hours=3),
            ended_at=NOW - timedelta(days=back + 1),
            host="小林" if back % 3 else "Mia",
        )
        for back in range(count)
    )
    kept = [calibrated_sample(one.id) for one in broadcasts[missing:]]
    return track_record_view(broadcasts, kept, last=LAST, missing=missing)


def calibrated_sample(broadcast: int, code: str = "code") -> Calibrated:
    """One evening."""
    skus = _SKUS[:2] if broadcast % 20 == _LITTLE else _SKUS
    return Calibrated(
        broadcast=broadcast,
        at=NOW - timedelta(hours=2),
        code=code,
        recorded=True,
        products=tuple(
            _product(broadcast, place, sku, measure) for place, sku in enumerate(skus) for measure in Measure
        ),
        cues=tuple(
            CueRecord(
                kind=kind,
                ending=ending,
                cues=cues,
                before_minutes=10.0 * cues,
                before_units=before + broadcast % 3,
                after_minutes=9.0 * cues,
                after_units=after + broadcast % 5,
            )
            for kind, ending, cues, before, after in _CUES
        ),
    )


def _product(broadcast: int, place: int, sku: str, measure: Measure) -> ProductRecord:
    timed = measure is Measure.MINUTES
    looks = 0 if timed and broadcast % 20 == _NO_TIMES else 2 if timed else _LOOKS
    dice = Random(f"{broadcast} {sku} {measure}")
    breaks = 0.55 if broadcast % 20 == _NARROW else dice.choice((0.05, 0.12, 0.2, 0.38))
    broken = sum(dice.random() < breaks for _look in range(looks))
    over = broken - broken // 2
    held = looks - broken
    weight = 40.0 / (1 + place)
    return ProductRecord(
        sku=sku,
        measure=measure,
        seller=Seller.MAIN if place < 5 else Seller.MIDDLE if place < 9 else Seller.FEW,
        fell=Tally(under=broken // 2, lower=held // 2, upper=held - held // 2, over=over),
        losses=Losses(
            forecasts=_LOOKS,
            ours=weight * dice.uniform(0.75, 1.15),
            mean=weight * (1.3 + place % 3 / 9),
            weighted=weight * (1.2 + place % 4 / 9),
        ),
    )
