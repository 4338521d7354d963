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
from tests.benchmarks.meters import environment, python
from tests.guardians import end_guardians, guardians

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="signals are what is measured"),
]

SHOPS = ("north", "south")
HOLD_S = 12.0
DETECTED_S = 5.0
ASKED_S = 3.0
MOST_MB = 60.0
LIMITED_HOLDS = 200
LIMITED_HOLD_S = 60.0
AT_ONCE = 20
"""As many marks of one act as leave a limited shop before they are too old to be sent."""
PER_SECOND = 5.0
"""What a shop takes where its settings say nothing."""
PACE_S = LIMITED_HOLDS / len(SHOPS) / PER_SECOND
"""Restores alone take so long; reads around them take turns as well."""


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


@pytest.mark.parametrize("way", ["killed", "frozen"])
def test_limited_shops_are_asked_at_once_and_restored_at_their_pace(
    load: RunningLoad, tmp_path: Path, figures: Figures, way: str
) -> None:
    """Two hundred holds, all overdue by the time the guardian looks; five requests a second at each shop."""
    folder = tmp_path / "desk"
    write_settings(folder, load, shops=SHOPS)
    asyncio.run(remember_an_hour(folder, load))
    marked = [sku(place) for place in range(LIMITED_HOLDS // len(SHOPS))]
    with _headless(folder) as desk:
        for first in range(0, len(marked), AT_ONCE):
            done = _sold_out(folder, marked[first : first + AT_ONCE], LIMITED_HOLD_S)
            assert (done.returncode, done.stderr) == (0, "")
        (guardian,) = guardians(folder)
        guardian.suspend()
        desk.send_signal(signal.SIGKILL if way == "killed" else signal.SIGSTOP)
        assert not _restored(load), "a hold has ended before all were marked"
        time.sleep(LIMITED_HOLD_S)
        looks = time.monotonic()
        guardian.resume()
        last = _last_restored(load, LIMITED_HOLDS, looks + 4 * PACE_S)
    budget = ASKED_S if way == "killed" else DETECTED_S + ASKED_S
    first_s = max(_first(load.shop_asked(), shop, looks) for shop in SHOPS) - looks
    what = f"desk {way}, {LIMITED_HOLDS} overdue at limited shops, until "
    figures.add(Figure(what=what + "every shop is asked", value=first_s, unit="s", budget=budget))
    budget += 1.5 * PACE_S
    figures.add(Figure(what=what + "all are restored", value=last - looks, unit="s", budget=budget))


def _last_restored(load: RunningLoad, count: int, latest: float) -> float:
    """When the last of so many was put back on sale; infinite where that did not come in time."""
    while time.monotonic() < latest:
        back = _restored(load)
        if len(back) == count:
            return max(back.values())
        time.sleep(0.5)
    return float("inf")


def _restored(load: RunningLoad) -> dict[str, float]:
    """When each product was first put back."""
    back: dict[str, float] = {}
    for at, method, path in load.shop_asked():
        if method == "POST" and path.endswith("/on"):
            back.setdefault(path, at)
    return back


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


def _sold_out(folder: Path, skus: list[str], seconds: float = HOLD_S) -> "subprocess.CompletedProcess[str]":
    words = ["sold-out", *skus, "--minutes", str(seconds / 60), "--wait", "60", "--data-dir", str(folder)]
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
