"""How forecasts held over the last broadcasts, and what became of their cues: figures and instants.

What the review shows and `stockcue calibration --last` prints. Figures that are None are not known, or may
not be claimed.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.track_record import LAST, Seller
from app.views.calibration import BandView, CueKind

__all__ = [
    "LAST",
    "BroadcastScoreView",
    "CueSumView",
    "LossView",
    "MeasureView",
    "PaceView",
    "Seller",
    "SellerView",
    "TrackRecordView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossView:
    """How far so many forecasts were off against two simple rates: 0.7 is 30 % less than theirs."""

    forecasts: int
    against_mean: float | None
    against_weighted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """One measure: how often its range held, and how far off it was."""

    band: BandView
    loss: LossView


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastScoreView:
    """One broadcast, worked out at `at`. `recorded`: its cues are those on record."""

    number: int
    host: str
    started_at: datetime
    ended_at: datetime
    at: datetime
    recorded: bool
    units: MeasureView
    minutes: MeasureView
    cues: int
    acted_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerView:
    """Products that made one part of their broadcasts' sales."""

    seller: Seller
    units: MeasureView
    minutes: MeasureView


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceView:
    """Units a minute before and after so many cues; None where no minute passed."""

    cues: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSumView:
    """Cues of one kind: those acted on, by their button or by hand, and those left alone."""

    kind: CueKind
    followed: int
    by_hand: int
    snoozed: int
    ignored: int
    acted_on: PaceView
    left_alone: PaceView


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecordView:
    """The last broadcasts, the newest first, and all of them together. `last` is how many were asked for.

    `missing` are over and not worked out yet. `units` and `minutes` count broadcasts, not forecasts.
    """

    last: int
    missing: int
    broadcasts: tuple[BroadcastScoreView, ...]
    units: MeasureView
    minutes: MeasureView
    sellers: tuple[SellerView, ...]
    cues: tuple[CueSumView, ...]
