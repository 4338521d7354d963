"""What is confirmed at a shop that only people can work, what is asked of them, and how loudly."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.by_hand import Confirmation, HandAct, is_overdue, reminders, task_of, told
from app.domain.hold import Hold, HoldKind, HoldState, Reason, Who
from tests.fakes.clock import START

LIN = Who(account="lin", through="test")


def later(seconds: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=seconds)


def hold(state: HoldState, **more: object) -> Hold:
    """A mark that was sent at once and lasts five minutes."""
    made = Hold(
        id=7,
        broadcast=1,
        sku="EAR-01",
        storefront="xet",
        number=1,
        state=state,
        reason=Reason.STAGE,
        who=LIN,
        started_at=START,
        deadline=later(300),
        sent_at=START,
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields by name


def said(*, sold_out: bool, attempt: int = 0, of: int = 7) -> Confirmation:
    """What somebody said a second later."""
    return Confirmation(
        hold=of, sku="EAR-01", storefront="xet", attempt=attempt, sold_out=sold_out, at=later(1), who=LIN
    )


def test_a_mark_is_not_known_until_somebody_has_said_so() -> None:
    """Asked is not done."""
    sent = hold(HoldState.SENDING)
    assert told(sent, None) is None
    assert told(sent, said(sold_out=True, of=6)) is None  # a word about an earlier mark is no answer
    assert told(sent, said(sold_out=True)) is True
    assert told(sent, said(sold_out=False)) is False


def test_a_shop_of_which_nobody_said_anything_sells_the_product() -> None:
    """The settings say that it does."""
    assert told(None, None) is False
    assert told(hold(HoldState.SENDING, sent_at=None), None) is False


def test_each_restore_asks_anew() -> None:
    """What was said before the restore was asked for says nothing about it."""
    asked = hold(HoldState.CLOSING, closing_at=later(300), restore_attempts=1, restore_sent_at=later(300))
    assert told(asked, said(sold_out=True)) is None
    assert told(asked, said(sold_out=False, attempt=1)) is False
    assert told(replace(asked, restore_attempts=2), said(sold_out=True, attempt=1)) is None


def test_on_sale_is_believed_though_a_restore_was_asked_for_in_the_same_moment() -> None:
    """A person and the machine may cross; the product is on sale all the same."""
    crossed = hold(HoldState.CLOSING, closing_at=later(300), restore_attempts=2)
    assert told(crossed, said(sold_out=False, attempt=1)) is False


def test_the_task_follows_the_hold() -> None:
    """Take it off; nothing while the clock runs; put it back."""
    taking = task_of(hold(HoldState.SENDING), None)
    assert taking is not None
    assert (taking.act, taking.since, taking.until) == (HandAct.TAKE_OFF, START, later(300))
    assert task_of(hold(HoldState.ACTIVE), said(sold_out=True)) is None
    closing = hold(HoldState.CLOSING, closing_at=later(300))
    # what was confirmed off is asked back by the machine a moment later
    assert task_of(closing, said(sold_out=True)) is None
    putting = task_of(replace(closing, restore_attempts=1), said(sold_out=True))
    assert putting is not None
    assert (putting.act, putting.since, putting.refused) == (HandAct.PUT_BACK, later(300), False)


def test_a_mark_that_ended_unconfirmed_still_asks_to_make_sure() -> None:
    """Somebody may have taken it off and not said so."""
    task = task_of(hold(HoldState.CLOSING, closing_at=later(300)), None)
    assert task is not None
    assert task.act is HandAct.PUT_BACK


def test_could_not_be_put_back_keeps_asking_from_the_first_moment_on() -> None:
    """The overdue minute does not begin again with each try."""
    again = hold(HoldState.CLOSING, closing_at=later(300), restore_attempts=1)
    task = task_of(again, said(sold_out=True, attempt=1))
    assert task is not None
    assert task.refused
    assert not is_overdue(task, later(359))
    assert is_overdue(task, later(360))


def test_what_was_left_off_sale_waits_for_a_word() -> None:
    """Nothing is due, but nobody can mark it until somebody says that it is on sale again."""
    left = task_of(None, said(sold_out=True))
    assert left is not None
    assert left.act is HandAct.LEFT_OFF
    assert task_of(None, said(sold_out=False)) is None


def test_an_emergency_stop_is_an_urgent_task() -> None:
    """It comes before everything else a person is asked."""
    stop = hold(HoldState.SENDING, kind=HoldKind.STOP, deadline=None, number=None)
    task = task_of(stop, None)
    assert task is not None
    assert task.urgent


@pytest.mark.parametrize(
    ("seconds", "due"), [(0, 0), (9.9, 0), (10, 1), (29, 1), (30, 2), (59, 2), (60, 3), (90, 4), (600, 21)]
)
def test_reminders_come_after_10_and_30_seconds_and_every_30(seconds: float, due: int) -> None:
    """A person is reminded until it is confirmed."""
    assert reminders(START, later(seconds)) == due
