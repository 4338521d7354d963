"""Three rows of a made-up wall, painted with the desk's own painters: what the demo will look like."""

from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.views.gauge import Chip, ChipKind, Freshness, GaugeView, Segment, Urgency
from app.words import _
from widgets.gauge.bar import paint_bar
from widgets.gauge.face import face_of
from widgets.kit import marks, text, theme
from widgets.kit.chip import HEIGHT as CHIP_HEIGHT
from widgets.kit.chip import paint_chip
from widgets.kit.text import Style

_ROW: Final = 32
_PAD: Final = 8
_FIGURE: Final = 36
_BAR: Final = 80
_GAP: Final = 8
_THEN: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The instant of the picture; it does not move."""
_NAME: Final = Style(theme.NOTE.size, theme.T1)
_UNITS: Final = Style(theme.TEXT.size, theme.T1, bold=True)


def _rows() -> tuple[GaugeView, ...]:
    low = Chip(kind=ChipKind.LOW, share=0.28)
    critical = Chip(kind=ChipKind.CRITICAL, share=0.08)
    held = Chip(kind=ChipKind.HELD, until=_THEN + timedelta(seconds=222))
    return (
        _gauge(_("Wireless earbuds"), (64, 118), 640, low),
        _gauge(_("Portable blender"), (13, 18), 400, critical),
        _gauge(_("Bluetooth speaker"), (186, 300), 800, held),
    )


def _gauge(title: str, units: tuple[int, int], opening: int, chip: Chip) -> GaugeView:
    segments = tuple(
        Segment(
            warehouse=str(number), name="", short="", available=each, freshness=Freshness.LIVE, age_from=None
        )
        for number, each in enumerate(units)
    )
    return GaugeView(
        sku="", title=title, available=sum(units), opening=opening, share=sum(units) / opening, oversold=0,
        freshness=Freshness.LIVE, age_from=None, segments=segments, missing=(),
        safety_stock=round(opening * 0.15), units_per_minute=None, trend=0, per_1000_viewers=None,
        sell_out=None, lasts_the_show=False, units_at_risk=None, chip=chip, second_chip=None, hold=None,
        holds_used=0, holds_limit=3, shops=(), on_air=False, is_next=False, substitute="", restocked=None,
        restocked_at=None, inbound=None, group=Urgency.WATCH, rank=0, line_up=0, cannot_mark="",
        cannot_restore="", cannot_stop="",
    )  # fmt: skip


class SampleRows(QWidget):
    """The picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces = tuple(face_of(view, _THEN, UTC) for view in _rows())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Three sample products"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(372, _ROW * len(self._faces) + 2 * _PAD)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, dpr = QPainter(self), self.devicePixelRatioF()
        room = max(text.width(face.words.title, _NAME) for face in self._faces) + _GAP
        marks.fill_box(painter, self.rect(), theme.BG1)
        for number, face in enumerate(self._faces):
            x, y = 12, _PAD + number * _ROW
            text.draw_elided(painter, (x, y), _ROW, face.words.title, _NAME, room)
            x += room + _FIGURE
            text.draw_right(painter, (x, y), _ROW, face.words.figure, _UNITS, _FIGURE)
            x += _GAP
            paint_bar(painter, (x, y + 11, _BAR, 10), face, dpr)
            x += _BAR + _GAP
            words = face.chip_words(_THEN, UTC)
            paint_chip(painter, x, y + (_ROW - CHIP_HEIGHT) // 2, face.chip, words, dpr)
        painter.end()
