"""What can be done with the selection, in the width of the strip: always in the same place.

Marking and restoring act when the button goes down; stopping takes a long press.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.intents import EmergencyStop, Intent, MarkSoldOut, Reason, Restore, UndoMark
from app.views.gauge import GaugeView
from app.views.trials import ProposalView
from app.views.wording import buyers_words, reason_label
from app.words import _, n_, number, p_
from widgets.choices import MINUTES, Choices
from widgets.desk.offers import Offer, offers_for
from widgets.desk.parts import Panel, Tick, spread
from widgets.desk.second import send_mark
from widgets.desk.undo_strip import UndoStrip
from widgets.kit import text, theme
from widgets.kit.buttons import NORMAL, SMALL, Button, Kind, LongPressButton
from widgets.kit.choices import DropDown, Option, Segmented
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.on_trial import button_words, by_trial, proposal_words, proposals_of
from widgets.store import RoomStore

HEIGHT: Final = 76
_ROW: Final = 36
_LENGTHS: Final = (3, 5, 10, 30)
_SEGMENT: Final = 28
_STOP: Final = 62
_REASON: Final = 124
_GAP: Final = theme.SPACE_S
_LEAST_MARK: Final = 84


class StripUndo(UndoStrip):
    """The undo strip of this window."""

    @override
    def undo(self) -> None:
        current = self.current
        if current is not None:
            self._store.intend(UndoMark(who=self._store.who("strip"), holds=current.holds))


class Marking(Panel):
    """The two rows.

    Signals:
        release_wished: An emergency stop should end; carries the SKUs.
    """

    release_wished = Signal(object)

    def __init__(self, store: RoomStore, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._store, self._choices = store, choices
        self._skus: tuple[str, ...] = ()
        self._by_hand = False
        """Whether somebody chose a length since the selection: then it is no mark of a trial."""
        self.offers = offers_for(())
        self.setFixedHeight(HEIGHT)
        self._make_upper()
        self._make_choices()
        self._make_acts()
        self._lay_out()
        store.gauges_changed.connect(self._gauges_changed)
        store.broadcast_changed.connect(self._show)
        store.trials_changed.connect(self._show)
        store.undo_changed.connect(self._fit_upper)
        self._show()

    def _make_upper(self) -> None:
        self._tick = Tick()
        self._count = PlainLabel("", bold=True)
        reasons = [Option(reason, reason_label(reason)) for reason in Reason]
        self.reason = DropDown(reasons, height=SMALL, width=_REASON, name=_("Reason"))
        self.undo = StripUndo(self._store)
        self.undo.setFixedHeight(28)
        self.reason.chosen.connect(self._choose_reason)
        self._show_reason()

    def _make_choices(self) -> None:
        lengths = [Option(each, number(each)) for each in _LENGTHS]
        self.minutes = Segmented(lengths, height=NORMAL, least=_SEGMENT, name=_("Minutes"))
        words = [Option(each, p_("strip", "{minutes} min").format(minutes=number(each))) for each in _LENGTHS]
        self.few_minutes = DropDown(words, height=NORMAL, name=_("Minutes"))
        self.few_minutes.hide()
        for control in (self.minutes, self.few_minutes):
            control.chosen.connect(self._choose_minutes)

    def _make_acts(self) -> None:
        self.mark = Button("", icon="lock", kind=Kind.MAIN, marks=True)
        self.restore = Button(_("Restore"), height=SMALL, marks=True)
        self.stop = LongPressButton(p_("stop", "Stop\n(long)"), icon="stopo", height=NORMAL)
        self.release = Button(_("Release…"), kind=Kind.STOP, height=SMALL)
        self.restore.setFixedHeight(NORMAL)
        self.release.setFixedHeight(NORMAL)
        self.stop.setFixedWidth(_STOP)
        self.mark.clicked.connect(self.mark_selection)
        self.restore.clicked.connect(self.restore_selection)
        self.stop.long_pressed.connect(self.stop_selection)
        self.release.clicked.connect(self.wish_release)

    def _lay_out(self) -> None:
        upper, lower = QWidget(), QWidget()
        first = spread(QHBoxLayout(upper), theme.SPACE_S, theme.SPACE_S)
        first.addWidget(self._tick)
        first.addWidget(self._count)
        first.addStretch(1)
        first.addWidget(self.reason)
        first.addWidget(self.undo)
        second = spread(QHBoxLayout(lower), theme.SPACE_S, theme.SPACE_S)
        for part in (self.minutes, self.few_minutes):
            second.addWidget(part)
        second.addWidget(self.mark, 1)
        for act in (self.restore, self.stop, self.release):
            second.addWidget(act)
        self.rows.setContentsMargins(0, 2, 0, 2)
        for row in (upper, lower):
            row.setFixedHeight(_ROW)
            self.rows.addWidget(row)

    @property
    def length(self) -> int:
        """How many minutes a mark made now would last."""
        value = self.minutes.value
        return value if isinstance(value, int) else self._choices.minutes

    def set_selection(self, skus: tuple[str, ...]) -> None:
        """These products are selected now."""
        if skus != self._skus:
            self._skus, self._by_hand = skus, False
            self._show()

    def tick(self) -> None:
        """A second went by."""
        self.undo.tick()
        self._fit_upper()

    def mark_selection(self) -> None:
        """Mark what can be marked of the selection, at once."""
        if self.offers.mark.open:
            reason, minutes = self._choices.reason, float(self.length)
            skus, who = self.offers.mark.skus, self._store.who("strip")
            intent = MarkSoldOut(who=who, skus=skus, minutes=minutes, reason=reason)
            send_mark(self._store, by_trial(intent, self.on_trial), self.window())

    @property
    def on_trial(self) -> tuple[ProposalView, ...]:
        """The variants a mark would use: all products are on trial, and nobody chose otherwise."""
        return () if self._by_hand else proposals_of(self._store, self.offers.mark.skus)

    def restore_selection(self) -> None:
        """End the holds of the selection."""
        if self.offers.restore.open:
            self._send(Restore(who=self._store.who("strip"), skus=self.offers.restore.skus))

    def stop_selection(self) -> None:
        """Take the selection off sale until a person releases it."""
        if self.offers.stop.open:
            self._send(EmergencyStop(who=self._store.who("strip"), skus=self.offers.stop.skus))

    def wish_release(self) -> None:
        """Ask for the reason that ends an emergency stop."""
        if self.offers.release.open:
            self.release_wished.emit(self.offers.release.skus)

    def step_minutes(self, by: int) -> None:
        """The next longer or shorter length on offer."""
        allowed = self._allowed()
        place = allowed.index(self.length) if self.length in allowed else 0
        self._choose_minutes(allowed[min(max(0, place + by), len(allowed) - 1)])

    def _send(self, intent: Intent) -> None:
        self._store.intend(intent)

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        if set(skus) & set(self._skus):
            self._show()

    def _views(self) -> tuple[GaugeView, ...]:
        known = self._store.gauges
        return tuple(known[sku] for sku in self._skus if sku in known)

    def _show(self) -> None:
        views = self._views()
        self.offers = offers_for(views)
        self._tick.set_on(on=bool(views))
        count = len(views)
        chosen = n_("{count} selected", "{count} selected", count).format(count=number(count))
        self._count.say(chosen if count else _("Nothing selected"))
        self._count.paint_in(theme.T1 if count else theme.T3)
        for act, offer in self._acts():
            act.setEnabled(offer.open)
            set_plain_tooltip(act, offer.why_not)
        if self.on_trial and self.offers.mark.open:
            set_plain_tooltip(self.mark, proposal_words(self.on_trial, self._store.zone))
        releases = self.offers.release.open and not self.offers.release.why_not
        self.stop.setVisible(not releases)
        self.release.setVisible(releases)
        self._show_limits()
        self._fit_lower()

    def _acts(self) -> tuple[tuple[Button, Offer], ...]:
        offers = self.offers
        return ((self.mark, offers.mark), (self.restore, offers.restore), (self.stop, offers.stop))

    def _allowed(self) -> tuple[int, ...]:
        limit = MINUTES[-1] if self._store.broadcast is None else self._store.broadcast.max_minutes
        return tuple(each for each in _LENGTHS if each <= limit) or (max(1, int(limit)),)

    def _show_limits(self) -> None:
        allowed = self._allowed()
        self.minutes.offer([Option(each, number(each)) for each in allowed])
        words = p_("strip", "{minutes} min")
        self.few_minutes.offer([Option(each, words.format(minutes=number(each))) for each in allowed])
        wished = self._choices.minutes
        nearest = min(allowed, key=lambda each: abs(each - wished))
        # a trial's length may be none of these
        self.minutes.set_value(None if self.on_trial else nearest)
        self.few_minutes.set_value(nearest)

    def _choose_minutes(self, minutes: int) -> None:
        self._choices.minutes = minutes
        self._by_hand = True
        self._show()

    def _choose_reason(self, reason: Reason) -> None:
        self._choices.reason = reason
        self._show_reason()

    def _show_reason(self) -> None:
        reason = self._choices.reason
        self.reason.set_value(reason)
        said = _("Buyers read: {words}").format(words=buyers_words(reason))
        set_plain_tooltip(self.reason, f"{reason_label(reason)}\n{said}")

    def _fit_upper(self) -> None:
        """The strip that takes back is worth more than the reason, while it lasts."""
        waiting = self.undo.current is not None
        taken = (
            3 * theme.SPACE_S + 16 + _GAP + theme.text_width(self._count.words, theme.TEXT.size, bold=True)
        )
        free = self.width() - taken
        self.undo.setFixedWidth(max(140, min(self.undo.wished_width(), free)))
        fits = free - self.undo.width() - _GAP >= _REASON
        self.reason.setVisible(not waiting or fits)

    def _fit_lower(self) -> None:
        """Minutes as a list where their row would leave too little for the main button."""
        ends = self.release if self.release.isVisibleTo(self) else self.stop
        end = _STOP if ends is self.stop else ends.sizeHint().width()
        rest = self.width() - 2 * theme.SPACE_S - 3 * _GAP - self.restore.sizeHint().width() - end
        segments = len(self._allowed()) * _SEGMENT + 2
        broad = rest - segments >= _LEAST_MARK
        self.minutes.setVisible(broad)
        self.few_minutes.setVisible(not broad)
        taken = segments if broad else self.few_minutes.sizeHint().width()
        self._say_mark(rest - taken)

    def _say_mark(self, room: int) -> None:
        """As much of what the main button does as there is room for."""
        size = theme.TEXT.size
        words = self._mark_words(room)
        bare = theme.text_width(words, size, bold=True)
        with_icon = bare + 14 + theme.SPACE_S
        self.mark.setMinimumWidth(0)
        self.mark.setFixedWidth(max(40, room))
        shown = words if bare <= room - 8 else text.elided(words, size, True, max(16, room - 8))
        self.mark.say(shown, icon="lock" if with_icon <= room - 8 else "")
        self.mark.setAccessibleName(words)

    def _mark_words(self, room: int) -> str:
        """How many products, or which variant of a trial, as long as there is room for."""
        count, proposals = len(self.offers.mark.skus), self.on_trial
        if len(proposals) == 1:
            said = button_words(proposals[0])
            fits = (each for each in said if theme.text_width(each, theme.TEXT.size, bold=True) <= room - 8)
            return next(fits, said[-1])
        if not count:
            return p_("strip", "Hold")
        return n_("Hold {count}", "Hold {count}", count).format(count=number(count))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_upper()
        self._fit_lower()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.LINE)
        painter.end()
