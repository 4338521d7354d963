"""The wall under hands: keys, clicks, a selection that survives, and repaints no larger than what changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.intents import SayNext, SayOnAir
from app.views.gauge import Chip, ChipKind, Urgency
from tests.samples import NOW
from tests.widgets.pixels import colour_at, colours_in, grabbed, name_of, repaints, texts_of
from tests.widgets.wall.conftest import Room
from widgets.kit import focus, theme
from widgets.kit.text import watching
from widgets.ticker import Ticker
from widgets.wall.arrangement import Filter, Order
from widgets.wall.geometry import Density
from widgets.wall.panel import WallPanel
from widgets.wall.view import WallView

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(panel: WallPanel) -> WallView:
    """The wall itself, with the keyboard in it."""
    panel.view.setFocus(Qt.FocusReason.TabFocusReason)
    return panel.view


def tick(panel: WallPanel) -> None:
    """The hand of the clock moves on."""
    ticker = panel.property("ticker")
    assert isinstance(ticker, Ticker)
    ticker.tick()


def chosen(view: WallView) -> tuple[str, ...]:
    """The SKUs that are chosen."""
    return view.selected


def click(
    qtbot: QtBot, view: WallView, sku: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Click in the middle of a gauge."""
    qtbot.mouseClick(view.viewport(), LEFT, keys, view.cell_rect(sku).center())


def test_arrows_home_and_end_move_between_gauges(qtbot: QtBot, view: WallView) -> None:
    """Across groups, without choosing anything."""
    assert view.current == "BLD-02"
    for key, expected in (
        (KEY.Key_Right, "PWR-05"), (KEY.Key_Down, "YOG-11"), (KEY.Key_Left, "EAR-01"), (KEY.Key_Up, "BLD-02"),
        (KEY.Key_Up, "BLD-02"), (KEY.Key_End, "HAI-04"), (KEY.Key_Right, "HAI-04"), (KEY.Key_Home, "BLD-02"),
    ):  # fmt: skip
        qtbot.keyClick(view, key)
        assert view.current == expected
    qtbot.keyClick(view, KEY.Key_PageDown)
    assert view.cell_rect(view.current).x() == 0
    assert view.current not in ("BLD-02", "EAR-01")
    assert chosen(view) == ()


def test_the_ring_follows_the_keyboard(qtbot: QtBot, view: WallView) -> None:
    """2 pixels off the tile the keyboard is on, also after scrolling; gone after a click."""
    ring = focus.ring_of(view)
    for key in (KEY.Key_Right, KEY.Key_End):
        qtbot.keyClick(view, key)
        box = view.cell_rect(view.current).translated(view.viewport().mapTo(view.window(), QPoint(0, 0)))
        assert ring.isVisible()
        assert ring.geometry() == box.adjusted(-4, -4, 4, 4)
    click(qtbot, view, "HAI-04")
    assert not ring.isVisible()


def test_space_and_shift_arrows_choose(qtbot: QtBot, panel: WallPanel, view: WallView) -> None:
    """And the selection is told in the order it was made."""
    qtbot.keyClick(view, KEY.Key_Right)
    qtbot.keyClick(view, KEY.Key_Space)
    assert chosen(view) == ("PWR-05",)
    qtbot.keyClick(view, KEY.Key_Right, SHIFT)
    assert chosen(view) == ("PWR-05", "BND-04")
    with qtbot.waitSignal(panel.selection_changed) as told:
        qtbot.keyClick(view, KEY.Key_Space)
    assert told.args == [("PWR-05",)]
    qtbot.keyClick(view, KEY.Key_Escape)
    assert chosen(view) == ()


def test_ctrl_a_chooses_all_that_is_shown(qtbot: QtBot, panel: WallPanel, view: WallView) -> None:
    """Not what a filter hides."""
    panel.show_only(Filter.OFF_SALE)
    qtbot.keyClick(view, KEY.Key_A, CTRL)
    assert set(view.selected) == {"SPK-03", "MIR-02", "TEE-09", "SUN-01"}


def test_clicks_choose_one_or_more(qtbot: QtBot, view: WallView) -> None:
    """A click one, with Ctrl one more, with Shift as far as there; beside the tiles none is lost."""
    click(qtbot, view, "BLD-02")
    assert chosen(view) == ("BLD-02",)
    click(qtbot, view, "BND-04", CTRL)
    assert chosen(view) == ("BLD-02", "BND-04")
    click(qtbot, view, "CUP-07")
    click(qtbot, view, "EAR-01", SHIFT)
    assert set(view.selected) == {"EAR-01", "YOG-11", "CUP-07"}
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(5, 5))
    assert len(view.selected) == 3


def test_a_click_on_a_tick_takes_one_out(qtbot: QtBot, panel: WallPanel, view: WallView) -> None:
    """The others stay chosen."""
    panel.select(("EAR-01", "YOG-11"))
    box = view.cell_rect("YOG-11")
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(box.right() - 14, box.y() + 14))
    assert chosen(view) == ("EAR-01",)


def test_dragging_chooses_nothing_more(qtbot: QtBot, view: WallView) -> None:
    """A hand that slips while a broadcast runs."""
    qtbot.mousePress(view.viewport(), LEFT, pos=view.cell_rect("BLD-02").center())
    qtbot.mouseMove(view.viewport(), view.cell_rect("CUP-07").center())
    qtbot.mouseRelease(view.viewport(), LEFT, pos=view.cell_rect("CUP-07").center())
    assert chosen(view) == ("BLD-02",)


def test_the_selection_survives_changes_sorting_and_filters(panel: WallPanel, room: Room) -> None:
    """It is a choice of products, not of places."""
    chosen = ("EAR-01", "LMP-05")
    panel.select(chosen)
    room.change("LMP-05", available=160, group=Urgency.WATCH)
    panel.resort()
    panel.sort_by(Order.LINE_UP)
    panel.show_only(Filter.OFF_SALE)
    assert panel.selected == chosen
    panel.show_only(Filter.ALL)
    rows = {panel.model.skus[index.row()] for index in panel.view.selectionModel().selectedIndexes()}
    assert rows == set(chosen)


def test_a_selection_made_by_the_desk_is_told_once(panel: WallPanel) -> None:
    """In the order the desk chose, what a filter hides included."""
    panel.show_only(Filter.TO_DO)
    told: list[tuple[str, ...]] = []
    panel.selection_changed.connect(lambda skus: told.append(skus))  # noqa: PLW0108 - as above
    panel.select(("YOG-11", "HAI-04", "EAR-01"))
    panel.clear_selection()
    assert told == [("YOG-11", "HAI-04", "EAR-01"), ()]


def test_the_keyboard_stays_on_its_product(
    qtbot: QtBot, panel: WallPanel, room: Room, view: WallView
) -> None:
    """Wherever sorting puts it."""
    qtbot.keyClick(view, KEY.Key_End)
    room.change("HAI-04", group=Urgency.ACT_NOW, rank=-1)
    panel.resort()
    assert view.current == "HAI-04"
    assert panel.model.row_of("HAI-04") == 0
    ring = focus.ring_of(view)
    assert ring.y() < view.viewport().mapTo(view.window(), QPoint(0, 60)).y()


def test_enter_and_a_double_click_open_the_page(qtbot: QtBot, panel: WallPanel, view: WallView) -> None:
    """Of the product they were on."""
    qtbot.keyClick(view, KEY.Key_Right)
    with qtbot.waitSignal(panel.activated) as told:
        qtbot.keyClick(view, KEY.Key_Return)
    assert told.args == ["PWR-05"]
    with qtbot.waitSignal(panel.activated) as told:
        qtbot.mouseDClick(view.viewport(), LEFT, pos=view.cell_rect("EAR-01").center())
    assert told.args == ["EAR-01"]


def test_o_and_n_say_what_is_on_air_and_next(qtbot: QtBot, room: Room, view: WallView) -> None:
    """Again takes it back; who said so is recorded."""
    wishes: list[object] = []
    room.store.intended.connect(lambda wish: wishes.append(wish))  # noqa: PLW0108 - PySide calls a list's own method without arguments
    qtbot.keyClick(view, KEY.Key_O)
    qtbot.keyClick(view, KEY.Key_N)
    room.change("BLD-02", on_air=True)
    qtbot.keyClick(view, KEY.Key_O)
    who = room.store.who("desk")
    assert wishes == [
        SayOnAir(who=who, sku="BLD-02"), SayNext(who=who, sku="BLD-02"), SayOnAir(who=who, sku=None),
    ]  # fmt: skip


def test_keys_of_the_desk_are_left_to_it(qtbot: QtBot, view: WallView) -> None:
    """S marks in the desk's hands; the wall neither takes it nor searches by it."""
    heard: list[int] = []

    class Desk(QObject):
        """Sees what the wall lets through."""

        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.KeyPress:
                heard.append(event.key())  # type: ignore[attr-defined] # a key event by its type
            return False

    desk = Desk()
    view.window().installEventFilter(desk)
    qtbot.keyClick(view, KEY.Key_S)
    qtbot.keyClick(view, KEY.Key_R, CTRL)
    qtbot.keyClick(view, KEY.Key_Escape)
    assert [key for key in heard if key != KEY.Key_Control] == [KEY.Key_S, KEY.Key_R, KEY.Key_Escape]
    assert view.current == "BLD-02"


def test_a_changed_figure_repaints_its_tile_alone_and_flashes_once(
    qtbot: QtBot, room: Room, view: WallView
) -> None:
    """Inverted for 150 ms, then only the figure is painted again."""
    box = view.cell_rect("CUP-07")
    with repaints(view.viewport()) as painted:
        room.change("CUP-07", available=214)
    assert painted.region.boundingRect() == box
    corner = QPoint(box.x() + 9, box.y() + 28)
    assert colour_at(grabbed(view.viewport()), corner.x(), corner.y()) == name_of(theme.T1)
    with repaints(view.viewport()) as painted:
        qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert painted.region.boundingRect().height() == 28
    assert painted.region.boundingRect().width() < 70
    assert colour_at(grabbed(view.viewport()), corner.x(), corner.y()) == name_of(theme.BG2)


def test_no_tile_beside_a_changed_one_is_painted(room: Room, view: WallView) -> None:
    """Though they stand in one line."""
    painted: list[str] = []
    with repaints(view.viewport()), watching(lambda fit: painted.append(fit.text)):
        room.change("CUP-07", available=214)
        QApplication.processEvents()
    titles = {gauge.title for gauge in room.store.gauges.values()}
    assert titles & set(painted) == {room.store.gauges["CUP-07"].title}


def test_nothing_flashes_with_reduced_motion(room: Room, view: WallView) -> None:
    """The figure just becomes another."""
    theme.reduce_motion(True)
    box = view.cell_rect("CUP-07")
    room.change("CUP-07", available=214)
    assert colour_at(grabbed(view.viewport()), box.x() + 9, box.y() + 28) == name_of(theme.BG2)


def test_a_poll_that_changes_nothing_to_see_repaints_nothing(room: Room, view: WallView) -> None:
    """Ages of live figures are not on the tile."""
    with repaints(view.viewport()) as painted:
        room.change("CUP-07", age_from=NOW + timedelta(seconds=1), per_1000_viewers=3.0)
    assert painted.region.isEmpty()


def test_a_second_repaints_only_what_counts(panel: WallPanel, room: Room, view: WallView) -> None:
    """Chips that count, the edges of holds; an old figure's age only when its step changes."""
    room.clock.advance(0.5)
    tick(panel)
    with repaints(view.viewport()) as painted:
        room.clock.advance(0.4)
        tick(panel)
    held = view.cell_rect("SPK-03")
    assert painted.region.contains(held.adjusted(12, 72, -8, -6))
    assert painted.region.contains(QRect(held.x(), held.bottom() - 2, held.width(), 3))
    assert not painted.region.intersects(held.adjusted(0, 0, 0, -30))
    assert not painted.region.intersects(view.cell_rect("CUP-07"))
    assert not painted.region.intersects(view.cell_rect("HUM-04"))
    with repaints(view.viewport()) as painted:
        room.clock.advance(1)
        tick(panel)
    assert painted.region.intersects(view.cell_rect("HUM-04"))


def test_a_delivery_gives_way_after_ten_minutes(panel: WallPanel, room: Room, view: WallView) -> None:
    """Without anything else happening to the product."""
    assert "+240 at 21:02" in [fit.drawn for fit in texts_of(view.grab)]
    room.clock.advance(220)
    tick(panel)
    drawn = [fit.drawn for fit in texts_of(view.grab)]
    assert "+240 at 21:02" not in drawn
    assert "240" in drawn


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_titles_from_outside_stay_letters(room: Room, view: WallView) -> None:
    """In the tile, the tool tip and for those who hear it."""
    room.change("BLD-02", title="<img src=x onerror=1> <b>Blender</b>")
    assert any(fit.text.startswith("<img src=x") for fit in texts_of(view.grab))
    center = view.cell_rect("BLD-02").center()
    asked = QHelpEvent(QEvent.Type.ToolTip, center, view.viewport().mapToGlobal(center))
    QApplication.sendEvent(view.viewport(), asked)
    assert "&lt;img src=x onerror=1&gt;" in QToolTip.text()
    QToolTip.hideText()


def test_every_gauge_can_be_heard(view: WallView) -> None:
    """A screen reader finds one entry per product, each a sentence."""
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.childCount() >= 24
    said = [interface.child(number).text(QAccessible.Text.Name) for number in range(interface.childCount())]
    assert any(name.startswith("Noise-cancelling earbuds, on air, 182 available") for name in said)


def test_a_list_and_a_strip_show_the_same_products(view: WallView) -> None:
    """Less of each, in the same order."""
    for density, height in ((Density.LIST, 24), (Density.STRIP, 27), (Density.TILES, 96)):
        view.set_density(density)
        assert view.density is density
        assert view.cell_rect("BLD-02").height() == height
        drawn = [fit.text for fit in texts_of(view.grab)]
        assert "Portable blender" in drawn


def test_scrolling_shows_what_the_keyboard_is_on(qtbot: QtBot, view: WallView) -> None:
    """Wholly, with room for the ring."""
    for key in (
        KEY.Key_End,
        KEY.Key_Home,
        KEY.Key_Down,
        KEY.Key_Down,
        KEY.Key_Down,
        KEY.Key_Down,
        KEY.Key_Down,
    ):
        qtbot.keyClick(view, key)
        assert view.viewport().rect().contains(view.cell_rect(view.current))


def test_an_empty_wall_says_why(panel: WallPanel) -> None:
    """Nothing found, or nothing there yet."""
    panel.model.search("no such thing")
    assert [fit.text for fit in texts_of(panel.view.grab)] == ["No product matches. Esc clears the filter."]


def test_the_first_heading_says_what_the_three_minutes_are(view: WallView) -> None:
    """Over the first group only."""
    drawn = [fit.drawn for fit in texts_of(view.grab)]
    assert drawn.count("minutes left at") == 1
    assert drawn[:2] == ["Act now", "4"]


def test_an_old_figure_is_painted_grey_on_the_wall(room: Room, view: WallView) -> None:
    """One that goes stale loses its colour with the next delta."""
    before = colours_in(grabbed(view.viewport()), view.cell_rect("YOG-11"))
    stale = Chip(kind=ChipKind.STALE, since=NOW - timedelta(seconds=40), share=0.25)
    view_now = room.store.gauges["YOG-11"]
    parts = tuple(replace(part, freshness=type(part.freshness).STALE) for part in view_now.segments)
    room.change("YOG-11", chip=stale, segments=parts, freshness=parts[0].freshness, sell_out=None)
    after = colours_in(grabbed(view.viewport()), view.cell_rect("YOG-11"))
    assert after[name_of(theme.T1)] < before[name_of(theme.T1)] / 4
