"""The overlay's context menu: everything about its looks, with the key that does the same."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.words import _
from widgets.overlay.looks import GROUND_NAMES, SIZE_NAMES, Ground, TextSize

if TYPE_CHECKING:
    from widgets.overlay.window import OverlayWindow


def overlay_menu(window: "OverlayWindow") -> QMenu:
    """The menu for how `window` looks now; the caller shows it."""
    menu = QMenu(window)
    _offer_sizes(menu, window)
    menu.addSeparator()
    _offer_grounds(menu, window)
    _add(menu, _("Choose the key colour…"), "K").triggered.connect(window.choose_key_colour)
    menu.addSeparator()
    top = _add(menu, _("Always on top"), "T", checked=window.stays_on_top)
    top.triggered.connect(lambda on: window.stay_on_top(on=on))
    words = _("Let clicks through until F2 on the desk (may be invisible to capture)")
    through = _add(menu, words, checked=window.lets_clicks_through)
    through.triggered.connect(lambda on: window.let_clicks_through(through=on))
    menu.addSeparator()
    _add(menu, _("Close the overlay"), "Ctrl+W").triggered.connect(window.close)
    return menu


def _offer_sizes(menu: QMenu, window: "OverlayWindow") -> None:
    group = QActionGroup(menu)
    for digit, size in enumerate(TextSize, start=1):
        action = _add(menu, _(SIZE_NAMES[size]), str(digit), checked=size is window.text_size)
        action.triggered.connect(lambda _on, size=size: window.set_text_size(size))
        group.addAction(action)


def _offer_grounds(menu: QMenu, window: "OverlayWindow") -> None:
    group = QActionGroup(menu)
    for ground in Ground:
        words = _(GROUND_NAMES[ground]).format(colour=window.key_colour.name().upper())
        action = _add(menu, words, checked=ground is window.ground)
        action.triggered.connect(lambda _on, ground=ground: window.set_ground(ground))
        group.addAction(action)


def _add(menu: QMenu, words: str, key: str = "", *, checked: bool | None = None) -> QAction:
    """An action with its key beside it; the key itself is heard by the window."""
    action = menu.addAction(f"{words}\t{key}" if key else words)
    if checked is not None:
        action.setCheckable(True)
        action.setChecked(checked)
    return action
