"""What the desk remembers of earlier broadcasts: read back once they are over, a slice at a time.

Never in the way of a poll or an intent. What it comes to is the domain's.
"""

from datetime import tzinfo
from functools import partial

import structlog

from app.domain.expectation import Usual, planned_units, pushed, roused, usual_of
from app.domain.recollection import BroadcastRecord, recollected
from app.engine.demand import learnt_ramps
from app.engine.parts import Ports
from app.engine.rehearsing.remembering import like, remembered
from app.engine.room import Room
from app.engine.warming_up import ended_before, hours_before
from app.ports import JournalError

log = structlog.get_logger("stockcue.past")

LOOK_S = 10.0
BREATH_S = 0.01
"""Between two steps of reading: windows share the interpreter with us."""
AFTER_START_S = 5.0
"""The first polls come first."""


class Past:
    """Keeps the room's expectations: read when a broadcast has ended, chosen when one starts."""

    def __init__(self, ports: Ports, room: Room, zone: tzinfo) -> None:
        self._ports = ports
        self._room = room
        self._zone = zone
        self._records: tuple[BroadcastRecord, ...] = ()
        self._read_before: int | None = None

    async def run(self) -> None:
        """Look again whenever a broadcast has started or ended."""
        await self._ports.clock.sleep(AFTER_START_S)
        seen: int | None = -1
        while True:
            broadcast = self._room.broadcast
            running = None if broadcast is None else broadcast.id
            if running != seen:
                try:
                    await self.look()
                    seen = running
                except JournalError as error:
                    # a record in trouble is told of by whoever writes to it
                    log.info("past_not_read", why=str(error))
            await self._ports.clock.sleep(LOOK_S)

    async def look(self) -> None:
        """Read what is over and not read yet, and expect a broadcast like the one that runs or is to come."""
        journal, clock, room = self._ports.journal, self._ports.clock, self._room
        if self._ports.past is not None:
            room.expect(self._ports.past, {})
            return
        outline = await journal.outline(None)
        if outline is None:
            return
        broadcast = room.broadcast
        before = outline.broadcast.id + (broadcast is None)
        if before != self._read_before:
            breathe = partial(clock.sleep, BREATH_S)
            products = tuple(room.products.values())
            self._records = await remembered(journal, before, products, clock.now(), self._zone, breathe)
            self._read_before = before
        host = "" if broadcast is None else broadcast.host
        started_at = clock.now() if broadcast is None else broadcast.started_at
        past = recollected(self._records, like(host, started_at, self._zone))
        ended = await ended_before(journal, before)
        hours = await hours_before(journal, started_at, partial(clock.sleep, BREATH_S), ended)
        past = roused(past, hours, usual_of(self._records, Usual()))
        policy = room.plan.policy
        minutes = policy.planned_minutes
        ramps = await learnt_ramps(journal, clock.now(), self._zone)
        room.expect(past, {} if minutes is None else pushed(planned_units(past, minutes, policy), ramps))
