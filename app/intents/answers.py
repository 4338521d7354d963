"""What became of an intent: one result per target, and the exit code they come to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Code(StrEnum):
    """What became of one target of an intent, for people through `text` and for scripts as it is."""

    DONE = "done"
    UNCONFIRMED = "unconfirmed"
    """The platform did not confirm in time; the desk goes on reading back."""
    PLATFORM_REFUSED = "platform_refused"
    UNREADABLE = "unreadable"
    """A mark was not tried because the product could not be read first."""
    FAILED = "failed"
    NO_BROADCAST = "no_broadcast"
    BROADCAST_RUNNING = "broadcast_running"
    HOLDS_OPEN = "holds_open"
    LIMIT_COUNT = "limit_count"
    LIMIT_TIME = "limit_time"
    ALREADY_HELD = "already_held"
    STOPPED = "stopped"
    NOT_HELD = "not_held"
    NOT_OURS = "not_ours"
    RECONCILING = "reconciling"
    """The shops are read first: the desk just started, slept, or its clock was changed."""
    UNGUARDED = "unguarded"
    """The guardian is dead; only a reason overrides."""
    NOT_ENOUGH = "not_enough"
    """A round would set aside more than is there and free."""
    STOCK_UNKNOWN = "stock_unknown"
    ROUND_RUNNING = "round_running"
    NO_ROUND = "no_round"
    LABEL_UNTRUE = "label_untrue"
    """The platform writes something by itself that is not true for that reason."""
    SECOND_NEEDED = "second_needed"
    """That reason takes the initials of two people."""
    GONE = "gone"
    """The shop does not know the product any more."""
    UNKNOWN_SKU = "unknown_sku"
    NOT_LISTED = "not_listed"
    UNKNOWN_TARGET = "unknown_target"
    BAD_VALUE = "bad_value"
    PAGE_CLOSED = "page_closed"
    """The host's page is off, or can't be opened."""
    NO_TASK = "no_task"
    """Nothing is to be done by hand there."""
    NO_RECORD = "no_record"
    """The journal could not be written, so nothing was sent."""
    OVERLAP = "overlap"
    """A plan would run into another one, or into an open hold."""
    TOO_LATE = "too_late"
    """What a plan waits for is over already."""
    ANNOUNCED = "announced"
    """The plan counts down before buyers: it can only be called off."""
    PLAN_OVER = "plan_over"
    NOT_ANNOUNCED = "not_announced"
    NOT_ASKED = "not_asked"
    STARTING = "starting"
    STOPPING = "stopping"


EXIT_CODES = {
    Code.DONE: 0,
    Code.UNCONFIRMED: 5, Code.STOPPING: 5,
    Code.PLATFORM_REFUSED: 1, Code.UNREADABLE: 1, Code.FAILED: 1, Code.NO_RECORD: 1, Code.STARTING: 1,
    Code.NO_BROADCAST: 3, Code.BROADCAST_RUNNING: 3, Code.HOLDS_OPEN: 3,
    Code.LIMIT_COUNT: 3, Code.LIMIT_TIME: 3,
    Code.ALREADY_HELD: 3, Code.STOPPED: 3, Code.NOT_HELD: 3, Code.NOT_OURS: 3,
    Code.RECONCILING: 3, Code.UNGUARDED: 3, Code.NO_TASK: 3, Code.PAGE_CLOSED: 3, Code.GONE: 1,
    Code.NOT_ENOUGH: 3, Code.STOCK_UNKNOWN: 3, Code.ROUND_RUNNING: 3, Code.NO_ROUND: 3,
    Code.OVERLAP: 3, Code.TOO_LATE: 3, Code.ANNOUNCED: 3, Code.PLAN_OVER: 3,
    Code.NOT_ANNOUNCED: 3, Code.NOT_ASKED: 3,
    Code.LABEL_UNTRUE: 3, Code.SECOND_NEEDED: 3,
    Code.UNKNOWN_SKU: 2, Code.NOT_LISTED: 2, Code.UNKNOWN_TARGET: 2, Code.BAD_VALUE: 2,
}  # fmt: skip
"""What the command line ends with for each code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """What became of one product at one storefront (both empty for acts without such a target)."""

    sku: str = ""
    storefront: str = ""
    hold: int | None = None
    state: str = ""
    code: Code = Code.DONE
    text: str = ""
    """For the person who asked, in the desk's language; empty when done, save where a plan says itself."""
    plan: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to an intent: one result per target."""

    results: tuple[TargetResult, ...]
    at: datetime

    @property
    def ok(self) -> bool:
        """Whether every target was done and read back."""
        return all(result.code is Code.DONE for result in self.results)

    @property
    def exit_code(self) -> int:
        """The worst of 2, 5, 1, 3, 0, in that order."""
        codes = {EXIT_CODES[result.code] for result in self.results}
        return next((code for code in (2, 5, 1, 3) if code in codes), 0)
