"""The strip: the desk's essentials in a narrow window, in one column or two."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from app.intents import (
    ActOnCue,
    EmergencyStop,
    MarkSoldOut,
    Phase,
    Reason,
    Restore,
    SayNext,
    SayOnAir,
    SetPhase,
    SnoozeCue,
    StartBroadcast,
    UndoMark,
)
from app.views.room import AlertState, SourceState
from tests.sample_trials import trial_view_sample
from tests.widgets.opening import Opened, Opener, cut, missed_by_tab, nameless, press
from tests.widgets.pixels import colours_in, grabbed, texts_of
from widgets.choices import Choices
from widgets.desk.small_sheets import CallSheet, EndSheet, ReleaseSheet
from widgets.desk.traffic.history import TrafficHistory
from widgets.kit import theme
from widgets.store import RoomStore
from widgets.strip.cues import broken
from widgets.strip.window import StripWindow
from widgets.ticker import Ticker
from widgets.wall.arrangement import Filter
from widgets.wall.geometry import Density

Strip = Opened[StripWindow]
SIZES = [(320, 560), (360, 900), (479, 760), (480, 900), (600, 800), (959, 1000)]


def make(store: RoomStore, choices: Choices, ticker: Ticker, history: TrafficHistory) -> StripWindow:
    """The strip as the desk makes it."""
    return StripWindow(store, choices, ticker, history)


@pytest.fixture
def strip(opener: Opener) -> Strip:
    """The strip on the sample room, in the size of its picture."""
    return opener.open(make, (360, 900))


def texts(strip: Strip) -> list[str]:
    """Every text that is painted now."""
    return [fit.text for fit in texts_of(strip.window.grab)]


def test_it_shows_what_is_abnormal_in_rows(strip: Strip) -> None:
    """Normal products are one press away."""
    assert strip.window.view.density is Density.STRIP
    assert strip.window.model.filter is Filter.ABNORMAL
    assert "EAR-02" not in strip.window.model.skus
    press(strip.window.filters.all)
    assert "EAR-02" in strip.window.model.skus
    assert strip.window.filters.all.isChecked()
    assert not strip.window.filters.abnormal.isChecked()


def test_what_is_on_air_stands_at_the_top_as_a_tile(strip: Strip) -> None:
    """With a frame; what comes next in a line below."""
    assert strip.window.on_air.sku == "EAR-01"
    tile = grabbed(strip.window.on_air)
    assert [tile.pixelColor(x, 50).name() for x in (0, 2)] == [theme.T1.name()] * 2
    assert {"Noise-cancelling earbuds", "Open-ear headphones"} <= set(texts(strip))


def test_a_click_on_the_tile_selects_and_another_no_longer(strip: Strip) -> None:
    """It is the same selection as the list's."""
    strip.window.view.select(("YOG-11",))
    QTest.mouseClick(strip.window.on_air, Qt.MouseButton.LeftButton)
    assert strip.window.selected == ("YOG-11", "EAR-01")
    QTest.mouseClick(strip.window.on_air, Qt.MouseButton.LeftButton)
    assert list(strip.window.selected) == ["YOG-11"]


def test_a_changed_figure_on_air_inverts_once(strip: Strip) -> None:
    """150 ms, like everywhere."""
    gauge = strip.room.store.gauges["EAR-01"]
    box = strip.window.on_air.rect()
    before = colours_in(grabbed(strip.window.on_air), box)[theme.T1.name()]
    strip.apply(gauges=(replace(gauge, available=181),))
    assert colours_in(grabbed(strip.window.on_air), box)[theme.T1.name()] > before + 200
    QTest.qWait(theme.FLASH_MS + 60)
    assert colours_in(grabbed(strip.window.on_air), box)[theme.T1.name()] < before + 200


def test_a_mark_of_a_product_on_trial_uses_what_is_proposed(strip: Strip) -> None:
    """As at the desk: the button says which variant; a length chosen by hand is no trial."""
    strip.apply(trials=trial_view_sample("en"))
    strip.window.view.select(("EAR-01",))
    marking = strip.window.marking
    (proposal,) = marking.on_trial
    assert f"{proposal.minutes:g} min" in marking.mark.accessibleName()
    assert proposal.variant in marking.mark.toolTip()
    QTest.keyClick(strip.window, Qt.Key.Key_S)
    assert strip.room.only(MarkSoldOut).by_trial
    strip.room.intents.clear()
    QTest.keyClick(strip.window, Qt.Key.Key_BracketRight)
    QTest.keyClick(strip.window, Qt.Key.Key_S)
    assert not strip.room.only(MarkSoldOut).by_trial
    strip.window.view.select(("YOG-11",))
    assert marking.mark.words == "Hold 1"
    strip.window.view.select(("EAR-01",))
    assert marking.on_trial


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_while_a_product_is_on_trial(
    opener: Opener, language: str, size: tuple[int, int]
) -> None:
    """At every width, in both languages."""
    strip = opener.open(make, size)
    strip.apply(trials=trial_view_sample(language))
    strip.window.view.select(("EAR-01",))
    assert cut(strip.window) == []


def test_keys_act_on_the_selection(strip: Strip) -> None:
    """S marks, E restores, Z takes back."""
    strip.window.view.select(("EAR-01", "YOG-11"))
    QTest.keyClick(strip.window, Qt.Key.Key_S)
    mark = strip.room.only(MarkSoldOut)
    assert (mark.skus, mark.minutes, mark.who.through) == (("EAR-01", "YOG-11"), 5.0, "strip")
    strip.room.intents.clear()
    strip.window.view.select(("SPK-03",))
    QTest.keyClick(strip.window, Qt.Key.Key_E)
    assert strip.room.only(Restore).skus == ("SPK-03",)
    strip.room.intents.clear()
    QTest.keyClick(strip.window, Qt.Key.Key_Z)
    assert strip.room.only(UndoMark).holds == (42,)


def test_minutes_step_by_brackets_and_the_reason_is_picked(strip: Strip) -> None:
    """Both hold for the next mark, whatever its window."""
    strip.window.view.select(("EAR-01",))
    QTest.keyClick(strip.window, Qt.Key.Key_BracketRight)
    strip.window.marking.reason._pick(Reason.ROUND)
    press(strip.window.marking.mark)
    mark = strip.room.only(MarkSoldOut)
    assert (mark.minutes, mark.reason) == (10.0, Reason.ROUND)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_enter_alone_never_mark(strip: Strip, key: Qt.Key) -> None:
    """A stray key must not take a product off sale."""
    strip.window.view.select(("EAR-01",))
    strip.window.marking.mark.setFocus()
    QTest.keyClick(strip.window.marking.mark, key)
    assert strip.room.intents == []


def test_stopping_takes_a_long_press_of_button_or_key(strip: Strip) -> None:
    """A click, or a short X, does nothing."""
    strip.window.view.select(("EAR-01",))
    press(strip.window.marking.stop)
    QTest.keyClick(strip.window, Qt.Key.Key_X)
    assert strip.room.intents == []
    QTest.keyPress(strip.window, Qt.Key.Key_X)
    QTest.qWait(theme.LONG_PRESS_MS + 150)
    QTest.keyRelease(strip.window, Qt.Key.Key_X)
    assert strip.room.only(EmergencyStop).skus == ("EAR-01",)


def test_a_stopped_product_is_released_with_a_reason(strip: Strip) -> None:
    """The button changes its meaning with the selection, and asks."""
    strip.window.view.select(("SUN-01",))
    assert strip.window.marking.release.isVisible()
    assert not strip.window.marking.stop.isVisible()
    press(strip.window.marking.release)
    assert strip.window.findChild(ReleaseSheet) is not None


def test_without_a_selection_nothing_can_be_pressed(strip: Strip) -> None:
    """The controls keep their places."""
    marking = strip.window.marking
    assert [each.isEnabled() for each in (marking.mark, marking.restore, marking.stop)] == [False] * 3
    assert marking.mark.isVisible()


def test_cues_are_followed_and_put_aside_by_keys(strip: Strip) -> None:
    """Alt and a digit; with Shift aside."""
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(strip.window, Qt.Key.Key_2, alt)
    assert strip.room.only(ActOnCue).cue == "cue-1"
    strip.room.intents.clear()
    QTest.keyClick(strip.window, Qt.Key.Key_1, alt | shift)
    assert strip.room.only(SnoozeCue).cue == "cue-0"


def test_in_a_narrow_column_a_cue_still_has_its_button(opener: Opener) -> None:
    """Words in up to three lines, the button below them."""
    strip = opener.open(make, (480, 900))
    tall = strip.window.cues.tall
    assert [cue.isVisible() for cue in tall] == [True] * 5
    press(tall[3].act)
    assert strip.room.only(ActOnCue).cue == "cue-3"


def test_a_cue_that_has_just_come_waits_also_in_the_narrow_column(opener: Opener) -> None:
    """Its button follows the one of the slot."""
    strip = opener.open(make, (480, 900))
    strip.apply(cues=())
    assert not any(cue.act.isVisible() for cue in strip.window.cues.tall)
    slot = strip.window.cues.list.slots[0]
    assert slot.cue is None
    slot.act.setEnabled(False)
    press(strip.window.cues.tall[0].act)
    assert strip.room.intents == []


@pytest.mark.parametrize(
    ("width", "height", "below", "graph"),
    [(360, 900, 3, True), (360, 760, 2, True), (360, 600, 1, False), (480, 900, 0, True)],
)
def test_parts_give_way_with_the_height(
    opener: Opener, width: int, height: int, below: int, graph: bool
) -> None:
    """Fewer cues first, then the graph; from 480 on cues have a column of their own."""
    strip = opener.open(make, (width, height))
    shown = sum(slot.isVisible() for slot in strip.window.cues.list.slots)
    assert (shown, strip.window.traffic.isVisible()) == (below, graph)
    assert strip.window.view.height() > 100
    beside = strip.window.cues.x() > strip.window.view.geometry().right()
    assert beside is (below == 0)


def test_the_head_says_phase_time_and_viewers(strip: Strip) -> None:
    """And whether viewers surge; the clock steps."""
    header = strip.window.header
    assert (header.phase.value, header.elapsed.words, header.viewers.words) == ("live", "01:24:14", "2,316")
    strip.tick()
    assert header.elapsed.words == "01:24:15"


def test_phases_and_start_are_asked_for(strip: Strip) -> None:
    """Ending asks for a long press."""
    header, broadcast = strip.window.header, strip.room.store.broadcast
    assert broadcast is not None
    header.phase.chosen.emit(Phase.DAILY)
    assert strip.room.only(SetPhase).phase is Phase.DAILY
    assert header.phase.value == "live"
    strip.room.intents.clear()
    header.phase.chosen.emit("end")
    assert strip.window.findChild(EndSheet) is not None
    strip.apply(broadcast=replace(broadcast, number=None, started_at=None))
    header.phase.chosen.emit("start")
    strip.room.only(StartBroadcast)


def test_old_viewers_lose_their_colour_and_their_surge(strip: Strip) -> None:
    """A figure that no longer comes does not shout."""
    view = strip.room.store.traffic["traffic"]
    assert strip.window.header._surge.isVisible()
    stale = replace(view, added=(), reset=False, freshness=SourceState.STALE)
    strip.apply(traffic=(stale,))
    assert not strip.window.header._surge.isVisible()


def test_the_foot_names_sick_sources_and_counts_criticals(strip: Strip) -> None:
    """What is shelved is not counted."""
    foot = strip.window.foot
    assert foot.critical.words == "2 critical"
    assert any("New Jersey" in lamp.accessibleName() for lamp in foot.lamps._lamps.values())
    alerts = strip.room.store.alerts
    strip.apply(alerts=(replace(alerts[0], state=AlertState.SHELVED), *alerts[1:]))
    assert foot.critical.words == "1 critical"


def test_on_air_next_and_calls_by_keys_in_the_list(strip: Strip) -> None:
    """For the row the keyboard is on."""
    strip.window.view.setFocus()
    sku = strip.window.view.current
    QTest.keyClick(strip.window.view, Qt.Key.Key_O)
    assert strip.room.only(SayOnAir).sku == sku
    strip.room.intents.clear()
    QTest.keyClick(strip.window.view, Qt.Key.Key_N)
    assert strip.room.only(SayNext).sku == sku
    QTest.keyClick(strip.window, Qt.Key.Key_C)
    assert strip.window.findChild(CallSheet) is not None


def test_other_windows_are_asked_for_by_keys(strip: Strip) -> None:
    """F2, F3, F4."""
    asked: list[str] = []
    strip.window.overlay_requested.connect(lambda: asked.append("overlay"))
    strip.window.panel_requested.connect(lambda: asked.append("panel"))
    strip.window.desk_requested.connect(lambda: asked.append("desk"))
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4):
        QTest.keyClick(strip.window, key)
    assert asked == ["overlay", "panel", "desk"]


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
def test_the_menu_lists_the_other_windows(strip: Strip) -> None:
    """And whether it stays on top."""
    press(strip.window.header.more)
    [menu] = [each for each in strip.window.findChildren(QMenu) if each.isVisible()]
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["The desk", "Host overlay", "Operator panel", "Call for stock…", "Always on top"]
    menu.close()


def test_a_refusal_is_said_in_the_strip(strip: Strip) -> None:
    """Where the person just pressed."""
    strip.apply(answers=("Refused: 3 per broadcast.",))
    assert strip.window.notices.words == ("Refused: 3 per broadcast.",)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut(opener: Opener, language: str, size: tuple[int, int]) -> None:
    """At every size in both languages, with a selection, an undo and without either."""
    strip = opener.open(make, size, language=language)
    assert (strip.window.width(), strip.window.height()) == size
    found = cut(strip.window)
    strip.window.view.select(("EAR-01", "YOG-11"))
    found += cut(strip.window)
    strip.tick(11)
    found += cut(strip.window)
    strip.window.view.select(("SUN-01",))
    assert found + cut(strip.window) == []


@pytest.mark.parametrize("size", [(320, 560), (360, 900), (700, 900)])
def test_it_is_empty_before_the_first_answer(opener: Opener, language: str, size: tuple[int, int]) -> None:
    """No figure of a room it does not know, and nothing cut."""
    strip = opener.open(make, size, language=language, empty=True)
    assert cut(strip.window) == []
    assert strip.window.on_air.sku == ""


@pytest.mark.parametrize("size", [(360, 900), (480, 900), (900, 900)])
def test_tab_reaches_every_button(opener: Opener, size: tuple[int, int]) -> None:
    """And each has a name."""
    strip = opener.open(make, size)
    strip.window.view.select(("EAR-01",))
    assert missed_by_tab(strip.window) == []
    assert nameless(strip.window) == []


def test_no_text_is_rich(strip: Strip) -> None:
    """A title with markup shows as those letters."""
    gauge = strip.room.store.gauges["EAR-01"]
    strip.apply(gauges=(replace(gauge, title="<b>Cup</b>"),))
    assert "<b>Cup</b>" in texts(strip)
    formats = {label.textFormat() for label in strip.window.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_its_place_is_remembered(strip: Strip, opener: Opener) -> None:
    """The next start finds it where it was."""
    strip.window.setGeometry(40, 50, 400, 700)
    strip.window.close()
    again = opener.open(make).window
    assert again.geometry() == QRect(40, 50, 400, 700)


@pytest.mark.usefixtures("_dressed")
def test_words_break_at_spaces_or_anywhere() -> None:
    """Never more than three lines; nothing of a line is lost."""
    assert broken("Go to Open-ear within 8 min", 128) == ["Go to Open-ear", "within 8 min"]
    lines = broken("暂缓主推香薰加湿器和硅胶折叠水壶等三件商品直到新泽西恢复", 128)
    assert len(lines) == 3
    assert "".join(lines) == "暂缓主推香薰加湿器和硅胶折叠水壶等三件商品直到新泽西恢复"
    assert broken("", 128) == []
