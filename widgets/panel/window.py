"""The operator's window: joins cards, toolbar and keys, and sends what a person asks for. Judges nothing.

The order of the cards is taken when the panel opens and stays; products that appear later stand at the end.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import (
    CallOff,
    EmergencyStop,
    Intent,
    MarkSoldOut,
    NextRound,
    ReadHoldAgain,
    Reason,
    Restore,
    UndoMark,
)
from app.views.gauge import GaugeView
from app.views.panel import CardView, Press, card_view
from app.words import _
from widgets.choices import Choices, stay_on_screens
from widgets.desk.hand_tasks import HandTasks
from widgets.desk.notices import Notices
from widgets.desk.prompts import Prompts
from widgets.desk.second import send_mark
from widgets.desk.small_sheets import CallSheet, ReleaseSheet, StopAllSheet
from widgets.desk.text_strip import TextStrip
from widgets.kit import theme
from widgets.kit.buttons import LARGE
from widgets.kit.fields import ThinScrollBar
from widgets.kit.icons import app_icon
from widgets.on_trial import by_trial, proposal_of, proposals_of
from widgets.panel.bars import WIDE_FROM, Finder, Header, Toolbar
from widgets.panel.card import Card, CardWish
from widgets.panel.grid import GUTTER, CardGrid
from widgets.panel.keys import Stroke, struck
from widgets.panel.shelf import PER_PAGE, Shelf
from widgets.store import RoomStore
from widgets.ticker import Ticker

LEAST: Final = QSize(560, 480)
_FIRST: Final = QSize(1200, 800)
_NAME: Final = "panel"


class OperatorPanel(QWidget):
    """The operator panel, made as `OperatorPanel(store, choices, ticker)`.

    Signals:
        page_wished: A shop's own page should be opened; carries its address, as the settings file gives it.
        closed: The person closed it.
    """

    page_wished = Signal(str)
    closed = Signal()

    def __init__(self, store: RoomStore, choices: Choices, ticker: Ticker) -> None:
        super().__init__()
        self._store, self._choices = store, choices
        self._shelf = Shelf()
        self._selected: dict[str, None] = {}
        self._held: tuple[int, Card] | None = None
        self._wide: bool | None = None
        self._make()
        self._lay_out()
        self._listen(ticker)
        self.setMinimumSize(LEAST)
        choices.put_back(self, _NAME, _FIRST)
        self._arrange()
        stay_on_screens(self)
        ticker.watch(self)

    def _make(self) -> None:
        self.setWindowTitle(_("Stockcue operator panel"))
        self.setWindowIcon(app_icon())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header = Header(self._store)
        self.toolbar = Toolbar(self._store, self._choices)
        self.finder = Finder(self)
        self.tasks = HandTasks(self._store, "panel", height=LARGE)
        self.prompts = Prompts(self._store, "panel", height=LARGE)
        self.notices = Notices(self._store)
        self.texts = TextStrip(self._store, height=LARGE)
        self.grid = CardGrid(self._store)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBar(ThinScrollBar())
        self.area.setWidget(self.grid)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        bar = QVBoxLayout()
        bar.setContentsMargins(GUTTER, GUTTER, GUTTER, GUTTER)
        bar.addWidget(self.toolbar)
        bar.addWidget(self.tasks)
        bar.addWidget(self.prompts)
        rows.addLayout(bar)
        rows.addWidget(self.area, 1)
        rows.addWidget(self.texts)
        rows.addWidget(self.notices)

    def _listen(self, ticker: Ticker) -> None:
        store = self._store
        store.order_changed.connect(self._take_in)
        store.gauges_changed.connect(self._gauges_changed)
        store.broadcast_changed.connect(self._show_cards)
        store.trials_changed.connect(self._show_cards)
        ticker.second.connect(self._tick)
        self.toolbar.way_changed.connect(self._show_cards)
        self.tasks.page_wished.connect(self.page_wished)
        self.header.stop_all.clicked.connect(self.ask_stop_all)
        self.finder.looked_for.connect(self._look_for)
        self.finder.turned.connect(self.turn_page)
        for card in self.grid.cards:
            card.wished.connect(lambda wish, card=card: self._wish(card, wish))

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that show a product, in the order of their keys."""
        return tuple(card for card in self.grid.cards if card.sku)

    @property
    def selected(self) -> tuple[str, ...]:
        """The selected products, in the order they were selected."""
        return tuple(self._selected)

    def turn_page(self, by: int) -> None:
        """Open another page."""
        self._let_go()
        self._shelf.turn_to(self._shelf.page + by)
        self.area.verticalScrollBar().setValue(0)
        self._show_cards()

    def select(self, sku: str) -> None:
        """Select a product, or no longer."""
        if sku in self._selected:
            del self._selected[sku]
        else:
            self._selected[sku] = None
        self._show_cards()

    def clear_selection(self) -> None:
        """Select nothing."""
        self._selected.clear()
        self._show_cards()

    def undo(self) -> None:
        """Take back the last mark."""
        self.toolbar.undo.undo()

    def ask_stop_all(self) -> None:
        """Ask for the long press that takes everything off sale."""
        StopAllSheet(self._store, "panel", self).open()

    # what changes

    def _arrange(self) -> None:
        """Take the order of the cards anew: the panel opens."""
        broadcast = self._store.broadcast
        on_air = None if broadcast is None else broadcast.on_air
        following = None if broadcast is None else broadcast.next_sku
        self._shelf.arrange(self._store.panel or self._store.order, on_air, following)
        self._show_cards()

    def _take_in(self) -> None:
        if self._shelf.all_count:
            self._shelf.take_in(self._store.panel or self._store.order)
            self._show_cards()
        else:
            self._arrange()

    def _look_for(self, words: str) -> None:
        self._let_go()
        titles = {sku: view.title for sku, view in self._store.gauges.items()}
        self._shelf.look_for(words, titles)
        self._show_cards()

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        changed = set(skus)
        if changed & set(self._selected):
            self._show_cards()
            return
        for place, sku in enumerate(self._shelf.cards):
            if sku in changed:
                self._show_card(self.grid.cards[place], sku)

    def _show_cards(self) -> None:
        shown = self._shelf.cards
        self._selected = {sku: None for sku in self._selected if sku in self._store.gauges}
        for place, card in enumerate(self.grid.cards):
            if place < len(shown):
                self._show_card(card, shown[place])
            else:
                card.clear()
        self.grid.place()
        self.toolbar.show_selected(len(self._selected))
        self.finder.show_place(self._shelf.page, self._shelf.pages)
        self.finder.setVisible(self._shelf.all_count > PER_PAGE)

    def _show_card(self, card: Card, sku: str) -> None:
        gauge = self._store.gauges.get(sku)
        if gauge is None:
            card.clear()
            return
        view = self._view(gauge)
        several = len(self._reach(sku, view.button.press)) if sku in self._selected else 1
        card.show_product(gauge, view, selected=sku in self._selected, several=several)

    def _view(self, gauge: GaugeView) -> CardView:
        proposal, zone, way = proposal_of(self._store, gauge.sku), self._store.zone, self.toolbar.way
        alone = len(self._selected) <= 1 or gauge.sku not in self._selected
        if proposal is not None and alone:
            reason, variant = proposal.reason or way.reason, proposal.variant
            return card_view(gauge, minutes=proposal.minutes, zone=zone, reason=reason, variant=variant)
        return card_view(gauge, minutes=way.minutes, zone=zone, reason=way.reason)

    def _tick(self) -> None:
        now = self._store.now()
        self.header.tick()
        self.toolbar.tick()
        self.tasks.tick()
        self.prompts.tick()
        self.notices.tick()
        self.texts.tick()
        for card in self.cards:
            card.tick(now)

    # what a person does

    def _wish(self, card: Card, wish: CardWish) -> None:
        if wish is CardWish.PRESS:
            self._press(card)
        elif wish is CardWish.STOP:
            self._stop(card)
        elif wish is CardWish.CALL and card.gauge is not None:
            CallSheet(self._store, card.gauge, self).open()
        elif wish is CardWish.SELECT:
            self._touch(card)
        elif wish is CardWish.NEXT_ROUND and card.sku:
            self._store.intend(NextRound(who=self._store.who("panel"), sku=card.sku))

    def _touch(self, card: Card) -> None:
        """A press beside the buttons selects, where several are to be chosen."""
        if self.toolbar.takes_several and card.sku:
            self.select(card.sku)

    def _press(self, card: Card) -> None:
        if card.view is None:
            return
        button = card.view.button
        reach = self._reach(card.sku, button.press)
        if button.press is Press.RELEASE:
            ReleaseSheet(self._store, (card.sku,), self).open()
        elif button.press is Press.OPEN_SHOP:
            self.page_wished.emit(button.page)
        elif button.press in (Press.MARK, Press.CLOSE_ROUND):
            self._mark(card.sku, reach, closes=button.press is Press.CLOSE_ROUND)
        elif button.press is not Press.NOTHING:
            self._send(self._intent_of(card.view, reach), reach)

    def _mark(self, sku: str, reach: tuple[str, ...], *, closes: bool) -> None:
        """Mark for the reason chosen; what closes a round is marked for that, and alone."""
        way = self.toolbar.way
        reason, skus = (Reason.ROUND, (sku,)) if closes else (way.reason, reach)
        intent = MarkSoldOut(who=self._store.who("panel"), skus=skus, minutes=way.minutes, reason=reason)
        alone = len(skus) == 1 and not closes
        proposals = proposals_of(self._store, skus) if alone else ()
        if send_mark(self._store, by_trial(intent, proposals), self):
            self._done_with(skus)

    def _intent_of(self, view: CardView, reach: tuple[str, ...]) -> Intent:
        who = self._store.who("panel")
        if view.button.press is Press.RESTORE:
            return Restore(who=who, skus=reach)
        if view.button.press is Press.UNDO:
            return UndoMark(who=who, holds=view.button.holds)
        if view.button.press is Press.CALL_OFF:
            return CallOff(who=who, plan=view.button.plan)
        return ReadHoldAgain(who=who, holds=view.button.holds)

    def _stop(self, card: Card) -> None:
        skus = self._reach(card.sku, None)
        self._send(EmergencyStop(who=self._store.who("panel"), skus=skus), skus)

    def _send(self, intent: Intent, reach: tuple[str, ...]) -> None:
        """Send it; a selection that was meant is done with."""
        self._store.intend(intent)
        self._done_with(reach)

    def _done_with(self, reach: tuple[str, ...]) -> None:
        if len(reach) > 1:
            self.toolbar.several.setChecked(False)
            self.clear_selection()

    def _reach(self, sku: str, press: Press | None) -> tuple[str, ...]:
        """Whom a press means: the product, and the other selected ones for which it works as well.

        `press` None stands for an emergency stop.
        """
        several = press in (Press.MARK, Press.RESTORE, None)
        if sku not in self._selected or not several:
            return (sku,)
        return tuple(each for each in self._selected if each == sku or self._offers(each, press))

    def _offers(self, sku: str, press: Press | None) -> bool:
        view = self._view(self._store.gauges[sku])
        return view.can_stop if press is None else view.button.press is press

    # keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        stroke = struck(event)
        if event.isAutoRepeat():
            return
        if stroke is not None and stroke.place < len(self.grid.cards):
            self._strike(event.key(), self.grid.cards[stroke.place], stroke.stroke)
        elif not self._other_key(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _strike(self, key: int, card: Card, stroke: Stroke) -> None:
        if not card.sku:
            return
        if stroke is Stroke.PRESS:
            card.press()
        elif stroke is Stroke.SELECT:
            self.select(card.sku)
        elif card.stop.isVisible():
            self._let_go()
            self._held = (key, card)
            card.stop.begin()

    def _other_key(self, key: Qt.Key) -> bool:
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Z: self.undo,
            Qt.Key.Key_M: self.toolbar.several.toggle,
            Qt.Key.Key_D: self.tasks.focus_first,
            Qt.Key.Key_Q: self.prompts.focus_first,
            Qt.Key.Key_Y: self.prompts.do_first,
            Qt.Key.Key_Escape: self._escape,
            Qt.Key.Key_Slash: self._to_filter,
            Qt.Key.Key_PageUp: lambda: self.turn_page(-1),
            Qt.Key.Key_PageDown: lambda: self.turn_page(1),
        }
        act = acts.get(key)
        if act is not None:
            act()
        return act is not None

    def _to_filter(self) -> None:
        self.finder.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        """Leave the filter, else empty the selection."""
        if self.finder.field.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.toolbar.several.setChecked(False)
            self.clear_selection()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        ends = self._held is not None and event.key() in (self._held[0], Qt.Key.Key_Control)
        if ends and not event.isAutoRepeat():
            self._let_go()
        super().keyReleaseEvent(event)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held[1].stop.cancel()
            self._held = None

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._let_go()
        super().focusOutEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._let_go()
        super().changeEvent(event)

    # the window

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        self.header.be_wide(width)
        self.grid.be_wide(width)
        if self._wide is not (width >= WIDE_FROM):
            self._wide = width >= WIDE_FROM
            if self._wide:
                self.header.row.insertWidget(self.header.row.indexOf(self.header.lamps), self.finder)
            self.toolbar.be_wide(width, self.finder)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._arrange()
            self._tick()
            # digits are the cards' keys; they reach the window wherever the keyboard is but in the filter
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._choices.keep_place(_NAME, self.geometry())
        super().hideEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.BG1)
        painter.end()
