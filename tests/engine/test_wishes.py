"""What people ask for besides holds: broadcast, on air, calls, alerts, cues, sources, the ready check."""

import pytest

from app.domain.broadcast import Phase
from app.domain.cue_stories import CueStep
from app.domain.hold import CallState
from app.intents import (
    AcknowledgeAlert,
    ActOnCue,
    CallStock,
    CheckReady,
    Code,
    EndBroadcast,
    FreezeAutomation,
    Intent,
    ReadHoldAgain,
    RefreshSource,
    ResetOpening,
    SayNext,
    SayOnAir,
    SetPhase,
    ShelveAlert,
    SnoozeCue,
    StartBroadcast,
    UpdateCall,
)
from app.ports import JournalFull, Unavailable
from app.views.room import AlertState, BroadcastView, CueKind, ReadyState, ReadyView
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.storefronts import Fate


def broadcast(desk: Desk) -> BroadcastView:
    """The broadcast bar."""
    told = desk.told().broadcast
    assert told is not None
    return told


def states(desk: Desk) -> dict[str, AlertState]:
    """Every alert and where it stands."""
    return {view.id: view.state for view in desk.told().alerts or ()}


async def sell(desk: Desk, units: int, minutes: float = 3) -> None:
    """EAR-01 sells so many units in as many minutes, and its stock falls."""
    steps = int(minutes * 6)
    for step in range(1, steps + 1):
        sold = units * step // steps - units * (step - 1) // steps
        desk.world.sales.sell("EAR-01", sold)
        left = desk.world.warehouse.figures["EAR-01", "la"].available
        desk.world.warehouse.put("EAR-01", (left or 0) - sold)
        await desk.pass_time(10)


async def test_a_broadcast_starts_with_the_stock_of_now_and_ends() -> None:
    """Its gauges are full; afterwards nothing is on air, and the phase is daily again."""
    world = World()
    async with running(world, start=False) as desk:
        world.warehouse.put("EAR-01", 80)
        await desk.pass_time(3)
        assert (await desk.ask_now(StartBroadcast(who=ME, host="Lin"))).ok
        bar = broadcast(desk)
        assert (bar.number, bar.host, bar.phase) == (1, "Lin", Phase.LIVE)
        assert desk.gauge("EAR-01").opening == 80
        assert [r.code for r in (await desk.ask_now(StartBroadcast(who=ME))).results] == [
            Code.BROADCAST_RUNNING
        ]
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        assert (await desk.ask_now(EndBroadcast(who=ME))).ok
        bar = broadcast(desk)
        assert (bar.number, bar.on_air, bar.phase) == (None, None, Phase.DAILY)
        assert [r.code for r in (await desk.ask_now(EndBroadcast(who=ME))).results] == [Code.NO_BROADCAST]


async def test_on_air_takes_the_place_of_next() -> None:
    """What was announced is shown; it is not next any more. Both outlive the desk."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(SayNext(who=ME, sku="EAR-02"))
        assert broadcast(desk).next_sku == "EAR-02"
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-02"))
        assert (broadcast(desk).on_air, broadcast(desk).next_sku) == ("EAR-02", None)
        await desk.ask_now(SetPhase(who=ME, phase=Phase.WARM_UP))
    async with running(world) as desk:
        await desk.pass_time(1)
        assert (broadcast(desk).on_air, broadcast(desk).phase) == ("EAR-02", Phase.WARM_UP)
        await desk.ask_now(SayOnAir(who=ME, sku=None))
        assert broadcast(desk).on_air is None


@pytest.mark.parametrize(
    ("intent", "code"),
    [
        (SayOnAir(who=ME, sku="NOPE"), Code.UNKNOWN_SKU),
        (SayNext(who=ME, sku="NOPE"), Code.UNKNOWN_SKU),
        (CallStock(who=ME, sku="NOPE", units=1), Code.UNKNOWN_SKU),
        (CallStock(who=ME, sku="EAR-01", units=0), Code.BAD_VALUE),
        (UpdateCall(who=ME, call=7), Code.UNKNOWN_TARGET),
        (RefreshSource(who=ME, source="nowhere"), Code.UNKNOWN_TARGET),
        (AcknowledgeAlert(who=ME, alert="gone"), Code.UNKNOWN_TARGET),
        (ShelveAlert(who=ME, alert="gone"), Code.UNKNOWN_TARGET),
        (ActOnCue(who=ME, cue="gone"), Code.UNKNOWN_TARGET),
    ],
)
async def test_what_is_not_there_is_said(intent: Intent, code: Code) -> None:
    """In a sentence; nothing happens."""
    async with running(World()) as desk:
        answer = await desk.ask_now(intent)
        assert [(result.code, bool(result.text)) for result in answer.results] == [(code, True)]


async def test_a_call_for_stock_goes_from_asked_to_on_its_way() -> None:
    """And is kept through a restart."""
    world = World()
    async with running(world) as desk:
        assert (await desk.ask_now(CallStock(who=ME, sku="EAR-01", units=40, reason="sells fast"))).ok
        (call,) = desk.told().calls or ()
        assert (call.units, call.state) == (40, CallState.ASKED)
        await desk.ask_now(UpdateCall(who=ME, call=call.id))
    async with running(world) as desk:
        await desk.pass_time(1)
        (call,) = desk.told().calls or ()
        assert call.state == CallState.SEEN
        await desk.ask_now(UpdateCall(who=ME, call=call.id, on_its_way=True))
        assert [view.state for view in desk.told().calls or ()] in ([], [CallState.ON_ITS_WAY])


async def test_the_stock_of_now_becomes_full_only_when_a_person_says_so() -> None:
    """A delivery alone changes no percentage's base. F052."""
    world = World()
    async with running(world) as desk:
        world.warehouse.put("EAR-01", 400)
        await desk.pass_time(3)
        assert desk.gauge("EAR-01").opening == 100
        await desk.ask_now(ResetOpening(who=ME, skus=("EAR-01",)))
        assert desk.gauge("EAR-01").opening == 400
    async with running(world) as desk:
        await desk.pass_time(3)
        assert desk.gauge("EAR-01").opening == 400


async def test_an_alert_is_acknowledged_or_shelved_for_a_time() -> None:
    """Shelving ends by itself. F158."""
    world = World()
    async with running(world) as desk:
        world.warehouse.does.fail(Unavailable("no answer"))
        await desk.pass_time(30)
        assert states(desk) == {"source:la": AlertState.ACTIVE}
        await desk.ask_now(AcknowledgeAlert(who=ME, alert="source:la"))
        assert states(desk) == {"source:la": AlertState.ACKNOWLEDGED}
        await desk.ask_now(ShelveAlert(who=ME, alert="source:la", minutes=1))
        assert states(desk) == {"source:la": AlertState.SHELVED}
        await desk.pass_time(65)
        assert states(desk) == {"source:la": AlertState.ACKNOWLEDGED}


async def test_a_product_left_off_sale_can_t_be_shelved() -> None:
    """It is only acknowledged. F158."""
    world = World()
    async with running(world) as desk:
        await desk.mark(minutes=1)
        world.shop.fate = Fate.IGNORED
        await desk.pass_time(100)
        (alert,) = [name for name in states(desk) if "hold" in name]
        await desk.ask_now(ShelveAlert(who=ME, alert=alert))
        assert states(desk)[alert] is AlertState.ACKNOWLEDGED


async def test_a_cue_is_followed_or_snoozed() -> None:
    """What it proposes is done, and it rests."""
    world = World()
    async with running(world) as desk:
        await desk.ask_now(SayOnAir(who=ME, sku="EAR-01"))
        await sell(desk, 85)
        cues = desk.told().cues or ()
        assert cues
        kinds = {cue.kind for cue in cues}
        chosen = next((cue for cue in cues if cue.kind is CueKind.CALL_STOCK), cues[0])
        assert (await desk.ask_now(ActOnCue(who=ME, cue=chosen.id))).ok
        if chosen.kind is CueKind.CALL_STOCK:
            assert [view.sku for view in desk.told().calls or ()] == ["EAR-01"]
        for cue in desk.told().cues or ():
            await desk.ask_now(SnoozeCue(who=ME, cue=cue.id))
        assert not {cue.kind for cue in desk.told().cues or ()} & kinds
        await desk.pass_time(4)
    notes = await world.journal.cue_notes(1)
    shown = [one.key for one in notes if one.step is CueStep.SHOWN]
    ended = {one.key: one.step for one in notes if one.step is not CueStep.SHOWN}
    assert set(ended) <= set(shown)
    assert len(shown) == len(set(shown))
    assert ended[chosen.id] is CueStep.FOLLOWED
    assert all(step is CueStep.SNOOZED for key, step in ended.items() if key != chosen.id)


async def test_hands_off_is_shown() -> None:
    """Until it is taken back."""
    async with running(World()) as desk:
        for frozen in (True, False):
            await desk.ask_now(FreezeAutomation(who=ME, frozen=frozen))
            assert broadcast(desk).hands_off is frozen


async def test_an_uncertain_hold_is_read_again_when_asked() -> None:
    """Now, not at the next watch."""
    world = World()
    async with running(world) as desk:
        answer = await desk.mark()
        reads = len(world.shop.reads)
        await desk.ask_now(ReadHoldAgain(who=ME, holds=(answer.results[0].hold or 0,)))
        assert len(world.shop.reads) > reads
        assert (await desk.ask_now(ReadHoldAgain(who=ME, holds=(99,)))).results[0].code is Code.UNKNOWN_TARGET


@pytest.mark.parametrize(
    ("on", "intent"),
    [
        ("set_on_air", SayOnAir(who=ME, sku="EAR-01")),
        ("set_next", SayNext(who=ME, sku="EAR-01")),
        ("add_call", CallStock(who=ME, sku="EAR-01", units=1)),
        ("set_phase", SetPhase(who=ME, phase=Phase.LIVE)),
        ("end_broadcast", EndBroadcast(who=ME)),
        ("set_openings", ResetOpening(who=ME, skus=("EAR-01",))),
    ],
)
async def test_what_can_t_be_recorded_is_not_shown(on: str, intent: Intent) -> None:
    """The words name the record's trouble; nothing has changed."""
    world = World()
    async with running(world) as desk:
        before = desk.told().broadcast
        world.journal.fail(JournalFull("the disk is full"), on=on)
        answer = await desk.ask_now(intent)
        assert [result.code for result in answer.results] == [Code.NO_RECORD]
        assert "the disk is full" in answer.results[0].text
        assert desk.told().broadcast == before


def ready(desk: Desk) -> ReadyView:
    """How far the check is."""
    told = desk.told().ready
    assert told is not None
    return told


async def test_the_ready_check_names_what_is_not_ready() -> None:
    """It warns, it never blocks; each line as it is known."""
    world = World()
    async with running(world) as desk:
        world.traffic.does.fail(Unavailable("no answer"))
        await desk.pass_time(40)
        await desk.mark("CUP-01")
        assert (await desk.ask_now(CheckReady(who=ME))).ok
        lines = {line.name: line.state for line in ready(desk).lines}
        assert (lines["LA"], lines["LIVE"], lines["Open holds"]) == (
            ReadyState.OK,
            ReadyState.FAILED,
            ReadyState.WARNING,
        )
        assert not ready(desk).running


@pytest.mark.parametrize(("fate", "state"), [(Fate.TAKEN, ReadyState.OK), (Fate.REFUSED, ReadyState.FAILED)])
async def test_the_test_flip_uses_up_nothing(fate: Fate, state: ReadyState) -> None:
    """Off and on again, each read back; no broadcast is needed. F112."""
    world = World()
    world.shop.next_fates = [fate]
    async with running(world, start=False) as desk:
        assert (await desk.ask(CheckReady(who=ME, test_sku="EAR-01"))).ok
        assert (ready(desk).lines[-1].state, ready(desk).running) == (state, False)
        assert not world.shop.is_sold_out("EAR-01")
        await desk.ask_now(StartBroadcast(who=ME))
        assert desk.gauge("EAR-01").holds_used == 0
