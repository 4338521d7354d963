"""The two columns of the desk: the wall with what can be done to it, and traffic, cues and alerts."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QVBoxLayout, QWidget
from typing_extensions import override

from widgets.choices import Choices
from widgets.desk import sizes
from widgets.desk.alert_list import AlertList
from widgets.desk.cue_list import CueList
from widgets.desk.hand_tasks import HandTasks
from widgets.desk.notices import Notices
from widgets.desk.prompts import Prompts
from widgets.desk.selection_bar import SelectionBar
from widgets.desk.sizes import GUTTER, Mode
from widgets.desk.text_strip import TextStrip
from widgets.desk.traffic.history import TrafficHistory
from widgets.desk.traffic.panel import TrafficPanel
from widgets.kit import theme
from widgets.store import RoomStore
from widgets.ticker import Ticker
from widgets.wall.panel import WallPanel

_GRIP: Final = 32


class LeftColumn(QWidget):
    """Tasks for people, the wall, sentences below it, and the selection bar."""

    def __init__(
        self, store: RoomStore, choices: Choices, ticker: Ticker, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.wall = WallPanel(store, ticker)
        self.tasks = HandTasks(store, "desk")
        self.prompts = Prompts(store, "desk")
        self.notices = Notices(store)
        self.texts = TextStrip(store)
        self.selection = SelectionBar(store, choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GUTTER // 2)
        column.addWidget(self.tasks)
        column.addWidget(self.prompts)
        column.addWidget(self.wall, 1)
        column.addWidget(self.notices)
        column.addWidget(self.texts)
        column.addWidget(self.selection)
        self.wall.selection_changed.connect(self._selected)

    @property
    def current(self) -> str:
        """The product the keyboard is on; empty for none."""
        return self.wall.current

    def select_again(self) -> None:
        """The selection bar acts on the wall's selection again."""
        self.selection.set_selection(self.wall.selected)

    def tick(self) -> None:
        """A second went by; the wall has its own tick."""
        self.tasks.tick()
        self.prompts.tick()
        self.notices.tick()
        self.texts.tick()
        self.selection.tick()

    def _selected(self, skus: tuple[str, ...]) -> None:
        # while another page is seen, the bar is that page's
        if self.isVisible():
            self.selection.set_selection(skus)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(sizes.LEAST_WIDTH - sizes.RIGHT_WIDTH[Mode.NARROW] - 3 * GUTTER, 0)


class RightColumn(QWidget):
    """Traffic, cues and alerts; what height is over goes to the graph."""

    def __init__(
        self, store: RoomStore, choices: Choices, history: TrafficHistory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mode = Mode.WIDE
        self.traffic = TrafficPanel(store, history, choices)
        self.cues = CueList(store)
        self.alerts = AlertList(store)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GUTTER)
        column.addWidget(self.traffic, 1)
        column.addWidget(self.cues)
        column.addWidget(self.alerts)

    def set_mode(self, mode: Mode) -> None:
        """Be as generous as the window's width allows."""
        self._mode = mode
        self._fit()

    def tick(self) -> None:
        """A second went by."""
        self.traffic.tick()
        self.alerts.tick()

    def _fit(self) -> None:
        heights = sizes.heights_for(self._mode, self.height())
        for panel in (self.traffic, self.cues, self.alerts):
            panel.set_heights(heights)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(sizes.LEAST_RIGHT, 0)


class _Handle(QSplitterHandle):
    """The gutter between the columns; a short line shows where to take hold of it."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            painter = QPainter(self)
            painter.fillRect(self.width() // 2, (self.height() - _GRIP) // 2, 1, _GRIP, theme.EDGE)
            painter.end()


class Columns(QSplitter):
    """Both columns. The right one keeps its width when the window grows; a person may move the gutter."""

    def __init__(
        self, left: LeftColumn, right: RightColumn, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._choices = choices
        self._mode: Mode | None = None
        self.setHandleWidth(GUTTER)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._keep)

    def set_mode(self, mode: Mode) -> None:
        """Give the right column the width it has in this mode."""
        if mode is self._mode:
            return
        self._mode = mode
        right = self._choices.whole(self._key(mode), sizes.RIGHT_WIDTH[mode])
        # before the window is first seen it alone has its width
        wide = max(self.width(), self.window().width() - 2 * GUTTER)
        right = min(max(right, sizes.LEAST_RIGHT), max(sizes.RIGHT_WIDTH[mode], wide // 2))
        self.setSizes([max(1, wide - GUTTER - right), right])

    def _keep(self) -> None:
        if self._mode is not None:
            self._choices.keep(self._key(self._mode), self.sizes()[1])

    @staticmethod
    def _key(mode: Mode) -> str:
        return f"splitter/{mode.name.lower()}"

    @override
    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)
