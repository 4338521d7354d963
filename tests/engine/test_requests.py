"""What comes over the control socket: strict at the door, one reply each, several for a watch."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.broadcast import Phase
from app.domain.hold import Reason, Who
from app.engine.requests import BadRequest, intent_of, wait_of
from app.engine.serving import Serving
from app.intents import (
    CallStock,
    EmergencyStop,
    EndBroadcast,
    Intent,
    MarkSoldOut,
    Release,
    Restore,
    SayNext,
    SayOnAir,
    SetPhase,
    StartBroadcast,
)
from tests.engine.desk_under_test import World, running
from tests.fakes.clock import settle

LIN = Who(account="lin", through="command", initials="LX")
SAID = {"account": "lin", "initials": "LX"}
EARS = ("EAR-01",)


@pytest.mark.parametrize(
    ("request_", "intent"),
    [
        (
            {
                "command": "sold-out",
                "skus": ["EAR-01", "EAR-01"],
                "minutes": 2,
                "reason": "trial",
                "note": "a\nb",
            },
            MarkSoldOut(who=LIN, skus=EARS, minutes=2.0, reason=Reason.TRIAL, note="a b"),
        ),
        ({"command": "sold-out", "skus": ["EAR-01"]}, MarkSoldOut(who=LIN, skus=EARS)),
        (
            {"command": "restore", "skus": ["EAR-01"], "storefronts": ["shop"]},
            Restore(who=LIN, skus=EARS, storefronts=("shop",)),
        ),
        (
            {"command": "stop", "skus": ["EAR-01"], "reason": "error"},
            EmergencyStop(who=LIN, skus=EARS, reason=Reason.ERROR),
        ),
        (
            {"command": "release", "skus": ["EAR-01"], "reason": "error", "note": "mended"},
            Release(who=LIN, skus=EARS, reason=Reason.ERROR, note="mended"),
        ),
        ({"command": "show", "sku": "EAR-01"}, SayOnAir(who=LIN, sku="EAR-01")),
        ({"command": "next", "sku": "EAR-01"}, SayNext(who=LIN, sku="EAR-01")),
        (
            {"command": "call", "sku": "EAR-01", "units": 40, "text": "sells fast"},
            CallStock(who=LIN, sku="EAR-01", units=40, reason="sells fast"),
        ),
        ({"command": "broadcast", "act": "start", "host": "Mei"}, StartBroadcast(who=LIN, host="Mei")),
        ({"command": "broadcast", "act": "end"}, EndBroadcast(who=LIN)),
        (
            {"command": "broadcast", "act": "phase", "phase": "warm_up"},
            SetPhase(who=LIN, phase=Phase.WARM_UP),
        ),
    ],
)
def test_each_command_is_an_intent(request_: Mapping[str, Any], intent: Intent) -> None:
    """With who asked, and texts made plain."""
    assert intent_of({"who": SAID, **request_}) == intent


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"command": "dance"},
        {"command": 7},
        {"command": "sold-out", "skus": "EAR-01"},
        {"command": "sold-out", "skus": [1]},
        {"command": "sold-out", "skus": ["EAR-01"], "minutes": "5"},
        {"command": "sold-out", "skus": ["EAR-01"], "minutes": True},
        {"command": "sold-out", "skus": ["EAR-01"], "minutes": 0},
        {"command": "sold-out", "skus": ["EAR-01"], "minutes": float("nan")},
        {"command": "sold-out", "skus": ["EAR-01"], "minutes": float("inf")},
        {"command": "sold-out", "skus": ["EAR-01"], "reason": "because"},
        {"command": "sold-out", "skus": ["EAR-01"], "note": ["x"]},
        {"command": "call", "sku": "EAR-01", "units": 1.5},
        {"command": "call", "sku": "EAR-01", "units": True},
        {"command": "call", "sku": "EAR-01"},
        {"command": "broadcast", "act": "phase", "phase": "party"},
        {"command": "show", "sku": "EAR-01", "who": "lin"},
    ],
)
def test_what_is_not_of_the_form_is_refused(request_: Mapping[str, Any]) -> None:
    """Never guessed."""
    with pytest.raises(BadRequest):
        intent_of({"who": SAID, **request_})


@pytest.mark.parametrize(("wait", "seconds"), [(3, 3.0), (0, 0.1), (-1, 0.1), (99999, 3600.0), (None, 15.0)])
def test_a_wait_is_bounded(wait: float | None, seconds: float) -> None:
    """A tenth of a second at least, an hour at most, fifteen seconds where nothing is said."""
    assert wait_of({} if wait is None else {"wait": wait}) == seconds


async def _replies(serving: Serving, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [reply async for reply in serving.handle(request)]


async def test_a_bad_request_gets_a_sentence_and_2() -> None:
    """And the desk goes on."""
    async with running(World()) as desk:
        replies = await _replies(Serving(desk.engine), {"who": SAID, "command": "dance"})
        assert [(reply["exit"], reply["object"]["error"]["code"]) for reply in replies] == [(2, "usage")]


async def test_an_act_gets_its_results_and_code() -> None:
    """One object, one line a target."""
    world = World()
    async with running(world) as desk:
        request = {"who": SAID, "command": "sold-out", "skus": ["EAR-01", "NOPE"]}
        asked = asyncio.create_task(_replies(Serving(desk.engine), request))
        await desk.pass_time(1)
        (reply,) = await asked
        assert reply["exit"] == 2
        assert [result["sku"] for result in reply["object"]["results"]] == ["NOPE", "EAR-01"]
        assert any(line == "EAR-01 @ shop: done" for line in reply["lines"])


async def test_a_watch_goes_on_until_nobody_listens() -> None:
    """A line when the room's line changes; an object for every change where whole ones are asked for."""
    world = World()
    async with running(world) as desk:
        lines: list[str] = []
        wholes: list[Any] = []

        async def watch(kept: list[Any], key: str, *, whole: bool) -> None:
            request = {"command": "status", "watch": True, "whole": whole}
            async for reply in Serving(desk.engine).handle(request):
                assert not reply["last"]
                kept.append(reply[key])

        watching = [
            asyncio.create_task(watch(lines, "lines", whole=False)),
            asyncio.create_task(watch(wholes, "object", whole=True)),
        ]
        await settle()
        await desk.pass_time(6)
        assert (len(lines), len(wholes) > 2) == (1, True)
        world.traffic.viewers = 1200
        await desk.pass_time(3)
        assert len(lines) == 2
        assert "viewers 1,200" in lines[1][0]
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)


async def test_a_desk_without_windows_says_that_it_can_t_be_raised() -> None:
    """And one with windows comes to the front."""
    async with running(World()) as desk:
        raised: list[bool] = []
        with_windows = Serving(desk.engine, raise_window=lambda: raised.append(True))
        replies = [
            *await _replies(Serving(desk.engine), {"command": "raise"}),
            *await _replies(with_windows, {"command": "raise"}),
        ]
        assert ([reply["exit"] for reply in replies], raised) == ([1, 0], [True])
