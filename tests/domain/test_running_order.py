"""The line-up: what is worth most first, at a pace a host can follow, and as people said."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain import places
from app.domain.broadcast import Showing
from app.domain.decide import decide_product
from app.domain.facts import ProductFacts
from app.domain.places import NO_LINE_UP, NO_WISHES, LineUp, Wishes
from app.domain.running_order import PLACES, lined_up
from app.domain.signals import Barred
from tests.domain.builders import NOW, POLICY, ago, at_warehouse, facts, hold, product, room

_SOON, _LATER = NOW + timedelta(seconds=10), NOW + timedelta(seconds=90)


def test_what_is_worth_most_comes_first_and_what_is_on_air_is_not_in_line() -> None:
    """On air stands apart, with what going on with it is worth."""
    line = _lined(_fast(), _slow(), _middling(), on_air="MID")
    assert line.order == ("FAST", "SLOW")
    assert line.on_air is not None
    assert line.on_air.sku == "MID"


def test_what_may_not_be_shown_is_left_out_with_its_reason() -> None:
    """However much it sells."""
    held = facts("HELD", available=9000, rate=9.0, holds=[hold(sku="HELD")])
    stale = facts("OLD", stock=[at_warehouse(9000, sku="OLD", age_s=99)], rate=9.0)
    line = _lined(held, stale, facts("OUT", available=0), facts("FEW", available=30, rate=9.0), _slow())
    assert line.order == ("SLOW",)
    assert {one.sku: one.why for one in line.left_out} == {
        "HELD": Barred.HELD,
        "OLD": Barred.DOUBTFUL,
        "OUT": Barred.OUT,
        "FEW": Barred.ENDS,
    }


def test_a_product_passes_another_only_if_it_is_clearly_better() -> None:
    """A tenth more is no reason to tell a host something else."""
    first = _lined(_fast(), _slow())
    nearly = _lined(_fast(rate=2.0), _slow(rate=2.1), before=first, at=_LATER)
    clearly = _lined(_fast(rate=2.0), _slow(rate=3.0), before=first, at=_LATER)
    assert nearly.order == ("FAST", "SLOW")
    assert clearly.order == ("SLOW", "FAST")


def test_the_order_stands_for_a_while_before_anything_passes() -> None:
    """Then it does, and the while begins anew."""
    first = _lined(_fast(), _slow())
    turned = (_fast(rate=1.0), _slow(rate=9.0))
    soon = _lined(*turned, before=first, at=_SOON)
    later = _lined(*turned, before=soon, at=_LATER)
    back = _lined(_fast(), _slow(), before=later, at=_LATER + timedelta(seconds=10))
    assert (soon.order, later.order, back.order) == (("FAST", "SLOW"), ("SLOW", "FAST"), ("SLOW", "FAST"))
    assert (first.passed_at, soon.passed_at, later.passed_at) == (NOW, NOW, _LATER)


def test_what_is_held_or_out_leaves_at_once() -> None:
    """A host must never be told to show it."""
    first = _lined(_fast(), _slow())
    held = replace(_fast(), holds=(hold(sku="FAST"),))
    assert _lined(held, _slow(), before=first, at=_SOON).order == ("SLOW",)


def test_a_product_that_has_fallen_to_a_tenth_has_a_plan_b() -> None:
    """Its own substitute, or the first in line that does not run out, too; nobody else needs one."""
    low = facts("LOW", available=90, opening=1000, rate=1.0)
    other = facts("ALSO", available=95, opening=1000, rate=1.1)
    line = _lined(low, other, _slow(), on_air="LOW")
    assert line.on_air is not None
    assert line.on_air.plan_b == "SLOW"
    assert {one.sku: one.plan_b for one in line.places} == {"SLOW": "", "ALSO": "SLOW"}
    own = replace(low, product=product("LOW", substitute="FAST"))
    with_own = _lined(own, other, _slow(), _fast(), on_air="LOW")
    assert with_own.on_air is not None
    assert with_own.on_air.plan_b == "FAST"


def test_a_pin_is_a_place_that_worth_does_not_change() -> None:
    """The others keep their order around it."""
    line = _lined(_fast(), _middling(), _slow(), wishes=places.pin(NO_WISHES, "SLOW", 1))
    assert line.order == ("SLOW", "FAST", "MID")
    assert [one.pinned for one in line.places] == [True, False, False]
    second = _lined(_fast(), _middling(), _slow(), wishes=places.pin(line.wishes, "FAST", 1))
    assert second.order == ("FAST", "SLOW", "MID")
    free = _lined(
        _fast(), _middling(), _slow(), wishes=places.unpin(places.unpin(second.wishes, "SLOW"), "FAST")
    )
    assert free.order == ("FAST", "MID", "SLOW")


def test_a_pin_does_not_show_what_may_not_be_shown() -> None:
    """It waits, and has its place when it may."""
    wishes = places.pin(NO_WISHES, "FAST", 1)
    held = replace(_fast(), holds=(hold(sku="FAST"),))
    line = _lined(held, _slow(), wishes=wishes)
    assert line.order == ("SLOW",)
    assert _lined(_fast(), _slow(), before=line, at=_SOON).order == ("FAST", "SLOW")


def test_what_is_skipped_stays_out_until_it_is_admitted() -> None:
    """A skip ends a pin, a pin ends a skip."""
    wishes = places.skip(places.pin(NO_WISHES, "FAST", 1), "FAST")
    line = _lined(_fast(), _slow(), wishes=wishes)
    assert line.order == ("SLOW",)
    assert [(one.sku, one.why) for one in line.left_out] == [("FAST", Barred.SKIPPED)]
    assert _lined(_fast(), _slow(), wishes=places.admit(wishes, "FAST")).order == ("FAST", "SLOW")
    assert places.pin(wishes, "FAST", 2).skips == frozenset()


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        ("A", {"B": 1, "C": 3}),
        ("B", {"A": 1, "C": 3}),
        ("X", {"A": 1, "B": 2, "C": 3}),
        ("Z", {"A": 1, "B": 2, "C": 4}),
    ],
)
def test_being_shown_fulfils_a_pin_and_the_others_move_up(shown: str, left: dict[str, int]) -> None:
    """What stood behind the shown one is nearer now; one that was in no place changes nothing."""
    wishes = Wishes(pins={"A": 1, "B": 2, "C": 4})
    assert places.shown(wishes, ("A", "B", "X", "C"), shown).pins == left


def test_of_very_many_a_dozen_stand_in_line() -> None:
    """The best of them."""
    many = [facts(f"S{n:03}", available=9000, opening=9000, rate=0.1 + n / 100) for n in range(200)]
    line = _lined(*many)
    assert len(line.order) == PLACES
    assert line.order[0] == "S199"


def test_what_stands_elsewhere_is_told() -> None:
    """So that only these are looked at again."""
    first = _lined(_fast(), _middling(), _slow())
    assert first.place_of("MID") == 2
    assert first.place_of("NONE") is None
    pinned = _lined(_fast(), _middling(), _slow(), before=first, wishes=places.pin(NO_WISHES, "MID", 1))
    assert places.moved(first, pinned) == {"FAST", "MID"}
    assert places.moved(pinned, pinned) == frozenset()


def _fast(rate: float = 6.0) -> ProductFacts:
    return facts("FAST", available=9000, opening=9000, rate=rate)


def _middling() -> ProductFacts:
    return facts("MID", available=9000, opening=9000, rate=4.0)


def _slow(rate: float = 2.0) -> ProductFacts:
    return facts("SLOW", available=9000, opening=9000, rate=rate)


def _lined(
    *several: ProductFacts,
    before: LineUp = NO_LINE_UP,
    wishes: Wishes | None = None,
    on_air: str | None = None,
    at: datetime = NOW,
) -> LineUp:
    line_up = before if wishes is None else replace(before, wishes=wishes)
    showing = None if on_air is None else Showing(sku=on_air, since=ago(60), said_by="lin")
    where = room(line_up=line_up, on_air=showing)
    by_sku = {one.product.sku: one for one in several}
    decisions = {sku: decide_product(one, where, POLICY, NOW) for sku, one in by_sku.items()}
    return lined_up(decisions, by_sku, where, POLICY, at)
