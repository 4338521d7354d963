"""The foot of the strip: sources that need a look, how many alerts are critical, how many sources live."""

from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.views.room import AlertLevel, AlertState
from app.words import n_, number
from widgets.desk.parts import IconMark, Panel, spread
from widgets.desk.source_row import Lamps, LiveCount
from widgets.kit import theme
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

HEIGHT: Final = 28
_LONG_FROM: Final = 350
_COUNT_FROM: Final = 340


class Foot(Panel):
    """The foot."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self.setFixedHeight(HEIGHT)
        self.lamps = Lamps(store, theme.SPACE_S, abnormal_only=True)
        self._sign = IconMark("need", 12, Hue.ORANGE)
        self.critical = PlainLabel("", theme.NOTE.size, theme.ORANGE)
        self.live = LiveCount(store)
        row = spread(QHBoxLayout(), theme.SPACE_S, theme.SPACE_S)
        row.addWidget(self.lamps, 1)
        row.addWidget(self._sign)
        row.addWidget(self.critical)
        row.addSpacing(theme.SPACE_XS)
        row.addWidget(self.live)
        self.rows.addLayout(row)
        store.alerts_changed.connect(self._count)
        self._count()

    def tick(self) -> None:
        """A second went by."""
        self.lamps.tick()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # in the narrowest strip the name of a sick source is worth more than a count
        self.live.setVisible(self.width() >= _COUNT_FROM)
        self.live.be_long(long=self.width() >= _LONG_FROM)

    def _count(self) -> None:
        open_ones = [
            alert
            for alert in self._store.alerts
            if alert.level is AlertLevel.CRITICAL and alert.state is not AlertState.SHELVED
        ]
        count = len(open_ones)
        self.critical.say(n_("{count} critical", "{count} critical", count).format(count=number(count)))
        self.critical.setVisible(count > 0)
        self._sign.setVisible(count > 0)
        set_plain_tooltip(self.critical, "\n".join(alert.text for alert in open_ones))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.LINE)
        painter.end()
