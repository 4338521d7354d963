"""The program as people run it: a desk in a process of its own, and commands typed at it.

Each `Program` has a data directory, a home and a runtime directory of its own, so that it may outlive one
test. Not for parts of the program; those are tested in the test's own process.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from services.demo import PASSWORD, PASSWORD_VARIABLE
from tests.guardians import end_guardians, guardians

PROJECT = Path(__file__).parents[1]
READY_S = 45.0
"""How long a busy machine may take to start a desk; a desk alone takes a second."""
LOOK_S = 0.02
_FROM_OUTSIDE = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "LANGUAGE", "LC_ALL", "TZ")


def eventually(true: Callable[[], object], within: float = 10.0, *, what: str = "") -> float:
    """Wait until it is true; the seconds it took. Fails with `what` when it does not come."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < within, what or f"not within {within} s"
        time.sleep(LOOK_S)
    return time.monotonic() - began


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was printed
        """The one object it printed; fails when there is more."""
        return json.loads(self.out)


@dataclass(slots=True)
class RunningDesk:
    """A desk that runs."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """End it as a crash would, without a word."""
        self.process.kill()
        self.process.wait()

    def end(self, within: float = 12.0) -> int:
        """Ask it to end as a service manager would; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)

    def output(self) -> str:
        """What it printed until it ended."""
        out, _err = self.process.communicate(timeout=READY_S)
        return out or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One data directory and how the program is run on it."""

    data_dir: Path
    env: Mapping[str, str]

    @property
    def settings(self) -> Path:
        """The settings file it reads unless told otherwise."""
        return self.data_dir / "room.toml"

    def write_settings(self, text: str) -> None:
        """Write that settings file."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings.write_text(text, "utf-8")

    def command(self, *words: str) -> list[str]:
        """The whole command line, English and on this data directory unless the words say otherwise."""
        line = [sys.executable, "main.py", *words]
        if "--data-dir" not in words:
            line += ["--data-dir", str(self.data_dir)]
        return line if "--lang" in words else [*line, "--lang", "en"]

    def begin(self, *words: str, **more: Any) -> "subprocess.Popen[str]":  # noqa: ANN401 - options of Popen
        """Start the program and do not wait."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | more
        return subprocess.Popen(
            self.command(*words), cwd=PROJECT, env=dict(self.env), text=True, encoding="utf-8", **options
        )

    def run(self, *words: str, within: float = READY_S, input_: str | None = None) -> Ran:
        """Run a command to its end, with that on its standard input."""
        began = time.monotonic()
        with self.begin(*words, stdin=subprocess.PIPE if input_ else subprocess.DEVNULL) as process:
            try:
                out, err = process.communicate(input_, timeout=within)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Ran(code=process.returncode, out=out, err=err, seconds=time.monotonic() - began)

    def status(self) -> Any:  # noqa: ANN401 - the status object; its schema is tested
        """What the running desk knows; None where none answers."""
        ran = self.run("status", "--json")
        return ran.json if ran.code == 0 else None

    def product(self, sku: str) -> Any:  # noqa: ANN401 - a part of it
        """One product of the status."""
        return next(product for product in self.status()["products"] if product["sku"] == sku)

    def source(self, source: str) -> Any:  # noqa: ANN401 - the same
        """One source of the status."""
        return next(each for each in self.status()["sources"] if each["id"] == source)

    def runs(self) -> bool:
        """Whether a desk runs and takes commands."""
        status = self.status()
        return status is not None and status["state"] == "running"

    def log(self) -> list[dict[str, Any]]:
        """Every line of its log file."""
        file = self.data_dir / "logs" / "stockcue.log"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []

    def events(self, name: str, **more: object) -> list[dict[str, Any]]:
        """The log's events of that name with these values."""
        named = [line for line in self.log() if line["event"] == name]
        return [line for line in named if all(line.get(key) == value for key, value in more.items())]

    def complaints(self) -> list[dict[str, Any]]:
        """The log's warnings and errors."""
        return [line for line in self.log() if line["level"] not in {"debug", "info"}]

    @contextmanager
    def desk(self, *words: str, outlived: bool = False) -> Iterator[RunningDesk]:
        """A desk without windows, ready for commands; ended hard with the block, if it still runs.

        So is its guardian, unless it is to be `outlived` by it.
        """
        with self.begin("--headless", *words, stderr=subprocess.STDOUT) as process:
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                assert "runs without windows" in line, line + process.stdout.read()
                eventually(self.runs, READY_S, what="the desk is not ready")
                yield RunningDesk(process, [line])
            finally:
                if not outlived:
                    self.end_guardians()
                process.kill()

    def cut_power(self, desk: RunningDesk) -> None:
        """End desk and guardian as a computer does that fails."""
        self.end_guardians()
        desk.kill()

    def guardians(self) -> list[psutil.Process]:
        """Every guardian of a desk on this data directory that still runs."""
        return guardians(self.data_dir)

    def end_guardians(self) -> None:
        """End them hard."""
        end_guardians(self.data_dir)


@contextmanager
def program(folder: Path, settings: str = "") -> Iterator[Program]:
    """The program with a data directory and a home in `folder`, and these settings where there are any."""
    home = folder / "home"
    # short: the path of a Unix socket has 107 bytes at most
    with tempfile.TemporaryDirectory(prefix="run-") as runtime:
        made = Program(data_dir=folder / "desk", env=_environment(home, runtime))
        if settings:
            made.write_settings(settings)
        try:
            yield made
        finally:
            made.end_guardians()


def _environment(home: Path, runtime: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _FROM_OUTSIDE and not name.startswith(("STOCKCUE_", "XDG_", "QT_"))
    }
    return kept | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": runtime,
        "LANG": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        PASSWORD_VARIABLE: PASSWORD,
    }
