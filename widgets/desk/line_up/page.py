"""The page of the line-up: products in line at the left, what is left out at the right.

It renders the store's view; what a person pins, moves or skips goes to the engine, and is seen when that says
so. Once no broadcast runs, what the last one teaches for the next stands at the right. Margins are private.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import CompareBroadcast, PlaceInLineUp, SayNext, SkipInLineUp
from app.views.line_up import LinedView
from app.words import _, p_
from widgets.desk.line_up.left_out import LeftOutTable
from widgets.desk.line_up.rows import LineUpList
from widgets.desk.line_up.selection import PriceTable, SelectionTable
from widgets.desk.pages import Page
from widgets.desk.parts import Panel, scrolled, spread
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.buttons import Button
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_HEAD: Final = 40
_RIGHT: Final = {Mode.WIDE: 440, Mode.MIDDLE: 380, Mode.NARROW: 300}


class LineUpPage(Page):
    """The page."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._private = False
        self._make_head()
        self.list = LineUpList()
        self._make_right()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GUTTER)
        row.addLayout(self._left(), 1)
        row.addWidget(self._right)
        self._listen()
        self._show()

    def _left(self) -> QVBoxLayout:
        self._note = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        lines = Panel()
        self._area = scrolled(self.list)
        lines.rows.addWidget(self._area)
        left = QVBoxLayout()
        left.setSpacing(GUTTER)
        left.addWidget(self._head)
        left.addWidget(self._note)
        left.addWidget(lines, 1)
        return left

    def _make_right(self) -> None:
        self.left_out = LeftOutTable(self._store)
        self.selection, self.prices = SelectionTable(), PriceTable()
        self._asked = False
        """Whether the last broadcast was asked for."""
        tables = QWidget()
        column = QVBoxLayout(tables)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GUTTER)
        column.addWidget(self.left_out)
        column.addWidget(self.selection)
        column.addWidget(self.prices)
        self._right = scrolled(tables)

    def _make_head(self) -> None:
        self.next_ = Button(p_("line-up", "Show next"), key_hint="N")
        self.pin = Button(p_("line-up", "Pin"), icon="pin", key_hint="P")
        self.skip = Button(p_("line-up", "Skip"), icon="ban", key_hint="K")
        self._hint = PlainLabel(_("Drag a line, or Alt ↑ ↓"), theme.NOTE.size, theme.T3)
        self._head = QWidget()
        self._head.setFixedHeight(_HEAD)
        row = spread(QHBoxLayout(self._head), 0, theme.SPACE_S)
        for button in (self.next_, self.pin, self.skip):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._hint)

    def _listen(self) -> None:
        self._store.line_up_changed.connect(self._show)
        self._store.comparison_changed.connect(self._show_selection)
        self.list.picked.connect(self._picked)
        self.list.moved.connect(self._move)
        for wished, button, act in (
            (self.list.next_wished, self.next_, self.show_next),
            (self.list.pin_wished, self.pin, self.pin_it),
            (self.list.skip_wished, self.skip, self.skip_it),
        ):
            wished.connect(act)
            button.clicked.connect(act)

    # What is shown

    @override
    def enter(self) -> None:
        self._show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def set_mode(self, mode: Mode) -> None:
        self._right.setFixedWidth(_RIGHT[mode])
        self._hint.setVisible(mode is not Mode.NARROW)

    @override
    def be_private(self, *, private: bool) -> None:
        self._private = private
        self._show()

    def _show(self) -> None:
        view = self._store.line_up
        self._note.setVisible(view is None or not view.running)
        if view is None:
            self._note.say(_("The line-up is made once the warehouses have answered."))
        else:
            self._note.say(_("No broadcast runs: this is how the next one would begin."))
            self.list.show_line_up(view, private=self._private)
            self.left_out.show_left_out(view.left_out)
        self._show_selection()
        self._show_acts()

    def _show_selection(self) -> None:
        """What the last broadcast teaches, once none runs; asked for when it is first to be seen."""
        view, found = self._store.line_up, self._store.comparison
        over = view is not None and not view.running
        is_told = over and found is not None and not found.running
        self.selection.setVisible(is_told)
        self.prices.setVisible(is_told)
        if found is not None and is_told:
            self.selection.show_selection(found, private=self._private)
            self.prices.show_answers(found)
        self._asked = self._asked and over
        if over and self.isVisible() and not self._asked:
            self._asked = True
            self._store.intend(CompareBroadcast(who=self._store.who("desk"), broadcast=None))

    def _show_acts(self) -> None:
        view = self._in_line
        for button in (self.next_, self.pin, self.skip):
            button.setEnabled(view is not None)
        pinned = view is not None and view.pinned
        self.pin.say(p_("line-up", "Unpin") if pinned else p_("line-up", "Pin"))

    def _picked(self, line: int) -> None:
        box = self.list.line_rect(line)
        self._area.ensureVisible(0, box.center().y(), 0, box.height())
        self._show_acts()

    # What a person does

    @property
    def _in_line(self) -> LinedView | None:
        """The product that has the keyboard, where it has a place to change."""
        view = self.list.current
        return view if view is not None and view.place else None

    def show_next(self) -> None:
        """Say that it comes next."""
        view = self._in_line
        if view is not None:
            self._store.intend(SayNext(who=self._store.who("desk"), sku=view.sku))

    def pin_it(self) -> None:
        """Let it keep its place, or let it go."""
        view = self._in_line
        if view is not None:
            self._place(view.sku, None if view.pinned else view.place)

    def skip_it(self) -> None:
        """Leave it out of this broadcast."""
        view = self._in_line
        if view is not None:
            self._store.intend(SkipInLineUp(who=self._store.who("desk"), sku=view.sku, skipped=True))

    def _move(self, sku: str, place: int) -> None:
        self._place(sku, place)

    def _place(self, sku: str, place: int | None) -> None:
        self._store.intend(PlaceInLineUp(who=self._store.who("desk"), sku=sku, place=place))
