"""What a person chose comes back, and never harms."""

from enum import StrEnum
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize

from app.intents import Reason
from widgets.choices import Choices, visible_place

LEFT_SCREEN = QRect(0, 0, 1920, 1040)
RIGHT_SCREEN = QRect(1920, 0, 1280, 1024)
SIZE = QSize(1600, 1000)


class Side(StrEnum):
    """Something to choose."""

    LEFT = "left"
    RIGHT = "right"


def test_choices_come_back_from_the_file(tmp_path: Path) -> None:
    """After a restart everything is as it was left."""
    path = tmp_path / "desk.ini"
    kept = Choices(path)
    kept.minutes, kept.reason, kept.language = 10, Reason.ROUND, "en"
    kept.keep("privacy", True)
    kept.keep("side", Side.RIGHT.value)
    kept.keep_place("desk", QRect(10, 20, 1200, 700))
    kept.write()
    again = Choices(path)
    assert (again.minutes, again.reason, again.language) == (10, Reason.ROUND, "en")
    assert again.flag("privacy", default=False)
    assert again.one_of(Side, "side", Side.LEFT) is Side.RIGHT
    assert again.place("desk") == QRect(10, 20, 1200, 700)


def test_nothing_chosen_means_the_defaults(tmp_path: Path) -> None:
    """A first start."""
    choices = Choices(tmp_path / "desk.ini")
    assert (choices.minutes, choices.reason, choices.language) == (5, Reason.STAGE, "")
    assert choices.place("desk") is None


@pytest.mark.parametrize("value", ["31", "-1", "many", "", "5.5"])
def test_minutes_that_make_no_sense_are_as_if_never_chosen(tmp_path: Path, value: str) -> None:
    """Somebody edited the file."""
    choices = Choices(tmp_path / "desk.ini")
    choices.keep("mark/minutes", value)
    choices.keep("mark/reason", value)
    assert (choices.minutes, choices.reason) == (5, Reason.STAGE)


@pytest.mark.parametrize("value", ["", "1 2 3", "1 2 3 x", "0 0 0 0", "0 0 -5 9"])
def test_a_broken_place_is_no_place(tmp_path: Path, value: str) -> None:
    """The window opens where it would at first."""
    choices = Choices(tmp_path / "desk.ini")
    choices.keep("places/desk", value)
    assert choices.place("desk") is None


def test_a_damaged_file_is_as_if_there_were_none(tmp_path: Path) -> None:
    """The desk must open."""
    path = tmp_path / "desk.ini"
    path.write_bytes(b"\x00\xff[[[=\n\x80")
    assert Choices(path).minutes == 5


def test_a_window_comes_back_where_it_was() -> None:
    """On the second screen too."""
    place = QRect(2000, 30, 1100, 900)
    assert visible_place(place, SIZE, [LEFT_SCREEN, RIGHT_SCREEN]) == place


def test_a_window_whose_screen_is_gone_comes_to_the_main_one() -> None:
    """Somebody unplugged the second screen."""
    place = visible_place(QRect(2000, 30, 1100, 900), SIZE, [LEFT_SCREEN])
    assert LEFT_SCREEN.contains(place)
    assert place.size() == QSize(1100, 900)


def test_a_window_larger_than_the_screen_is_made_to_fit() -> None:
    """A smaller monitor than yesterday."""
    place = visible_place(QRect(0, 0, 3000, 2000), SIZE, [RIGHT_SCREEN])
    assert place.width() <= 1280
    assert place.height() <= 1024


@pytest.mark.parametrize("left", [-1590, 1900])
def test_a_window_of_which_a_sliver_is_left_comes_back(left: int) -> None:
    """A person must be able to catch it."""
    place = visible_place(QRect(left, 100, 1600, 900), SIZE, [LEFT_SCREEN])
    assert LEFT_SCREEN.contains(place)


def test_a_window_half_outside_stays() -> None:
    """Its owner put it there."""
    place = QRect(900, 100, 1600, 900)
    assert visible_place(place, SIZE, [LEFT_SCREEN]) == place


def test_a_first_window_stands_in_the_middle_of_the_main_screen() -> None:
    """And fits on it."""
    place = visible_place(None, SIZE, [RIGHT_SCREEN, LEFT_SCREEN])
    assert RIGHT_SCREEN.contains(place)
    assert abs(place.center().x() - RIGHT_SCREEN.center().x()) <= 1


def test_without_any_screen_the_wish_stands() -> None:
    """Off screen there is nothing to be seen on."""
    assert visible_place(QRect(1, 2, 3, 4), SIZE, []) == QRect(1, 2, 3, 4)
    assert visible_place(None, SIZE, []).size() == SIZE
