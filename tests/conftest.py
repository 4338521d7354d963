"""What every test stands on: no screen, no network but this machine, its own home, a clock moved by hand.

And what it is held to: no unexpected log line, nothing left running. Fixtures of one part live beside its
tests, not here.
"""

import asyncio
import inspect
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# before anything imports Qt
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# no test may depend on where it runs: a zone nobody here lives in, with an odd offset
os.environ["TZ"] = "Pacific/Chatham"
if hasattr(time, "tzset"):
    time.tzset()

import logging

import pytest
import structlog
from _pytest.logging import LogCaptureHandler as CaptureHandler

from tests.fakes.clock import FakeClock
from tests.guards import Logs, loopback_only
from tests.leftovers import Standing
from tests.postgresql import postgresql_server, postgresql_url

__all__ = ["clock", "logs", "postgresql_server", "postgresql_url"]

_FROM_OUTSIDE = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "LANGUAGE", "LC_ALL")
_PREFIXES_FROM_OUTSIDE = ("STOCKCUE_", "PG")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def` test in a loop of its own, and fail it when it leaves tasks behind."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}
    asyncio.run(_and_nothing_left(pyfuncitem.obj(**arguments)))
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, and keep it on one worker: one server is enough."""
    for item in items:
        if "postgresql_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgresql)
            item.add_marker(pytest.mark.xdist_group("postgresql"))


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of its own for each test; nothing of the real one, its languages or its key ring."""
    for name in os.environ:
        if (
            name in _FROM_OUTSIDE
            or name.lower().endswith("_proxy")
            or name.startswith(_PREFIXES_FROM_OUTSIDE)
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "home" / kind.lower()))
    # short: the path of a Unix socket has 107 bytes at most
    with tempfile.TemporaryDirectory(prefix="run-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        yield


@pytest.fixture(autouse=True)
def _nothing_left(_own_home: None) -> Iterator[None]:
    """Nothing of the test's runs on after it."""
    standing = Standing.now()
    yield
    _fail_on("left behind", standing.left_over())


@pytest.fixture(autouse=True)
def _no_outside_world(_nothing_left: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only this machine can be reached."""
    with loopback_only(monkeypatch) as reached:
        yield
    _fail_on("network", reached)


@pytest.fixture(autouse=True)
def logs(_no_outside_world: None) -> Iterator[Logs]:
    """Records of WARNING and above; `logs.expect(pattern)` names those that belong to the test."""
    logs, root = Logs(), logging.getLogger()
    _let_structlog_speak_through_logging()
    root.addHandler(logs)
    before, level = list(root.handlers), root.level
    yield logs
    root.setLevel(level)
    for handler in [
        each for each in root.handlers if each not in before and not isinstance(each, CaptureHandler)
    ]:
        root.removeHandler(handler)
        handler.close()
    root.removeHandler(logs)
    _fail_on("logs", logs.complaints())


@pytest.fixture
def clock() -> FakeClock:
    """A clock that only the test moves."""
    return FakeClock()


async def _and_nothing_left(test: object) -> None:
    assert inspect.isawaitable(test)
    await test
    await asyncio.sleep(0)
    here = asyncio.current_task()
    _fail_on(
        "left behind", [f"task still runs: {task!r}" for task in asyncio.all_tasks() if task is not here]
    )


def _let_structlog_speak_through_logging() -> None:
    structlog.configure(
        processors=[
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _fail_on(what: str, complaints: list[str]) -> None:
    if complaints:
        pytest.fail(f"{what}:\n  " + "\n  ".join(complaints), pytrace=False)
