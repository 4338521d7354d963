"""Reading money, shares and truth values as systems write them; counts are `figures`. Missing is None."""

import re
from decimal import Decimal
from typing import Any

from app.words import _
from services.rest.bad_value import BadValue, shown

LARGEST = Decimal(1_000_000_000)
"""Beyond it no price and no order is believed."""

_DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)


def amount(value: Any, *, cents: bool = False) -> Decimal | None:  # noqa: ANN401 - whatever an answer holds
    """Money, exactly as written; with `cents` it came in hundredths. None where there is none.

    Raises:
        BadValue: It is something else: below zero, other digits, a sign, too large.
    """
    if value is None:
        return None
    number = _decimal(value)
    if number is None:
        raise BadValue(_("{value} is no amount of money").format(value=shown(value)))
    number = number.scaleb(-2) if cents else number
    if number > LARGEST:
        raise BadValue(_("{value} is larger than any figure we believe").format(value=shown(value)))
    return number


def share(value: Any) -> float | None:  # noqa: ANN401 - the same
    """A part of a whole, 0 to 1; None where there is none.

    Raises:
        BadValue: It is something else; a percentage is, too.
    """
    if value is None:
        return None
    number = _decimal(value)
    if number is None or number > 1:
        raise BadValue(_("{value} is no share between 0 and 1").format(value=shown(value)))
    return float(number)


def truth(value: Any) -> bool | None:  # noqa: ANN401 - the same
    """True or false; None where there is neither.

    Raises:
        BadValue: It is something else.
    """
    if value is None or isinstance(value, bool):
        return value
    raise BadValue(_("{value} is neither true nor false").format(value=shown(value)))


def _decimal(value: Any) -> Decimal | None:  # noqa: ANN401 - the same
    """A number that is not negative, by its own digits; a float by the shortest that mean it."""
    if type(value) is int or (type(value) is float and value < float(LARGEST) * 100):
        return Decimal(repr(value)) if value >= 0 else None
    if type(value) is str and _DECIMAL.fullmatch(value):
        return Decimal(value)
    return None
