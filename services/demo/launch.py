"""Starting and stopping the demo world's process from a desk."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.demo.settings import settings_text

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_SEED = 2
DEFAULT_TOKEN_SECONDS = 120.0
READY_SECONDS = 10.0
END_SECONDS = 3.0


class DemoFailed(Exception):
    """The demo world did not start; `str()` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """How the world is to be; what the options mean is said by `python -m services.demo --help`."""

    port: int = 0
    seed: int = DEFAULT_SEED
    speed: float = 1.0
    minute: float | None = None
    ledger: Path | None = None
    token_seconds: float = DEFAULT_TOKEN_SECONDS
    opening_first: bool = False

    def command(self) -> list[str]:
        """The command line that starts it, to be run in the project's folder."""
        words = [sys.executable, "-m", "services.demo", f"--port={self.port}", f"--seed={self.seed}"]
        words += [f"--speed={self.speed}", f"--token-seconds={self.token_seconds}"]
        if self.minute is not None:
            words.append(f"--minute={self.minute}")
        if self.ledger:
            words.append(f"--ledger={self.ledger.resolve()}")
        if self.opening_first:
            words.append("--opening-first")
        return words


def apart() -> dict[str, Any]:
    """What keeps a terminal's Ctrl+C from the demo: the desk still has holds to restore there."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def port_from(line: str) -> int:
    """The port in the line that the process prints when it is ready. Raises DemoFailed for any other line."""
    try:
        told = json.loads(line)
    except ValueError as error:
        raise DemoFailed(f"The demo world did not start: {line.strip() or 'it said nothing'}") from error
    if "error" in told:
        raise DemoFailed(f"The demo world did not start: {told['error']}")
    port: int = told["port"]
    return port


class DemoWorld:
    """One demo world, running between `start` and `stop`; it also ends when this process does."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def lifeline(self) -> tuple[int, ...]:
        """The descriptor whose end is the world's: a process that holds it too keeps the world alive.

        Empty while nothing runs, and on Windows, where it can't be handed on.
        """
        process = self._process
        if process is None or process.stdin is None or sys.platform == "win32":
            return ()
        return (process.stdin.transport.get_extra_info("pipe").fileno(),)

    def settings(self, language: str) -> str:
        """The settings file for it, with names in zh_CN or en."""
        return settings_text(self.port, language)

    async def start(self, options: DemoOptions | None = None) -> None:
        """Start it and wait until it answers. Raises DemoFailed, and nothing is left running then."""
        command = (options or DemoOptions()).command()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=PROJECT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                **apart(),
            )
        except OSError as error:
            raise DemoFailed(f"The demo world did not start: {error}") from error
        try:
            self.port = port_from(await self._first_line())
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End it and wait for its end; asked for nicely first."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), END_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _first_line(self) -> str:
        if self._process is None or self._process.stdout is None:
            raise DemoFailed("The demo world did not start: it has no output")
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), READY_SECONDS)
        except TimeoutError as error:
            raise DemoFailed(f"The demo world did not start within {READY_SECONDS:.0f} seconds") from error
        return line.decode("utf-8", "replace")
