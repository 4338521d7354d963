"""A product's life: what each week sold as bars, those ahead as a fan, the stages, growth and the top.

A fan is what it is over the broadcast: its edges are 10 and 90 %, the line in it 50 %.
"""

from itertools import groupby
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.views.product import LifeView, Pace, Stage, Top, TopView, WeekAheadView, WeekView
from app.words import MISSING, _, day, n_, number, p_, rate
from widgets.desk.parts import Panel, PanelHead
from widgets.desk.product.frame import grid_step
from widgets.desk.replenishment.strips import Figure, FigureStrip
from widgets.kit import text, theme
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.label import PlainLabel
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_LEFT: Final = 44
_STAGES: Final = 30
_LEAST: Final = 110
_WEEKS: Final = 26
_AHEAD: Final = 6
_HORIZON: Final = 26
_GAP: Final = 2
_HEADROOM: Final = 1.06
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_NOW: Final = Style(theme.NOTE.size, theme.T1, bold=True)
_STAGE: Final = ChipStyle(Look.OUTLINED, Hue.T1)


def stage_words(stage: Stage | None) -> str:
    """A stage in a word."""
    if stage is None:
        return p_("stage", "too few days")
    return {
        Stage.INTRODUCTION: p_("stage", "introduction"),
        Stage.GROWTH: p_("stage", "growth"),
        Stage.MATURITY: p_("stage", "maturity"),
        Stage.DECLINE: p_("stage", "decline"),
    }[stage]


class WeekBars(QWidget):
    """The bars, and the fan at the right; weeks that are not known leave their place empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks: tuple[WeekView, ...] = ()
        self._ahead: tuple[WeekAheadView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)

    def show_weeks(self, weeks: tuple[WeekView, ...], ahead: tuple[WeekAheadView, ...]) -> None:
        """Show these, oldest first, and those ahead."""
        self._weeks, self._ahead = weeks, ahead
        said = [f"{day(week.first)} {rate(week.units)}" for week in weeks]
        said += [f"{rate(week.p10)}–{rate(week.p50)}–{rate(week.p90)}" for week in ahead]
        self.setAccessibleName(", ".join(said))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._weeks:
            plot = QRect(_LEFT, 4, self.width() - _LEFT - theme.SPACE_M, self.height() - _STAGES - 4)
            self._paint_bars(painter, plot)
            self._paint_stages(painter, plot)
        painter.end()

    def _paint_bars(self, painter: QPainter, plot: QRect) -> None:
        most = max(*(week.units for week in self._weeks), *(week.p90 for week in self._ahead), 0.0)
        step, limit = grid_step(max(1, round(most))), max(1.0, most) * _HEADROOM
        painter.fillRect(plot, theme.BG0)
        units = step
        while units < limit:
            y = _y(plot, units, limit)
            painter.fillRect(plot.x(), y, plot.width(), 1, theme.GRID)
            text.draw_right(painter, (plot.x() - 6, y - 8), 16, number(units), _NOTE, _LEFT - 6)
            units += step
        current = self._weeks[-1].stage
        for place, week in enumerate(self._weeks):
            left, right = self._edges(plot, place)
            tall = round(week.units / limit * plot.height())
            shade = theme.T3 if week.stage is current else theme.EDGE
            wide = max(1, right - left - _GAP)
            painter.fillRect(left, plot.bottom() + 1 - tall, wide, tall, shade)
        self._paint_fan(painter, plot, limit)

    def _paint_fan(self, painter: QPainter, plot: QRect, limit: float) -> None:
        """From the last week on; where nothing is foretold the place stays empty."""
        if not self._ahead:
            return
        last = self._weeks[-1].units
        fan = (WeekAheadView(p10=last, p50=last, p90=last), *self._ahead)
        xs = [self._edges(plot, len(self._weeks) + place)[0] - _GAP // 2 for place in range(len(fan))]
        upper = [QPointF(x, _y(plot, week.p90, limit)) for x, week in zip(xs, fan, strict=True)]
        lower = [QPointF(x, _y(plot, week.p10, limit)) for x, week in zip(xs, fan, strict=True)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.FAINT)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        pen = QPen(theme.T1)
        pen.setCosmetic(True)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawPolyline(
            QPolygonF([QPointF(x, _y(plot, week.p50, limit)) for x, week in zip(xs, fan, strict=True)])
        )

    def _paint_stages(self, painter: QPainter, plot: QRect) -> None:
        """One line a stage, from its first week to its last, with its name where there is room."""
        top, runs = plot.bottom() + 7, _runs(self._weeks)
        for place, (first, last, stage) in enumerate(runs):
            left, right = self._edges(plot, first)[0], self._edges(plot, last)[1] - _GAP
            current = place == len(runs) - 1
            shade, style = (theme.T1, _NOW) if current else (theme.EDGE, _NOTE)
            painter.fillRect(left, top - 3, 1, 6, shade)
            painter.fillRect(left, top, max(1, right - left), 2 if current else 1, shade)
            words = stage_words(stage)
            took = text.width(words, style)
            middle = left + (right - left - took) // 2
            if took <= right - left:
                text.draw(painter, (middle, top + 5), 16, words, style)
            elif current:
                text.draw_right(painter, (right, top + 5), 16, words, style, right)
        if self._ahead:
            self._paint_forecast(painter, plot, top)

    def _paint_forecast(self, painter: QPainter, plot: QRect, top: int) -> None:
        """The line below the fan; the weeks ahead have no stage yet."""
        left, right = self._edges(plot, len(self._weeks))[0], plot.right()
        words = p_("product", "forecast")
        painter.fillRect(left, top - 3, 1, 6, theme.EDGE)
        painter.fillRect(left, top, right - left, 1, theme.EDGE)
        text.draw_elided(
            painter,
            (left + max(0, right - left - text.width(words, _NOTE)) // 2, top + 5),
            16,
            words,
            _NOTE,
            right - left,
        )

    def _edges(self, plot: QRect, place: int) -> tuple[int, int]:
        """Left and right of a week's column."""
        column, columns = _WEEKS - len(self._weeks) + place, _WEEKS + _AHEAD
        return (
            plot.x() + column * plot.width() // columns,
            plot.x() + (column + 1) * plot.width() // columns,
        )


class LifePanel(Panel):
    """The panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = ChipLabel(_STAGE, "")
        self._told = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self._why = PlainLabel("", theme.NOTE.size, theme.T3).wrap()
        self.bars = WeekBars()
        self._figures = FigureStrip()
        head = PanelHead(p_("product", "Life cycle"))
        head.row.insertWidget(1, self._stage)
        head.row.insertWidget(2, self._told, 100)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_M, theme.SPACE_S)
        inner.addWidget(self._figures)
        empty = QVBoxLayout()
        empty.setContentsMargins(theme.SPACE_M, 0, theme.SPACE_M, 0)
        empty.addWidget(self._why)
        self.rows.addWidget(head)
        self.rows.addLayout(empty)
        self.rows.addWidget(self.bars, 1000)
        self.rows.addLayout(inner)
        self.rows.addStretch(1)

    def show_life(self, life: LifeView | None, why: str) -> None:
        """Show the product's life; without one, why there is none."""
        known = life is not None
        for part in (self.bars, self._figures, self._stage):
            part.setVisible(known)
        self._why.setVisible(not known)
        self._why.say(why)
        self._told.say("")
        if life is None:
            return
        weeks = len(life.weeks)
        self._stage.say(stage_words(life.stage), _STAGE)
        self._told.say(
            n_("sales of {count} week", "sales a week, {count} weeks", weeks).format(count=number(weeks))
        )
        self.bars.show_weeks(life.weeks, life.ahead)
        self._figures.show_figures(_figures(life))


def _figures(life: LifeView) -> list[Figure]:
    growth = (
        MISSING
        if life.growth is None
        else _("{percent} % a week").format(percent=f"{100 * life.growth:+.0f}")
    )
    turnover = MISSING if life.turnover_days is None else _turnover(life.turnover_days, life.pace)
    return [
        Figure(_("Growth, last 4 weeks"), growth),
        Figure(_("Turnover"), turnover),
        Figure(_("Peak expected"), top_words(life.top)),
    ]


def top_words(top: TopView) -> str:
    """When sales are at their top: the middle of what is foretold, with its range."""
    weeks = round(top.middle or 0.0)
    if top.top is Top.AHEAD:
        words = n_("in {count} week ({least}–{most})", "in {count} weeks ({least}–{most})", weeks)
        most = f"{_HORIZON}+" if top.most is None else number(round(top.most))
        return words.format(count=number(weeks), least=number(round(top.least or 0.0)), most=most)
    return {
        Top.NOW: p_("peak", "now"),
        Top.PAST: n_("{count} week ago", "{count} weeks ago", weeks).format(count=number(weeks)),
        Top.NOT_IN_SIGHT: p_("peak", "not in sight"),
        Top.TOO_EARLY: p_("peak", "— too early"),
    }[top.top]


def _turnover(days: float, pace: Pace | None) -> str:
    name = {
        Pace.FAST: p_("pace", "fast"),
        Pace.NORMAL: p_("pace", "ordinary"),
        Pace.SLOW: p_("pace", "slow"),
        None: "",
    }[pace]
    shown = max(1, round(days))
    return n_("{days} day, {pace}", "{days} days, {pace}", shown).format(days=number(shown), pace=name)


def _y(plot: QRect, units: float, limit: float) -> int:
    return plot.bottom() - round(units / limit * plot.height())


def _runs(weeks: tuple[WeekView, ...]) -> list[tuple[int, int, Stage | None]]:
    """First and last place of each stretch of one stage."""
    runs = []
    for stage, group in groupby(enumerate(weeks), key=lambda each: each[1].stage):
        places = [place for place, _week in group]
        runs.append((places[0], places[-1], stage))
    return runs
