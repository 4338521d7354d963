"""Values that are made most: what they keep of a frozen dataclass, and what making one costs."""

import copy
import pickle
from dataclasses import dataclass, field, replace

import pytest

from app.domain.lean import lean


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _Bag:
    """Something with all kinds of fields."""

    name: str
    units: int = 3
    notes: list[str] = field(default_factory=list)


def test_it_is_made_compared_copied_and_kept_as_any_frozen_value() -> None:
    """Defaults, equality, hash, `replace`, copies and pickles are those of the dataclass."""
    bag = _Bag(name="a")

    assert bag == _Bag(name="a", units=3, notes=[])
    assert bag.notes is not _Bag(name="a").notes
    assert replace(bag, units=4) == _Bag(name="a", units=4)
    assert copy.deepcopy(bag) == bag
    assert pickle.loads(pickle.dumps(bag)) == bag  # noqa: S301 - our own, of a moment ago
    assert hash(_Thin(units=1)) == hash(_Thin(units=1))
    assert repr(bag) == "_Bag(name='a', units=3, notes=[])"


def test_what_is_missing_or_unknown_is_refused() -> None:
    """As a dataclass refuses it; a field nobody declared can't be set."""
    with pytest.raises(TypeError, match="name"):
        _Bag()  # type: ignore[call-arg] # what this is about
    with pytest.raises(AttributeError):
        setattr(_Bag(name="a"), "colour", "red")  # noqa: B010 - what this is about


@lean
@dataclass(frozen=True, slots=True, kw_only=True)
class _Thin:
    units: int
