"""All sources in one line: lamps with their ages, in settings order, saying less where there is less room."""

from datetime import datetime
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.intents import RefreshSource
from app.views.room import SourceView
from app.words import _, number
from widgets.desk.lamp import Detail, Lamp, is_normal, runs_of, width_of
from widgets.kit import theme
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_MORE_PX: Final = 32
_DETAILS: Final = (Detail(), Detail(units=False), Detail(ages=False, units=False))


class Lamps(QWidget):
    """The lamps themselves; with `abnormal_only` just those a person must look at."""

    def __init__(
        self, store: RoomStore, gap: int, parent: QWidget | None = None, *, abnormal_only: bool = False
    ) -> None:
        super().__init__(parent)
        self._store, self._abnormal_only = store, abnormal_only
        self._lamps: dict[str, Lamp] = {}
        self._limit = 0
        self._short = False
        """Whether lamps say less than they could, for want of room."""
        self._more = PlainLabel("", theme.NOTE.size, theme.T2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._row.addStretch(1)
        self._row.addWidget(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        store.sources_changed.connect(self._take)
        self._take()

    def set_gap(self, gap: int) -> None:
        """Put them closer or further apart."""
        self._row.setSpacing(gap)
        self._fit()

    def take_what_is_needed(self, limit: int) -> None:
        """Be as wide as the lamps need, up to a limit, instead of what is left over."""
        self._limit = limit
        self._fit()

    def tick(self) -> None:
        """A second went by: ages are said again."""
        now = self._store.now()
        grown = [lamp.tick(now) for lamp in self._lamps.values()]
        if any(grown) or self._short:
            self._fit()

    def refresh_focused(self) -> bool:
        """Read the source whose lamp has the keyboard; False where none has."""
        focused = next((lamp for lamp in self._lamps.values() if lamp.hasFocus()), None)
        if focused is not None:
            self._refresh(focused.view.id)
        return focused is not None

    def _take(self) -> None:
        now = self._store.now()
        wanted = {view.id: view for view in self._store.sources if self._is_shown(view)}
        others = list(wanted) != list(self._lamps)
        if others:
            self._place(wanted, now)
        say_else = [self._lamps[source].show_view(view, now) for source, view in wanted.items()]
        if others or any(say_else):
            self._fit()

    def _place(self, wanted: dict[str, SourceView], now: datetime) -> None:
        """A lamp for each source, in this order."""
        for gone in self._lamps.keys() - wanted.keys():
            self._lamps[gone].hide()
            self._lamps.pop(gone).deleteLater()
        self._lamps = {
            source: self._lamps.get(source) or self._lamp(view, now) for source, view in wanted.items()
        }
        for place, lamp in enumerate(self._lamps.values()):
            self._row.insertWidget(place, lamp)

    def _lamp(self, view: SourceView, now: datetime) -> Lamp:
        lamp = Lamp(view, now, self)
        lamp.clicked.connect(lambda _on, source=view.id: self._refresh(source))
        return lamp

    def _is_shown(self, view: SourceView) -> bool:
        return not (self._abnormal_only and is_normal(view) and not view.rejected_rows)

    def _fit(self) -> None:
        """Say as much as there is room for; when even names do not fit, leave out normal ones."""
        now, views = self._store.now(), [lamp.view for lamp in self._lamps.values()]
        room = self._limit or self.width()
        detail = next((each for each in _DETAILS if self._needed(views, each) <= room), _DETAILS[-1])
        kept = self._kept(views, detail, room)
        self._short = detail is not _DETAILS[0] or len(kept) < len(views)
        for lamp in self._lamps.values():
            lamp.set_detail(detail, now)
            lamp.setVisible(lamp.view.id in kept)
        left_out = len(views) - len(kept)
        self._more.setVisible(left_out > 0 and not self._limit)
        self._more.say(f"+{number(left_out)}" if left_out else "")
        if self._limit:
            self.setFixedWidth(min(room, self._needed([view for view in views if view.id in kept], detail)))

    def _needed(self, views: list[SourceView], detail: Detail) -> int:
        now = self._store.now()
        widths = [width_of(runs_of(view, now, detail)) for view in views]
        return sum(widths) + self._row.spacing() * max(0, len(widths))

    def _kept(self, views: list[SourceView], detail: Detail, room: int) -> set[str]:
        kept = list(views)
        if self._needed(kept, detail) > room and not self._limit:
            room -= _MORE_PX
        normal = [view for view in reversed(views) if is_normal(view)]
        for view in (*normal, *(view for view in reversed(views) if not is_normal(view))):
            if self._needed(kept, detail) <= room:
                break
            kept.remove(view)
        return {view.id for view in kept}

    def _refresh(self, source: str) -> None:
        self._store.intend(RefreshSource(who=self._store.who("desk"), source=source))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class LiveCount(PlainLabel):
    """How many sources are live of how many."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__("", theme.NOTE.size, theme.T2, parent=parent)
        self._store = store
        self._long = False
        store.sources_changed.connect(self._show_count)
        self._show_count()

    def be_long(self, *, long: bool) -> None:
        """Say it in words, or in figures alone."""
        self._long = long
        self._show_count()

    def _show_count(self) -> None:
        views = self._store.sources
        live = sum(is_normal(view) for view in views)
        if not views:
            self.say("")
        elif self._long:
            self.say(_("{live} of {all} live").format(live=live, all=len(views)))
        else:
            self.say(f"{live}/{len(views)}")


class SourceRow(QWidget):
    """The row: what it is, the lamps, and how many are live."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lamps = Lamps(store, 20)
        self._count = LiveCount(store)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_M, 1, theme.SPACE_M, 0)
        row.setSpacing(theme.SPACE_L)
        row.addWidget(PlainLabel(_("Sources"), theme.NOTE.size, theme.T3))
        row.addWidget(self.lamps, 1)
        row.addWidget(self._count)

    def be_wide(self, *, wide: bool) -> None:
        """Have room for words, or only just for lamps."""
        self.lamps.set_gap(20 if wide else 12)
        self._count.be_long(long=wide)

    def tick(self) -> None:
        """A second went by."""
        self.lamps.tick()
