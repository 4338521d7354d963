"""The menu behind the gear: everything that has no button of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.words import _, language

LANGUAGES = (("zh_CN", "简体中文"), ("en", "English"))
"""Each language by its own name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: its words, its key, what it does; `checked` None: it is no switch."""

    words: str
    act: Callable[[], object]
    key: str = ""
    checked: bool | None = None


def open_menu(below: QWidget, groups: list[list[Item]], choose_language: Callable[[str], object]) -> QMenu:
    """Show the menu below a button; it goes away by itself."""
    menu = QMenu(below)
    for group in groups:
        for item in group:
            _add(menu, item)
        menu.addSeparator()
    tongues = menu.addMenu(_("Language"))
    for code, name in LANGUAGES:
        chosen = Item(name, partial(choose_language, code), checked=code == language())
        _add(tongues, chosen)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(below.mapToGlobal(QPoint(below.width() - menu.sizeHint().width(), below.height())))
    return menu


def _add(menu: QMenu, item: Item) -> None:
    # an ampersand would underline the next letter, and a tab parts words from keys
    action = menu.addAction(item.words.replace("&", "&&") + (f"\t{item.key}" if item.key else ""))
    action.setCheckable(item.checked is not None)
    action.setChecked(bool(item.checked))
    action.triggered.connect(lambda _on: item.act())
