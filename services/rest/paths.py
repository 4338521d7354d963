"""JMESPath, compiled: one document searched, or a column of values taken from many rows at little cost.

Paths that only walk down names (`a.b.c`, nearly all) are walked directly; the others are joined into one
projection over all rows. `$key` is the key of a row in an object of rows, which JMESPath can't say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any, TypeAlias

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from services.rest.strict_json import Json, Odd

KEY = "$key"
_KEYS = (KEY, "item.$key", "level.$key")
_HEADER = re.compile(r"header\.(?P<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+)")


Tree: TypeAlias = Any
"""The parser's own syntax tree: a dict with `type`, `children` and sometimes `value`."""


class BadPath(ValueError):
    """No JMESPath; `str()` is the parser's own sentence, one line."""


class Failed(Exception):
    """A path could not be evaluated on a document: a function was given what it can't take."""


@dataclass(frozen=True, slots=True)
class Path:
    """One compiled JMESPath. `steps` are its names where it does nothing but walk down (`a.b`, `a.b[]`)."""

    text: str
    tree: Tree
    steps: tuple[str, ...] | None
    flattens: bool = False
    """Whether the walk ends in `[]`."""

    def search(self, document: Json) -> Json:
        """What the path finds, None where nothing is there.

        Raises:
            Failed: A function in it was given what it can't take.
        """
        if self.steps is not None:
            found = _walk(document, self.steps)
            return _flat(found) if self.flattens else found
        try:
            return ParsedResult(self.text, self.tree).search(document)
        except (JMESPathError, ArithmeticError, RecursionError, TypeError) as error:
            raise Failed(self.text) from error

    def find(self, document: Json) -> Json:
        """What the path finds; a document it can't be evaluated on has nothing."""
        try:
            return self.search(document)
        except Failed:
            return None


def compile_path(text: str) -> Path:
    """Compile a JMESPath.

    Raises:
        BadPath: It is none.
    """
    try:
        tree = jmespath.compile(text).parsed
    except (JMESPathError, ValueError, RecursionError) as error:
        raise BadPath(" ".join(str(error).split("\n")[0].split())) from error
    is_flat = _is_flattening(tree)
    return Path(text, tree, _steps(tree["children"][0]["children"][0] if is_flat else tree), flattens=is_flat)


def header_name(text: str) -> str | None:
    """NAME, lower case, where a path is `header.NAME`."""
    found = _HEADER.fullmatch(text)
    return found["name"].lower() if found else None


def negates_too_much(path: Path) -> bool:
    """Whether the path says `!a.b`, which means `(!a).b` and hardly ever what was meant."""
    return any(
        node["type"] == "subexpression" and node["children"][0]["type"] == "not_expression"
        for node in _nodes(path.tree)
    )


def _nodes(tree: Tree) -> Iterator[Tree]:
    yield tree
    for child in tree["children"]:
        if isinstance(child, dict):
            yield from _nodes(child)


def _steps(tree: Tree) -> tuple[str, ...] | None:
    kind = tree["type"]
    if kind == "field":
        return (tree["value"],)
    if kind == "current":
        return ()
    if kind != "subexpression":
        return None
    parts = [_steps(child) for child in tree["children"]]
    return None if None in parts else tuple(step for part in parts if part for step in part)


def _is_flattening(tree: Tree) -> bool:
    """Whether the path is another one followed by `[]` and nothing else."""
    if tree["type"] != "projection" or tree["children"][1]["type"] != "identity":
        return False
    return bool(tree["children"][0]["type"] == "flatten")


def _flat(found: Json) -> Json:
    """What `[]` makes of a value: lists in the list joined to it, nulls left out; nothing of other values."""
    if type(found) is not list:
        return found if type(found) is Odd else None
    if {NoneType, list}.isdisjoint(map(type, found)):
        return found
    joined = [inner for each in found for inner in (each if type(each) is list else (each,))]
    return [each for each in joined if each is not None]


def _walk(document: Json, steps: Sequence[str]) -> Json:
    for step in steps:
        if type(document) is not dict:
            return document if type(document) is Odd else None
        document = document.get(step)
    return document


FAILED = Odd("path")
"""Stands where a path could not be evaluated on a row."""


class Columns:
    """Several paths taken from many rows at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Raises BadPath. `$key`, `item.$key` and `level.$key` may stand among the paths."""
        self._keys = [text if text in _KEYS else None for text in texts]
        paths = [None if key else compile_path(text) for key, text in zip(self._keys, texts, strict=True)]
        self._paths = [path for path in paths if path is not None]
        self._projected = [path for path in self._paths if path.steps is None]
        self._projection = _projection([path.tree for path in self._projected])

    def take(self, rows: Sequence[Json], keys: "Keys") -> list[tuple[Json, ...]]:
        """One tuple a row, in the order of the paths. Rows that are null hold nothing."""
        projected = iter(self._project(rows))
        walked: dict[tuple[str, ...], Sequence[Json]] = {(): rows}
        walked_or_projected = iter(
            [
                next(projected) if path.steps is None else _column(walked, path.steps, flat=path.flattens)
                for path in self._paths
            ]
        )
        columns = [keys.named(key) if key else next(walked_or_projected) for key in self._keys]
        return list(zip(*columns, strict=True)) if columns else [()] * len(rows)

    def _project(self, rows: Sequence[Json]) -> list[Sequence[Json]]:
        if not self._projected or not rows:
            return [()] * len(self._projected)
        # a projection leaves null rows out
        held = [{} if row is None else row for row in rows]
        try:
            found = self._projection.search(held)
        except (JMESPathError, ArithmeticError, RecursionError, TypeError):
            found = [[_found_or_failed(path, row) for path in self._projected] for row in held]
        return list(zip(*found, strict=True))


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of rows that came out of objects; None where they came out of lists."""

    items: Sequence[Json]
    levels: Sequence[Json] | None = None

    def named(self, name: str) -> Sequence[Json]:
        """The column that `$key`, `item.$key` or `level.$key` means: the innermost for the bare one."""
        if name == "item.$key" or self.levels is None:
            return self.items
        if name == KEY and all(key is None for key in self.levels):
            return self.items
        return self.levels


def _column(
    walked: dict[tuple[str, ...], Sequence[Json]], steps: tuple[str, ...], *, flat: bool
) -> Sequence[Json]:
    """The values some steps down from all rows; columns on the way are kept for others that pass there."""
    column = walked[()]
    for length, step in enumerate(steps, 1):
        way = steps[:length]
        if way not in walked:
            walked[way] = [
                each.get(step) if type(each) is dict else each if type(each) is Odd else None
                for each in column
            ]
        column = walked[way]
    return [_flat(each) for each in column] if flat else column


def _projection(trees: Sequence[Tree]) -> ParsedResult:
    """`[*].[first, second, …]` of the paths."""
    chosen = {"type": "multi_select_list", "children": list(trees)}
    tree: Tree = {"type": "projection", "children": [{"type": "identity", "children": []}, chosen]}
    return ParsedResult("[*].[…]", tree)


def _found_or_failed(path: Path, row: Json) -> Json:
    try:
        return path.search(row)
    except Failed:
        return FAILED
