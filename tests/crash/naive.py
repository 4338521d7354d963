"""A desk as one writes it first: call the shop, then record; no answer, try again; an answer, trust it.

It stays here so that the oracle can be seen to catch it. If it ever passes, it is the oracle that is broken.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from app.domain.hold import Hold, HoldState, Reason
from app.ports import CommandAnswer, NewHold, Outcome, RestoreCommand, SellOutCommand
from services.clock import boot_id
from tests.crash.desk import ME, Job, Means, Press, means

TRIES = 3


async def live(job: Job) -> None:
    """Live until killed, or until the point."""
    async with means(job) as made:
        remembered = await made.journal.open()
        assert remembered.broadcast is not None
        work = [_end_later(made, hold) for hold in remembered.holds if hold.state.is_open]
        work += [_mark(made, press, remembered.broadcast.id) for press in job.presses]
        await asyncio.gather(*work)
        await asyncio.Event().wait()


async def _mark(made: Means, press: Press, broadcast: int) -> None:
    await asyncio.sleep(press.after_s)
    now = made.clock.now()
    until = now + timedelta(seconds=press.seconds)
    answer, key = await _sell_out(made, press.sku, until)
    if answer.outcome is Outcome.REFUSED:
        return
    new = NewHold(hold=_hold(press.sku, broadcast, now, until, key), number_limit=3, seconds_limit=1800)
    (hold,) = await made.journal.add_holds((new,))
    active = replace(hold, state=HoldState.ACTIVE, confirmed_at=made.clock.now())
    await made.journal.save_holds((active,))
    await _end_later(made, active)


async def _sell_out(made: Means, sku: str, until: datetime) -> tuple[CommandAnswer, str]:
    """No answer: once more, under another key."""
    answer, key = await _sell_out_once(made, sku, until)
    if answer.outcome is Outcome.UNKNOWN:
        return await _sell_out_once(made, sku, until)
    return answer, key


async def _sell_out_once(made: Means, sku: str, until: datetime) -> tuple[CommandAnswer, str]:
    key = uuid4().hex
    return await made.shop.sell_out(SellOutCommand(sku=sku, key=key, until=until, remembered={})), key


async def _end_later(made: Means, hold: Hold) -> None:
    assert hold.deadline is not None
    await asyncio.sleep(max(0.0, (hold.deadline - made.clock.now()).total_seconds()))
    await made.journal.save_holds((replace(hold, state=HoldState.CLOSING),))
    for _ in range(TRIES):
        key = f"{hold.key_restore}.{uuid4().hex}"
        command = RestoreCommand(sku=hold.sku, key=key, remembered={})
        if (await made.shop.restore(command)).outcome is Outcome.ACCEPTED:
            break
    done = replace(hold, state=HoldState.RESTORED, ended_at=made.clock.now())
    await made.journal.save_holds((done,))


def _hold(sku: str, broadcast: int, now: datetime, until: datetime, key: str) -> Hold:
    return Hold(
        id=0,
        broadcast=broadcast,
        sku=sku,
        storefront="shop",
        number=None,
        state=HoldState.SENDING,
        reason=Reason.STAGE,
        who=ME,
        started_at=now,
        boot=boot_id(),
        deadline=until,
        key_sell_out=key,
        key_restore=f"{key}-on",
        sent_at=now,
    )
