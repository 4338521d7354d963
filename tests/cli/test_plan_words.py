"""What is typed about plans and triggers becomes one request; what is off is said before a desk is asked."""

from pathlib import Path
from typing import Any

import pytest

from app.cli.client import request_for
from app.cli.options import parse
from app.cli.parsing import Usage


def request(*words: str) -> dict[str, Any]:
    """The request, without who asks and how long they wait."""
    told = request_for(parse(list(words)))
    return {key: value for key, value in told.items() if key not in ("who", "wait")}


def test_a_plan_says_everything_that_was_typed() -> None:
    """Options may stand before and after the products."""
    assert request(
        *("plan", "add", "--at", "+40m", "EAR-01", "EAR-02", "--minutes", "6", "--storefront", "shop"),
        *("--reason", "round:wave 1", "--announce", "2", "--armed"),
    ) == {
        "command": "plan", "act": "add", "skus": ["EAR-01", "EAR-02"], "when": "+40m", "minutes": 6.0,
        "storefronts": ["shop"], "reason": "round", "note": "wave 1", "announce": 2.0, "armed": True,
        "asks": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "when", "asks"),
    [
        (("--sold", "80"), "sold 80", True),
        (("--stock", "20", "--auto"), "stock 20", False),
        (("--level", "30"), "level 30", True),
        (("--surge",), "surge", True),
    ],
)
def test_a_trigger_waits_for_one_thing_and_asks_unless_told_otherwise(
    words: tuple[str, ...], when: str, asks: bool
) -> None:
    """Asking is the default."""
    told = request("trigger", "add", "EAR-01", *words)
    assert (told["when"], told["asks"], told["armed"]) == (when, asks, False)


@pytest.mark.parametrize("command", ["plan", "trigger"])
@pytest.mark.parametrize("act", ["arm", "disarm", "remove"])
def test_plans_are_named_by_their_numbers(command: str, act: str) -> None:
    """One sequence for both."""
    assert request(command, act, "3", "4") == {"command": command, "act": act, "plans": [3, 4]}


def test_tables_and_templates_are_named(tmp_path: Path) -> None:
    """A table's text goes over the socket, its place for an export as a whole path."""
    (tmp_path / "in.csv").write_text("\ufeffskus,when\nEAR-01,live\n", "utf-8")
    brought = request("plan", "import", str(tmp_path / "in.csv"), "--armed")
    assert (brought["text"], brought["armed"]) == ("skus,when\nEAR-01,live\n", True)
    assert Path(request("plan", "export", "out.xlsx")["file"]).is_absolute()
    assert request("plan", "template", "save", "夜场")["name"] == "夜场"
    assert request("plan", "template", "list")["do"] == "list"


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("plan", "dance"),
        ("plan", "add", "EAR-01"),
        ("plan", "add", "--at", "20:15"),
        ("plan", "add", "EAR-01", "--at", "20:15", "--reason", "fun"),
        ("plan", "arm"),
        ("plan", "arm", "three"),
        ("plan", "call-off"),
        ("plan", "template", "use"),
        ("plan", "import", "/nowhere/in.csv"),
        ("trigger", "add", "EAR-01"),
        ("trigger", "add", "EAR-01", "--sold", "80", "--stock", "20"),
        ("trigger", "call-off", "3"),
    ],
)
def test_what_is_off_is_said_before_a_desk_is_asked(words: tuple[str, ...]) -> None:
    """Wrong usage, exit 2."""
    with pytest.raises(Usage, match=r"\w"):
        request(*words)
