"""A value that is not believed. The row that holds it is rejected alone."""

from typing import Any

from app.words import plain
from services.rest.strict_json import Odd

SHOWN_CHARACTERS = 40


class BadValue(ValueError):
    """`str()` says in plain words what is wrong with the value."""


def shown(value: Any) -> str:  # noqa: ANN401 - whatever an answer holds
    """A value as a person may see it in a message: one line, bounded."""
    if isinstance(value, Odd):
        return plain(value.why, SHOWN_CHARACTERS)
    return plain(repr(value) if isinstance(value, str) else str(value), SHOWN_CHARACTERS)
