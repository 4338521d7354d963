"""When a source is asked: cadence, back-off, refresh, never twice at once; quiet and recovered said once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from app.domain.readings import SourceRole, StockAnswer
from app.engine.sensing import Ear, Rhythm, Watch
from app.ports import LoginRefused, NotAllowed, SourceError, Throttled, Unavailable
from tests.engine.desk_under_test import ClockCadence
from tests.fakes.clock import FakeClock, settle
from tests.fakes.jitter import FakeJitter
from tests.fakes.sources import FakeStockSource, source_info


@dataclass(slots=True)
class Heard:
    """A watch on a source, and what it told."""

    clock: FakeClock
    source: FakeStockSource
    watch: Watch[StockAnswer]
    answers: list[StockAnswer] = field(default_factory=list)
    failures: list[tuple[SourceError, float]] = field(default_factory=list)

    def asked(self) -> list[float]:
        """Seconds of each question since the first."""
        first = self.source.reads[0]
        return [round((at - first).total_seconds(), 2) for at in self.source.reads]


@asynccontextmanager
async def listening(
    *, poll_seconds: float = 2.0, jitter: float = 1.0, begun: bool = True
) -> AsyncIterator[Heard]:
    """A watch that has asked once."""
    clock = FakeClock()
    info = source_info("la", SourceRole.WAREHOUSE, poll_seconds=poll_seconds)
    source = FakeStockSource(clock=clock, info=info)
    source.put("EAR-01", 5)
    heard: Heard

    async def answered(answer: StockAnswer) -> None:
        heard.answers.append(answer)

    async def failed(error: SourceError, wait_s: float) -> None:
        heard.failures.append((error, wait_s))

    cadence = ClockCadence(clock)
    ear = Ear(info=info, read=source.read, answered=answered, failed=failed)
    watch = Watch(ear, Rhythm(clock=clock, cadence=cadence, jitter=FakeJitter(jitter)))
    heard = Heard(clock, source, watch)
    life = asyncio.create_task(watch.run())
    try:
        if begun:
            await clock.tick(0.5 * jitter)
        yield heard
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)
        await cadence.close()


async def test_a_source_is_asked_at_its_cadence() -> None:
    """From a first question that comes within half a second, so that not all come at once. F119."""
    async with listening(begun=False) as heard:
        await heard.clock.tick(0.4)
        assert heard.source.reads == []
        await heard.clock.tick(6.2)
        assert heard.asked() == [0, 2, 4, 6]


@pytest.mark.parametrize(
    ("failures", "waits"), [(1, [4]), (2, [4, 8]), (3, [4, 8, 10]), (5, [4, 8, 10, 10, 10])]
)
async def test_waits_double_up_to_ten_seconds(failures: int, waits: list[float]) -> None:
    """A failing source is asked less and less often, drawn evenly from nothing to the limit."""
    async with listening() as heard:
        heard.source.does.fail(Unavailable("no answer"), times=failures)
        await heard.clock.tick(80)
        assert [wait for _error, wait in heard.failures] == waits


async def test_a_servers_own_wait_is_kept() -> None:
    """Longer than ours, with a little spread; not a question before. F022."""
    async with listening() as heard:
        heard.source.does.fail(Unavailable("busy", retry_after_s=120.0), times=1)
        await heard.clock.tick(119)
        assert len(heard.source.reads) == 2
        await heard.clock.tick(6)
        assert len(heard.source.reads) > 2
        assert heard.failures[0][1] == 121.0


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (Throttled("slow down"), 11.0),
        (Throttled("slow down", retry_after_s=30.0), 31.0),
        (Throttled("slow down", retry_after_s=0.0), 0.0),
        (LoginRefused("wrong password"), 60.0),
        (NotAllowed("no right"), 60.0),
    ],
)
async def test_some_answers_ask_for_a_wait_of_their_own(error: SourceError, wait: float) -> None:
    """A throttled source rests; refused credentials are not tried every few seconds. F118."""
    async with listening() as heard:
        heard.source.does.fail(error, times=1)
        await heard.clock.tick(3)
        assert [seconds for _error, seconds in heard.failures] == [wait]


async def test_going_quiet_is_one_event_and_recovery_one_more() -> None:
    """However long it lasts; the log does not fill. F001, F153."""
    with capture_logs() as said:
        async with listening() as heard:
            heard.source.does.fail(Unavailable("no answer"))
            await heard.clock.tick(60)
            heard.source.does.heal()
            await heard.clock.tick(20)
    events = [(line["event"], line.get("after_failures")) for line in said]
    assert events[0] == ("source_went_quiet", None)
    assert events[1][0] == "source_recovered"
    assert len(events) == 2


async def test_one_request_is_in_flight_at_a_time() -> None:
    """A source slower than its cadence is not asked again meanwhile, nor twice in a row for it."""
    async with listening() as heard:
        heard.source.does.hang()
        await heard.clock.tick(7)
        assert len(heard.source.reads) == 2
        heard.watch.refresh()
        await heard.clock.tick(3)
        assert len(heard.source.reads) == 2
        heard.source.does.let_go()
        await settle()
        assert len(heard.source.reads) == 3


async def test_refresh_asks_at_once_in_spite_of_a_back_off() -> None:
    """Two presses within half a second are one."""
    async with listening() as heard:
        heard.source.does.fail(LoginRefused("wrong password"), times=1)
        await heard.clock.tick(10)
        assert len(heard.source.reads) == 2
        heard.watch.refresh()
        await settle()
        heard.watch.refresh()
        await settle()
        assert len(heard.source.reads) == 3
        assert len(heard.answers) == 2


async def test_a_new_pace_holds_and_the_same_one_disturbs_nothing() -> None:
    """Holds that change all the time must not keep a storefront from being read."""
    async with listening() as heard:
        for _change in range(12):
            heard.watch.set_pace(2.0)
            await heard.clock.tick(0.5)
        assert heard.asked() == [0, 2, 4, 6]
        heard.watch.set_pace(0.5)
        await heard.clock.tick(1.0)
        assert heard.asked()[-2:] == [6.5, 7]


async def test_a_pace_set_before_the_first_question_holds() -> None:
    """A desk that starts with open holds reads their storefront at the quicker pace from the beginning."""
    async with listening(begun=False) as heard:
        heard.watch.set_pace(1.0)
        await heard.clock.tick(3.6)
        assert heard.asked() == [0, 1, 2, 3]


async def test_a_contact_is_an_ordinary_question() -> None:
    """`check` learns what a poll learns, and the desk hears the answer too."""
    async with listening(jitter=0.0) as heard:
        await heard.clock.tick(1)
        contact = await heard.watch.contact()
        assert (contact.rows, contact.error, len(heard.answers)) == (1, None, 2)
        heard.source.unchanged = True
        await heard.clock.tick(0.6)
        assert (await heard.watch.contact()).rows == 1
        heard.source.does.fail(Unavailable("no answer"), times=1)
        await heard.clock.tick(0.6)
        assert str((await heard.watch.contact()).error) == "no answer"


async def test_a_contact_waits_for_the_question_in_flight() -> None:
    """A source is never asked twice at once, by nobody."""
    async with listening() as heard:
        heard.source.does.hang()
        await heard.clock.tick(2)
        asked = asyncio.create_task(heard.watch.contact())
        await settle()
        assert not asked.done()
        heard.source.does.let_go()
        await settle()
        assert (await asked).rows == 1
