"""Colours, type and spacing as read from the theme file, and how they are laid on an application.

Not for drawing; painters and controls take their colours and fonts from here.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

THEME_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "theme" / "dark.toml"

with THEME_FILE.open("rb") as _file:
    _THEME: Final = tomllib.load(_file)


class Hue(StrEnum):
    """The names of the theme's colours."""

    BG0 = "bg0"
    BG1 = "bg1"
    BG2 = "bg2"
    BG3 = "bg3"
    BG4 = "bg4"
    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    BAR = "bar"
    EDGE = "edge"
    LINE = "line"
    FAINT = "faint"
    GRID = "grid"
    ORGANIC = "organic"
    PAID = "paid"
    YELLOW = "yellow"
    ORANGE = "orange"
    BLUE = "blue"
    PURPLE = "purple"
    INK = "ink"


_COLOURS: Final[dict[str, QColor]] = {hue: QColor(_THEME["colours"][hue]) for hue in Hue}


def colour(hue: str) -> QColor:
    """The colour of that name; shared, not to be changed.

    Raises:
        KeyError: The theme has no such colour.
    """
    found = _COLOURS.get(hue)
    if found is None:
        raise KeyError(f"the theme has no colour {hue!r}")
    return found


BG0: Final = colour(Hue.BG0)
BG1: Final = colour(Hue.BG1)
BG2: Final = colour(Hue.BG2)
BG3: Final = colour(Hue.BG3)
BG4: Final = colour(Hue.BG4)
T1: Final = colour(Hue.T1)
T2: Final = colour(Hue.T2)
T3: Final = colour(Hue.T3)
BAR: Final = colour(Hue.BAR)
EDGE: Final = colour(Hue.EDGE)
LINE: Final = colour(Hue.LINE)
FAINT: Final = colour(Hue.FAINT)
GRID: Final = colour(Hue.GRID)
ORGANIC: Final = colour(Hue.ORGANIC)
PAID: Final = colour(Hue.PAID)
YELLOW: Final = colour(Hue.YELLOW)
ORANGE: Final = colour(Hue.ORANGE)
BLUE: Final = colour(Hue.BLUE)
PURPLE: Final = colour(Hue.PURPLE)
INK: Final = colour(Hue.INK)

SPACE_XS: Final[int] = _THEME["spacing"]["xs"]
SPACE_S: Final[int] = _THEME["spacing"]["s"]
SPACE_M: Final[int] = _THEME["spacing"]["m"]
SPACE_L: Final[int] = _THEME["spacing"]["l"]
SPACE_XL: Final[int] = _THEME["spacing"]["xl"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type size and the height of its line, in pixels."""

    size: int
    line: int


NOTE: Final = Type(*_THEME["type"]["note"])
TEXT: Final = Type(*_THEME["type"]["text"])
STRONG: Final = Type(*_THEME["type"]["strong"])
CLOCK: Final = Type(*_THEME["type"]["clock"])
FIGURE: Final = Type(*_THEME["type"]["figure"])
LARGE: Final = Type(*_THEME["type"]["large"])
HUGE: Final = Type(*_THEME["type"]["huge"])

FLASH_MS: Final[int] = _THEME["motion"]["flash"]
LONG_PRESS_MS: Final[int] = _THEME["motion"]["long_press"]

RADIUS: Final = 2
"""Corner radius of tiles, buttons and chips; bars and plots have none."""


@dataclass(slots=True)
class _Motion:
    reduced: bool = False


_motion: Final = _Motion()


def reduce_motion(reduced: bool) -> None:
    """Whether the person asked for no flashes."""
    _motion.reduced = reduced


def motion_reduced() -> bool:
    """True where nothing may flash."""
    return _motion.reduced


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The theme's font families that are installed, best first; empty: the system's own font."""
    installed = set(QFontDatabase.families())
    return tuple(name for name in _THEME["families"]["names"] if name in installed)


@lru_cache(maxsize=64)
def font(size_px: int, bold: bool = False) -> QFont:  # noqa: FBT002 - font(14, True) is read often
    """The theme's font in that size, with digits of equal width; shared, not to be changed."""
    made = QFont()
    if families():
        made.setFamilies(list(families()))
    made.setPixelSize(size_px)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    # grey edges only: coloured ones turn to fringes in a captured picture
    made.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return made


@lru_cache(maxsize=64)
def metrics(size_px: int, bold: bool = False) -> QFontMetrics:  # noqa: FBT002 - as `font`
    """Measures of `font(size_px, bold)`."""
    return QFontMetrics(font(size_px, bold))


_ANY_DIGIT: Final = str.maketrans("123456789", "0" * 9)


@lru_cache(maxsize=8192)
def text_width(text: str, size_px: int, bold: bool = False) -> int:  # noqa: FBT002 - as `font`
    """Width of one line of `text` in pixels, rounded up."""
    # the theme's digits are all of one width: a figure that changes is not measured again
    return _measured(text.translate(_ANY_DIGIT) if families() else text, size_px, bold)


@lru_cache(maxsize=4096)
def _measured(text: str, size_px: int, bold: bool) -> int:
    return metrics(size_px, bold).horizontalAdvance(text)


def apply(app: QApplication) -> None:
    """Lay the theme on `app`: style, palette, font and tool tips."""
    app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(font(TEXT.size))
    QToolTip.setFont(font(NOTE.size))
    QToolTip.setPalette(palette())


def palette() -> QPalette:
    """The theme as Qt's own controls understand it."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, hue in {
        role.Window: BG1, role.WindowText: T1, role.Base: BG0, role.AlternateBase: BG2, role.Text: T1,
        role.Button: BG3, role.ButtonText: T1, role.BrightText: T1, role.Highlight: T1,
        role.HighlightedText: INK,
        role.ToolTipBase: BG3, role.ToolTipText: T1, role.PlaceholderText: T3, role.Link: BLUE,
        role.Light: BG4, role.Midlight: BG3, role.Mid: EDGE, role.Dark: LINE, role.Shadow: BG0,
        role.Accent: T1,
    }.items():  # fmt: skip
        made.setColor(which, hue)
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, T3)
    return made


def luminance(shade: QColor) -> float:
    """Relative luminance of WCAG 2, 0…1."""
    red, green, blue = (_linear(part) for part in (shade.redF(), shade.greenF(), shade.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own figures


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of WCAG 2, 1…21; text needs 4.5, marks 3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colour_names() -> tuple[str, ...]:
    """The colours the theme file holds."""
    return tuple(_THEME["colours"])
