"""Cells in whole columns; the same arithmetic finds them by row, by place and by direction."""

import pytest

from app.views.gauge import Urgency
from widgets.wall.arrangement import Section
from widgets.wall.geometry import Density, Grid, cells_for

SECTIONS = (Section(Urgency.ACT_NOW, 0, 5), Section(Urgency.WATCH, 5, 2), Section(Urgency.NORMAL, 7, 6))


def grid_of(width: int, window: int = 1600, density: Density = Density.TILES) -> Grid:
    """Thirteen products in three groups."""
    return Grid(SECTIONS, cells_for(density, window), width)


@pytest.mark.parametrize(
    ("width", "window", "columns", "cell"),
    [
        (1024, 1600, 4, 250),
        (1016, 1600, 4, 248),
        (1300, 1600, 5, 253),
        (848, 1280, 4, 206),
        (856, 1280, 4, 208),
    ],
)
def test_columns_are_whole_and_at_least_as_wide_as_a_tile(
    width: int, window: int, columns: int, cell: int
) -> None:
    """Extra width goes into whole columns."""
    grid = grid_of(width, window)
    assert (grid.columns, grid.cell_width) == (columns, cell)


def test_a_tile_is_never_wider_than_320() -> None:
    """One column in a broad gap keeps its measure."""
    assert grid_of(480).cell_width == 320


def test_sections_follow_one_another_with_their_headings() -> None:
    """24 for a heading, 104 for each line of tiles."""
    grid = grid_of(1024)
    assert [top for _section, top in grid.headings()] == [0, 24 + 2 * 104, 48 + 3 * 104]
    assert grid.rect(0).getRect() == (0, 24, 250, 96)
    assert grid.rect(4).getRect() == (0, 128, 250, 96)
    assert grid.rect(6).getRect() == (258, 24 + 2 * 104 + 24, 250, 96)
    assert grid.height == 72 + 5 * 104


def test_rows_are_found_where_they_lie_and_nowhere_else() -> None:
    """Headings, gaps and empty places belong to none."""
    grid = grid_of(1024)
    for row in range(13):
        box = grid.rect(row)
        assert grid.row_at(box.x(), box.y()) == row
        assert grid.row_at(box.right(), box.bottom()) == row
        assert grid.row_at(box.right() + 1, box.y()) is None
        assert grid.row_at(box.x(), box.bottom() + 1) is None
    assert grid.row_at(10, 10) is None
    assert grid.row_at(300, 140) is None
    assert grid.row_at(-5, 50) is None
    assert grid.row_at(10, 100_000) is None


def test_only_what_can_be_seen_is_asked_for() -> None:
    """Every visible row is in the range, and few others."""
    grid = grid_of(1024)
    for top in range(0, grid.height, 7):
        rows = grid.rows_between(top, top + 200)
        seen = [
            row for row in range(13) if grid.rect(row).bottom() >= top and grid.rect(row).top() <= top + 200
        ]
        assert set(seen) <= set(rows)
        assert len(rows) <= len(seen) + 2 * grid.columns


def test_up_and_down_keep_the_column_across_sections() -> None:
    """To the last tile of a shorter line, and no further than the ends."""
    grid = grid_of(1024)
    assert grid.below(0) == 4
    assert grid.below(3) == 4
    assert grid.below(4) == 5
    assert grid.below(5) == 7
    assert grid.below(6) == 8
    assert grid.above(8) == 6
    assert grid.above(9) == 6
    assert grid.above(5) == 4
    assert grid.above(1) == 1
    assert grid.below(12) == 12


def test_rows_of_a_list_lie_close_with_a_gap_between_groups() -> None:
    """24 and a hairline, 3 more after each group, no headings."""
    grid = grid_of(624, 960, Density.LIST)
    assert grid.headings() == []
    assert [grid.rect(row).y() for row in (0, 1, 4, 5, 7)] == [0, 25, 100, 128, 181]
    assert grid.cell_width == 624


def test_nothing_has_no_rows() -> None:
    """An empty wall is asked the same questions."""
    grid = Grid((), cells_for(Density.TILES, 1600), 1024)
    assert grid.height == 0
    assert grid.row_at(5, 5) is None
    assert list(grid.rows_between(0, 500)) == []
