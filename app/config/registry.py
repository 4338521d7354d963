"""What app.config is handed to understand sources and accounts without knowing who reaches them.

A kind brings the type of its entry (a msgspec struct whose field names are the keys) and a check for what
only several keys together can get wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from msgspec import Struct

from app.config.problems import Place
from app.domain.readings import SourceRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What else the file names, for checks that look beyond one entry."""

    accounts: Mapping[str, Any] = field(default_factory=dict)
    skus: frozenset[str] = frozenset()
    warehouses: frozenset[str] = frozenset()
    more_warehouses: bool = False
    """Answers may name warehouses that the file does not."""


class Judged(Protocol):
    """What a check found, by place within the entry."""

    @property
    def problems(self) -> Sequence[tuple[Place, str]]:
        """What refuses the start."""
        ...

    @property
    def warnings(self) -> Sequence[tuple[Place, str]]:
        """What `stockcue check` tells."""
        ...


def _places_of_itself(entry: Any) -> tuple[frozenset[str], bool]:  # noqa: ANN401 - a kind's own type
    return frozenset({entry.id}), False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of source for one role. `places`: the warehouses it reports, and whether it may name more."""

    type: type[Struct]
    check: Callable[[Any, Surroundings], Judged]
    places: Callable[[Any], tuple[frozenset[str], bool]] = _places_of_itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Every kind by role and name, what a `[[notices]]` entry may be, and what an `[[accounts]]` entry is."""

    account: Kind
    sources: Mapping[SourceRole, Mapping[str, Kind]]
    notices: Mapping[str, Kind] = field(default_factory=dict)
