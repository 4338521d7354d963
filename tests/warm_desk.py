"""A process that has imported the whole program and becomes a desk, again and again, by forking.

For tests that kill many desks: each life is a real process and dies a real death, only its imports are paid
for once. Run as `python -m tests.warm_desk`; reads a JSON list of words a line, prints the desk's pid.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from app.cli import main
from tests.program import PROJECT, READY_S, Program, eventually


@dataclass(frozen=True, slots=True, kw_only=True)
class Hatchery:
    """Where desks come from."""

    program: Program
    process: "subprocess.Popen[str]"

    @contextmanager
    def desk(self) -> Iterator[int]:
        """A desk without windows, ready for commands; its pid. Killed -9 at the end of the block."""
        words = self.program.command("--headless")[2:]
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        try:
            eventually(self.program.runs, READY_S, what="the desk is not ready")
            yield pid
        finally:
            os.kill(pid, signal.SIGKILL)
            eventually(lambda: not os.path.exists(f"/proc/{pid}"), 5)  # noqa: PTH110 - a process, no file


@contextmanager
def hatchery(program: Program) -> Iterator[Hatchery]:
    """One for this data directory, gone with its desks afterwards."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.warm_desk"],
        cwd=PROJECT,
        env=dict(program.env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Hatchery(program=program, process=process)
        finally:
            process.kill()


def _hatch() -> None:
    import_module("app.assembly.headless")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _be_quiet()
            os._exit(main(json.loads(line)))
        print(pid, flush=True)


def _be_quiet() -> None:
    """The parent's pipes are not the desk's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)


if __name__ == "__main__":
    _hatch()
