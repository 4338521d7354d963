"""The bar of a gauge and the whisker of its minutes: rectangles and cached tiles, nothing else.

Full width is the opening stock; one segment per warehouse in settings order; what is stale is hatched.
"""

from functools import lru_cache
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QPolygonF

from app.views.gauge import Freshness, SellOutView
from widgets.gauge.face import MARKS, Face
from widgets.kit import marks, theme
from widgets.kit.theme import Hue

HEIGHT: Final = 10
BELOW: Final = 6
"""Pixels below the bar that its stubs and the triangle take."""
_GAP: Final = 2
_INSET: Final = 2
_AXIS_MINUTES: Final = 60
_PAST: Final = 62
"""Drawn the same however far a whisker runs past its axis."""
_STALE: Final = (Freshness.STALE, Freshness.UNKNOWN)


def paint_bar(painter: QPainter, slot: tuple[int, int, int, int], face: Face, dpr: float) -> None:
    """Paint the bar in `slot` (left, top, width, height); stubs and triangle hang up to 6 pixels below it."""
    x, y, width, tall = slot
    parts = _segments(face, width)
    covered = parts[-1][0] + parts[-1][1] if parts else 0
    known = face.view.available is not None and bool(face.view.opening)
    inner = width - 2 * _INSET
    hidden = sum(round(inner * share) < covered for share in MARKS) if known else len(MARKS)
    frame = Hue.ORANGE if face.view.available == 0 else Hue.EDGE
    track = _track((width, tall), frame, hidden, dpr, dashed=face.old, stubs=known)
    painter.drawImage(x, y, track)
    for start, wide, stale in parts:
        _paint_segment(
            painter, (x + _INSET + start, y + _INSET, wide, tall - 2 * _INSET), face.bar, dpr, stale=stale
        )
    if known and face.view.safety_stock is not None and face.view.opening:
        at = round(inner * min(1.0, face.view.safety_stock / face.view.opening))
        painter.drawPixmap(x + _INSET + at - 4, y + tall + 1, _triangle(dpr))


def _segments(face: Face, width: int) -> list[tuple[int, int, bool]]:
    """Start, width and staleness of each warehouse's part, inside the frame."""
    opening = face.view.opening
    parts = [part for part in face.view.segments if part.available] if opening else []
    inner = width - 2 * _INSET
    cuts: list[tuple[int, int, bool]] = []
    units = left = 0
    for part in parts:
        units += part.available or 0
        right = min(inner, round(inner * units / (opening or 1)))
        gap = _GAP if part is not parts[-1] else 0
        cuts.append((left, max(1, right - left - gap), part.freshness in _STALE))
        left = max(left + 1, right)
    return cuts


def _paint_segment(
    painter: QPainter, slot: tuple[int, int, int, int], hue: Hue, dpr: float, *, stale: bool
) -> None:
    if not stale:
        painter.fillRect(*slot, theme.colour(hue))
        return
    painter.drawTiledPixmap(*slot, marks.hatch(hue, dpr))
    marks.outline(painter, QRect(*slot), theme.colour(hue), square=True)


@lru_cache(maxsize=128)
def _track(
    size: tuple[int, int], frame: Hue, hidden: int, dpr: float, *, dashed: bool, stubs: bool
) -> QImage:
    """The empty bar: ground, frame, and the stubs of which the first `hidden` lie under the stock."""
    width, tall = size
    image = QImage(ceil(width * dpr), ceil((tall + 3) * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    box = QRect(0, 0, width, tall)
    painter.fillRect(box, theme.BG0)
    if dashed:
        marks.dashed_outline(painter, box, Hue.EDGE, dpr)
    else:
        marks.outline(painter, box, theme.colour(frame), square=True)
    for number, share in enumerate(MARKS if stubs else ()):
        x = _INSET + round((width - 2 * _INSET) * share)
        if number >= hidden:
            painter.fillRect(x, 1, 1, tall - 2, theme.EDGE)
        painter.fillRect(x, tall, 1, 3, theme.T3)
    painter.end()
    return image


@lru_cache(maxsize=8)
def _triangle(dpr: float) -> QPixmap:
    """The mark of the safety stock, 9 × 5."""
    return _polygon((9, 5), ((0.5, 5), (8.5, 5), (4.5, 0)), dpr)


@lru_cache(maxsize=8)
def _arrow(dpr: float) -> QPixmap:
    """The end of a whisker that runs past its axis, 5 × 6."""
    return _polygon((5, 6), ((0, 0), (5, 3), (0, 6)), dpr)


def _polygon(size: tuple[int, int], points: tuple[tuple[float, float], ...], dpr: float) -> QPixmap:
    pixmap = QPixmap(round(size[0] * dpr), round(size[1] * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.T2)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.end()
    return pixmap


def paint_whisker(
    painter: QPainter, at: tuple[int, int], width: int, minutes: SellOutView, dpr: float
) -> None:
    """10 to 90 % as a line on an axis of 60 minutes, the median as a tick, an arrow when it runs past."""
    low, middle, high = (
        round(min(value, _PAST) / _AXIS_MINUTES * (width - 2))
        for value in (minutes.p10, minutes.p50, minutes.p90)
    )
    painter.drawImage(*at, _whisker(width, low, middle, high, dpr))


@lru_cache(maxsize=256)
def _whisker(width: int, low: int, middle: int, high: int, dpr: float) -> QImage:
    image = QImage(ceil(width * dpr), ceil(6 * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    end = width - 2
    painter.fillRect(0, 2, width, 1, theme.FAINT)
    painter.fillRect(0, 0, 1, 6, theme.EDGE)
    if low < end:
        painter.fillRect(low, 2, max(2, min(high, end) - low), 2, theme.T2)
    if middle <= end:
        painter.fillRect(middle, 0, 2, 6, theme.T1)
    if high > end:
        painter.drawPixmap(width - 5, 0, _arrow(dpr))
    painter.end()
    return image
