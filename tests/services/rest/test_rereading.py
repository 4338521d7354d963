"""Reading an answer again: the same as reading it anew, at the cost of what differs."""

import json
from itertools import product
from random import Random
from typing import Any

import pytest

from services.rest.rereading import UNREAD, renewed, reread
from services.rest.strict_json import NotJson, Odd, read

COMPACT, SPACED = (",", ":"), (" , ", " : ")


def rows(count: int = 200) -> list[dict[str, Any]]:
    """A list of products."""
    return [
        {"sku": f"EAR-{place}", "title": '无线 ":" 耳机', "qty": place, "at": [{"a": [1]}]}
        for place in range(count)
    ]


def written(document: object, separators: tuple[str, str] = COMPACT) -> bytes:
    """The document as a system writes it."""
    return json.dumps(document, separators=separators, ensure_ascii=False).encode()


def envelope(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The list some objects down, between other things."""
    return {"code": 0, "data": {"total": len(items), "items": items, "note": "x"}, "rows": [1]}


@pytest.mark.parametrize("separators", [COMPACT, SPACED])
def test_what_is_written_as_before_is_the_same_object(separators: tuple[str, str]) -> None:
    """All others are read anew, and the document says what it says."""
    items = rows()
    first, known = reread(written(envelope(items), separators))
    items[7]["qty"] = 5000
    second, known = reread(written(envelope(items), separators), known)
    third, _known = reread(written(envelope(items), separators), known)
    assert first == envelope(rows())
    assert second == third == envelope(items)
    assert renewed(second["data"]["items"], first["data"]["items"]) == [7]
    assert renewed(third["data"]["items"], second["data"]["items"]) == []


def test_any_answer_after_any_other_says_what_it_says_alone() -> None:
    """Rows that come, go, move and change all at once; other lists, and none."""
    dice, known = Random(3), UNREAD
    documents: list[Any] = [rows(), rows(250), rows(20), rows()[::-1], {"items": {}}, 5, [], {"a": rows()}]
    documents += [
        {"a": rows(60), "b": rows(90)},
        {"b": rows(90), "a": rows(60)},
        {"a": rows(80), "b": rows(80)},
    ]
    documents += [
        [[place] * 700 for place in range(9)],
        {"text": "[1,2]" * 2000, "list": [1, 2]},
        [None] * 900,
    ]
    bodies = [written(document, style) for document, style in product(documents, (COMPACT, SPACED))]
    for body in dice.choices(bodies, k=300):
        document, known = reread(body, known)
        assert document == read(body)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b'"qty":7,', b'"qty":7,"qty":8,'),
        (b'"qty":7,', b'"qty":NaN,'),
        (b'"qty":7,', b'"qty":1e999,'),
        (b'"EAR-7"', rb'"EAR-\ud800"'),
        (b'"EAR-7"', b'"EAR-\xff"'),
        (b'"total":200,', b'"total":200,"total":200,'),
        (b'"code":0,', b'"code":NaN,'),
    ],
)
def test_what_is_odd_stays_odd_and_goes_when_it_is_mended(said: bytes, instead: bytes) -> None:
    """Whether the answer before was sound or had the same fault: nothing is believed for its age."""
    sound = written(envelope(rows()))
    spoilt = sound.replace(said, instead, 1)
    assert spoilt != sound
    known = UNREAD
    for body in (sound, spoilt, spoilt, sound, sound):
        document, known = reread(body, known)
        assert repr(document) == repr(read(body))


def test_a_list_that_stands_twice_is_odd() -> None:
    """F035: of two lists under one key nobody knows which one holds, though they be the same."""
    items = written(rows())
    for body in (
        b'{"items":' + items + b',"items":' + items + b"}",
        b'{"items":[],"items":' + items + b"}",
        b'{"a":1,"b":' + items + b',"a":' + items + b"}",
    ):
        assert isinstance(reread(body)[0], Odd)


def test_a_list_that_a_text_or_a_key_repeats_is_found_all_the_same() -> None:
    """What looks like it elsewhere is not taken for it."""
    numbers = list(range(1000))
    text = json.dumps(numbers, separators=COMPACT)
    for document in ({text: None, "items": numbers}, {"a": numbers, "b": numbers}, {"a": text, "b": numbers}):
        assert reread(written(document))[0] == document


@pytest.mark.parametrize("spoilt", [b"", b"oops", b"{", b'{"code":0}'])
def test_what_is_no_json_is_refused(spoilt: bytes) -> None:
    """A cut answer, or one with a tail, after a sound one."""
    body = written(envelope(rows()))
    _document, known = reread(body)
    with pytest.raises(NotJson):
        reread(body[:-9] + spoilt, known)


@pytest.mark.parametrize("body", [b"[" * 5000, b'{"a":' * 5000, b" " * 5000, b"[1," * 5000 + b"oops"])
def test_nonsense_is_refused(body: bytes) -> None:
    """F037: neither depth nor length hangs anything."""
    with pytest.raises(NotJson):
        reread(body)
    assert reread(b"{" + b" " * 5000 + b"}")[0] == {}
