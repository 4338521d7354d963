"""Reading money, shares and truth values."""

from decimal import Decimal

import pytest

from services.rest.amounts import amount, share, truth
from services.rest.bad_value import BadValue
from services.rest.strict_json import Odd


@pytest.mark.parametrize(
    ("value", "money"),
    [("19.90", "19.90"), (19.9, "19.9"), (20, "20"), (0, "0"), ("0.005", "0.005"), (None, None)],
)
def test_money_is_what_was_written(value: object, money: str | None) -> None:
    """To the last digit; a float by the shortest digits that mean it."""
    assert amount(value) == (None if money is None else Decimal(money))
    assert str(amount(value)) == str(money)


def test_money_in_hundredths() -> None:
    """As many systems count it."""
    assert str(amount(1990, cents=True)) == "19.90"
    assert str(amount("5", cents=True)) == "0.05"
    assert amount(None, cents=True) is None


@pytest.mark.parametrize(
    "value",
    [-1, -0.5, "-1", "+1", "1,50", "1e3", " 1", "１", True, "", [], {}, 1e300, 10**300, "9" * 16, Odd("NaN")],
)
def test_what_is_no_money_is_said(value: object) -> None:
    """Never guessed at."""
    with pytest.raises(BadValue):
        amount(value)


def test_a_share_lies_between_nothing_and_all() -> None:
    """A percentage is something else, and is not taken for one."""
    assert [share(value) for value in (0, 1, "0.37", 0.37, None)] == [0.0, 1.0, 0.37, 0.37, None]
    for odd in (37, 1.01, "37%", -0.1, True, Odd("NaN")):
        with pytest.raises(BadValue):
            share(odd)


def test_only_true_and_false_are_truths() -> None:
    """Null is not told; a text is neither."""
    assert [truth(value) for value in (True, False, None)] == [True, False, None]
    for odd in ("true", 1, 0, ""):
        with pytest.raises(BadValue):
            truth(odd)
