"""JSON at the door: fast where an answer is sound, strict where it is not.

What a plain reader would swallow is kept as an `Odd` in its place, so that only the row that holds it is
rejected: NaN, numbers beyond all measure, an object that names a key twice. Lone surrogates become U+FFFD.
"""

import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import msgspec

Json: TypeAlias = Any
"""What JSON can say, and `Odd`; only the modules of this package see it."""

MOST_DIGITS = 300
"""Digits of an integer that are still worth reading; none of them is a believable figure."""

_BOM = b"\xef\xbb\xbf"
_WHITE = b" \t\r\n"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_CONTAINERS = frozenset({dict, list})
_MARK = b'":'
_ESCAPED = b"\\u"
_PIECE = 64 * 1024
"""Bytes read in one go. C code keeps the interpreter from every other thread, the windows' too; this much
takes it some milliseconds."""
_LAYERS = 4
"""How deep large documents are taken apart; what is still large below is read in one go."""
_fast = msgspec.json.Decoder()
_written = msgspec.json.Encoder().encode
_objects = msgspec.json.Decoder(dict[str, msgspec.Raw])
_lists = msgspec.json.Decoder(list[msgspec.Raw])


class NotJson(ValueError):
    """The bytes are no JSON, or nested too deep."""


@dataclass(frozen=True, slots=True)
class Odd:
    """Stands where the answer said something that is no value; `why` is the token, bounded."""

    why: str

    def get(self, _name: str) -> "Odd":
        """Whatever is looked for inside is just as odd; JMESPath asks so."""
        return self


def read(body: bytes) -> Json:
    """The document in `body`.

    Raises:
        NotJson: It is none.
    """
    body = body.removeprefix(_BOM)
    try:
        document = _in_pieces(body, _LAYERS)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _slow(body)
    except RecursionError as error:
        raise NotJson("nested too deep") from error
    return document if _names_each_key_once(body, document) else _slow(body)


def _in_pieces(body: bytes, layers: int) -> Json:
    """What the fast reader makes of it, in many short calls where it is large."""
    first = body.lstrip()[:1] if len(body) > _PIECE and layers else b""
    if first == b"{":
        return {key: _in_pieces(bytes(raw), layers - 1) for key, raw in _objects.decode(body).items()}
    if first == b"[":
        return [_in_pieces(bytes(raw), layers - 1) for raw in _lists.decode(body)]
    return _fast.decode(body)


def _names_each_key_once(body: bytes, document: Json) -> bool:
    """Whether that is proven; the fast reader keeps the last of two equal keys without a word.

    Without white space every key is followed by `":`, so there are no more keys than such marks (texts may
    hold some too). As many keys in the document as marks in the text: none was lost. Written again, a
    document has a mark for each key it still has, and those of its texts, unless they were escaped by number.
    """
    if len(body) <= _PIECE and _ESCAPED not in body:
        return body.translate(None, _WHITE).count(_MARK) == _written(document).count(_MARK)
    pieces = (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
    return b"".join([piece.translate(None, _WHITE) for piece in pieces]).count(_MARK) == _keys(document)


def _keys(document: Json) -> int:
    """Keys of all objects in the document."""
    found, level = 0, [document]
    while level:
        objects = [each for each in level if type(each) is dict]
        lists = [each for each in level if type(each) is list]
        found += sum(map(len, objects))
        values = chain(chain.from_iterable(each.values() for each in objects), chain.from_iterable(lists))
        level = [value for value in values if type(value) in _CONTAINERS]
    return found


def _slow(body: bytes) -> Json:
    """Value by value; about three times slower, and C code holds the interpreter meanwhile."""
    try:
        document = _strict.decode(body.decode("utf-8", "replace").strip(" \t\r\n"))
        return _tidy(document) if _ESCAPED_SURROGATE.search(body) else document
    except RecursionError as error:
        raise NotJson("nested too deep") from error
    except ValueError as error:
        raise NotJson(str(error)) from error


def _object(pairs: list[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Odd(_twice([key for key, _value in pairs]))


def _twice(keys: list[str]) -> str:
    return next(key for key in keys if keys.count(key) > 1)[:40]


def _integer(digits: str) -> Json:
    return int(digits) if len(digits) <= MOST_DIGITS else Odd(digits[:20] + "…")


def _fraction(text: str) -> Json:
    number = float(text)
    return number if abs(number) != float("inf") else Odd(text[:20])


_strict = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=Odd, parse_int=_integer, parse_float=_fraction
)


def _tidy(document: Json) -> Json:
    """The same document without lone surrogates."""
    if isinstance(document, str):
        return _SURROGATE.sub("�", document) if _SURROGATE.search(document) else document
    if isinstance(document, dict):
        return {_tidy(key): _tidy(value) for key, value in document.items()}
    if isinstance(document, list):
        return [_tidy(value) for value in document]
    return document
