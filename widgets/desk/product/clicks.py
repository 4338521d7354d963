"""What viewers do with the product before they buy: clicks, how many of them are sold, at which price."""

from app.views.clicks_words import per_hundred
from app.views.product import CourseView, FunnelView
from app.words import MISSING, _, money, number
from widgets.desk.parts import Panel, PanelHead
from widgets.desk.product.supply import FigureRows, Row
from widgets.kit import theme
from widgets.kit.label import PlainLabel


class ClicksPanel(Panel):
    """The panel; out of sight where no source tells clicks."""

    def __init__(self) -> None:
        super().__init__()
        head = PanelHead(_("Clicks"))
        self._said = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        head.row.insertWidget(1, self._said, 100)
        self.figures = FigureRows()
        self.rows.addWidget(head)
        self.rows.addWidget(self.figures)
        self.hide()

    def show_course(self, course: CourseView | None) -> None:
        """Show the clicks of that broadcast."""
        clicked = () if course is None else course.clicked
        self.setVisible(bool(clicked))
        if not clicked or course is None:
            return
        whole, *prices = clicked
        self._said.say(_("in this broadcast") if course.running else _("in the last broadcast"))
        self.figures.show_rows((*_whole(whole), *(_at(one, course.currency) for one in prices)))


def _whole(one: FunnelView) -> tuple[Row, ...]:
    rows: list[Row] = [(_("Clicks"), number(one.clicks), None)]
    if one.impressions is not None:
        rows.append((_("Clicks of 100 impressions"), per_hundred(one.click_rate), None))
    rows.append((_("Sold of 100 clicks"), per_hundred(one.per_click), None))
    return tuple(rows)


def _at(one: FunnelView, currency: str) -> Row:
    """At one price; the one that brings most a click is named so."""
    said = _("Sold of 100 at {price}, brings most") if one.won else _("Sold of 100 at {price}")
    price = MISSING if one.price is None else money(one.price, currency)
    return (said.format(price=price), per_hundred(one.per_click), None)
