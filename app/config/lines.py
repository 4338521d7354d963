"""Where in a TOML file each key stands. The parser of the standard library forgets it.

Reads only text that the parser has taken, so it may be simple.
"""

import re
import tomllib
from collections.abc import Sequence

from app.config.problems import Place

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\[\s\S])*?"{3,5}' + r"|'''[\s\S]*?'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'"
)
_BARE = re.compile(r"[^,\]}#\n]*")


class Lines:
    """Lines of keys, tables and entries of lists."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[Place, int] = {}
        self._lists: dict[Place, int] = {}
        self._read()

    def of(self, place: Place) -> int:
        """The line of that place, or of what it stands in, counted from 1."""
        for length in range(len(place), 0, -1):
            if place[:length] in self._found:
                return self._found[place[:length]]
        return 1

    def _read(self) -> None:
        table: Place = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Place:
        is_list = self._text.startswith("[[", self._at)
        line = self._line()
        self._at += 2 if is_list else 1
        keys = self._keys()
        self._at += 2 if is_list else 1
        if not is_list:
            return self._note(self._resolved(keys), line)
        place = (*self._resolved(keys[:-1]), keys[-1])
        self._lists[place] = self._lists.get(place, 0) + 1
        self._found.setdefault(place, line)
        return self._note((*place, self._lists[place] - 1), line)

    def _resolved(self, keys: Sequence[str]) -> Place:
        """The keys, with the last entry of each list of tables on the way."""
        place: Place = ()
        for key in keys:
            place = (*place, key)
            if place in self._lists:
                place = (*place, self._lists[place] - 1)
        return place

    def _pair(self, table: Place) -> None:
        line = self._line()
        place = table
        for key in self._keys():
            place = self._note((*place, key), line)
        self._at += 1
        self._skip(_SPACE)
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._list(place)
        elif opening == "{":
            self._table(place)
        elif opening in ('"', "'"):
            self._skip(_STRING)
        else:
            self._skip(_BARE)

    def _list(self, place: Place) -> None:
        number = 0
        while not self._closes("]"):
            entry = self._note((*place, number), self._line())
            self._value(entry)
            number += 1

    def _table(self, place: Place) -> None:
        while not self._closes("}"):
            self._pair(place)

    def _closes(self, bracket: str) -> bool:
        """Step over the opening bracket or a comma; whether the closing one came."""
        if self._text[self._at] in "[{,":
            self._at += 1
        self._skip(_BLANK)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_BLANK)
        if not self._text.startswith(bracket, self._at):
            return False
        self._at += 1
        return True

    def _keys(self) -> list[str]:
        """A dotted key, up to what follows it."""
        keys: list[str] = []
        while True:
            self._skip(_SPACE)
            keys.append(_unquoted(self._skip(_KEY)))
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _note(self, place: Place, line: int) -> Place:
        self._found.setdefault(place, line)
        return place

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]


def _unquoted(key: str) -> str:
    if key[:1] in ('"', "'"):
        (name,) = tomllib.loads(f"{key} = 0")
        return name
    return key
