"""Tiles: each state has its own picture, nothing is clipped or covered, nothing leaves its box."""

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from app.views.gauge import GaugeView, SellOutView
from tests.sample_gauges import Goods, gauge, hold
from tests.samples import NOW, ZONE, gauge_samples
from tests.widgets.pixels import colour_at, colours_in, name_of, painted, texts_of
from widgets.gauge.face import face_of
from widgets.gauge.paint import PLAIN, Marked, Moment
from widgets.gauge.tile import LARGE, SMALL_SHAPE, Shape, figure_rect, paint_tile, state_rects
from widgets.kit import theme
from widgets.kit.text import Fit
from widgets.kit.theme import Hue

MARGIN = 10
STRIPES = {
    "low": Hue.YELLOW, "critical": Hue.ORANGE, "sold_out": Hue.ORANGE, "sending": Hue.BLUE, "held": Hue.BLUE,
    "restoring": Hue.BLUE, "not_restored": Hue.ORANGE, "refused": Hue.ORANGE, "stopped": Hue.PURPLE,
    "on_air": Hue.YELLOW,
}  # fmt: skip
DASHED_STRIPES = {"announced": Hue.BLUE, "outcome_unknown": Hue.BLUE, "stale": Hue.BAR, "unknown": Hue.BAR}
NO_STRIPE = ("normal", "half", "restocked", "aging", "handed_over", "next")


def tile_of(
    view: GaugeView, shape: Shape = LARGE, width: int = 0, marked: Marked = PLAIN, dpr: float = 1.0
) -> QImage:
    """One tile with a margin of ground round it."""
    width = width or shape.width
    box = QRect(MARGIN, MARGIN, width, shape.height)

    def paint(painter: QPainter) -> None:
        paint_tile(painter, box, shape, face_of(view, NOW, ZONE), Moment(NOW, ZONE, dpr), marked)

    return painted(width + 2 * MARGIN, shape.height + 2 * MARGIN, paint, dpr)


def column(image: QImage, x: int) -> set[str]:
    """Colours of a column of the tile."""
    return set(colours_in(image, QRect(MARGIN + x, MARGIN + 4, 1, LARGE.height - 8)))


def extremes() -> list[GaugeView]:
    """Gauges that ask for all the room there is."""
    many = {"dal": 123456, "la": 234567, "nj": 345678, "fba": 456789}
    huge = Goods(
        "BIG-01",
        "超长品名" * 12,
        "A very long title of a product " * 4,
        2000000,
        many,
        1234.5,
        (120, 980, 1440),
    )
    view = gauge(huge)
    stop = hold(
        huge, is_stop=True, deadline=None, who="一个非常非常长的名字 with a long name", note="说明" * 40
    )
    samples = gauge_samples()
    return [
        view,
        replace(view, on_air=True),
        replace(view, oversold=12345, available=0),
        replace(view, sell_out=SellOutView(p10=5000, p50=90000, p90=900000)),
        replace(samples["stopped"], hold=stop),
        replace(samples["refused"], chip=replace(samples["refused"].chip, text="平台说" * 30)),
        replace(samples["unknown"], note="因为这个原因，" * 9),
        replace(samples["sold_out"], substitute="替代款的名字" * 9),
        replace(samples["held"], is_next=True, title="x" * 400),
    ]


def overlaps(found: list[Fit]) -> list[tuple[str, str]]:
    """Texts that lie on one another."""
    return [
        (one.drawn, other.drawn)
        for one, other in itertools.combinations(found, 2)
        if one.left < other.left + other.took
        and other.left < one.left + one.took
        and abs((one.top + one.height / 2) - (other.top + other.height / 2)) < 10
        and one.took
        and other.took
    ]


def test_the_stripe_says_the_state() -> None:
    """Solid where it is in force, dashed where it is coming or not known, none where all is well."""
    samples = gauge_samples()
    for name, hue in STRIPES.items():
        x = 3 if name == "on_air" else 1
        assert name_of(theme.colour(hue)) in column(tile_of(samples[name]), x), name
    for name, hue in DASHED_STRIPES.items():
        assert column(tile_of(samples[name]), 1) == {name_of(theme.colour(hue)), name_of(theme.BG2)}, name
    for name in NO_STRIPE:
        assert name_of(theme.BG2) in column(tile_of(samples[name]), 3), name


def test_no_two_states_look_alike() -> None:
    """Each of them has a meaning of its own; titles and figures are made the same to see only that."""
    samples = {
        name: replace(view, title="x", available=view.available and 100)
        for name, view in gauge_samples().items()
        if name not in ("half", "part_stale", "stale_and_low", "on_air", "next", "restocked")
    }
    pictures = {name: tile_of(view) for name, view in samples.items()}
    for one, other in itertools.combinations(pictures, 2):
        assert pictures[one] != pictures[other], (one, other)


def test_stale_parts_are_hatched_and_the_rest_is_not() -> None:
    """One dead warehouse does not grey the whole bar."""
    samples = gauge_samples()
    bar = QRect(MARGIN + 16, MARGIN + 59, 200, 1)
    part = tile_of(samples["part_stale"])
    live = colours_in(part, QRect(bar.x(), bar.y(), 50, 1))
    stale = colours_in(part, QRect(bar.x() + 62, bar.y(), 70, 1))
    assert set(live) == {name_of(theme.BAR)}
    assert set(stale) == {name_of(theme.BAR), name_of(theme.BG0)}
    low = colours_in(tile_of(samples["stale_and_low"]), QRect(bar.x(), bar.y(), 50, 1))
    assert set(low) == {name_of(theme.YELLOW), name_of(theme.BG0)}


def test_the_bar_is_cut_by_warehouse_with_a_gap_of_two() -> None:
    """In settings order, the full width being the opening stock."""
    image = tile_of(gauge_samples()["normal"])
    y = MARGIN + 59
    row = [colour_at(image, MARGIN + 12 + x, y) for x in range(230)]
    first = round(226 * 940 / 2400)
    whole = round(226 * 2140 / 2400)
    assert set(row[2:first]) == {name_of(theme.BAR)}
    assert row[first : first + 2] == [name_of(theme.BG0)] * 2
    assert set(row[first + 2 : whole + 2]) == {name_of(theme.BAR)}
    assert row[0] == name_of(theme.EDGE)
    assert row[whole + 2] == name_of(theme.BG0)


def test_zero_has_an_orange_frame_and_unknown_a_dashed_one() -> None:
    """Zero is a reading; unknown has neither parts nor stubs."""
    samples = gauge_samples()
    top = QRect(MARGIN + 14, MARGIN + 55, 220, 1)
    assert set(colours_in(tile_of(samples["sold_out"]), top)) == {name_of(theme.ORANGE)}
    unknown = colours_in(tile_of(samples["unknown"]), top)
    assert set(unknown) == {name_of(theme.EDGE), name_of(theme.BG0)}
    below = QRect(MARGIN + 14, MARGIN + 65, 220, 3)
    assert set(colours_in(tile_of(samples["unknown"]), below)) == {name_of(theme.BG2)}
    assert name_of(theme.T3) in colours_in(tile_of(samples["sold_out"]), below)


def test_on_air_is_a_frame_of_three_and_next_of_one() -> None:
    """Red already means something in a studio."""
    samples = gauge_samples()
    edge = [colour_at(tile_of(samples["on_air"]), MARGIN + 249 - x, MARGIN + 48) for x in range(4)]
    assert edge == [name_of(theme.T1)] * 3 + [name_of(theme.BG2)]
    edge = [colour_at(tile_of(samples["next"]), MARGIN + 249 - x, MARGIN + 48) for x in range(2)]
    assert edge == [name_of(theme.T1), name_of(theme.BG2)]


def test_the_lower_edge_shows_what_is_left_of_a_hold() -> None:
    """3 pixels high, 222 of 360 seconds wide."""
    image = tile_of(gauge_samples()["held"])
    row = [colour_at(image, MARGIN + x, MARGIN + 94) for x in range(5, 250)]
    assert row.count(name_of(theme.BLUE)) == round(250 * 222 / 360) - 5


def test_a_flash_inverts_the_figure_alone() -> None:
    """Nothing outside its rectangle changes."""
    view = gauge_samples()["low"]
    calm, flashing = tile_of(view), tile_of(view, marked=Marked(flashing=True))
    box = figure_rect(QRect(MARGIN, MARGIN, 250, 96), LARGE, face_of(view, NOW, ZONE))
    assert colour_at(flashing, box.x() + 1, box.y() + 2) == name_of(theme.T1)
    different = [
        (x, y)
        for x in range(calm.width())
        for y in range(calm.height())
        if calm.pixel(x, y) != flashing.pixel(x, y)
    ]
    assert different
    assert all(box.contains(x, y) for x, y in different)


def test_a_countdown_changes_its_row_and_its_edge_alone() -> None:
    """That is all a second repaints."""
    view = gauge_samples()["held"]
    box = QRect(0, 0, 250, 96)
    face = face_of(view, NOW, ZONE)

    def at(seconds: int) -> QImage:
        now = NOW.replace(second=NOW.second + seconds)
        return painted(250, 96, lambda p: paint_tile(p, box, LARGE, face, Moment(now, ZONE)))

    places = state_rects(box, LARGE)
    before, after = at(0), at(7)
    different = [(x, y) for x in range(250) for y in range(96) if before.pixel(x, y) != after.pixel(x, y)]
    assert different
    assert all(any(place.contains(x, y) for place in places) for x, y in different)


def test_only_exposed_rows_are_painted() -> None:
    """The rest of a tile costs nothing when its chip counts."""
    box = QRect(0, 0, 250, 96)
    face = face_of(gauge_samples()["held"], NOW, ZONE)
    row = state_rects(box, LARGE)[0]
    found = texts_of(
        lambda: painted(250, 96, lambda p: paint_tile(p, box, LARGE, face, Moment(NOW, ZONE, 1.0, row)))
    )
    assert "便携蓝牙音箱" not in [fit.text for fit in found]
    assert len(found) > 2


@pytest.mark.parametrize(
    ("shape", "width"), [(LARGE, 250), (LARGE, 246), (LARGE, 320), (SMALL_SHAPE, 206), (SMALL_SHAPE, 200)]
)
def test_no_text_is_clipped_or_covered(language: str, shape: Shape, width: int) -> None:
    """At each size, in both languages, for every state and for the widest figures."""
    box = QRect(0, 0, width, shape.height)
    for view in (*gauge_samples(language).values(), *extremes()):
        for marked in (PLAIN, Marked(selected=True)):
            face = face_of(view, NOW, ZONE)
            found = texts_of(
                lambda face=face, marked=marked: painted(  # type: ignore[misc] # mypy does not infer defaults
                    width, shape.height, lambda p: paint_tile(p, box, shape, face, Moment(NOW, ZONE), marked)
                )
            )
            assert [fit for fit in found if not fit.fits] == [], view.title
            assert [fit for fit in found if fit.left < 12 or fit.left + fit.took > width - 8] == [], (
                view.title
            )
            assert overlaps(found) == [], view.title
            assert face.words.figure in [fit.drawn for fit in found]


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_nothing_leaves_the_box(dpr: float) -> None:
    """A neighbour is never painted over, whatever the pixels of the screen."""
    for view in (*gauge_samples().values(), *extremes()):
        image = tile_of(view, dpr=dpr)
        edge = round(MARGIN * dpr) - 1
        wide, tall = image.width(), image.height()
        for strip in (
            QRect(0, 0, wide, edge),
            QRect(0, tall - edge, wide, edge),
            QRect(0, 0, edge, tall),
            QRect(wide - edge, 0, edge, tall),
        ):
            outside = image.copy(strip)
            ground = outside.copy()
            ground.fill(theme.BG1)
            assert outside == ground, view.title


def test_a_warehouse_split_shows_all_its_parts_or_their_number() -> None:
    """One part alone would read as the whole."""
    view = gauge_samples()["announced"]
    wide = [fit.drawn for fit in texts_of(lambda: tile_of(view))]
    narrow = [fit.drawn for fit in texts_of(lambda: tile_of(view, SMALL_SHAPE, 190))]
    assert {"洛", "481", "FBA", "240"} <= set(wide)
    assert not {"481", "240"} & set(narrow)
    assert "2 sites" in narrow


def test_stale_figures_lose_weight_and_colour() -> None:
    """Nobody may read an old figure as if it were fresh."""
    samples = gauge_samples()
    figure = QRect(MARGIN + 12, MARGIN + 26, 60, 28)
    assert name_of(theme.T1) in colours_in(tile_of(samples["low"]), figure)
    assert name_of(theme.T1) not in colours_in(tile_of(samples["stale"]), figure)


def test_opening_stock_of_zero_is_no_accident() -> None:
    """Shown with its figure and without a share."""
    view = gauge_samples()["normal"]
    view = replace(view, opening=0, share=None, chip=replace(view.chip, share=None))
    drawn = [fit.drawn for fit in texts_of(lambda: tile_of(view))]
    assert "2,140" in drawn
    assert "—" in drawn


def test_a_restock_above_the_opening_fills_the_bar_and_no_more() -> None:
    """The new 100 % comes only from the operator."""
    view = gauge(Goods("X", "x", "x", 100, {"dal": 90, "la": 80}, 1.0))
    image = tile_of(view)
    y = MARGIN + 59
    assert colour_at(image, MARGIN + 12 + 227, y) == name_of(theme.BAR)
    assert colour_at(image, MARGIN + 12 + 228, y) == name_of(theme.BG0)
    assert colour_at(image, MARGIN + 12 + 229, y) == name_of(theme.EDGE)
