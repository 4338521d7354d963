"""Broadcasts, phase, on air and next, 100 % marks, calls for stock, kept over a restart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.broadcast import Broadcast, Mark, MarkKind, Phase
from app.domain.hold import CallState, StockCall
from app.ports import JournalError, Limit, LimitReached, Remembered
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, SCRIPT, Make, ended, new_hold, on_air, opened

LATER = START + timedelta(hours=2, microseconds=7)


def call_for(sku: str = "EAR-01") -> StockCall:
    """A call for stock, not committed."""
    return StockCall(
        id=0, sku=sku, units=200, state=CallState.ASKED, asked_at=START, who=LIN, reason="卖爆了"
    )


async def test_an_empty_record_remembers_nothing(make: Make) -> None:
    """A first start finds a calm room."""
    journal = make()
    remembered = await journal.open()
    await journal.close()
    assert remembered == Remembered(
        broadcast=None,
        phase=Phase.DAILY,
        on_air=None,
        next_sku=None,
        openings={},
        holds=(),
        calls=(),
        marks=(),
    )


async def test_a_running_broadcast_is_found_again_with_all_that_was_said(make: Make) -> None:
    """After a crash the desk goes on where it was."""
    mark = Mark(kind=MarkKind.PHASE, at=LATER, sku="EAR-01", note="开播")
    async with opened(make()) as journal:
        broadcast = await journal.start_broadcast(START, "小美", {"EAR-01": 182, "EAR-02": 0}, LIN)
        await journal.set_phase(Phase.LIVE, LATER, LIN)
        await journal.set_on_air("EAR-01", LATER, LIN)
        await journal.set_next("EAR-02", LATER, SCRIPT)
        await journal.set_openings({"EAR-02": 500, "EAR-03": 1}, LATER)
        await journal.add_facts(marks=[mark])
        call = await journal.add_call(call_for())
    journal = make()
    remembered = await journal.open()
    await journal.close()
    assert broadcast == Broadcast(id=broadcast.id, started_at=START, host="小美")
    assert remembered == Remembered(
        broadcast=broadcast,
        phase=Phase.LIVE,
        on_air=("EAR-01", LATER),
        next_sku="EAR-02",
        openings={"EAR-01": 182, "EAR-02": 500, "EAR-03": 1},
        holds=(),
        calls=(call,),
        marks=(mark,),
        last_broadcast=broadcast.id,
    )


async def test_nothing_can_be_on_air_or_next(make: Make) -> None:
    """Saying so takes the old word back."""
    async with opened(make()) as journal:
        await journal.set_on_air("EAR-01", START, LIN)
        await journal.set_next("EAR-02", START, LIN)
        await journal.set_on_air(None, LATER, LIN)
        await journal.set_next(None, LATER, LIN)
        remembered = await journal.recall()
    assert (remembered.on_air, remembered.next_sku) == (None, None)


async def test_one_broadcast_at_a_time(make: Make) -> None:
    """The second start is refused, and the first goes on untouched."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        with pytest.raises(LimitReached) as refused:
            await journal.start_broadcast(LATER, "", {}, LIN)
        remembered = await journal.recall()
    assert refused.value.limit is Limit.RUNNING
    assert remembered.broadcast == broadcast
    assert remembered.openings == {"EAR-01": 182}


async def test_a_new_broadcast_takes_the_stock_of_now_as_its_whole(make: Make) -> None:
    """The 100 % of the last one are gone; its marks, calls and ended holds are no longer remembered."""
    async with opened(make()) as journal:
        first = await on_air(journal)
        (hold,) = await journal.add_holds([new_hold(first.id)])
        await journal.save_holds([ended(hold)])
        await journal.add_facts(marks=[Mark(kind=MarkKind.HOLD, at=START)])
        call = await journal.add_call(call_for())
        await journal.set_call(call.id, CallState.ON_ITS_WAY, LATER, LIN)
        await journal.end_broadcast(first.id, LATER, LIN)
        between = await journal.recall()
        second = await journal.start_broadcast(LATER, "", {"EAR-09": 9}, LIN)
        remembered = await journal.recall()
    assert (between.broadcast, between.last_broadcast, between.holds, between.marks) == (
        None,
        first.id,
        (),
        (),
    )
    assert second.id > first.id
    assert (remembered.openings, remembered.holds, remembered.marks) == ({"EAR-09": 9}, (), ())
    assert remembered.calls == ()


async def test_a_call_is_remembered_until_it_is_on_its_way(make: Make) -> None:
    """Asked, then seen: still open, also when the broadcast is over."""
    async with opened(make()) as journal:
        first = await journal.add_call(call_for())
        second = await journal.add_call(call_for("EAR-02"))
        await journal.set_call(first.id, CallState.SEEN, LATER, SCRIPT)
        await journal.set_call(second.id, CallState.ON_ITS_WAY, LATER, SCRIPT)
        remembered = await journal.recall()
        with pytest.raises(KeyError):
            await journal.set_call(999, CallState.SEEN, LATER, SCRIPT)
    assert remembered.calls == (replace(first, state=CallState.SEEN),)


async def test_the_audit_tells_who_said_what(make: Make) -> None:
    """Every word that changes the room is a line, in the order it was committed."""
    async with opened(make()) as journal:
        broadcast = await on_air(journal)
        await journal.set_phase(Phase.LIVE, START, LIN)
        await journal.set_on_air("EAR-01", START, SCRIPT)
        await journal.set_next(None, START, LIN)
        call = await journal.add_call(call_for())
        await journal.set_call(call.id, CallState.SEEN, LATER, SCRIPT)
        await journal.end_broadcast(broadcast.id, LATER, LIN)
        lines = await journal.audit_lines()
    assert [(line.what, line.sku, line.detail, line.who) for line in lines] == [
        ("broadcast_started", "", f"broadcast={broadcast.id} host=Mei", LIN),
        ("phase", "", "live", LIN),
        ("on_air", "EAR-01", "", SCRIPT),
        ("next", "", "", LIN),
        ("call", "EAR-01", f"call={call.id} units=200 reason=卖爆了", LIN),
        ("call_seen", "EAR-01", f"call={call.id}", SCRIPT),
        ("broadcast_ended", "", f"broadcast={broadcast.id}", LIN),
    ]


async def test_a_journal_that_is_not_open_says_so(make_sql: Make) -> None:
    """Before it is opened and after it is closed; closing twice does no harm."""
    journal = make_sql()
    with pytest.raises(JournalError, match="not open"):
        await journal.recall()
    await journal.open()
    await journal.close()
    with pytest.raises(JournalError, match="not open"):
        await journal.set_next("EAR-01", START, LIN)
    await journal.close()
