"""What the review shows, and `stockcue calibration` prints, of forecasts and cues: figures and instants.

Figures that are None are not known, or may not be claimed.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.calibration import PROMISED, Verdict
from app.domain.cue_outcomes import CueEnding
from app.domain.room import CueKind

__all__ = [
    "PROMISED",
    "BandView",
    "CalibrationView",
    "CueEnding",
    "CueKind",
    "CueOutcomeView",
    "CueTally",
    "SpanView",
    "Verdict",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandView:
    """How often a range held. `share` and its bounds are None where too little was foretold to claim one.

    `under` to `over` count forecasts by where what happened lay: below the 10 %, up to the 50 %, up to the
    90 %, above. `groups` is how many products they were of, or broadcasts where several are looked over.
    """

    under: int
    lower: int
    upper: int
    over: int
    groups: int
    share: float | None
    low: float | None
    high: float | None
    verdict: Verdict

    @property
    def held(self) -> int:
        """Forecasts in whose range it lay."""
        return self.lower + self.upper

    @property
    def of(self) -> int:
        """Forecasts there were."""
        return self.under + self.held + self.over


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanView:
    """Forecasts made from one minute of the broadcast to before another; `until` None: to the end."""

    since: float
    until: float | None
    units: BandView
    minutes: BandView


@dataclass(frozen=True, slots=True, kw_only=True)
class CueOutcomeView:
    """One cue, and what was sold of the product it was about: before it, and after it or after the act.

    `margin_before` and `margin_after` are in the room's currency; only the house may see them.
    """

    at: datetime
    kind: CueKind
    sku: str
    title: str
    other: str
    other_title: str
    ending: CueEnding
    acted_at: datetime | None
    before_minutes: float
    before_units: int
    after_minutes: float
    after_units: int
    margin_before: float | None
    margin_after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTally:
    """Cues that ended one way, and what was sold before and after them, all together."""

    ending: CueEnding
    cues: int
    before_units: int
    after_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationView:
    """One broadcast's. `recorded`: cues are those on record; else those that come up when it is played again.

    `until` is its end, or how far it had run.
    """

    number: int
    host: str
    running: bool
    at: datetime
    started_at: datetime
    until: datetime
    currency: str
    units: BandView
    minutes: BandView
    spans: tuple[SpanView, ...]
    recorded: bool
    cues: tuple[CueOutcomeView, ...]
    tallies: tuple[CueTally, ...]
