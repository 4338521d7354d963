"""The suite's own guards: each is broken once here to see that it bites."""

import asyncio
import logging
import socket
import subprocess
import sys
import threading

import psycopg
import pytest
import structlog
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock, settle
from tests.guards import Logs, OutsideWorldError, loopback_only
from tests.leftovers import Standing


def test_a_thread_that_runs_on_is_named() -> None:
    """Whoever started it must be found from the message."""
    standing, stop = Standing.now(), threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()

    assert standing.left_over(grace_s=0) == ["thread 'forgotten' still runs"]

    stop.set()
    thread.join()
    assert standing.left_over(grace_s=0) == []


def test_a_child_process_that_runs_on_is_named() -> None:
    """The demo world and the guardian are processes; none may survive its test."""
    standing = Standing.now()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        [complaint] = standing.left_over(grace_s=0)
        assert str(child.pid) in complaint
        assert "input()" in complaint


def test_a_timer_a_qt_thread_and_a_window_are_named(qtbot: QtBot) -> None:
    """What Qt keeps alive is found as well."""
    standing = Standing.now()
    timer, thread, window = QTimer(), QThread(), QWidget()
    timer.setObjectName("ticker")
    thread.setObjectName("worker")
    qtbot.addWidget(window)
    timer.start(1000)
    thread.start()

    complaints = "\n".join(standing.left_over(grace_s=0))

    timer.stop()
    thread.quit()
    assert thread.wait(5000)
    assert "QTimer 'ticker' is still at work" in complaints
    assert "QThread 'worker' is still at work" in complaints
    assert "window QWidget ''" in complaints


def test_a_warning_nobody_expected_is_a_complaint() -> None:
    """A log line at WARNING is news; a test that makes some says so."""
    logs = Logs()
    record = logging.LogRecord("engine", logging.WARNING, __file__, 1, "source_went_quiet", None, None)
    logs.emit(record)
    assert logs.complaints() == ["unexpected log: WARNING engine: source_went_quiet"]

    logs.expect("source_went_quiet")
    assert logs.complaints() == []


def test_a_warning_that_was_expected_and_never_came_is_a_complaint() -> None:
    """An expectation is an assertion."""
    logs = Logs()
    logs.expect("source_went_quiet", logging.ERROR)
    assert logs.complaints() == ["expected log never came: ERROR source_went_quiet"]


def test_structured_logs_are_seen_too(logs: Logs) -> None:
    """Both ways of logging end at one guard."""
    logs.expect("event='source_went_quiet' source='la'")
    structlog.get_logger("engine").warning("source_went_quiet", source="la")


def test_the_outside_world_is_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal would pass for weather, so it is also written down."""
    with loopback_only(monkeypatch) as reached, socket.socket() as outside:
        with pytest.raises(OutsideWorldError):
            outside.connect(("192.0.2.1", 80))
        with pytest.raises(OutsideWorldError):
            socket.getaddrinfo("example.com", 443)
    assert reached == ["('192.0.2.1', 80)", "('example.com',)"]


def test_this_machine_is_within_reach() -> None:
    """Real servers on loopback are how connectors are tested."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


async def test_a_coroutine_is_a_test() -> None:
    """An `async def` runs in a loop of its own; no plugin, no mark."""
    assert asyncio.get_running_loop().is_running()


async def test_a_sleeper_wakes_when_its_instant_is_ticked(clock: FakeClock) -> None:
    """Nobody waits for real."""
    sleeper = asyncio.create_task(clock.sleep(10))

    await clock.tick(9.9)
    assert not sleeper.done()

    await clock.tick(0.1)
    assert sleeper.done()
    assert clock.sleepers == 0


async def test_a_chain_of_sleeps_wakes_at_its_own_instants(clock: FakeClock) -> None:
    """A loop that sleeps three times a second apart sees three seconds, not one jump."""
    begun, seen = clock.monotonic(), list[float]()

    async def three_times() -> None:
        for _ in range(3):
            await clock.sleep(1)
            seen.append(clock.monotonic() - begun)

    task = asyncio.create_task(three_times())
    await clock.tick(5)

    assert seen == [1, 2, 3]
    assert task.done()
    assert clock.monotonic() - begun == 5


async def test_the_clocks_can_disagree(clock: FakeClock) -> None:
    """A changed wall clock wakes nobody."""
    sleeper, wall = asyncio.create_task(clock.sleep(60)), clock.now()
    await settle()

    clock.jump_wall(3600)
    await settle()

    assert (clock.now() - wall).total_seconds() == 3600
    assert not sleeper.done()
    sleeper.cancel()


def test_each_test_has_a_database_of_its_own(postgresql_url: str) -> None:
    """A real server, an empty database."""
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)
