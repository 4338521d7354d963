"""`${name}` in settings: compiled once, filled in for each request.

A text that is exactly one placeholder keeps the value's type; where that has no value, the whole entry is
left out. Inside longer text no value is empty text. `$${` is a literal `${`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

Filled: TypeAlias = Any
"""A filled template: text, number, truth value, list or dict of them."""

SECRET = "secret:"  # noqa: S105 - the beginning of a placeholder's name
BEFORE = "before."

_MARK = re.compile(r"\$\$\{|\$\{(?P<name>[^{}]*)\}")


class LeftOut:
    """The one value of an entry that is left out."""


LEFT_OUT = LeftOut()


@dataclass(frozen=True, slots=True)
class Slot:
    """One placeholder."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with at least one placeholder."""

    parts: tuple[str | Slot, ...]

    def fill(self, values: Mapping[str, object]) -> Filled:
        """The text with values; the value itself where the text is nothing but its placeholder."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Slot):
            value = values.get(self.parts[0].name)
            return LEFT_OUT if value is None else value
        return self.joined(values, said)

    def joined(self, values: Mapping[str, object], said_as: Callable[[object], str]) -> str:
        """All parts as one text, each value said by `said_as`."""
        return "".join(
            part if isinstance(part, str) else _said(values.get(part.name), said_as) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Branch:
    """A dict or list with templates somewhere inside."""

    entries: tuple[tuple[str | int, Any], ...]
    is_list: bool

    def fill(self, values: Mapping[str, object]) -> Filled:
        """The same dict or list with values, entries without one left out."""
        filled = [(key, fill(entry, values)) for key, entry in self.entries]
        kept = [(key, entry) for key, entry in filled if not isinstance(entry, LeftOut)]
        return [entry for _key, entry in kept] if self.is_list else dict(kept)


def compile_template(value: Any) -> Any:  # noqa: ANN401 - whatever a settings file holds
    """`value` with every text that has placeholders compiled, at any depth; other values as they are."""
    if isinstance(value, str):
        return _compiled(value)
    if isinstance(value, Mapping):
        return Branch(tuple((key, compile_template(entry)) for key, entry in value.items()), is_list=False)
    if isinstance(value, list | tuple):
        return Branch(tuple((n, compile_template(entry)) for n, entry in enumerate(value)), is_list=True)
    return value


def fill(template: Any, values: Mapping[str, object]) -> Filled:  # noqa: ANN401 - what compile_template gave
    """A compiled template with values; LEFT_OUT where it is one placeholder without a value."""
    return template.fill(values) if isinstance(template, Text | Branch) else template


def fill_url(template: str | Text, values: Mapping[str, object]) -> str:
    """An address with values, each percent-encoded whole, slash too."""
    return template if isinstance(template, str) else template.joined(values, percent_encoded)


def names(template: Any) -> frozenset[str]:  # noqa: ANN401 - the same
    """The placeholders in a compiled template."""
    return frozenset(_names(template))


def said(value: object) -> str:
    """A value inside text, a query or a form: JSON's words for truth values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def percent_encoded(value: object) -> str:
    """A value inside an address."""
    return quote(said(value), safe="")


def unclosed(text: str) -> bool:
    """Whether a `${` has no end, or holds another one."""
    return "${" in _MARK.sub("", text)


def _said(value: object, said_as: Callable[[object], str]) -> str:
    return "" if value is None else said_as(value)


def _compiled(text: str) -> str | Text:
    parts: list[str | Slot] = []
    end = 0
    for mark in _MARK.finditer(text):
        parts += [text[end : mark.start()], "${" if mark["name"] is None else Slot(mark["name"])]
        end = mark.end()
    parts.append(text[end:])
    kept = tuple(_merged(parts))
    return Text(kept) if any(isinstance(part, Slot) for part in kept) else "".join(map(str, kept))


def _merged(parts: list[str | Slot]) -> Iterator[str | Slot]:
    run = ""
    for part in parts:
        if isinstance(part, str):
            run += part
            continue
        if run:
            yield run
        run = ""
        yield part
    if run:
        yield run


def _names(template: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    if isinstance(template, Text):
        yield from (part.name for part in template.parts if isinstance(part, Slot))
    elif isinstance(template, Branch):
        for _key, entry in template.entries:
            yield from _names(entry)
