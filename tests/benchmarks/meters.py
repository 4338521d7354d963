"""What a benchmark measures with: processor time, memory, screens, and the desks that are measured."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import psutil

from tests.benchmarks.load import PROJECT

SIZE = "1600x1000"
END_WITHIN_S = 20.0
MB = 1024 * 1024


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of `values` does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return quantile(values, 0.5)


def wait_quantile(gaps: Sequence[float], share: float) -> float:
    """How long something waits, that comes at any instant and is served at the end of its gap.

    A plain quantile of gaps would count one long gap as one of thousands, however much time it took.
    """
    ordered, total, late = sorted(gaps, reverse=True), sum(gaps), 0.0
    for count, gap in enumerate(ordered, 1):
        late += gap
        following = ordered[count] if count < len(ordered) else 0.0
        # the share of time in which one still waits `following` or more
        if (late - count * following) / total >= 1 - share:
            return (late - (1 - share) * total) / count
    return 0.0


def fsync_seconds(folder: Path, times: int = 50) -> float:
    """How long this disk takes to keep a page for good: the middle of several."""
    took = []
    with (folder / "fsync.probe").open("wb") as file:
        for _time in range(times):
            file.write(bytes(4096))
            file.flush()
            begun = time.monotonic()
            os.fsync(file.fileno())
            took.append(time.monotonic() - begun)
    return median(took)


def environment(display: str = "") -> dict[str, str]:
    """Of a child: on that display, off screen without one, with its compiled modules kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if display:
        return kept | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    return kept | {"QT_QPA_PLATFORM": "offscreen"}


def has_virtual_screen() -> bool:
    """Whether an X server without a screen can be started here."""
    return which("Xvfb") is not None


@contextmanager
def virtual_screen() -> Iterator[str]:
    """An X server of our own; yields its display."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-noreset", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().decode().strip()}"
        finally:
            server.terminate()


def python(*words: object) -> list[str]:
    """A command of our own Python."""
    return [sys.executable, *map(str, words)]


@contextmanager
def running(command: Sequence[str], display: str = "") -> Iterator[psutil.Process]:
    """A process that ends with the block."""
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment(display), stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(END_WITHIN_S)
            process.kill()


def cpu_shares(processes: Mapping[str, psutil.Process], seconds: float) -> dict[str, float]:
    """What share of one core each takes, threads included, while so many seconds pass."""
    before = {name: sum(process.cpu_times()[:2]) for name, process in processes.items()}
    begun = time.monotonic()
    time.sleep(seconds)
    passed = time.monotonic() - begun
    return {
        name: (sum(process.cpu_times()[:2]) - before[name]) / passed for name, process in processes.items()
    }


def own_memory(process: psutil.Process) -> float:
    """Proportional set size in MB as if this process, which maps Qt too, were not there."""
    ours = {part.path for part in psutil.Process().memory_maps()}
    maps = process.memory_maps()
    return (
        float(sum(part.rss if part.path in ours and part.path[0] == "/" else part.pss for part in maps)) / MB
    )


@dataclass(frozen=True, slots=True)
class ProbedDesk:
    """A desk that can be asked. `begun` and `painted` are instants of the monotonic clock."""

    begun: float
    painted: float
    process: subprocess.Popen[bytes]

    def ask(self, what: str, **more: object) -> Any:  # noqa: ANN401 - JSON
        """Give an order and read its answer."""
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"do": what} | more).encode() + b"\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def wait_until_live(self, within_s: float = 30.0) -> list[str]:
        """Wait until all sources are live; the SKUs that can be seen."""
        end = time.monotonic() + within_s
        while not (seen := self.ask("seen")):
            assert time.monotonic() < end, "the sources do not become live"
            time.sleep(0.25)
        return [str(sku) for sku in seen]


@contextmanager
def probed_desk(folder: Path, display: str = "") -> Iterator[ProbedDesk]:
    """The desk on the settings in `folder`, with probes; it ends with the block and restores nothing."""
    command = python("-m", "tests.benchmarks.probed_desk", "--data-dir", folder, "--size", SIZE)
    begun = time.monotonic()
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment(display), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            painted = json.loads(process.stdout.readline())["painted"]
            yield ProbedDesk(begun, painted, process)
        finally:
            assert process.stdin is not None
            with suppress(OSError, ValueError):
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(END_WITHIN_S)
            process.kill()
