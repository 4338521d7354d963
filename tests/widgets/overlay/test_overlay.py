"""The host overlay: at most five things, hard plates, and never a fresh look on an old figure."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.views.wording import Tone
from tests.sample_plans import planned_room
from tests.widgets.opening import Opened, Opener, cut
from tests.widgets.pixels import colour_at, colours_in, grabbed, texts_of
from widgets.choices import Choices
from widgets.desk.traffic.history import TrafficHistory
from widgets.kit import theme
from widgets.overlay.looks import Ground, TextSize, measures_of
from widgets.overlay.menu import overlay_menu
from widgets.overlay.plates import figure_places
from widgets.overlay.shown import Life
from widgets.overlay.window import OverlayWindow
from widgets.store import RoomStore
from widgets.ticker import Ticker

Overlay = Opened[OverlayWindow]


def make(store: RoomStore, choices: Choices, ticker: Ticker, _history: TrafficHistory) -> OverlayWindow:
    """The overlay as the desk makes it."""
    return OverlayWindow(store, choices, ticker)


@pytest.fixture
def overlay(opener: Opener) -> Overlay:
    """The overlay on the sample room."""
    return opener.open(make)


def show(overlay: Overlay, sku: str | None) -> None:
    """That product is on air now."""
    broadcast = overlay.room.store.broadcast
    assert broadcast is not None
    overlay.apply(broadcast=replace(broadcast, on_air=sku))


def words_on(overlay: Overlay) -> list[str]:
    """Every text that is painted now."""
    return [fit.text for fit in texts_of(overlay.window.grab)]


def test_it_says_now_units_minutes_next_and_one_cue(overlay: Overlay) -> None:
    """Five things, and no more."""
    said = overlay.window.said
    assert (said.title, said.following) == ("Noise-cancelling earbuds", "Open-ear headphones")
    assert said.units is not None
    assert said.time is not None
    assert said.cue is not None
    assert (said.units.words, said.time.words) == ("182", "14")
    assert said.cue.words == "Go to Open-ear within 8 min"


def test_nothing_private_is_painted(overlay: Overlay) -> None:
    """Prices and margins are nobody's business on a screen that is captured."""
    gauge = overlay.room.store.gauges["EAR-01"]
    assert gauge.margin
    assert not any(gauge.margin in words or gauge.price in words for words in words_on(overlay))


def test_a_hold_counts_down_each_second(overlay: Overlay) -> None:
    """The true stock stays; the countdown steps."""
    show(overlay, "SPK-03")
    assert {"486", "03:42"} <= set(words_on(overlay))
    overlay.tick()
    overlay.apply()
    assert "03:41" in words_on(overlay)


def test_a_stale_figure_says_its_age_and_no_minutes(overlay: Overlay) -> None:
    """The host must not quote it."""
    show(overlay, "HUM-04")
    said = overlay.window.said
    assert said.units is not None
    assert said.time is not None
    assert said.bar is not None
    assert (said.units.doubt, said.units.note, said.time.words) == (True, "2:14 old", "—")
    assert said.bar.old


def test_without_a_cue_and_a_next_their_plates_are_gone(overlay: Overlay) -> None:
    """No empty boxes stay; the ground is seen there."""
    broadcast = overlay.room.store.broadcast
    assert broadcast is not None
    overlay.apply(broadcast=replace(broadcast, next_sku=None), cues=())
    image, size = grabbed(overlay.window), measures_of(overlay.window.text_size)
    for plate in (size.following, size.cue):
        assert set(colours_in(image, plate)) == {theme.BG1.name()}


def test_a_desk_that_falls_silent_never_looks_fresh(overlay: Overlay) -> None:
    """After five seconds the lamp has another shape, the figures are grey, and the words say why."""
    before = grabbed(overlay.window)
    overlay.tick(5)
    assert overlay.window.said.life is Life.LIVE
    overlay.tick(1)
    said = overlay.window.said
    assert said.life is Life.SILENT
    assert said.units is not None
    assert said.time is not None
    assert said.cue is not None
    assert (said.units.doubt, said.time.words) == (True, "—")
    assert "00:06" in said.cue.words
    size = measures_of(overlay.window.text_size)
    units = figure_places(size)[0]
    after = grabbed(overlay.window)
    assert colours_in(before, units)[theme.T1.name()] > 0
    assert colours_in(after, units)[theme.T1.name()] == 0
    lamp = size.now.adjusted(size.now.width() - size.px(30), 0, 0, size.px(34) - size.now.height())
    assert colours_in(before, lamp)[theme.BAR.name()] > 0
    assert colours_in(after, lamp)[theme.YELLOW.name()] > 0
    assert colours_in(after, lamp)[theme.BAR.name()] == 0


def test_a_desk_that_speaks_again_is_believed_again(overlay: Overlay) -> None:
    """The next delta brings the figures back."""
    overlay.tick(20)
    overlay.apply()
    assert overlay.window.said.life is Life.LIVE
    assert "182" in words_on(overlay)


def test_a_clock_that_ran_backwards_is_no_life(overlay: Overlay) -> None:
    """A stamp from the future says nothing about now."""
    overlay.tick(-60)
    assert overlay.window.said.life is Life.SILENT


def test_before_the_first_word_it_says_that_it_starts(opener: Opener) -> None:
    """No figure, no cue; the lamp is the one of the unknown."""
    overlay = opener.open(make, empty=True)
    said = overlay.window.said
    assert (said.life, said.units, said.time, said.cue) == (Life.STARTING, None, None, None)


def test_a_changed_figure_inverts_once(overlay: Overlay) -> None:
    """For 150 ms, then it stands as before."""
    gauge = overlay.room.store.gauges["EAR-01"]
    place = figure_places(measures_of(overlay.window.text_size))[0]
    before = colours_in(grabbed(overlay.window), place)[theme.T1.name()]
    overlay.apply(gauges=(replace(gauge, available=181),))
    assert colours_in(grabbed(overlay.window), place)[theme.T1.name()] > 2 * before
    QTest.qWait(theme.FLASH_MS + 60)
    assert colours_in(grabbed(overlay.window), place)[theme.T1.name()] < 2 * before


def test_with_reduced_motion_nothing_inverts(overlay: Overlay) -> None:
    """Who asked for no flashes gets none."""
    theme.reduce_motion(True)
    gauge = overlay.room.store.gauges["EAR-01"]
    place = figure_places(measures_of(overlay.window.text_size))[0]
    before = colours_in(grabbed(overlay.window), place)[theme.T1.name()]
    overlay.apply(gauges=(replace(gauge, available=181),))
    assert colours_in(grabbed(overlay.window), place)[theme.T1.name()] < 2 * before


@pytest.mark.parametrize(("size", "pixels"), [("1", 344), ("2", 482), ("3", 688)])
def test_three_sizes_by_key_are_remembered(opener: Opener, choices: Choices, size: str, pixels: int) -> None:
    """The digits choose; the next start has the same."""
    overlay = opener.open(make)
    QTest.keyClicks(overlay.window, size)
    assert overlay.window.width() == pixels
    assert OverlayWindow(overlay.room.store, choices, overlay.ticker).width() == pixels


def test_grounds_are_solid_key_and_clear(overlay: Overlay) -> None:
    """G goes through them; plates stay opaque on each."""
    corner = QPoint(2, 2)
    assert colour_at(grabbed(overlay.window), corner.x(), corner.y()) == "#1e1e1e"
    QTest.keyClick(overlay.window, Qt.Key.Key_G)
    assert overlay.window.ground is Ground.KEY
    image = grabbed(overlay.window)
    assert colour_at(image, corner.x(), corner.y()) == "#00b140"
    assert colour_at(image, measures_of(TextSize.MEDIUM).now.x() + 2, 40) == theme.BG0.name()
    QTest.keyClick(overlay.window, Qt.Key.Key_G)
    image = grabbed(overlay.window)
    assert image.pixelColor(corner).alpha() == 0
    assert image.pixelColor(measures_of(TextSize.MEDIUM).now.x() + 2, 40).alpha() == 255
    assert overlay.window.isVisible()


def test_a_key_colour_leaves_no_fringe(overlay: Overlay) -> None:
    """Between ground and plate there is no third colour."""
    overlay.window.set_key_colour(QColor("#0047BB"))
    image, size = grabbed(overlay.window), measures_of(overlay.window.text_size)
    middle = size.now.y() + size.now.height() // 2
    edge = [colour_at(image, x, middle) for x in range(size.now.x() - 2, size.now.x() + 2)]
    assert edge == ["#0047bb", "#0047bb", theme.BG0.name(), theme.BG0.name()]


def test_by_default_capture_sees_it_and_clicks_reach_it(overlay: Overlay) -> None:
    """No tool window, no layers, not on top, no clicks through."""
    flags, kind = overlay.window.windowFlags(), Qt.WindowType
    assert flags & kind.FramelessWindowHint
    assert not flags & (kind.WindowStaysOnTopHint | kind.WindowTransparentForInput)
    assert (flags & kind.WindowType_Mask) == kind.Window
    assert not overlay.window.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


@pytest.mark.qt_log_ignore("does not support raise")
def test_on_top_is_remembered_and_clicks_through_is_not(overlay: Overlay, choices: Choices) -> None:
    """What could lock a person out ends with the next show."""
    QTest.keyClick(overlay.window, Qt.Key.Key_T)
    overlay.window.let_clicks_through(through=True)
    assert overlay.window.isVisible()
    assert overlay.window.windowFlags() & Qt.WindowType.WindowTransparentForInput
    overlay.window.bring_up()
    assert not overlay.window.windowFlags() & Qt.WindowType.WindowTransparentForInput
    again = OverlayWindow(overlay.room.store, choices, overlay.ticker)
    assert again.stays_on_top
    assert not again.lets_clicks_through


def test_the_menu_offers_all_and_warns_of_capture(overlay: Overlay) -> None:
    """Transparency and clicks through say that they may be invisible to capture."""
    menu = overlay_menu(overlay.window)
    words = [action.text() for action in menu.actions() if action.text()]
    assert sum("may be invisible to capture" in each for each in words) == 2
    checked = {action.text().partition("\t")[0] for action in menu.actions() if action.isChecked()}
    assert checked == {"Medium text: 1.5 m away", "Solid ground #1E1E1E"}
    next(action for action in menu.actions() if "Large" in action.text()).trigger()
    assert overlay.window.text_size is TextSize.LARGE


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
def test_the_context_menu_opens_with_the_right_button(overlay: Overlay) -> None:
    """It closes with Esc, like any menu."""
    at = QPoint(40, 40)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, overlay.window.mapToGlobal(at))
    QApplication.sendEvent(overlay.window, event)
    [menu] = [each for each in overlay.window.findChildren(QMenu) if each.isVisible()]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_it_is_dragged_and_stands_there_again(overlay: Overlay, choices: Choices) -> None:
    """Anywhere on it is a handle."""
    start = overlay.window.pos()
    QTest.mousePress(overlay.window, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QTest.mouseMove(overlay.window, QPoint(80, 70))
    QTest.mouseRelease(overlay.window, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert overlay.window.pos() == start + QPoint(30, 20)
    again = OverlayWindow(overlay.room.store, choices, overlay.ticker)
    assert again.pos() == overlay.window.pos()


def test_a_title_with_markup_shows_as_its_letters(overlay: Overlay) -> None:
    """Titles come from outside."""
    gauge = overlay.room.store.gauges["EAR-01"]
    overlay.apply(gauges=(replace(gauge, title="<b>Cup</b>"),))
    assert "<b>Cup</b>" in words_on(overlay)


ALL = (
    None,
    "EAR-01",
    "SPK-03",
    "TEE-09",
    "HUM-04",
    "BND-04",
    "SUN-01",
    "SCL-01",
    "PRJ-01",
    "KSC-02",
    "BLD-02",
)


@pytest.mark.parametrize("size", list(TextSize))
def test_nothing_is_cut(opener: Opener, language: str, size: TextSize) -> None:
    """Every state at every size in both languages, and while the desk is silent."""
    overlay = opener.open(make, language=language)
    overlay.window.set_text_size(size)
    for sku in ALL:
        show(overlay, sku)
        assert cut(overlay.window) == [], sku
    gauge = overlay.room.store.gauges["EAR-01"]
    show(overlay, "EAR-01")
    overlay.apply(gauges=(replace(gauge, available=128_400),))
    assert cut(overlay.window) == []
    overlay.tick(4000)
    assert cut(overlay.window) == []
    assert overlay.window.said.units is not None
    assert overlay.window.said.units.tone is Tone.DOUBT


def test_an_overlay_whose_screen_goes_is_brought_back(overlay: Overlay) -> None:
    """Nobody can catch what stands beside all screens."""
    overlay.window.move(5000, 5000)
    screen = overlay.window.screen()
    QGuiApplication.instance().screenRemoved.emit(screen)  # type: ignore[union-attr]  # there is one in a test
    QApplication.processEvents()
    assert screen.availableGeometry().contains(overlay.window.geometry().center())


def test_a_count_down_before_a_planned_mark_says_what_comes_and_when(overlay: Overlay) -> None:
    """The figure is plain, its meaning in the colour of holds; the cue outlined, for nothing is held yet."""
    room = planned_room("en")
    overlay.apply(gauges=room.gauges)
    show(overlay, "TEE-09")
    said = overlay.window.said
    assert said.time is not None
    assert said.cue is not None
    assert (said.time.words, said.time.note) == ("02:15", "then off sale for 6 min")
    assert (said.time.tone, said.time.note_tone) == (Tone.PLAIN, Tone.HOLD)
    assert (said.cue.words, said.cue.filled) == ("This round ends in 02:15", False)
    assert cut(overlay.window) == []
