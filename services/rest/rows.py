"""From a page's document to its rows, from each row to the values its paths name; a bad row is bad alone.

Rows may be a list or an object of rows, and each may hold several levels (warehouses, order lines).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

from app.domain.readings import RejectedRow
from app.ports import AnswerRejected
from app.words import _, plain
from services.rest.bad_value import BadValue
from services.rest.figures import figure, total
from services.rest.paths import Columns, Failed, Keys, compile_path
from services.rest.rereading import UNREAD, Elements, renewed
from services.rest.strict_json import Json, Odd

BAD_SHARE = 5
"""One bad row in so many is the most that is believed."""
LONGEST_NAME = 200
"""Of a SKU or a code; a longer one is none. They are never cut, because a cut one is another's."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of one page. `count` is what the server counts; a row with levels is several of `rows`.

    `keys` and `items` are what rows without levels were taken from. At places other than `renewed` stand the
    very rows that were taken before.
    """

    count: int = 0
    rows: Sequence[tuple[Json, ...]] = ()
    bad: tuple[RejectedRow, ...] = ()
    keys: Sequence[Json] = ()
    items: Sequence[Json] = ()
    renewed: Sequence[int] = ()


UNTAKEN = Taken()


@dataclass(frozen=True, slots=True)
class Sum:
    """Where a figure's terms are among the columns, and their signs."""

    places: tuple[int, ...]
    signs: tuple[int, ...]

    def of(self, row: Sequence[Json]) -> int | None:
        """The figure, None where a term is missing. Raises BadValue."""
        if self.is_plain:
            return figure(row[self.places[0]])
        return total([row[place] for place in self.places], self.signs)

    @property
    def is_plain(self) -> bool:
        """Whether it is one path as it stands, as nearly all are."""
        return self.signs == (1,)


class Plan:
    """The paths of one kind of row, gathered so that all are taken at once; each column is taken once."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def place(self, path: str) -> int:
        """The column of a path."""
        if path not in self.paths:
            self.paths.append(path)
        return self.paths.index(path)

    def sum(self, paths: str | Sequence[str]) -> Sum:
        """The columns of a figure: one path, or several with their signs."""
        terms = [paths] if isinstance(paths, str) else list(paths)
        signs = tuple(-1 if term.startswith("-") else 1 for term in terms)
        return Sum(tuple(self.place(term.removeprefix("-").strip()) for term in terms), signs)


class RowTaker:
    """Takes rows out of documents."""

    def __init__(self, items: str, plan: Plan, *, levels: str | None = None) -> None:
        """Raises BadPath."""
        self._items = compile_path(items)
        self._levels = Columns([levels]) if levels is not None else None
        self._columns = Columns(plan.paths)

    def take(self, document: Json, before: Taken = UNTAKEN, elements: Elements = UNREAD) -> Taken:
        """The rows of a page; out of `before` comes what was taken from the very same objects.

        `elements` may know already which those are.

        Raises:
            AnswerRejected: There is no list of rows where it should be.
        """
        keys, items = self._found(document)
        count = len(items)
        bad: list[RejectedRow] = []
        keys, items = _readable(keys, items, bad)
        if self._levels is not None:
            rows = self._with_levels(self._levels, keys, items, bad)
            return Taken(count, rows, tuple(bad), renewed=range(len(rows)))
        is_known = keys == before.keys
        rows = list(before.rows) if is_known else [()] * len(items)
        new = _renewed(items, before.items, elements) if is_known else range(len(items))
        fresh = self._columns.take([items[place] for place in new], Keys([keys[place] for place in new]))
        for place, row in zip(new, fresh, strict=True):
            rows[place] = row
        return Taken(count, rows, tuple(bad), keys, items, new)

    def _found(self, document: Json) -> tuple[Sequence[Json], Sequence[Json]]:
        try:
            found = self._items.search(document)
        except Failed:
            found = None
        if isinstance(found, dict):
            return list(found), list(found.values())
        if isinstance(found, list):
            return [None] * len(found), found
        raise AnswerRejected(
            _("The answer has no list where `items` looks for one."),
            remedy=_("Its format may have changed. Check `items` in the settings of this source."),
        )

    def _with_levels(
        self, levels: Columns, keys: Sequence[Json], rows: Sequence[Json], bad: list[RejectedRow]
    ) -> list[tuple[Json, ...]]:
        item_keys: list[Json] = []
        level_keys: list[Json] = []
        pairs: list[Json] = []
        for key, row, (found,) in zip(keys, rows, levels.take(rows, Keys(keys)), strict=True):
            inner_keys, inner = _levels(key, found, bad)
            item_keys += [key] * len(inner)
            level_keys += inner_keys
            pairs += [{"item": row, "level": level} for level in inner]
        return self._columns.take(pairs, Keys(item_keys, level_keys))


def believe(rows: int, rejected: Sequence[RejectedRow]) -> None:
    """Let a few bad rows pass.

    Raises:
        AnswerRejected: More than a fifth of all rows are bad.
    """
    if len(rejected) * BAD_SHARE > rows:
        first = rejected[0]
        raise AnswerRejected(
            _("{bad} of {rows} rows can't be believed; the first: {where}: {why}.").format(
                bad=len(rejected), rows=rows, where=first.where, why=first.why
            ),
            remedy=_("The format may have changed. Check `rows` in the settings of this source."),
        )


def rejected(where: Any, error: BadValue | str) -> RejectedRow:  # noqa: ANN401 - whatever an answer holds
    """A bad row, named by its SKU or its position."""
    return RejectedRow(where=plain(str(where), LONGEST_NAME), why=str(error))


def name(value: Json, what: str) -> str:
    """A SKU, a code or an id: text or a whole number, never trimmed, folded or cut.

    Raises:
        BadValue: It is missing, empty, too long or something else.
    """
    text = str(value) if type(value) is int else value
    if isinstance(text, str) and 0 < len(text) <= LONGEST_NAME:
        return text
    if value is None or value == "":
        raise BadValue(_("{what} is missing").format(what=what))
    raise BadValue(
        _("{what} is no text of up to {longest} characters").format(what=what, longest=LONGEST_NAME)
    )


def _readable(
    keys: Sequence[Json], rows: Sequence[Json], bad: list[RejectedRow]
) -> tuple[Sequence[Json], Sequence[Json]]:
    """Keys and rows without those that can't be read. Null under a key is a row in which nothing is known."""
    if {NoneType, Odd}.isdisjoint(map(type, rows)):
        return keys, rows
    kept: list[tuple[Json, Json]] = []
    for key, row in zip(keys, rows, strict=True):
        if row is None and key is None:
            bad.append(rejected(_("a row"), _("is empty")))
        elif isinstance(row, Odd):
            bad.append(rejected(key or _("a row"), _("names {key} twice").format(key=row.why)))
        else:
            kept.append((key, row))
    return [key for key, _row in kept], [row for _key, row in kept]


def _renewed(items: Sequence[Json], before: Sequence[Json], elements: Elements) -> Sequence[int]:
    """Places of `items` that do not hold the very object of `before`, where `elements` has not found them."""
    if items is elements.values and before is elements.base:
        return elements.renewed
    return renewed(items, before)


def _levels(key: Json, found: Json, bad: list[RejectedRow]) -> tuple[Sequence[Json], Sequence[Json]]:
    """Keys and levels of one row. A row without any lists nothing."""
    if found is None:
        return (), ()
    if isinstance(found, Mapping):
        return _readable(list(found), list(found.values()), bad)
    if isinstance(found, list):
        return _readable([None] * len(found), found, bad)
    bad.append(rejected(key or _("a row"), _("has no list of levels")))
    return (), ()
