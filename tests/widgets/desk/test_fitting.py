"""Nothing is cut at any size in either language, and every control can be reached."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.views.delta import ViewDelta
from tests.sample_study import study_sample
from tests.samples import NOW
from tests.widgets.desk.conftest import Desk, MakeDesk, Room, empty_room, sample
from widgets.desk.window import DeskWindow
from widgets.kit import text
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel

SIZES = [(1600, 1000), (1920, 1080), (1440, 900), (1280, 800), (1100, 700), (960, 600)]


def cut(window: QWidget) -> Iterator[str]:
    """Labels and buttons narrower than what they say, unless they are told to elide."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, PlainLabel | Button):
            continue
        elides = isinstance(widget, PlainLabel) and (widget._elide or widget.wordWrap())
        if not elides and widget.sizeHint().width() > widget.width():
            yield f"{type(widget).__name__} {widget.words!r}: {widget.sizeHint().width()} > {widget.width()}"


def painted_beyond(window: QWidget) -> list[str]:
    """Painted texts that had less room than they took."""
    fits: list[text.Fit] = []
    with text.watching(fits.append):
        window.grab()
    return [f"{fit.text!r}: {fit.took} > {fit.room}" for fit in fits if not fit.elidable and not fit.fits]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut(make_desk: MakeDesk, language: str, width: int, height: int) -> None:
    """Every label and button has the room it needs, with a selection and an undo open."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    desk.window.column.wall.select(("EAR-01", "YOG-11"))
    desk.tick()
    assert list(cut(desk.window)) == []
    assert painted_beyond(desk.window) == []


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (960, 600)])
def test_nothing_is_cut_before_the_first_answer(make_desk: MakeDesk, width: int, height: int) -> None:
    """The empty desk fits too, and shows no figure of a room it does not know."""
    desk = make_desk(empty_room(), width, height)
    assert list(cut(desk.window)) == []
    assert desk.window.right.cues.head.count.words == ""
    assert desk.window.right.alerts.head.count.words == ""


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1280, 800), (960, 600)])
def test_nothing_is_cut_on_a_products_page(
    make_desk: MakeDesk, language: str, width: int, height: int
) -> None:
    """The page has room for what it says."""
    room = empty_room()
    room.store.apply(sample(language))
    desk = make_desk(room, width, height)
    for sku in ("SPK-03", "EAR-01"):
        desk.window.deeds.open_product(sku)
        QApplication.processEvents()
        assert list(cut(desk.window)) == []
        desk.room.apply(ViewDelta(revision=2, at=NOW, study=study_sample(sku, language)))
        assert list(cut(desk.window)) == []
        assert painted_beyond(desk.window) == []


def _is_one_of_several(button: QAbstractButton) -> bool:
    return button.autoExclusive() or button.group() is not None


def _controls(window: DeskWindow) -> set[QAbstractButton]:
    return {
        button for button in window.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()
    }


def _reached_by_tab(window: DeskWindow) -> set[QObject]:
    reached: set[QObject] = set()
    for _step in range(300):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or here in reached:
            break
        reached.add(here)
    return reached


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (960, 600)])
def test_tab_reaches_every_control(make_desk: MakeDesk, room: Room, width: int, height: int) -> None:
    """No button needs a mouse; of a segmented control Tab reaches the one that is on, arrows the others."""
    desk = make_desk(room, width, height)
    desk.window.column.wall.select(("EAR-01",))
    reached = _reached_by_tab(desk.window)
    missed = {button for button in _controls(desk.window) - reached if not _is_one_of_several(button)}
    assert {f"{type(button).__name__} {button.accessibleName()!r}" for button in missed} == set()


def test_every_control_has_a_name(desk: Desk) -> None:
    """A button that shows an icon alone still says what it does to those who hear it."""
    nameless = [
        b for b in desk.window.findChildren(QAbstractButton) if b.isVisible() and not b.accessibleName()
    ]
    assert nameless == []


def test_no_text_is_rich(desk: Desk) -> None:
    """A title with markup shows as those letters."""
    labels = desk.window.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
