"""Which suggestions the room gets, each with its reasons."""

from dataclasses import replace

import pytest

from app.domain.broadcast import Phase, Showing
from app.domain.decide import decide_product, decide_room
from app.domain.facts import Demand, ProductFacts, RoomFacts
from app.domain.hold import CallState, HoldKind, HoldState, Reason, StockCall
from app.domain.places import Lined, LineUp, Wishes
from app.domain.room import Cue, CueKind
from app.domain.signals import Turn
from tests.domain.builders import (
    NOW,
    POLICY,
    WHO,
    ago,
    at_warehouse,
    facts,
    hold,
    product,
    room,
    shop,
    slow_leg,
    source,
    traffic,
)

_TURN = Turn(minutes=8.0, units=20.0, per_minute=3.0, shortage=0.0, doubt=1.0)
_ON_AIR = room(on_air=Showing(sku="EAR-01", since=ago(60), said_by="lin"))


def _cues(*several: ProductFacts, of: RoomFacts | None = None) -> dict[CueKind, Cue]:
    in_room = of or room()
    by_sku = {one.product.sku: one for one in several}
    decisions = {sku: decide_product(one, in_room, POLICY, NOW) for sku, one in by_sku.items()}
    return {cue.kind: cue for cue in decide_room(decisions, by_sku, in_room, POLICY, NOW).cues}


def _with_substitute(of: ProductFacts) -> ProductFacts:
    return replace(of, product=product(of.product.sku, substitute="EAR-02"))


def _plenty(sku: str = "EAR-02") -> ProductFacts:
    return facts(sku, available=655, opening=700, rate=1.2)


# what to show


def test_what_runs_out_on_air_is_followed_by_its_substitute() -> None:
    """A few minutes before the earliest likely end, with what the substitute has."""
    cue = _cues(_with_substitute(facts(available=100, rate=12.7)), _plenty(), of=_ON_AIR)[CueKind.SHOW_NEXT]
    assert (cue.key, cue.sku, cue.other) == ("show_next:EAR-01", "EAR-01", "EAR-02")
    assert cue.figures.sell_out is not None
    assert cue.figures.minutes == pytest.approx(cue.figures.sell_out.p10 - 3)
    assert (cue.figures.units, cue.figures.other_units, cue.figures.other_lasts) == (100, 655, True)


def test_the_switch_is_never_proposed_for_the_past() -> None:
    """One minute at the least."""
    cue = _cues(facts(available=20, rate=12.7), _plenty(), of=_ON_AIR)[CueKind.SHOW_NEXT]
    assert cue.figures.minutes == 1.0


def test_without_a_substitute_the_line_up_decides() -> None:
    """The first that can be shown; not one that is stale, out, or nearly so."""
    better = facts("TOP-01", available=900, opening=900, rate=5.0)
    stale = facts("OLD-01", stock=[at_warehouse(900, sku="OLD-01", age_s=99)], rate=9.0)
    nearly_out = facts("LOW-01", available=9, rate=9.0)
    held = facts("OFF-01", available=900, rate=9.0, holds=[hold(sku="OFF-01")])
    short = facts(available=100, rate=12.7)
    cue = _cues(short, _plenty(), better, stale, nearly_out, held, of=_ON_AIR)[CueKind.SHOW_NEXT]
    assert cue.other == "TOP-01"


def test_what_stands_first_in_line_is_proposed_and_what_is_skipped_is_not() -> None:
    """As people said; where nothing stands in line, the first at a glance."""
    short = facts(available=100, rate=12.7)
    better, other = facts("TOP-01", available=900, opening=900, rate=5.0), _plenty()
    line = LineUp(places=tuple(Lined(sku=sku, turn=_TURN) for sku in ("EAR-02", "TOP-01")))
    assert _next_of(short, better, other, line=line) == "EAR-02"
    skips = LineUp(wishes=Wishes(skips=frozenset({"TOP-01"})))
    assert _next_of(short, better, other, line=skips) == "EAR-02"
    own = replace(short, product=product("EAR-01", substitute="TOP-01"))
    assert _next_of(own, better, other, line=skips) == "EAR-02"


def test_at_a_tenth_of_its_stock_a_plan_b_is_ready() -> None:
    """However long that may last, unless it lasts the show."""
    slow = facts(available=19, rate=0.2)
    assert _cues(slow, _plenty(), of=_ON_AIR)[CueKind.SHOW_NEXT].other == "EAR-02"
    assert CueKind.SHOW_NEXT not in _cues(facts(available=24, rate=0.2), _plenty(), of=_ON_AIR)
    assert CueKind.SHOW_NEXT not in _cues(facts(available=19, rate=0.001), _plenty(), of=_ON_AIR)


def _next_of(*several: ProductFacts, line: LineUp) -> str:
    return _cues(*several, of=replace(_ON_AIR, line_up=line))[CueKind.SHOW_NEXT].other


def test_what_can_not_be_bought_is_replaced_at_once() -> None:
    """By its own substitute if that can take over."""
    cue = _cues(_with_substitute(facts(available=0)), _plenty(), of=_ON_AIR)[CueKind.SUBSTITUTE]
    assert (cue.other, cue.figures.minutes, cue.figures.units) == ("EAR-02", 0.0, 0)
    held = _cues(_with_substitute(facts(holds=[hold()])), _plenty(), of=_ON_AIR)
    assert held[CueKind.SUBSTITUTE].other == "EAR-02"
    no_own = _cues(facts(available=0), _plenty(), of=_ON_AIR)
    assert no_own[CueKind.SHOW_NEXT].other == "EAR-02"


def test_the_next_product_must_be_one_that_can_be_bought() -> None:
    """Said before it is shown."""
    announced = room(next_sku="EAR-01")
    assert _cues(facts(available=0), _plenty(), of=announced)[CueKind.SHOW_NEXT].sku == "EAR-01"
    assert _cues(facts(), _plenty(), of=announced) == {}
    assert _cues(_plenty(), of=room(next_sku="GONE-1")) == {}


def test_without_anything_to_show_instead_there_is_no_cue() -> None:
    """A suggestion must be one that can be followed."""
    assert CueKind.SHOW_NEXT not in _cues(facts(available=20, rate=12.7), of=_ON_AIR)


def test_what_lasts_the_show_needs_no_next() -> None:
    """Nor what sells for a while yet."""
    assert CueKind.SHOW_NEXT not in _cues(facts(available=100, rate=0.01), _plenty(), of=_ON_AIR)
    assert CueKind.SHOW_NEXT not in _cues(facts(available=150, rate=2.0), _plenty(), of=_ON_AIR)
    unseen = replace(facts(), missing=("nj",))
    assert CueKind.SHOW_NEXT not in _cues(unseen, _plenty(), of=_ON_AIR)


# stock that ends before the show


def test_what_runs_short_is_called_for_where_some_is_on_its_way() -> None:
    """What the rest of the show sells beyond what is there, in whole packs."""
    short = facts(stock=[at_warehouse(50, inbound=240)])
    packs = replace(short, product=replace(product(), pack_size=20))
    cue = _cues(packs)[CueKind.CALL_STOCK]
    assert (cue.figures.quantity, cue.figures.units, cue.figures.share) == (260, 50, 0.25)


def test_a_call_goes_out_as_soon_as_stock_may_end_before_it_could_be_answered() -> None:
    """150 of 200 are left and nobody would look; at ten a minute they may be gone before more is there."""
    fast = facts(stock=[at_warehouse(150, inbound=900)], rate=10.0)
    assert _cues(fast)[CueKind.CALL_STOCK].figures.share == 0.75
    slow = facts(stock=[at_warehouse(150, inbound=900)], rate=2.0)
    assert CueKind.CALL_STOCK not in _cues(slow)
    assert CueKind.CALL_STOCK not in _cues(facts(stock=[at_warehouse(150)], rate=10.0))


def test_a_warehouse_that_feeds_no_shop_can_help() -> None:
    """Its stock is there, but nobody sells it."""
    aside = facts(stock=[at_warehouse(30), at_warehouse(20, "de")])
    assert CueKind.CALL_STOCK in _cues(aside)
    feeds_all = replace(aside, shops=(replace(shop(), fed_by=frozenset()),))
    assert CueKind.CALL_STOCK not in _cues(feeds_all)
    assert CueKind.CALL_STOCK not in _cues(replace(aside, shops=()))


def test_what_was_called_for_is_not_called_for_again() -> None:
    """Nor what is not missing by any figure."""
    call = StockCall(id=1, sku="EAR-01", units=100, state=CallState.ASKED, asked_at=NOW, who=WHO)
    short = facts(stock=[at_warehouse(50, inbound=240)])
    assert CueKind.CALL_STOCK not in _cues(short, of=room(calls=(call,)))


def test_what_is_nearly_gone_with_nothing_coming_turns_to_pre_sale() -> None:
    """With the days until there is more, where they are known."""
    short = facts(available=15, rate=5.2)
    cue = _cues(replace(short, product=replace(product(), legs=(slow_leg(),))))[CueKind.PRE_SALE]
    assert (cue.figures.units, cue.figures.lead_days) == (15, 26.0)
    assert _cues(short)[CueKind.PRE_SALE].figures.lead_days is None
    assert CueKind.PRE_SALE in _cues(facts(available=0))


def test_no_pre_sale_while_a_substitute_can_take_over_or_time_is_left() -> None:
    """Nor outside a broadcast."""
    assert CueKind.PRE_SALE not in _cues(_with_substitute(facts(available=15, rate=5.2)), _plenty())
    assert CueKind.PRE_SALE not in _cues(facts(available=50, rate=2.0))
    assert CueKind.PRE_SALE not in _cues(facts(available=15, rate=5.2), of=room(broadcast=None))


def test_without_a_planned_length_nothing_is_called_for() -> None:
    """Nobody knows what would be missing."""
    short = {"EAR-01": facts(stock=[at_warehouse(50, inbound=240)])}
    open_end = replace(POLICY, planned_minutes=None)
    decisions = {sku: decide_product(one, room(), open_end, NOW) for sku, one in short.items()}
    assert decide_room(decisions, short, room(), open_end, NOW).cues == ()


# orders, holds, silent sources


def test_an_order_that_is_due_is_proposed_with_its_figures() -> None:
    """Point, position, quantity."""
    due = replace(facts(), product=replace(product(), legs=(slow_leg(),)), demand=Demand(per_day=40))
    cue = _cues(due)[CueKind.REORDER]
    assert cue.figures.reorder is not None
    assert (cue.figures.quantity, cue.figures.reorder.position) == (1540, 100)


def _surging(**changes: object) -> RoomFacts:
    return room(traffic=(traffic(2316, surge=True, baseline=1480.0),), **changes)


def test_in_a_surge_a_product_held_for_show_may_sell_on() -> None:
    """The viewers are here, and so is the stock."""
    cue = _cues(facts(available=180, holds=[hold()]), of=_surging())[CueKind.RESTORE_EARLY]
    assert (cue.figures.viewers, cue.figures.units) == (2316, 180)
    assert cue.figures.ratio == pytest.approx(1.565, abs=0.001)


@pytest.mark.parametrize(
    "kept",
    [
        facts(available=180, holds=[hold(reason=Reason.ERROR)]),
        facts(available=180, holds=[hold(reason=Reason.INCIDENT)]),
        facts(available=180, holds=[hold(kind=HoldKind.STOP)]),
        facts(available=180, holds=[hold(HoldState.CLOSING)]),
        facts(available=50, holds=[hold()]),
        facts(available=180, opening=None, holds=[hold()]),
        facts(stock=[at_warehouse(180, age_s=99)], holds=[hold()]),
        facts(available=20),
    ],
)
def test_a_hold_for_safety_or_without_stock_is_left_alone(kept: ProductFacts) -> None:
    """Selling on is a matter of business only."""
    assert CueKind.RESTORE_EARLY not in _cues(kept, of=_surging())


def test_without_a_surge_holds_run_as_planned() -> None:
    """Nothing to gain."""
    assert _cues(facts(available=180, holds=[hold()])) == {}


def test_products_behind_a_silent_source_are_held_back_together() -> None:
    """One cue for the source, naming the riskiest product."""
    quiet = room(sources=(source(age_s=134), source("nj")), phase=Phase.LIVE)
    slow = facts("A", stock=[at_warehouse(150, sku="A", age_s=134)], rate=1.0)
    fast = facts("B", stock=[at_warehouse(150, sku="B", age_s=134)], rate=5.0)
    cue = _cues(slow, fast, of=quiet)[CueKind.HOLD_BACK]
    assert (cue.key, cue.sku, cue.source) == ("hold_back:la", "B", "la")
    assert (cue.figures.at_risk, cue.figures.count, cue.figures.age_from) == (14, 2, ago(134))


def test_a_silent_source_with_nothing_selling_holds_nothing_back() -> None:
    """No units can be missing."""
    quiet = room(sources=(source(age_s=134),))
    assert _cues(facts(stock=[at_warehouse(150, age_s=134)], rate=0.0), of=quiet) == {}
