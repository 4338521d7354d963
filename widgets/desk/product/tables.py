"""The two tables of the product page: what each warehouse has, and what each shop shows and allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.intents import ReadHoldAgain, Restore
from app.views.gauge import Freshness, GaugeView, HoldState, Segment, ShopLine, ShopLineState
from app.words import MISSING, _, age, clock_time, countdown, n_, number, p_, plain
from widgets.desk.parts import IconMark, Panel, PanelHead, UseSquares, spread
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.label import PlainLabel, set_plain_tooltip
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_ROW: Final = 32
_ACTS: Final = 28
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LAMPS: Final = {
    Freshness.LIVE: ("lamp_live", Hue.BAR),
    Freshness.AGING: ("lamp_aging", Hue.BAR),
    Freshness.STALE: ("lamp_stale", Hue.YELLOW),
    Freshness.UNKNOWN: ("lamp_unknown", Hue.YELLOW),
}


def shop_words(line: ShopLine) -> str:
    """What a shop shows buyers, in a word."""
    return {
        ShopLineState.ON_SALE: _("on sale"),
        ShopLineState.SELLING_OUT: _("being marked"),
        ShopLineState.SOLD_OUT: _("sold out"),
        ShopLineState.RESTORING: _("being restored"),
        ShopLineState.STOPPED: _("stopped"),
        ShopLineState.UNKNOWN: _("not known"),
    }[line.state]


class Table(Panel):
    """A head and rows that are built anew when what they show has another shape."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = PanelHead(title)
        self._inner = QWidget()
        self.grid = QGridLayout(self._inner)
        self.grid.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_S, theme.SPACE_S)
        self.grid.setHorizontalSpacing(theme.SPACE_M)
        self.grid.setVerticalSpacing(0)
        self.rows.addWidget(self.head)
        self.rows.addWidget(self._inner)
        self.rows.addStretch(1)

    def empty(self) -> None:
        """Forget all rows."""
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def fit(self, count: int) -> None:
        """Be as high as so many rows."""
        self.be_as_high([_ROW] * count)

    def be_as_high(self, heights: Sequence[int]) -> None:
        """Be as high as rows of these heights."""
        for row in range(self.grid.rowCount()):
            self.grid.setRowMinimumHeight(row, heights[row] if row < len(heights) else 0)
        head = 0 if self.head.isHidden() else self.head.height()
        self.setFixedHeight(head + sum(heights) + theme.SPACE_S)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The labels of one warehouse that change with its readings."""

    available: PlainLabel
    on_hand: PlainLabel
    inbound: PlainLabel

    def say(self, segment: Segment) -> None:
        """Show what it has now."""
        self.available.say(number(segment.available))
        self.on_hand.say(number(segment.on_hand))
        self.inbound.say(number(segment.inbound))


class WarehouseTable(Table):
    """What each warehouse has, with the age of its figure."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(p_("product", "Warehouse"), parent)
        self._store = store
        self._shape: object = None
        self._segments: tuple[Segment, ...] = ()
        self._figures: list[_Figures] = []
        self._ages: list[PlainLabel] = []
        self.head.hide()
        self.grid.setHorizontalSpacing(theme.SPACE_S)

    def show_product(self, view: GaugeView) -> None:
        """Show this product's warehouses; rows are made anew only where there are others, or other lamps."""
        shape = (view.sku, view.missing, [(part.warehouse, part.freshness) for part in view.segments])
        self._segments = view.segments
        if shape != self._shape:
            self._shape = shape
            self._make_rows(view)
        for figures, segment in zip(self._figures, view.segments, strict=True):
            figures.say(segment)
        self.tick()

    def tick(self) -> None:
        """A second went by."""
        now = self._store.now()
        for segment, label in zip(self._segments, self._ages, strict=True):
            since = self._store.age_from(segment)
            label.say(MISSING if since is None else age((now - since).total_seconds()))

    def _make_rows(self, view: GaugeView) -> None:
        self.empty()
        self._figures, self._ages = [], []
        self._name_columns()
        for row, segment in enumerate(view.segments, start=1):
            self._add(row, segment)
        rows = 1 + len(view.segments)
        for row, name in enumerate(view.missing, start=rows):
            self._add_missing(row, plain(name))
        rows += len(view.missing)
        if rows == 1:
            self.grid.addWidget(PlainLabel(_("No warehouse lists it"), colour=theme.T3), rows, 0, 1, 6)
            rows += 1
        self.grid.setColumnStretch(1, 1)
        self.fit(rows)

    def _name_columns(self) -> None:
        names = (
            p_("product", "Available"),
            p_("product", "On hand"),
            p_("product", "Inbound"),
            p_("product", "Age"),
        )
        self.grid.addWidget(PlainLabel(p_("product", "Warehouse"), theme.NOTE.size, theme.T3), 0, 0, 1, 2)
        for column, name in enumerate(names, start=2):
            self.grid.addWidget(PlainLabel(name, theme.NOTE.size, theme.T3), 0, column, _RIGHT)

    def _add(self, row: int, segment: Segment) -> None:
        lamp, hue = _LAMPS[segment.freshness]
        old = hue is Hue.YELLOW
        figures = _Figures(
            PlainLabel("", bold=not old, colour=theme.T3 if old else theme.T1),
            PlainLabel("", colour=theme.T2),
            PlainLabel("", colour=theme.T2),
        )
        told = PlainLabel("", theme.NOTE.size, theme.YELLOW if old else theme.T3)
        self._figures.append(figures)
        self._ages.append(told)
        name = PlainLabel(plain(segment.name), colour=theme.YELLOW if old else theme.T2, elide=True)
        self.grid.addWidget(IconMark(lamp, 12, hue), row, 0)
        self.grid.addWidget(name, row, 1)
        for column, label in enumerate((figures.available, figures.on_hand, figures.inbound, told), start=2):
            self.grid.addWidget(label, row, column, _RIGHT)

    def _add_missing(self, row: int, name: str) -> None:
        """A warehouse that has not answered yet: nothing of it is known."""
        self.grid.addWidget(IconMark("lamp_unknown", 12, Hue.YELLOW), row, 0)
        self.grid.addWidget(PlainLabel(name, colour=theme.YELLOW, elide=True), row, 1)
        self.grid.addWidget(PlainLabel(_("no answer yet"), theme.NOTE.size, theme.T3), row, 2, 1, 4, _RIGHT)


class ShopTable(Table):
    """What each shop shows, what of ours is open there, and what can be done about it.

    Signals:
        mark_wished: The product should be marked at this one shop; carries the storefront's id.
    """

    mark_wished = Signal(str)

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(_("Shops"), parent)
        self._store = store
        self._holds: list[tuple[ShopLine, PlainLabel]] = []
        self._reads: list[tuple[str, PlainLabel]] = []
        self.heights: list[int] = []
        self._several = False

    def show_product(self, view: GaugeView) -> None:
        """Show this product's shops."""
        self.empty()
        self._holds, self._reads, self.heights = [], [], []
        self._several = len(view.shops) > 1
        for row, line in enumerate(view.shops):
            self._add(row, view.sku, line)
        self.grid.setColumnStretch(0, 1)
        self.be_as_high(self.heights)
        self.head.note.say("" if view.shops else _("none sells it"))
        self.tick()

    def tick(self) -> None:
        """A second went by: holds count down, stops count up, shops are read."""
        now = self._store.now()
        read = {view.id: view.age_from for view in self._store.sources}
        for storefront, label in self._reads:
            at = read.get(storefront)
            label.say("" if at is None else _("read {time}").format(time=clock_time(at, self._store.zone)))
        for line, label in self._holds:
            hold = line.hold
            if hold is None:
                label.say("")
            elif hold.deadline is None:
                label.say(countdown((now - hold.started_at).total_seconds()))
            else:
                label.say(countdown((hold.deadline - now).total_seconds()))

    def _add(self, place: int, sku: str, line: ShopLine) -> None:
        row = 2 * place
        counting = PlainLabel("", theme.NOTE.size, theme.T1, bold=True)
        self._holds.append((line, counting))
        squares = UseSquares()
        squares.count(line.holds_used, line.holds_limit)
        left = max(0, line.holds_limit - line.holds_used)
        words = n_("{count} use left", "{count} uses left", left).format(count=number(left))
        set_plain_tooltip(squares, words)
        read = PlainLabel("", theme.NOTE.size, theme.T3)
        self._reads.append((line.storefront, read))
        parts: tuple[QWidget, ...] = (
            PlainLabel(plain(line.name), elide=True),
            PlainLabel(shop_words(line), colour=theme.T2),
            counting,
            read,
            squares,
        )
        for column, part in enumerate(parts):
            self.grid.addWidget(part, row, column)
        self._add_acts(row + 1, sku, line)

    def _add_acts(self, row: int, sku: str, line: ShopLine) -> None:
        """A second line where there is something to do, or more to know."""
        quantity = "" if line.quantity is None else _("{units} there").format(units=number(line.quantity))
        label = _("writes “{label}”").format(label=plain(line.label, 40)) if line.label else ""
        acts = self._acts(sku, line)
        told = PlainLabel(f"{quantity}  {label}".strip(), theme.NOTE.size, theme.T3, elide=True)
        self.grid.addWidget(told, row, 0, 1, 2)
        self.grid.addWidget(acts, row, 2, 1, 3, _RIGHT)
        self.heights.append(_ROW)
        self.heights.append(_ACTS if told.words or acts.findChildren(Button) else 0)

    def _acts(self, sku: str, line: ShopLine) -> QWidget:
        acts = QWidget()
        row = spread(QHBoxLayout(acts), 0, 0, theme.SPACE_XS)
        hold = line.hold
        if hold is not None and (hold.needs_attention or hold.state is HoldState.UNKNOWN):
            row.addWidget(self._button(_("Read again"), lambda: self._read_again(hold.id)))
        if self._several and not line.cannot_mark:
            mark = Button(_("Mark only here"), height=SMALL, marks=True)
            mark.clicked.connect(lambda: self.mark_wished.emit(line.storefront))
            row.addWidget(mark)
        if hold is not None and not hold.is_stop and not line.cannot_restore:
            row.addWidget(self._button(_("Restore"), lambda: self._restore(sku, line.storefront)))
        if line.page.startswith(("https://", "http://")):
            row.addWidget(self._button(_("Shop page"), lambda: QDesktopServices.openUrl(QUrl(line.page))))
        return acts

    def _button(self, words: str, act: Callable[[], object]) -> Button:
        button = Button(words, height=SMALL)
        button.clicked.connect(act)
        return button

    def _read_again(self, hold: int) -> None:
        self._store.intend(ReadHoldAgain(who=self._store.who("desk"), holds=(hold,)))

    def _restore(self, sku: str, storefront: str) -> None:
        self._store.intend(Restore(who=self._store.who("desk"), skus=(sku,), storefronts=(storefront,)))
