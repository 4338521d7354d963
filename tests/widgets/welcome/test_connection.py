"""What a person typed becomes a settings file that the loader takes; what can't is said field by field."""

import tomllib
from dataclasses import replace

import pytest

from widgets.welcome.connection import Connection, problems, settings_text
from widgets.welcome.sheets import TEN_LINES

GOOD = Connection(
    room="欧美夜场",
    url="https://wms.example/stock",
    header="Authorization",
    prefix="Bearer",
    secret="warehouse_token",
    items="data.items[]",
    sku="sku",
    available="sellable",
)


def test_the_file_says_what_was_typed() -> None:
    """One room, one warehouse, the secret only by its name."""
    assert problems(GOOD) == ()
    read = tomllib.loads(settings_text(GOOD))
    assert read["room"]["name"] == "欧美夜场"
    [warehouse] = read["warehouses"]
    assert warehouse["kind"] == "rest"
    assert warehouse["request"] == {
        "url": "https://wms.example/stock",
        "headers": {"Authorization": "Bearer ${secret:warehouse_token}"},
    }
    assert warehouse["rows"] == {"items": "data.items[]", "sku": "sku", "available": "sellable"}


def test_without_a_secret_there_is_no_header() -> None:
    """Some addresses ask for none."""
    read = tomllib.loads(settings_text(replace(GOOD, header="", prefix="", secret="")))
    assert read["warehouses"][0]["request"] == {"url": "https://wms.example/stock"}


@pytest.mark.parametrize("room", ['a "quoted" room', "back\\slash", "smile 😀", "x = 1 # [room]"])
def test_whatever_is_typed_stays_a_text(room: str) -> None:
    """Nothing typed can become another key."""
    assert tomllib.loads(settings_text(replace(GOOD, room=room)))["room"]["name"] == room


def test_a_placeholder_that_was_typed_is_none() -> None:
    """Only our own is; `$${` is a literal."""
    read = tomllib.loads(settings_text(replace(GOOD, room="${secret:x}", prefix="${y}")))
    assert read["room"]["name"] == "$${secret:x}"
    assert read["warehouses"][0]["request"]["headers"]["Authorization"] == ("$${y} ${secret:warehouse_token}")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"room": ""}, "room"),
        ({"url": ""}, "url"),
        ({"url": "wms.example/stock"}, "url"),
        ({"url": "ftp://wms.example"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://host:nine"}, "url"),
        ({"url": "https://a b"}, "url"),
        ({"url": "https://[broken"}, "url"),
        ({"secret": ""}, "secret"),
        ({"secret": "My Token"}, "secret"),
        ({"header": ""}, "header"),
        ({"header": "Author ization:"}, "header"),
        ({"items": ""}, "items"),
        ({"sku": ""}, "sku"),
        ({"available": ""}, "available"),
        ({"room": "line\nbreak"}, "room"),
        ({"room": "x" * 501}, "room"),
        ({"prefix": "a\x7fb"}, "prefix"),
    ],
)
def test_what_would_break_the_file_is_named(changes: dict[str, str], field: str) -> None:
    """One sentence at the field it belongs to."""
    found = problems(replace(GOOD, **changes))
    assert [problem.field for problem in found] == [field]
    assert found[0].words.endswith(".")


def test_ten_lines_are_ten_and_can_be_read() -> None:
    """The example is a file as it stands."""
    assert len(TEN_LINES.splitlines()) == 10
    read = tomllib.loads(TEN_LINES)
    assert read["warehouses"][0]["rows"]["items"] == "data.items[]"
