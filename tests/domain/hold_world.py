"""A shop with its own ledger, a network that fails in every way, and a desk that follows `next_step`.

True time, wall clock and monotonic clock are three things here; the desk sees only the last two.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from app.domain.broadcast import Broadcast
from app.domain.clocks import Instant, clocks_disagree
from app.domain.facts import RoomFacts, ShopFacts
from app.domain.hold import Hold, HoldState, Reason
from app.domain.hold_events import (
    Answered,
    ClockJumped,
    CloseAsked,
    Command,
    CommandSent,
    Event,
    Outcome,
    Read,
    ReadFailed,
    Restarted,
)
from app.domain.hold_steps import Act, Sight, next_step
from app.domain.holds import HoldRules, after
from app.domain.limits import may_mark, may_mark_as_read
from app.domain.readings import ShopReading
from app.domain.trade import Meter
from tests.domain.builders import NOW, POLICY, WHO

RULES = HoldRules()
LONG_LAG_S = 10.0
_SLICE_S = 0.5


class Net(StrEnum):
    """What the network does to the next commands and reads."""

    OK = "ok"
    DOWN = "down"
    LOSES_ANSWER = "loses_answer"
    LOSES_REQUEST = "loses_request"
    LATE = "late"
    REFUSES = "refuses"


class Crash(StrEnum):
    """Where the desk is killed while it sends a command."""

    NEVER = "never"
    BEFORE_SENDING = "before_sending"
    AFTER_EFFECT = "after_effect"


class CrashedError(Exception):
    """The process is gone; only what was committed is left."""


@dataclass
class Effect:
    """A line of the shop's ledger: a command that changed something."""

    at: float
    command: Command
    hold: int
    ours: bool


@dataclass(frozen=True)
class Sent:
    """A command that left the desk, and the stock there was then: one that is late can't be called back."""

    command: Command
    hold: int
    stock: int


@dataclass
class SimulatedShop:
    """On sale or off; `owner` is the hold that took it off, None for anybody else."""

    off: bool = False
    owner: int | None = None
    stock: int = 100
    ledger: list[Effect] = field(default_factory=list)
    late: list[tuple[float, Sent]] = field(default_factory=list)
    past: list[tuple[float, bool]] = field(default_factory=lambda: [(-60.0, False)])
    reads: int = 0
    sent: list[Sent] = field(default_factory=list)

    def apply(self, at: float, sent: Sent) -> None:
        """Take the effect of a command, if it changes anything."""
        takes_off = sent.command is Command.SELL_OUT
        if takes_off is self.off:
            return
        ours = takes_off or self.owner is not None
        self.ledger.append(Effect(at, sent.command, sent.hold, ours=ours))
        self.off, self.owner = takes_off, sent.hold if takes_off else None

    def as_read(self, now: float, lag_s: float) -> bool:
        """Whether it says so; with a lag every other read tells what was, with a long one each does."""
        self.reads += 1
        if not lag_s or (lag_s < LONG_LAG_S and self.reads % 2):
            return self.off
        known = [off for at, off in self.past if at <= now - lag_s]
        self.past = self.past[max(0, len(known) - 1) :]
        return known[-1]

    def pass_time(self, now: float) -> None:
        """Let late effects come that are due."""
        due = [entry for entry in self.late if entry[0] <= now]
        self.late = [entry for entry in self.late if entry[0] > now]
        for at, sent in sorted(due, key=lambda entry: entry[0]):
            self.apply(at, sent)
        self.past.append((now, self.off))


@dataclass
class Desk:
    """The desk and its world: journal, memory, clocks, shop, network."""

    enforces_quantity: bool = True
    lag_s: float = 0.0
    time: float = 0.0
    wall_offset: float = 0.0
    slept: float = 0.0
    boot: int = 1
    net: Net = Net.OK
    late_s: float = 20.0
    crash: Crash = Crash.NEVER
    broadcast: int = 12
    shop: SimulatedShop = field(default_factory=SimulatedShop)
    journal: dict[int, Hold] = field(default_factory=dict)
    began: dict[int, float] = field(default_factory=dict)
    unsent: set[int] = field(default_factory=set)
    read: Read | None = None
    asked_at: Instant | None = None
    seen_clock: Instant | None = None
    calm_since: float = 0.0

    # clocks

    @property
    def now(self) -> Instant:
        """What the desk's clocks say."""
        wall = NOW + timedelta(seconds=self.time + self.wall_offset)
        return Instant(wall=wall, monotonic=self.time - self.slept, boot=f"b{self.boot}")

    @property
    def stock(self) -> int:
        """What the warehouses hold."""
        return self.shop.stock

    @stock.setter
    def stock(self, units: int) -> None:
        self.shop.stock = units

    @property
    def open_holds(self) -> list[Hold]:
        """Those that may still keep the product off sale."""
        return [hold for hold in self.journal.values() if hold.state.is_open]

    @property
    def of_this_broadcast(self) -> list[Hold]:
        """Those that count now."""
        return [hold for hold in self.journal.values() if hold.broadcast == self.broadcast]

    def run(self, seconds: float) -> None:
        """Let the world and the desk go on for so long."""
        end = self.time + seconds
        while self.time < end:
            self.time = min(end, self.time + _SLICE_S)
            self.shop.pass_time(self.time)
            self.act()

    # the desk

    def mark(self, minutes: float) -> bool:
        """Try to mark the product sold out, as the engine does: judge, read, commit; False if refused."""
        room = RoomFacts(meter=Meter(at=NOW), broadcast=Broadcast(id=self.broadcast, started_at=NOW))
        verdict = may_mark(room, ShopFacts(storefront="shop"), self.journal.values(), POLICY, minutes)
        if not verdict.allowed or self.net is Net.DOWN:
            return False
        reading = ShopReading(sku="EAR-01", sold_out=self.shop.as_read(self.time, self.lag_s))
        if not may_mark_as_read(reading).allowed:
            return False
        self._commit_new(minutes)
        return True

    def ask_restore(self) -> None:
        """Somebody presses restore."""
        for hold in self.open_holds:
            self._fold(hold.id, CloseAsked(at=self.now.wall))

    def act(self) -> None:
        """Follow the next steps of the open hold until it wants to wait."""
        self._look_at_clocks()
        try:
            for hold in self.open_holds:
                for _ in range(8):
                    step = next_step(self.journal[hold.id], self._sight(hold.id), RULES)
                    if step.act in (Act.WAIT, Act.NOTHING):
                        break
                    self._do(hold.id, step.act)
        except CrashedError:
            self.crash = Crash.NEVER
            self.restart()

    def restart(self) -> None:
        """Kill -9 and start again: memory is gone, the journal is not."""
        self.unsent.clear()
        self.read = self.asked_at = None
        self.seen_clock = self.now
        for hold in self.open_holds:
            self._fold(hold.id, Restarted(at=self.now.wall))

    def _commit_new(self, minutes: float) -> None:
        now, id_ = self.now, len(self.journal) + 1
        used = {hold.number for hold in self.of_this_broadcast if hold.state.counts}
        number = next(n for n in (1, 2, 3) if n not in used)
        self.journal[id_] = Hold(
            id=id_,
            broadcast=self.broadcast,
            sku="EAR-01",
            storefront="shop",
            number=number,
            state=HoldState.SENDING,
            reason=Reason.STAGE,
            who=WHO,
            started_at=now.wall,
            started_monotonic=now.monotonic,
            boot=now.boot,
            deadline=now.wall + timedelta(minutes=minutes),
            key_sell_out=f"{id_}-off",
            key_restore=f"{id_}-on",
        )
        self.began[id_] = self.time
        self.unsent.add(id_)
        self.read = self.asked_at = None

    def _look_at_clocks(self) -> None:
        now = self.now
        if self.seen_clock is not None and clocks_disagree(self.seen_clock, now):
            for hold in self.open_holds:
                self._fold(hold.id, ClockJumped(at=now.wall))
            self.read = None
        self.seen_clock = now

    def _sight(self, id_: int) -> Sight:
        return Sight(
            now=self.now,
            asked_at=None if self.asked_at is None else self.asked_at.wall,
            read=self.read,
            last_stock=self.stock,
            enforces_quantity=self.enforces_quantity,
            may_send=id_ in self.unsent,
        )

    def _do(self, id_: int, act: Act) -> None:
        if act is Act.CLOSE:
            self._fold(id_, CloseAsked(at=self.now.wall))
        elif act is Act.READ:
            self._read(id_)
        else:
            self._send(id_, Command.SELL_OUT if act is Act.SEND_SELL_OUT else Command.RESTORE)

    def _read(self, id_: int) -> None:
        self.asked_at = self.now
        if self.net is Net.DOWN:
            self._fold(id_, ReadFailed(at=self.now.wall, text="no connection"))
            return
        sold_out = self.shop.as_read(self.time, self.lag_s)
        self.read = Read(asked_at=self.now.wall, at=self.now.wall, sold_out=sold_out)
        self._fold(id_, self.read)

    def _send(self, id_: int, command: Command) -> None:
        self.unsent.discard(id_)
        self._fold(id_, CommandSent(command=command, at=self.now.wall))
        if self.crash is Crash.BEFORE_SENDING:
            raise CrashedError
        sent = Sent(command, id_, self.stock)
        self.shop.sent.append(sent)
        outcome = self._deliver(sent)
        if self.crash is Crash.AFTER_EFFECT:
            raise CrashedError
        self._fold(id_, Answered(command=command, outcome=outcome, at=self.now.wall))

    def _deliver(self, sent: Sent) -> Outcome:
        if self.net is Net.REFUSES:
            return Outcome.REFUSED
        if self.net is Net.LATE:
            self.shop.late.append((self.time + self.late_s, sent))
        elif self.net in (Net.OK, Net.LOSES_ANSWER):
            self.shop.apply(self.time, sent)
        return Outcome.ACCEPTED if self.net is Net.OK else Outcome.UNKNOWN

    def _fold(self, id_: int, event: Event) -> None:
        self.journal[id_], _ = after(self.journal[id_], event, RULES)

    # what others do

    def somebody_sells_on(self) -> None:
        """An ERP, or a person at the shop's own page, puts the product on sale."""
        self.shop.off, self.shop.owner = False, None

    def somebody_sells_out(self) -> None:
        """The product is taken off sale by somebody else."""
        self.shop.off, self.shop.owner = True, None

    def disturb(self) -> None:
        """Something just changed; the desk has had no turn since."""
        self.calm_since = self.time
