"""What a person chose on this desk: window places, splitter, density, language, minutes, reason and so on.

Kept in an INI file of the data directory, so that they go where the data goes. Nothing here changes what the
desk does to a shop; such settings stand in the settings file. A value that makes no sense is as if it had
never been chosen.
"""

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, QSettings, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.intents import Reason

MINUTES = (3, 5, 10, 15, 30)
"""The minutes a mark can be chosen to last."""

_VISIBLE_PX = 64
"""So much of a window must lie on a screen for a person to catch hold of it."""

_EnumT = TypeVar("_EnumT", bound=StrEnum)


class Choices:
    """Choices in the file at `path`, which is made when the first is kept."""

    def __init__(self, path: Path) -> None:
        self._kept = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """zh_CN or en; empty while nobody chose."""
        return self.text("language")

    @language.setter
    def language(self, value: str) -> None:
        self.keep("language", value)

    @property
    def minutes(self) -> int:
        """How long a mark lasts, unless another length is picked."""
        value = self.whole("mark/minutes", 5)
        return value if value in MINUTES else 5

    @minutes.setter
    def minutes(self, value: int) -> None:
        self.keep("mark/minutes", value)

    @property
    def reason(self) -> Reason:
        """Why a mark is made, unless another reason is picked."""
        return self.one_of(Reason, "mark/reason", Reason.STAGE)

    @reason.setter
    def reason(self, value: Reason) -> None:
        self.keep("mark/reason", value.value)

    def text(self, key: str, default: str = "") -> str:
        """A choice that is a text."""
        value = self._kept.value(key)
        return value if isinstance(value, str) else default

    def whole(self, key: str, default: int) -> int:
        """A choice that is a whole number."""
        try:
            return int(self.text(key, str(default)))
        except ValueError:
            return default

    def flag(self, key: str, *, default: bool) -> bool:
        """A choice that is yes or no."""
        return self.text(key, "yes" if default else "no") == "yes"

    def one_of(self, kind: type[_EnumT], key: str, default: _EnumT) -> _EnumT:
        """A choice among the members of an enumeration."""
        try:
            return kind(self.text(key))
        except ValueError:
            return default

    def keep(self, key: str, value: str | int | bool) -> None:
        """Remember a choice."""
        told = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        if self._kept.value(key) != told:
            self._kept.setValue(key, told)

    def place(self, window: str) -> QRect | None:
        """Where a window last was."""
        parts = self.text(f"places/{window}").split(" ")
        try:
            x, y, width, height = (int(part) for part in parts)
        except ValueError:
            return None
        return QRect(x, y, width, height) if width > 0 and height > 0 else None

    def keep_place(self, window: str, rect: QRect) -> None:
        """Remember where a window is."""
        self.keep(f"places/{window}", f"{rect.x()} {rect.y()} {rect.width()} {rect.height()}")

    def put_back(self, window: QWidget, name: str, size: QSize) -> None:
        """Give a window its last place, or `size` in the middle; always where a screen is."""
        window.setGeometry(visible_place(self.place(name), size, _screens()))

    def write(self) -> None:
        """Have everything on disk now."""
        self._kept.sync()


def visible_place(wished: QRect | None, size: QSize, screens: list[QRect]) -> QRect:
    """The wished place if a person can still catch the window there, else the middle of the first screen.

    `screens` are the usable areas, the main one first; without any the wish stands. `size` is for no wish.
    """
    if not screens:
        return wished or QRect(0, 0, size.width(), size.height())
    if wished is not None:
        home = max(screens, key=lambda screen: _area(screen.intersected(wished)))
        caught = home.intersected(QRect(wished.topLeft(), QSize(wished.width(), _VISIBLE_PX)))
        if caught.width() >= _VISIBLE_PX and caught.height() >= _VISIBLE_PX // 2:
            return QRect(wished.topLeft(), wished.size().boundedTo(home.size()))
    fitting = (wished.size() if wished is not None else size).boundedTo(screens[0].size())
    middle = QRect(0, 0, fitting.width(), fitting.height())
    middle.moveCenter(screens[0].center())
    return middle


def bring_back(window: QWidget) -> None:
    """Put a window whose screen is gone where a person can see it; leave it alone elsewhere."""
    place = visible_place(window.geometry(), window.size(), _screens())
    if place != window.geometry():
        window.setGeometry(place)


class _Home(QObject):
    """Looks after its window when a screen goes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._look_soon)

    def _look_soon(self) -> None:
        # the system moves windows after it has told; look once it has
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        window = self.parent()
        if isinstance(window, QWidget):
            bring_back(window)


def stay_on_screens(window: QWidget) -> None:
    """Bring a window back whenever the screen it stood on goes."""
    _Home(window)


def _screens() -> list[QRect]:
    main = QGuiApplication.primaryScreen()
    screens = QGuiApplication.screens()
    ordered = sorted(screens, key=lambda screen: screen is not main)
    return [screen.availableGeometry() for screen in ordered]


def _area(rect: QRect) -> int:
    return 0 if rect.isEmpty() else rect.width() * rect.height()
