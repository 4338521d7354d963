"""The host overlay: five things at most, no figure older than it looks, no word that is not true."""

from dataclasses import replace

import pytest

from app.domain.hold import HoldState, Reason
from app.views.gauge import Freshness, GaugeView
from app.views.overlay import OverlayView, TimeKind, aged, overlay_view
from app.views.room import CueKind, CueView
from app.views.rounds import RoundView
from app.views.wording import Tone
from app.words import use_language
from tests.sample_gauges import NOW, ago, gauge_samples
from tests.samples import room_sample
from tests.views.scenes import LANGUAGES, ZONE, assert_plain

GAUGES = gauge_samples("en")
SAMPLE = room_sample("en")
CUES = SAMPLE.cues or ()


def overlay(gauge: GaugeView | None, *cues: CueView, language: str = "en") -> OverlayView:
    """The overlay with this product on air."""
    use_language(language)
    return overlay_view(gauge, GAUGES["next"], cues, broadcast=SAMPLE.broadcast, zone=ZONE, alive_at=NOW)


def held(reason: Reason, state: HoldState = HoldState.ACTIVE) -> GaugeView:
    """A product on air and held, for this reason."""
    view = GAUGES["held"]
    assert view.hold is not None
    return replace(view, hold=replace(view.hold, reason=reason, state=state))


def test_now_next_units_minutes_and_one_cue() -> None:
    """The five things, from one product, one announcement and the first cue."""
    view = overlay(GAUGES["on_air"], *CUES)

    assert (view.title, view.on_air, view.next_title) == (
        "Noise-cancelling earbuds",
        True,
        "Open-ear headphones",
    )
    assert view.units is not None
    assert (view.units.value, view.units.note, view.units.tone) == (182, "low 28 %", Tone.CAUTION)
    assert view.time is not None
    assert (view.time.kind, view.time.note) == (TimeKind.MINUTES, "gone in 11 to 20")
    assert view.cue is not None
    assert (view.cue.text, view.cue.filled) == ("Go to Open-ear within 8 min", True)
    assert view.alive_at == NOW


def test_without_a_cue_there_is_no_plate() -> None:
    """No empty box."""
    assert overlay(GAUGES["on_air"]).cue is None


def test_orders_and_early_restores_are_not_for_the_host() -> None:
    """The host gets what can be said or shown; the rest is the operator's."""
    office = [c for c in CUES if c.kind in (CueKind.REORDER, CueKind.RESTORE_EARLY)]
    assert office
    assert overlay(GAUGES["normal"], *office).cue is None


def test_the_first_slot_wins_whatever_the_order_given() -> None:
    """Slots are places, not ranks of a list."""
    cue = overlay(GAUGES["normal"], *reversed(CUES)).cue
    assert cue is not None
    assert cue.text == CUES[0].short


def test_a_stale_figure_shows_its_age_and_no_minutes() -> None:
    """The host must not quote it."""
    view = overlay(GAUGES["stale"], *CUES)

    assert view.units is not None
    assert (view.units.value, view.units.tone, view.units.age_from) == (318, Tone.DOUBT, ago(seconds=134))
    assert view.time is not None
    assert (view.time.kind, view.time.note) == (TimeKind.NONE, "stale: no minutes")
    assert view.cue is not None
    assert (view.cue.text, view.cue.filled) == ("Do not quote the stock", False)
    assert aged("2:14") == "2:14 old"


def test_an_unknown_figure_is_a_dash_and_never_zero() -> None:
    """No number, no bar, no minutes."""
    view = overlay(GAUGES["unknown"])
    assert view.units is not None
    assert (view.units.value, view.units.share, view.units.word) == (None, None, "")
    assert view.time is not None
    assert view.time.kind is TimeKind.NONE


def test_a_hold_shows_the_true_stock_and_counts_down() -> None:
    """Virtual off sale, real units."""
    view = overlay(GAUGES["held"], *CUES)

    assert view.units is not None
    assert (view.units.value, view.units.note) == (GAUGES["held"].available, "true stock")
    assert view.time is not None
    assert GAUGES["held"].hold is not None
    assert (view.time.kind, view.time.at) == (TimeKind.LEFT, GAUGES["held"].hold.deadline)


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (Reason.ROUND, "暂不可购，", "Not available now, back at"),
        (Reason.ERROR, "暂停销售，", "Sale paused, back at"),
        (Reason.INCIDENT, "暂停销售，", "Sale paused, back at"),
        (Reason.RESERVE, "暂不可购，", "Not available now, back at"),
        (Reason.STAGE, "暂不可购，", "Not available now, back at"),
        (Reason.TRIAL, "暂不可购，", "Not available now, back at"),
    ],
)
def test_the_wording_follows_the_reason_and_never_claims_a_rush(reason: Reason, zh: str, en: str) -> None:
    """Only a round that was really sold is called sold."""
    for language, start in (("zh_CN", zh), ("en", en)):
        cue = overlay(held(reason), language=language).cue
        assert cue is not None
        assert cue.text.startswith(start)
        assert "抢光" not in cue.text
        assert (cue.tone, cue.filled) == (Tone.HOLD, True)


ROUND = RoundView(
    number=2,
    units=120,
    sold=100,
    left=20,
    buyers_left=20,
    on_sale=True,
    sold_out=False,
    trial=False,
    group="",
    started_at=NOW,
)


@pytest.mark.parametrize(
    ("sold", "zh", "en"),
    [
        (120, "本轮已售完，", "This round is sold, back at"),
        (100, "本轮已结束，", "This round is over, back at"),
    ],
)
def test_a_round_is_called_sold_only_when_every_unit_of_it_is(sold: int, zh: str, en: str) -> None:
    """Closed before, it is over."""
    one = replace(ROUND, on_sale=False, sold=sold, left=120 - sold, sold_out=sold == 120)
    for language, start in (("zh_CN", zh), ("en", en)):
        cue = overlay(replace(held(Reason.ROUND), selling_round=one), language=language).cue
        assert cue is not None
        assert cue.text.startswith(start)


def test_the_host_quotes_what_is_left_of_the_round_with_the_true_stock_beside_it() -> None:
    """From live figures alone."""
    gauge = replace(GAUGES["normal"], selling_round=ROUND)
    units = overlay(gauge).units
    assert units is not None
    assert (units.value, units.note) == (20, "round 2, true stock 2,140")
    stale = overlay(replace(GAUGES["stale"], selling_round=ROUND)).units
    assert stale is not None
    assert stale.value == GAUGES["stale"].available


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (HoldState.SENDING, "Going off sale"),
        (HoldState.UNKNOWN, "Off sale is not confirmed"),
        (HoldState.CLOSING, "Coming back on sale"),
    ],
)
def test_what_is_not_in_force_is_outlined(state: HoldState, text: str) -> None:
    """Filled says it is so now."""
    cue = overlay(held(Reason.STAGE, state)).cue
    assert cue is not None
    assert (cue.text, cue.filled) == (text, False)


def test_a_stop_has_no_end_and_counts_up() -> None:
    """It lasts until a person releases it."""
    view = overlay(GAUGES["stopped"])
    assert view.time is not None
    assert (view.time.kind, view.time.tone) == (TimeKind.RUNS, Tone.STOP)
    assert view.cue is not None
    assert (view.cue.text, view.cue.tone) == ("Sale paused", Tone.STOP)


def test_a_restore_that_is_stuck_is_said_to_the_host() -> None:
    """Buyers still can't buy, whatever the countdown said."""
    view = overlay(GAUGES["not_restored"])
    assert view.time is not None
    assert (view.time.kind, view.time.at) == (TimeKind.RUNS, GAUGES["not_restored"].chip.since)
    assert view.cue is not None
    assert (view.cue.text, view.cue.tone, view.cue.filled) == ("Not back on sale yet", Tone.ACT, False)


def test_what_lasts_the_show_has_no_minutes() -> None:
    """One word instead of a range nobody needs."""
    view = overlay(GAUGES["normal"])
    assert view.time is not None
    assert (view.time.kind, view.time.note) == (TimeKind.LASTS, "lasts the show")


def test_nothing_on_air_is_said_as_such() -> None:
    """An empty overlay looks broken."""
    use_language("en")
    assert SAMPLE.broadcast is not None
    quiet = replace(SAMPLE.broadcast, on_air=None)
    view = overlay_view(None, None, (), broadcast=quiet, zone=ZONE, alive_at=NOW)
    assert (view.title, view.on_air, view.next_title) == ("Nothing on air", False, "")
    assert (view.units, view.time, view.cue) == (None, None, None)

    starting = overlay_view(None, None, (), broadcast=None, zone=ZONE, alive_at=NOW)
    assert starting.title == "Starting…"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words(language: str) -> None:
    """All states of a gauge, in both languages; none tells minutes from old figures."""
    for gauge in GAUGES.values():
        view = overlay(gauge, *CUES, language=language)
        assert_plain(view)
        assert view.units is not None
        assert view.time is not None
        stale = gauge.freshness in (Freshness.STALE, Freshness.UNKNOWN)
        assert not (stale and view.time.kind in (TimeKind.MINUTES, TimeKind.LASTS))
