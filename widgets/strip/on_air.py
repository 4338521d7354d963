"""What is on air as a whole tile, and what comes next in one line below it."""

from typing import Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.words import _
from widgets.gauge import face
from widgets.gauge.face import Face, face_of
from widgets.gauge.paint import Marked, Moment
from widgets.gauge.tile import LARGE, paint_tile
from widgets.gauge.words import AGEING, COUNTING, next_word, spoken
from widgets.kit import focus, marks, text, theme
from widgets.kit.chip import HEIGHT as CHIP_HEIGHT
from widgets.kit.chip import paint_chip
from widgets.kit.text import Style
from widgets.store import RoomStore

NEXT_HEIGHT: Final = 28
_EMPTY: Final = Style(theme.TEXT.size, theme.T3)
_TITLE: Final = Style(theme.TEXT.size, theme.T1)
_FIGURE: Final = Style(theme.TEXT.size, theme.T1, bold=True)
_OLD: Final = Style(theme.TEXT.size, theme.T3)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)


class OnAirTile(QPushButton):
    """The gauge of what is being shown; a click selects it, another one no longer."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._face: Face | None = None
        self._selected = False
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(theme.FLASH_MS)
        self._flash.timeout.connect(self.update)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        store.broadcast_changed.connect(self.look)
        store.gauges_changed.connect(self._gauges_changed)
        self.look()

    @property
    def sku(self) -> str:
        """What is on air; empty where nothing is."""
        return "" if self._face is None else self._face.view.sku

    def select(self, *, selected: bool) -> None:
        """Be shown as selected, or not."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def look(self) -> None:
        """Show what is on air now."""
        before, view, now = self._face, self._view(), self._store.now()
        self._face = None if view is None else face_of(view, now, self._store.zone)
        self.setAccessibleName(_("Nothing on air") if view is None else spoken(view, now, self._store.zone))
        if before is not None and self._face is not None and before.view.sku == self._face.view.sku:
            self._flash_if_changed(before, self._face)
        self.update()

    def tick(self) -> None:
        """A second went by."""
        if self._face is not None and self._face.view.chip.kind in COUNTING | AGEING:
            self.update()

    def _view(self) -> GaugeView | None:
        broadcast = self._store.broadcast
        return None if broadcast is None else self._store.gauges.get(broadcast.on_air or "")

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        view = self._view()
        if view is not None and view.sku in skus:
            self.look()

    def _flash_if_changed(self, before: Face, after: Face) -> None:
        if before.words.figure != after.words.figure and not theme.motion_reduced():
            self._flash.start()

    @override
    def sizeHint(self) -> QSize:
        return QSize(LARGE.width, LARGE.height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._face is None:
            marks.fill_box(painter, self.rect(), theme.BG2)
            text.draw(painter, (12, 0), self.height(), _("Nothing on air"), _EMPTY)
        else:
            moment = Moment(self._store.now(), self._store.zone, self.devicePixelRatioF())
            marked = Marked(selected=self._selected, flashing=self._flash.isActive())
            paint_tile(painter, self.rect(), LARGE, self._face, moment, marked)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self)


class NextLine(QWidget):
    """What comes next: its title, its units, and how long they last."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._face: Face | None = None
        self.setFixedHeight(NEXT_HEIGHT)
        store.broadcast_changed.connect(self.look)
        store.gauges_changed.connect(self.look)
        self.look()

    def look(self) -> None:
        """Show what comes next now."""
        broadcast = self._store.broadcast
        view = None if broadcast is None else self._store.gauges.get(broadcast.next_sku or "")
        before = self._face
        self._face = None if view is None else face_of(view, self._store.now(), self._store.zone)
        if before is None or self._face is None or not self._face.looks_like(before):
            self.setAccessibleName("" if view is None else spoken(view, self._store.now(), self._store.zone))
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tall = QPainter(self), self.height()
        if self._face is None:
            text.draw(painter, (12, 0), tall, _("Nothing announced as next"), _NOTE)
            painter.end()
            return
        words, right = self._face.words, self.width() - 8
        aside = self._aside(self._face)
        right -= text.draw_right(painter, (right, 0), tall, aside, _NOTE, right) + 8
        top = (tall - CHIP_HEIGHT) // 2
        x = 12 + paint_chip(painter, 12, top, face.NEXT, next_word(), self.devicePixelRatioF()) + 8
        figure = _OLD if self._face.old else _FIGURE
        room = right - x - text.width(words.figure, figure) - 8
        x += text.draw_elided(painter, (x, 0), tall, words.title, _TITLE, room) + 8
        text.draw(painter, (x, 0), tall, words.figure, figure, right - x)
        painter.end()

    @staticmethod
    def _aside(shown: Face) -> str:
        minutes = shown.words.minutes
        if minutes is not None:
            return f"{minutes[1]} {shown.words.minutes_unit}"
        return "" if shown.words.name_aside else shown.words.aside.replace("*", "")
