"""Icons are all there, tell their states apart by shape, and are drawn once."""

import itertools

import pytest
from PySide6.QtGui import QImage

from widgets.kit import icons
from widgets.kit.icon_shapes import SHAPES
from widgets.kit.theme import Hue

STATES = (
    "low", "crit", "out", "lock", "plan", "send", "open", "stop", "clock", "unknown", "need", "swap", "ban",
    "lamp_live", "lamp_aging", "lamp_stale", "lamp_unknown",
)  # fmt: skip


def ink_of(name: str, size: int = 16, dpr: float = 1.0) -> QImage:
    """The icon as a picture with transparency."""
    return icons.icon(name, size, Hue.T1, dpr).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def inked(name: str, size: int) -> int:
    """How many pixels of the icon are more than half covered."""
    image = ink_of(name, size)
    return sum(image.pixelColor(x, y).alpha() > 128 for x in range(size) for y in range(size))


@pytest.mark.parametrize("size", [12, 14, 16, 20])
def test_every_icon_leaves_ink_at_every_size(size: int) -> None:
    """An empty picture would be a state without a shape."""
    assert [name for name in SHAPES if inked(name, size) < size // 2] == []


def test_the_small_arrows_of_trends_leave_ink() -> None:
    """They are drawn at 8."""
    assert [name for name in ("up", "down", "flat") if inked(name, 8) < 6] == []


def test_states_differ_in_shape_not_only_in_colour() -> None:
    """Someone who sees no colours must still tell them apart."""
    for one, other in itertools.combinations(STATES, 2):
        first, second = ink_of(one), ink_of(other)
        different = sum(
            abs(first.pixelColor(x, y).alpha() - second.pixelColor(x, y).alpha()) > 100
            for x in range(16)
            for y in range(16)
        )
        assert different >= 6, (one, other)


def test_icons_have_the_pixels_of_the_screen() -> None:
    """On a screen with two pixels for one, an icon of 16 has 32."""
    pixmap = icons.icon("lock", 16, Hue.BLUE, 2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_icon_is_drawn_once() -> None:
    """Tiles ask for the same few icons hundreds of times a second."""
    assert icons.icon("low", 12, Hue.YELLOW) is icons.icon("low", 12, Hue.YELLOW)


def test_an_unknown_icon_is_an_error() -> None:
    """A misspelt name must not show as an empty place."""
    with pytest.raises(KeyError):
        icons.icon("lok", 12, Hue.T1)


def test_the_application_has_an_icon_at_every_usual_size() -> None:
    """Task bars ask for 16 to 256."""
    available = {size.width() for size in icons.app_icon().availableSizes()}
    assert {16, 24, 32, 48, 256} <= available
    assert not icons.app_icon().pixmap(32).isNull()
