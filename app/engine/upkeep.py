"""What runs beside the work: clocks compared, lease renewed, computer kept awake, old readings thinned."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from app.domain.away import AwayCause
from app.domain.clocks import Instant, clocks_disagree
from app.domain.hold import Hold
from app.engine.absence import Absence
from app.engine.guard import Guard
from app.engine.journalling import Keeper
from app.engine.leasing import LEASE_RENEW_S, Leasing
from app.engine.parts import Ports
from app.engine.publishing import AWAY_SHOWN, Publishing
from app.engine.room import Room
from app.records import READINGS_KEPT
from app.words import _, age

log = structlog.get_logger("stockcue.upkeep")

CLOCK_LOOK_S = 0.5
AWAKE_LOOK_S = 5.0
LOGIN_LOOK_S = 0.5
STALL_S = 3.0
"""A busy computer is late by less."""
STALL_SETTLES_S = 2.0
"""So long an overdue hold may take to be restored before it is reported."""
SLEEP_SHOWN = timedelta(seconds=30)
THIN_EVERY_S = 24 * 3600.0


class Upkeep:
    """The engine's housekeeping."""

    def __init__(self, ports: Ports, room: Room, keeper: Keeper, publishing: Publishing) -> None:
        self._ports = ports
        self._room = room
        self._book = room.book
        self._keeper = keeper
        self._publishing = publishing
        self.leasing = Leasing(keeper, ports.clock, ports.owner)
        self.guard = Guard(ports.guardian, room, ports.clock)
        self.absence = Absence(room, keeper, ports.clock)

    async def watch_clocks(
        self, instant: Callable[[], Instant], jumped: Callable[[datetime], Awaitable[None]]
    ) -> None:
        """Sleep, a changed clock, a stalled process: everything open is read before buttons work again.

        `instant` tells both clocks; `jumped` reads every open hold again.
        """
        before = instant()
        limit_s = self._room.plan.policy.clock_jump_seconds
        while True:
            await self._ports.clock.sleep(CLOCK_LOOK_S)
            now = instant()
            if clocks_disagree(before, now, limit_s):
                await self._after_jump(before, now, jumped)
                now = instant()
            elif now.monotonic - before.monotonic > STALL_S:
                await self._after_stall(now.monotonic - before.monotonic)
                now = instant()
            before = now

    async def _after_stall(self, seconds: float) -> None:
        """Both clocks went on and we did not; if the guardian acted meanwhile, the lease tells instead."""
        log.info("stood_still", seconds=seconds)
        fence = self.leasing.fence
        self.absence.note()
        await self._ports.clock.sleep(STALL_SETTLES_S)
        if fence is not None and self.leasing.fence == fence:
            self.absence.report(AwayCause.STALLED, seconds)

    async def _after_jump(
        self, before: Instant, now: Instant, jumped: Callable[[datetime], Awaitable[None]]
    ) -> None:
        wall_s = (now.wall - before.wall).total_seconds()
        log.warning("clocks_disagree", wall_s=wall_s, monotonic_s=now.monotonic - before.monotonic)
        overdue = overdue_at(self._book.open(), now.wall)
        self.absence.note()
        await jumped(now.wall)
        self.absence.report(AwayCause.SLEPT, wall_s)
        self._publishing.set_notice("away", jump_words(wall_s, overdue, now.wall), lasts=AWAY_SHOWN)

    async def keep_guardian(self) -> None:
        """Have somebody who restores in our place, for as long as we live."""
        await self.guard.keep(lambda: self.leasing.fence)

    async def keep_lease(self, came_back: Callable[[], Awaitable[None]]) -> None:
        """Renew the lease again and again; `came_back` takes over what somebody else did meanwhile."""
        while True:
            await self._ports.clock.sleep(LEASE_RENEW_S)
            await self.renew_lease(came_back)

    async def renew_lease(self, came_back: Callable[[], Awaitable[None]]) -> None:
        """Take the lease, or learn who has it."""
        anew = await self.leasing.renew()
        self.say_lease()
        if anew:
            log.warning("lease_came_back", fence=self.leasing.fence)
            await came_back()

    def say_lease(self) -> None:
        """Tell people where somebody else acts for the room."""
        words = "" if self.leasing.is_ours() else _("Another desk acts for this room; this one only shows.")
        self._publishing.set_notice("lease", words)

    async def stay_awake(self) -> None:
        """The computer does not sleep while a broadcast or a hold is open; said once where that fails."""
        wanted = False
        while True:
            wants = self._room.broadcast is not None or bool(self._book.open())
            if wants and not wanted and not await self._ports.awake.hold():
                words = _("This computer may fall asleep: turn its energy saving off.")
                self._publishing.set_notice("sleep", words, lasts=SLEEP_SHOWN)
            elif wanted and not wants:
                await self._ports.awake.release()
            wanted = wants
            await self._ports.clock.sleep(AWAKE_LOOK_S)

    async def start_at_login(self) -> None:
        """While a hold is open, a computer that goes down starts this desk again at the next login."""
        autostart, wanted = self._ports.autostart, None
        while autostart is not None:
            wants = bool(self._book.open())
            if wants is not wanted and not await autostart.set(wanted=wants) and wants:
                words = _("This desk can't be started again at login: the log says why.")
                self._publishing.set_notice("login", words, lasts=SLEEP_SHOWN)
            wanted = wants
            await self._ports.clock.sleep(LOGIN_LOOK_S)

    async def thin(self) -> None:
        """Once a day, readings beyond half a year are thinned."""
        while True:
            await self._ports.clock.sleep(THIN_EVERY_S)
            before = self._ports.clock.now() - READINGS_KEPT
            await self._keeper.insist("thinning", partial(self._ports.journal.thin, before))


def overdue_at(holds: Sequence[Hold], now: datetime) -> list[Hold]:
    """Holds whose deadline has passed."""
    return [hold for hold in holds if hold.deadline is not None and hold.deadline <= now]


def away_words(overdue: Sequence[Hold], now: datetime) -> str:
    """What to say about holds that ran over while nobody was there."""
    late = max((now - hold.deadline for hold in overdue if hold.deadline is not None), default=timedelta())
    return _(
        "While the desk was away, {count} holds ran over, by {age} at most. They are being restored."
    ).format(count=len(overdue), age=age(late.total_seconds()))


def jump_words(wall_s: float, overdue: Sequence[Hold], now: datetime) -> str:
    """What to say after the clocks disagreed."""
    gone = _("The computer slept, or its clock was changed, by {age}.").format(age=age(abs(wall_s)))
    return f"{gone} {away_words(overdue, now)}" if overdue else gone


def orphan_words(holds: Sequence[Hold], storefronts: Collection[str]) -> str:
    """What to say about open holds at storefronts that the settings no longer name; empty without any."""
    orphans = [hold.storefront for hold in holds if hold.storefront not in storefronts]
    if not orphans:
        return ""
    return _(
        "{count} open holds are at storefronts that the settings no longer name ({names}). Name them "
        "again, or put the products back on sale by hand."
    ).format(count=len(orphans), names=", ".join(sorted(set(orphans))))
