"""One alert in its line: level, what is wrong, since when, and the one thing to do about it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.views.room import AlertLevel, AlertState, AlertView, Guidance
from app.words import _, clock_time, countdown, p_, plain
from widgets.desk.parts import IconMark, spread
from widgets.kit import focus, theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_HUES: Final = {AlertLevel.CRITICAL: Hue.ORANGE, AlertLevel.WARNING: Hue.YELLOW, AlertLevel.INFO: Hue.T2}
_DEFAULT_ICONS: Final = {AlertLevel.CRITICAL: "crit", AlertLevel.WARNING: "low", AlertLevel.INFO: "info"}
_SINCE_PX: Final = 36


def level_words(level: AlertLevel) -> str:
    """A level's name."""
    return {
        AlertLevel.CRITICAL: p_("alert", "Critical"),
        AlertLevel.WARNING: _("Warning"),
        AlertLevel.INFO: _("Notice"),
    }[level]


def guidance_words(guidance: Guidance) -> str:
    """What stands on an alert's button."""
    return {
        Guidance.NONE: "",
        Guidance.ACKNOWLEDGE: _("OK"),
        Guidance.SHELVE: _("Shelve"),
        Guidance.HANDLE: _("Handle"),
        Guidance.ALLOW: _("Allow"),
    }[guidance]


def state_words(state: AlertState) -> str:
    """Where an alert stands, where that is not simply active."""
    return {
        AlertState.ACTIVE: "",
        AlertState.ACKNOWLEDGED: _("acknowledged"),
        AlertState.SHELVED: _("shelved"),
        AlertState.RECOVERING: _("recovering"),
    }[state]


class AlertRow(QWidget):
    """The line.

    Signals:
        pressed: Its button was pressed; carries the alert.
        opened: Enter or a double click asks for more; carries the alert.
    """

    pressed = Signal(object)
    opened = Signal(object)

    def __init__(self, store: RoomStore, alert: AlertView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.alert = alert
        self._long, self._buttons = True, True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make()
        self.show_alert(alert)

    def _make(self) -> None:
        self._icon = IconMark("", 14, Hue.T2)
        self._level = PlainLabel("", theme.NOTE.size)
        self._text = PlainLabel("", theme.NOTE.size, elide=True)
        self._state = PlainLabel("", theme.NOTE.size, theme.T3)
        self._since = PlainLabel("", theme.NOTE.size, theme.T3)
        self._since.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._since.setMinimumWidth(_SINCE_PX)
        self.button = Button("", height=SMALL)
        self.button.clicked.connect(lambda: self.pressed.emit(self.alert))
        self._level.setMinimumWidth(max(theme.text_width(level_words(each), 12) for each in AlertLevel))
        self._place = QWidget()
        holder = spread(QHBoxLayout(self._place), 0, 0)
        holder.addWidget(self.button)
        row = spread(QHBoxLayout(self), theme.SPACE_M, theme.SPACE_S)
        for part in (self._icon, self._level, self._text, self._state, self._since, self._place):
            row.addWidget(part, 1 if part is self._text else 0)
        words = max(theme.text_width(guidance_words(each), 12) for each in Guidance)
        self._place.setFixedWidth(max(48, words + 16))

    def be(self, *, long: bool, buttons: bool) -> None:
        """Say as much as there is room for."""
        self._long, self._buttons = long, buttons
        self.show_alert(self.alert)

    def show_alert(self, alert: AlertView) -> None:
        """Show this state of it."""
        self.alert = alert
        hue = _HUES[alert.level]
        self._icon.draw(alert.icon or _DEFAULT_ICONS[alert.level], hue)
        self._level.say(level_words(alert.level))
        self._level.paint_in(theme.colour(hue))
        self._text.say(plain(alert.text if self._long else alert.short))
        self._text.paint_in(theme.T1 if alert.state is AlertState.ACTIVE else theme.T2)
        self._state.say(state_words(alert.state))
        self._state.setVisible(self._long and bool(self._state.words))
        self._place.setVisible(self._buttons)
        words = guidance_words(alert.button)
        self.button.say(words)
        self.button.setVisible(bool(words))
        said = (level_words(alert.level), plain(alert.text), state_words(alert.state), plain(alert.remedy))
        self.setAccessibleName(", ".join(part for part in said if part))
        set_plain_tooltip(self, "\n".join(part for part in said[1:] if part))
        self.tick()

    def tick(self) -> None:
        """A second went by."""
        since = self.alert.since
        if self.alert.counting:
            self._since.say(countdown((self._store.now() - since).total_seconds()))
        else:
            self._since.say(clock_time(since, self._store.zone, seconds=False))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.alert)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self.alert)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.LINE)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self)
