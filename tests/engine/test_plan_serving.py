"""Plans over the control socket: strict at the door, lists that scripts read, tables in and out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.engine.plan_requests import BadPlanRequest, plan_intent_of
from app.engine.serving import Serving
from app.intents import Code, ImportPlans
from tests.engine.desk_under_test import ME, Desk, World, running
from tests.fakes.clock import settle

SAID = {"account": "lin", "initials": "LX"}
ADD = {"command": "plan", "act": "add", "skus": ["EAR-01"], "when": "13:20", "minutes": 6, "armed": True}


async def told(desk: Desk, request: Mapping[str, Any]) -> dict[str, Any]:
    """The one reply to a request."""
    replies = [reply async for reply in Serving(desk.engine).handle({"who": SAID, **request})]
    await settle()
    (reply,) = replies
    return reply


async def test_a_plan_is_made_listed_and_armed_by_its_number() -> None:
    """`--json` says it in codes, lines in words."""
    async with running(World()) as desk:
        made = await told(desk, ADD | {"reason": "round", "note": "wave 1"})
        assert made["exit"] == 0
        assert made["object"]["results"][0]["plan"] == 1
        assert made["lines"] == ["plan 1: Product EAR-01, 13:20, 6 min, armed"]
        await told(desk, {"command": "trigger", "act": "add", "skus": ["CUP-01"], "when": "stock 20"})
        plans, triggers = [(await told(desk, {"command": c, "act": "list"})) for c in ("plan", "trigger")]
        assert [(p["id"], p["kind"], p["state"]) for p in plans["object"]["plans"]] == [(1, "at", "armed")]
        assert [(p["when"], p["asks"]) for p in triggers["object"]["plans"]] == [("stock 20", True)]
        armed = await told(desk, {"command": "trigger", "act": "arm", "plans": [2, 9]})
        assert (armed["exit"], armed["lines"]) == (2, ["No such thing here: plan 9."])
        off = await told(desk, {"command": "plan", "act": "call-off", "plans": [1]})
        assert off["exit"] == 3


@pytest.mark.parametrize(
    "request_",
    [
        {"act": "dance"},
        ADD | {"when": "quarter past"},
        ADD | {"when": 5},
        ADD | {"minutes": "6"},
        ADD | {"minutes": float("nan")},
        ADD | {"skus": "EAR-01"},
        ADD | {"reason": "fun"},
        {"act": "arm", "plans": []},
        {"act": "arm", "plans": [True]},
        {"act": "arm", "plans": ["1"]},
        {"act": "call-off", "plans": [1, 2]},
        {"act": "import", "text": "nonsense"},
        {"act": "template", "do": "save", "name": "x"},
    ],
)
def test_a_request_that_is_not_of_the_form_is_refused(request_: Mapping[str, Any]) -> None:
    """In words, never guessed."""
    with pytest.raises(BadPlanRequest, match=r"\w"):
        plan_intent_of(request_, ME, ())


async def test_a_table_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    """CSV both ways, a spreadsheet out; each wrong row is named and nothing is kept then."""
    async with running(World()) as desk:
        await told(desk, ADD)
        await told(desk, {"command": "trigger", "act": "add", "skus": ["CUP-01"], "when": "level 30"})
        written = await told(desk, {"command": "plan", "act": "export", "file": str(tmp_path / "p.csv")})
        assert (written["exit"], written["lines"]) == (0, [str(tmp_path / "p.csv")])
        text = (tmp_path / "p.csv").read_text("utf-8")
        assert "2026-11-22 13:20" in text
        book = await told(desk, {"command": "plan", "act": "export", "file": str(tmp_path / "p.xlsx")})
        assert book["exit"] == 0
        assert (tmp_path / "p.xlsx").read_bytes().startswith(b"PK")
        other = await told(desk, {"command": "plan", "act": "export", "file": str(tmp_path / "p.txt")})
        assert (other["exit"], other["lines"]) == (1, ["p.txt must end in .csv or .xlsx"])
        await told(desk, {"command": "plan", "act": "remove", "plans": [1, 2]})
        again = await told(desk, {"command": "plan", "act": "import", "text": text, "armed": True})
        assert [result["plan"] for result in again["object"]["results"]] == [3, 4]
        brought = await desk.ask(ImportPlans(who=ME, file=str(tmp_path / "p.csv")))
        assert brought.results[0].code is Code.OVERLAP, "the same plans are armed already"
        nowhere = await desk.ask(ImportPlans(who=ME, file=str(tmp_path / "none.csv")))
        assert nowhere.results[0].text.startswith("none.csv can't be read")
        wrong = await told(desk, {"command": "plan", "act": "import", "text": "skus,when\nEAR-01,never"})
        assert wrong["exit"] == 2
        assert wrong["lines"][-1] == "Nothing was imported."


async def test_templates_are_kept_listed_used_and_removed() -> None:
    """By name."""
    async with running(World()) as desk:
        await told(desk, ADD)

        async def template(do: str, name: str = "") -> dict[str, Any]:
            return await told(desk, {"command": "plan", "act": "template", "do": do, "name": name})

        assert (await template("save", "evening"))["exit"] == 0
        assert (await template("list"))["lines"] == ["evening: 1 plan"]
        await told(desk, {"command": "plan", "act": "remove", "plans": [1]})
        used = await template("use", "evening")
        assert used["lines"] == ["plan 2: Product EAR-01, 13:20, 6 min, not armed"]
        await template("remove", "evening")
        assert (await template("list"))["object"] == {"templates": []}
