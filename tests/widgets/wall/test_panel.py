"""The tools of the wall: what they show, what they ask for, and how they give way to less room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.views.gauge import Urgency
from tests.samples import room_store
from tests.widgets.pixels import texts_of
from tests.widgets.wall.conftest import Room
from widgets.kit.buttons import Button
from widgets.kit.choices import DropDown
from widgets.kit.label import PlainLabel
from widgets.ticker import Ticker
from widgets.wall.arrangement import Order
from widgets.wall.geometry import Density
from widgets.wall.panel import WallPanel

LEFT = Qt.MouseButton.LeftButton


def named(panel: WallPanel, name: str) -> QWidget:
    """The visible control a person would call so."""
    controls = [*panel.findChildren(QPushButton), *panel.findChildren(QRadioButton)]
    return next(
        control for control in controls if control.accessibleName().startswith(name) and control.isVisible()
    )


def note(panel: WallPanel) -> str:
    """What stands beside Re-sort."""
    return panel.toolbar.findChildren(PlainLabel)[0].words


def field(panel: WallPanel) -> QLineEdit:
    """Where one types what to look for."""
    return panel.toolbar.findChildren(QLineEdit)[0]


def density(panel: WallPanel) -> Density:
    """How much of each gauge is shown."""
    return panel.view.density


def shrink(panel: WallPanel, width: int) -> None:
    """Make the window so wide."""
    panel.window().resize(width, 600)
    QApplication.processEvents()


def test_filters_have_counts_and_filter(qtbot: QtBot, panel: WallPanel) -> None:
    """One press shows their products."""
    assert [button.accessibleName() for button in panel.toolbar.findChildren(Button)][1:5] == [
        "All 24", "To do 8", "Off sale 4", "Data 4",
    ]  # fmt: skip
    qtbot.mouseClick(named(panel, "Off sale"), LEFT)
    assert len(panel.model.skus) == 4
    qtbot.mouseClick(named(panel, "All"), LEFT)
    assert len(panel.model.skus) == 24


def test_the_age_of_the_order_and_what_changed_are_said(qtbot: QtBot, panel: WallPanel, room: Room) -> None:
    """Beside the button that takes it anew."""
    assert note(panel) == "Order of 21:08:24"
    room.change("LMP-05", group=Urgency.WATCH)
    assert note(panel) == "Order of 21:08:24, 1 changed"
    room.clock.advance(36)
    qtbot.mouseClick(named(panel, "Re-sort"), LEFT)
    assert note(panel) == "Order of 21:09:00"


def test_the_wall_sorts_by_the_line_up_when_asked(qtbot: QtBot, panel: WallPanel) -> None:
    """And then has no groups."""
    qtbot.mouseClick(named(panel, "Line-up"), LEFT)
    assert panel.model.order is Order.LINE_UP
    assert "Act now" not in [fit.drawn for fit in texts_of(panel.view.grab)]


def test_keys_reach_search_sorting_and_density(qtbot: QtBot, panel: WallPanel, room: Room) -> None:
    """/, R and L from the wall; Enter and Esc lead back to it."""
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Slash)
    assert field(panel).hasFocus()
    qtbot.keyClicks(field(panel), "ear")
    assert list(panel.model.skus) == ["EAR-01", "EAR-02"]
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert panel.view.hasFocus()
    room.change("EAR-02", group=Urgency.ACT_NOW)
    qtbot.keyClick(panel.view, Qt.Key.Key_R)
    assert list(panel.model.skus) == ["EAR-02", "EAR-01"]
    field(panel).setFocus()
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    assert panel.view.hasFocus()
    assert len(panel.model.skus) == 24
    with qtbot.waitSignal(panel.density_chosen) as told:
        qtbot.keyClick(panel.view, Qt.Key.Key_L)
    assert told.args == [Density.LIST]
    assert panel.head.isVisible()


def test_narrow_windows_get_a_list_unless_a_person_chose(panel: WallPanel) -> None:
    """Below 1100; the choice holds at every width."""
    assert density(panel) is Density.TILES
    shrink(panel, 1000)
    assert density(panel) is Density.LIST
    assert not field(panel).isVisible()
    shrink(panel, 1460)
    assert density(panel) is Density.TILES
    panel.choose_density(Density.TILES)
    shrink(panel, 1000)
    assert density(panel) is Density.TILES
    assert panel.view.cell_rect("BLD-02").height() == 88


def test_the_folded_search_opens_and_folds(qtbot: QtBot, panel: WallPanel) -> None:
    """It stays while it holds a text, so that nobody forgets why rows are missing."""
    shrink(panel, 1000)
    qtbot.mouseClick(named(panel, "Filter"), LEFT)
    assert field(panel).isVisible()
    qtbot.keyClicks(field(panel), "cup")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert field(panel).isVisible()
    field(panel).clear()
    panel.search()
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    assert not field(panel).isVisible()


def test_tools_and_heads_fit_at_each_width(qtbot: QtBot, language: str) -> None:
    """Nothing is clipped and nothing pushed out, in both languages."""
    window = QWidget()
    qtbot.addWidget(window)
    store = room_store(language)
    panel = WallPanel(store, Ticker(store.now), window)
    for width, wall in ((1600, 1024), (1280, 856), (960, 632)):
        window.resize(width, 700)
        window.show()
        panel.setGeometry(8, 8, wall, 600)
        QApplication.processEvents()
        assert panel.minimumSizeHint().width() <= wall, width
        found = [*texts_of(panel.toolbar.grab), *texts_of(panel.head.grab), *texts_of(panel.view.grab)]
        assert [fit for fit in found if not fit.fits] == [], width
        tools = [tool for tool in panel.toolbar.children() if isinstance(tool, QWidget) and tool.isVisible()]
        assert all(
            tool.width() >= tool.sizeHint().width() for tool in tools if not isinstance(tool, PlainLabel)
        )
        assert all(tool.geometry().right() < wall for tool in tools)


def test_the_drop_down_of_the_narrow_wall_sorts_too(panel: WallPanel) -> None:
    """It stands where the segments have no room."""
    shrink(panel, 1000)
    order = panel.toolbar.findChildren(DropDown)[0]
    assert order.isVisible()
    order.chosen.emit(Order.LINE_UP)
    assert panel.model.order is Order.LINE_UP


@pytest.mark.parametrize("width", [1460, 1280, 1000])
def test_everything_is_reached_by_tab(qtbot: QtBot, panel: WallPanel, width: int) -> None:
    """Every tool that can be seen, and the wall; of the filters the one that is on, the others by arrows."""
    shrink(panel, width)
    tools = {
        tool
        for tool in panel.findChildren(QPushButton)
        if tool.isVisible() and (tool.isChecked() or not tool.isCheckable())
    }
    reached: set[QWidget] = set()
    for _press in range(20):
        at = QApplication.focusWidget()
        assert at is not None
        reached.add(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert tools <= reached
    assert panel.view in reached
