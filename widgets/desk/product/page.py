"""The page of one product: gauge, shelves and shops, the broadcast as recorded with its forecast, its life.

What is of now follows the store; what was kept is asked for when the page is seen, and again now and then.
Marking is the selection bar's: the page's buttons press its.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import ResetOpening, SayNext, SayOnAir, StudyProduct
from app.views.gauge import GaugeView
from app.views.product import StudyView
from app.words import _, clock_time, number, plain
from widgets.desk.notices import Notices
from widgets.desk.pages import Page
from widgets.desk.parts import Panel, PanelHead, spread
from widgets.desk.product.calls import CallTable
from widgets.desk.product.clicks import ClicksPanel
from widgets.desk.product.course import CoursePlot
from widgets.desk.product.head import ProductHead
from widgets.desk.product.held import HeldPanel
from widgets.desk.product.hit_words import hit_words
from widgets.desk.product.legend import FanLegend
from widgets.desk.product.life import LifePanel
from widgets.desk.product.rounds import RoundTable
from widgets.desk.product.summary import ProductSummary
from widgets.desk.product.supply import SupplyPanel
from widgets.desk.product.tables import ShopTable, WarehouseTable
from widgets.desk.selection_bar import SelectionBar
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.fields import ThinScrollBar
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_LEFT: Final = {Mode.WIDE: 344, Mode.MIDDLE: 328, Mode.NARROW: 312}
_BESIDE_FROM: Final = 1000
"""Pixels from which holds and life stand side by side."""
_LEAST_LIFE: Final = 228
AGAIN: Final = timedelta(seconds=120)
"""How often a page that stays open asks for what was kept."""


class ProductPage(Page):
    """The page. `pick` says which product is meant when the page is turned to.

    Signals:
        closed: The person goes back to the desk.
        call_wished: The warehouse shall be called for stock; carries the SKU.
        replenishment_wished: The page of replenishment is asked for.
    """

    closed = Signal()
    call_wished = Signal(str)
    replenishment_wished = Signal()

    def __init__(self, store: RoomStore, selection: SelectionBar, pick: Callable[[], str]) -> None:
        super().__init__()
        self._store = store
        self._pick = pick
        self._selection = selection
        self._shown: GaugeView | None = None
        self._asked_at: datetime | None = None
        self._asked_of: int | None = None
        """The broadcast that ran when the record was asked for."""
        self.sku = ""
        self.head = ProductHead(store, selection)
        self.notices = Notices(store, self)
        self._make_left()
        self._make_right()
        self._lay_out()
        self.head.back.clicked.connect(self.closed)
        self.shops.mark_wished.connect(selection.mark_only_at)
        store.gauges_changed.connect(self._gauges_changed)
        store.study_changed.connect(self._show_study)
        store.broadcast_changed.connect(self._broadcast_changed)

    def _make_left(self) -> None:
        self._summary = ProductSummary(self._store)
        self._note = PlainLabel("", theme.NOTE.size, theme.YELLOW).wrap()
        self.on_air = Button(_("On air"), key_hint="O", height=SMALL)
        self.next = Button(_("Next"), key_hint="N", height=SMALL)
        self.call = Button(_("Call stock"), key_hint="C", height=SMALL)
        self.reset = Button(_("Take this stock as 100 %"), height=SMALL)
        self.warehouses = WarehouseTable(self._store)
        self.shops = ShopTable(self._store)
        self.supply = SupplyPanel(self._store)
        self.clicks = ClicksPanel()
        self.rounds = RoundTable(self._store)
        self.calls = CallTable(self._store)
        self.on_air.clicked.connect(self.say_on_air)
        self.next.clicked.connect(self.say_next)
        self.call.clicked.connect(lambda: self.call_wished.emit(self.sku))
        self.reset.clicked.connect(self._reset_opening)
        self.supply.wished.connect(self.replenishment_wished)

    def _gauge(self) -> Panel:
        """The gauge with what can be said of the product below it."""
        panel = Panel()
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_M, theme.SPACE_S)
        inner.setSpacing(theme.SPACE_XS)
        first = spread(QHBoxLayout(), 0, 0)
        for button in (self.on_air, self.next, self.call):
            first.addWidget(button)
        first.addStretch(1)
        second = spread(QHBoxLayout(), 0, 0)
        second.addWidget(self.reset)
        second.addStretch(1)
        inner.addWidget(self._note)
        inner.addLayout(first)
        inner.addLayout(second)
        panel.rows.addWidget(self._summary)
        panel.rows.addLayout(inner)
        return panel

    def _make_right(self) -> None:
        self.plot = CoursePlot(self._store)
        self._plot_head = PanelHead(_("Stock left and when it is gone"))
        self._said = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self._plot_head.row.insertWidget(1, self._said, 100)
        self._plot_head.row.addWidget(FanLegend())
        self.held = HeldPanel(self._store)
        self.life = LifePanel()

    def _lay_out(self) -> None:
        self._left = _scrolled((self._gauge(), self.warehouses, self.shops, self.supply, self.clicks))
        panel = Panel()
        panel.rows.addWidget(self._plot_head)
        panel.rows.addWidget(self.plot, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GUTTER)
        column.addWidget(panel, 1)
        column.addLayout(self._lower())
        columns = QHBoxLayout()
        columns.setSpacing(GUTTER)
        columns.addWidget(self._left)
        columns.addWidget(_area(right), 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addWidget(self.head)
        rows.addWidget(self.notices)
        rows.addLayout(columns, 1)

    def _lower(self) -> QBoxLayout:
        """What was done to the product, beside its life or above it."""
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(GUTTER)
        self.life.setMinimumHeight(_LEAST_LIFE)
        marked = QVBoxLayout()
        marked.setSpacing(GUTTER)
        marked.addWidget(self.held, 1)
        marked.addWidget(self.rounds)
        marked.addWidget(self.calls)
        self._below.addLayout(marked, 1)
        self._below.addWidget(self.life, 1)
        return self._below

    @override
    def enter(self) -> None:
        self.open(self._pick())
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def set_mode(self, mode: Mode) -> None:
        self._left.setFixedWidth(_LEFT[mode])
        self.head.set_mode(mode)

    @override
    def be_private(self, *, private: bool) -> None:
        self.head.be_private(private=private)
        self._show_head()

    @override
    def tick(self) -> None:
        now = self._store.now()
        if self._asked_at is not None and now - self._asked_at >= AGAIN:
            self._ask(again=True)
        self.head.tick()
        self.notices.tick()
        self._summary.update()
        self.warehouses.tick()
        self.shops.tick()
        self.plot.tick()

    def open(self, sku: str) -> None:
        """Show this product; acts are on it alone from now on."""
        self.sku = sku
        self._shown = None
        self._selection.set_selection((sku,) if sku else ())
        self.calls.show_calls(sku)
        view = self._store.gauges.get(sku)
        if view is None:
            return
        self.plot.begin(view)
        self._show()
        self._show_study()
        self._ask(again=False)

    def say_on_air(self) -> None:
        """This product is being shown."""
        self._store.intend(SayOnAir(who=self._store.who("desk"), sku=self.sku))

    def say_next(self) -> None:
        """This product comes next."""
        self._store.intend(SayNext(who=self._store.who("desk"), sku=self.sku))

    def _reset_opening(self) -> None:
        self._store.intend(ResetOpening(who=self._store.who("desk"), skus=(self.sku,)))

    def _ask(self, *, again: bool) -> None:
        self._asked_at, self._asked_of = self._store.now(), self._broadcast()
        self._store.intend(StudyProduct(who=self._store.who("desk"), sku=self.sku, again=again))

    def _broadcast(self) -> int | None:
        return self._store.broadcast.number if self._store.broadcast else None

    def _broadcast_changed(self) -> None:
        """Another broadcast has another record."""
        if self.isVisible() and self.sku and self._broadcast() != self._asked_of:
            self._ask(again=True)

    @property
    def told(self) -> str:
        """What is said of the forecast."""
        return self._said.words

    @property
    def study(self) -> StudyView | None:
        """What was kept of this product, where it was told."""
        study = self._store.study
        return study if study is not None and study.sku == self.sku else None

    def _gauges_changed(self, skus: tuple[str, ...]) -> None:
        if self.sku in skus and self.isVisible():
            self._show()

    def _show_head(self) -> None:
        view = self._store.gauges.get(self.sku)
        if view is not None:
            self.head.show_product(view, self.study)

    def _show(self) -> None:
        view, before = self._store.gauges.get(self.sku), self._shown
        if view is None or view is before:
            return
        self._shown = view
        if before is not None and _held(before) != _held(view):
            self._ask(again=True)
        self._show_head()
        self._summary.show_product(view)
        self.plot.show_gauge(view)
        self.held.show_uses(view)
        self._note.say(plain(view.note))
        self._note.setVisible(bool(view.note))
        # rows are built anew only when what they show changed: a button must not vanish under the pointer
        if before is None or (before.segments, before.missing) != (view.segments, view.missing):
            self.warehouses.show_product(view)
        if before is None or before.shops != view.shops:
            self.shops.show_product(view)
        if before is None or before.selling_round != view.selling_round:
            self.rounds.show_product(view)

    def _show_study(self) -> None:
        study = self.study
        course = None if study is None else study.course
        self._show_head()
        self.held.show_course(self.sku, course)
        self.clicks.show_course(course)
        if study is None:
            waiting = _("Reading the record…")
            self.supply.show_supply(self.sku, None, waiting)
            self.life.show_life(None, waiting)
            self._said.say("")
            return
        self.supply.show_supply(self.sku, study.supply, study.no_supply)
        self.life.show_life(study.life, study.no_life)
        self.plot.show_course(course, study.at, study.no_course)
        self._summary.expect(None if course is None else course.expected_per_minute)
        self._said.say(self._told_of(study))

    def _told_of(self, study: StudyView) -> str:
        """Which broadcast is drawn, and from what the forecast is made."""
        course = study.course
        if course is None:
            return ""
        if course.running:
            told = _("from sales, viewers and clicks; {held}")
            told = told if course.clicked else _("from sales and viewers; {held}")
            return told.format(held=hit_words(study.hit))
        ended = clock_time(course.span.end, self._store.zone, seconds=False)
        return _("broadcast {number}, ended {time}").format(number=number(course.number), time=ended)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() - self._left.width() >= _BESIDE_FROM
        self._below.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )


def _held(view: GaugeView) -> tuple[object, ...]:
    """What of a product says that there is more on record of its holds."""
    return (view.holds_used, view.hold and (view.hold.id, view.hold.state))


def _scrolled(parts: tuple[QWidget, ...]) -> QScrollArea:
    """Parts one below the other, which may be taller than the page."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GUTTER)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return _area(inner)


def _area(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBar(ThinScrollBar())
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
