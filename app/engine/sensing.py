"""One poll loop per source: asks at its cadence, backs off when it fails, says so once.

What an answer means is the room's business; this module only decides when to ask again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from app.domain.readings import Answer, OffersAnswer, SalesAnswer, ShopAnswer, StockAnswer
from app.ports import Cadence, Clock, Jitter, LoginRefused, NotAllowed, SourceError, SourceInfo, Throttled

log = structlog.get_logger("stockcue.sensing")

LONGEST_BACK_OFF_S = 10.0
LOGIN_BACK_OFF_S = 60.0
"""Refused credentials are not tried every few seconds: some systems lock the account."""
START_SPREAD_S = 0.5
REFRESH_REST_S = 0.5
"""Two presses on refresh within this time are one."""

AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The time-keeping parts a watch needs."""

    clock: Clock
    cadence: Cadence
    jitter: Jitter


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear(Generic[AnswerT]):
    """What a watch does with a source: how to read it, whom to tell."""

    info: SourceInfo
    read: Callable[[], Awaitable[AnswerT]]
    answered: Callable[[AnswerT], Awaitable[None]]
    failed: Callable[[SourceError, float], Awaitable[None]]
    """Gets the error and the seconds until the next try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What asking a source once came to: `answer`, or `error`. `rows` are those it last sent in full."""

    info: SourceInfo
    seconds: float
    rows: int = 0
    answer: Answer | None = None
    error: SourceError | None = None


class Watch(Generic[AnswerT]):
    """Asks one source again and again; never twice at once."""

    def __init__(self, ear: Ear[AnswerT], rhythm: Rhythm) -> None:
        self._ear = ear
        self._rhythm = rhythm
        self._pace = ear.info.poll_seconds
        self._due = asyncio.Event()
        self._not_before = 0.0
        self._failures = 0
        self._last_asked = float("-inf")
        self._rows = 0
        self._begun = self._finished = 0
        self._contact: Contact | None = None
        self._contacted = asyncio.Event()
        self._end_cadence: Callable[[], None] | None = None

    async def run(self) -> None:
        """Ask until cancelled."""
        await self._rhythm.clock.sleep(self._rhythm.jitter.full(START_SPREAD_S))
        self._begin_pace()
        self._due.set()
        try:
            while True:
                await self._due.wait()
                self._due.clear()
                await self._ask()
        finally:
            self._end_pace()

    def set_pace(self, seconds: float) -> None:
        """Ask every so many seconds from now on; the same pace as before goes on undisturbed."""
        if seconds != self._pace:
            self._pace = seconds
            if self._end_cadence is not None:
                self._begin_pace()

    def refresh(self) -> None:
        """Ask now, whatever the back-off; the connector's limit still applies."""
        if self._rhythm.clock.monotonic() - self._last_asked >= REFRESH_REST_S:
            self._not_before = 0.0
            self._due.set()

    async def contact(self) -> Contact:
        """Ask now and say what it came to; where it was asked just now, what came of that."""
        self.refresh()
        wanted = self._begun + self._due.is_set()
        while self._contact is None or self._finished < wanted:
            await self._contacted.wait()
        return self._contact

    def is_answering(self, within_s: float) -> bool:
        """Whether it was asked no longer ago than that, has not answered yet, and was as quick last time."""
        if self._finished == self._begun or self._contact is None or self._contact.seconds > within_s:
            return False
        return self._rhythm.clock.monotonic() - self._last_asked < within_s

    def _begin_pace(self) -> None:
        self._end_pace()
        self._end_cadence = self._rhythm.cadence.every(self._pace, self._tick, name=self._ear.info.id)

    def _end_pace(self) -> None:
        if self._end_cadence is not None:
            self._end_cadence()
            self._end_cadence = None

    def _tick(self) -> None:
        """A source slower than its cadence is not asked twice in a row for it."""
        in_flight = self._finished < self._begun
        if not in_flight and self._rhythm.clock.monotonic() >= self._not_before:
            self._due.set()

    async def _ask(self) -> None:
        self._begun += 1
        self._last_asked = began = self._rhythm.clock.monotonic()
        try:
            answer = await self._ear.read()
        except SourceError as error:
            self._note_contact(began, error=error)
            await self._note_failure(error)
        else:
            self._rows = self._rows if answer.unchanged else rows_in(answer)
            self._note_contact(began, answer=answer)
            await self._note_answer(answer)

    def _note_contact(
        self, began: float, *, answer: AnswerT | None = None, error: SourceError | None = None
    ) -> None:
        seconds = self._rhythm.clock.monotonic() - began
        self._contact = Contact(
            info=self._ear.info, seconds=seconds, rows=self._rows, answer=answer, error=error
        )
        self._finished = self._begun
        contacted, self._contacted = self._contacted, asyncio.Event()
        contacted.set()

    async def _note_answer(self, answer: AnswerT) -> None:
        if self._failures:
            log.info("source_recovered", source=self._ear.info.id, after_failures=self._failures)
        self._failures = 0
        self._not_before = 0.0
        await self._ear.answered(answer)

    async def _note_failure(self, error: SourceError) -> None:
        self._failures += 1
        wait = self._back_off(error)
        self._not_before = self._rhythm.clock.monotonic() + wait
        if self._failures == 1:
            log.info("source_went_quiet", source=self._ear.info.id, kind=type(error).__name__, why=str(error))
        await self._ear.failed(error, wait)

    def _back_off(self, error: SourceError) -> float:
        asked = error.retry_after_s
        if isinstance(error, Throttled) and asked is None:
            asked = LONGEST_BACK_OFF_S
        if asked is not None:
            return asked + self._rhythm.jitter.full(min(1.0, asked / 10))
        if isinstance(error, LoginRefused | NotAllowed):
            return LOGIN_BACK_OFF_S
        ceiling = min(LONGEST_BACK_OFF_S, self._ear.info.poll_seconds * 2.0**self._failures)
        return self._rhythm.jitter.full(ceiling)


def rows_in(answer: Answer) -> int:
    """How many rows an answer brought; an answer about the room as a whole is one."""
    match answer:
        case StockAnswer() | ShopAnswer():
            return len(answer.readings)
        case SalesAnswer():
            return len(answer.sales)
        case OffersAnswer():
            return len(answer.offers)
        case _:
            return 1
