"""How long the broadcast has run and what time it is, each under its small word or bare."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import MISSING, _, clock_time, countdown
from widgets.desk.sizes import Mode
from widgets.kit import theme
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_LINE: Final = 24


class Clock(QWidget):
    """A time with its word above it."""

    def __init__(self, word: str, widest: str, *, bold: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = PlainLabel(word, theme.NOTE.size, theme.T3)
        self.time = PlainLabel(MISSING, theme.CLOCK.size, theme.T1 if bold else theme.T2, bold=bold)
        self._small = PlainLabel(MISSING, theme.STRONG.size if bold else theme.TEXT.size, bold=bold)
        self._small.paint_in(theme.T1 if bold else theme.T3)
        self._bold, self._least = bold, theme.text_width(widest, theme.CLOCK.size, bold)
        self.time.setFixedSize(self._least, _LINE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._word)
        column.addWidget(self.time, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._small)
        column.addStretch(1)

    def be_small(self, *, small: bool) -> None:
        """Stand without the word, in a smaller size."""
        self._word.setVisible(not small)
        self.time.setVisible(not small)
        self._small.setVisible(small)

    def say(self, words: str) -> None:
        """Show this time."""
        self.time.say(words)
        # of a fixed size, so that nothing around it is laid out each second
        self.time.setFixedWidth(max(self._least, theme.text_width(words, theme.CLOCK.size, self._bold)))
        self._small.say(words)


class Clocks(QWidget):
    """Both clocks; `tick` moves them on."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.elapsed = Clock(_("On air for"), "00:00:00", bold=True)
        self.wall = Clock(_("Now"), "00:00:00", bold=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_L)
        row.addWidget(self.elapsed)
        row.addWidget(self.wall)
        store.broadcast_changed.connect(self.tick)
        self.tick()

    def set_mode(self, mode: Mode) -> None:
        """Narrow bars have room for figures alone."""
        for clock in (self.elapsed, self.wall):
            clock.be_small(small=mode is Mode.NARROW)
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(theme.SPACE_L if mode is Mode.WIDE else theme.SPACE_M)

    def tick(self) -> None:
        """A second went by."""
        now, broadcast = self._store.now(), self._store.broadcast
        started = None if broadcast is None else broadcast.started_at
        self.elapsed.say(MISSING if started is None else countdown((now - started).total_seconds()))
        self.wall.say(clock_time(now, self._store.zone))
