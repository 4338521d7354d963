"""What an event does to a hold, case by case."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.hold_events import (
    Answered,
    ClockJumped,
    CloseAsked,
    Command,
    CommandSent,
    Event,
    Happened,
    LetGo,
    Outcome,
    Read,
    ReadFailed,
    Restarted,
)
from app.domain.holds import HoldRules, after, next_key, rules_for
from tests.domain.builders import NOW, POLICY, ago, hold, later

RULES = HoldRules()
_SENDING = replace(hold(HoldState.SENDING), confirmed_at=None, sent_at=None)
_IN_FLIGHT = replace(_SENDING, sent_at=ago(2))
_ACCEPTED = replace(_IN_FLIGHT, uncertain_until=later(58))
_UNKNOWN = replace(_ACCEPTED, state=HoldState.UNKNOWN)
_ACTIVE = hold()
_CLOSING = replace(_ACTIVE, state=HoldState.CLOSING, closing_at=ago(5))


def _read(sold_out: bool | None, at: datetime = NOW) -> Read:
    return Read(asked_at=at, at=at, sold_out=sold_out)


def _answer(outcome: Outcome, command: Command = Command.SELL_OUT) -> Answered:
    return Answered(command=command, outcome=outcome, at=NOW, text="no")


def _state(kept: Hold, *events: Event) -> HoldState:
    for event in events:
        kept, _ = after(kept, event, RULES)
    return kept.state


# the mark


def test_sending_is_written_down_before_it_leaves() -> None:
    """The journal knows of the command before the network does."""
    sent, happened = after(_SENDING, CommandSent(command=Command.SELL_OUT, at=NOW), RULES)
    assert (sent.sent_at, happened) == (NOW, (Happened.SELL_OUT_SENT,))


def test_a_refused_mark_gives_its_number_back() -> None:
    """A definite no before any effect does not use up one of three."""
    refused, happened = after(_IN_FLIGHT, _answer(Outcome.REFUSED), RULES)
    assert (refused.state, refused.number, refused.error) == (HoldState.REFUSED, None, "no")
    assert (refused.ended_at, happened) == (NOW, (Happened.REFUSED,))


def test_an_accepted_mark_is_not_active_before_it_is_read_back() -> None:
    """Accepted is a promise; the shop's own page decides."""
    accepted, _ = after(_IN_FLIGHT, _answer(Outcome.ACCEPTED), RULES)
    assert accepted.state is HoldState.SENDING
    active, happened = after(accepted, _read(True), RULES)
    assert (active.state, active.confirmed_at, happened) == (HoldState.ACTIVE, NOW, (Happened.CONFIRMED,))


def test_an_accepted_mark_that_does_not_show_becomes_unknown() -> None:
    """A few seconds of patience first: some shops answer from copies."""
    assert _state(_ACCEPTED, _read(False, ago(1))) is HoldState.SENDING
    assert _state(_ACCEPTED, _read(False, later(4))) is HoldState.UNKNOWN


def test_a_mark_without_an_answer_is_unknown_and_keeps_its_number() -> None:
    """Maybe sold out counts as sold out."""
    unknown, happened = after(_IN_FLIGHT, _answer(Outcome.UNKNOWN), RULES)
    assert (unknown.state, unknown.number) == (HoldState.UNKNOWN, 1)
    assert (unknown.uncertain_until, happened) == (later(60), (Happened.OUTCOME_UNKNOWN,))


def test_no_read_counts_while_the_answer_is_on_its_way() -> None:
    """It may still be a refusal, and then the product was off for another reason."""
    assert after(_IN_FLIGHT, _read(True), RULES) == (_IN_FLIGHT, ())


def test_a_read_asked_before_the_command_proves_nothing() -> None:
    """An old answer may arrive late."""
    assert after(_ACCEPTED, _read(True, ago(3)), RULES) == (_ACCEPTED, ())


def test_an_answer_nobody_waits_for_changes_nothing() -> None:
    """It came after a restart or a change of mind."""
    assert after(_ACTIVE, _answer(Outcome.REFUSED), RULES) == (_ACTIVE, ())


# unknown


def test_an_unknown_mark_that_shows_is_adopted_with_its_old_deadline() -> None:
    """A late effect is still ours, and ends when it was to end."""
    adopted, _ = after(_UNKNOWN, _read(True), RULES)
    assert (adopted.state, adopted.deadline) == (HoldState.ACTIVE, _UNKNOWN.deadline)


def test_an_unknown_mark_is_watched_until_no_effect_can_come_any_more() -> None:
    """Only then is it not applied, and its number free again."""
    assert _state(_UNKNOWN, _read(False, later(57))) is HoldState.UNKNOWN
    ended, happened = after(_UNKNOWN, _read(False, later(58)), RULES)
    assert (ended.state, ended.number, happened) == (HoldState.NOT_APPLIED, None, (Happened.NOT_APPLIED,))


def test_a_read_that_can_not_tell_changes_nothing() -> None:
    """Neither true nor false is no answer."""
    assert after(_UNKNOWN, _read(None, later(99)), RULES) == (_UNKNOWN, ())


# active


def test_an_active_hold_stays_while_the_shop_agrees() -> None:
    """Agreement also wipes out a contradiction."""
    doubted = replace(_ACTIVE, contradicted_at=ago(3))
    assert after(doubted, _read(True), RULES) == (_ACTIVE, ())


def test_a_hold_somebody_else_ended_is_handed_over_once_two_reads_agree() -> None:
    """We never undo what we did not do; one read may be an old copy."""
    marked = replace(_ACTIVE, sent_at=ago(100))
    once, _ = after(marked, _read(False, ago(10)), RULES)
    assert (once.state, once.contradicted_at) == (HoldState.ACTIVE, ago(10))
    assert _state(once, _read(False, ago(6))) is HoldState.ACTIVE
    over, happened = after(once, _read(False, ago(5)), RULES)
    assert (over.state, over.number, happened) == (HoldState.HANDED_OVER, 1, (Happened.HANDED_OVER,))


def test_a_shop_that_tells_what_was_before_the_mark_hands_nothing_over() -> None:
    """Copies lag behind by as much as effects do; only from then on two reads that agree are believed."""
    marked = replace(_ACTIVE, sent_at=ago(20))
    once, _ = after(marked, _read(False, ago(15)), RULES)
    assert after(once, _read(False), RULES) == (once, ())
    assert after(once, _read(True), RULES) == (marked, ())
    closing, _ = after(once, CloseAsked(at=NOW), RULES)
    again, _ = after(closing, _read(False, later(1)), RULES)
    assert _state(again, _read(False, later(20))) is HoldState.CLOSING


def test_closing_begins_at_the_deadline_or_when_asked() -> None:
    """Asking twice is asking once."""
    closing, happened = after(_ACTIVE, CloseAsked(at=NOW), RULES)
    assert (closing.state, closing.closing_at, happened) == (HoldState.CLOSING, NOW, (Happened.CLOSING,))
    assert after(closing, CloseAsked(at=later(9)), RULES) == (closing, ())


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.UNKNOWN])
def test_a_mark_taken_back_in_flight_closes_with_its_answer(outcome: Outcome) -> None:
    """The wish is remembered until there is something to undo."""
    wished, happened = after(_IN_FLIGHT, CloseAsked(at=NOW), RULES)
    assert (wished.state, happened) == (HoldState.SENDING, ())
    assert _state(wished, _answer(outcome)) is HoldState.CLOSING
    assert _state(wished, _answer(Outcome.REFUSED)) is HoldState.REFUSED


def test_an_accepted_or_unknown_mark_closes_at_once() -> None:
    """Whatever it turns out to be, it is to end."""
    assert _state(_ACCEPTED, CloseAsked(at=NOW)) is HoldState.CLOSING
    assert _state(_UNKNOWN, CloseAsked(at=NOW)) is HoldState.CLOSING


# closing


def test_a_restore_is_read_back_before_it_counts() -> None:
    """On sale after our restore is restored."""
    sent, happened = after(_CLOSING, CommandSent(command=Command.RESTORE, at=ago(3)), RULES)
    assert (sent.restore_attempts, happened) == (1, (Happened.RESTORE_SENT,))
    accepted, _ = after(sent, _answer(Outcome.ACCEPTED, Command.RESTORE), RULES)
    assert accepted.state is HoldState.CLOSING
    assert _state(accepted, _read(False, ago(4))) is HoldState.CLOSING
    restored, happened = after(accepted, _read(False), RULES)
    assert (restored.state, restored.number, happened) == (HoldState.RESTORED, 1, (Happened.RESTORED,))


def test_a_restore_that_was_not_accepted_is_believed_at_the_second_read() -> None:
    """Its answer was lost, or we crashed: one read may be a copy from before the mark."""
    overdue = replace(_CLOSING, closing_at=ago(30))
    sent, _ = after(overdue, CommandSent(command=Command.RESTORE, at=ago(9)), RULES)
    lost, _ = after(sent, _answer(Outcome.UNKNOWN, Command.RESTORE), RULES)
    once, _ = after(lost, _read(False, ago(6)), RULES)
    assert once.state is HoldState.CLOSING
    assert _state(once, _read(False)) is HoldState.RESTORED


def test_a_product_already_back_on_sale_is_handed_over() -> None:
    """Somebody else restored it; believed at the second read."""
    once, _ = after(_CLOSING, _read(False, ago(5)), RULES)
    assert once.state is HoldState.CLOSING
    assert _state(once, _read(False)) is HoldState.HANDED_OVER


def test_a_hold_that_the_shop_ended_on_time_is_restored() -> None:
    """It was told the end with the mark; nothing of ours need be sent. Before its time it is handed over."""
    due = replace(_CLOSING, deadline=ago(5), closing_at=ago(5))
    once, _ = after(due, _read(False, ago(5)), RULES)
    over, happened = after(once, _read(False), RULES)
    assert (over.state, over.restore_attempts, happened) == (HoldState.RESTORED, 0, (Happened.RESTORED,))
    early = replace(once, deadline=later(1))
    assert _state(early, _read(False)) is HoldState.HANDED_OVER


def test_a_closing_hold_waits_for_a_late_effect() -> None:
    """On sale now may be off sale in half a minute."""
    doubtful = replace(_CLOSING, confirmed_at=None, uncertain_until=later(30))
    assert _state(doubtful, _read(False, later(29))) is HoldState.CLOSING
    assert _state(doubtful, _read(False, later(30))) is HoldState.RESTORED
    came, _ = after(doubtful, _read(True), RULES)
    assert (came.confirmed_at, came.uncertain_until) == (NOW, None)


def test_a_refused_restore_gets_a_new_key_an_unknown_one_keeps_it() -> None:
    """A stored refusal is not replayed for ever; a lost answer is not doubled."""
    refused, happened = after(_CLOSING, _answer(Outcome.REFUSED, Command.RESTORE), RULES)
    assert (refused.key_restore, refused.error) == ("k-restore.2", "no")
    assert happened == (Happened.RESTORE_REFUSED,)
    lost, _ = after(_CLOSING, _answer(Outcome.UNKNOWN, Command.RESTORE), RULES)
    assert (lost.key_restore, lost.error) == ("k-restore", "no")


@pytest.mark.parametrize(("key", "expected"), [("a", "a.2"), ("a.2", "a.3"), ("a.b", "a.b.2"), ("9", "9.2")])
def test_keys_are_counted_up(key: str, expected: str) -> None:
    """One per definite refusal."""
    assert next_key(key) == expected


# attention


def test_a_restore_that_keeps_failing_needs_a_person() -> None:
    """After the third try the hold is marked, once, and goes on trying."""
    tried = replace(_CLOSING, restore_attempts=3, restore_sent_at=ago(3))
    marked, happened = after(tried, _read(True), RULES)
    assert (marked.needs_attention, marked.state, happened) == (
        True,
        HoldState.CLOSING,
        (Happened.NEEDS_ATTENTION,),
    )
    assert after(marked, _read(True, later(1)), RULES) == (marked, ())
    refused, happened = after(tried, _answer(Outcome.REFUSED, Command.RESTORE), RULES)
    assert refused.needs_attention
    assert happened == (Happened.RESTORE_REFUSED, Happened.NEEDS_ATTENTION)


def test_a_mark_of_attention_ends_with_the_hold() -> None:
    """Restored at last is no case any more."""
    tried = replace(_CLOSING, restore_attempts=3, restore_accepted=True, needs_attention=True, error="no")
    restored, happened = after(tried, _read(False), RULES)
    assert (restored.state, restored.needs_attention) == (HoldState.RESTORED, False)
    assert happened == (Happened.ATTENTION_OVER, Happened.RESTORED)


def test_a_shop_out_of_reach_after_the_deadline_needs_a_person() -> None:
    """Not at the first failed read, but when it lasts; a good read eases it."""
    failed, happened = after(_CLOSING, ReadFailed(at=later(24), text="no connection"), RULES)
    assert (failed.needs_attention, failed.error, happened) == (False, "no connection", ())
    marked, happened = after(failed, ReadFailed(at=later(25), text="no connection"), RULES)
    assert happened == (Happened.NEEDS_ATTENTION,)
    eased, happened = after(marked, _read(True, later(26)), RULES)
    assert (eased.needs_attention, happened) == (False, (Happened.ATTENTION_OVER,))


def test_a_failed_read_before_closing_is_only_noted() -> None:
    """The hold runs as it should."""
    noted, happened = after(_ACTIVE, ReadFailed(at=later(999), text="no connection"), RULES)
    assert (noted.needs_attention, noted.error, happened) == (False, "no connection", ())


def test_a_product_gone_from_the_shop_needs_a_person() -> None:
    """It is not quietly closed; when it is back the mark goes."""
    gone = Read(asked_at=NOW, at=NOW, sold_out=None, gone=True, text="the shop does not know it")
    marked, happened = after(_ACTIVE, gone, RULES)
    assert (marked.state, marked.needs_attention) == (HoldState.ACTIVE, True)
    assert (marked.error, happened) == ("the shop does not know it", (Happened.NEEDS_ATTENTION,))
    back, happened = after(marked, _read(True), RULES)
    assert (back.needs_attention, happened) == (False, (Happened.ATTENTION_OVER,))


# restarts, clocks, hand-over


def test_a_restart_turns_sending_into_unknown() -> None:
    """Nobody knows whether it left; it is never sent again."""
    found, happened = after(_SENDING, Restarted(at=NOW), RULES)
    assert (found.state, found.uncertain_until) == (HoldState.UNKNOWN, later(60))
    assert happened == (Happened.OUTCOME_UNKNOWN,)


def test_a_restart_remembers_a_mark_taken_back() -> None:
    """It closes instead of staying in doubt."""
    found, happened = after(replace(_IN_FLIGHT, closing_at=ago(1)), Restarted(at=NOW), RULES)
    assert (found.state, happened) == (HoldState.CLOSING, (Happened.CLOSING,))


def test_a_restart_leaves_other_holds_but_forgets_contradictions() -> None:
    """The second read must come from the same process as the first."""
    doubted = replace(_ACTIVE, contradicted_at=ago(3))
    assert after(doubted, Restarted(at=NOW), RULES) == (_ACTIVE, ())


def test_a_jump_of_the_clock_leaves_no_instant_ahead_of_it() -> None:
    """Else no read would count until the clock has caught up; a late effect is waited for anew."""
    jumped, happened = after(
        replace(_CLOSING, restore_sent_at=ago(1), uncertain_until=ago(1)), ClockJumped(at=ago(600)), RULES
    )
    assert jumped.closing_at == jumped.restore_sent_at == jumped.sent_at == ago(600)
    assert (jumped.uncertain_until, happened) == (ago(540), ())
    untouched, _ = after(_ACTIVE, ClockJumped(at=NOW), RULES)
    assert untouched == _ACTIVE


def test_a_hold_can_be_let_go() -> None:
    """An emergency stop takes over; the number stays used."""
    over, happened = after(_ACTIVE, LetGo(at=NOW), RULES)
    assert (over.state, over.number, happened) == (HoldState.HANDED_OVER, 1, (Happened.HANDED_OVER,))


def test_an_ended_hold_stays_ended() -> None:
    """Whatever arrives late."""
    ended = hold(HoldState.RESTORED)
    assert after(ended, _read(True), RULES) == (ended, ())


def test_a_stop_is_released_like_a_hold_is_restored() -> None:
    """The same machine, without a deadline."""
    stop = hold(kind=HoldKind.STOP)
    closing, _ = after(stop, CloseAsked(at=NOW), RULES)
    assert closing.state is HoldState.CLOSING


def test_the_waits_come_from_the_policy_and_the_storefront() -> None:
    """Only the late effect belongs to the shop."""
    assert rules_for(POLICY, 90.0) == replace(RULES, late_effect_s=90.0)
