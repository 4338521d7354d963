"""Plans at a real shop over HTTP: counted down, marked to the second, called off, and never late."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.demo_room import DemoRoom, instant, live_room
from tests.program import eventually

WALL = ZoneInfo("Asia/Shanghai")
"""Of the demo's room."""
MINUTES = "0.05"
LIVE_S = 30
"""A machine under load may take its time; the marks may not."""


def soon(seconds: float) -> datetime:
    """A whole second at least so far ahead."""
    return (datetime.now(tz=UTC) + timedelta(seconds=seconds + 1)).replace(microsecond=0)


def clock(at: datetime) -> str:
    """That instant on the room's wall, as it is typed."""
    return f"{at.astimezone(WALL):%Y-%m-%d %H:%M:%S}"


def plans(room: DemoRoom) -> dict[int, dict[str, Any]]:
    """What the desk says of its plans, by number."""
    return {plan["id"]: plan for plan in room.program.status()["plans"]}


def add(room: DemoRoom, sku: str, at: datetime, *more: str) -> int:
    """Arm a plan of three seconds that counts down for six; returns its number."""
    ran = room.program.run(
        *("plan", "add", sku, "--at", clock(at), "--minutes", MINUTES, "--announce", "0.1"),
        *("--armed", "--json", *more),
    )
    assert ran.code == 0, ran.json
    return int(ran.json["results"][0]["plan"])


def test_plans_mark_to_the_second_or_are_called_off_in_time(tmp_path: Path) -> None:
    """One evening: a plan that marks and comes back, one that is called off while it counts down."""
    with live_room(tmp_path) as room:
        at = soon(12)
        marked, called_off = add(room, "EAR-01", at, "--reason", "round"), add(room, "EAR-02", at)
        refused = room.program.run("plan", "add", "EAR-01", "--at", clock(at), "--armed")
        assert refused.code == 3
        assert f"overlaps plan {marked}" in refused.err
        eventually(lambda: plans(room)[called_off]["counting"], 15)
        assert plans(room)[marked]["counting"]
        assert room.program.run("plan", "call-off", str(called_off)).code == 0
        assert not plans(room)[called_off]["counting"]
        eventually(lambda: room.told("EAR-01") == ["off", "on"], LIVE_S)
        off, on = room.ledger("EAR-01")
        assert -0.05 < instant(off) - at.timestamp() < 1.0
        assert instant(on) - instant(off) < 5.0
        assert plans(room)[marked]["state"] == "done"
        assert room.told("EAR-02") == []
        audit = [line for line in _audit(room, tmp_path) if f"plan {marked}" in line]
        assert audit, "the audit names the plan that made the mark"


def _audit(room: DemoRoom, folder: Path) -> list[str]:
    file = folder / "audit.jsonl"
    assert room.program.run("audit", "export", str(file), "--format", "jsonl").code == 0
    return file.read_text("utf-8").splitlines()
