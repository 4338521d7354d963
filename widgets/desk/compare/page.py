"""Real against virtual: which broadcast, how old the figures are, the picture, and below it the tables.

Nothing here moves with the polls: figures are asked for when the page is opened or a person refreshes them.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import CompareBroadcast
from app.views.comparison import ComparisonView
from app.words import N_, _, age, clock_time, n_, number, p_
from widgets.desk.compare.click_words import click_columns, click_row
from widgets.desk.compare.lanes import Axis, Lanes
from widgets.desk.compare.legend import Legend
from widgets.desk.compare.table import FigureTable
from widgets.desk.compare.trial_sheet import TrialSheet
from widgets.desk.compare.trial_words import trial_columns, trial_rows
from widgets.desk.compare.words import (
    product_columns,
    product_row,
    showing_columns,
    showing_row,
    sold_out_columns,
    sold_out_row,
)
from widgets.desk.parts import Panel, spread
from widgets.desk.review.section import Section
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.buttons import SMALL, Button
from widgets.kit.choices import Option, Segmented
from widgets.kit.fields import ThinScrollBar
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_PRODUCTS: Final = "products"
_SOLD_OUTS: Final = "sold_outs"
_TRIALS: Final = "trials"
_SHOWINGS: Final = "showings"
_CLICKS: Final = "clicks"
_PICTURE_SHARE: Final = 0.55
_NOTES: Final = {
    _PRODUCTS: N_("Sold-out minutes, virtual or true, are no selling time"),
    _SOLD_OUTS: N_("Ten selling minutes after the restore against the ten before, per 1000 viewers"),
    _SHOWINGS: N_("On air and buyable only, to the viewers it had; it says which, not why"),
    _CLICKS: N_("Of the clicks while it could be bought; the best price is the one that brings most a click"),
    _TRIALS: N_("Looking often makes no false winner: at most one trial in twenty names one in error"),
}


class ComparePage(Section):
    """Real against virtual."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._private = False
        self._clicks_told = False
        self._shown: ComparisonView | None = None
        self._make_head()
        self._make_picture()
        self._make_tables()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addWidget(self._picture)
        rows.addWidget(self._below, 1)
        store.comparison_changed.connect(self._show)
        store.trials_changed.connect(self._show_trials)
        self._show_trials()
        self._show()

    def _make_head(self) -> None:
        self._title = PlainLabel("", theme.STRONG.size, bold=True)
        self._age = PlainLabel("", theme.NOTE.size, theme.T3)
        self._left_out = PlainLabel("", theme.NOTE.size, theme.YELLOW, elide=True)
        self.earlier = Button(_("Earlier broadcast"))
        self.later = Button(p_("compare", "Later"))
        self.refresh = Button(p_("compare", "Refresh"))
        row = self.tool_row
        row.addWidget(self._title)
        row.addWidget(self._age)
        row.addWidget(self._left_out, 1)
        for button in (self.earlier, self.later, self.refresh):
            row.addWidget(button)
        self.earlier.clicked.connect(self._ask_earlier)
        self.later.clicked.connect(self._ask_later)
        self.refresh.clicked.connect(self.ask)

    def _make_picture(self) -> None:
        self._picture = Panel()
        self.legend = Legend()
        self.axis, self.lanes = Axis(self._store.zone), Lanes(self._store.zone)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        area.setVerticalScrollBar(ThinScrollBar())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.lanes)
        head = spread(QHBoxLayout(), theme.SPACE_S, theme.SPACE_S)
        head.addWidget(self.legend)
        scale = QHBoxLayout()
        # the axis is as wide as the lanes, which stand beside a scroll bar
        scale.setContentsMargins(0, 0, ThinScrollBar.THICK + ThinScrollBar.OFF, 0)
        scale.addWidget(self.axis)
        self._picture.rows.addSpacing(theme.SPACE_XS)
        self._picture.rows.addLayout(head)
        self._picture.rows.addLayout(scale)
        self._picture.rows.addWidget(area, 1)

    def _make_tables(self) -> None:
        self._below = Panel()
        self.products = FigureTable(_("No product was held or sold yet."))
        self.sold_outs = FigureTable(_("Nothing was marked sold out yet."))
        self.trials = FigureTable(_("No trial runs."))
        self.clicks = FigureTable(_("No source tells clicks."))
        self.showings = FigureTable(_("Nothing was on air yet."))
        self._tables = {
            _PRODUCTS: self.products,
            _SOLD_OUTS: self.sold_outs,
            _SHOWINGS: self.showings,
            _CLICKS: self.clicks,
            _TRIALS: self.trials,
        }
        self._stack = QStackedWidget()
        self._sorts = QStackedWidget()
        self._sorts.setFixedSize(self.products.sort.sizeHint())
        for table in self._tables.values():
            self._stack.addWidget(table)
            self._sorts.addWidget(table.sort)
        self.choice = Segmented(_options(clicks=False), name=p_("compare", "Table"))
        self.choice.set_value(_PRODUCTS)
        self.choice.chosen.connect(self._choose)
        self._note = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self.open_trials = Button(_("Start or end a trial…"), height=SMALL)
        self.open_trials.clicked.connect(self._open_sheet)
        head = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        head.addWidget(self.choice)
        head.addWidget(self._note, 1)
        head.addWidget(self.open_trials)
        head.addWidget(self._sorts)
        frame = QWidget()
        frame.setFixedHeight(40)
        frame.setLayout(head)
        self._below.rows.addWidget(frame)
        self._below.rows.addWidget(self._stack, 1)
        self._choose(_PRODUCTS)

    @override
    def enter(self) -> None:
        self.ask()
        self.refresh.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def tick(self) -> None:
        self._say_age()

    @override
    def set_mode(self, mode: Mode) -> None:
        self.later.setVisible(mode is not Mode.NARROW)

    @override
    def be_private(self, *, private: bool) -> None:
        self._private = private
        self._show_tables()

    def ask(self) -> None:
        """Compare the broadcast that is shown anew; at first the one that runs, or the last."""
        self._ask(None if self._shown is None or self._shown.running else self._shown.number)

    def _ask_earlier(self) -> None:
        if self._shown is not None and self._shown.number is not None:
            self._ask(self._shown.number - 1)

    def _ask_later(self) -> None:
        if self._shown is not None and self._shown.number is not None:
            self._ask(self._shown.number + 1)

    def _ask(self, broadcast: int | None) -> None:
        self._store.intend(CompareBroadcast(who=self._store.who("desk"), broadcast=broadcast))

    def _show(self) -> None:
        view = self._store.comparison
        self._shown = view
        known = view is not None and view.number is not None
        for button in (self.earlier, self.later):
            button.setEnabled(known)
        if view is None or view.number is None:
            self._title.say(_("Real against virtual"))
            self._left_out.say("" if view is None else _("There was no broadcast yet."))
        else:
            self._title.say(_("Broadcast {number}").format(number=number(view.number)))
            more = n_("{count} product more sold", "{count} products more sold", view.left_out)
            self._left_out.say(more.format(count=number(view.left_out)) if view.left_out else "")
            self.earlier.setEnabled(view.number > 1)
            self.later.setEnabled(not view.running)
        if view is not None:
            self.axis.show_view(view)
            self.lanes.show_view(view)
        self._say_age()
        self._show_tables()

    def _show_tables(self) -> None:
        view = self._shown
        if view is None:
            return
        private, zone = self._private, self._store.zone
        rows = tuple(product_row(lane, view, private=private) for lane in view.lanes)
        self.products.show_rows(product_columns(private=private), rows)
        won = any(one.won for one in view.showings)
        self.showings.show_rows(
            showing_columns(), tuple(showing_row(one, has_winner=won) for one in view.showings)
        )
        self.sold_outs.show_rows(sold_out_columns(), tuple(sold_out_row(one, zone) for one in view.sold_outs))
        clicks = tuple(click_row(one, view.currency, private=private) for one in view.funnels)
        self.clicks.show_rows(click_columns(private=private), clicks)
        self._offer_clicks(told=bool(clicks))

    def _offer_clicks(self, *, told: bool) -> None:
        """Their table can be chosen only where a source tells any."""
        if told == self._clicks_told:
            return
        self._clicks_told = told
        self.choice.offer(_options(clicks=told))
        if self.choice.value is None:
            self.choice.set_value(_PRODUCTS)
            self._choose(_PRODUCTS)

    def _show_trials(self) -> None:
        rows = tuple(row for trial in self._store.trials for row in trial_rows(trial))
        self.trials.show_rows(trial_columns(), rows)

    def _open_sheet(self) -> None:
        first = next(iter(self._store.order), "")
        on_air = self._store.broadcast.on_air if self._store.broadcast else None
        TrialSheet(self._store, on_air or first, self).show()

    def _say_age(self) -> None:
        if self._shown is None:
            self._age.say("")
            return
        at = clock_time(self._shown.at, self._store.zone)
        since_s = (self._store.now() - self._shown.at).total_seconds()
        self._age.say(_("as of {time}, {age} ago").format(time=at, age=age(since_s)))

    def _choose(self, table: object) -> None:
        key = str(table)
        chosen = self._tables[key]
        self._stack.setCurrentWidget(chosen)
        self._sorts.setCurrentWidget(chosen.sort)
        self.open_trials.setVisible(key == _TRIALS)
        self._note.say(_(_NOTES[key]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setFixedHeight(round((self.height() - GUTTER) * _PICTURE_SHARE))


def _options(*, clicks: bool) -> tuple[Option, ...]:
    """The tables that can be chosen."""
    return (
        Option(_PRODUCTS, p_("compare", "Products")),
        Option(_SOLD_OUTS, p_("compare", "What sold-outs did")),
        Option(_SHOWINGS, p_("compare", "On air")),
        *((Option(_CLICKS, p_("compare", "Clicks")),) if clicks else ()),
        Option(_TRIALS, p_("compare", "Trials")),
    )
