"""The page of replenishment: what to order at the left, the chosen proposal in full at the right.

It renders the store's view; what a person accepts, changes or puts aside goes to the engine, and the page
shows it when the engine says so.
"""

from collections.abc import Hashable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import AcceptProposal, RestProposal
from app.views.replenishment import ProposalView, ReplenishmentView, WarehouseMode
from app.words import _, n_, number, p_
from widgets.desk.pages import Page
from widgets.desk.parts import Panel, scrolled, spread
from widgets.desk.replenishment.detail import REST_DAYS, Detail
from widgets.desk.replenishment.orders import OrderTable
from widgets.desk.replenishment.rows import ProposalList
from widgets.desk.replenishment.slow import SlowTable
from widgets.desk.replenishment.units_sheet import UnitsSheet
from widgets.desk.replenishment.words import mode_words, money_words
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.choices import Option, Segmented
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_HEAD: Final = 40
_DETAIL: Final = {Mode.WIDE: 496, Mode.MIDDLE: 420, Mode.NARROW: 380}
_EVERY: Final = "all"


class Part(StrEnum):
    """What the list shows."""

    PENDING = "pending"
    ORDERS = "orders"
    LATER = "later"


class ReplenishmentPage(Page):
    """The page."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._private = False
        self._part = Part.PENDING
        self._kind: Hashable = _EVERY
        self._places: dict[tuple[str, str], int] = {}
        """Where each proposal stood when it was first seen."""
        self._make_head()
        self._make_left()
        self.detail = Detail()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GUTTER)
        row.addWidget(self._left, 1)
        row.addWidget(self.detail)
        self._listen()
        self._show()

    def _make_head(self) -> None:
        self._words: list[str] = []
        self.parts = Segmented([], name=_("What to show"))
        self._offer(0, 0, 0)
        modes = (Option(mode, mode_words(mode)) for mode in WarehouseMode)
        self.kinds = Segmented([Option(_EVERY, p_("warehouse", "All")), *modes], name=_("Kind of warehouse"))
        self.kinds.set_value(_EVERY)
        self._sum = PlainLabel("", colour=theme.T2)
        self._head = QWidget()
        self._head.setFixedHeight(_HEAD)
        row = spread(QHBoxLayout(self._head), 0, theme.SPACE_S, theme.SPACE_M)
        row.addWidget(self.parts)
        row.addWidget(self.kinds)
        row.addStretch(1)
        row.addWidget(self._sum)

    def _make_left(self) -> None:
        self.list = ProposalList()
        self.orders, self.slow = OrderTable(self._store), SlowTable(self._store)
        self._note = PlainLabel("", theme.NOTE.size, theme.YELLOW).wrap()
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self.list))
        self._stack.addWidget(scrolled(self.orders))
        lists = Panel()
        lists.rows.addWidget(self._stack)
        self._left = QWidget()
        rows = QVBoxLayout(self._left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addWidget(self._head)
        rows.addWidget(self._note)
        rows.addWidget(lists, 1)
        rows.addWidget(self.slow)

    def _listen(self) -> None:
        self._store.replenishment_changed.connect(self._show)
        self.parts.chosen.connect(self._choose_part)
        self.kinds.chosen.connect(self._choose_kind)
        self.list.picked.connect(self._picked)
        for accept in (self.list.accepted, self.detail.accept_wished):
            accept.connect(self.accept)
        for rest in (self.list.put_aside, self.detail.rest_wished):
            rest.connect(self.put_aside)
        self.detail.change_wished.connect(self.ask_units)

    # What is shown

    @property
    def current(self) -> ProposalView | None:
        """The proposal the person is at; None while orders are shown."""
        return None if self._part is Part.ORDERS else self.list.current

    @override
    def enter(self) -> None:
        self._places.clear()
        self._show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def set_mode(self, mode: Mode) -> None:
        self.detail.setFixedWidth(_DETAIL[mode])
        self.detail.be_narrow(narrow=mode is not Mode.WIDE)
        self._sum.setVisible(mode is Mode.WIDE)

    @override
    def be_private(self, *, private: bool) -> None:
        self._private = private
        self._show()

    def _show(self) -> None:
        view = self._store.replenishment
        if view is None:
            self._note.say(_("Proposals are made once the warehouses have answered."))
            self.detail.show_proposal(None, "", private=self._private)
            return
        self._note.say(self._doubts(view))
        self._note.setVisible(bool(self._note.words))
        open_orders = sum(order.state.is_open for order in view.orders)
        self._offer(len(view.pending) + view.more, open_orders, len(view.resting))
        self.parts.set_value(self._part)
        self.kinds.set_value(self._kind)
        self.list.show_proposals(self._chosen(view), view.currency, private=self._private)
        self.orders.show_orders(view.orders, view.currency, private=self._private)
        self.slow.show_slow(view.slow, view.currency, private=self._private)
        self.slow.setVisible(bool(view.slow))
        self._stack.setCurrentIndex(1 if self._part is Part.ORDERS else 0)
        self._say_sum(view)
        self._show_detail()

    def _offer(self, pending: int, open_orders: int, resting: int) -> None:
        """Name the parts with their counts; buttons are made anew only when a count changed."""
        words = [
            p_("replenish", "To decide {count}").format(count=number(pending)),
            p_("replenish", "Accepted {count}").format(count=number(open_orders)),
            p_("replenish", "Later {count}").format(count=number(resting)),
        ]
        if words != self._words:
            self._words = words
            self.parts.offer([Option(part, said) for part, said in zip(Part, words, strict=True)])
            self.parts.set_value(self._part)

    def _chosen(self, view: ReplenishmentView) -> tuple[ProposalView, ...]:
        """Places do not move under a finger: what is new stands below, until the page is opened again."""
        every = view.resting if self._part is Part.LATER else view.pending
        for one in every:
            self._places.setdefault((one.sku, one.warehouse), len(self._places))
        placed = sorted(every, key=lambda one: self._places[one.sku, one.warehouse])
        return tuple(one for one in placed if self._kind in (_EVERY, one.mode))

    @staticmethod
    def _doubts(view: ReplenishmentView) -> str:
        said = []
        if view.unknown:
            words = n_(
                "{count} product could not be judged", "{count} products could not be judged", view.unknown
            )
            said.append(words.format(count=number(view.unknown)))
        if view.more:
            said.append(_("{count} more are less pressing and not listed").format(count=number(view.more)))
        return "; ".join(said)

    def _say_sum(self, view: ReplenishmentView) -> None:
        units = n_("{units} unit in all", "{units} units in all", view.units).format(units=number(view.units))
        money = "" if self._private else money_words(view.money, view.currency)
        self._sum.say(_("{units}, {money} tied up").format(units=units, money=money) if money else units)

    def _show_detail(self) -> None:
        view = self._store.replenishment
        currency = "" if view is None else view.currency
        self.detail.setVisible(self._part is not Part.ORDERS)
        self.detail.show_proposal(self.current, currency, private=self._private)

    # What a person does

    def accept(self) -> None:
        """Make draft orders of the proposal as it is."""
        self._accept(None)

    def put_aside(self) -> None:
        """Ask again in some days; one that rests comes back at once."""
        view = self.current
        if view is not None:
            days = 0 if view.rests_until is not None else REST_DAYS
            self._store.intend(
                RestProposal(who=self._store.who("desk"), sku=view.sku, warehouse=view.warehouse, days=days)
            )

    def ask_units(self) -> None:
        """Ask for another quantity."""
        view = self.current
        if view is not None:
            sheet = UnitsSheet(view, self.window())
            sheet.chosen.connect(self._accept)
            sheet.show()

    def _accept(self, units: int | None) -> None:
        view = self.current
        if view is not None:
            self._store.intend(
                AcceptProposal(
                    who=self._store.who("desk"), sku=view.sku, warehouse=view.warehouse, units=units
                )
            )

    def _picked(self, place: int) -> None:
        area = self._stack.widget(0)
        if isinstance(area, QScrollArea):
            line = self.list.line_rect(place)
            area.ensureVisible(0, line.center().y(), 0, line.height())
        self._show_detail()

    def _choose_part(self, part: object) -> None:
        self._part = Part(str(part))
        self._show()

    def _choose_kind(self, kind: Hashable) -> None:
        self._kind = kind
        self._show()
