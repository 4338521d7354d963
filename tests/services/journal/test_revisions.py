"""`Journal.changes`: committed revisions, for everyone who listens."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.ports import LimitReached
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, new_hold, on_air, opened


async def heard(revisions: AsyncIterator[int]) -> list[int]:
    """Everything until the end."""
    return [revision async for revision in revisions]


async def test_a_listener_hears_of_commits_and_not_of_refusals(make: Make) -> None:
    """A refused transaction has no revision; the next one follows the last."""
    async with opened(make()) as journal:
        revisions = journal.changes()
        broadcast = await on_air(journal)
        first = await anext(revisions)
        await journal.add_holds([new_hold(broadcast.id)])
        second = await anext(revisions)
        with pytest.raises(LimitReached):
            await journal.add_holds([new_hold(broadcast.id)])
        await journal.set_next("EAR-01", START, LIN)
        third = await anext(revisions)
    assert (second, third) == (first + 1, first + 2)


async def test_a_slow_listener_hears_the_newest_and_a_late_one_only_what_follows(make: Make) -> None:
    """A revision says that something changed, not what; nobody has to catch up."""
    async with opened(make()) as journal:
        slow = journal.changes()
        for sku in ("EAR-01", "EAR-02", "EAR-03"):
            await journal.set_next(sku, START, LIN)
        newest = await anext(slow)
        late = asyncio.ensure_future(anext(journal.changes()))
        await asyncio.sleep(0)
        assert not late.done()
        await journal.set_next("EAR-04", START, LIN)
        assert await late == newest + 1


async def test_listening_ends_when_the_journal_closes(make: Make) -> None:
    """Nobody waits for ever."""
    async with opened(make()) as journal:
        listening = asyncio.ensure_future(heard(journal.changes()))
        await asyncio.sleep(0)
        await journal.set_next("EAR-01", START, LIN)
        await asyncio.sleep(0)
    assert len(await listening) == 1


async def test_revisions_go_on_after_a_restart(make: Make) -> None:
    """The counter is in the record."""
    async with opened(make()) as journal:
        revisions = journal.changes()
        await journal.set_next("EAR-01", START, LIN)
        last = await anext(revisions)
    async with opened(make()) as journal:
        revisions = journal.changes()
        await journal.set_next("EAR-02", START, LIN)
        assert await anext(revisions) == last + 1


async def test_a_commit_is_announced_although_nobody_waits_for_it_any_more(make_sql: Make) -> None:
    """The caller was cancelled while the disk worked; what is committed is committed, and told."""
    async with opened(make_sql()) as journal:
        assert isinstance(journal, SqlJournal)
        revisions = journal.changes()
        caller = asyncio.ensure_future(journal.set_next("EAR-01", START, LIN))
        await asyncio.sleep(0)
        while not journal._executor._work_queue.empty():  # noqa: ASYNC110 - the thread has no event to tell us
            await asyncio.sleep(0.001)
        caller.cancel()
        assert await anext(revisions) > 0
        assert (await journal.recall()).next_sku == "EAR-01"
