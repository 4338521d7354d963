"""Where the rules meet: one product, the room, and when to look again."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app.domain.broadcast import Broadcast, Phase, Showing
from app.domain.decide import Case, confirmed, decide_product, decide_products, decide_room
from app.domain.facts import Demand, ProductFacts, RoomFacts
from app.domain.hold import HoldKind, HoldState
from app.domain.lineup import line_up
from app.domain.readings import Freshness
from app.domain.room import AlertKind, AlertState, CueKind, ProductDecision, RoomDecision, Urgency
from app.domain.showtime import minutes_left
from tests.domain.builders import (
    NOW,
    POLICY,
    ago,
    at_warehouse,
    facts,
    hold,
    later,
    product,
    room,
    shop,
    slow_leg,
    source,
    trade,
    traffic,
)


def _one(of: ProductFacts, in_room: RoomFacts | None = None) -> ProductDecision:
    return decide_product(of, in_room or room(), POLICY, NOW)


def _all(
    *several: ProductFacts, of: RoomFacts | None = None
) -> tuple[dict[str, ProductDecision], dict[str, ProductFacts], RoomDecision]:
    in_room = of or room()
    by_sku = {one.product.sku: one for one in several}
    decisions = {sku: decide_product(one, in_room, POLICY, NOW) for sku, one in by_sku.items()}
    return decisions, by_sku, decide_room(decisions, by_sku, in_room, POLICY, NOW)


# one product


def test_a_selling_product_is_judged_whole() -> None:
    """100 of 200 left at two a minute in a room of 2000."""
    found = _one(facts())
    assert (found.stock.available, found.share, found.level) == (100, 0.5, 50)
    assert found.units_per_minute == pytest.approx(2.0)
    assert found.per_1000_viewers == pytest.approx(1.0, rel=0.01)
    assert found.sell_out is not None
    assert found.sell_out.p10 < found.sell_out.p50 < found.sell_out.p90
    assert found.sell_out.p50 == pytest.approx(50, rel=0.1)
    assert (found.lasts_the_show, found.selling, found.group) == (False, True, Urgency.NORMAL)
    assert (found.tier, found.trend, found.units_at_risk) == (Phase.LIVE, 0, None)


def test_a_product_that_lasts_says_so() -> None:
    """Even its 10 % case outlasts the rest of the show."""
    assert _one(facts(available=20_000, opening=20_000)).lasts_the_show


def test_more_viewers_sell_it_out_sooner() -> None:
    """At once, not after the rate has risen; not by half, for a surge passes."""
    calm, crowd = _one(facts()), _one(facts(), room(traffic=(traffic(4000),)))
    assert calm.sell_out is not None
    assert crowd.sell_out is not None
    assert crowd.sell_out.p50 < 0.75 * calm.sell_out.p50


def test_a_held_product_has_no_forecast_but_its_true_stock() -> None:
    """It sells nothing; what is there stays in sight."""
    found = _one(facts(holds=[hold()]))
    assert (found.sell_out, found.selling, found.stock.available) == (None, False, 100)
    assert found.group is Urgency.OFF_SALE


def test_a_product_that_is_gone_is_gone_now() -> None:
    """No minutes left, held or not."""
    found = _one(facts(available=0))
    assert found.sell_out is not None
    assert (found.sell_out.p90, found.selling, found.group) == (0.0, False, Urgency.ACT_NOW)


def test_partial_stock_has_no_level_and_no_forecast() -> None:
    """What one warehouse says is not the whole."""
    found = _one(replace(facts(), missing=("nj",)))
    assert (found.level, found.sell_out, found.reorder) == (None, None, None)
    assert (found.stock.available, found.group) == (100, Urgency.DOUBTFUL)


def test_a_new_product_makes_no_claims() -> None:
    """No sales seen, no rate; no settings, no reorder."""
    fresh = replace(facts(), trade=replace(trade(), minutes=type(trade().minutes)()))
    found = _one(fresh)
    assert (found.units_per_minute, found.sell_out, found.days_of_cover, found.reorder) == (None,) * 4


def test_stale_stock_puts_units_at_risk() -> None:
    """134 seconds at two a minute: rather five than four."""
    found = _one(facts(stock=[at_warehouse(60), at_warehouse(40, "nj", age_s=134)]))
    assert (found.units_at_risk, found.noteworthy, found.group) == (5, True, Urgency.DOUBTFUL)
    held = _one(facts(stock=[at_warehouse(60, age_s=134)], holds=[hold()]))
    assert held.units_at_risk is None


def test_a_level_keeps_through_its_dead_band() -> None:
    """31 % after 30 % is still 30."""
    low = _one(facts(available=60))
    assert low.level == 30
    assert decide_product(facts(available=62), room(), POLICY, NOW, low).level == 30
    assert decide_product(facts(available=65), room(), POLICY, NOW, low).level == 50


def test_a_delivery_beyond_the_opening_is_told() -> None:
    """The gauge is full and says how much more."""
    found = _one(facts(available=240))
    assert (found.share, found.above_opening, found.level) == (1.0, 40, None)


def test_reordering_needs_demand_and_a_way() -> None:
    """40 a day, 26 days: the position of 150 is far below the point, so order today."""
    selling = replace(
        facts(stock=[at_warehouse(100, inbound=50)]),
        product=replace(product(), legs=(slow_leg(),), pack_size=20),
        demand=Demand(per_day=40),
    )
    found = _one(selling)
    assert found.days_of_cover == 2.5
    assert found.reorder is not None
    assert (found.reorder.point, found.reorder.position, found.reorder.quantity) == (1040, 150, 1500)
    assert (found.reorder.by, found.reorder.due) == (date(2026, 11, 22), True)
    assert found.safety_stock == 0
    assert _one(replace(selling, demand=None)).reorder is None


def test_the_last_day_to_order_is_one_of_the_rooms_zone() -> None:
    """In Shanghai it is already tomorrow."""
    late = NOW.replace(hour=20)
    due = replace(facts(), product=replace(product(), legs=(slow_leg(),)), demand=Demand(per_day=40))
    for zone, expected in ((UTC, date(2026, 11, 22)), (ZoneInfo("Asia/Shanghai"), date(2026, 11, 23))):
        found = decide_product(due, room(), replace(POLICY, zone=zone), late)
        assert found.reorder is not None
        assert found.reorder.by == expected


def test_a_surge_lifts_the_tier() -> None:
    """At once, for every product."""
    busy = room(phase=Phase.DAILY, traffic=(traffic(surge=True),))
    assert _one(facts(), busy).tier is Phase.WARM_UP


# urgency and line-up


def test_groups_go_from_what_must_be_done_to_what_is_well() -> None:
    """A stuck restore before all, our own holds apart, doubt before lowness."""
    stuck = replace(hold(HoldState.CLOSING), needs_attention=True)
    on_air = room(on_air=Showing(sku="EAR-01", since=ago(60), said_by="lin"))
    stale = [at_warehouse(50, age_s=99)]
    cases = [
        (_one(facts(holds=[stuck])), Urgency.ACT_NOW),
        (_one(facts(holds=[hold()]), on_air), Urgency.ACT_NOW),
        (_one(facts(holds=[hold(kind=HoldKind.STOP)])), Urgency.OFF_SALE),
        (_one(facts(available=20)), Urgency.ACT_NOW),
        (_one(facts(stock=stale)), Urgency.DOUBTFUL),
        (_one(facts(available=50)), Urgency.WATCH),
        (_one(facts()), Urgency.NORMAL),
    ]
    assert [found.group for found, _ in cases] == [expected for _, expected in cases]


def test_inside_a_group_the_first_to_run_out_stands_first() -> None:
    """Without a forecast the emptier one."""
    soon, late = _one(facts(available=20, rate=5.0)), _one(facts(available=20, rate=1.0))
    assert soon.rank < late.rank
    emptier, fuller = _one(facts(available=20, holds=[hold()])), _one(facts(holds=[hold()]))
    assert late.rank < emptier.rank < fuller.rank
    assert _one(facts(holds=[hold()], opening=0)).rank > fuller.rank


def test_the_line_up_begins_with_what_earns_most() -> None:
    """Conversion times margin, as far as the stock goes; what can't be bought comes last."""
    dear = replace(facts(available=1000), product=product(priced=True))
    orders = {
        "dear": _one(dear).line_up,
        "cheap": _one(facts(available=1000)).line_up,
        "few": _one(facts(available=10)).line_up,
        "out": _one(facts(available=0)).line_up,
        "stale": _one(facts(stock=[at_warehouse(1000, age_s=99)])).line_up,
    }
    assert orders["dear"] < orders["cheap"] < orders["few"] < 0 < min(orders["out"], orders["stale"])


def test_a_loss_earns_nothing_and_an_unknown_rate_is_no_rate() -> None:
    """Neither leads the line-up."""
    loss = replace(product(priced=True), price=Decimal(1))
    assert line_up(_one(facts()), loss) == 0
    blind = room(traffic=(), meter=replace(room().meter, viewers=None))
    unseen = replace(facts(), trade=replace(trade(), viewer_minutes=type(trade().minutes)()))
    assert _one(unseen, blind).line_up == -2000
    fresh = replace(facts(), trade=replace(trade(0.0), minutes=type(trade().minutes)()))
    assert _one(fresh, blind).line_up == 0


# the length of the show


@pytest.mark.parametrize(("run", "left"), [(90, 150), (0, 240), (300, 30), (-5, 240)])
def test_the_rest_of_the_show_is_what_was_planned(run: float, left: float) -> None:
    """Past its end a little more is reckoned with."""
    running = room(broadcast=Broadcast(id=1, started_at=ago(60 * run)))
    assert minutes_left(running, POLICY, NOW) == left


def test_nobody_knows_the_length_of_an_unplanned_show() -> None:
    """Before it starts the whole of a planned one is ahead."""
    assert minutes_left(room(), replace(POLICY, planned_minutes=None), NOW) is None
    assert minutes_left(room(broadcast=None), POLICY, NOW) == 240
    endless = decide_product(facts(available=10**6), room(), replace(POLICY, planned_minutes=None), NOW)
    assert not endless.lasts_the_show


# when to look again


def test_a_product_is_looked_at_again_when_its_figures_age_or_its_rate_fades() -> None:
    """Whichever comes first."""
    assert _one(facts()).changes_at == ago(1) + timedelta(seconds=7.5, microseconds=1)
    old = facts(stock=[at_warehouse(99, age_s=99)], shops=[])
    assert _one(old).changes_at == later(30)
    hurried = facts(stock=[at_warehouse(9, age_s=99)], shops=[])
    assert _one(hurried).changes_at == later(10)
    assert _one(facts(stock=[at_warehouse(9, age_s=99)], shops=[], rate=0.0)).changes_at is None


def test_nothing_changes_before_the_instant_named() -> None:
    """And something does at it."""
    of, in_room = facts(rate=0.0), room()
    found = decide_product(of, in_room, POLICY, NOW)
    assert found.changes_at is not None
    before = decide_product(of, in_room, POLICY, found.changes_at - timedelta(microseconds=2))
    at = decide_product(of, in_room, POLICY, found.changes_at)
    assert before.stock.freshness is Freshness.LIVE
    assert at.stock.freshness is Freshness.AGING
    assert at.changes_at is not None
    assert at.changes_at > found.changes_at


def test_figures_that_were_read_again_and_are_the_same_need_no_new_decision() -> None:
    """Until they really age, or the rate must be looked at."""
    found = _one(facts())
    due = later(7)
    read_again = facts(stock=[at_warehouse(100, age_s=-6.5)], shops=[shop(age_s=-6.0)])
    stands_on = confirmed(found, read_again, due)
    assert stands_on is not None
    assert stands_on.changes_at == later(6.5) + timedelta(seconds=7.5, microseconds=1)
    assert replace(stands_on, changes_at=found.changes_at) == found
    assert confirmed(found, facts(), due) is None
    assert confirmed(found, facts(shops=[shop(age_s=60)]), NOW) is None
    assert confirmed(found, read_again, later(30)) is None
    idle = _one(facts(rate=0.0))
    assert idle.renew_at is None
    assert confirmed(idle, read_again, due) is not None


# the room


def test_the_room_gathers_traffic_lamps_cues_and_alerts() -> None:
    """One decision for all that stands beside the wall."""
    _, _, found = _all(facts(available=20), of=room(traffic=(traffic(3000, surge=True),)))
    assert (found.traffic[0].surge_ratio, found.traffic[0].surge_line, found.surge) == (2.0, 2250.0, True)
    assert found.sources[0].state == "live"
    assert [alert.cause.kind for alert in found.alerts] == [AlertKind.CRITICAL_LOW]
    assert len(found.criticals) == 1
    assert found.flagged == {"EAR-01"}
    assert found.changes_at is not None


@pytest.mark.parametrize("available", [0, 12, 100, None])
@pytest.mark.parametrize("held", [False, True])
def test_what_stands_as_it_did_is_judged_in_another_room_as_from_its_facts(
    available: int | None, *, held: bool
) -> None:
    """A surge begins and more was sold: the short way comes to the same as the long one."""
    base = replace(facts(available=available), holds=(hold(),) if held else (), demand=Demand(per_day=40))
    of = replace(base, product=replace(base.product, legs=(slow_leg(),)), planned=30.0)
    before = _one(of)
    sold_more = replace(of, trade=trade(6.0))
    surging = room(traffic=(traffic(surge=True),))

    case = Case(facts=sold_more, previous=before, stance=before.stance)
    short = decide_products([case], surging, POLICY, NOW)[0]
    long = decide_product(sold_more, surging, POLICY, NOW, before)

    assert short == long
    assert short.tier is not before.tier or before.tier is Phase.LIVE
    assert short.units_per_minute != before.units_per_minute


def test_a_room_without_figures_is_decided_too() -> None:
    """At start nothing is known."""
    found = decide_room({}, {}, room(traffic=(replace(traffic(None), baseline=None),)), POLICY, NOW)
    assert (found.cues, found.alerts, found.surge) == ((), (), False)
    assert (found.traffic[0].surge_ratio, found.traffic[0].surge_line) == (None, None)


def test_the_next_decision_looks_only_at_what_changed() -> None:
    """And comes to the same as looking at everything."""
    several = [facts(f"S{n}", available=20 if n % 3 else 150) for n in range(9)]
    decisions, by_sku, first = _all(*several)
    by_sku["S3"] = facts("S3", available=10)
    by_sku["S1"] = facts("S1", available=190)
    for sku in ("S1", "S3"):
        decisions[sku] = decide_product(by_sku[sku], room(), POLICY, NOW, decisions[sku])
    quick = decide_room(decisions, by_sku, room(), POLICY, NOW, first, changed=["S1", "S3", "S-unknown"])
    thorough = decide_room(decisions, by_sku, room(), POLICY, NOW, first)
    assert quick == thorough
    assert "S1" not in quick.flagged
    assert "S3" in quick.flagged


def test_the_most_urgent_order_is_kept_while_it_is_due() -> None:
    """A worse one takes its place; when none is due any more, nothing is proposed."""
    due = [
        replace(
            facts(sku, available=left, opening=1000),
            product=replace(product(sku), legs=(slow_leg(),)),
            demand=Demand(per_day=40),
        )
        for sku, left in (("A", 800), ("B", 500))
    ]
    decisions, by_sku, first = _all(*due)
    assert first.to_order == "B"
    assert [cue.sku for cue in first.cues if cue.kind is CueKind.REORDER] == ["B"]
    by_sku["A"] = replace(by_sku["A"], stock=(at_warehouse(10, sku="A"),))
    decisions["A"] = _one(by_sku["A"])
    worse = decide_room(decisions, by_sku, room(), POLICY, NOW, first, changed=["A"])
    assert worse.to_order == "A"
    for sku in ("A", "B"):
        by_sku[sku] = replace(by_sku[sku], stock=(at_warehouse(5000, sku=sku),))
        decisions[sku] = _one(by_sku[sku])
    over = decide_room(decisions, by_sku, room(), POLICY, NOW, worse, changed=["A", "B"])
    assert over.to_order is None
    assert decide_room(decisions, by_sku, room(), POLICY, NOW, over, changed=["A"]).to_order is None


def test_three_hundred_stale_products_are_one_alert() -> None:
    """Told by their source; its recovery is one more message."""
    several = [facts(f"S{n}", stock=[at_warehouse(150, sku=f"S{n}", age_s=60)]) for n in range(300)]
    quiet = room(sources=(source(age_s=60), source("nj")))
    _, _, found = _all(*several, of=quiet)
    assert [alert.id for alert in found.alerts] == ["source:la"]
    assert found.alerts[0].cause.figures.count == 300
    assert found.sources[0].units_at_risk == 600
    well = room(sources=(source(), source("nj")))
    fresh = {f"S{n}": facts(f"S{n}", available=150) for n in range(300)}
    decisions = {sku: _one(one, well) for sku, one in fresh.items()}
    back = decide_room(decisions, fresh, well, POLICY, NOW, found)
    assert [(alert.id, alert.state) for alert in back.alerts] == [("source:la", AlertState.RECOVERING)]


def test_acting_on_holds_needs_no_second_opinion() -> None:
    """What a shop's buttons may do is part of the product's decision."""
    (judged,) = _one(facts(shops=[shop()], holds=[hold(HoldState.RESTORED)])).shops
    assert (judged.mark.allowed, judged.holds_left) == (True, 2)
