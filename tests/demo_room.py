"""A room on a demo world that runs outside the desk, so that the desk may die and the shop lives on.

What buyers see and what the shop was told is asked of the demo itself, never of a desk.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2

from services.demo import PASSWORD, DemoOptions
from tests.fakes.demo_world import RunningDemo, running_demo
from tests.program import Program, eventually, program

SHOP = {"Authorization": f"Bearer {PASSWORD}"}
MINUTE = 10.0
"""Where in its broadcast the demo world begins."""
LATE_EFFECT_S = 3
"""The demo's settings say 60; tests have no minute to spare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRoom:
    """A running demo world, and the program with settings for it."""

    demo: RunningDemo
    program: Program

    def get(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """What the demo answers to a GET."""
        return httpx2.get(f"{self.demo.url}{path}", headers=SHOP, trust_env=False, timeout=5).json()

    def fault(self, target: str, kind: str, **more: object) -> None:
        """Order a fault."""
        order = {"target": target, "kind": kind, **more}
        answer = httpx2.post(f"{self.demo.url}/control/faults", json=order, trust_env=False, timeout=5)
        assert answer.status_code == 200, answer.text

    def heal(self, target: str = "") -> None:
        """End one fault, or all."""
        path = f"/control/faults/{target}".rstrip("/")
        httpx2.delete(f"{self.demo.url}{path}", trust_env=False, timeout=5)

    def ledger(self, sku: str = "") -> list[dict[str, Any]]:
        """All that the shop was told, of one product where it is named."""
        entries: list[dict[str, Any]] = self.get("/shop/ledger")["entries"]
        return [entry for entry in entries if not sku or entry["sku"] == sku]

    def told(self, sku: str) -> list[str]:
        """What the shop was told of a product, as off and on."""
        return [entry["action"] for entry in self.ledger(sku)]

    def off_sale(self) -> set[str]:
        """What buyers can't buy now."""
        items = self.get("/shop/items")["items"]
        return {item["seller_sku"] for item in items if item["status"] != "on"}

    def start_broadcast(self) -> None:
        """Marks are counted per broadcast."""
        ran = self.program.run("broadcast", "start")
        assert ran.code == 0, ran.err


@contextmanager
def demo_room(
    folder: Path, *, paces: dict[str, str] | None = None, options: DemoOptions | None = None
) -> Iterator[DemoRoom]:
    """A demo world in the middle of its broadcast; `paces` adds keys to sources of the settings, by id."""
    chosen = options or DemoOptions(ledger=folder / "ledger.jsonl", minute=MINUTE)
    with running_demo(chosen) as demo, program(folder, _settings(demo, paces or {})) as started:
        yield DemoRoom(demo=demo, program=started)


@contextmanager
def live_room(folder: Path, **more: Any) -> Iterator[DemoRoom]:  # noqa: ANN401 - those of demo_room
    """The same with a desk that runs, every source live and a broadcast begun."""
    with demo_room(folder, **more) as room, room.program.desk():
        eventually(lambda: _all_live(room.program), what="not every source is live")
        room.start_broadcast()
        yield room


def instant(entry: dict[str, Any]) -> float:
    """When the shop was told, in seconds since 1970."""
    return datetime.fromisoformat(entry["at"]).timestamp()


def _all_live(program_: Program) -> bool:
    return all(source["state"] == "live" for source in program_.status()["sources"])


def _settings(demo: RunningDemo, paces: dict[str, str]) -> str:
    text = demo.settings("en").replace("late_effect_seconds = 60", f"late_effect_seconds = {LATE_EFFECT_S}")
    for source, keys in paces.items():
        text, found = re.subn(rf'^(id = "{source}")$', rf"\1\n{keys}", text, flags=re.MULTILINE)
        assert found == 1, source
    return text
