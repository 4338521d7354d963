"""Looks over what is kept of the last broadcasts, and has the missing ones worked out beside the desk.

By itself once a broadcast is over, and never while another runs; at a person's wish at any time. What they
come to is the domain's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog

from app.domain.broadcast import Broadcast
from app.domain.track_record import LAST, Calibrated, judgeable, missing
from app.engine.helpers import Helpers
from app.engine.parts import Ports
from app.engine.room import Room
from app.intents import LookOverBroadcasts, TargetResult
from app.ports import JournalError
from app.records import READINGS_KEPT, Records
from app.views.build_track_record import track_record_view
from app.views.rehearsal import LookingOver, Work
from app.views.track_record import TrackRecordView
from app.words import _

log = structlog.get_logger("stockcue.track_record")

AFTER_START_S = 12.0
"""The first polls and pages come first."""
LOOK_S = 10.0
_AMONG = 3
"""So many times as many broadcasts are looked at, for some were tests."""
_NAME = "track record"


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


class TrackRecord:
    """One desk's track record; `tell` hears what is known of it."""

    def __init__(
        self, ports: Ports, room: Room, helpers: Helpers, tell: Callable[[LookingOver], None]
    ) -> None:
        self._ports = ports
        self._room = room
        self._helpers = helpers
        self._tell = tell
        self._over = LookingOver()
        self._code: str | None = None
        self._by_itself = False
        """Nobody asked for what is being worked out."""

    async def carry_out(self, intent: LookOverBroadcasts) -> tuple[TargetResult, ...]:
        """Tell what is kept; what is missing is worked out now where that is wished."""
        try:
            found = await self._look()
        except JournalError as error:
            self._say(LookingOver(work=Work.FAILED, why=str(error), view=self._over.view))
            return (TargetResult(),)
        running = self._over.work is Work.RUNNING
        if intent.work_out and found.missing and not running:
            await self._work_out(found.view(), by_itself=False)
        else:
            self._say(LookingOver(work=Work.RUNNING if running else Work.DONE, view=found.view()))
        return (TargetResult(),)

    async def run(self) -> None:
        """Work out what is missing at the start and after each broadcast; give way to the next one."""
        if self._ports.beside is None:
            return
        await self._ports.clock.sleep(AFTER_START_S)
        looked_after: int | None = -1
        while True:
            runs = None if self._room.broadcast is None else self._room.broadcast.id
            if runs is not None and not self._ports.judges_on_air:
                await self._give_way()
                looked_after = runs
            elif runs != looked_after:
                looked_after = runs
                await self._catch_up()
            await self._ports.clock.sleep(LOOK_S)

    async def _catch_up(self) -> None:
        try:
            found = await self._look()
        except JournalError as error:
            # a record in trouble is told of by whoever writes to it
            log.info("track_record_not_read", why=str(error))
            return
        if found.missing and self._over.work is not Work.RUNNING:
            await self._work_out(found.view(), by_itself=True)

    async def _give_way(self) -> None:
        if self._by_itself and self._over.work is Work.RUNNING:
            await self._helpers.end(_NAME)
            self._say(LookingOver(work=Work.DONE, view=self._over.view))

    async def _look(self) -> LookedOver:
        if self._code is None:
            self._code = self._ports.decision_code()
        return await looked_over(self._ports.journal, LAST, self._code, self._ports.clock.now())

    async def _work_out(self, view: TrackRecordView, *, by_itself: bool) -> None:
        self._by_itself = by_itself
        self._say(LookingOver(work=Work.RUNNING, view=view))
        words = ["calibration", "--last", str(LAST), "--follow"]
        await self._helpers.begin(_NAME, words, self._heard, self._ended)

    def _heard(self, line: bytes) -> None:
        found = msgspec.json.decode(line, type=TrackRecordView)
        self._say(LookingOver(work=Work.RUNNING, view=found))

    def _ended(self, why: str) -> None:
        view = self._over.view
        whole = not why and view is not None and not view.missing
        if whole:
            self._say(LookingOver(work=Work.DONE, view=view))
        else:
            words = why or _("It could not be worked out.")
            self._say(LookingOver(work=Work.FAILED, why=words, view=view))

    def _say(self, over: LookingOver) -> None:
        self._over = over
        self._tell(over)
