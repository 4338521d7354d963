"""Until a person sees something: the first window, an answer on the command line, a desk after kill -9."""

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.control.address import socket_address
from services.control.client import ask
from tests.benchmarks.figures import Figure, Figures
from tests.benchmarks.load import PROJECT, RunningLoad, remember_an_hour, write_settings
from tests.benchmarks.load_server import sku
from tests.benchmarks.meters import environment, median, probed_desk, python
from tests.guardians import end_guardians

pytestmark = [pytest.mark.bench, pytest.mark.timeout(150)]

TIMES = 7
RATIO = 1.3
BARE = "import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets, pyqtgraph, time; print(time.monotonic())"
SHOPS = ("north", "south")
HOLD_S = 12.0
WITHIN_S = 3.0


def test_the_first_window_comes_soon_after_its_libraries(room: Path, figures: Figures) -> None:
    """Process start to painted window, beside process start to imported libraries; both compiled before."""
    bare, painted = [], []
    for _turn in range(TIMES + 1):
        bare.append(_bare_import())
        with probed_desk(room) as desk:
            painted.append(desk.painted - desk.begun)
            desk.wait_until_live()
    # the first turn compiled what was not
    libraries, window = median(bare[1:]), median(painted[1:])
    note = f"window {1000 * window:.0f} ms, libraries alone {1000 * libraries:.0f} ms"
    ratio = window / libraries
    figures.add(
        Figure(
            what="start → first window ÷ bare import",
            value=ratio,
            unit="×",
            budget=RATIO,
            slack=1.1,
            note=note,
        )
    )


def _bare_import() -> float:
    begun = time.monotonic()
    done = subprocess.run(python("-c", BARE), env=environment(), check=True, capture_output=True, text=True)
    return float(done.stdout) - begun


def test_the_command_line_answers_at_once(room: Path, figures: Figures) -> None:
    """`stockcue status`, whole process, less the time the desk itself took to answer."""
    with _headless(room):
        outside = [_seconds(lambda: _stockcue(room, "status")) for _turn in range(TIMES + 1)][1:]
        inside = [_seconds(lambda: _status(room)) for _turn in range(TIMES)]
    extra = median(outside) - median(inside)
    note = f"in all {1000 * median(outside):.0f} ms, of 500 products in 4 warehouses"
    figures.add(
        Figure(what="command line beyond the act", value=extra, unit="s", budget=0.1, slack=1.2, note=note)
    )


@pytest.mark.parametrize("overdue", [20, 200])
def test_a_killed_desk_sees_to_overdue_holds_first(
    load: RunningLoad, folder: Path, figures: Figures, overdue: int
) -> None:
    """Killed with holds open, started again when they are overdue: every shop is asked at once."""
    _kill_with_holds(folder, load, overdue)
    write_settings(folder, load, shops=SHOPS)
    begun = time.monotonic()
    with _headless(folder):
        time.sleep(WITHIN_S)
        asked = load.shop_asked()
    value = max(_first(asked, shop, begun) for shop in SHOPS) - begun
    what = f"after kill -9 with {overdue} overdue holds, until every shop is asked"
    figures.add(Figure(what=what, value=value, unit="s", budget=WITHIN_S))


def _kill_with_holds(folder: Path, load: RunningLoad, holds: int) -> None:
    """Leave a journal with so many open holds, all of them over."""
    write_settings(folder, load, shops=SHOPS, unlimited=True)
    asyncio.run(remember_an_hour(folder, load))
    marked = [sku(place) for place in range(holds // len(SHOPS))]
    begun = time.monotonic()
    with _headless(folder) as desk:
        done = _stockcue(folder, "sold-out", *marked, "--minutes", str(HOLD_S / 60), "--wait", "60")
        end_guardians(folder)
        desk.kill()
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - begun < HOLD_S, "the first holds ended before the desk was killed"
    time.sleep(HOLD_S)


def _first(asked: list[tuple[float, str, str]], shop: str, since: float) -> float:
    return min(
        (at for at, _method, path in asked if at > since and f"/{shop}/" in path), default=float("inf")
    )


@contextmanager
def _headless(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A desk without windows that accepts commands."""
    command = python("main.py", "--headless", "--data-dir", folder)
    with subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        try:
            assert desk.stdout.readline()
            yield desk
        finally:
            desk.terminate()
            desk.wait(20)


def _stockcue(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = python("main.py", *words, "--data-dir", folder)
    return subprocess.run(
        command, cwd=PROJECT, env=environment(), check=False, capture_output=True, text=True
    )


def _status(folder: Path) -> None:
    request = {"command": "status", "watch": False, "wait": 15, "who": {"account": "bench", "initials": ""}}
    assert list(ask(socket_address(folder), request, timeout_s=15))


def _seconds(act: Callable[[], object]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun
