"""Icons as pixels, drawn once per name, size, colour and pixel ratio; and the application's icon.

Not for shapes; those stand in `icon_shapes`.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from widgets.kit import theme
from widgets.kit.icon_shapes import GRID, SHAPES, Layer
from widgets.kit.theme import Hue

APP_ICON_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
_BARS: Final = ((5.0, 6.0, 14.0, Hue.BAR), (5.0, 10.5, 9.0, Hue.YELLOW), (5.0, 15.0, 4.0, Hue.ORANGE))
"""The three gauges of the application's icon on a grid of 24: x, y, width, colour."""


@lru_cache(maxsize=1024)
def icon(name: str, size: int, colour: str, dpr: float = 1.0, ink: str = Hue.INK) -> QPixmap:
    """The icon `name`, `size` device-independent pixels wide, in a colour of the theme.

    Args:
        name: A key of `icon_shapes.SHAPES`.
        size: Edge in device-independent pixels; made for 8 to 20.
        colour: Name of a colour of the theme.
        dpr: Device pixels per device-independent pixel.
        ink: Colour of what is drawn upon a filled shape; on a filled chip, the chip's own colour.

    Raises:
        KeyError: No such icon or colour.
    """
    layers = [(layer, theme.colour(ink if layer.ink else colour)) for layer in SHAPES[name]().layers]
    pixmap = _blank(size, dpr)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / GRID, size / GRID)
    for layer, shade in layers:
        _draw(painter, layer, shade)
    painter.end()
    return pixmap


def _blank(size: int, dpr: float) -> QPixmap:
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _draw(painter: QPainter, layer: Layer, colour: QColor) -> None:
    if not layer.width:
        painter.fillPath(layer.path, colour)
        return
    pen = QPen(colour, layer.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if layer.dashes:
        pen.setDashPattern([length / layer.width for length in layer.dashes])
    painter.strokePath(layer.path, pen)


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The application's icon: three gauges in a frame, from full to nearly gone."""
    made = QIcon()
    for size in APP_ICON_SIZES:
        made.addPixmap(logo(size, 1.0, ground=True))
    return made


@lru_cache(maxsize=32)
def logo(size: int, dpr: float = 1.0, *, ground: bool = False) -> QPixmap:
    """The sign of the program, `size` wide; on its own dark ground where it may lie on any colour."""
    pixmap = _blank(size, dpr)
    painter = QPainter(pixmap)
    painter.scale(size / 24, size / 24)
    if ground:
        painter.fillRect(QRectF(0.5, 0.5, 23, 23), theme.BG1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.T1, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(QRectF(1.5, 1.5, 21, 21))
    for x, y, width, hue in _BARS:
        painter.fillRect(QRectF(x, y, width, 3), theme.colour(hue))
    painter.end()
    return pixmap
