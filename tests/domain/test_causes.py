"""What gives reason for an alert about a product."""

from dataclasses import replace

import pytest

from app.domain.broadcast import Showing
from app.domain.decide import decide_product
from app.domain.facts import ProductFacts, RoomFacts
from app.domain.hold import HoldKind, HoldState
from app.domain.hold_events import CloseAsked
from app.domain.holds import HoldRules, after
from app.domain.room import AlertCause, AlertKind, AlertLevel
from tests.domain.builders import NOW, POLICY, ago, at_warehouse, facts, hold, room, shop

_SHOWN = room(on_air=Showing(sku="EAR-01", since=ago(60), said_by="lin"))


def _causes(of: ProductFacts, in_room: RoomFacts | None = None) -> dict[AlertKind, AlertCause]:
    decision = decide_product(of, in_room or room(), POLICY, NOW)
    return {cause.kind: cause for cause in decision.causes}


def test_a_healthy_product_gives_no_cause() -> None:
    """Half its stock left is no alert."""
    assert _causes(facts()) == {}


def test_a_hold_that_needs_attention_is_critical_and_told_by_its_hold() -> None:
    """With the tries and the platform's words."""
    stuck = replace(
        hold(HoldState.CLOSING), needs_attention=True, restore_attempts=4, error="busy", closing_at=ago(42)
    )
    cause = _causes(facts(holds=[stuck]))[AlertKind.HOLD_ATTENTION]
    assert (cause.id, cause.level, cause.since) == ("hold_attention:1", AlertLevel.CRITICAL, ago(42))
    assert (cause.figures.attempts, cause.figures.text, cause.storefront) == (4, "busy", "shop")


def test_an_unknown_outcome_is_a_warning() -> None:
    """Maybe sold out."""
    assert _causes(facts(holds=[hold(HoldState.UNKNOWN)]))[AlertKind.OUTCOME_UNKNOWN].since == ago(60)


def test_a_running_hold_is_no_cause() -> None:
    """It is what was wanted."""
    assert _causes(facts(holds=[hold()])) == {}


def test_a_hand_over_is_news_for_ten_minutes() -> None:
    """Unless a stop of ours took over."""
    over = hold(HoldState.HANDED_OVER)
    assert _causes(facts(holds=[over]))[AlertKind.HANDED_OVER].level is AlertLevel.INFO
    assert _causes(facts(holds=[replace(over, ended_at=ago(600))])) == {}
    assert _causes(facts(holds=[over, hold(kind=HoldKind.STOP, id=2)])) == {}
    decision = decide_product(facts(holds=[over], rate=0.0), room(), POLICY, NOW)
    assert decision.changes_at is not None


def test_a_stop_that_somebody_overruled_is_critical() -> None:
    """The product is on sale again although a person stopped it."""
    overruled = hold(HoldState.HANDED_OVER, kind=HoldKind.STOP)
    assert _causes(facts(holds=[overruled]))[AlertKind.STOP_OVERRULED].level is AlertLevel.CRITICAL


def test_a_stop_that_was_released_and_left_off_is_news() -> None:
    """Nobody overruled it: the product was off sale before."""
    stop = replace(hold(kind=HoldKind.STOP), found_off=True)
    left, _events = after(stop, CloseAsked(at=ago(5)), HoldRules())
    assert {kind: cause.level for kind, cause in _causes(facts(holds=[left])).items()} == {
        AlertKind.LEFT_OFF: AlertLevel.INFO
    }


def test_other_ends_are_no_news() -> None:
    """Restored is as it should be."""
    assert _causes(facts(holds=[hold(HoldState.RESTORED)])) == {}


# on air


def test_on_air_and_surely_not_to_be_bought_is_critical_after_three_seconds() -> None:
    """Whatever the reason: held, stopped, empty, or off at the shop."""
    for of in (facts(holds=[hold()]), facts(available=0), facts(shops=[shop(sold_out=True)])):
        cause = _causes(of, _SHOWN)[AlertKind.ON_AIR_UNBUYABLE]
        assert (cause.level, cause.after_s, cause.since) == (AlertLevel.CRITICAL, 3.0, NOW)


def test_on_air_and_in_doubt_is_no_alarm() -> None:
    """A silent shop is told by its source."""
    assert AlertKind.ON_AIR_UNBUYABLE not in _causes(facts(shops=[shop(age_s=99)]), _SHOWN)
    assert AlertKind.ON_AIR_UNBUYABLE not in _causes(facts("EAR-02", available=0), _SHOWN)


def test_the_three_seconds_run_from_when_it_was_first_so() -> None:
    """Not from the last look; being shown begins them anew."""
    first = decide_product(facts(available=0), _SHOWN, POLICY, ago(2))
    again = decide_product(facts(available=0), _SHOWN, POLICY, NOW, first)
    assert again.on_air_unbuyable_since == ago(2)
    shown_later = room(on_air=Showing(sku="EAR-01", since=ago(1), said_by="lin"))
    assert decide_product(facts(available=0), shown_later, POLICY, NOW, first).on_air_unbuyable_since == ago(
        1
    )


# stock


@pytest.mark.parametrize(
    ("available", "kind", "level"),
    [
        (60, AlertKind.LOW, AlertLevel.INFO),
        (20, AlertKind.CRITICAL_LOW, AlertLevel.CRITICAL),
        (0, AlertKind.SOLD_OUT, AlertLevel.WARNING),
    ],
)
def test_levels_are_alerts_of_rising_weight(available: int, kind: AlertKind, level: AlertLevel) -> None:
    """30 %, 10 % and gone; 50 % is only a mark on the gauge."""
    causes = _causes(facts(available=available))
    assert {kind} == set(causes)
    assert causes[kind].level is level
    assert causes[kind].figures.units == available


def test_little_stock_that_lasts_the_show_is_no_emergency() -> None:
    """Nor outside a broadcast."""
    slow = facts(available=20, rate=0.001)
    assert _causes(slow)[AlertKind.CRITICAL_LOW].level is AlertLevel.WARNING
    idle = room(broadcast=None)
    assert _causes(facts(available=20), idle)[AlertKind.CRITICAL_LOW].level is AlertLevel.WARNING


def test_partial_stock_raises_no_level() -> None:
    """A warehouse that has not answered is not empty; an opening of nothing can't be used up."""
    assert _causes(replace(facts(available=5), missing=("nj",))) == {}
    assert _causes(facts(available=0, opening=0)) == {}


def test_oversold_orders_are_told() -> None:
    """With how many."""
    cause = _causes(facts(stock=[at_warehouse(0, oversold=3)], opening=0))[AlertKind.OVERSOLD]
    assert cause.figures.units == 3


def test_a_row_that_was_not_believed_is_told_at_its_product() -> None:
    """In the words of the reader."""
    cause = _causes(replace(facts(), rejected="not a whole number"))[AlertKind.REJECTED]
    assert (cause.id, cause.figures.text) == ("rejected:EAR-01", "not a whole number")


# the shop against its warehouses


def test_a_shop_that_believes_in_more_than_there_is_is_told_when_it_lasts() -> None:
    """Five units or five per cent are the polls' difference."""
    assert _causes(facts(shops=[shop(quantity=105)])) == {}
    cause = _causes(facts(shops=[shop(quantity=106)]))[AlertKind.SHOP_MISMATCH]
    assert (cause.after_s, cause.figures.units, cause.figures.quantity) == (30.0, 100, 106)
    assert _causes(facts(available=1000, opening=1000, shops=[shop(quantity=1050)])) == {}
    assert _causes(facts(shops=[shop(quantity=20)])) == {}


def test_a_shop_that_is_off_without_us_is_told() -> None:
    """There is stock and nobody can buy it."""
    assert AlertKind.SHOP_OFF in _causes(facts(shops=[shop(sold_out=True)]))
    assert AlertKind.SHOP_OFF not in _causes(facts(shops=[shop(sold_out=True)], available=0))
    assert _causes(facts(shops=[shop(sold_out=True)], holds=[hold()])) == {}


def test_old_figures_are_not_compared() -> None:
    """The silent source has its own alert."""
    assert _causes(facts(shops=[shop(quantity=500, age_s=99)])) == {}
    stale = facts(stock=[at_warehouse(100, age_s=99)], shops=[shop(quantity=500)])
    assert _causes(stale) == {}
    nothing_there = facts(stock=[at_warehouse(100, "de")], shops=[shop(quantity=500)])
    assert _causes(nothing_there) == {}


def test_a_product_the_shop_does_not_know_any_more_is_told() -> None:
    """Once: an open hold tells it itself."""
    gone = replace(shop(), gone=True)
    assert set(_causes(facts(shops=[gone]))) == {AlertKind.SHOP_GONE}
    assert _causes(facts(shops=[gone], holds=[hold()])) == {}


def test_a_product_kept_off_by_an_empty_warehouse_says_why() -> None:
    """It is not forgotten, it waits."""
    causes = _causes(facts(available=0, shops=[shop(enforces=False)], holds=[hold(HoldState.CLOSING)]))
    assert causes[AlertKind.KEPT_OFF].id == "kept_off:EAR-01:shop"
