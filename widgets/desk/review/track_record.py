"""The track record: the last broadcasts beside each other and together, and what followed their cues.

What is kept is shown at once. Missing broadcasts are worked out by themselves while none runs, or when a
person says so; nothing here waits for it.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.intents import LookOverBroadcasts
from app.views.rehearsal import LookingOver, Work
from app.views.track_record import BroadcastScoreView, MeasureView, TrackRecordView
from app.words import _, n_, number, p_
from widgets.desk.compare.table import ROW, FigureTable
from widgets.desk.parts import Panel, PanelHead, spread
from widgets.desk.review import record_words as words
from widgets.desk.review.record_card import RecordCard, Score
from widgets.desk.review.section import Section
from widgets.desk.sizes import GUTTER, Mode
from widgets.kit import theme
from widgets.kit.buttons import Button
from widgets.kit.choices import Option, Segmented
from widgets.kit.label import PlainLabel
from widgets.store import RoomStore

_CARDS: Final = {Mode.WIDE: 208, Mode.MIDDLE: 192, Mode.NARROW: 168}
_FEW_ROWS: Final = 40 + 28 + 3 * ROW + theme.SPACE_S
_ANY: Final = 1 << 20
_EVERY, _PRODUCTS, _CUES = "broadcasts", "products", "cues"


class TrackRecord(Section):
    """The section."""

    def __init__(self, store: RoomStore) -> None:
        super().__init__()
        self._store = store
        self._mode = Mode.WIDE
        self._make_tools()
        self.units, self.minutes = (
            RecordCard(_("Units until the end")),
            RecordCard(_("Minutes until sold out")),
        )
        self.every = FigureTable("")
        self.products = FigureTable(_("Nothing was foretold yet."))
        self.cues = FigureTable(_("No cue came up yet."))
        self.nothing = _nothing()
        self._caution = _note(
            _(
                "Units a minute in the ten minutes before a cue, and in the ten after it was acted on or "
                "came up. This is what followed, no proof of why."
            )
        )
        self._lay_out()
        store.calibrating_changed.connect(self._show)
        self._show()

    def _make_tools(self) -> None:
        self.title = PlainLabel("", theme.STRONG.size, bold=True)
        self.state = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self.work_out = Button(_("Work out now"))
        self.tool_row.addWidget(self.title)
        self.tool_row.addWidget(self.state, 1)
        self.tool_row.addWidget(self.work_out)
        self.work_out.clicked.connect(self._work_out)

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(GUTTER)
        cards.addWidget(self.units)
        cards.addWidget(self.minutes)
        self.choice = Segmented(
            [
                Option(_EVERY, p_("record", "Broadcasts")),
                Option(_PRODUCTS, p_("record", "Products")),
                Option(_CUES, p_("calibration", "Cues")),
            ],
            name=p_("record", "Table"),
        )
        self._panels = {
            _EVERY: _panel(p_("record", "Broadcasts"), self.every, None),
            _PRODUCTS: _panel(p_("record", "Products by sales"), self.products, None),
            _CUES: _panel(p_("record", "Cues acted on, and left alone"), self.cues, self._caution),
        }
        beside = QVBoxLayout()
        beside.setSpacing(GUTTER)
        beside.addWidget(self._panels[_PRODUCTS])
        beside.addWidget(self._panels[_CUES], 1)
        self._tables = QHBoxLayout()
        self._tables.setSpacing(GUTTER)
        self._tables.addWidget(self._panels[_EVERY])
        self._tables.addLayout(beside)
        chosen = spread(QHBoxLayout(), 0, 0)
        chosen.addWidget(self.choice)
        chosen.addStretch(1)
        self._known = QWidget()
        rows = QVBoxLayout(self._known)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GUTTER)
        rows.addLayout(cards)
        rows.addLayout(chosen)
        rows.addLayout(self._tables, 1)
        either = QVBoxLayout(self)
        either.setContentsMargins(0, 0, 0, 0)
        either.addWidget(self._known)
        either.addWidget(self.nothing)
        self.choice.set_value(_EVERY)
        self.choice.chosen.connect(lambda _key: self._arrange())

    @property
    def _over(self) -> LookingOver:
        return self._store.calibrating.over

    @override
    def enter(self) -> None:
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask(work_out=False)

    @override
    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        for card in (self.units, self.minutes):
            card.setFixedHeight(_CARDS[mode])
        self._arrange()

    def _arrange(self) -> None:
        """Where there is no room beside each other, the table that was chosen."""
        narrow = self._mode is Mode.NARROW
        self.choice.setVisible(narrow)
        for key, panel in self._panels.items():
            panel.setVisible(not narrow or key == self.choice.value)
        self._panels[_PRODUCTS].setMinimumHeight(0 if narrow else _FEW_ROWS)
        self._panels[_PRODUCTS].setMaximumHeight(_ANY if narrow else _FEW_ROWS)
        left, right = (5, 4) if not narrow else (1, 0) if self.choice.value == _EVERY else (0, 1)
        self._tables.setStretch(0, left)
        self._tables.setStretch(1, right)

    def _ask(self, *, work_out: bool) -> None:
        self._store.intend(LookOverBroadcasts(who=self._store.who("desk"), work_out=work_out))

    def _work_out(self) -> None:
        self._ask(work_out=True)

    def _show(self) -> None:
        over = self._over
        view, running = over.view, over.work is Work.RUNNING
        self.work_out.setVisible(view is not None and view.missing > 0)
        self.work_out.setEnabled(not running)
        self.title.say(_title(view))
        self.state.paint_in(theme.YELLOW if over.work is Work.FAILED else theme.T3)
        self.state.say(_state_words(over))
        self._known.setVisible(view is not None and bool(view.broadcasts))
        self.nothing.setVisible(view is not None and not view.broadcasts)
        if view is None:
            return
        scores = tuple(reversed(view.broadcasts))
        self.units.show_measure(view.units, [_score(one, one.units) for one in scores])
        self.minutes.show_measure(view.minutes, [_score(one, one.minutes) for one in scores])
        zone = self._store.zone
        every = tuple(words.broadcast_row(one, zone) for one in view.broadcasts)
        self.every.show_rows(words.broadcast_columns(), every)
        self.products.show_rows(words.seller_columns(), words.rows_of(view.sellers))
        self.cues.show_rows(words.cue_sum_columns(), tuple(words.cue_sum_row(one) for one in view.cues))


def _panel(title: str, table: FigureTable, below: PlainLabel | None) -> Panel:
    panel, head = Panel(), PanelHead(title)
    head.row.addWidget(table.sort)
    head.setFixedHeight(40)
    panel.rows.addWidget(head)
    panel.rows.addWidget(table, 1)
    if below is not None:
        below.setContentsMargins(theme.SPACE_M, theme.SPACE_XS, theme.SPACE_M, theme.SPACE_S)
        panel.rows.addWidget(below)
    return panel


def _nothing() -> Panel:
    """What will stand here, while nothing does."""
    panel, inner = Panel(), QVBoxLayout()
    inner.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
    inner.setSpacing(theme.SPACE_S)
    inner.addWidget(PlainLabel(_("No broadcast was worked out yet."), theme.STRONG.size, bold=True))
    said = PlainLabel("", theme.TEXT.size, theme.T2).wrap()
    said.say(
        _(
            "A broadcast of a quarter of an hour or more is played again beside the desk once it is over, "
            "and stands here: how often what happened lay in the range that was foretold, how far off that "
            "was against simple rates, and what was sold after cues."
        )
    )
    inner.addWidget(said)
    inner.addStretch(1)
    panel.rows.addLayout(inner)
    return panel


def _note(said: str) -> PlainLabel:
    return PlainLabel(said, theme.NOTE.size, theme.T3).wrap()


def _score(one: BroadcastScoreView, measure: MeasureView) -> Score:
    name = words.broadcast_name(one)
    return Score(name=number(one.number), band=measure.band, words=words.score_words(name, measure.band))


def _title(view: TrackRecordView | None) -> str:
    if view is None or not view.broadcasts:
        return _("Track record")
    count = len(view.broadcasts)
    return n_("Last {count} broadcast", "Last {count} broadcasts", count).format(count=number(count))


def _state_words(over: LookingOver) -> str:
    missing = 0 if over.view is None else over.view.missing
    if over.work is Work.FAILED:
        return over.why
    if over.work is Work.RUNNING:
        said = n_(
            "{count} more is played again beside the desk…",
            "{count} more are played again beside the desk…",
            missing,
        )
    elif missing:
        said = n_(
            "{count} more is worked out once no broadcast runs",
            "{count} more are worked out once no broadcast runs",
            missing,
        )
    else:
        return ""
    return said.format(count=number(missing))
