"""Our own program again, in a process beside this one: work that would make windows stutter, and rehearsals.

It is told lines and tells lines, runs at low priority, and ends with this process: its standard input does.
What the lines mean is not its business.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.ports import Helper, HelperFailed

PROJECT = Path(__file__).resolve().parents[1]
MAIN = PROJECT / "main.py"
MOST_LINE = 8_000_000
"""Bytes of one line; a broadcast's calibration is some hundred thousand."""
END_S = 3.0
NICE = 10
"""Whatever is worked out here, the desk that is on air goes first."""


class HelperProcess:
    """One process, from its start to its end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def tell(self, line: str) -> None:
        """Write a line to it; one that has ended hears nothing."""
        stdin = self._process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(line.encode() + b"\n")

    async def lines(self) -> AsyncIterator[bytes]:
        """What it says, line by line, until it ends.

        Raises:
            HelperFailed: It ended with an error; the words are its own.
        """
        out, err = self._process.stdout, self._process.stderr
        if out is None or err is None:
            return
        complaint = asyncio.create_task(err.read())
        try:
            async for line in out:
                yield line
            words = (await complaint).decode("utf-8", "replace").strip()
            if await self._process.wait() != 0:
                raise HelperFailed(words.splitlines()[-1] if words else "")
        finally:
            complaint.cancel()

    async def end(self) -> None:
        """End it and wait for its end; asked for nicely first."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), END_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


class BesideProcesses:
    """The port `Beside`. Every process is told `words` besides its own."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._words = tuple(words)
        self._environment = dict(environment or {})

    async def start(self, words: Sequence[str]) -> Helper:
        """Start one. Raises HelperFailed."""
        command = [sys.executable, str(MAIN), *words, *self._words]
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=PROJECT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=MOST_LINE,
                env={**os.environ, **self._environment},
                **_apart(),
            )
        except OSError as error:
            raise HelperFailed(str(error)) from error
        _step_back(process.pid)
        return HelperProcess(process)


def _step_back(pid: int) -> None:
    """Give way to the desk; where the system does not allow it, it is done without."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, NICE)


def _apart() -> dict[str, Any]:
    """No Ctrl+C of a terminal reaches it: it ends with its standard input."""
    if sys.platform == "win32":
        below = subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | below}
    return {"start_new_session": True}
