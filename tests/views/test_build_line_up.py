"""How the line-up reads: a reason in one line each, figures no finer than they are known."""

from dataclasses import replace

import pytest

from app.domain.places import LeftOut, Lined, LineUp
from app.domain.signals import Barred, Turn
from app.views.build_line_up import line_up_view
from app.views.line_up import LineUpView
from app.words import use_language
from tests.domain.builders import NOW, POLICY, room
from tests.views.scenes import LANGUAGES, NAMES, assert_plain

_TURN = Turn(minutes=8.0, units=74.4, per_minute=123.4, shortage=0.0, doubt=20.0)


def _view(*lined: Lined, **more: object) -> LineUpView:
    line = replace(LineUp(places=lined), **more)  # type: ignore[arg-type]  # fields by name
    return line_up_view(room(line_up=line), POLICY, NAMES, NOW)


def test_the_reason_says_what_sells_and_what_it_costs() -> None:
    """Without money, which only the house may see."""
    plain, short, new = (
        Lined(sku="EAR-01", turn=turn, available=900)
        for turn in (_TURN, replace(_TURN, shortage=60.0), replace(_TURN, doubt=100.0))
    )
    assert [one.why for one in _view(plain, short, new).places] == [
        "sells about 74 in 8 min on air",
        "sells about 74 in 8 min on air; 33 % of it would be missing later",
        "sells about 74 in 8 min on air; little known of it yet",
    ]
    slow = Lined(sku="EAR-01", turn=replace(_TURN, units=0.3), available=900)
    assert _view(slow).places[0].why == "hardly sells on air"


def test_stock_is_told_in_minutes_on_air_unless_it_lasts_the_show() -> None:
    """An hour and a half of four have gone by."""
    short, long = (Lined(sku="EAR-01", turn=_TURN, available=units) for units in (180, 9000))
    assert [one.minutes for one in _view(short, long).places] == [19.0, None]


def test_margin_is_rounded_and_not_made_up() -> None:
    """Two figures; none where no price is known, and nothing where it is less than a cent."""
    nothing = Lined(sku="EAR-01", turn=replace(_TURN, per_minute=1.7e-7))
    assert _view(nothing).places[0].per_minute == 0.0
    priced = Lined(sku="EAR-01", turn=_TURN)
    unpriced = Lined(sku="EAR-02", turn=replace(_TURN, priced=False))
    assert [one.per_minute for one in _view(priced, unpriced).places] == [120.0, None]


def test_a_plan_b_is_named() -> None:
    """By its title."""
    low = _view(Lined(sku="EAR-01", turn=_TURN, plan_b="EAR-02")).places[0]
    assert (low.low, low.plan_b, low.plan_b_title) == (True, "EAR-02", "开放式耳机")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", list(Barred))
def test_every_reason_why_not_has_its_words(why: Barred, language: str) -> None:
    """What a person skipped can be taken back."""
    use_language(language)
    view = _view(left_out=(LeftOut(sku="EAR-02", why=why),))
    assert_plain(view)
    (out,) = view.left_out
    assert out.why
    assert out.skipped is (why is Barred.SKIPPED)
