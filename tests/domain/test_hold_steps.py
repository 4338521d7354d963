"""What is to be done about a hold now."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.clocks import Instant
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.hold_events import Read
from app.domain.hold_steps import Act, Sight, Step, keeps_off, next_step
from app.domain.holds import HoldRules
from tests.domain.builders import NOW, ago, hold, later

RULES = HoldRules()
_CLOSING = replace(hold(), state=HoldState.CLOSING, closing_at=ago(5))


def _sight(at: datetime = NOW, **seen: object) -> Sight:
    """What a desk of the same boot sees; its clocks agree."""
    now = Instant(wall=at, monotonic=1060 + (at - NOW).total_seconds(), boot="b1")
    return replace(Sight(now=now), **seen)  # type: ignore[arg-type]  # the test names real fields


def _off(at: datetime = NOW) -> Read:
    return Read(asked_at=at, at=at, sold_out=True)


def _step(kept: Hold, at: datetime = NOW, **seen: object) -> Step:
    return next_step(kept, _sight(at, **seen), RULES)


def test_only_the_process_that_made_a_hold_sends_it() -> None:
    """After a crash there is nothing to send, only to read."""
    new = replace(hold(HoldState.SENDING), sent_at=None)
    assert _step(new, may_send=True).act is Act.SEND_SELL_OUT
    assert _step(new).act is Act.WAIT


def test_one_thing_at_a_time() -> None:
    """While a command or read is in flight nothing else leaves."""
    assert _step(_CLOSING, busy=True) == Step(act=Act.WAIT)


def test_a_sent_mark_is_read_back_at_once_and_then_every_two_seconds() -> None:
    """The confirmation is wanted soon, but not at any price."""
    sent = replace(hold(HoldState.SENDING), confirmed_at=None, uncertain_until=later(60))
    assert _step(sent).act is Act.READ
    assert _step(sent, asked_at=ago(1)) == Step(act=Act.WAIT, until=later(1))
    assert _step(sent, asked_at=ago(2)).act is Act.READ


def test_a_read_from_ahead_of_the_clock_does_not_hold_up_the_next() -> None:
    """The clock was set back; waiting for it would take hours."""
    unknown = replace(hold(HoldState.UNKNOWN), uncertain_until=later(60))
    assert _step(unknown, asked_at=later(3600)).act is Act.READ


def test_an_active_hold_waits_for_its_deadline() -> None:
    """Polls look after it meanwhile; a stop waits for a person."""
    assert _step(hold()) == Step(act=Act.WAIT, until=hold().deadline)
    assert _step(hold(kind=HoldKind.STOP)) == Step(act=Act.WAIT, until=None)


def test_a_contradicted_hold_is_read_again_when_the_second_read_would_count() -> None:
    """Five seconds after the first."""
    doubted = replace(hold(), contradicted_at=ago(3))
    assert _step(doubted) == Step(act=Act.WAIT, until=later(2))
    assert _step(doubted, later(2)).act is Act.READ


@pytest.mark.parametrize("state", [HoldState.SENDING, HoldState.UNKNOWN, HoldState.ACTIVE])
def test_an_overdue_hold_is_closed_before_anything_else(state: HoldState) -> None:
    """Whatever is known of it."""
    assert _step(hold(state), later(240)).act is Act.CLOSE


def test_closing_reads_first() -> None:
    """We write only what is still ours; a read from before closing proves nothing."""
    assert _step(_CLOSING).act is Act.READ
    assert _step(_CLOSING, read=_off(ago(6))).act is Act.READ
    assert _step(_CLOSING, read=Read(asked_at=NOW, at=NOW, sold_out=None)).act is Act.READ


def test_closing_restores_what_is_still_off() -> None:
    """After a fresh read; an older one is asked again, also of a slow shop."""
    assert _step(_CLOSING, read=_off()).act is Act.RESTORE
    slow = Read(asked_at=ago(4), at=ago(1), sold_out=True)
    assert _step(_CLOSING, read=slow, asked_at=ago(4)).act is Act.RESTORE
    assert _step(_CLOSING, read=_off(ago(3)), asked_at=ago(3)).act is Act.READ


def test_closing_watches_a_product_that_is_on_sale_in_doubt() -> None:
    """A late effect may come, or the read was an old copy."""
    on_sale = Read(asked_at=NOW, at=NOW, sold_out=False)
    assert _step(_CLOSING, read=on_sale, asked_at=NOW) == Step(act=Act.WAIT, until=later(2))


@pytest.mark.parametrize(("attempts", "wait_s"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (99, 10)])
def test_restores_are_repeated_ever_more_slowly_but_never_given_up(attempts: int, wait_s: int) -> None:
    """One second, then twice as long each time, ten at most."""
    tried = replace(_CLOSING, restore_sent_at=NOW, restore_attempts=attempts)
    assert _step(tried, read=_off()) == Step(act=Act.WAIT, until=later(wait_s))
    due = later(wait_s)
    assert _step(tried, due, read=_off(due)).act is Act.RESTORE


def test_an_empty_warehouse_keeps_a_product_off_only_where_the_shop_would_oversell() -> None:
    """Unknown stock does not: our lock is the greater wrong."""
    open_shop = replace(_sight(read=_off()), enforces_quantity=False)
    assert next_step(_CLOSING, replace(open_shop, last_stock=0), RULES) == Step(act=Act.WAIT)
    assert next_step(_CLOSING, replace(open_shop, last_stock=None), RULES).act is Act.RESTORE
    assert next_step(_CLOSING, replace(open_shop, last_stock=3), RULES).act is Act.RESTORE
    assert _step(_CLOSING, last_stock=0, read=_off()).act is Act.RESTORE
    assert keeps_off(-2, enforces_quantity=False)


def test_an_ended_hold_asks_for_nothing() -> None:
    """Done is done."""
    assert _step(hold(HoldState.RESTORED)).act is Act.NOTHING
