"""The demo world as a process: it starts fast, stays small, and never outlives its desk."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import psutil
import pytest

from services.demo import DemoFailed, DemoOptions, DemoWorld
from services.demo.launch import PROJECT
from tests.fakes.demo_world import running_demo

DESK = """
import asyncio, sys
from services.demo import DemoWorld

async def run():
    demo = DemoWorld()
    await demo.start()
    print(demo.port, flush=True)
    await asyncio.sleep(60)

asyncio.run(run())
"""


def _room(url: str) -> int:
    answer = httpx2.get(f"{url}/live/rooms/1", trust_env=False, timeout=5)
    viewers: int = answer.json()["data"]["online"]
    return viewers


def _ends(port: int, within: float = 5.0) -> bool:
    """Whether nobody listens there any more, soon."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            time.sleep(0.02)
            continue
        return True
    return False


async def test_a_desk_starts_and_stops_it() -> None:
    """It answers once `start` returns, and is gone once `stop` does."""
    demo = DemoWorld()
    await demo.start()
    async with httpx2.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{demo.url}/live/rooms/1")
    assert answer.json()["data"]["online"] > 1500
    assert f"{demo.url}/shop/items" in demo.settings("en")
    await demo.stop()
    await demo.stop()
    assert _ends(demo.port, 0.5)


async def test_a_taken_port_is_told() -> None:
    """The desk gets a sentence, and nothing is left running."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        demo = DemoWorld()
        with pytest.raises(DemoFailed, match=r"did not start: .*address already in use"):
            await demo.start(DemoOptions(port=taken.getsockname()[1]))


async def test_a_process_that_dies_at_once_is_told() -> None:
    """Options it does not take end it before it is ready."""
    demo = DemoWorld()
    with pytest.raises(DemoFailed, match="it said nothing"):
        await demo.start(DemoOptions(speed=0.0))


def test_it_ends_when_its_standard_input_closes() -> None:
    """Orderly, within a moment."""
    with running_demo() as demo:
        assert _room(demo.url) > 1500
        assert demo.process.stdin is not None
        demo.process.stdin.close()
        assert demo.process.wait(5) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_it_ends_on_sigterm() -> None:
    """As a service manager would ask it."""
    with running_demo() as demo:
        demo.process.send_signal(signal.SIGTERM)
        assert demo.process.wait(5) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is what is tried")
def test_it_ends_after_its_desk_was_killed() -> None:
    """No word was said to it; its input simply closed."""
    with subprocess.Popen(
        [sys.executable, "-c", DESK], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as desk:
        assert desk.stdout is not None
        port = int(desk.stdout.readline())
        desk.kill()
    assert _ends(port)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups of POSIX")
def test_a_terminals_interrupt_does_not_reach_it() -> None:
    """Ctrl+C ends the desk, which still has to restore its holds at the demo's shop."""
    with running_demo() as demo:
        assert os.getpgid(demo.process.pid) != os.getpgid(0)


def test_the_shop_survives_its_process(tmp_path: Path) -> None:
    """A product that was off sale is off sale after a restart on the same ledger."""
    options = DemoOptions(ledger=tmp_path / "ledger.jsonl", minute=0.0)
    headers = {"Authorization": "Bearer demo", "Idempotency-Key": "k"}
    with running_demo(options) as demo:
        httpx2.post(f"{demo.url}/shop/items/8812/off", headers=headers, trust_env=False)
    with running_demo(options) as demo:
        item = httpx2.get(f"{demo.url}/shop/items/8812", headers=headers, trust_env=False).json()
    lines = (tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()
    assert item["status"] == "off"
    assert [json.loads(line)["key"] for line in lines] == ["k"]


def test_it_is_small() -> None:
    """Beside a desk on the same computer it must not be felt; it brings nothing but h11."""
    with running_demo() as demo:
        _room(demo.url)
        assert psutil.Process(demo.process.pid).memory_info().rss < 60e6
    loaded = subprocess.run(
        [sys.executable, "-c", "import services.demo.__main__, sys; print(*sys.modules)"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "h11" in loaded
    assert not {"httpx2", "numpy", "msgspec", "PySide6", "sqlalchemy", "structlog", "app"} & set(loaded)


async def test_polled_once_a_second_it_costs_almost_nothing() -> None:
    """Ten polls of every system, one after another: under 3 % of a core if they took ten seconds."""
    demo = DemoWorld()
    await demo.start()
    process = next(
        child for child in psutil.Process().children(recursive=True) if "services.demo" in child.cmdline()
    )
    async with httpx2.AsyncClient(base_url=demo.url, trust_env=False) as client:
        before = sum(process.cpu_times()[:2])
        for _ in range(10):
            await asyncio.gather(*(client.get(path, headers=SHOP, auth=auth) for path, auth in POLLS))
        used = sum(process.cpu_times()[:2]) - before
    await demo.stop()
    assert used / 10 < 0.03


SHOP = {"X-Api-Key": "demo"}
POLLS = [
    ("/dallas/stock?limit=100", ("desk", "demo")),
    ("/fba/inventory/summaries", None),
    ("/live/rooms/1", None),
    ("/shop/orders", None),
    ("/shop/items", None),
]
