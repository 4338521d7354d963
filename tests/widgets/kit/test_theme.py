"""Colours can be told apart by eyes and their contrast holds wherever the theme lays them."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from widgets.kit import theme
from widgets.kit.theme import Hue

GROUNDS = (Hue.BG0, Hue.BG1, Hue.BG2, Hue.BG3)
TEXTS = [
    *((text, ground) for text in (Hue.T1, Hue.T2, Hue.T3) for ground in GROUNDS),
    *((text, Hue.BG4) for text in (Hue.T1, Hue.T2)),
    *((hue, ground) for hue in (Hue.YELLOW, Hue.ORANGE, Hue.BLUE) for ground in GROUNDS),
    *((Hue.INK, fill) for fill in (Hue.YELLOW, Hue.ORANGE, Hue.BLUE, Hue.PURPLE, Hue.T1)),
]
MARKS = [
    *((hue, ground) for hue in (Hue.BAR, Hue.YELLOW, Hue.ORANGE, Hue.BLUE, Hue.PURPLE) for ground in GROUNDS),
    *((Hue.EDGE, ground) for ground in (Hue.BG0, Hue.BG1, Hue.BG2)),
    *((Hue.T1, ground) for ground in (*GROUNDS, Hue.BG4)),
]


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, and the order of the two does not matter."""
    black, white = QColor("#000000"), QColor("#ffffff")
    assert theme.contrast(black, white) == pytest.approx(21)
    assert theme.contrast(white, black) == pytest.approx(21)
    assert theme.contrast(QColor("#767676"), white) == pytest.approx(4.54, abs=0.01)


def too_faint(pairs: list[tuple[Hue, Hue]], least: float) -> list[tuple[Hue, Hue]]:
    """The pairs whose contrast is below `least`."""
    return [pair for pair in pairs if theme.contrast(*map(theme.colour, pair)) < least]


def test_text_can_be_read_on_its_ground() -> None:
    """At least 4.5 : 1, computed from the theme file."""
    assert too_faint(TEXTS, 4.5) == []


def test_marks_can_be_seen_on_their_ground() -> None:
    """At least 3 : 1, computed from the theme file."""
    assert too_faint(MARKS, 3) == []


def test_every_colour_of_the_file_has_a_name_in_the_code() -> None:
    """A colour nobody can ask for would be a leftover."""
    assert {hue.value for hue in Hue} == set(theme.colour_names())


def test_an_unknown_colour_is_named() -> None:
    """A misspelt colour is our fault and must say which."""
    with pytest.raises(KeyError, match="mauve"):
        theme.colour("mauve")


def test_fonts_are_kept_and_have_digits_of_equal_width() -> None:
    """A figure that changes must not make its neighbours move."""
    assert theme.font(14) is theme.font(14)
    assert theme.font(14).pixelSize() == 14
    assert len({theme.text_width(digit * 8, 24, True) for digit in "0123456789"}) == 1


def test_the_theme_is_laid_on_the_application(qapp: QApplication) -> None:
    """Qt's own dialogs and menus wear it too."""
    assert qapp.font().pixelSize() == theme.TEXT.size
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.BG1
    assert qapp.palette().color(QPalette.ColorRole.ToolTipText) == theme.T1
    assert qapp.style().objectName().lower() == "fusion"
