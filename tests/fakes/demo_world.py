"""A real demo world in a process of its own, for tests without an event loop."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from services.demo import DemoOptions, settings_text
from services.demo.launch import PROJECT, apart, port_from


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDemo:
    """A demo world that answers; closing the process's standard input ends it."""

    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self, language: str = "zh_CN") -> str:
        """The settings file for it."""
        return settings_text(self.port, language)


@contextmanager
def running_demo(options: DemoOptions | None = None) -> Iterator[RunningDemo]:
    """Start one, and end it with the block; raises DemoFailed where it does not start."""
    with subprocess.Popen(
        (options or DemoOptions()).command(),
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **apart(),
    ) as process:
        assert process.stdout is not None
        try:
            yield RunningDemo(port=port_from(process.stdout.readline()), process=process)
        finally:
            process.kill()
