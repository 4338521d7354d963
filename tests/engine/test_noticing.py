"""Customer service is told of marks and restores: as one notice, never in the way, failures said once."""

import pytest

from app.domain.hold import Reason
from app.domain.notices import NoticeEvent
from app.engine.parts import Ports
from app.intents import Restore
from app.ports import Unavailable
from tests.engine import desk_under_test
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.notifiers import FakeNotifier
from tests.guards import Logs


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeNotifier:
    """Customer service of every desk that is opened."""
    told = FakeNotifier("service", NoticeEvent.MARK, NoticeEvent.RESTORE)

    def with_service(**ports: object) -> Ports:
        return Ports(notifiers=(told,), **ports)  # type: ignore[arg-type] # ports by name

    monkeypatch.setattr(desk_under_test, "Ports", with_service)
    return told


def alert(desk: Desk) -> str:
    """What is said of a notice that failed; empty without."""
    views = desk.told().alerts or ()
    return next((view.text for view in views if view.id.startswith("notice_failed")), "")


async def test_a_mark_and_its_restore_are_told(service: FakeNotifier) -> None:
    """With what to say to buyers, the reason and when it comes back."""
    async with running(World()) as desk:
        await desk.mark(reason=Reason.ERROR)
        await desk.pass_time(2)
        (mark,) = service.told
        assert (mark["event"], mark["sku"], mark["count"]) == ("mark", "EAR-01", 1)
        assert "Tell buyers: The sale of Product EAR-01 is paused." in str(mark["text"])
        assert mark["until"] is not None
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        await desk.pass_time(2)
        restore = service.told[-1]
        assert (restore["event"], restore["until"]) == ("restore", None)
        assert restore["id"] != mark["id"]


async def test_a_batch_is_one_notice(service: FakeNotifier) -> None:
    """A line for each product: group chats shut the door on more than twenty a minute."""
    async with running(World()) as desk:
        await desk.mark("EAR-01", "EAR-02", "CUP-01")
        await desk.pass_time(2)
        (mark,) = service.told
        assert mark["count"] == 3
        assert len(str(mark["text"]).splitlines()) == 3
        assert mark["sku"] == "EAR-01, EAR-02, CUP-01"


async def test_one_that_can_not_be_reached_delays_no_hold_and_is_said_once(
    service: FakeNotifier, logs: Logs
) -> None:
    """It is tried three times; the alert goes with the next notice that is taken."""
    logs.expect("notice_not_taken")
    service.fails = [Unavailable("the chat does not answer")] * 3
    async with running(World()) as desk:
        assert (await desk.mark()).ok
        await desk.pass_time(20)
        assert (service.told, alert(desk)) == ([], "")
        await desk.pass_time(30)
        assert (service.told, alert(desk)) == ([], "service was not told: the chat does not answer")
        await desk.ask(Restore(who=ME, skus=("EAR-01",)))
        await desk.pass_time(30)
        assert [each["event"] for each in service.told] == ["restore"]
        assert alert(desk) == ""


async def test_a_second_try_that_is_taken_says_nothing(service: FakeNotifier) -> None:
    """Only what people must see to is said."""
    service.fails = [Unavailable("a moment")]
    async with running(World()) as desk:
        await desk.mark()
        await desk.pass_time(10)
        assert len(service.told) == 1
        assert alert(desk) == ""


async def test_alerts_are_told_to_who_wants_them(service: FakeNotifier) -> None:
    """Warnings and worse, each once; not that telling fails."""
    service.events = frozenset({NoticeEvent.ALERT})
    world = World()
    async with running(world) as desk:
        world.warehouse.put("EAR-01", 0)
        await desk.pass_time(30)
        (told,) = service.told
        assert (told["event"], told["level"], told["sku"]) == ("alert", "warning", "EAR-01")
        assert told["text"] == "Product EAR-01 is sold out"
        await desk.pass_time(60)
        assert len(service.told) == 1
