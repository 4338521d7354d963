"""A sample evening looked back on: forecasts, cues and a rehearsal, made up, for windows."""

from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.broadcast import Broadcast
from app.domain.calibration import Fell, Foretold, Measure
from app.domain.catalogue import Product
from app.domain.cue_outcomes import CueEnding, CueOutcome
from app.domain.cue_stories import CueStep, CueStory
from app.domain.room import CueKind
from app.views.build_calibration import Findings, calibration_view
from app.views.calibration import CalibrationView
from app.views.names import Names
from app.views.rehearsal import OutcomeView, Playable, RehearsalView, RunState
from tests.samples import NOW, ZONE, wall_gauges

START = NOW - timedelta(minutes=84, seconds=14)
_SKUS = ("EAR-01", "EAR-02", "SPK-03", "TEE-09", "PET-03", "KSC-02", "AFP-01", "BND-04")
_CUES = (
    (6, CueKind.CALL_STOCK, "EAR-01", "", CueEnding.FOLLOWED, 24, 31),
    (14, CueKind.SHOW_NEXT, "EAR-01", "EAR-02", CueEnding.BY_HAND, 4, 22),
    (19, CueKind.HOLD_BACK, "SPK-03", "", CueEnding.IGNORED, 9, 11),
    (27, CueKind.RESTORE_EARLY, "EAR-01", "", CueEnding.SNOOZED, 0, 18),
    (41, CueKind.SUBSTITUTE, "TEE-09", "PET-03", CueEnding.FOLLOWED, 3, 16),
    (52, CueKind.REORDER, "KSC-02", "", CueEnding.IGNORED, 7, 6),
    (63, CueKind.PRE_SALE, "AFP-01", "", CueEnding.IGNORED, 12, 8),
    (80, CueKind.CALL_STOCK, "BND-04", "", CueEnding.STANDING, 14, 7),
)


def calibration_sample(language: str = "zh_CN") -> CalibrationView:
    """Units held about as promised; of times too little was foretold to say. One cue of each ending."""
    titles = {view.sku: view.title for view in wall_gauges(language)}
    found = Findings(
        broadcast=Broadcast(id=12, started_at=START, host="小林"),
        at=NOW,
        foretold=(*_units(), *_minutes()),
        outcomes=tuple(_outcome(*cue) for cue in _CUES),
        recorded=True,
    )
    products = {
        sku: Product(sku=sku, title=sku, price=Decimal("29.90"), cost=Decimal("16.30")) for sku in _SKUS
    }
    return calibration_view(found, products, Names(room="", zone=ZONE, titles=titles))


def _units() -> list[Foretold]:
    fell = (Fell.LOWER, Fell.UPPER, Fell.LOWER, Fell.OVER, Fell.UPPER, Fell.LOWER, Fell.UPPER, Fell.UNDER)
    return [
        Foretold(minute=minute, sku=sku, measure=Measure.UNITS, fell=fell[(place + look) % len(fell)])
        for look, minute in enumerate((10.0, 25.0, 45.0, 70.0))
        for place, sku in enumerate(_SKUS)
    ]


def _minutes() -> list[Foretold]:
    return [
        Foretold(minute=25.0, sku=sku, measure=Measure.MINUTES, fell=Fell.UPPER if place else Fell.OVER)
        for place, sku in enumerate(_SKUS[:4])
    ]


def _outcome(
    minute: float, kind: CueKind, sku: str, other: str, ending: CueEnding, before: int, after: int
) -> CueOutcome:
    at = START + timedelta(minutes=minute)
    acted = ending in (CueEnding.FOLLOWED, CueEnding.BY_HAND)
    story = CueStory(
        key=f"{kind}:{sku}",
        kind=kind,
        sku=sku,
        other=other,
        shown_at=at,
        ended_at=None if ending is CueEnding.STANDING else _ended(at),
        ending=CueStep.FOLLOWED if ending is CueEnding.FOLLOWED else None,
    )
    return CueOutcome(
        story=story,
        product=other or sku,
        ending=ending,
        acted_at=_ended(at) if acted else None,
        before_minutes=min(10.0, minute),
        before_units=before,
        after_minutes=min(10.0, 84.2 - minute),
        after_units=after,
    )


def _ended(at: datetime) -> datetime:
    return at + timedelta(minutes=1.5)


def rehearsal_sample() -> RehearsalView:
    """Half of a broadcast under three policies, and what else could be played."""
    return RehearsalView(
        state=RunState.PLAYING,
        broadcast=12,
        seed=7,
        speed=200.0,
        reached=187.0,
        minute=92.5,
        minutes=180.0,
        outcomes=(
            _came("recorded", 1204, 96, 1310, 14210.5),
            _came("cues", 1288, 31, 1402, 15302.0),
            _came("waves", 1122, 178, 1391, 13240.25),
        ),
        scenarios=("calm", "evening", "raids"),
        playable=(
            Playable(number=12, started_at=START, host="小林", running=True),
            Playable(number=11, started_at=START - timedelta(days=1), host="Mia", running=False),
        ),
    )


def _came(policy: str, sold: int, lost: int, left_over: int, margin: float) -> OutcomeView:
    return OutcomeView(
        policy=policy,
        minutes=92.5,
        sold=sold,
        lost=lost,
        left_over=left_over,
        margin=margin,
        held_minutes=18.0 if policy == "waves" else 0.0,
        holds=3 if policy == "waves" else 0,
        called=120 if policy == "cues" else 0,
        alerts=21,
        criticals=2,
        cues=14,
        followed=9 if policy == "cues" else 0,
        held=0,
        foretold=0,
    )
