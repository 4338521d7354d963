"""Sources that die, lag, refuse or lie, and a desk that goes on: what is stale, what is said, and once."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from services.demo import DemoOptions
from tests.demo_room import DemoRoom, demo_room, live_room
from tests.program import eventually

PACES = {
    "dal": "poll_seconds = 0.5\nstale_after_seconds = 2\ntimeout_seconds = 1",
    "3pl": "poll_seconds = 0.5\nstale_after_seconds = 2\ntimeout_seconds = 1",
    "shop": "poll_seconds = 0.5\ntimeout_seconds = 1",
}
FRESH = {"live", "aging"}
"""A busy machine may be a second late."""
LISTED = "EAR-01"
"""Lies in our own warehouse and in the third party's, whichever of them dies."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoRoom]:
    """A desk whose sources are asked often, so that nobody waits for them to be old."""
    with live_room(tmp_path_factory.mktemp("room"), paces=PACES) as found:
        yield found


@pytest.fixture(autouse=True)
def _well_again(room: DemoRoom) -> Iterator[None]:
    yield
    room.heal()
    if not set(_states(room).values()) <= FRESH:
        room.program.run("check")
    eventually(lambda: set(_states(room).values()) <= FRESH, 20, what="not live again")


def _states(room: DemoRoom) -> dict[str, str]:
    return {source["id"]: source["state"] for source in room.program.status()["sources"]}


def _others(room: DemoRoom, *sick: str) -> set[str]:
    return {state for source, state in _states(room).items() if source not in sick}


def _alerts(room: DemoRoom, about: str) -> list[dict[str, Any]]:
    return [alert for alert in room.program.status()["alerts"] if about in alert["id"]]


def test_a_dead_warehouse_ages_while_the_rest_stays_live(room: DemoRoom) -> None:
    """Its figures grow old with units at risk, one alert, one event; its recovery is one more. F001, F153."""
    quiet = len(room.program.events("source_went_quiet", source="dal"))
    room.fault("dal", "silent")
    eventually(lambda: room.program.source("dal")["error"] and _states(room)["dal"] == "stale", 10)
    status = room.program.status()
    product = next(each for each in status["products"] if each["sku"] == LISTED)
    dead, alive = product["warehouses"]["dal"], product["warehouses"]["la"]
    assert (dead["freshness"], product["freshness"]) == ("stale", "stale")
    assert alive["freshness"] in FRESH
    assert dead["available"] is not None
    assert product["available"] > product["available_live"]
    assert (dead["age_s"] > 2, product["age_s"] == dead["age_s"]) == (True, True)
    source = next(each for each in status["sources"] if each["id"] == "dal")
    assert isinstance(source["units_at_risk"], int)
    assert _others(room, "dal") <= FRESH
    assert len(_alerts(room, "dal")) == 1
    older = room.program.product(LISTED)["warehouses"]["dal"]["age_s"]
    assert older > dead["age_s"]
    room.heal("dal")
    eventually(lambda: _states(room)["dal"] == "live", 10)
    assert len(room.program.events("source_went_quiet", source="dal")) == quiet + 1
    assert len(room.program.events("source_recovered", source="dal")) == quiet + 1


def test_a_throttled_source_delays_no_other_and_no_mark(room: DemoRoom) -> None:
    """429 with Retry-After: its lamp says so; the rest is asked as before. F118."""
    room.fault("3pl", "429", delay=4)
    eventually(lambda: _states(room)["3pl"] == "throttled", 10)
    assert _others(room, "3pl") <= FRESH
    ran = room.program.run("sold-out", "EAR-02")
    assert (ran.code, ran.seconds < 2) == (0, True)
    assert room.program.run("restore", "EAR-02").code == 0


def test_a_throttled_shop_still_gets_its_restore(room: DemoRoom) -> None:
    """Its polls stand still because it said so; a restore is not a poll. F022, F121."""
    assert room.program.run("sold-out", "CUP-07").code == 0
    room.fault("shop", "429", delay=4, method="GET", count=1)
    eventually(lambda: _states(room)["shop"] == "throttled", 10)
    ran = room.program.run("restore", "CUP-07")
    assert (ran.code, ran.seconds < 2) == (0, True)
    assert room.told("CUP-07") == ["off", "on"]
    assert room.program.run("sold-out", "CUP-07").code == 0
    assert room.program.run("restore", "CUP-07").code == 0


@pytest.mark.parametrize("kind", ["garbage", "wrong_types", "500"])
def test_an_answer_that_is_not_believed_leaves_the_old_figures(room: DemoRoom, kind: str) -> None:
    """No zero, no alarm about stock; the figures age. F003, F033."""
    before = room.program.product(LISTED)["warehouses"]["dal"]["available"]
    room.fault("dal", kind)
    eventually(lambda: _states(room)["dal"] == "stale", 10)
    after = room.program.product(LISTED)["warehouses"]["dal"]["available"]
    assert abs(after - before) < 30
    assert _alerts(room, f":{LISTED}") == []


def test_figures_with_old_stamps_are_old(room: DemoRoom) -> None:
    """However fresh the answer looks: its own stamps stand still. F069."""
    room.fault("la", "old")
    listed = next(
        p["sku"] for p in room.program.status()["products"] if {"la", "nj"} <= p["warehouses"].keys()
    )
    eventually(lambda: room.program.product(listed)["warehouses"]["la"]["freshness"] == "stale", 10)
    assert room.program.product(listed)["warehouses"]["nj"]["freshness"] in FRESH


def test_a_slow_source_is_late_and_no_other(room: DemoRoom) -> None:
    """Its answers trickle; the rest comes as always."""
    room.fault("dal", "slow", delay=0.7)
    eventually(lambda: room.program.product(LISTED)["warehouses"]["dal"]["age_s"] > 1.0, 10)
    assert _others(room, "dal") <= FRESH


def test_a_token_that_ends_is_renewed_and_a_refused_login_is_said(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every second, in the middle of a broadcast, without a word; a refusal is not tried on and on. F109."""
    folder = tmp_path_factory.mktemp("tokens")
    options = DemoOptions(ledger=folder / "ledger.jsonl", minute=10.0, token_seconds=1.0)
    paces = {"3pl": "poll_seconds = 0.5\nstale_after_seconds = 6"}
    with demo_room(folder, options=options, paces=paces) as room, room.program.desk():
        eventually(lambda: _states(room)["3pl"] == "live", 10)
        time.sleep(4)
        assert _states(room)["3pl"] in FRESH
        assert room.program.events("source_went_quiet", source="3pl") == []
        room.fault("3pl_login", "401")
        eventually(lambda: _states(room)["3pl"] == "login_refused", 10)
        (source,) = [
            each for each in room.program.run("check", "--json").json["sources"] if each["id"] == "3pl"
        ]
        assert (source["ok"], bool(source["remedy"])) == (False, True)
        (fault,) = room.get("/control/faults")["faults"]
        assert fault["met"] <= 2
        assert len(_alerts(room, "3pl")) == 1
