"""What the last broadcast teaches for the next: what to show more or leave out, and what prices did."""

from typing import Final

from app.views.comparison import Choice, ChoiceView, ComparisonView
from app.words import _, money, number, p_, rate, whole_money
from widgets.desk.line_up.two_lines import TwoLineTable
from widgets.kit import theme
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.label import PlainLabel
from widgets.kit.theme import Hue

MOST: Final = 10
"""Products named at most; the command names all."""
_WHOLE_FROM: Final = 10.0
_LOOKS: Final = {
    Choice.MORE: ChipStyle(Look.FILLED, Hue.T1, "up"),
    Choice.STOCK: ChipStyle(Look.OUTLINED, Hue.YELLOW, "box"),
    Choice.KEEP: ChipStyle(Look.OUTLINED, Hue.T2, "flat"),
    Choice.TRY: ChipStyle(Look.DASHED, Hue.T2, "unknown"),
    Choice.REST: ChipStyle(Look.OUTLINED, Hue.T2, "down"),
}


def choice_words(choice: Choice) -> str:
    """What to do, in a word."""
    return {
        Choice.MORE: p_("selection", "show more"),
        Choice.STOCK: p_("selection", "bring more"),
        Choice.KEEP: p_("selection", "keep"),
        Choice.TRY: p_("selection", "try"),
        Choice.REST: p_("selection", "leave out"),
    }[choice]


class SelectionTable(TwoLineTable):
    """The proposal."""

    def __init__(self) -> None:
        super().__init__(_("For the next broadcast"))
        self._shown: tuple[ComparisonView, bool] | None = None

    def show_selection(self, view: ComparisonView, *, private: bool) -> None:
        """Show what this broadcast teaches; rows are built anew only when they changed."""
        if (view, private) == self._shown:
            return
        self._shown = (view, private)
        self.empty()
        for row, one in enumerate(view.choices[:MOST]):
            chip = ChipLabel(_LOOKS[one.choice], choice_words(one.choice))
            earned = "" if private else _earned(one, view.currency)
            self.add(row, one.title, one.why, chip, PlainLabel(earned, theme.NOTE.size, theme.T2))
        said = _("after no. {number}").format(number=number(view.number))
        self.head.note.say(said if view.choices else p_("line-up", "none"))
        self.fit_rows(min(MOST, len(view.choices)))


class PriceTable(TwoLineTable):
    """How sales answered to prices that changed."""

    def __init__(self) -> None:
        super().__init__(_("Answers to prices"))
        self._shown: ComparisonView | None = None

    def show_answers(self, view: ComparisonView) -> None:
        """Show them; rows are built anew only when they changed. Prices are no secret: buyers see them."""
        self.setVisible(bool(view.price_answers))
        if view == self._shown:
            return
        self._shown = view
        self.empty()
        for row, one in enumerate(view.price_answers[:MOST]):
            prices = f"{money(one.lowest, view.currency)} – {money(one.highest, view.currency)}"
            self.add(row, one.title, one.words, end=PlainLabel(prices, theme.NOTE.size, theme.T2))
        self.fit_rows(min(MOST, len(view.price_answers)))


def _earned(one: ChoiceView, currency: str) -> str:
    """Margin a minute and 1000 viewers, with its bounds."""
    if one.earned is None:
        return ""
    low, middle, high = (
        _amount(value, currency, one) for value in (one.earned.low, one.earned.middle, one.earned.high)
    )
    return f"{middle} ({low}–{high})"


def _amount(value: float, currency: str, one: ChoiceView) -> str:
    if not one.priced:
        return rate(value)
    return whole_money(value, currency) if value >= _WHOLE_FROM else money(round(value, 2), currency)
