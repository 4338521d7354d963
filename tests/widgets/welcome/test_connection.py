"""What a person typed becomes a settings file that the loader takes; what can't is said field by field."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from app.config.loading import load
from tests.web import registry
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


@pytest.mark.parametrize(
    "text", [TEN_LINES, settings_text(GOOD), settings_text(replace(GOOD, header="", prefix="", secret=""))]
)
def test_the_desk_takes_the_file(tmp_path: Path, text: str) -> None:
    """What is offered here is what the loader reads, without a word of doubt."""
    file = tmp_path / "room.toml"
    file.write_text(text, "utf-8")
    settings = load(file, registry())
    assert settings.room.name in ("欧美夜场", "Evening show")
    assert not settings.warnings


def test_the_example_has_ten_lines() -> None:
    """As promised."""
    assert len(TEN_LINES.splitlines()) == 10
