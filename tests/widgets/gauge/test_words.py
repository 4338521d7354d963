"""What a gauge says, in both languages: figures never lost, missing never zero, text from outside plain."""

from dataclasses import replace
from datetime import timedelta
from operator import attrgetter

import pytest

from app.views.gauge import Chip, ChipKind, Freshness, GaugeView
from tests.samples import NOW, ZONE, ago, gauge_samples
from widgets.gauge import words
from widgets.gauge.face import CHIPS, face_of
from widgets.gauge.words import GaugeWords

OWN = attrgetter("age_from")
"""The age a segment has by itself, without a source's lamp."""
CHIPS_ZH = {
    "normal": "89 %",
    "low": "偏低 25 %",
    "critical": "告急 8 %",
    "sold_out": "已售罄 20:51",
    "aging": "渐旧 11 s",
    "stale": "陈旧 2:14",
    "unknown": "未知",
    "announced": "预告 02:15",
    "sending": "标记中 0.3 s",
    "held": "虚拟售罄 03:42",
    "restoring": "恢复中 0.4 s",
    "outcome_unknown": "结果未知 按售罄计",
    "not_restored": "恢复未确认 00:42",
    "refused": "被拒：3 次已用完",
    "handed_over": "已移交",
    "stopped": "紧急下架 31:06",
}
CHIPS_EN = {
    "low": "Low 25 %",
    "stale": "Stale 2:14",
    "held": "Hold 03:42",
    "announced": "Hold in 02:15",
    "outcome_unknown": "No answer: as sold out",
    "refused": "Refused: 3 of 3 used",
    "stopped": "Stopped 31:06",
}


def said(view: GaugeView) -> GaugeWords:
    """What it says now."""
    return words.words_of(view, NOW, ZONE)


@pytest.mark.parametrize("language", ["zh_CN"], indirect=True)
def test_every_state_has_its_chip_in_chinese(language: str) -> None:
    """As operators know the states."""
    samples = gauge_samples(language)
    assert {name: words.chip_text(samples[name].chip, NOW, ZONE) for name in CHIPS_ZH} == CHIPS_ZH


def test_every_state_has_its_chip_in_english() -> None:
    """A hold is a virtual sold-out and nothing else."""
    samples = gauge_samples("en")
    assert {name: words.chip_text(samples[name].chip, NOW, ZONE) for name in CHIPS_EN} == CHIPS_EN


@pytest.mark.usefixtures("language")
def test_every_kind_of_chip_can_be_said_and_drawn() -> None:
    """A kind without a word or a look would crash the wall."""
    for kind in ChipKind:
        chip = Chip(kind=kind, share=0.5, since=ago(seconds=5))
        assert words.chip_text(chip, NOW, ZONE)
        assert CHIPS[kind].icon or kind is ChipKind.SHARE


def test_a_missing_figure_is_a_dash_and_zero_is_a_figure() -> None:
    """Nothing known is not nothing left."""
    samples = gauge_samples("en")
    assert said(samples["unknown"]).figure == "—"
    assert said(samples["sold_out"]).figure == "0"
    assert said(replace(samples["normal"], share=None, opening=0)).figure == "2,140"


def test_what_stands_where_the_minutes_were() -> None:
    """Uses left while held, units at risk while stale, the show's end where stock outlasts it."""
    samples = gauge_samples("en")
    asides = {name: said(view).aside for name, view in samples.items() if not said(view).minutes}
    assert asides["held"] == "*1* use left"
    assert asides["sending"] == "*2* uses left"
    assert asides["stale"] == "*5* at risk"
    assert asides["normal"] == "lasts the show"
    assert asides["sold_out"] == "no substitute"
    assert asides["stopped"] == "Lin 20:37"
    assert said(replace(samples["sold_out"], substitute="Open-ear")).aside == "instead: Open-ear"
    assert said(samples["low"]).minutes == ("27", "34", "45")


def test_a_held_gauge_says_that_its_figure_is_true() -> None:
    """And shows no rate, because a held product sells nothing."""
    samples = gauge_samples("en")
    assert said(samples["held"]).beside == "true stock"
    assert said(samples["held"]).rate == ""
    assert said(samples["low"]).rate == "4.4/min"
    assert said(samples["low"]).rate_short == "4.4"


def test_below_zero_shows_zero_and_how_much_is_oversold() -> None:
    """A negative figure is a fact about orders, not about stock."""
    view = gauge_samples("en")["oversold"]
    assert said(view).figure == "0"
    assert said(view).beside == "oversold 4"


def test_a_delivery_is_told_for_ten_minutes() -> None:
    """Then the units per warehouse come back."""
    view = gauge_samples("en")["restocked"]
    assert said(view).note == "+240 at 21:02"
    later = NOW + timedelta(minutes=10)
    assert words.words_of(view, later, ZONE).note == ""
    assert [part.units for part in words.words_of(view, later, ZONE).parts] == ["240", "300"]


def test_an_unknown_gauge_says_why() -> None:
    """The reason it was given, else which warehouses have not answered."""
    view = gauge_samples("en")["unknown"]
    assert said(view).note == "rejected: not whole"
    silent = replace(view, note="", missing=("Dallas", "New Jersey"))
    assert said(silent).note == "no answer: Dallas, New Jersey"


def test_names_from_outside_stay_letters() -> None:
    """Line breaks and controls are spaces; markup is markup's letters."""
    view = replace(gauge_samples("en")["low"], title="<img src=x>\nCup\x07")
    assert said(view).title == "<img src=x> Cup"
    assert words.hover_text(view, NOW, OWN).startswith("<img src=x> Cup\n")


def test_a_gauge_can_be_heard() -> None:
    """Title, whether on air, figure, state and minutes in one sentence."""
    samples = gauge_samples("en")
    spoken = words.spoken(samples["on_air"], NOW, ZONE)
    assert spoken == (
        "Noise-cancelling earbuds, on air, 182 available, Low 28 %, "
        "sold out in 11 to 20 minutes, most likely 14"
    )
    assert words.spoken(samples["unknown"], NOW, ZONE) == (
        "Body-fat scale, not known available, Unknown, rejected: not whole"
    )
    assert "1 use left" in words.spoken(samples["held"], NOW, ZONE)


def test_hovering_tells_each_warehouse_with_its_age() -> None:
    """Which part of the sum is old."""
    view = replace(gauge_samples("en")["part_stale"], cannot_mark="The limit is used up")
    assert words.hover_text(view, NOW, OWN).splitlines() == [
        "Collapsible bottle",
        "BOT-06",
        "Los Angeles 3PL: 190, 0.6 s old",
        "New Jersey 3PL: 240, 2:14 old",
        "The limit is used up",
    ]


def test_a_face_is_the_same_only_while_it_looks_the_same() -> None:
    """A poll that confirms a figure must not repaint it; a hold that was lengthened must."""
    view = gauge_samples("en")["held"]
    face = face_of(view, NOW, ZONE)
    assert view.hold is not None
    younger = replace(view, age_from=NOW, per_1000_viewers=1.0)
    assert face_of(younger, NOW, ZONE).looks_like(face)
    longer = replace(view, hold=replace(view.hold, deadline=NOW + timedelta(minutes=9)))
    assert not face_of(longer, NOW, ZONE).looks_like(face)
    assert not face_of(replace(view, freshness=Freshness.STALE), NOW, ZONE).looks_like(face)


def test_the_edge_shrinks_with_the_hold() -> None:
    """222 of 360 seconds are left; nothing after the end, nothing for others."""
    samples = gauge_samples("en")
    held = face_of(samples["held"], NOW, ZONE)
    assert held.left(NOW) == pytest.approx(222 / 360)
    assert held.left(NOW + timedelta(seconds=400)) == 0
    assert face_of(samples["stopped"], NOW, ZONE).left(NOW) == 0
