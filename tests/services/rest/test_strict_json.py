"""JSON at the door."""

import json
from itertools import product

import pytest

from services.rest.strict_json import NotJson, Odd, read


@pytest.mark.parametrize(
    "body",
    [
        b'{"qty": 3}',
        b'\xef\xbb\xbf{"qty": 3}',
        b' \r\n\t{"qty": 3}\n',
        b'{"qty" : 3}',
        b'\xef\xbb\xbf {"qty":3}',
    ],
)
def test_a_mark_or_white_space_in_front_is_accepted(body: bytes) -> None:
    """F041: a byte order mark and blanks around the document change nothing."""
    assert read(body) == {"qty": 3}


def test_a_number_beyond_measure_stands_as_odd_in_its_place() -> None:
    """F036, F038: what is no number spoils its own row, not its neighbours, and hangs nothing."""
    for token in ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5000]:
        document = read(f'[{{"qty": {token}}}, {{"qty": 4}}]'.encode())
        assert isinstance(document[0]["qty"], Odd)
        assert document[1] == {"qty": 4}


def test_an_object_that_names_a_key_twice_is_odd() -> None:
    """F035: of two values nobody knows which one holds."""
    for colon in [":", " :", "\t:", "\n :"]:
        document = read(f'[{{"qty"{colon}1,"qty"{colon}2}}, {{"qty"{colon}3}}]'.encode())
        assert isinstance(document[0], Odd)
        assert document[1] == {"qty": 3}


def test_a_key_named_twice_is_noticed_beside_texts_that_look_like_keys() -> None:
    """Texts may hold what usually follows a key; that must not make up for a lost one."""
    assert isinstance(read(rb'{"qty" :1,"qty" :2,"note":"a\":b"}'), Odd)


def test_what_is_looked_for_in_an_odd_object_is_odd_too() -> None:
    """A value under a doubtful key is not a missing one."""
    odd = read(b'{"a": 1, "a": 2}')

    assert odd.get("qty") is odd


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    """F058: otherwise it breaks whatever writes it down later."""
    for body, wanted in [
        (rb'"a\ud800b"', "a�b"),
        (rb'"\udfff"', "�"),
        (rb'"\ud83d\ude00"', "😀"),
        (rb'{"\ud800": 1}', {"�": 1}),
    ]:
        assert read(body) == wanted


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"a":1', b"{'a': 1}", b'{"a":1} x', b"[" * 5000 + b"]" * 5000]
)
def test_what_is_no_json_or_nested_too_deep_is_refused(body: bytes) -> None:
    """A cut body, a web page, or brackets without end give an error, never half a document."""
    with pytest.raises(NotJson):
        read(body)


SOUND: tuple[object, ...] = (
    {"text": 'a":b', "colons": ["x : y", '":":"'], "deep": [{"a": {"b": [1, {"c": None}]}}, []]},
    [{"sku": f"EAR-{n}", "title": "无线降噪耳机 : 黑", "qty": n} for n in range(50)],
    "only text",
    12,
    None,
)


def test_sound_documents_come_whole_by_either_way() -> None:
    """The fast reader and the strict one tell the same of sound documents, colons in texts included."""
    for document, indent, ascii_only in product(SOUND, (None, 2), (True, False)):
        body = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode()
        assert read(body) == document


@pytest.mark.parametrize("separators", [(",", ":"), (" , ", " : ")])
def test_a_large_document_is_the_same_as_a_small_one(separators: tuple[str, str]) -> None:
    """It is taken apart so that the windows go on meanwhile; values, order and doubts stay what they are."""
    rows = [
        {"sku": f"EAR-{place}", "qty": place, "note": '{"[":' * 9, "at": [[], {}]} for place in range(3000)
    ]
    document = {"rows": rows, "total": 3000, "long": "x" * 90_000, "deep": [[[[{"a": rows[:900]}]]]]}
    body = json.dumps(document, separators=separators).encode()
    assert len(body) > 300_000
    assert read(body) == document
    spoilt = read(body.replace(b'"EAR-7"', b'"EAR-7","qty":8'))
    assert isinstance(spoilt["rows"][7], Odd)
    assert spoilt["rows"][8] == rows[8]


@pytest.mark.parametrize("body", [b"[" * 300_000, b'{"a":' * 60_000, b"[1," * 100_000 + b"oops"])
def test_large_nonsense_is_refused_at_once(body: bytes) -> None:
    """Taking it apart does not make a deep or broken document any dearer. F037."""
    with pytest.raises(NotJson):
        read(body)
