"""Reading an answer that mostly says what the one before it said: only what differs is read.

An element of the document's longest list that is written just as it was is the very object it was before, so
that whoever goes on with the rows may compare them by identity; nobody may change one. How JSON is read is
strict_json's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import is_not, ne

import msgspec

from services.rest.strict_json import Json, read

SHORTEST = 2048
"""Bytes; what is shorter is read whole sooner than it is compared."""
FEW = 4
"""One element in so many may differ; where more do, the whole list is read in one go."""
_LAYERS = 4
"""How deep in objects the list may lie."""
_HEAD = 100
"""Bytes a value is looked for by; the search for a longer text begins with a study of it."""

_objects = msgspec.json.Decoder(dict[str, msgspec.Raw])
_lists = msgspec.json.Decoder(list[msgspec.Raw])


@dataclass(frozen=True, slots=True)
class Elements:
    """A document's longest list: how each element was written, and what it was read as.

    `renewed` are the places where `values` differs from `base`, the list as it was read before.
    """

    written: Sequence[msgspec.Raw] = ()
    values: Sequence[Json] = ()
    base: Sequence[Json] = ()
    renewed: Sequence[int] = ()


UNREAD = Elements()


def reread(body: bytes, before: Elements = UNREAD) -> tuple[Json, Elements]:
    """The document in `body`, and what the next answer of its kind is compared with.

    Raises:
        NotJson: It is none.
    """
    return _reread(body, before, _LAYERS)


def renewed(after: Sequence[object], before: Sequence[object]) -> list[int]:
    """Places of `after` that do not hold the very object that stood there before."""
    known = range(min(len(after), len(before)))
    return [*compress(known, map(is_not, after, before)), *range(len(known), len(after))]


def _reread(body: bytes, before: Elements, layers: int) -> tuple[Json, Elements]:
    first = body.lstrip()[:1] if len(body) >= SHORTEST and layers else b""
    try:
        if first == b"[":
            return _list(body, before)
        if first == b"{":
            return _object(body, before, layers)
    except (msgspec.MsgspecError, RecursionError):
        pass  # the careful reader knows what to make of it
    return read(body), UNREAD


def _object(body: bytes, before: Elements, layers: int) -> tuple[Json, Elements]:
    """An object is read without its longest value, which is put in its place again."""
    values = _objects.decode(body)
    key = max(values, key=lambda each: len(values[each]), default="")
    longest = bytes(values.get(key, b""))
    start = body.find(longest[:_HEAD])
    end = start + len(longest)
    if len(longest) >= SHORTEST and body[start:end] == longest:
        document = read(body[:start] + b"null" + body[end:])
        # else it was not the value of that key alone: a key stands twice, or a text repeats it
        if type(document) is dict and document.get(key, longest) is None:
            document[key], elements = _reread(longest, before, layers - 1)
            return document, elements
    return read(body), UNREAD


def _list(body: bytes, before: Elements) -> tuple[Json, Elements]:
    written = _lists.decode(body)
    new = [*compress(range(len(written)), map(ne, written, before.written))]
    if len(written) != len(before.written) or len(new) * FEW > len(written):
        values = read(body)
        return values, Elements(written, values)
    values = list(before.values)
    for place in new:
        values[place] = read(bytes(written[place]))
    return values, Elements(written, values, before.values, new)
