"""One storefront's side of a product."""

from dataclasses import replace

import pytest

from app.domain.facts import ShopFacts
from app.domain.hold import Hold, HoldKind, HoldState
from app.domain.room import ShopDecision, ShopState
from app.domain.shops import decide_shop, fed_units, is_on_offer, is_surely_off
from app.domain.stock import product_stock
from tests.domain.builders import NOW, POLICY, at_warehouse, hold, room, shop

_STOCK = product_stock((at_warehouse(64), at_warehouse(118, "de")), (), NOW)
_EMPTY = product_stock((at_warehouse(0),), (), NOW)
_STOP = hold(kind=HoldKind.STOP)


def _judged(facts: ShopFacts, *holds: Hold) -> ShopDecision:
    return decide_shop(facts, holds, _STOCK.parts, room(), POLICY, NOW)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (shop(), "on_sale"),
        (shop(sold_out=True), "sold_out"),
        (shop(sold_out=None), "unknown"),
        (shop(age_s=76), "unknown"),
        (replace(shop(), read_at=None), "unknown"),
        (replace(shop(), gone=True), "unknown"),
    ],
)
def test_without_a_hold_the_last_read_says_the_state(facts: ShopFacts, expected: str) -> None:
    """A read that is too old says nothing."""
    assert _judged(facts).state == expected


@pytest.mark.parametrize(
    ("open_hold", "expected"),
    [
        (hold(HoldState.SENDING), "selling_out"),
        (hold(), "sold_out"),
        (hold(HoldState.UNKNOWN), "unknown"),
        (hold(HoldState.CLOSING), "restoring"),
        (_STOP, "stopped"),
        (hold(HoldState.CLOSING, kind=HoldKind.STOP), "restoring"),
        (hold(HoldState.SENDING, kind=HoldKind.STOP), "selling_out"),
    ],
)
def test_an_open_hold_says_the_state(open_hold: Hold, expected: str) -> None:
    """Whatever the last read was."""
    judged = _judged(shop(sold_out=True), open_hold)
    assert (judged.state, judged.hold) == (expected, open_hold)


def test_uses_are_counted_at_this_shop_only() -> None:
    """Another shop has its own three."""
    elsewhere = replace(hold(HoldState.RESTORED, id=2), storefront="other")
    judged = _judged(shop(), hold(HoldState.RESTORED, id=1), elsewhere)
    assert (judged.holds_used, judged.holds_left) == (1, 2)
    assert judged.mark.allowed
    assert judged.restore.code == "not_held"


def test_a_restore_waits_only_for_an_empty_warehouse_of_a_shop_that_would_oversell() -> None:
    """And only once it closes."""
    closing = hold(HoldState.CLOSING)
    oversells = shop(enforces=False)
    assert decide_shop(oversells, [closing], _EMPTY.parts, room(), POLICY, NOW).kept_off
    assert not decide_shop(oversells, [hold()], _EMPTY.parts, room(), POLICY, NOW).kept_off
    assert not decide_shop(shop(), [closing], _EMPTY.parts, room(), POLICY, NOW).kept_off
    assert not decide_shop(oversells, [closing], _STOCK.parts, room(), POLICY, NOW).kept_off


def test_a_shop_sells_what_feeds_it() -> None:
    """All warehouses where none are named."""
    assert fed_units(shop(), _STOCK.parts) == 64
    assert fed_units(replace(shop(), fed_by=frozenset()), _STOCK.parts) == 182


@pytest.mark.parametrize(
    ("facts", "holds", "empty", "on_offer", "surely_off"),
    [
        (shop(), (), False, True, False),
        (shop(sold_out=True), (), False, False, True),
        (shop(sold_out=None), (), False, True, False),
        (shop(age_s=99), (), False, True, False),
        (shop(), (hold(),), False, False, True),
        (shop(), (hold(HoldState.UNKNOWN),), False, False, False),
        (replace(shop(), gone=True), (), False, False, True),
        (shop(), (), True, False, True),
        (shop(enforces=False), (), True, True, False),
    ],
)
def test_doubt_counts_neither_as_sold_out_nor_as_on_sale(
    facts: ShopFacts, holds: tuple[Hold, ...], empty: bool, on_offer: bool, surely_off: bool
) -> None:
    """Selling time runs while it may sell; an alarm needs certainty."""
    stock = _EMPTY if empty else _STOCK
    judged = (decide_shop(facts, holds, stock.parts, room(), POLICY, NOW),)
    assert is_on_offer((facts,), judged, stock) is on_offer
    assert is_surely_off((facts,), judged, stock) is surely_off


def test_without_a_shop_the_stock_alone_says_whether_it_sells() -> None:
    """Unknown stock may sell."""
    unlisted = (replace(shop(), listed=False),)
    judged = (_judged(unlisted[0]),)
    nothing_known = product_stock((), (), NOW)
    assert is_on_offer((), (), _STOCK)
    assert is_on_offer((), (), nothing_known)
    assert not is_on_offer(unlisted, judged, _EMPTY)
    assert is_surely_off(unlisted, judged, _EMPTY)
    assert not is_surely_off((), (), nothing_known)


def test_states_are_those_of_the_status_object() -> None:
    """Six, and no other."""
    expected = {"on_sale", "selling_out", "sold_out", "restoring", "stopped", "unknown"}
    assert {state.value for state in ShopState} == expected
