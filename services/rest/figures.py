"""Reading figures: whole numbers as systems write them, and sums of them.

Not for stamps or texts. Missing is None, never 0; a negative whole number is a fact.
"""

import re
from collections.abc import Sequence
from typing import Any

from app.words import _
from services.rest.bad_value import BadValue, shown

LARGEST = 1_000_000_000
"""Beyond it no stock, no audience and no sale is believed."""

_DIGITS = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def figure(value: Any) -> int | None:  # noqa: ANN401 - whatever an answer holds
    """A whole number, or None where there is none.

    Raises:
        BadValue: It is something else: a fraction, other digits, a truth value, too large.
    """
    if value is None or (type(value) is int and -LARGEST <= value <= LARGEST):
        return value
    number = _whole(value)
    if number is None:
        raise BadValue(_("{value} is no whole number").format(value=shown(value)))
    if not -LARGEST <= number <= LARGEST:
        raise BadValue(_("{value} is larger than any figure we believe").format(value=shown(value)))
    return number


def _whole(value: Any) -> int | None:  # noqa: ANN401 - the same
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    if type(value) is str and _DIGITS.fullmatch(value):
        return int(value)
    return None


def total(values: Sequence[Any], signs: Sequence[int]) -> int | None:
    """The sum of the terms, each with its sign; None as soon as one of them is missing.

    Raises:
        BadValue: A term is no whole number, or the sum is too large.
    """
    sum_ = 0
    missing = False
    for value, sign in zip(values, signs, strict=True):
        term = figure(value)
        missing = missing or term is None
        sum_ += sign * (term or 0)
    return None if missing else figure(sum_)
