"""The readings of every traffic source since this desk started, for whoever draws them.

Made before the first delta arrives, because a view carries only what is new. Not for drawing.
"""

from PySide6.QtCore import QObject, Signal

from app.views.room import TrafficView
from widgets.desk.traffic.series import Series, block_of
from widgets.store import RoomStore


class TrafficHistory(QObject):
    """One series per source, kept up with the store.

    Signals:
        extended: A source's id and the rows that were added.
        replaced: A source's id; its series starts anew.
    """

    extended = Signal(str, object)
    replaced = Signal(str)

    def __init__(self, store: RoomStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._series: dict[str, Series] = {}
        store.traffic_changed.connect(self._take)
        self._take(tuple(store.traffic.values()))

    def series(self, source: str) -> Series:
        """What is known of a source; empty for one that never answered."""
        return self._series.setdefault(source, Series())

    def _take(self, views: tuple[TrafficView, ...]) -> None:
        for view in views:
            if view.reset or view.source not in self._series:
                series = self._series[view.source] = Series()
                series.append(block_of(view.added))
                self.replaced.emit(view.source)
            else:
                self.extended.emit(view.source, self._series[view.source].append(block_of(view.added)))
