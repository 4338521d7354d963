"""One proposal in full: figures, way and coming days, batches and costs, and what can be done with it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.views.replenishment import BatchView, CostView, ElsewhereView, ProposalView
from app.words import _, day, n_, number, p_, plain
from widgets.desk.parts import Panel, spread
from widgets.desk.replenishment.chart import StockChart
from widgets.desk.replenishment.strips import Figure, FigureStrip, FigureTable, LegStrip, Line
from widgets.desk.replenishment.words import PRESSES, mode_words, money_words, when_words
from widgets.kit import theme
from widgets.kit.buttons import LARGE, Button, Kind
from widgets.kit.chip import ChipLabel
from widgets.kit.fields import ThinScrollBar
from widgets.kit.label import PlainLabel

REST_DAYS: Final = 3
_FAR_MORE: Final = 2.0


class Detail(Panel):
    """The panel.

    Signals:
        accept_wished, change_wished, rest_wished: That button was pressed.
    """

    accept_wished = Signal()
    change_wished = Signal()
    rest_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: ProposalView | None = None
        self._private = False
        self._currency = ""
        self._make_head()
        self._make_body()
        self._make_foot()
        self._be_empty(empty=True)

    def _make_head(self) -> None:
        self._title = PlainLabel("", theme.STRONG.size, bold=True, elide=True)
        self._sku = PlainLabel("", theme.NOTE.size, theme.T3)
        self._chip = ChipLabel(PRESSES[next(iter(PRESSES))], "")
        row = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_M)
        row.setContentsMargins(theme.SPACE_M, theme.SPACE_M, theme.SPACE_M, theme.SPACE_S)
        row.addWidget(self._title, 1)
        row.addWidget(self._sku)
        row.addWidget(self._chip)
        self.rows.addLayout(row)

    def _make_body(self) -> None:
        self._figures, self._legs = FigureStrip(), LegStrip()
        self._days = PlainLabel("", bold=True)
        self._chart = StockChart()
        self._batches, self._costs, self._places = FigureTable(), FigureTable(), FigureTable()
        self._suits = PlainLabel("", theme.NOTE.size, theme.T2).wrap()
        self._note = PlainLabel("", theme.NOTE.size, theme.YELLOW).wrap()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_M, theme.SPACE_S)
        column.setSpacing(theme.SPACE_S)
        above: tuple[QWidget, ...] = (self._figures, self._legs, self._days)
        below: tuple[QWidget, ...] = (self._note, self._batches, self._costs, self._places, self._suits)
        for part in (*above, self._chart, *below):
            column.addWidget(part, 1 if part is self._chart else 0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(ThinScrollBar())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        for ground in (area.viewport(), inner):
            ground.setAutoFillBackground(False)
        self._body = area
        self.rows.addWidget(area, 1)

    def _make_foot(self) -> None:
        self.accept = Button("", icon="check", key_hint="A", kind=Kind.WHITE, height=LARGE)
        self.change = Button(_("Change…"), height=LARGE)
        self.rest = Button(
            n_("{days} day later", "{days} days later", REST_DAYS).format(days=REST_DAYS),
            key_hint="L",
            height=LARGE,
        )
        others = spread(QHBoxLayout(), 0, 0)
        others.addWidget(self.change, 1)
        others.addWidget(self.rest, 1)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_M)
        self._foot.setSpacing(theme.SPACE_S)
        self._foot.addWidget(self.accept, 1)
        self._foot.addLayout(others)
        self.rows.addLayout(self._foot)
        self.accept.clicked.connect(self.accept_wished)
        self.change.clicked.connect(self.change_wished)
        self.rest.clicked.connect(self.rest_wished)

    def be_narrow(self, *, narrow: bool) -> None:
        """Put the buttons below each other where they would not fit beside each other."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(way)

    def show_proposal(self, view: ProposalView | None, currency: str, *, private: bool) -> None:
        """Show this one; None: there is none."""
        if (view, private) == (self._shown, self._private):
            return
        self._shown, self._currency, self._private = view, currency, private
        self._chart.show_proposal(view)
        self._be_empty(empty=view is None)
        if view is not None:
            self._show(view)

    def _be_empty(self, *, empty: bool) -> None:
        """Show nothing that could be taken for a proposal where there is none."""
        for part in (self._body, self._chip, self._sku, self.accept, self.change, self.rest):
            part.setVisible(not empty)
        if empty:
            self._title.say(_("Nothing to order now."))

    def _show(self, view: ProposalView) -> None:
        self._title.say(plain(view.title))
        self._sku.say(plain(view.sku, 24))
        self._chip.say(when_words(view), PRESSES[view.press])
        self._figures.show_figures(self._told(view))
        self._legs.show_legs(view.legs)
        count = len(view.stock)
        self._days.say(
            n_("Stock of the next {days} day", "Stock of the next {days} days", count).format(
                days=number(count)
            )
        )
        self._note.say(self._doubts(view))
        self._note.setVisible(bool(self._note.words))
        self._show_batches(view)
        self._show_costs(view)
        self._suits.say(view.suits if not self._private else "")
        self._suits.setVisible(not self._private)
        drafts = len(view.batches)
        words = n_("Accept, make {count} draft", "Accept, make {count} drafts", drafts)
        self.accept.say(words.format(count=number(drafts)))

    @staticmethod
    def _told(view: ProposalView) -> list[Figure]:
        under = view.position < view.point
        return [
            Figure(p_("replenish", "A day"), number(round(view.per_day))),
            Figure(p_("replenish", "Lead time"), _("{days} d").format(days=f"{view.lead_days:g}")),
            Figure(p_("replenish", "Safety stock"), number(view.safety_stock)),
            Figure(p_("replenish", "Reorder at"), number(view.point)),
            Figure(p_("replenish", "Position"), number(view.position), theme.ORANGE if under else None),
        ]

    @staticmethod
    def _doubts(view: ProposalView) -> str:
        said = []
        if view.stale_from is not None:
            said.append(_("A figure it is made from is old."))
        if view.unplaced:
            words = n_("{units} unit has no room", "{units} units have no room", view.unplaced)
            said.append(words.format(units=number(view.unplaced)))
        return " ".join(said)

    def _show_batches(self, view: ProposalView) -> None:
        head: tuple[str, ...] = (
            p_("replenish", "Batch"),
            p_("replenish", "Units"),
            p_("replenish", "Order on"),
            p_("replenish", "Arrives"),
        )
        if not self._private:
            head = (*head, p_("replenish", "Freight"))
        self._batches.show_lines(head, [Line(self._batch(batch)) for batch in view.batches])

    def _batch(self, batch: BatchView) -> tuple[str, ...]:
        name = _("{route}, lies ready").format(route=batch.route) if batch.ready else batch.route
        cells = (name, number(batch.units), day(batch.order_on), day(batch.due))
        return cells if self._private else (*cells, self._money(batch.freight))

    def _show_costs(self, view: ProposalView) -> None:
        for part in (self._costs, self._places):
            part.setVisible(not self._private)
        if self._private:
            return
        count = len(view.batches)
        cut = n_("{count} batch", "{count} batches", count).format(count=number(count))
        head = (_("Cost to day {days}").format(days=number(len(view.stock))), cut, _("at once"))
        self._costs.show_lines(head, self._cost_lines(view.costs, view.costs_one))
        places = [
            Line((self._place(one), self._money(one.batches), self._money(one.one))) for one in view.elsewhere
        ]
        self._places.show_lines((_("The same order in"), cut, _("at once")), places)
        self._places.setVisible(bool(places))

    def _cost_lines(self, cut: CostView, one: CostView) -> list[Line]:
        parts = (
            (p_("cost", "Freight"), cut.freight, one.freight),
            (p_("cost", "Storage and handling"), cut.storage, one.storage),
            (p_("cost", "Delivery and returns"), cut.delivery, one.delivery),
            (p_("cost", "Money tied up"), cut.capital, one.capital),
            (p_("cost", "Not earned for want of stock"), cut.short, one.short),
        )
        lines = [
            Line((words, self._money(here), self._money(there)), hues=self._worse(here, there))
            for words, here, there in parts
        ]
        together = (p_("cost", "Together"), self._money(cut.total), self._money(one.total))
        return [*lines, Line(together, strong=True)]

    @staticmethod
    def _place(one: ElsewhereView) -> str:
        return f"{plain(one.name, 30)} · {mode_words(one.mode)}"

    @staticmethod
    def _worse(here: float, there: float) -> tuple[QColor | None, ...]:
        """What one big order costs far more is what batches are for."""
        return (None, None, theme.ORANGE) if there > _FAR_MORE * max(here, 1.0) else ()

    def _money(self, amount: float) -> str:
        return money_words(amount, self._currency)
