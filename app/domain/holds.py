"""What becomes of a hold: (hold, event) → (hold, what happened). The rules of virtual sold-out and stops.

`hold_steps.next_step` names what to do now; `after` folds what came of it into the hold, which is committed
before anything else is done. A crash between any two lines is one more event, `Restarted`. Not for whether a
mark is allowed at all; that is `limits`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.hold import Hold, HoldState
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
from app.domain.policy import Policy

Result = tuple[Hold, tuple[Happened, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRules:
    """The waits of one storefront's holds, in seconds."""

    late_effect_s: float = 60.0
    confirm_s: float = 5.0
    watch_s: float = 2.0
    restore_wait_most_s: float = 10.0
    attention_attempts: int = 3
    attention_s: float = 30.0


def rules_for(policy: Policy, late_effect_s: float) -> HoldRules:
    """The house rules for a storefront whose lost commands may take effect for `late_effect_s`."""
    return HoldRules(
        late_effect_s=late_effect_s,
        confirm_s=policy.confirm_seconds,
        watch_s=policy.watch_seconds,
        restore_wait_most_s=policy.restore_wait_most_seconds,
        attention_attempts=policy.attention_attempts,
        attention_s=policy.attention_seconds,
    )


def after(hold: Hold, event: Event, rules: HoldRules) -> Result:
    """The hold once `event` has happened. An ended hold stays as it is."""
    if not hold.state.is_open:
        return hold, ()
    if isinstance(event, CommandSent | Answered):
        return _commanded(hold, event, rules)
    if isinstance(event, Read | ReadFailed):
        return _looked(hold, event, rules)
    return _told(hold, event, rules)


def _commanded(hold: Hold, event: CommandSent | Answered, rules: HoldRules) -> Result:
    if isinstance(event, CommandSent):
        return _sent(hold, event)
    if event.command is Command.SELL_OUT:
        return _sell_out_answered(hold, event, rules)
    return _restore_answered(hold, event, rules)


def _looked(hold: Hold, event: Read | ReadFailed, rules: HoldRules) -> Result:
    return _read(hold, event, rules) if isinstance(event, Read) else _read_failed(hold, event, rules)


def _told(hold: Hold, event: CloseAsked | Restarted | ClockJumped | LetGo, rules: HoldRules) -> Result:
    if isinstance(event, CloseAsked):
        return _close_asked(hold, event)
    if isinstance(event, Restarted):
        return _restarted(hold, event, rules)
    if isinstance(event, ClockJumped):
        return _by_new_clock(hold, event.at, rules), ()
    return _ended(hold, HoldState.HANDED_OVER, event.at)


def next_key(key: str) -> str:
    """The idempotency key after a definite refusal, so that a stored refusal is not replayed for ever."""
    stem, dot, count = key.rpartition(".")
    return f"{stem}.{int(count) + 1}" if dot and count.isascii() and count.isdigit() else f"{key}.2"


def _sent(hold: Hold, event: CommandSent) -> Result:
    if event.command is Command.SELL_OUT:
        return replace(hold, sent_at=event.at), (Happened.SELL_OUT_SENT,)
    attempts = hold.restore_attempts + 1
    sent = replace(hold, restore_sent_at=event.at, restore_attempts=attempts, restore_accepted=False)
    return sent, (Happened.RESTORE_SENT,)


def _sell_out_answered(hold: Hold, event: Answered, rules: HoldRules) -> Result:
    if hold.state is not HoldState.SENDING:
        return hold, ()
    if event.outcome is Outcome.REFUSED:
        return _ended(replace(hold, error=event.text), HoldState.REFUSED, event.at)
    doubtful = replace(hold, uncertain_until=_later(event.at, rules.late_effect_s), error=event.text)
    if hold.closing_at is not None:
        return _close(doubtful, event.at)
    if event.outcome is Outcome.ACCEPTED:
        return doubtful, ()
    return replace(doubtful, state=HoldState.UNKNOWN), (Happened.OUTCOME_UNKNOWN,)


def _restore_answered(hold: Hold, event: Answered, rules: HoldRules) -> Result:
    accepted = event.outcome is Outcome.ACCEPTED
    told = replace(hold, error=event.text, restore_accepted=accepted)
    if event.outcome is not Outcome.REFUSED:
        return told, ()
    refused = replace(told, key_restore=next_key(hold.key_restore))
    marked, happened = _attention(refused, needed=_tried_enough(refused, rules))
    return marked, (Happened.RESTORE_REFUSED, *happened)


def _read_failed(hold: Hold, event: ReadFailed, rules: HoldRules) -> Result:
    told = replace(hold, error=event.text)
    closing_at = hold.closing_at
    overdue = closing_at is not None and event.at >= _later(closing_at, rules.attention_s)
    return _attention(told, needed=True) if overdue else (told, ())


def _close_asked(hold: Hold, event: CloseAsked) -> Result:
    if hold.closing_at is not None:
        return hold, ()
    if hold.state is HoldState.SENDING and hold.uncertain_until is None:
        return replace(hold, closing_at=event.at), ()  # in flight: it closes as soon as the answer is there
    return _close(hold, event.at)


def _close(hold: Hold, at: datetime) -> Result:
    """Its end is to be restored; what a stop found off sale already is not ours to put back."""
    if hold.found_off:
        return _ended(replace(hold, closing_at=at), HoldState.HANDED_OVER, at)
    closing = replace(hold, state=HoldState.CLOSING, closing_at=at, contradicted_at=None)
    return closing, (Happened.CLOSING,)


def _restarted(hold: Hold, event: Restarted, rules: HoldRules) -> Result:
    """Nobody watched the clock meanwhile, so no instant that was recorded is believed."""
    again = _by_new_clock(hold, event.at, rules)
    if hold.state is not HoldState.SENDING:
        return again, ()
    doubtful = replace(again, uncertain_until=_later(event.at, rules.late_effect_s))
    if hold.closing_at is not None:
        return _close(doubtful, event.at)
    return replace(doubtful, state=HoldState.UNKNOWN), (Happened.OUTCOME_UNKNOWN,)


def _by_new_clock(hold: Hold, at: datetime, rules: HoldRules) -> Hold:
    """No instant of ours may lie ahead of the new clock, and a late effect is waited for anew."""
    return replace(
        hold,
        sent_at=_not_after(hold.sent_at, at),
        confirmed_at=_not_after(hold.confirmed_at, at),
        closing_at=_not_after(hold.closing_at, at),
        restore_sent_at=_not_after(hold.restore_sent_at, at),
        contradicted_at=None,
        uncertain_until=None if hold.uncertain_until is None else _later(at, rules.late_effect_s),
    )


# What a read says


def _read(hold: Hold, event: Read, rules: HoldRules) -> Result:
    if event.gone:
        return _attention(replace(hold, error=event.text), needed=True)
    seen, eased = _attention(hold, needed=hold.needs_attention and _tried_enough(hold, rules))
    if event.sold_out is None or event.asked_at < proof_from(hold):
        return seen, eased
    judged, happened = _READ[hold.state](seen, event, rules)
    return judged, (*eased, *happened)


def proof_from(hold: Hold) -> datetime:
    """The instant from which a read proves something: after the last command left and closing was decided.

    When it began counts only while nothing else did: a clock set back leaves that instant in the future.
    """
    later = [at for at in (hold.sent_at, hold.closing_at, hold.restore_sent_at) if at is not None]
    return max(later, default=hold.started_at)


def _read_sending(hold: Hold, event: Read, rules: HoldRules) -> Result:
    if hold.uncertain_until is None or hold.sent_at is None:
        return hold, ()  # the answer is still on its way and may be a refusal
    if event.sold_out:
        return _confirmed(hold, event.at)
    if event.asked_at < _later(hold.sent_at, rules.confirm_s):
        return hold, ()
    return replace(hold, state=HoldState.UNKNOWN), (Happened.OUTCOME_UNKNOWN,)


def _read_unknown(hold: Hold, event: Read, _rules: HoldRules) -> Result:
    if event.sold_out:
        return _confirmed(hold, event.at)
    if _effect_may_come(hold, event.asked_at):
        return hold, ()
    return _ended(hold, HoldState.NOT_APPLIED, event.at)


def _read_active(hold: Hold, event: Read, rules: HoldRules) -> Result:
    if event.sold_out:
        return replace(hold, contradicted_at=None), ()
    return _contradicted(hold, event, rules)


def _read_closing(hold: Hold, event: Read, rules: HoldRules) -> Result:
    if event.sold_out:
        return _still_off(hold, event, rules)
    if _effect_may_come(hold, event.asked_at):
        return hold, ()
    if hold.restore_accepted or hold.confirmed_at is None:
        return _ended(hold, HoldState.RESTORED, event.at)
    return _contradicted(hold, event, rules)


def _still_off(hold: Hold, event: Read, rules: HoldRules) -> Result:
    """The effect, if it was awaited, has come; whatever was restored has not."""
    confirmed_at = hold.confirmed_at or event.at
    seen = replace(hold, confirmed_at=confirmed_at, uncertain_until=None, contradicted_at=None)
    return _attention(seen, needed=hold.needs_attention or _tried_enough(hold, rules))


def _contradicted(hold: Hold, event: Read, rules: HoldRules) -> Result:
    """On sale though we took it off and no restore of ours was accepted: believed once a second read agrees.

    Soon after the mark both may tell what was before it, for some shops answer from copies that lag behind.

    A lost restore may have arrived all the same, so after one of ours it counts as restored. So it does once
    its time is over: on sale is what should be, by whomever; a shop that was told the end does it by itself.
    """
    if hold.contradicted_at is None:
        return replace(hold, contradicted_at=event.asked_at), ()
    if event.asked_at < _later(hold.contradicted_at, rules.confirm_s) or _may_be_old(hold, event, rules):
        return hold, ()
    in_time = hold.deadline is not None and event.asked_at >= hold.deadline
    state = HoldState.RESTORED if hold.restore_attempts or in_time else HoldState.HANDED_OVER
    return _ended(hold, state, event.at)


_READ: dict[HoldState, Callable[[Hold, Read, HoldRules], Result]] = {
    HoldState.SENDING: _read_sending,
    HoldState.UNKNOWN: _read_unknown,
    HoldState.ACTIVE: _read_active,
    HoldState.CLOSING: _read_closing,
}


def _confirmed(hold: Hold, at: datetime) -> Result:
    active = replace(hold, state=HoldState.ACTIVE, confirmed_at=at, uncertain_until=None, error="")
    return active, (Happened.CONFIRMED,)


_ENDS = {
    HoldState.REFUSED: Happened.REFUSED,
    HoldState.NOT_APPLIED: Happened.NOT_APPLIED,
    HoldState.RESTORED: Happened.RESTORED,
    HoldState.HANDED_OVER: Happened.HANDED_OVER,
}


def _ended(hold: Hold, state: HoldState, at: datetime) -> Result:
    """Over; a hold that never took effect gives its number back."""
    eased = (Happened.ATTENTION_OVER,) if hold.needs_attention else ()
    number = hold.number if state.counts else None
    ended = replace(
        hold, state=state, ended_at=at, number=number, needs_attention=False, contradicted_at=None
    )
    return ended, (*eased, _ENDS[state])


def _attention(hold: Hold, *, needed: bool) -> Result:
    if needed == hold.needs_attention:
        return hold, ()
    happened = Happened.NEEDS_ATTENTION if needed else Happened.ATTENTION_OVER
    return replace(hold, needs_attention=needed), (happened,)


def _tried_enough(hold: Hold, rules: HoldRules) -> bool:
    return hold.restore_attempts >= rules.attention_attempts


def _effect_may_come(hold: Hold, asked_at: datetime) -> bool:
    return hold.uncertain_until is not None and asked_at < hold.uncertain_until


def _may_be_old(hold: Hold, event: Read, rules: HoldRules) -> bool:
    """Whether a copy that lags no more than effects do could still tell what was before the mark.

    Not once a restore has left: then a copy had told of the mark.
    """
    if hold.sent_at is None or hold.restore_attempts:
        return False
    return event.asked_at < _later(hold.sent_at, rules.late_effect_s)


def _later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)


def _not_after(instant: datetime | None, at: datetime) -> datetime | None:
    return None if instant is None else min(instant, at)
