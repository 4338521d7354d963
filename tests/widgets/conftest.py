"""For tests of windows: our theme on the application, and the language a test asks for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app import words
from widgets.kit import theme


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Our theme, motion as usual, English unless a test says otherwise."""
    theme.apply(qapp)
    theme.reduce_motion(False)
    words.use_language("en")
    yield
    theme.reduce_motion(False)
    words.use_language("en")


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The test runs once in each language, which is spoken meanwhile."""
    words.use_language(request.param)
    return str(request.param)
