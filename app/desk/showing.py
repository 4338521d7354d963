"""What a desk shows for when nobody sees its windows: pictures, status lines, and an end at a set time."""

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from app.desk.pictures import save_pictures
from app.desk.windows import Windows
from app.views.room import SourceState
from app.words import MISSING, _, clock_time, number
from widgets.store import RoomStore

LOOK_MS = 500
LIVE_WITHIN_S = 30
SETTLE_S = 8
"""After the sources are live: rates and graphs fill before the picture is taken."""
PAGES_AHEAD_S = 5
"""So long before the picture pages ask for what they show: it is read from the record."""
LINE_EVERY_S = 5


class Showing(QObject):
    """Watches the store; acts only where the options ask, or where there is no screen."""

    def __init__(
        self, store: RoomStore, windows: Windows, options: Namespace, end: Callable[..., None]
    ) -> None:
        super().__init__()
        self._store = store
        self._windows = windows
        self._options = options
        self._end = end
        self._seconds = 0.0
        self._live_for = 0.0
        self._pictured = self._asked = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin to watch, if there is anything to do."""
        options = self._options
        if options.screenshot or options.offscreen or options.for_seconds:
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        self._seconds += LOOK_MS / 1000
        if self._all_live():
            self._live_for += LOOK_MS / 1000
        if self._options.offscreen and self._seconds % LINE_EVERY_S == 0:
            print(self._line(), flush=True)
        wants = self._options.screenshot or self._options.offscreen
        soon = self._live_for >= SETTLE_S - PAGES_AHEAD_S or self._seconds >= LIVE_WITHIN_S - PAGES_AHEAD_S
        if self._options.screenshot and not self._asked and soon:
            self._asked = True
            self._windows.ask_for_pages()
        if wants and not self._pictured and (self._live_for >= SETTLE_S or self._seconds >= LIVE_WITHIN_S):
            self._take_pictures()
        limit = self._options.for_seconds
        if limit is not None and self._seconds >= limit:
            self._stop()

    def _all_live(self) -> bool:
        sources = self._store.sources
        return bool(sources) and all(source.state is SourceState.LIVE for source in sources)

    def _take_pictures(self) -> None:
        self._pictured = True
        folder = Path(self._options.screenshot or Path(self._options.data_dir) / "pictures")
        try:
            files = save_pictures(self._windows.for_pictures(pages=bool(self._options.screenshot)), folder)
        except OSError as error:
            print(error, file=sys.stderr)
            files = ()
        for file in files:
            print(_("picture saved: {file}").format(file=file), flush=True)
        if self._options.screenshot:
            self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._end(restore_first=True)

    def _line(self) -> str:
        store, sources = self._store, self._store.sources
        live = sum(source.state is SourceState.LIVE for source in sources)
        viewers = [view.viewers for view in store.traffic.values() if view.viewers is not None]
        broadcast = store.broadcast
        on_air = None if broadcast is None or broadcast.on_air is None else store.gauges.get(broadcast.on_air)
        return "  ".join(
            (
                clock_time(store.now(), store.zone),
                _("sources {live}/{all}").format(live=live, all=len(sources)),
                _("viewers {count}").format(count=number(sum(viewers)) if viewers else MISSING),
                _("products {count}").format(count=len(store.gauges)),
                _("on air {product}").format(product=MISSING if on_air is None else on_air.title),
                _("units {count}").format(count=MISSING if on_air is None else number(on_air.available)),
                _("open holds {count}").format(count=0 if broadcast is None else broadcast.open_holds),
                _("alerts {count}").format(count=len(store.alerts)),
            )
        )
