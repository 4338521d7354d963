"""What may be done, judged before anything is sent."""

from dataclasses import replace

import pytest

from app.domain.broadcast import Broadcast
from app.domain.hold import HoldKind, HoldState
from app.domain.limits import (
    holds_used,
    may_end_broadcast,
    may_mark,
    may_mark_as_read,
    may_release,
    may_restore,
    may_start_broadcast,
    may_stop,
    open_hold,
)
from app.domain.readings import ShopReading
from tests.domain.builders import NOW, POLICY, hold, room, shop

_LIVE = room()
_BROADCAST = Broadcast(id=12, started_at=NOW)
_STOP = hold(kind=HoldKind.STOP)


def _code(minutes: float | None = 5.0, **changes: object) -> str:
    return may_mark(replace(_LIVE, **changes), shop(), (), POLICY, minutes).code  # type: ignore[arg-type]  # the test names real fields


def test_a_product_on_sale_in_a_broadcast_may_be_marked() -> None:
    """Nothing speaks against it."""
    assert may_mark(_LIVE, shop(), (), POLICY).allowed


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(30, "ok"), (30.01, "limit_time"), (31, "limit_time"), (0, "bad_value"), (-1, "bad_value")],
)
def test_thirty_minutes_are_the_most_and_none_is_no_length(minutes: float, code: str) -> None:
    """More is refused, never clipped."""
    assert _code(minutes) == code


@pytest.mark.parametrize("minutes", [float("nan"), float("inf")])
def test_a_length_is_a_number_of_minutes(minutes: float) -> None:
    """Not a number and endless are no lengths."""
    assert _code(minutes) == "bad_value"


def test_without_a_broadcast_nothing_is_marked() -> None:
    """Holds are counted per broadcast."""
    assert _code(broadcast=None) == "no_broadcast"


def test_while_the_shops_are_read_again_nothing_is_marked() -> None:
    """After sleep or a changed clock nobody knows yet what is off sale."""
    assert _code(reconciling=True) == "reconciling"


def test_a_dead_guardian_is_the_last_reason_because_it_can_be_overridden() -> None:
    """Every other one comes first."""
    assert _code(guarded=False) == "unguarded"
    assert _code(guarded=False, reconciling=True) == "reconciling"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"listed": False}, "not_listed"),
        ({"gone": True}, "gone"),
        ({"reachable": False}, "unreadable"),
        ({"sold_out": True}, "not_ours"),
        ({"sold_out": None}, "ok"),
    ],
)
def test_the_shop_must_list_it_and_have_it_on_sale(changes: dict[str, object], code: str) -> None:
    """What is off sale already is not ours to restore."""
    assert may_mark(_LIVE, replace(shop(), **changes), (), POLICY).code == code  # type: ignore[arg-type]  # the test names real fields


def test_the_fourth_mark_is_refused() -> None:
    """Three per product, shop and broadcast; unknown and undone ones count, refused ones do not."""
    used = [hold(HoldState.RESTORED, number=1), hold(HoldState.HANDED_OVER, number=2)]
    given_back = [hold(HoldState.REFUSED, number=None), hold(HoldState.NOT_APPLIED, number=None)]
    assert may_mark(_LIVE, shop(), [*used, *given_back], POLICY).allowed
    third = hold(HoldState.RESTORED, number=3)
    assert may_mark(_LIVE, shop(), [*used, third], POLICY).code == "limit_count"


def test_holds_of_another_broadcast_and_stops_do_not_count() -> None:
    """Nothing counts without a broadcast either."""
    others = [replace(hold(HoldState.RESTORED), broadcast=11), _STOP]
    assert holds_used(others, _BROADCAST) == 0
    assert holds_used([hold()], _BROADCAST) == 1
    assert holds_used([hold()], None) == 0


def test_a_held_or_stopped_product_is_not_marked_again() -> None:
    """One open hold per product and shop."""
    assert may_mark(_LIVE, shop(), [hold()], POLICY).code == "already_held"
    assert may_mark(_LIVE, shop(), [_STOP], POLICY).code == "stopped"


def test_the_read_before_a_mark_must_say_on_sale() -> None:
    """Anything else ends it before it is sent."""
    assert may_mark_as_read(ShopReading(sku="EAR-01", sold_out=False)).allowed
    assert may_mark_as_read(ShopReading(sku="EAR-01", sold_out=True)).code == "not_ours"
    assert may_mark_as_read(ShopReading(sku="EAR-01", sold_out=None)).code == "unreadable"
    assert may_mark_as_read(None).code == "gone"


def test_only_an_open_hold_is_restored() -> None:
    """A stop is released instead."""
    assert may_restore([hold()]).allowed
    assert may_restore([hold(HoldState.RESTORED)]).code == "not_held"
    assert may_restore([_STOP, hold()]).code == "stopped"


def test_a_stop_works_always_but_once() -> None:
    """No broadcast, no count, no reading; while it is being released it may be stopped again."""
    assert may_stop(shop(), [hold()]).allowed
    assert may_stop(shop(), [_STOP]).code == "stopped"
    assert may_stop(shop(), [replace(_STOP, state=HoldState.CLOSING)]).allowed
    assert may_stop(replace(shop(), listed=False), []).code == "not_listed"


def test_only_a_stop_is_released() -> None:
    """A hold is restored instead."""
    assert may_release([_STOP]).allowed
    assert may_release([hold()]).code == "not_held"


def test_one_broadcast_at_a_time() -> None:
    """It starts once and ends once."""
    assert may_start_broadcast(None).allowed
    assert may_start_broadcast(_BROADCAST).code == "broadcast_running"
    assert may_end_broadcast(None, []).code == "no_broadcast"


def test_a_broadcast_ends_without_open_holds() -> None:
    """Stops outlive it, and so does what an empty warehouse keeps off."""
    assert may_end_broadcast(_BROADCAST, [hold(HoldState.RESTORED), _STOP]).allowed
    assert may_end_broadcast(_BROADCAST, [hold(HoldState.CLOSING)]).code == "holds_open"
    assert may_end_broadcast(_BROADCAST, [hold(HoldState.CLOSING)], kept_off={1}).allowed
    assert may_end_broadcast(_BROADCAST, [hold()], kept_off={1}).code == "holds_open"


def test_a_stop_covers_a_hold() -> None:
    """It is what keeps the product off."""
    assert open_hold([hold(), _STOP]) is _STOP
    assert open_hold([hold(HoldState.RESTORED)]) is None
