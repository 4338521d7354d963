"""What came of a broadcast under one conduct: sold, lost, left over, held, alerted; where forecasts fell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.calibration import Band, Foretold, Measure, band_of
from app.domain.losses import Scored
from app.domain.room import AlertLevel, CueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A cue that came up at a minute of the broadcast; `other` is what to show instead, else empty."""

    minute: float
    kind: CueKind
    sku: str
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductOutcome:
    """One product's part of it, in units. `lost` were wanted and not to be had."""

    sku: str
    sold: int
    lost: int
    left: int
    shown_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`margin` is in the room's currency, `called` are units that came in after a call."""

    conduct: str
    minutes: float
    sold: int
    lost: int
    left: int
    margin: float
    held_minutes: float
    holds: int
    called: int
    alerts: Mapping[AlertLevel, int] = field(default_factory=dict)
    cues: int = 0
    followed: int = 0
    foretold: tuple[Foretold, ...] = ()
    scored: tuple[Scored, ...] = ()
    products: tuple[ProductOutcome, ...] = ()
    said: tuple[Said, ...] = ()

    def band(self, measure: Measure) -> Band:
        """How often that range held."""
        return band_of(one for one in self.foretold if one.measure is measure)
