"""Processor time and memory of the real desk under the load, beside the floor in the same run."""

import time
from contextlib import ExitStack, nullcontext
from pathlib import Path

import psutil
import pytest

from tests.benchmarks.figures import Figure, Figures
from tests.benchmarks.load import RunningLoad
from tests.benchmarks.meters import (
    SIZE,
    cpu_shares,
    has_virtual_screen,
    own_memory,
    probed_desk,
    python,
    running,
    virtual_screen,
)

pytestmark = [pytest.mark.bench, pytest.mark.timeout(210)]

WARM_UP_S, MEASURED_S = 80.0, 40.0
"""Windows open, an hour is drawn, products have sold for a minute and are forecast; then it is steady."""
RATIO = 1.5
MEMORY_MB = 200
GRAPHS = 2


def _floor(load: RunningLoad) -> list[str]:
    return python("-m", "tests.benchmarks.floor", load.port, WARM_UP_S + MEASURED_S + 30, GRAPHS)


def _desk(room: Path) -> list[str]:
    return python("main.py", "--data-dir", room, "--size", SIZE)


@pytest.mark.skipif(not has_virtual_screen(), reason="no Xvfb here")
def test_cpu_of_a_desk_on_a_screen(load: RunningLoad, room: Path, figures: Figures) -> None:
    """As a director runs it: `main.py` in a window, beside a bare window with the same work."""
    with (
        virtual_screen() as display,
        running(_floor(load), display) as floor,
        running(_desk(room), display) as desk,
    ):
        time.sleep(WARM_UP_S)
        shares = cpu_shares({"desk": desk, "floor": floor}, MEASURED_S)
    figures.add(*_said("CPU on a virtual screen", shares))


def test_cpu_of_a_desk_off_screen(load: RunningLoad, room: Path, figures: Figures) -> None:
    """The same without a screen's costs on either side."""
    with running(_floor(load)) as floor, probed_desk(room) as desk:
        time.sleep(WARM_UP_S)
        shares = cpu_shares({"desk": psutil.Process(desk.process.pid), "floor": floor}, MEASURED_S)
    figures.add(*_said("CPU off screen", shares))


def _said(where: str, shares: dict[str, float]) -> list[Figure]:
    desk, floor = shares["desk"], shares["floor"]
    note = f"desk {desk:.1%}, floor {floor:.1%} of one core"
    return [
        Figure(
            what=f"{where}, desk ÷ floor", value=desk / floor, unit="×", budget=RATIO, slack=1.2, note=note
        )
    ]


def test_memory_after_a_minute(room: Path, figures: Figures) -> None:
    """All modules are in, all caches are filled, the hour's points are drawn."""
    with ExitStack() as stack:
        display = stack.enter_context(virtual_screen() if has_virtual_screen() else nullcontext(""))
        desk = stack.enter_context(running(_desk(room), display))
        time.sleep(60)
        memory = own_memory(desk)
    figures.add(
        Figure(what="memory after a minute (PSS)", value=memory, unit="MB", budget=MEMORY_MB, slack=1.05)
    )
