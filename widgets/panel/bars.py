"""The two rows above the cards: what room this is and how its shops are; and how a mark is to be made."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.intents import Reason, UndoMark
from app.views.room import SourceRole, SourceView
from app.views.wording import buyers_words, reason_label
from app.words import MISSING, _, clock_time, countdown, number, p_, plain
from widgets.choices import Choices
from widgets.desk.parts import Logo, Panel, Rule, spread
from widgets.desk.source_row import Lamps
from widgets.desk.undo_strip import UndoStrip
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.fields import TextField
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.store import RoomStore

MINUTES: Final = (1, 3, 5, 10, 15, 30)
WIDE_FROM: Final = 1100
_MINUTES_KEY: Final = "panel/minutes"
_HEADER: Final = 48
_ROW: Final = 56
_SEGMENT: Final = 52
_NARROW_SEGMENT: Final = 40
_REASON: Final = 208
_NARROW_REASON: Final = 150
_REASON_FROM: Final = 700
_TITLE_FROM: Final = 700
_UNDO: Final = 400
_THROUGH: Final = "panel"


class ShopLamps(Lamps):
    """The shops that marks go to, and whatever else a person must look at."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(store, theme.SPACE_L, parent, abnormal_only=True)

    @override
    def _is_shown(self, view: SourceView) -> bool:
        return view.role is SourceRole.STOREFRONT or super()._is_shown(view)


class Header(Panel):
    """The panel's name, the room, both clocks, and the lamps."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store = store
        self.setFixedHeight(_HEADER)
        self._title = PlainLabel(_("Operator panel"), bold=True)
        self._room = PlainLabel("", colour=theme.T3)
        self._rule = Rule(upright=True)
        self._elapsed = PlainLabel(MISSING, theme.CLOCK.size, bold=True)
        self._wall = PlainLabel(MISSING, theme.STRONG.size, theme.T2)
        self.lamps = ShopLamps(store)
        self.row = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_M, theme.SPACE_L)
        for part in (Logo(), self._title, self._room, self._rule, self._elapsed, self._wall):
            self.row.addWidget(part)
        self._rule.setFixedHeight(24)
        self.stop_all = Button(_("Stop all…"), icon="stopo", kind=Kind.STOP, height=LARGE)
        self.stop_all.setAccessibleName(_("Stop everything…"))
        set_plain_tooltip(self.stop_all, _("Stop everything…"))
        self.row.addWidget(self.lamps, 1)
        self.row.addWidget(self.stop_all)
        self.rows.addLayout(self.row)
        store.broadcast_changed.connect(self.tick)

    def be_wide(self, width: int) -> None:
        """Say as much as there is room for."""
        self._room.setVisible(width >= WIDE_FROM)
        self._rule.setVisible(width >= WIDE_FROM)
        # below that, clocks and lamps are worth more
        self._title.setVisible(width >= _TITLE_FROM)
        self.stop_all.say(_("Stop all…") if width >= _TITLE_FROM else "")

    def tick(self) -> None:
        """A second went by."""
        now, broadcast = self._store.now(), self._store.broadcast
        started = None if broadcast is None else broadcast.started_at
        self._elapsed.say(MISSING if started is None else countdown((now - started).total_seconds()))
        self._wall.say(clock_time(now, self._store.zone))
        self._room.say(self._room_words())
        self.lamps.tick()

    def _room_words(self) -> str:
        broadcast = self._store.broadcast
        if broadcast is None:
            return ""
        room = plain(broadcast.room, 24)
        if broadcast.number is None:
            return _("{room}, not on air").format(room=room)
        return _("{room}, broadcast {number}").format(room=room, number=number(broadcast.number))


class Finder(QWidget):
    """Looks for a product and turns pages; hidden while one page holds all.

    Signals:
        looked_for: The words typed.
        turned: By how many pages.
    """

    looked_for = Signal(str)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TextField(_("Filter"), icon="find", key_hint="/", height=LARGE, width=136)
        self.back = Button(icon="back", height=LARGE)
        self.forward = Button(icon="fwd", height=LARGE)
        self._place = PlainLabel("", theme.NOTE.size, theme.T2)
        self.back.setAccessibleName(_("Page before"))
        self.forward.setAccessibleName(_("Next page"))
        row = spread(QHBoxLayout(self), 0, 0)
        for part in (self.field, self.back, self._place, self.forward):
            row.addWidget(part)
        self.field.textChanged.connect(self.looked_for)
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.forward.clicked.connect(lambda: self.turned.emit(1))

    def show_place(self, page: int, pages: int) -> None:
        """Say which page lies open."""
        self._place.say(f"{number(page + 1)} / {number(pages)}")
        self.back.setEnabled(page > 0)
        self.forward.setEnabled(page + 1 < pages)


class TouchUndo(UndoStrip):
    """The undo strip for fingers: its button is as high as a fingertip."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(store, parent)
        small, layout = self.button, self.layout()
        self.button = Button(_("Undo"), icon="undo", key_hint="Z", height=LARGE, marks=True, note="10 s")
        self.button.setMinimumWidth(self.button.sizeHint().width())
        self.button.clicked.connect(self.undo)
        if layout is not None:
            layout.replaceWidget(small, self.button)
            layout.setContentsMargins(theme.SPACE_M, 0, 3, 0)
        small.hide()
        small.deleteLater()
        self.setFixedHeight(LARGE + 6)
        self.tick()

    @override
    def undo(self) -> None:
        current = self.current
        if current is not None:
            self._store.intend(UndoMark(who=self._store.who(_THROUGH), holds=current.holds))


@dataclass(frozen=True, slots=True)
class Way:
    """How a mark is to be made."""

    minutes: float
    reason: Reason


class Toolbar(Panel):
    """Minutes, reason, several at once, and the strip that takes a mark back.

    Signals:
        way_changed: Minutes or reason are others now.
    """

    way_changed = Signal()

    def __init__(self, store: RoomStore, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._choices = store, choices
        self._offered: tuple[int, ...] = MINUTES
        self._make()
        self._lay_out()
        store.broadcast_changed.connect(self.show_limits)
        store.undo_changed.connect(self._fit_undo)
        self.show_limits()
        self._show_reason()

    def _make(self) -> None:
        self._length = PlainLabel(p_("panel", "Length"), colour=theme.T2)
        options = [Option(each, number(each)) for each in MINUTES]
        self.minutes = Segmented(options, height=LARGE, least=_NARROW_SEGMENT, name=_("Minutes"))
        self._limit = PlainLabel("", colour=theme.T2)
        reasons = [Option(reason, reason_label(reason)) for reason in Reason]
        self.reason = DropDown(reasons, label=_("Reason"), height=LARGE, width=_REASON, name=_("Reason"))
        self.several = Button(p_("panel", "Several"), key_hint="M", height=LARGE)
        self.several.setCheckable(True)
        self.undo = TouchUndo(self._store, self)
        set_plain_tooltip(self.several, _("A press on a card selects it; one button then means all of them."))
        self.minutes.chosen.connect(self._choose_minutes)
        self.reason.chosen.connect(self._choose_reason)

    def _lay_out(self) -> None:
        self.first, self.second = QWidget(), QWidget()
        first = spread(QHBoxLayout(self.first), theme.SPACE_M, theme.SPACE_M, theme.SPACE_M)
        for part in (self._length, self.minutes, self._limit, self.reason, self.several):
            first.addWidget(part)
        first.addStretch(1)
        spread(QHBoxLayout(self.second), theme.SPACE_M, theme.SPACE_M, theme.SPACE_M).addStretch(1)
        for row in (self.first, self.second):
            row.setFixedHeight(_ROW)
            self.rows.addWidget(row)

    def be_wide(self, width: int, finder: Finder) -> None:
        """One row with all the words; or two, with `finder` in the second, where there is less room."""
        wide = width >= WIDE_FROM
        for part in (self._length, self._limit):
            part.setVisible(wide)
        self.reason.setFixedWidth(_REASON if width >= _REASON_FROM else _NARROW_REASON)
        segment = _SEGMENT if wide else _NARROW_SEGMENT
        self.minutes.setFixedWidth(segment * len(self._offered) + 2)
        self.second.setVisible(not wide)
        self.setFixedHeight(_ROW if wide else 2 * _ROW)
        home = (self.first if wide else self.second).layout()
        if isinstance(home, QHBoxLayout):
            if not wide:
                home.insertWidget(0, finder)
            home.addWidget(self.undo)
        self._fit_undo()

    @property
    def way(self) -> Way:
        """How a mark made now would be."""
        minutes, reason = self.minutes.value, self._choices.reason
        return Way(float(minutes) if isinstance(minutes, int) else float(MINUTES[2]), reason)

    @property
    def takes_several(self) -> bool:
        """Whether a press on a card selects it."""
        return self.several.isChecked()

    def show_selected(self, count: int) -> None:
        """Say how many cards are selected."""
        self.several.say(note=number(count) if count else "", kind=Kind.NORMAL)

    def show_limits(self) -> None:
        """Offer only what the room's limit allows."""
        limit = MINUTES[-1] if self._store.broadcast is None else self._store.broadcast.max_minutes
        allowed = tuple(each for each in MINUTES if each <= limit) or (max(1, int(limit)),)
        if allowed != self._offered:
            self._offered = allowed
            self.minutes.offer([Option(each, number(each)) for each in allowed])
        wished = self._choices.whole(_MINUTES_KEY, self._choices.minutes)
        self.minutes.set_value(wished if wished in allowed else allowed[-1])
        self._limit.say(_("min, max {limit}").format(limit=number(int(limit))))

    def tick(self) -> None:
        """A second went by."""
        self.undo.tick()
        self._fit_undo()

    def _fit_undo(self) -> None:
        """The strip takes what it needs of the room that is left in its row."""
        row = self.undo.parentWidget()
        if row is None:
            return
        others = (part for part in row.findChildren(QWidget) if part.parent() is row)
        shown = [part for part in others if part is not self.undo and not part.isHidden()]
        widths = (max(part.sizeHint().width(), part.minimumWidth()) for part in shown)
        taken = sum(width + theme.SPACE_M for width in widths) + 3 * theme.SPACE_M
        self.undo.setFixedWidth(max(200, min(_UNDO, self.undo.wished_width() + 24, self.width() - taken)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_undo()

    def _choose_minutes(self, minutes: int) -> None:
        self._choices.keep(_MINUTES_KEY, minutes)
        self.way_changed.emit()

    def _choose_reason(self, reason: Reason) -> None:
        self._choices.reason = reason
        self._show_reason()
        self.way_changed.emit()

    def _show_reason(self) -> None:
        reason = self._choices.reason
        said = _("Buyers read: {words}").format(words=buyers_words(reason))
        self.reason.set_value(reason)
        set_plain_tooltip(self.reason, said)
