"""What can happen to a hold, and what it came to. Not for what follows from it; that is `holds`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Command(StrEnum):
    """What is sent to a storefront."""

    SELL_OUT = "sell_out"
    RESTORE = "restore"


class Outcome(StrEnum):
    """What the answer to a command says; accepted is not confirmed, that takes a read."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSent:
    """A command is about to leave: commit this before the first byte."""

    command: Command
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A command's answer came, or did not come in time (unknown)."""

    command: Command
    outcome: Outcome
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The product was read; what counts is when that was asked. `sold_out` None: it could not be told.

    `gone`: the shop does not know the product any more; `text` says so in plain words.
    """

    asked_at: datetime
    at: datetime
    sold_out: bool | None
    gone: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFailed:
    """The storefront did not give a usable answer."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAsked:
    """The hold is to end: deadline, early restore, undo or release."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted:
    """This process found the hold in the journal: whatever was in flight may or may not have arrived."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJumped:
    """Wall and monotonic clock disagreed; `at` is the new wall time."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """Left as it is: an emergency stop took over, or a person did."""

    at: datetime


Event = CommandSent | Answered | Read | ReadFailed | CloseAsked | Restarted | ClockJumped | LetGo


class Happened(StrEnum):
    """What an event came to, for the audit and the marks on the time line."""

    SELL_OUT_SENT = "sell_out_sent"
    REFUSED = "refused"
    OUTCOME_UNKNOWN = "outcome_unknown"
    CONFIRMED = "confirmed"
    NOT_APPLIED = "not_applied"
    CLOSING = "closing"
    RESTORE_SENT = "restore_sent"
    RESTORE_REFUSED = "restore_refused"
    RESTORED = "restored"
    HANDED_OVER = "handed_over"
    NEEDS_ATTENTION = "needs_attention"
    ATTENTION_OVER = "attention_over"
