"""How often a system may be asked: one bucket for a source, or for all sources of an account.

Restores go before everything, then emergency stops, then marks and the reads around them, then polls. Polls
leave one token for the others where the bucket holds more than one, so that a mark rarely waits; a mark may
take one token that is yet to come, restores as many as the bucket holds, and polls wait for that. When a
server says "slow down", polls alone stand still.
"""

import asyncio
import heapq
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from app.ports import Clock, Jitter, Throttled
from app.words import _

LONGEST_PAUSE_S = 3600.0
LONGEST_OWN_PAUSE_S = 10.0
"""Where the server asks us to slow down and does not say for how long."""
JITTER_SHARE = 0.1


class Lane(IntEnum):
    """Who goes first; also how urgent a request is."""

    RESTORE = 0
    STOP = 1
    MARK = 2
    POLL = 3


@dataclass(order=True, slots=True)
class _Waiter:
    lane: Lane
    number: int
    granted: asyncio.Future[None] = field(compare=False)


class Limiter:
    """A token bucket with lanes."""

    def __init__(self, *, per_second: float, burst: int, clock: Clock, jitter: Jitter) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._jitter = jitter
        self._tokens = float(burst)
        self._counted_at = clock.monotonic()
        self._paused_until = float("-inf")
        self._pauses = 0
        self._waiting: list[_Waiter] = []
        self._numbers = count()
        self._serving: asyncio.Task[None] | None = None

    async def turn(self, lane: Lane) -> None:
        """Wait until a request of this lane may leave.

        Raises:
            Throttled: Polls stand still because the server said so; nothing is waited for.
        """
        self._refuse_while_paused(lane)
        if not self._waiting_before(lane) and self._missing(lane) <= 0:
            self._tokens -= 1
            return
        waiter = _Waiter(lane, next(self._numbers), asyncio.get_running_loop().create_future())
        heapq.heappush(self._waiting, waiter)
        self._serve()
        try:
            await waiter.granted
        except asyncio.CancelledError:
            self._leave(waiter)
            raise

    def pause(self, seconds: float | None) -> float:
        """The server said "slow down", maybe for how long: polls stand still that long; how long in all."""
        self._pauses += 1
        if seconds is None:
            wait = min(LONGEST_OWN_PAUSE_S, 2.0**self._pauses) / 2
            wait += self._jitter.full(wait)
        else:
            wait = min(max(0.0, seconds), LONGEST_PAUSE_S)
            wait += self._jitter.full(min(wait * JITTER_SHARE, LONGEST_OWN_PAUSE_S))
        self._paused_until = max(self._paused_until, self._clock.monotonic() + wait)
        for waiter in [waiter for waiter in self._waiting if waiter.lane is Lane.POLL]:
            waiter.granted.set_exception(self._throttled())
            self._waiting.remove(waiter)
        heapq.heapify(self._waiting)
        return wait

    def answered(self) -> None:
        """The server answered without asking to slow down."""
        self._pauses = 0

    async def close(self) -> None:
        """Nobody waits any more."""
        for waiter in self._waiting:
            waiter.granted.cancel()
        self._waiting.clear()
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)

    def _refuse_while_paused(self, lane: Lane) -> None:
        if lane is Lane.POLL and self._paused_until > self._clock.monotonic():
            raise self._throttled()

    def _throttled(self) -> Throttled:
        left = self._paused_until - self._clock.monotonic()
        return Throttled(
            _("The system asks us to slow down; reads go on in {seconds:.0f} s.").format(
                seconds=max(1.0, left)
            ),
            remedy=_("Where this happens often, raise `poll_seconds` or lower `limit`."),
            retry_after_s=left,
        )

    def _waiting_before(self, lane: Lane) -> bool:
        return bool(self._waiting) and self._waiting[0].lane <= lane

    def _missing(self, lane: Lane) -> float:
        """Tokens still missing for a request of this lane."""
        now = self._clock.monotonic()
        self._tokens = min(float(self._burst), self._tokens + (now - self._counted_at) * self._per_second)
        self._counted_at = now
        return self._needed(lane) - self._tokens

    def _needed(self, lane: Lane) -> float:
        if lane is Lane.RESTORE:
            return -float(self._burst)
        if lane is not Lane.POLL:
            return 0.0
        return 2.0 if self._burst > 1 else 1.0

    def _serve(self) -> None:
        """See to those who wait; anew, because whoever came may go before them."""
        if self._serving is not None:
            self._serving.cancel()
        self._serving = asyncio.create_task(self._serve_in_order(), name="limiter")

    async def _serve_in_order(self) -> None:
        while self._waiting:
            missing = self._missing(self._waiting[0].lane)
            if missing > 0:
                # a little more than needed: rounding must not wake us just too early
                await self._clock.sleep(missing / self._per_second + 1e-6)
                continue
            waiter = heapq.heappop(self._waiting)
            if not waiter.granted.done():
                self._tokens -= 1
                waiter.granted.set_result(None)

    def _leave(self, waiter: _Waiter) -> None:
        if waiter in self._waiting:
            self._waiting.remove(waiter)
            heapq.heapify(self._waiting)
        elif not waiter.granted.cancelled() and waiter.granted.exception() is None:
            self._tokens += 1
