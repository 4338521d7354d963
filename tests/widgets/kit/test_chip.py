"""Chips say how real a thing is by fill, outline and dashes; painted text is measured as it is drawn."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.widgets.pixels import colour_at, colours_in, grabbed, name_of, painted, texts_of
from widgets.kit import marks, text, theme
from widgets.kit.chip import HEIGHT, ChipLabel, ChipStyle, Look, chip_width, paint_chip
from widgets.kit.text import Style
from widgets.kit.theme import Hue

FILLED = ChipStyle(Look.FILLED, Hue.ORANGE, "crit")
OUTLINED = ChipStyle(Look.OUTLINED, Hue.YELLOW, "low")
DASHED = ChipStyle(Look.DASHED, Hue.T3, "clock")


def chip(style: ChipStyle, words: str, width: int, dpr: float = 1.0) -> QImage:
    """A chip at the left of a dark ground."""
    return painted(width, HEIGHT, lambda painter: paint_chip(painter, 0, 0, style, words, dpr), dpr)


@pytest.mark.parametrize("dpr", [1.0, 2.0])
def test_fill_outline_and_dashes_can_be_told_apart(dpr: float) -> None:
    """Filled is in force, outlined is coming, dashed is not known."""
    top = {}
    for style in (FILLED, OUTLINED, DASHED):
        image = chip(style, "8 %", 120, dpr)
        edge = round(dpr)
        top[style.look] = [colour_at(image, x, 0) for x in range(4 * edge, 30 * edge)]
        inner = colour_at(image, 3 * edge, 3 * edge)
        assert inner == name_of(theme.ORANGE if style is FILLED else theme.BG1)
    assert set(top[Look.FILLED]) == {name_of(theme.ORANGE)}
    assert set(top[Look.OUTLINED]) == {name_of(theme.YELLOW)}
    assert set(top[Look.DASHED]) == {name_of(theme.T3), name_of(theme.BG1)}


def test_a_chip_is_as_wide_as_it_says() -> None:
    """What is measured to fit is what is painted."""
    for style in (FILLED, OUTLINED, DASHED, ChipStyle(Look.PLAIN, Hue.T3)):
        image = chip(style, "告急 8 %", 200)
        wide = chip_width(style, "告急 8 %")
        assert set(colours_in(image, QRect(wide, 0, 200 - wide, HEIGHT))) == {name_of(theme.BG1)}


def test_a_chip_label_says_something_else_when_told(qtbot: QtBot) -> None:
    """Its size and its name follow."""
    label = ChipLabel(OUTLINED, "Low 28 %")
    qtbot.addWidget(label)
    before = label.sizeHint().width()
    label.say("Critical 8 %", FILLED)
    assert label.words == label.accessibleName() == "Critical 8 %"
    assert label.sizeHint().width() > before
    label.resize(label.sizeHint())
    assert colours_in(grabbed(label), label.rect())[name_of(theme.ORANGE)] > 100


def test_drawn_text_tells_whether_it_fitted() -> None:
    """A figure too wide for its room is found by tests; a title is cut and says so."""
    figure, title = Style(24, theme.T1, bold=True), Style(14, theme.T1)
    found = texts_of(
        lambda: painted(
            200,
            60,
            lambda painter: (
                text.draw(painter, (0, 0), 28, "1,955", figure, 20),
                text.draw_elided(painter, (0, 30), 20, "A long title of a product", title, 60),
            ),
        )
    )
    assert [fit.fits for fit in found] == [False, True]
    assert found[1].drawn.endswith("…")
    assert found[1].took <= 60


def test_text_is_drawn_in_its_colour_and_in_its_place() -> None:
    """Not a pixel left of its beginning, and at twice the pixels on such screens."""
    style = Style(14, theme.YELLOW, bold=True)
    for dpr in (1.0, 2.0):
        image = painted(80, 20, lambda painter: text.draw(painter, (20, 0), 20, "182", style), dpr)
        everything = colours_in(image, QRect(0, 0, image.width(), image.height()))
        assert everything[name_of(theme.YELLOW)] > 5
        assert set(colours_in(image, QRect(0, 0, round(18 * dpr), image.height()))) == {name_of(theme.BG1)}


def test_used_pips_are_filled() -> None:
    """Two of three uses gone."""
    image = painted(40, 8, lambda painter: marks.pips(painter, 0, 0, 2, 3))
    assert [colour_at(image, x, 4) for x in (4, 15, 26)] == [
        name_of(theme.T1), name_of(theme.T1), name_of(theme.BG1),
    ]  # fmt: skip
    assert marks.pips_width(3) == 30


def test_a_tick_is_a_filled_box_and_no_tick_an_empty_one() -> None:
    """Chosen or not, by shape."""
    on = painted(16, 16, lambda painter: marks.tick(painter, 0, 0, 1.0))
    off = painted(16, 16, lambda painter: marks.tick(painter, 0, 0, 1.0, on=False))
    assert colour_at(on, 2, 2) == name_of(theme.T1)
    assert (colour_at(off, 0, 8), colour_at(off, 8, 8)) == (name_of(theme.EDGE), name_of(theme.BG1))
