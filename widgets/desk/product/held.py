"""The virtual sold-outs of a broadcast: when, why, and what was sold before and after; then those planned.

It says what one evening can't prove: so few times are no evidence.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.views.gauge import GaugeView
from app.views.product import Caveat, CourseView, HeldView
from app.words import MISSING, _, clock_time, countdown, n_, number, p_, plain
from widgets.desk.action_row import short_reason
from widgets.desk.parts import IconMark, Panel, PanelHead, UseSquares
from widgets.kit import text, theme
from widgets.kit.icons import icon
from widgets.kit.label import PlainLabel
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.store import RoomStore

_ROW: Final = 32
_HEAD: Final = 28
_GAP: Final = 16
_WINDOW: Final = 9.9
"""Minutes from which ten count as ten."""
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_PLAIN: Final = Style(theme.TEXT.size, theme.T2)
_STRONG: Final = Style(theme.TEXT.size, theme.T1)
_OURS: Final = Style(theme.TEXT.size, theme.BLUE)
_REASON: Final = 4
"""The column that takes what room is over."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan of the product: what it is and where it stands."""

    words: str
    told: str


class HeldTable(QWidget):
    """The table, painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._planned: tuple[Planned, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_rows(self, rows: tuple[tuple[str, ...], ...], planned: tuple[Planned, ...]) -> None:
        """Show these."""
        if (rows, planned) == (self._rows, self._planned):
            return
        self._rows, self._planned = rows, planned
        self._fit()
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(_HEAD + _ROW * (len(self._rows) + len(self._planned)))
        said = ["; ".join(row) for row in self._rows]
        said += [f"{plan.words} {plan.told}" for plan in self._planned]
        self.setAccessibleName(". ".join(said))

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        head = _head()
        lefts, widths = self._columns(head)
        self._paint_row(painter, 0, _HEAD, head, lefts, widths, tuple(_NOTE for _cell in head))
        styles = (_STRONG, _STRONG, _STRONG, _STRONG, _PLAIN, _STRONG, _STRONG, _STRONG)
        top = _HEAD
        for row in self._rows:
            painter.fillRect(0, top, self.width(), 1, theme.LINE)
            self._paint_row(painter, top, _ROW, row, lefts, widths, styles)
            top += _ROW
        for number_, plan in enumerate(self._planned, start=len(self._rows) + 1):
            painter.fillRect(0, top, self.width(), 1, theme.LINE)
            self._paint_plan(painter, top, number_, plan, lefts)
            top += _ROW
        painter.end()

    def _columns(self, head: tuple[str, ...]) -> tuple[list[int], list[int]]:
        """Left edges and widths: each as wide as its widest cell, the reason what is left."""
        widths = [
            max(text.width(head[place], _NOTE), *(text.width(row[place], _STRONG) for row in self._rows), 0)
            for place in range(len(head))
        ]
        room = self.width() - 2 * theme.SPACE_M - _GAP * (len(head) - 1)
        widths[_REASON] = max(0, room - sum(widths) + widths[_REASON])
        lefts, left = [], theme.SPACE_M
        for width in widths:
            lefts.append(left)
            left += width + _GAP
        return lefts, widths

    def _paint_row(  # noqa: PLR0913, PLR0917 - a row of a table
        self,
        painter: QPainter,
        top: int,
        tall: int,
        cells: tuple[str, ...],
        lefts: list[int],
        widths: list[int],
        styles: tuple[Style, ...],
    ) -> None:
        for place, cell in enumerate(cells):
            left, wide, style = lefts[place], widths[place], styles[place]
            if place == _REASON:
                text.draw_elided(painter, (left, top), tall, cell, style, wide)
            elif place > _REASON or place == _REASON - 1:
                text.draw_right(painter, (left + wide, top), tall, cell, style, wide)
            else:
                text.draw(painter, (left, top), tall, cell, style, wide)

    def _paint_plan(self, painter: QPainter, top: int, place: int, plan: Planned, lefts: list[int]) -> None:
        text.draw(painter, (lefts[0], top), _ROW, number(place), _OURS)
        dpr = self.devicePixelRatioF()
        painter.drawPixmap(lefts[1], top + (_ROW - 12) // 2, icon("plan", 12, Hue.BLUE, dpr))
        left, right = lefts[1] + 18, self.width() - theme.SPACE_M
        told = min(text.width(plan.told, _NOTE), (right - left) // 2)
        text.draw_elided(painter, (right - told, top), _ROW, plan.told, _NOTE, told)
        text.draw_elided(painter, (left, top), _ROW, plan.words, _OURS, right - told - left - _GAP)


class HeldPanel(Panel):
    """The panel."""

    def __init__(self, store: RoomStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._sku = ""
        self._course: CourseView | None = None
        self._squares = UseSquares()
        self._uses = PlainLabel("", theme.NOTE.size, theme.T2, elide=True)
        self.table = HeldTable()
        self._said = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        head = PanelHead(_("Virtual sold-outs of this broadcast"))
        head.row.insertWidget(1, self._squares)
        head.row.insertWidget(2, self._uses, 100)
        self.rows.addWidget(head)
        self.rows.addWidget(self.table)
        self.rows.addLayout(self._below())
        store.plans_changed.connect(self._show)

    def _below(self) -> QVBoxLayout:
        kept = QHBoxLayout()
        kept.setSpacing(theme.SPACE_S)
        kept.addWidget(IconMark("link", 12, Hue.T3))
        words = _("The record is chained, can be exported and is kept for three years.")
        kept.addWidget(PlainLabel(words, theme.NOTE.size, theme.T3, elide=True), 1)
        below = QVBoxLayout()
        below.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        below.setSpacing(theme.SPACE_S)
        below.addWidget(self._said)
        below.addStretch(1)
        below.addLayout(kept)
        return below

    def show_uses(self, view: GaugeView) -> None:
        """How often it may be marked yet."""
        self._squares.count(view.holds_used, view.holds_limit)
        most = self._store.broadcast.max_minutes if self._store.broadcast else 30
        words = _("{used} used, {left} left; at most {minutes} min each").format(
            used=number(view.holds_used),
            left=number(max(0, view.holds_limit - view.holds_used)),
            minutes=f"{most:g}",
        )
        self._uses.say(words)

    def show_course(self, sku: str, course: CourseView | None) -> None:
        """What was marked in this broadcast, or in the last."""
        self._sku, self._course = sku, course
        self._show()

    def _show(self) -> None:
        held = () if self._course is None else self._course.held
        rows = tuple(self._row(one) for one in held)
        planned = tuple(
            Planned(plain(plan.moment, 80), plain(plan.told, 80))
            for plan in self._store.plans
            if self._sku in plan.draft.skus and plan.state.is_pending
        )
        self.table.show_rows(rows, planned)
        self._said.say(verdict(self._course))

    def _row(self, one: HeldView) -> tuple[str, ...]:
        zone = self._store.zone
        why = short_reason(one.reason)
        seconds = (one.span.end - one.span.start).total_seconds()
        return (
            number(one.number),
            clock_time(one.span.start, zone, seconds=False),
            MISSING if one.is_open else clock_time(one.span.end, zone, seconds=False),
            countdown(seconds),
            f"{why}, {plain(one.note, 60)}" if one.note else why,
            number(one.true_stock),
            _units(one.before_units, one.before_minutes),
            MISSING if one.is_open else _units(one.after_units, one.after_minutes),
        )


def _head() -> tuple[str, ...]:
    return (
        "#",
        p_("held", "From"),
        p_("held", "To"),
        p_("held", "Length"),
        p_("held", "Reason"),
        p_("held", "True stock"),
        _("10 min before"),
        _("10 min after"),
    )


def _units(units: int, minutes: float) -> str:
    """Units of ten minutes; of fewer, how many they were."""
    if minutes <= 0:
        return MISSING
    if minutes >= _WINDOW:
        return number(units)
    return p_("held", "{units} in {minutes} min").format(units=number(units), minutes=f"{minutes:.1f}")


def verdict(course: CourseView | None) -> str:
    """What these figures say, and what they can't."""
    if course is None or not course.held:
        return _("Nothing was marked sold out in this broadcast.")
    done = [one for one in course.held if Caveat.RUNNING not in one.caveats and not one.is_open]
    if not done:
        return _("The ten minutes after are not over yet.")
    before, after = sum(one.before_units for one in done), sum(one.after_units for one in done)
    figures = {"before": number(before), "after": number(after)}
    if course.ratio is None:
        return _("{after} sold after, {before} before; too few to compare.").format(**figures)
    if not course.ratio.differs:
        words = n_(
            "{count} time is not enough to judge: {after} sold after, {before} before; "
            "chance explains the difference.",
            "{count} times are not enough to judge: {after} sold after, {before} before; "
            "chance explains the difference.",
            len(done),
        )
        return words.format(count=number(len(done)), **figures)
    return _(
        "{after} sold after, {before} before: × {ratio} ({low}–{high}). It proves nothing: people mark "
        "when they expect a rise. Trials do."
    ).format(
        ratio=f"{course.ratio.middle:.2g}",
        low=f"{course.ratio.low:.2g}",
        high=f"{course.ratio.high:.2g}",
        **figures,
    )
