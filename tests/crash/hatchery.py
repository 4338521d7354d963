"""A process that has imported the whole engine and becomes a desk, again and again, by forking.

Each life is a real process and dies a real death; only its imports are paid for once. Run as
`python -m tests.crash.hatchery`; reads one `Job` a line, prints the pid of the desk that does it.
"""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil

from services.demo import PASSWORD, PASSWORD_VARIABLE
from tests.crash import desk, naive

PROJECT = Path(__file__).parents[2]


class Life:
    """One desk's process, seen from outside."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    @property
    def runs(self) -> bool:
        """Whether it is there and not frozen."""
        return self._status() not in {None, psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE}

    @property
    def is_frozen(self) -> bool:
        """Whether it stands still until somebody thaws it."""
        return self._status() == psutil.STATUS_STOPPED

    @property
    def is_gone(self) -> bool:
        """Whether there is no such process any more."""
        return self._status() is None

    def thaw(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    def freeze(self) -> None:
        """Have it stand still, wherever it is."""
        self._send(signal.SIGSTOP)

    def kill(self) -> None:
        """End it without a word."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return

    def _status(self) -> str | None:
        try:
            return psutil.Process(self.pid).status()
        except psutil.NoSuchProcess:
            return None


class Hatchery:
    """Where desks come from; several scenarios may share one."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._one_at_a_time = threading.Lock()

    def hatch(self, job: desk.Job) -> Life:
        """Begin a life; returns as soon as there is a process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._one_at_a_time:
            self._process.stdin.write(msgspec.json.encode(job).decode() + "\n")
            self._process.stdin.flush()
            return Life(int(self._process.stdout.readline()))


@contextmanager
def hatchery() -> Iterator[Hatchery]:
    """One, gone with the block; its desks must be gone before."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.hatchery"],
        cwd=PROJECT,
        # one thread alone: what others would do at a fork is not ours to say
        env={**os.environ, PASSWORD_VARIABLE: PASSWORD, "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Hatchery(process)
        finally:
            process.kill()


def _hatch() -> None:
    # nobody waits for these children: the system buries them
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # what was imported is shared with the children as it is; a collector that went through it would copy it
    gc.collect()
    gc.freeze()
    decode = msgspec.json.Decoder(desk.Job).decode
    for line in sys.stdin:
        job = decode(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _be_alone(Path(job.folder) / "desk.log")
            asyncio.run((naive if job.naive else desk).live(job))
            os._exit(0)
        print(pid, flush=True)


def _be_alone(log: Path) -> None:
    """The parent's pipes are not the desk's; what it says goes into a file, for whoever looks into it."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream, file in ((0, nothing), (1, said), (2, said)):
        os.dup2(file, stream)


if __name__ == "__main__":
    _hatch()
