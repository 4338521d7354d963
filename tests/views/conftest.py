"""Tests of views speak English unless they say otherwise; the language never leaks into the next test."""

from collections.abc import Iterator

import pytest

from app.words import use_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")
