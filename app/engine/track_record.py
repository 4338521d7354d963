"""Looks over what is kept of the last broadcasts, and has the missing ones worked out beside the desk.

By itself once a broadcast is over, and never while another runs; at a person's wish at any time.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.broadcast import Broadcast
from app.domain.track_record import Calibrated, judgeable, missing
from app.records import READINGS_KEPT, Records
from app.views.build_track_record import track_record_view
from app.views.track_record import TrackRecordView

_AMONG = 3
"""So many times as many broadcasts are looked at, for some were tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedOver:
    """The last broadcasts that are over, what is kept of them, and those not worked out yet."""

    last: int
    broadcasts: tuple[Broadcast, ...]
    kept: tuple[Calibrated, ...]
    missing: tuple[Broadcast, ...]

    def view(self) -> TrackRecordView:
        """As it is shown."""
        return track_record_view(self.broadcasts, self.kept, last=self.last, missing=len(self.missing))


async def looked_over(records: Records, last: int, code: str, now: datetime) -> LookedOver:
    """Look them over. Raises JournalError."""
    broadcasts = judgeable(await records.recent(_AMONG * last), last)
    kept = await records.calibrations(last)
    return LookedOver(
        last=last,
        broadcasts=broadcasts,
        kept=kept,
        missing=missing(broadcasts, kept, code, now - READINGS_KEPT),
    )
