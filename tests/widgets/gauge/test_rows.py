"""Rows of the list and the strip say what tiles say, in columns that hold in both languages."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.views.gauge import GaugeView
from tests.samples import NOW, ZONE, gauge_samples
from tests.widgets.gauge.test_tile import extremes, overlaps
from tests.widgets.pixels import colour_at, colours_in, name_of, painted, texts_of
from widgets.gauge import rows
from widgets.gauge.face import face_of
from widgets.gauge.paint import PLAIN, Marked, Moment
from widgets.kit import theme

LIST = QRect(0, 0, 624, rows.LIST_HEIGHT)
STRIP = QRect(0, 0, 344, rows.STRIP_HEIGHT)


def list_row(view: GaugeView, marked: Marked = PLAIN) -> QImage:
    """A row of the list."""
    face = face_of(view, NOW, ZONE)
    return painted(
        LIST.width(), LIST.height(), lambda p: rows.paint_list_row(p, LIST, face, Moment(NOW, ZONE), marked)
    )


def strip_row(view: GaugeView, marked: Marked = PLAIN) -> QImage:
    """A row of the strip."""
    face = face_of(view, NOW, ZONE)
    return painted(
        STRIP.width(),
        STRIP.height(),
        lambda p: rows.paint_strip_row(p, STRIP, face, Moment(NOW, ZONE), marked),
    )


def test_a_row_of_the_list_says_what_the_tile_says() -> None:
    """State, title, figure, and three minutes."""
    drawn = [fit.drawn for fit in texts_of(lambda: list_row(gauge_samples("en")["low"]))]
    assert drawn == ["Low 25 %", "27", "34", "45", "148", "High-waist yoga pants"]


def test_a_row_of_the_strip_says_the_median() -> None:
    """There is no room for three."""
    drawn = [fit.drawn for fit in texts_of(lambda: strip_row(gauge_samples("en")["low"]))]
    assert drawn[:4] == [" min", "34", "Low 25 %", "148"]


def test_oversold_is_said_in_rows_too() -> None:
    """Before anything else that could stand there."""
    view = gauge_samples("en")["oversold"]
    assert "oversold 4" in [fit.drawn for fit in texts_of(lambda: list_row(view))]


def test_frames_and_ticks_stand_in_rows_too() -> None:
    """On air 2 pixels, next 1, chosen lighter."""
    samples = gauge_samples()
    on_air = list_row(samples["on_air"])
    assert [colour_at(on_air, 623 - x, 12) for x in range(3)] == [
        name_of(theme.T1), name_of(theme.T1), name_of(theme.BG2),
    ]  # fmt: skip
    assert colour_at(list_row(samples["next"]), 623, 12) == name_of(theme.T1)
    chosen = list_row(samples["low"], Marked(selected=True))
    assert name_of(theme.BG3) in colours_in(chosen, QRect(200, 0, 100, 24))
    assert colours_in(chosen, LIST)[name_of(theme.T1)] > 150


@pytest.mark.parametrize("kind", ["list", "strip"])
def test_no_text_of_a_row_is_clipped_or_covered(language: str, kind: str) -> None:
    """For every state, in both languages, for the widest figures."""
    paint, box = (list_row, LIST) if kind == "list" else (strip_row, STRIP)
    for view in (*gauge_samples(language).values(), *extremes()):
        for marked in (PLAIN, Marked(selected=True)):
            found = texts_of(lambda view=view, marked=marked: paint(view, marked))  # type: ignore[misc] # as above
            assert [fit for fit in found if not fit.fits] == [], view.title
            assert overlaps(found) == [], view.title
            assert [fit for fit in found if fit.left < 12 or fit.left + fit.took > box.width() - 8] == []


def test_a_second_and_a_flash_touch_their_own_places() -> None:
    """The chip's column while it counts, the figure while it flashes."""
    view = gauge_samples()["held"]
    face = face_of(view, NOW, ZONE)
    for paint, box, figure in (
        (list_row, LIST, rows.figure_rect(LIST, face)),
        (strip_row, STRIP, rows.strip_figure_rect(STRIP, face)),
    ):
        calm, flash = paint(view), paint(view, Marked(flashing=True))
        different = [
            (x, y)
            for x in range(box.width())
            for y in range(box.height())
            if calm.pixel(x, y) != flash.pixel(x, y)
        ]
        assert different
        assert all(figure.contains(x, y) for x, y in different)
    state = rows.state_rect(LIST)
    assert name_of(theme.BLUE) in colours_in(list_row(view), state)
    assert name_of(theme.BLUE) in colours_in(strip_row(view), rows.strip_state_rect(STRIP))


def test_unknown_rows_say_why() -> None:
    """Where the minutes would stand."""
    view = replace(gauge_samples("en")["unknown"], note="not whole")
    assert "not whole" in [fit.drawn for fit in texts_of(lambda: list_row(view))]
