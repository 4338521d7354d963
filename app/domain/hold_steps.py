"""What is to be done about an open hold now: one step at a time, until shop and intention agree.

Pure and level-triggered: ask again after every event and at `Step.until`. What comes of a step is folded into
the hold by `holds.after`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.clocks import Instant, deadline_passed
from app.domain.hold import Hold, HoldState
from app.domain.hold_events import Read
from app.domain.holds import HoldRules, proof_from


class Act(StrEnum):
    """The one thing to do."""

    NOTHING = "nothing"
    """The hold has ended."""
    WAIT = "wait"
    SEND_SELL_OUT = "send_sell_out"
    READ = "read"
    CLOSE = "close"
    """Its time is over: fold in CloseAsked."""
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do, or until when to wait; `until` None: until something happens."""

    act: Act
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the reconciler sees of one hold's product: its own memory, empty after a start.

    `busy`: a command or a read for it is in flight. `asked_at`: when it was last read, well or not. `read`:
    the last read that came back. `last_stock`: the last known units of the warehouses that feed the shop,
    however old; None never known. `may_send`: this process made the hold and has not sent it yet.
    """

    now: Instant
    busy: bool = False
    asked_at: datetime | None = None
    read: Read | None = None
    last_stock: int | None = None
    enforces_quantity: bool = True
    may_send: bool = False


def next_step(hold: Hold, sight: Sight, rules: HoldRules) -> Step:
    """The one step that brings the shop nearer to what should be.

    A sold-out command is only ever sent by the process that made the hold; a restore only after a read that
    came at most `watch_s` ago and says the product is still off sale.
    """
    if not hold.state.is_open:
        return Step(act=Act.NOTHING)
    if sight.busy:
        return Step(act=Act.WAIT)
    return _STEPS[hold.state](hold, sight, rules)


def keeps_off(last_stock: int | None, *, enforces_quantity: bool) -> bool:
    """Whether a restore waits: only where the shop would sell what is not there, and the last figure is 0.

    Unknown or stale stock does not keep a product off sale; our lock is the greater wrong.
    """
    return not enforces_quantity and last_stock is not None and last_stock <= 0


def _when_sending(hold: Hold, sight: Sight, rules: HoldRules) -> Step:
    if hold.sent_at is not None:
        return _when_unknown(hold, sight, rules)
    return Step(act=Act.SEND_SELL_OUT if sight.may_send else Act.WAIT)


def _when_unknown(hold: Hold, sight: Sight, rules: HoldRules) -> Step:
    if deadline_passed(hold, sight.now):
        return Step(act=Act.CLOSE)
    return _read_again(sight, rules)


def _when_active(hold: Hold, sight: Sight, rules: HoldRules) -> Step:
    if deadline_passed(hold, sight.now):
        return Step(act=Act.CLOSE)
    if hold.contradicted_at is None:
        return Step(act=Act.WAIT, until=hold.deadline)
    since = hold.contradicted_at if sight.asked_at is None else max(hold.contradicted_at, sight.asked_at)
    return _once(since, rules.confirm_s, sight, Act.READ)


def _when_closing(hold: Hold, sight: Sight, rules: HoldRules) -> Step:
    read = sight.read
    if hold.closing_at is not None and sight.asked_at is not None and sight.asked_at < hold.closing_at:
        return Step(act=Act.READ)  # a restore does not wait for the rhythm of earlier reads
    if read is None or not read.sold_out or read.asked_at < proof_from(hold):
        return _read_again(sight, rules)
    if keeps_off(sight.last_stock, enforces_quantity=sight.enforces_quantity):
        return Step(act=Act.WAIT)
    step = _once(hold.restore_sent_at, _pause_s(hold, rules), sight, Act.RESTORE)
    if step.act is Act.RESTORE and not _fresh(read, sight, rules):
        return _read_again(sight, rules)
    return step


_STEPS: dict[HoldState, Callable[[Hold, Sight, HoldRules], Step]] = {
    HoldState.SENDING: _when_sending,
    HoldState.UNKNOWN: _when_unknown,
    HoldState.ACTIVE: _when_active,
    HoldState.CLOSING: _when_closing,
}


def _read_again(sight: Sight, rules: HoldRules) -> Step:
    return _once(sight.asked_at, rules.watch_s, sight, Act.READ)


def _pause_s(hold: Hold, rules: HoldRules) -> float:
    """After each restore that did not show, the wait doubles: 1, 2, 4 … seconds."""
    return min(2.0 ** (min(hold.restore_attempts, 16) - 1), rules.restore_wait_most_s)


def _fresh(read: Read, sight: Sight, rules: HoldRules) -> bool:
    return abs((sight.now.wall - read.at).total_seconds()) <= rules.watch_s


def _once(since: datetime | None, seconds: float, sight: Sight, act: Act) -> Step:
    """`act` once `seconds` have passed; at once without an instant, or with one ahead of the clock."""
    if since is None or sight.now.wall < since:
        return Step(act=act)
    due = since + timedelta(seconds=seconds)
    return Step(act=act) if sight.now.wall >= due else Step(act=Act.WAIT, until=due)
