"""A whole engine against shops, a record, a network and clocks that fail: what must hold after every step.

The rules of holds alone are tried in tests/domain/test_holds_world.py, which is faster; here they run through
acting, reconciling, the hold book and the upkeep. Of the invariants, those about holds are checked here and
there: I1 to I6, I13 and L1. The others stand elsewhere: I7 and L2 in test_freshness and test_sensing, I8 in
tests/domain/test_decide, I9 in tests/widgets/kit/test_label and tests/services/export, I10 in
tests/services/http and rest, I11 in tests/domain/test_alerts, L3 in tests/benchmarks, L4 in
tests/services/rest/test_limiter. There are no advertisements yet for I12.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from structlog.testing import capture_logs

from app.domain.audit import verify
from app.domain.hold import Hold, HoldKind, HoldState
from app.intents import EmergencyStop, EndBroadcast, Intent, MarkSoldOut, Release, Restore, StartBroadcast
from app.ports import (
    AnswerRejected,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    Lease,
    LoginRefused,
    SourceError,
    Throttled,
    Unavailable,
)
from tests.crash.points import Point
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.engine.mortal import POINTS, Heart, MortalJournal, MortalShop
from tests.fakes.storefronts import LATE_EFFECT_S, Effect, Fate

SKUS = ("EAR-01", "EAR-02")
SHOPS = ("shop", "mall")
TOLERANCE_S = 40.0
"""Back-off, two reads five seconds apart, and a lost command once more."""
ALL_OVER_S = 130 + 60 + 60
"""The longest hold below, the time a late effect may take, and the back-off."""
LOOK_S = 10
NOT_OURS = {"hold_task_failed", "task_failed"}
"""Log events that would be a bug of ours, whatever the world does."""
_THEN = st.sampled_from([0.1, 1.0, 4.0, 15.0])
_SKU = st.sampled_from(SKUS)
_SHOP = st.sampled_from(SHOPS)
_ERRORS = st.sampled_from([Unavailable, Throttled, LoginRefused, AnswerRejected])
_TROUBLES = st.sampled_from([JournalFull, JournalBusy, JournalDamaged])


class DeskWorld(RuleBasedStateMachine):
    """Two products, two shops, one desk at a time through a whole bad evening."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.logs = capture_logs()
        self.said = self.logs.__enter__()
        self.world = World(skus=SKUS)
        self.journal = MortalJournal()
        self.shops = {name: MortalShop(SKUS, clock=self.world.clock, storefront=name) for name in SHOPS}
        self.world.journal, self.world.shop = self.journal, self.shops["shop"]
        self.world.more_shops = (self.shops["mall"],)
        self.wall_moved = timedelta()
        self.calm_since = self.now
        self.began: dict[int, datetime] = {}
        self.confirmed: set[int] = set()
        self.heart = Heart()
        self.life: AbstractAsyncContextManager[Desk] | None = None

    # time and lives

    @property
    def now(self) -> datetime:
        """True time: the desk's wall clock less what somebody moved it by."""
        return (
            self.world.clock.now() - self.wall_moved
            if hasattr(self, "wall_moved")
            else self.world.clock.now()
        )

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the work comes to
        """Run some of the world's time."""
        return self.loop.run_until_complete(work)

    def start(self) -> None:
        """A desk begins to live; without a record that can be opened none does."""
        self.journal.heal()
        self.heart = Heart()
        self.journal.heart = self.heart
        for shop in self.shops.values():
            shop.heart = self.heart
        self.life = running(self.world, start=False)
        self.desk: Desk = self.do(self.life.__aenter__())

    def end(self) -> None:
        """Kill it: nothing of it reaches anything any more."""
        self.heart.beats = False
        assert self.life is not None
        for asking in self.desk.asking:
            asking.cancel()
        self.do(self.life.__aexit__(None, None, None))
        self.do(_bury(self.loop))
        self.life = None

    def ask(self, intent: Intent, then_s: float) -> None:
        """Somebody asks, and so much time passes; the answer is nobody's concern."""

        async def asked() -> None:
            self.desk.ask_later(intent)
            await self.desk.pass_time(then_s)

        self.do(asked())
        self.after_all()

    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.do(self.desk.pass_time(seconds))
        self.after_all()

    def after_all(self) -> None:
        """If the desk has died meanwhile, another begins."""
        for hold in self.holds:
            self.began.setdefault(hold.id, self.now)
            if hold.state is HoldState.ACTIVE:
                self.confirmed.add(hold.id)
        if not self.heart.beats:
            self.end()
            self.start()
            self.disturb()

    def disturb(self) -> None:
        """From here on the desk needs its time again."""
        self.calm_since = self.now

    @property
    def holds(self) -> list[Hold]:
        """Every hold and stop in the record."""
        return list(self.journal.kept.holds.values())

    @property
    def is_calm(self) -> bool:
        """Whether shops, record and lease all work."""
        well = all(shop.does.error is None and shop.fate is Fate.TAKEN for shop in self.shops.values())
        lease = self.journal.kept.lease
        return well and not self.journal._failures and lease is not None and lease.owner == "desk"

    @initialize()
    def begin(self) -> None:
        """A desk, and a broadcast."""
        self.start()
        self.ask(StartBroadcast(who=ME), 1.0)

    # what people do

    @rule(
        sku=_SKU,
        shops=st.sampled_from([SHOPS, *((name,) for name in SHOPS)]),
        minutes=st.sampled_from([0.02, 0.2, 2.0]),
        then_s=_THEN,
    )
    def mark(self, sku: str, shops: tuple[str, ...], minutes: float, then_s: float) -> None:
        """A mark on one shop or on both."""
        self.ask(MarkSoldOut(who=ME, skus=(sku,), storefronts=shops, minutes=minutes), then_s)

    @rule(sku=_SKU, then_s=_THEN)
    def restore(self, sku: str, then_s: float) -> None:
        """An early restore."""
        self.ask(Restore(who=ME, skus=(sku,)), then_s)

    @rule(sku=_SKU, then_s=_THEN)
    def stop(self, sku: str, then_s: float) -> None:
        """An emergency stop, which takes over from a hold.

        Not of what others have taken off sale since the desk last read it: a stop is sent regardless, and
        nobody knows better.
        """
        counters = self.desk.engine.room.counters
        for name, shop in self.shops.items():
            is_theirs = shop.shelves[sku].sold_out and not self.owner(name, sku)
            if is_theirs and not counters[name].facts(sku).sold_out:
                return
        self.ask(EmergencyStop(who=ME, skus=(sku,)), then_s)

    @rule(sku=_SKU, then_s=_THEN)
    def release(self, sku: str, then_s: float) -> None:
        """A stop is released."""
        self.ask(Release(who=ME, skus=(sku,)), then_s)

    @rule(then_s=_THEN)
    def next_broadcast(self, then_s: float) -> None:
        """One ends, if nothing is open, and another begins."""
        self.ask(EndBroadcast(who=ME), 0.1)
        self.ask(StartBroadcast(who=ME), then_s)

    @rule(seconds=st.sampled_from([2.0, 20.0, 70.0]))
    def time_passes(self, seconds: float) -> None:
        """Nobody does anything."""
        self.wait(seconds)

    # what the world does

    @rule(shop=_SHOP, fate=st.sampled_from([Fate.TAKEN, *Fate]), late_s=st.floats(0.5, 50.0), then_s=_THEN)
    def commands(self, shop: str, fate: Fate, late_s: float, then_s: float) -> None:
        """What becomes of every command from now on."""
        self.shops[shop].fate, self.shops[shop].late_s = fate, late_s
        self.disturb()
        self.wait(then_s)

    @rule(shop=_SHOP, error=_ERRORS, times=st.sampled_from([1, 5, None]), then_s=_THEN)
    def reads_fail(self, shop: str, error: type[SourceError], times: int | None, then_s: float) -> None:
        """No answer, too many, an ended token, nonsense."""
        self.shops[shop].does.fail(error("that is no answer"), times)
        self.wait(then_s)

    @rule(shop=_SHOP)
    def silence(self, shop: str) -> None:
        """Reads hang until the connector gives up."""
        self.shops[shop].does.hang()
        self.do(self.desk.pass_time(10.0))
        self.shops[shop].does.let_go()
        self.wait(0.1)
        self.disturb()

    @rule(then_s=_THEN)
    def all_well(self, then_s: float) -> None:
        """Everything works again."""
        self.heal()
        self.wait(then_s)

    @rule(trouble=_TROUBLES, times=st.sampled_from([1, 4, 5000]), then_s=_THEN)
    def record_in_trouble(self, trouble: type[JournalError], times: int, then_s: float) -> None:
        """The disk is full, the file locked or damaged, for a moment or for long."""
        self.journal.fail(trouble("that is not recorded"), times=times)
        self.disturb()
        self.wait(then_s)

    @rule(shop=_SHOP, sku=_SKU, sold_out=st.booleans(), then_s=_THEN)
    def somebody_else(self, shop: str, sku: str, sold_out: bool, then_s: float) -> None:
        """Another tool changes a product; what is as it should be is left alone.

        Nobody takes off sale what a hold of ours is open for: a shop that names no author can't tell them
        apart.
        """
        held = any((hold.sku, hold.storefront) == (sku, shop) for hold in self.holds if hold.state.is_open)
        if self.shops[shop].shelves[sku].sold_out is not sold_out and not (sold_out and held):
            self.shops[shop].set_by_others(sku, sold_out=sold_out)
        self.wait(then_s)

    @rule(seconds=st.sampled_from([-3600.0, -30.0, -2.5, 2.5, 30.0, 3600.0]), then_s=_THEN)
    def wall_jump(self, seconds: float, then_s: float) -> None:
        """Somebody sets the clock."""
        self.world.clock.jump_wall(seconds)
        self.wall_moved += timedelta(seconds=seconds)
        self.disturb()
        self.wait(then_s)

    @rule(seconds=st.sampled_from([20.0, 7200.0]), then_s=_THEN)
    def sleep(self, seconds: float, then_s: float) -> None:
        """The lid is closed: the monotonic clock stands still with the desk."""
        self.world.clock.jump_wall(seconds)
        self.disturb()
        self.wait(then_s)

    @rule(seconds=st.sampled_from([3.0, 12.0, 90.0]), other_takes_over=st.booleans(), then_s=_THEN)
    def freeze(self, seconds: float, other_takes_over: bool, then_s: float) -> None:
        """The process stands still while both clocks go on; another desk may have taken the lease."""
        self.world.clock.advance(seconds)
        lease = self.journal.kept.lease
        if other_takes_over and lease is not None and lease.until < self.world.clock.now():
            until = self.world.clock.now() + timedelta(seconds=15)
            self.journal.kept.lease = Lease(owner="another", fence=lease.fence + 1, until=until)
        self.disturb()
        self.wait(then_s)

    @rule(point=st.sampled_from(POINTS))
    def dies_at(self, point: Point) -> None:
        """Kill -9 when it next comes there."""
        self.heart.point = point

    @rule(away_s=st.sampled_from([0.0, 5.0, 200.0]), then_s=_THEN)
    def dies_now(self, away_s: float, then_s: float) -> None:
        """Kill -9 between two steps, and nobody there for a while."""
        self.end()
        self.world.clock.advance(away_s)
        self.start()
        self.disturb()
        self.wait(then_s)

    # what must hold

    @invariant()
    def off_sale_only_while_a_hold_is_open(self) -> None:
        """I1: what is off sale by us has an open hold or stop at that shop."""
        for name in SHOPS:
            for sku in SKUS:
                owner = self.owner(name, sku)
                assert owner is None or owner.state.is_open, owner

    @invariant()
    def one_effect_for_one_press(self) -> None:
        """I2: a sold-out command is sent once, under one key, and has one effect at most."""
        for shop in self.shops.values():
            sent = [each.key for each in shop.sent if each.what == "sell_out"]
            took = [line.key for line in shop.ledger if line.sold_out and line.key]
            assert len(sent) == len(set(sent))
            assert len(took) == len(set(took))

    @invariant()
    def only_our_own_is_undone(self) -> None:
        """I3: a restore has no effect on what somebody else, or another hold, has taken off sale."""
        for shop in self.shops.values():
            for sku in SKUS:
                taken_by = None
                for line in (line for line in shop.ledger if line.sku == sku):
                    if not line.sold_out and line.key:
                        assert stem(taken_by or "") == stem(line.key), line
                    taken_by = taker(taken_by, line)

    @invariant()
    def the_deadline_holds(self) -> None:
        """I4: with everything well for a while, nothing is off sale by us beyond its time."""
        for name in SHOPS:
            for sku in SKUS:
                hold = self.owner(name, sku)
                if hold is None or hold.deadline is None or not self.is_calm:
                    continue
                due = max(self.began[hold.id] + (hold.deadline - hold.started_at), self.calm_since)
                assert self.now <= due + timedelta(seconds=TOLERANCE_S), hold

    @invariant()
    def every_effect_was_meant(self) -> None:
        """I5: no command without its intent in the record, and what was read back once is never forgotten."""
        keys = {hold.key_sell_out for hold in self.holds} | {stem(hold.key_restore) for hold in self.holds}
        for shop in self.shops.values():
            for each in shop.sent:
                assert (each.key if each.what == "sell_out" else stem(each.key)) in keys
        kept = {hold.id: hold for hold in self.holds}
        for confirmed in self.confirmed:
            assert kept[confirmed].confirmed_at is not None

    @invariant()
    def numbers_are_never_lost_or_doubled(self) -> None:
        """I6, per product, storefront and broadcast: three uses at most, unknown ones too; one is open."""
        places: dict[tuple[object, ...], list[int | None]] = {}
        for hold in self.holds:
            if hold.kind is HoldKind.HOLD and hold.state.counts:
                places.setdefault((hold.broadcast, hold.sku, hold.storefront), []).append(hold.number)
        for numbers in places.values():
            assert None not in numbers
            assert len(numbers) == len(set(numbers)) <= 3
        still = [(hold.sku, hold.storefront) for hold in self.holds if hold.state.is_open]
        assert len(still) == len(set(still))
        confirmed = [
            hold for hold in self.holds if hold.kind is HoldKind.HOLD and hold.confirmed_at is not None
        ]
        assert all(hold.number is not None for hold in confirmed)

    @invariant()
    def the_audit_is_whole(self) -> None:
        """I13: no gap, no changed line."""
        assert verify(self.journal.kept.lines) is None

    @invariant()
    def nothing_of_ours_is_broken(self) -> None:
        """Whatever the world does is weather; a task that ends by an error is a bug."""
        assert [line for line in self.said if line["event"] in NOT_OURS] == []

    def owner(self, shop: str, sku: str) -> Hold | None:
        """The hold whose command keeps the product off sale at that shop."""
        lines = (line for line in self.shops[shop].ledger if line.sku == sku)
        taken_by = reduce(taker, lines, None)
        return next((hold for hold in self.holds if taken_by and hold.key_sell_out == taken_by), None)

    def heal(self) -> None:
        """Shops, record and lease are well."""
        for shop in self.shops.values():
            shop.fate = Fate.TAKEN
            shop.does.heal()
        self.journal.heal()
        if self.journal.kept.lease is not None and self.journal.kept.lease.owner != "desk":
            self.journal.kept.lease = replace(self.journal.kept.lease, until=self.world.clock.now())
        self.disturb()

    def teardown(self) -> None:
        """L1: once everything works, every hold ends and nothing is off sale by us but what is stopped."""
        try:
            if self.life is not None:
                self.see_it_end()
        finally:
            if self.life is not None:
                self.end()
            self.loop.close()
            self.logs.__exit__(None, None, None)

    def see_it_end(self) -> None:
        """Everything works from now on; stops are released once all else is over."""
        self.heal()
        self.heart.point = None
        # a release that is asked while another desk has the lease is refused, and told so
        self.wait(LOOK_S)
        self.wait_until_over(HoldKind.HOLD)
        for sku in SKUS:
            self.ask(Release(who=ME, skus=(sku,)), 1.0)
        self.wait_until_over(*HoldKind)
        self.wait(LATE_EFFECT_S)
        assert [hold for hold in self.holds if hold.state.is_open] == []
        assert [self.owner(shop, sku) for shop in SHOPS for sku in SKUS] == [None] * 4
        self.nothing_of_ours_is_broken()

    def wait_until_over(self, *kinds: HoldKind) -> None:
        """Until no hold of these kinds is open, for as long as the longest of them may take."""
        for _ in range(ALL_OVER_S // LOOK_S):
            if not any(hold.state.is_open for hold in self.holds if hold.kind in kinds):
                return
            self.wait(LOOK_S)


def taker(before: str | None, line: Effect) -> str | None:
    """Whose key keeps a product off sale after this line: others' is empty, and a stop of theirs stays so."""
    if not line.sold_out:
        return None
    return before if before == "" else line.key


def stem(key: str) -> str:
    """What a hold's keys have in common: after a refusal they go on with a number."""
    return key.partition(".")[0].removesuffix("-on").removesuffix("-off")


async def _bury(loop: asyncio.AbstractEventLoop) -> None:
    """What hung at the point of a death never returns by itself."""
    dead = asyncio.all_tasks(loop) - {asyncio.current_task()}
    for task in dead:
        task.cancel()
    await asyncio.gather(*dead, return_exceptions=True)


class LongDeskWorld(DeskWorld):
    """The same, ten thousand steps of it."""


_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
DeskWorld.TestCase.settings = settings(
    max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=_CHECKS
)
LongDeskWorld.TestCase.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=_CHECKS
)
TestDeskWorld = DeskWorld.TestCase
TestLongDeskWorld = pytest.mark.soak(pytest.mark.timeout(3600)(LongDeskWorld.TestCase))
