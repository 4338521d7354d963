"""A forecast's range in a card: how often it held, what may be said of it, and where what happened fell.

Not for several broadcasts; that is `record_card`, with the same words beside another picture.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.views.calibration import PROMISED, BandView, Verdict
from app.words import MISSING, _, n_, number, p_, percent
from widgets.desk.parts import Panel, PanelHead, spread
from widgets.kit import text, theme
from widgets.kit.chip import ChipLabel, ChipStyle, Look
from widgets.kit.label import PlainLabel
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_EXPECTED: Final = (0.1, 0.4, 0.4, 0.1)
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_COUNT: Final = Style(theme.NOTE.size, theme.T1, bold=True)
_LINE: Final = 18
_GAP: Final = 8
_CHIPS: Final = {
    Verdict.AS_PROMISED: ChipStyle(Look.OUTLINED, Hue.T2),
    Verdict.TOO_NARROW: ChipStyle(Look.OUTLINED, Hue.YELLOW, "low"),
    Verdict.TOO_WIDE: ChipStyle(Look.OUTLINED, Hue.T2),
    Verdict.TOO_LITTLE: ChipStyle(Look.OUTLINED, Hue.T3),
}


def verdict_words(verdict: Verdict) -> str:
    """What may be said of a range, in a chip."""
    return {
        Verdict.AS_PROMISED: _("not at odds with the promise"),
        Verdict.TOO_NARROW: _("too narrow: held less often"),
        Verdict.TOO_WIDE: _("too wide: held more often"),
        Verdict.TOO_LITTLE: _("too little to say"),
    }[verdict]


class Fallen(QWidget):
    """Four bars, below the 10 % to above the 90 %; a dashed line where each should end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = (0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 112)

    def show_band(self, band: BandView | None) -> None:
        """Show where forecasts fell."""
        self._counts = (0, 0, 0, 0) if band is None else (band.under, band.lower, band.upper, band.over)
        names = zip(_names(), self._counts, strict=True)
        self.setAccessibleName(", ".join(f"{name} {count}" for name, count in names))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = sum(self._counts)
        caption = _("Where it fell; dashed: promised")
        text.draw_elided(painter, (0, 0), _LINE, caption, _NOTE, self.width())
        wide = (self.width() - 3 * _GAP) // 4
        tall = self.height() - 3 * _LINE
        most = max(0.5, *(count / whole for count in self._counts)) if whole else 1.0
        for place, (name, count) in enumerate(zip(_names(), self._counts, strict=True)):
            left = place * (wide + _GAP)
            box = QRect(left, 2 * _LINE, wide, tall)
            painter.fillRect(box, theme.BG0)
            if whole:
                height = round(tall * count / whole / most)
                inside = place in (1, 2)
                shade = theme.BAR if inside else theme.FAINT
                painter.fillRect(left, box.bottom() + 1 - height, wide, height, shade)
                self._paint_expected(painter, box, tall * _EXPECTED[place] / most)
            words = number(count) if whole else ""
            text.draw(painter, (left, _LINE), _LINE, words, _COUNT, wide)
            text.draw_elided(painter, (left, self.height() - _LINE), _LINE, name, _NOTE, wide)
        painter.end()

    @staticmethod
    def _paint_expected(painter: QPainter, box: QRect, height: float) -> None:
        pen = QPen(theme.T1)
        pen.setCosmetic(True)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        level = box.bottom() - round(height)
        painter.drawLine(box.left(), level, box.right(), level)


def _names() -> tuple[str, ...]:
    return (
        p_("calibration", "< 10"),
        p_("calibration", "10–50"),
        p_("calibration", "50–90"),
        p_("calibration", "> 90"),
    )


class RangeCard(Panel):
    """One measure's card: the share in which its range held with its bounds, more lines, and a picture.

    `parts` are how the words and the picture share the width.
    """

    def __init__(self, title: str, picture: QWidget, parts: tuple[int, int] = (1, 1)) -> None:
        super().__init__()
        self._head = PanelHead(title)
        self.chip = ChipLabel(_CHIPS[Verdict.TOO_LITTLE], "")
        self._head.row.addWidget(self.chip)
        self.share = PlainLabel(MISSING, theme.LARGE.size, bold=True)
        self.promise = PlainLabel(
            _("{share} promised").format(share=percent(PROMISED)), theme.NOTE.size, theme.T3
        )
        self.interval = PlainLabel("", theme.NOTE.size, theme.T2, elide=True)
        self.count = PlainLabel("", theme.NOTE.size, theme.T3, elide=True)
        self.lines = [PlainLabel("", theme.NOTE.size, theme.T2, elide=True) for _place in range(3)]
        row = spread(QHBoxLayout(), theme.SPACE_M, theme.SPACE_M, theme.SPACE_L)
        row.addLayout(self._words(), parts[0])
        row.addWidget(picture, parts[1])
        self.rows.addWidget(self._head)
        self.rows.addLayout(row, 1)
        self.rows.addSpacing(theme.SPACE_S)

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        first = spread(QHBoxLayout(), 0, 0, theme.SPACE_S)
        first.addWidget(self.share)
        first.addWidget(self.promise)
        first.addStretch(1)
        column.addLayout(first)
        for label in (self.interval, self.count, *self.lines):
            column.addWidget(label)
        column.addStretch(1)
        return column

    def show_share(self, band: BandView | None, count: str, lines: Sequence[str]) -> None:
        """Show how often it held, of how many, and what else there is to say."""
        verdict = Verdict.TOO_LITTLE if band is None else band.verdict
        self.chip.say("" if band is None else verdict_words(verdict), _CHIPS[verdict])
        self.chip.setVisible(band is not None)
        self.share.say(percent(band.share) if band else MISSING)
        self.interval.say("" if band is None else _interval_words(band))
        self.count.say(count)
        for place, label in enumerate(self.lines):
            label.say(lines[place] if place < len(lines) else "")


class BandCard(RangeCard):
    """That of one broadcast; the lines say when it was foretold, the picture where what happened fell."""

    def __init__(self, title: str) -> None:
        self.fallen = Fallen()
        super().__init__(title, self.fallen)
        self.show_band(None, ())

    def show_band(self, band: BandView | None, spans: Sequence[tuple[str, BandView]]) -> None:
        """Show how often it held, all together and by when it was foretold."""
        count = "" if band is None else _count_words(band)
        self.show_share(band, count, [_span_words(*span) for span in spans])
        self.fallen.show_band(band)


def _interval_words(band: BandView) -> str:
    if band.low is None or band.high is None:
        return _("held {held} of {of}: no share is claimed").format(
            held=number(band.held), of=number(band.of)
        )
    return _("{low} to {high}, 19 times of 20").format(low=percent(band.low), high=percent(band.high))


def _count_words(band: BandView) -> str:
    words = n_("{of} forecasts of {count} product", "{of} forecasts of {count} products", band.groups)
    return words.format(of=number(band.of), count=number(band.groups))


def _span_words(when: str, band: BandView) -> str:
    if not band.of:
        return _("{when}: none").format(when=when)
    return _("{when}: {held} of {of} held").format(when=when, held=number(band.held), of=number(band.of))
