"""The shapes of all icons on a grid of 16: strokes and fills, in the colour asked for or in the ink on it.

Not for pixels; `icons` renders and keeps those.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

GRID: Final = 16

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """One path: filled where `width` is 0, else stroked; `ink` takes the colour that shows on a fill."""

    path: QPainterPath
    width: float = 0.0
    ink: bool = False
    dashes: tuple[float, ...] = ()
    """Lengths of dashes and gaps in pixels of the grid."""


@dataclass(slots=True)
class Sketch:
    """Gathers the layers of one icon."""

    layers: list[Layer] = field(default_factory=list)

    def line(self, *points: Point, width: float = 1.5, ink: bool = False) -> "Sketch":
        """An open line through `points`."""
        return self._add(_through(points, closed=False), width, ink=ink)

    def shape(self, *points: Point, width: float = 0.0, ink: bool = False) -> "Sketch":
        """A closed shape, filled, or outlined where a width is given."""
        return self._add(_through(points, closed=True), width, ink=ink)

    def box(self, x: float, y: float, w: float, h: float, width: float = 0.0) -> "Sketch":
        """A rectangle."""
        path = QPainterPath()
        path.addRect(QRectF(x, y, w, h))
        return self._add(path, width)

    def disc(
        self, x: float, y: float, r: float, width: float = 0.0, dashes: tuple[float, ...] = ()
    ) -> "Sketch":
        """A circle round (x, y)."""
        path = QPainterPath()
        path.addEllipse(QPointF(x, y), r, r)
        return self._add(path, width, dashes=dashes)

    def arc(
        self, rect: tuple[float, float, float, float], start: float, sweep: float, width: float
    ) -> "Sketch":
        """Part of an ellipse in `rect`, degrees counted against the clock from the east."""
        path = QPainterPath()
        path.arcMoveTo(QRectF(*rect), start)
        path.arcTo(QRectF(*rect), start, sweep)
        return self._add(path, width)

    def curve(self, path: QPainterPath, width: float = 0.0) -> "Sketch":
        """A path made by hand."""
        return self._add(path, width)

    def _add(
        self, path: QPainterPath, width: float, *, ink: bool = False, dashes: tuple[float, ...] = ()
    ) -> "Sketch":
        self.layers.append(Layer(path, width, ink, dashes))
        return self


def _through(points: tuple[Point, ...], *, closed: bool) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    if closed:
        path.closeSubpath()
    return path


def _shackle(sketch: Sketch, width: float) -> Sketch:
    """The bow of a closed lock."""
    path = QPainterPath(QPointF(5, 7.5))
    path.lineTo(5, 5)
    path.arcTo(QRectF(5, 2, 6, 6), 180, -180)
    path.lineTo(11, 7.5)
    return sketch.curve(path, width)


def _lock_outline() -> Sketch:
    return _shackle(Sketch(), 1.4).box(3, 7.5, 10, 6.5, 1.4)


def _sending() -> Sketch:
    sketch = _lock_outline()
    for x in (5.3, 7.3, 9.3):
        sketch.box(x, 10, 1.4, 1.5)
    return sketch


def _open_lock() -> Sketch:
    path = QPainterPath(QPointF(5, 7.5))
    path.lineTo(5, 4.6)
    path.arcTo(QRectF(5, 1.6, 6, 6), 180, -150)
    return Sketch().curve(path, 1.5).box(3, 7.5, 10, 6.5, 1.5)


def _question() -> Sketch:
    path = QPainterPath(QPointF(6, 6.4))
    path.arcTo(QRectF(6, 4.3, 4, 4), 170, -215)
    path.quadTo(8, 8.6, 8, 9.6)
    return (
        Sketch().disc(8, 8, 6.2, 1.3, dashes=(2.4, 1.6)).curve(path, 1.4).line((8, 11), (8, 12.4), width=1.4)
    )


def _person() -> Sketch:
    path = QPainterPath(QPointF(2.5, 14.2))
    path.cubicTo(QPointF(2.8, 8), QPointF(13.2, 8), QPointF(13.5, 14.2))
    return Sketch().disc(8, 5, 3, 1.5).curve(path, 1.5)


def _undo() -> Sketch:
    path = QPainterPath(QPointF(2.6, 6))
    path.lineTo(9.5, 6)
    path.arcTo(QRectF(5.5, 6, 8, 8), 90, -180)
    path.lineTo(6, 14)
    return Sketch().line((6, 2.4), (2.5, 6), (6, 9.6), width=1.6).curve(path, 1.6)


def _half_disc() -> Sketch:
    path = QPainterPath(QPointF(8, 8))
    path.arcTo(QRectF(3.4, 3.4, 9.2, 9.2), 90, 180)
    path.closeSubpath()
    return Sketch().disc(8, 8, 4.6, 1.6).curve(path)


def _link() -> Sketch:
    upper = QPainterPath(QPointF(7, 4.6))
    upper.lineTo(8.9, 2.7)
    upper.cubicTo(QPointF(11.6, 0.4), QPointF(15.4, 4), QPointF(13.3, 7))
    upper.lineTo(11.4, 9)
    lower = QPainterPath(QPointF(9, 11.4))
    lower.lineTo(7.1, 13.3)
    lower.cubicTo(QPointF(4.4, 15.6), QPointF(0.6, 12), QPointF(2.7, 9))
    lower.lineTo(4.6, 7)
    return Sketch().line((6.4, 9.6), (9.6, 6.4)).curve(upper, 1.5).curve(lower, 1.5)


def _book() -> Sketch:
    return (
        Sketch()
        .line((8, 4), (6.8, 3), (2.5, 3), (2.5, 12.6), (6.8, 12.6), (8, 13.6), width=1.3)
        .line((8, 4), (9.2, 3), (13.5, 3), (13.5, 12.6), (9.2, 12.6), (8, 13.6), (8, 4), width=1.3)
    )


def _tiles(last_filled: float) -> Sketch:
    sketch = Sketch()
    for x, y in ((2.5, 2.5), (9, 2.5), (2.5, 9)):
        sketch.box(x, y, 4.5, 4.5, 1.4)
    return sketch.box(9, 9, 4.5, 4.5, 1.4 - last_filled)


def _octagon(near: float, far: float, cut: float, width: float) -> Sketch:
    a, b = near + cut, far - cut
    return Sketch().shape(
        (a, near), (b, near), (far, a), (far, b), (b, far), (a, far), (near, b), (near, a), width=width
    )


SHAPES: Final[dict[str, Callable[[], Sketch]]] = {
    "low": lambda: Sketch().shape((8, 2.6), (13.9, 13.4), (2.1, 13.4), width=1.5),
    "crit": lambda: (
        Sketch()
        .shape((8, 1.5), (15, 14.5), (1, 14.5))
        .line((8, 6), (8, 10.2), width=1.6, ink=True)
        .line((8, 11.4), (8, 13), width=1.6, ink=True)
    ),
    "out": lambda: Sketch().box(2.5, 2.5, 11, 11, 1.8).line((3, 13), (13, 3), width=1.8),
    "lock": lambda: _shackle(Sketch(), 1.8).box(2.5, 7, 11, 7.5),
    "plan": _lock_outline,
    "send": _sending,
    "open": _open_lock,
    "stop": lambda: _octagon(1, 15, 4.1, 0).line((4.5, 8), (11.5, 8), width=2, ink=True),
    "stopo": lambda: _octagon(2, 14, 3.5, 1.6).line((5, 8), (11, 8), width=1.8),
    "clock": lambda: Sketch().disc(8, 8, 6, 1.5).line((8, 4.4), (8, 8), (10.6, 9.8)),
    "unknown": _question,
    "need": lambda: (
        Sketch()
        .shape((8, 0.8), (15.2, 8), (8, 15.2), (0.8, 8))
        .line((8, 4.2), (8, 8.8), width=1.7, ink=True)
        .line((8, 10.2), (8, 11.9), width=1.7, ink=True)
    ),
    "swap": lambda: (
        Sketch()
        .line((2, 5.5), (12, 5.5))
        .line((9, 2.5), (12, 5.5), (9, 8.5))
        .line((14, 10.5), (4, 10.5))
        .line((7, 7.5), (4, 10.5), (7, 13.5))
    ),
    "ban": lambda: Sketch().disc(8, 8, 6, 1.6).line((3.8, 12.2), (12.2, 3.8), width=1.6),
    "box": lambda: (
        Sketch()
        .line((2.5, 6.5), (2.5, 14), (13.5, 14), (13.5, 6.5))
        .line((8, 11), (8, 2.6))
        .line((4.8, 5.7), (8, 2.5), (11.2, 5.7))
    ),
    "flag": lambda: Sketch().line((3.5, 15), (3.5, 2), (12.5, 2), (10.1, 5.2), (12.5, 8.5), (4.2, 8.5)),
    "dot": lambda: Sketch().disc(8, 8, 4.5),
    "play": lambda: Sketch().shape((5, 3), (12.5, 8), (5, 13), width=1.5),
    "playf": lambda: Sketch().shape((4.5, 2.5), (13, 8), (4.5, 13.5)),
    "person": _person,
    "undo": _undo,
    "find": lambda: Sketch().disc(7, 7, 4.5, 1.5).line((10.3, 10.3), (14.4, 14.4)),
    "tiles": lambda: _tiles(0),
    "pad": lambda: _tiles(1.4),
    "list": lambda: Sketch().line((2, 4), (14, 4)).line((2, 8), (14, 8)).line((2, 12), (14, 12)),
    "gear": lambda: (
        Sketch()
        .line((2, 4.5), (8, 4.5)).line((12, 4.5), (14, 4.5)).box(8.6, 2.6, 3.4, 3.8, 1.4)
        .line((2, 11.5), (4, 11.5)).line((8, 11.5), (14, 11.5)).box(4.3, 9.6, 3.4, 3.8, 1.4)
    ),
    "down": lambda: Sketch().shape((3, 5), (13, 5), (8, 12)),
    "up": lambda: Sketch().shape((3, 11), (13, 11), (8, 4)),
    "flat": lambda: Sketch().box(3, 6, 10, 4),
    "pin": lambda: (
        Sketch().box(5, 1.8, 6, 6.4).line((3, 9), (13, 9), width=1.8).line((8, 9), (8, 14.8), width=1.5)
    ),
    "check": lambda: Sketch().line((3, 8.4), (6.3, 11.7), (13, 4.6), width=2),
    "drop": lambda: Sketch().line((4, 6), (8, 10), (12, 6)),
    "back": lambda: Sketch().line((10, 3), (5, 8), (10, 13), width=1.6),
    "fwd": lambda: Sketch().line((6, 3), (11, 8), (6, 13), width=1.6),
    "more": lambda: Sketch().box(3, 7, 2, 2).box(7, 7, 2, 2).box(11, 7, 2, 2),
    "host": lambda: Sketch().box(1.5, 3, 13, 8.5, 1.5).line((5, 14), (11, 14)),
    "plus": lambda: Sketch().line((8, 2.5), (8, 13.5), width=1.6).line((2.5, 8), (13.5, 8), width=1.6),
    "close": lambda: (
        Sketch().line((3.5, 3.5), (12.5, 12.5), width=1.6).line((12.5, 3.5), (3.5, 12.5), width=1.6)
    ),
    "info": lambda: Sketch().disc(8, 8, 6, 1.5).line((8, 7), (8, 11.6)).line((8, 4.2), (8, 5.8)),
    "link": _link,
    "copy": lambda: (
        Sketch().box(5.5, 5.5, 8.5, 8.5, 1.4).line((10.5, 2), (2, 2), (2, 10.5), width=1.4)
    ),
    "file": lambda: (
        Sketch()
        .shape((3.5, 1.5), (9.5, 1.5), (12.5, 4.5), (12.5, 14.5), (3.5, 14.5), width=1.4)
        .line((9, 1.5), (9, 5.2), (12.5, 5.2), width=1.4)
    ),
    "book": _book,
    "term": lambda: (
        Sketch()
        .box(1.5, 2.5, 13, 11, 1.4)
        .line((4, 6), (6.3, 8), (4, 10), width=1.4)
        .line((8, 10.5), (12, 10.5), width=1.4)
    ),
    "lamp_live": lambda: Sketch().disc(8, 8, 5),
    "lamp_aging": _half_disc,
    "lamp_stale": lambda: Sketch().shape((8, 2), (14, 8), (8, 14), (2, 8), width=1.8),
    "lamp_unknown": lambda: Sketch().disc(8, 8, 5, 1.4, dashes=(2.2, 1.7)),
}  # fmt: skip
"""Every icon by name."""
