"""What the bars under the graph mean; for a few seconds, why a plan could not be moved."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.words import _, p_, plain
from widgets.kit import marks, text, theme
from widgets.kit.label import set_plain_tooltip
from widgets.kit.text import Style
from widgets.kit.theme import Hue

_SAID_FOR: Final = timedelta(seconds=8)
_HIGH: Final = 20
_NOTE: Final = Style(theme.NOTE.size, theme.T3)
_NAME: Final = Style(theme.NOTE.size, theme.T2)
_REASON: Final = Style(theme.NOTE.size, theme.YELLOW)


class PlanLegend(QWidget):
    """One line, as high as a lane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = ""
        self._until: datetime | None = None
        self.setFixedHeight(_HIGH)

    def say(self, reason: str, now: datetime) -> None:
        """Say why a plan stays where it was; in the legend's place, for a few seconds."""
        self.reason = plain(reason)
        self._until = now + _SAID_FOR
        set_plain_tooltip(self, self.reason)
        self.update()

    def tick(self, now: datetime) -> None:
        """A second went by."""
        if self._until is not None and now >= self._until:
            self.reason, self._until = "", None
            set_plain_tooltip(self, "")
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.reason:
            text.draw_elided(painter, (4, 0), _HIGH, self.reason, _REASON, self.width() - 8)
        else:
            text.draw(painter, (4, 0), _HIGH, _("Hold plan"), _NAME)
            self._paint_meanings(painter)
        painter.end()

    def _paint_meanings(self, painter: QPainter) -> None:
        """From the right, as many as there is room for."""
        right, least = self.width(), 4 + text.width(_("Hold plan"), _NAME) + theme.SPACE_M
        for words, hue, look in (
            (p_("legend", "planned"), Hue.BLUE, "outlined"),
            (p_("legend", "announced"), Hue.BLUE, "hatched"),
            (_("running"), Hue.BLUE, "filled"),
            (_("past"), Hue.FAINT, "filled"),
            (_("not restored"), Hue.ORANGE, "filled"),
        ):
            right -= text.width(words, _NOTE) + 16
            if right < least:
                return
            text.draw(painter, (right + 16, 0), _HIGH, words, _NOTE)
            self._paint_key(painter, QRect(right, 6, 12, 8), hue, look)
            right -= 12

    def _paint_key(self, painter: QPainter, box: QRect, hue: Hue, look: str) -> None:
        if look == "hatched":
            painter.drawTiledPixmap(box, marks.hatch(hue, self.devicePixelRatioF()))
        elif look == "outlined":
            marks.outline(painter, box, theme.colour(hue), square=True)
        else:
            painter.fillRect(box, theme.colour(hue))
