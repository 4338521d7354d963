"""What a person can ask for, from any window, key or command: frozen wishes that the engine judges.

An intent says nothing about how it is carried out. Its answer says what became of it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.broadcast import Phase
from app.domain.hold import Reason, Who
from app.domain.orders import OrderState
from app.domain.plan import Draft, When, WhenKind
from app.domain.rounds import Slice
from app.domain.trials import DEFAULT_MARKS, Variant

__all__ = [
    "AcceptProposal", "AcknowledgeAlert", "ActOnCue", "AddPlans", "AllowUnguarded", "Answer", "AnswerPlan",
    "ArmPlans", "CalibrateBroadcast", "CallOff", "CallStock", "ChangePlan", "CheckReady",
    "CloseRehearsalDesk", "Code", "CompareBroadcast", "ConfirmByHand", "Draft", "EmergencyStop",
    "EndBroadcast", "EndRound", "EndTrial", "ExportPlans", "FreezeAutomation", "ImportPlans", "Intent",
    "InvitePhone", "LookUpRehearsals", "MarkSoldOut", "MovePlan", "NextRound", "OpenRehearsalDesk",
    "OrderState", "Phase", "PlaceInLineUp", "Reach", "ReadHoldAgain", "Reason", "RefreshSource", "Release",
    "RemovePlans", "ResetOpening", "RestProposal", "Restore", "RevokePhones", "SaveTemplate", "SayNext",
    "SayOnAir", "SayPrice", "SetPhase", "ShelveAlert", "SkipInLineUp", "Slice", "SnoozeCue", "StartBroadcast",
    "StartRehearsal", "StartRound", "StartTrial", "Steer", "SteerRehearsal", "StudyProduct", "TargetResult",
    "UndoMark", "UpdateCall", "UpdateOrder", "UseTemplate", "Variant", "When", "WhenKind", "Who",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A wish and who has it."""

    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSoldOut(Intent):
    """Virtual sold-out of `skus`. `storefronts` empty: every storefront that lists the SKU."""

    skus: tuple[str, ...]
    minutes: float = 5.0
    storefronts: tuple[str, ...] = ()
    reason: Reason = Reason.STAGE
    note: str = ""
    second: str = ""
    """Initials of a second person, where the reason takes two."""
    by_trial: bool = False
    """Take minutes (and reason, where it says one) from the next variant of the trial each product is on."""
    override: str = ""
    """Why it is made although the guardian is dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowUnguarded(Intent):
    """Let new holds be made while the guardian is dead, for that reason; empty: no longer.

    It ends by itself when the guardian is back.
    """

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore(Intent):
    """End the open holds of `skus` now."""

    skus: tuple[str, ...]
    storefronts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMark(Intent):
    """The ten-second cancel after a mark: restores just these holds; their use still counts."""

    holds: tuple[int, ...]


class Reach(StrEnum):
    """Which products an act means beyond those it names."""

    NAMED = "named"
    ON_AIR = "on_air"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyStop(Intent):
    """Off sale until a person releases it; needs no broadcast, uses up no count."""

    skus: tuple[str, ...] = ()
    reach: Reach = Reach.NAMED
    storefronts: tuple[str, ...] = ()
    reason: Reason = Reason.INCIDENT
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Intent):
    """End an emergency stop, saying why."""

    skus: tuple[str, ...] = ()
    reach: Reach = Reach.NAMED
    reason: Reason = Reason.INCIDENT
    note: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHoldAgain(Intent):
    """Read the product of an uncertain hold at the storefront now."""

    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmByHand(Intent):
    """What a person did, or could not do, at a shop that only people can work.

    With `hold`: the task of that hold, where `sold_out` says what the shop is now. Without: the task that
    stands for `sku` (at `storefronts`, where named), done or not.
    """

    hold: int | None = None
    sold_out: bool = False
    sku: str = ""
    storefronts: tuple[str, ...] = ()
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStock(Intent):
    """Call for stock: ask the warehouse for `units`."""

    sku: str
    units: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCall(Intent):
    """The warehouse has seen a call (`seen`), or the stock is on its way (`on_its_way`)."""

    call: int
    on_its_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SayOnAir(Intent):
    """This product is being shown now; None: nothing is."""

    sku: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SayNext(Intent):
    """This product comes next; None: nothing is announced."""

    sku: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBroadcast(Intent):
    """A broadcast begins."""

    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndBroadcast(Intent):
    """The broadcast ends; refused while holds are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPhase(Intent):
    """The room enters a phase."""

    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSource(Intent):
    """Read this source now, within its limit."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetOpening(Intent):
    """Take the stock of now as the new 100 % of these products' gauges."""

    skus: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert(Intent):
    """A person has seen this alert."""

    alert: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelveAlert(Intent):
    """Put this alert aside for some minutes; criticals about a stuck product can't be shelved."""

    alert: str
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnCue(Intent):
    """Do what the cue proposes."""

    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeCue(Intent):
    """Do not show this cue for some minutes."""

    cue: str
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeAutomation(Intent):
    """Hands off: no automatic act but restores while `frozen`."""

    frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRound(Intent):
    """Set units aside and sell them as one wave. `slices` are kept beside it; `trial`: not on the market yet.

    With `group`, the slice that was kept for it goes on sale instead, and `units` is not looked at.
    """

    sku: str
    units: int = 0
    slices: tuple[Slice, ...] = ()
    trial: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRound(Intent):
    """Restore what closed the last round and sell the next one; `units` None: as many as the last."""

    sku: str
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRound(Intent):
    """End the round on sale and give back what of it was not sold; with `slices`, what is kept too."""

    sku: str
    slices: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPlans(Intent):
    """Keep these plans, all or none; `armed`: they are in force at once."""

    drafts: tuple[Draft, ...]
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan(Intent):
    """Say this plan anew; one whose count-down runs can only be called off."""

    plan: int
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan(Intent):
    """Let the plan's mark begin at this instant; it stays a plan for a clock time, or after the start."""

    plan: int
    to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmPlans(Intent):
    """Put plans in force, or out of it; a count-down that runs is called off with it."""

    plans: tuple[int, ...]
    armed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePlans(Intent):
    """Forget plans; the audit keeps them."""

    plans: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff(Intent):
    """End the count-down of a plan and leave its mark; until the last second."""

    plan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlan(Intent):
    """A trigger asked: do what it prepared, or leave it."""

    plan: int
    do: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTemplate(Intent):
    """Keep these plans as a template, in place of what had that name; none: the template is gone."""

    name: str
    plans: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseTemplate(Intent):
    """Make plans of a template, all or none."""

    name: str
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlans(Intent):
    """Make plans of every row of a table in a file, all or none."""

    file: str
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlans(Intent):
    """Write the plans that may still be carried out to a file: .csv or .xlsx."""

    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitePhone(Intent):
    """Make a code that pairs the host's phone; `withdraw`: the standing one ends instead."""

    withdraw: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePhones(Intent):
    """No phone may use the host's page any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReady(Intent):
    """Run the ready-for-air check; with `test_sku`, flip that product off and on once at each shop."""

    test_sku: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareBroadcast(Intent):
    """Work out real against virtual of a broadcast; None: the one that runs, else the last."""

    broadcast: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyProduct(Intent):
    """Read back what was kept of a product, and work out where it stands.

    `again`: what changes only by the day may be told as it was read before.
    """

    sku: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrateBroadcast(Intent):
    """Work out how often forecasts held and what became of cues; None: the one that runs, else the last."""

    broadcast: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpRehearsals(Intent):
    """Say what can be played again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRehearsal(Intent):
    """Play a recorded broadcast, or without one the scenario, under policies side by side."""

    policies: tuple[str, ...]
    scenario: str = ""
    broadcast: int | None = None
    seed: int = 1
    speed: float = 200.0


class Steer(StrEnum):
    """What to do with a rehearsal that runs; the words are also what its process is told."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SteerRehearsal(Intent):
    """Pause, go on with, or end the rehearsal that runs."""

    act: Steer


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRehearsalDesk(Intent):
    """Open a desk, marked as a rehearsal, on a recorded broadcast or, without one, on the scenario."""

    scenario: str = ""
    broadcast: int | None = None
    seed: int = 1
    speed: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRehearsalDesk(Intent):
    """Close it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTrial(Intent):
    """Begin a trial of variants of a mark. `seed` None: one is drawn."""

    name: str
    skus: tuple[str, ...]
    variants: tuple[Variant, ...]
    marks: int = DEFAULT_MARKS
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTrial(Intent):
    """End the running trial of that name; what it has shown stays in the record."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptProposal(Intent):
    """Make draft orders of what is proposed for a product and warehouse; of `units` where they are given."""

    sku: str
    warehouse: str
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestProposal(Intent):
    """Put a proposal aside for so many days; 0 days bring it back."""

    sku: str
    warehouse: str
    days: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOrder(Intent):
    """A draft order is placed, counted in by the warehouse, or dropped."""

    order: int
    state: OrderState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInLineUp(Intent):
    """The product stands there, 1 is next, until it was shown; None: where its worth puts it."""

    sku: str
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipInLineUp(Intent):
    """The product is not to be shown in this broadcast, or may be again."""

    sku: str
    skipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SayPrice(Intent):
    """From now on, and until the broadcast ends, the product costs that."""

    sku: str
    price: Decimal


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
