"""How the product stands against its reorder point: its way, and the figures that ask for an order."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.views.product import SupplyView
from app.views.replenishment import ProposalView, ReplenishmentView
from app.words import MISSING, _, n_, number, rate
from widgets.desk.parts import Panel, PanelHead
from widgets.desk.replenishment.strips import LegStrip
from widgets.kit import text, theme
from widgets.kit.buttons import Button
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.label import PlainLabel
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_ROW: Final = 24
_LATE: Final = ChipStyle(Look.FILLED, Hue.ORANGE, "need")
_SOON: Final = ChipStyle(Look.OUTLINED, Hue.YELLOW, "low")
_SOON_DAYS: Final = 7
_WHOLE_FROM: Final = 10
_NAME: Final = Style(theme.TEXT.size, theme.T2)

Row = tuple[str, str, QColor | None]


class FigureRows(QWidget):
    """Names at the left, figures at the right; a figure with a colour is strong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these."""
        self._rows = rows
        self.setAccessibleName("; ".join(f"{name} {value}" for name, value, _hue in rows))
        self.setFixedHeight(_ROW * len(rows))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * len(self._rows))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        right = self.width() - theme.SPACE_M
        for place, (name, value, hue) in enumerate(self._rows):
            top = place * _ROW
            painter.fillRect(0, top, self.width(), 1, theme.LINE)
            style = Style(theme.TEXT.size, hue or theme.T1, bold=hue is not None)
            took = text.draw_right(painter, (right, top), _ROW, value, style, right)
            room = right - took - 2 * theme.SPACE_M
            text.draw_elided(painter, (theme.SPACE_M, top), _ROW, name, _NAME, room)
        painter.end()


class SupplyPanel(Panel):
    """The panel.

    Signals:
        wished: The page of replenishment is asked for.
    """

    wished = Signal()

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._sku = ""
        self._chip = ChipLabel(_LATE, "")
        self._lead = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self._legs = LegStrip()
        self._way = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        self._why = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        self._figures = FigureRows()
        self.order = Button("", icon="fwd")
        self.order.clicked.connect(self.wished)
        head = PanelHead(_("Replenishment"))
        head.row.addWidget(self._chip)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_M, theme.SPACE_XS)
        inner.setSpacing(theme.SPACE_XS)
        for part in (self._lead, self._legs, self._way, self._why):
            inner.addWidget(part)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_M)
        foot.addWidget(self.order)
        self.rows.addWidget(head)
        self.rows.addLayout(inner)
        self.rows.addWidget(self._figures)
        self.rows.addLayout(foot)
        store.replenishment_changed.connect(self._say_order)

    def show_supply(self, sku: str, supply: SupplyView | None, why: str) -> None:
        """Show how the product stands; without figures, why there are none."""
        self._sku = sku
        way = supply is not None and supply.lead_days is not None
        for part in (self._lead, self._legs, self._way):
            part.setVisible(way)
        self._why.setVisible(not way)
        self._say_chip(supply)
        if supply is None:
            self._why.say(why)
        else:
            self._why.say(_("Its way is not known: write its legs in the settings."))
            self._lead.say(_lead_words(supply))
            self._legs.show_legs(supply.legs)
            self._way.say(_(", ").join(f"{name} {days:g}" for name, days in supply.legs))
        self._figures.show_rows(_rows(supply))
        self._say_order()

    def _say_chip(self, supply: SupplyView | None) -> None:
        left = None if supply is None else supply.left_days
        self._chip.setVisible(left is not None and left <= _SOON_DAYS)
        if left is None:
            return
        if left > 0:
            words = n_("order within {days} day", "order within {days} days", left)
            self._chip.say(words.format(days=number(left)), _SOON)
        elif left == 0:
            self._chip.say(_("order today"), _SOON)
        else:
            words = n_("{days} day late", "{days} days late", -left)
            self._chip.say(words.format(days=number(-left)), _LATE)

    def _say_order(self) -> None:
        proposal = proposal_of(self._store.replenishment, self._sku)
        if proposal is None:
            self.order.say(_("To replenishment"))
            return
        batches = len(proposal.batches)
        words = n_("Order {units} in {batches} batch", "Order {units} in {batches} batches", batches)
        self.order.say(words.format(units=number(proposal.quantity), batches=number(batches)))


def proposal_of(view: ReplenishmentView | None, sku: str) -> ProposalView | None:
    """The proposal for this product, where there is one."""
    every = () if view is None else (*view.pending, *view.resting)
    return next((proposal for proposal in every if proposal.sku == sku), None)


def _lead_words(supply: SupplyView) -> str:
    days, spread = f"{supply.lead_days or 0:g}", round(supply.lead_deviation or 0)
    words = (
        _("Lead time {days} ± {spread} days to {place}") if spread else _("Lead time {days} days to {place}")
    )
    said = words.format(days=days, spread=number(spread), place=supply.place)
    if not supply.more:
        return said
    others = n_("and {count} other", "and {count} others", supply.more)
    return f"{said} {others.format(count=number(supply.more))}"


def _per_day(units: float) -> str:
    """Whole units where a tenth says nothing."""
    return number(round(units)) if units >= _WHOLE_FROM else rate(units)


def _rows(supply: SupplyView | None) -> tuple[Row, ...]:
    target = "" if supply is None else number(round(supply.cover_target))
    cover = None if supply is None else supply.cover
    short = supply is not None and cover is not None and cover < supply.cover_target
    covered = MISSING if cover is None else rate(cover)
    name = _("Days of cover (target {days})").format(days=target) if target else _("Days of cover")
    return (
        (_("Daily sales"), MISSING if supply is None else _per_day(supply.per_day), None),
        (name, covered, theme.ORANGE if short else None),
        (_("Safety stock (replenishment)"), number(None if supply is None else supply.safety_stock), None),
        (_("Reorder point"), number(None if supply is None else supply.point), None),
        (_("Inventory position"), number(None if supply is None else supply.position), None),
    )
