"""The guardian: how soon it acts once its desk is gone, and how much memory it takes."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.benchmarks.figures import Figure, Figures
from tests.benchmarks.load import PROJECT, RunningLoad, remember_an_hour, write_settings
from tests.benchmarks.load_server import sku
from tests.benchmarks.meters import end_guardians, environment, guardians, python

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(150),
    pytest.mark.skipif(sys.platform == "win32", reason="signals are what is measured"),
]

SHOPS = ("north", "south")
HOLD_S = 12.0
DETECTED_S = 5.0
ASKED_S = 3.0
MOST_MB = 60.0


@pytest.mark.parametrize("holds", [20, 200])
@pytest.mark.parametrize("way", ["killed", "frozen"])
def test_every_shop_is_asked_soon_after_the_desk_is_gone(
    load: RunningLoad, tmp_path: Path, figures: Figures, way: str, holds: int
) -> None:
    """Holds overdue already, or about to be: from the signal to the first request at each storefront."""
    folder = tmp_path / "desk"
    write_settings(folder, load, shops=SHOPS, unlimited=True)
    asyncio.run(remember_an_hour(folder, load))
    marked = [sku(place) for place in range(holds // len(SHOPS))]
    with _headless(folder) as desk:
        begun = time.monotonic()
        done = _sold_out(folder, marked)
        assert (done.returncode, done.stderr) == (0, "")
        time.sleep(max(0.0, begun + HOLD_S - 0.5 - time.monotonic()))
        desk.send_signal(signal.SIGKILL if way == "killed" else signal.SIGSTOP)
        gone = time.monotonic()
        taken = _most_memory(folder, DETECTED_S + ASKED_S + 2.0)
        asked = load.shop_asked()
    value = max(_first(asked, shop, gone) for shop in SHOPS) - gone
    budget = ASKED_S if way == "killed" else DETECTED_S + ASKED_S
    what = f"desk {way} with {holds} holds, until its guardian has asked every shop"
    figures.add(Figure(what=what, value=value, unit="s", budget=budget))
    figures.add(Figure(what=f"guardian that acts for {holds} holds", value=taken, unit="MB", budget=MOST_MB))


def _first(asked: list[tuple[float, str, str]], shop: str, since: float) -> float:
    return min(
        (at for at, _method, path in asked if at > since and f"/{shop}/" in path), default=float("inf")
    )


def _most_memory(folder: Path, within_s: float) -> float:
    """The most PSS of the guardian of that data directory in that time."""
    (guardian,) = guardians(folder)
    end, most = time.monotonic() + within_s, 0.0
    while time.monotonic() < end:
        with suppress(psutil.Error):
            most = max(most, guardian.memory_full_info().pss / 1e6)
        time.sleep(0.25)
    return most


def _sold_out(folder: Path, skus: list[str]) -> "subprocess.CompletedProcess[str]":
    words = ["sold-out", *skus, "--minutes", str(HOLD_S / 60), "--wait", "60", "--data-dir", str(folder)]
    return subprocess.run(
        python("main.py", *words),
        cwd=PROJECT,
        env=environment(),
        check=False,
        capture_output=True,
        text=True,
    )


@contextmanager
def _headless(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A desk without windows that accepts commands; it and its guardian are gone afterwards."""
    command = python("main.py", "--headless", "--data-dir", folder)
    with subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        try:
            assert desk.stdout.readline()
            yield desk
        finally:
            end_guardians(folder)
            desk.kill()
