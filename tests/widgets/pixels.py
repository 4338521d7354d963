"""Looks at painted pixels: what a widget or a painter put where."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from widgets.kit import text, theme
from widgets.kit.text import Fit


def painted(width: int, height: int, paint: Callable[[QPainter], object], dpr: float = 1.0) -> QImage:
    """What `paint` puts on a dark ground of that size."""
    image = QImage(round(width * dpr), round(height * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(theme.BG1)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def grabbed(widget: QWidget) -> QImage:
    """The widget as it looks now."""
    return widget.grab().toImage()


def colour_at(image: QImage, x: int, y: int) -> str:
    """The colour of one pixel, as #rrggbb."""
    return image.pixelColor(x, y).name()


def colours_in(image: QImage, box: QRect) -> Counter[str]:
    """How often each colour stands in a part of a picture."""
    return Counter(
        image.pixelColor(x, y).name()
        for y in range(box.top(), box.bottom() + 1)
        for x in range(box.left(), box.right() + 1)
    )


def name_of(colour: QColor) -> str:
    """A colour as `colour_at` says it."""
    return colour.name()


def texts_of(paint: Callable[[], object]) -> list[Fit]:
    """Every text that `paint` draws, and whether it fitted."""
    found: list[Fit] = []
    with text.watching(found.append):
        paint()
    return found


class Painted(QObject):
    """Remembers what a widget was told to repaint."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return False


@contextmanager
def repaints(widget: QWidget) -> Iterator[Painted]:
    """What is repainted meanwhile; everything that waited before is painted first."""
    QApplication.processEvents()
    painted = Painted()
    widget.installEventFilter(painted)
    yield painted
    QApplication.processEvents()
    widget.removeEventFilter(painted)
