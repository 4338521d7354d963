"""Reading figures."""

import pytest

from services.rest.bad_value import BadValue
from services.rest.figures import LARGEST, figure, total
from services.rest.strict_json import Odd

NUMBERS: tuple[tuple[object, int | None], ...] = (
    (0, 0),
    (7, 7),
    (-3, -3),
    (7.0, 7),
    ("7", 7),
    ("007", 7),
    ("-3", -3),
    ("+3", 3),
    (None, None),
    (LARGEST, LARGEST),
)
NO_NUMBERS: tuple[object, ...] = (
    True,
    False,
    1.5,
    "1.5",
    "1e3",
    "",
    " 7",
    "7 ",
    "7\n",
    "1_000",
    "1,000",
    "５",
    "٣",
    "²",
    "NaN",
    "0x10",
    [],
    {},
    float("nan"),
    float("inf"),
    Odd("NaN"),
    2**63,
    -(2**63),
    str(2**63),
    "9" * 30,
    LARGEST + 1,
)


def test_integers_whole_floats_and_ascii_digits_are_numbers() -> None:
    """F042, F045: missing is unknown and never 0; a negative number is a fact."""
    for value, wanted in NUMBERS:
        assert figure(value) == wanted, value


def test_everything_else_is_no_figure() -> None:
    """F036, F047, F049: odd digits, fractions, truth values and numbers beyond belief are rejected."""
    for value in NO_NUMBERS:
        with pytest.raises(BadValue):
            pytest.fail(f"{value!r} was read as {figure(value)}")


def test_a_sum_takes_each_term_with_its_sign() -> None:
    """Systems that only tell what lies there and what is locked."""
    assert total([10, "4"], [1, -1]) == 6
    assert total([4, 10], [1, -1]) == -6


def test_a_sum_with_a_missing_term_is_missing() -> None:
    """Half a sum would be a wrong figure."""
    assert total([10, None], [1, -1]) is None


def test_a_sum_with_a_bad_term_is_bad_even_where_another_is_missing() -> None:
    """Nonsense does not become "unknown" by standing beside it."""
    with pytest.raises(BadValue):
        total([None, "x"], [1, 1])
