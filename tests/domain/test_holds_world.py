"""Holds against a shop, a network, clocks and a desk that all fail: what must hold after every step.

The rules alone, one product at one shop, through long evenings. tests/engine/test_desk_world.py runs the
whole engine, with several of both and a record that fails, and says where the invariants stand that are not
about holds.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.hold import HoldState
from app.domain.hold_events import Command
from tests.domain.hold_world import RULES, Crash, Desk, Net

_TOLERANCE_S = 30.0
_NETS = st.sampled_from([Net.OK, Net.OK, Net.OK, *Net])
_THEN = st.sampled_from([0.0, 0.5, 3.0, 45.0])
"""Seconds that pass after each event: at once, a beat, a lag, longer than any patience."""


class HoldsWorld(RuleBasedStateMachine):
    """One product at one shop through a whole bad evening."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()

    @initialize(enforces=st.booleans(), lag_s=st.sampled_from([0.0, 3.0, 20.0]))
    def begin(self, enforces: bool, lag_s: float) -> None:
        """A shop that refuses to sell what is not there, or not; whose reads lag, sometimes or always."""
        self.desk.enforces_quantity = enforces
        self.desk.lag_s = lag_s

    # what people and the world do

    @precondition(lambda self: not self.desk.open_holds)
    @rule(minutes=st.sampled_from([0.05, 0.5, 5.0, 30.0]), then_s=_THEN)
    def mark(self, minutes: float, then_s: float) -> None:
        """An operator marks the product sold out; after three of them another broadcast begins."""
        if sum(hold.state.counts for hold in self.desk.of_this_broadcast) == 3:
            assert not self.desk.mark(minutes)
            self.desk.broadcast += 1
        self.desk.mark(minutes)
        self.desk.act()
        self.desk.run(then_s)

    @precondition(lambda self: self.desk.open_holds)
    @rule(then_s=_THEN)
    def restore(self, then_s: float) -> None:
        """An operator restores it early, or takes the mark back."""
        assert not self.desk.mark(1.0)
        self.desk.ask_restore()
        self.desk.act()
        self.desk.run(then_s)

    @rule(seconds=st.sampled_from([11.0, 60.0, 400.0]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.desk.run(seconds)

    @rule(net=_NETS, late_s=st.floats(1.0, 55.0), then_s=_THEN)
    def network(self, net: Net, late_s: float, then_s: float) -> None:
        """The network works, or fails in one way."""
        if net is not self.desk.net:
            self.desk.disturb()
        # what is late and then told from an old copy comes within the time for a late effect all the same
        self.desk.net, self.desk.late_s = net, max(1.0, late_s - self.desk.lag_s)
        self.desk.run(then_s)

    @rule(where=st.sampled_from([Crash.BEFORE_SENDING, Crash.AFTER_EFFECT]))
    def crash_at_next_command(self, where: Crash) -> None:
        """Kill -9 in the middle of the next command."""
        self.desk.crash = where

    @rule(then_s=_THEN)
    def restart(self, then_s: float) -> None:
        """Kill -9 between two steps."""
        self.desk.restart()
        self.desk.act()
        self.desk.run(then_s)

    @precondition(lambda self: self.desk.open_holds)
    @rule(
        seconds=st.sampled_from([-7200.0, -600.0, -2.5, 2.5, 600.0, 7200.0]),
        unseen=st.booleans(),
        then_s=_THEN,
    )
    def set_clock(self, seconds: float, unseen: bool, then_s: float) -> None:
        """Somebody changes the wall clock; unseen: the desk dies before it has noticed."""
        self.desk.wall_offset += seconds
        self.desk.disturb()
        if unseen:
            self.desk.restart()
        self.desk.act()
        self.desk.run(then_s)

    @precondition(lambda self: self.desk.open_holds)
    @rule(seconds=st.sampled_from([30.0, 10800.0]), then_s=_THEN)
    def sleep(self, seconds: float, then_s: float) -> None:
        """The lid is closed: the desk and its monotonic clock stand still, the world does not."""
        self.desk.time += seconds
        self.desk.slept += seconds
        self.desk.disturb()
        self.desk.shop.pass_time(self.desk.time)
        self.desk.act()
        self.desk.run(then_s)

    @precondition(lambda self: self.desk.shop.off)
    @rule(then_s=_THEN)
    def somebody_sells_on(self, then_s: float) -> None:
        """Another tool puts the product on sale."""
        self.desk.somebody_sells_on()
        self.desk.run(then_s)

    @precondition(lambda self: not (self.desk.open_holds or self.desk.shop.late or self.desk.shop.off))
    @rule()
    def somebody_sells_out(self) -> None:
        """Another tool takes it off sale.

        Not while a hold of ours is open, nor within the lag before a mark: nobody could tell the two apart.
        """
        self.desk.somebody_sells_out()
        self.desk.run(self.desk.lag_s + 0.5)

    @precondition(lambda self: self.desk.open_holds)
    @rule(stock=st.sampled_from([0, 100]), then_s=_THEN)
    def set_stock(self, stock: int, then_s: float) -> None:
        """The warehouses sell out or are filled."""
        self.desk.stock = stock
        self.desk.disturb()
        self.desk.run(then_s)

    # what must hold

    @invariant()
    def off_sale_only_while_a_hold_is_open(self) -> None:
        """I1: nothing is left off sale by us without an open hold that will see to it."""
        shop = self.desk.shop
        if shop.off and shop.owner is not None:
            assert self.desk.journal[shop.owner].state.is_open

    @invariant()
    def one_effect_for_one_press(self) -> None:
        """I2: a sold-out command leaves at most once per hold, and takes effect at most once."""
        sent = [each.hold for each in self.desk.shop.sent if each.command is Command.SELL_OUT]
        took = [line.hold for line in self.desk.shop.ledger if line.command is Command.SELL_OUT]
        assert len(sent) == len(set(sent))
        assert len(took) == len(set(took))

    @invariant()
    def only_our_own_is_undone(self) -> None:
        """I3: we restore what we took off, never what somebody else did."""
        restores = [line for line in self.desk.shop.ledger if line.command is Command.RESTORE]
        assert all(line.ours for line in restores)

    @invariant()
    def nothing_is_sold_that_is_not_there(self) -> None:
        """I3: no restore leaves for a shop that would sell on an empty warehouse."""
        restores = [sent for sent in self.desk.shop.sent if sent.command is Command.RESTORE]
        assert self.desk.enforces_quantity or all(sent.stock > 0 for sent in restores)

    @invariant()
    def the_deadline_holds_while_the_shop_can_be_reached(self) -> None:
        """I4: half a minute after its time no product is off sale by us, unless it waits for stock."""
        desk, shop = self.desk, self.desk.shop
        waits = desk.stock == 0 and not desk.enforces_quantity
        if shop.off and shop.owner is not None and desk.net is Net.OK and not waits:
            hold = desk.journal[shop.owner]
            assert hold.deadline is not None
            length_s = (hold.deadline - hold.started_at).total_seconds()
            assert desk.time <= max(desk.began[hold.id] + length_s, desk.calm_since) + _TOLERANCE_S

    @invariant()
    def numbers_are_never_lost_or_doubled(self) -> None:
        """I6: three at most, unknown ones included; no restart or clock gives a used one back."""
        numbers = [hold.number for hold in self.desk.of_this_broadcast if hold.state.counts]
        assert None not in numbers
        assert len(numbers) == len(set(numbers)) <= 3
        assert len(self.desk.open_holds) <= 1
        confirmed = [hold for hold in self.desk.journal.values() if hold.confirmed_at is not None]
        assert all(hold.number is not None for hold in confirmed)

    @invariant()
    def every_effect_was_meant(self) -> None:
        """I5: each effect has a committed intent before it."""
        for line in self.desk.shop.ledger:
            assert self.desk.journal[line.hold].sent_at is not None
            assert self.desk.began[line.hold] <= line.at

    def teardown(self) -> None:
        """L1: once everything works, every hold ends and the product is not off by us."""
        desk = self.desk
        desk.net, desk.crash, desk.stock = Net.OK, Crash.NEVER, 100
        desk.run(1800 + RULES.late_effect_s + 60)
        assert desk.open_holds == []
        assert desk.shop.owner is None
        ended = {HoldState.REFUSED, HoldState.NOT_APPLIED, HoldState.RESTORED, HoldState.HANDED_OVER}
        assert all(hold.state in ended and hold.ended_at for hold in desk.journal.values())


def test_a_restore_that_comes_late_is_not_called_back_and_none_follows_it_on_an_empty_warehouse() -> None:
    """It left while there was stock, and nobody can know better; what is sent again waits for stock."""
    desk = Desk(enforces_quantity=False)
    desk.mark(5.0)
    desk.run(1.0)
    desk.net, desk.late_s = Net.LATE, 20.0
    desk.ask_restore()
    desk.run(0.5)
    desk.stock = 0
    desk.run(15.0)
    assert desk.shop.off
    desk.run(10.0)
    assert not desk.shop.off
    assert [(sent.command, sent.stock) for sent in desk.shop.sent] == [
        (Command.SELL_OUT, 100),
        (Command.RESTORE, 100),
    ]


@pytest.mark.parametrize("seconds", [-7200.0, -600.0, 7200.0])
def test_a_clock_that_was_set_while_no_desk_looked_keeps_nothing_off_sale(seconds: float) -> None:
    """What the old clock recorded lies in the future of the new one; reads prove something all the same."""
    desk = Desk()
    desk.mark(5.0)
    desk.run(10.0)
    desk.wall_offset += seconds
    desk.restart()
    desk.run(5 * 60.0)
    assert not desk.shop.off
    assert desk.open_holds == []


def test_a_late_effect_is_waited_for_anew_after_a_start() -> None:
    """The clock may have been set forward meanwhile, and nobody knows by how much."""
    desk = Desk(net=Net.LATE, late_s=30.0)
    desk.mark(5.0)
    desk.run(1.0)
    desk.wall_offset += 600.0
    desk.net = Net.OK
    desk.restart()
    desk.run(40.0)
    assert not desk.shop.off
    assert desk.open_holds == []


class LongHoldsWorld(HoldsWorld):
    """The same, ten thousand steps of it."""


_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much]
HoldsWorld.TestCase.settings = settings(
    max_examples=80, stateful_step_count=40, deadline=None, suppress_health_check=_CHECKS
)
LongHoldsWorld.TestCase.settings = settings(
    max_examples=250, stateful_step_count=40, deadline=None, suppress_health_check=_CHECKS
)
TestHoldsWorld = HoldsWorld.TestCase
TestLongHoldsWorld = pytest.mark.soak(pytest.mark.timeout(1800)(LongHoldsWorld.TestCase))
