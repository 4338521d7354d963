"""One source's lamp: its state as a shape, its name and age, and words where something is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.views.room import SourceState, SourceView
from app.words import _, age, n_, number, p_, plain
from widgets.kit import focus, text, theme
from widgets.kit.icons import icon
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style
from widgets.kit.theme import Hue
from widgets.ticker import aged

_ICON_PX: Final = 12
_GAP: Final = 6
_WORD_GAP: Final = 4
_NAME: Final = Style(theme.NOTE.size, theme.T2)
_AGE: Final = Style(theme.NOTE.size, theme.T3)
_CAUTION: Final = Style(theme.NOTE.size, theme.YELLOW)
_ACT: Final = Style(theme.NOTE.size, theme.ORANGE)
_SHAPES: Final = {
    SourceState.LIVE: ("lamp_live", Hue.BAR),
    SourceState.AGING: ("lamp_aging", Hue.BAR),
    SourceState.STALE: ("lamp_stale", Hue.YELLOW),
    SourceState.UNKNOWN: ("lamp_unknown", Hue.YELLOW),
    SourceState.CONNECTING: ("lamp_unknown", Hue.T3),
    SourceState.LOGIN_REFUSED: ("need", Hue.ORANGE),
    SourceState.NOT_ALLOWED: ("need", Hue.ORANGE),
    SourceState.THROTTLED: ("clock", Hue.YELLOW),
}
_STYLES: Final = {Hue.BAR: _NAME, Hue.T3: _NAME, Hue.YELLOW: _CAUTION, Hue.ORANGE: _ACT}

Run = tuple[str, Style]
"""A word and how it looks."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a lamp says: whether live ones tell their age, and sick ones the units at risk."""

    ages: bool = True
    units: bool = True


def is_normal(view: SourceView) -> bool:
    """Whether nothing need be said of a source beyond its name and age."""
    return view.state in (SourceState.LIVE, SourceState.AGING)


def runs_of(view: SourceView, now: datetime, detail: Detail) -> tuple[Run, ...]:
    """What a lamp says, left to right."""
    style = _STYLES[_SHAPES[view.state][1]]
    name = plain(view.name, 40)
    told = _age_words(view, now)
    if is_normal(view):
        runs = [(name, style), *([(told, _AGE)] if detail.ages and told else [])]
    else:
        runs = [(f"{name} {_state_words(view, told)}", style)]
        if detail.units and view.units_at_risk:
            runs.append((_at_risk(view.units_at_risk), style))
    return (*runs, *_remarks(view, now))


def _age_words(view: SourceView, now: datetime) -> str:
    if view.by_hand:
        return p_("lamp", "by hand")
    return "" if view.age_from is None else age((now - view.age_from).total_seconds())


def _state_words(view: SourceView, told: str) -> str:
    words = {
        SourceState.STALE: _("stale"),
        SourceState.UNKNOWN: _("no figures"),
        SourceState.CONNECTING: _("connecting"),
        SourceState.LOGIN_REFUSED: _("login refused"),
        SourceState.NOT_ALLOWED: _("not allowed"),
        SourceState.THROTTLED: _("asked to wait"),
    }[view.state]
    return f"{words} {told}".strip() if view.state is SourceState.STALE else words


def _at_risk(units: int) -> str:
    return n_("{units} unit at risk", "{units} units at risk", units).format(units=number(units))


def _remarks(view: SourceView, now: datetime) -> tuple[Run, ...]:
    remarks: list[Run] = []
    if view.rejected_rows:
        words = n_("{count} row rejected", "{count} rows rejected", view.rejected_rows)
        remarks.append((words.format(count=number(view.rejected_rows)), _CAUTION))
    if view.standing_still_since is not None:
        still = age((now - view.standing_still_since).total_seconds())
        remarks.append((_("unmoved for {age}").format(age=still), _CAUTION))
    return tuple(remarks)


def width_of(runs: tuple[Run, ...]) -> int:
    """Pixels that a lamp saying so takes."""
    words = sum(text.width(word, style) for word, style in runs)
    return _ICON_PX + _GAP + words + _WORD_GAP * (len(runs) - 1)


def explained(view: SourceView, now: datetime) -> str:
    """Everything known of a source, for the tool tip: what is wrong, what it means, what to do."""
    told = _age_words(view, now)
    lines = [
        f"{plain(view.name)} {told}".strip(),
        plain(view.text),
        _at_risk(view.units_at_risk) if view.units_at_risk else "",
        *(words for words, _style in _remarks(view, now)),
        plain(view.remedy),
        _("being read now") if view.reading else _("Click or F5 reads it now."),
    ]
    return "\n".join(line for line in lines if line)


class Lamp(QPushButton):
    """A source's lamp; pressing it reads the source now."""

    def __init__(self, view: SourceView, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.detail = Detail()
        self._runs = runs_of(view, now, self.detail)
        self._said = (view, now)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_view(view, now)

    def show_view(self, view: SourceView, now: datetime) -> bool:
        """Show this state and return whether it says something else; an age alone waits for the next tick."""
        worse = (view.state, view.rejected_rows) != (self.view.state, self.view.rejected_rows)
        self.view = view
        other = worse or not self.accessibleName()
        if other:
            self._say(now)
        return other

    def set_detail(self, detail: Detail, now: datetime) -> None:
        """Say more or less."""
        if detail != self.detail:
            self.detail = detail
            self._say(now)

    def tick(self, now: datetime) -> bool:
        """Say the age again where it has come to its next step; True when that takes another width."""
        view, said_at = self._said
        if view is self.view and (view.age_from is None or not aged(view.age_from, said_at, now)):
            return False
        return self._say(now)

    def _say(self, now: datetime) -> bool:
        self._said = (self.view, now)
        runs = runs_of(self.view, now, self.detail)
        if runs == self._runs and self.accessibleName():
            return False
        grown = width_of(runs) != width_of(self._runs)
        self._runs = runs
        self.setAccessibleName(" ".join(word for word, _style in runs))
        set_plain_tooltip(self, explained(self.view, now))
        if grown:
            self.updateGeometry()
        self.update()
        return grown

    @override
    def sizeHint(self) -> QSize:
        return QSize(width_of(self._runs), theme.NOTE.line)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        name, hue = _SHAPES[self.view.state]
        top = (self.height() - _ICON_PX) // 2
        painter.drawPixmap(0, top, icon(name, _ICON_PX, hue, self.devicePixelRatioF()))
        left = _ICON_PX + _GAP
        for word, style in self._runs:
            left += text.draw(painter, (left, 0), self.height(), word, style, self.width() - left) + _WORD_GAP
        if self.underMouse():
            painter.fillRect(
                _ICON_PX + _GAP, self.height() - 4, left - _ICON_PX - _GAP - _WORD_GAP, 1, theme.EDGE
            )
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus.gained(self, event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus.lost(self)
