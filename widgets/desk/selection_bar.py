"""What can be done with the selected products: mark sold out, restore, stop. Keeps its place and controls.

It sends the intents of these acts; which products are selected it is told. Dialogs are asked for by signals.
"""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.intents import EmergencyStop, Intent, MarkSoldOut, Reason, Restore
from app.views.gauge import GaugeView
from app.views.labels import untrue_label
from app.views.trials import ProposalView
from app.views.wording import buyers_words
from app.words import _, clock_time, n_, number
from widgets.choices import MINUTES, Choices
from widgets.desk.action_row import ActionRow
from widgets.desk.offers import Offers, offers_for
from widgets.desk.parts import Panel, Tick, spread
from widgets.desk.second import send_mark
from widgets.desk.selected import SelectedProducts
from widgets.desk.sizes import SELECTION_HEIGHT, Mode
from widgets.desk.undo_strip import UndoStrip
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button, Kind
from widgets.kit.label import PlainLabel
from widgets.on_trial import button_words, by_trial, proposal_words, proposals_of
from widgets.store import RoomStore

_LEAST_PRODUCTS: Final = 140
_LEAST_STRIP: Final = 200
_ROWS: Final = {Mode.WIDE: (40, 48), Mode.MIDDLE: (40, 40), Mode.NARROW: (36, 34)}
_MARGINS: Final = {Mode.WIDE: (12, 4, 12, 12), Mode.MIDDLE: (8, 4, 8, 8), Mode.NARROW: (8, 2, 8, 4)}


class SelectionBar(Panel):
    """The bar.

    Signals:
        clear_wished: The selection should be emptied.
        release_wished: An emergency stop should end; carries the SKUs. A reason must be asked for.
        offered: What is offered, or the length of a mark, may have changed.
    """

    clear_wished = Signal()
    release_wished = Signal(object)
    offered = Signal()

    def __init__(self, store: RoomStore, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._choices = store, choices
        self._skus: tuple[str, ...] = ()
        self._mode = Mode.WIDE
        self._by_hand = False
        """Whether a person chose the length or the reason since the products were selected."""
        self.offers = offers_for(())
        self._make_upper()
        self._make_acts()
        store.gauges_changed.connect(self._gauges_changed)
        store.broadcast_changed.connect(self._limits_changed)
        store.trials_changed.connect(self._show)
        self.set_mode(Mode.WIDE)

    def _make_upper(self) -> None:
        self._upper = QWidget()
        self._tick = Tick()
        self._count = PlainLabel("", bold=True)
        self.products = SelectedProducts(boxed=True)
        self.clear = Button(_("Clear"), key_hint="Esc", kind=Kind.FLAT, height=SMALL)
        self._hint = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self.undo = UndoStrip(self._store)
        row = spread(QHBoxLayout(self._upper), 0, 0)
        for part in (self._tick, self._count, self.products, self.clear):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._hint, 100)
        row.addWidget(self.undo)
        self.clear.clicked.connect(self.clear_wished)
        self._store.undo_changed.connect(self._fit_undo)

    def set_mode(self, mode: Mode) -> None:
        """Be as large as the window's width gives room for."""
        self._mode = mode
        upper, lower = _ROWS[mode]
        self.rows.setContentsMargins(*_MARGINS[mode])
        self._upper.setFixedHeight(upper)
        for acts in self._acts.values():
            acts.setFixedHeight(lower)
        self.setFixedHeight(SELECTION_HEIGHT[mode])
        self.products.be_boxed(boxed=mode is Mode.WIDE)
        self._choose_acts()

    def _make_acts(self) -> None:
        """The lower row in each of its sizes, of which one is seen."""
        self._acts = {mode: ActionRow(mode) for mode in Mode}
        self.acts = self._acts[Mode.WIDE]
        self.rows.addWidget(self._upper)
        for acts in self._acts.values():
            self.rows.addWidget(acts)
            acts.minutes_chosen.connect(self._choose_minutes)
            acts.reason_chosen.connect(self._choose_reason)
            acts.mark_pressed.connect(self.mark)
            acts.restore_pressed.connect(self.restore)
            acts.stop_pressed.connect(self.stop)
            acts.release_pressed.connect(self.release)

    def _choose_acts(self) -> None:
        """Show the most generous row that this width has room for."""
        left, _top, right, _bottom = _MARGINS[self._mode]
        room = self.width() - left - right
        allowed = [mode for mode in sorted(Mode, reverse=True) if mode <= self._mode]
        fitting = (self._acts[mode] for mode in allowed if self._acts[mode].least_width() <= room)
        self.acts = next(fitting, self._acts[Mode.NARROW])
        for acts in self._acts.values():
            acts.setVisible(acts is self.acts)
        self._limits_changed()
        self._show()

    def set_selection(self, skus: tuple[str, ...]) -> None:
        """These products are selected now."""
        if skus != self._skus:
            self._skus = skus
            self._by_hand = False
            self._show()

    def tick(self) -> None:
        """A second went by."""
        if self.undo.isVisibleTo(self):
            self.undo.tick()
            self._fit_undo()
        self._say_back_at()

    @property
    def minutes(self) -> int:
        """How long a mark made now would last."""
        value = self.acts.minutes.value
        return value if isinstance(value, int) else self._choices.minutes

    def step_minutes(self, by: int) -> None:
        """The next longer or shorter length on offer."""
        allowed = [each for each in MINUTES if each <= self._limit()] or [self.minutes]
        place = allowed.index(self.minutes) if self.minutes in allowed else 0
        self._choose_minutes(allowed[min(max(0, place + by), len(allowed) - 1)])

    def mark(self) -> None:
        """Mark what can be marked of the selection, at once and at every shop that sells it."""
        self._mark(self.offers.mark.skus if self.offers.mark.open else (), ())

    def mark_only_at(self, storefront: str) -> None:
        """Mark the selection at this one shop, for the minutes and the reason chosen here."""
        self._mark(self._skus, (storefront,))

    def _mark(self, skus: tuple[str, ...], storefronts: tuple[str, ...]) -> None:
        if skus:
            intent = MarkSoldOut(
                who=self._store.who("desk"),
                skus=skus,
                storefronts=storefronts,
                minutes=float(self.minutes),
                reason=self._choices.reason,
            )
            send_mark(self._store, by_trial(intent, self.on_trial), self.window())

    def restore(self) -> None:
        """End the holds of the selection."""
        if self.offers.restore.open:
            self._send(Restore(who=self._store.who("desk"), skus=self.offers.restore.skus))

    def stop(self) -> None:
        """Take the selection off sale until a person releases it."""
        if self.offers.stop.open:
            self._send(EmergencyStop(who=self._store.who("desk"), skus=self.offers.stop.skus))

    def release(self) -> None:
        """Ask for the reason that ends an emergency stop."""
        if self.offers.release.open:
            self.release_wished.emit(self.offers.release.skus)

    def _send(self, intent: Intent) -> None:
        self._store.intend(intent)

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        if set(skus) & set(self._skus):
            self._show()

    def _limits_changed(self) -> None:
        self.acts.show_reason(self._choices.reason)
        self._show_length()
        self._say_back_at()

    def _choose_minutes(self, minutes: int) -> None:
        self._by_hand = True
        self._choices.minutes = minutes
        self._show_length()
        self._say_hint(self.offers)
        self._say_back_at()
        self.offered.emit()

    def _choose_reason(self, reason: Reason) -> None:
        self._by_hand = True
        self._choices.reason = reason
        self.acts.show_reason(reason)
        self._show_length()
        self._say_hint(self.offers)

    def _show(self) -> None:
        """Everything that follows from the selection and what its products say."""
        views = self._views()
        self.offers = offers_for(views)
        self._tick.set_on(on=bool(views))
        count = len(views)
        chosen = n_("{count} selected", "{count} selected", count).format(count=number(count))
        self._count.say(chosen if count else _("Nothing selected"))
        self._count.paint_in(theme.T1 if count else theme.T3)
        self.products.show_products(views)
        self.clear.setVisible(count > 0 and self._mode is not Mode.NARROW)
        self.acts.show_offers(self.offers)
        self._show_length()
        self._say_hint(self.offers)
        self._say_back_at()
        self.offered.emit()

    @property
    def on_trial(self) -> tuple[ProposalView, ...]:
        """The variants a mark would use: all products are on trial, and nobody chose otherwise."""
        return () if self._by_hand else proposals_of(self._store, self.offers.mark.skus)

    def _show_length(self) -> None:
        """The length that a mark will have: the trial's, else the person's."""
        proposals = self.on_trial
        self.acts.show_trial(button_words(proposals[0]) if len(proposals) == 1 else ())
        self.acts.offer_minutes(self._limit(), self._choices.minutes)
        if proposals:
            # none is lit while several trials say different lengths
            lengths = {each.minutes for each in proposals}
            self.acts.minutes.set_value(next(iter(lengths)) if len(lengths) == 1 else None)

    def _limit(self) -> float:
        """The longest length the room allows, in minutes."""
        return self._store.broadcast.max_minutes if self._store.broadcast else MINUTES[-1]

    def _views(self) -> tuple[GaugeView, ...]:
        known = self._store.gauges
        return tuple(known[sku] for sku in self._skus if sku in known)

    def _say_hint(self, offers: Offers) -> None:
        """Why something does not work; else what buyers will read."""
        if not self._skus:
            self._hint.say("")
            return
        proposals = self.on_trial
        reason = next((each.reason for each in proposals if each.reason), self._choices.reason)
        untrue = next((said for view in self._views() if (said := untrue_label(view, reason))), "")
        reads = _("Buyers read: {words}").format(words=buyers_words(reason))
        words = proposal_words(proposals, self._store.zone) if proposals else reads
        self._hint.say(offers.mark.why_not or untrue or words)

    def _say_back_at(self) -> None:
        lengths = {each.minutes for each in self.on_trial} or {float(self.minutes)}
        at = self._store.now() + timedelta(minutes=max(lengths))
        works = self.offers.mark.open or not self._skus
        self.acts.show_back_at(clock_time(at, self._store.zone) if works else "")

    def _fit_undo(self) -> None:
        """The strip takes what it needs where that leaves room for a product; the hint gives way to it."""
        waiting = self.undo.current is not None
        self._hint.setVisible(not waiting)
        beside = (
            3 * theme.SPACE_XL
            + (0 if self._mode is Mode.NARROW else self.clear.sizeHint().width())
            + self._count.sizeHint().width()
            + _LEAST_PRODUCTS
        )
        self.undo.setFixedWidth(min(self.undo.wished_width(), max(_LEAST_STRIP, self.width() - beside)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_acts()
        self._fit_undo()
