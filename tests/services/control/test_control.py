"""The local socket: for this user alone, one request a connection, strict, and gone with its desk."""

import asyncio
import json
import os
import socket
import stat
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from services.control.address import LONGEST_SOCKET_PATH, desk_name, socket_address
from services.control.client import DeskEnded, NoDesk, ask
from services.control.server import LONGEST_REQUEST, MOST_CONNECTIONS, ControlServer
from tests.guards import Logs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets of POSIX")


async def _echo(request: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
    """Says it back; twice, or never, where it is asked to."""
    if request.get("hang"):
        await asyncio.Event().wait()
    if request.get("twice"):
        yield {"said": request, "last": False}
    yield {"said": request}


@asynccontextmanager
async def serving(address: str) -> AsyncIterator[ControlServer]:
    """A server that echoes."""
    server = ControlServer(address, _echo)
    await server.start()
    try:
        yield server
    finally:
        await server.close()


async def asked(address: str, request: dict[str, Any], timeout_s: float = 2.0) -> list[dict[str, Any]]:
    """Every answer to a request."""
    return await asyncio.to_thread(lambda: list(ask(address, request, timeout_s=timeout_s)))


async def spoken(address: str, line: bytes) -> bytes:
    """What comes back for a line typed by hand."""
    reader, writer = await asyncio.open_unix_connection(address)
    writer.write(line)
    writer.write_eof()
    said = await reader.read()
    writer.close()
    return said


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Where a desk of that data directory listens."""
    return socket_address(tmp_path)


async def test_a_request_gets_its_answers(address: str) -> None:
    """One, or many; in any letters."""
    async with serving(address):
        assert await asked(address, {"sku": "耳机"}) == [{"said": {"sku": "耳机"}}]
        twice = await asked(address, {"twice": True})
        assert [answer.get("last", True) for answer in twice] == [False, True]


async def test_only_this_user_may_open_it(address: str) -> None:
    """The socket and its folder."""
    async with serving(address):
        mode = (await asyncio.to_thread(Path(address).stat)).st_mode
        assert stat.S_IMODE(mode) == 0o600


async def test_nobody_listens(address: str) -> None:
    """No socket, or one that a dead desk left behind."""
    with pytest.raises(NoDesk):
        await asked(address, {})
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(address)
    with pytest.raises(NoDesk):
        await asked(address, {})
    async with serving(address):
        assert await asked(address, {}) == [{"said": {}}]
    assert not await asyncio.to_thread(os.path.lexists, address)


async def test_a_desk_that_ends_is_told_at_once(address: str) -> None:
    """Whoever waits does not wait on."""
    async with serving(address) as server:
        waiting = asyncio.create_task(asked(address, {"hang": True}, timeout_s=20))
        await asyncio.sleep(0.2)
        await server.close()
        with pytest.raises(DeskEnded):
            await asyncio.wait_for(waiting, 2)


async def test_a_desk_that_says_nothing_counts_as_gone(address: str) -> None:
    """After the time that the asker has."""
    async with serving(address):
        with pytest.raises(DeskEnded):
            await asked(address, {"hang": True}, timeout_s=0.2)


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"{", b"[1]\n", b"null\n", b"\xff\n", b"{" + b" " * (LONGEST_REQUEST + 1) + b"}\n"]
)
async def test_what_is_no_request_ends_the_talk_and_not_the_desk(address: str, line: bytes) -> None:
    """Broken, no object, far too long."""
    async with serving(address):
        assert await spoken(address, line) == b""
        assert await asked(address, {"well": True}) == [{"said": {"well": True}}]


async def test_a_deeply_nested_request_ends_the_talk_alone(address: str) -> None:
    """It is no bug of ours, and no line in the log."""
    async with serving(address):
        assert await spoken(address, b"[" * 20_000 + b"\n") == b""
        assert await asked(address, {}) == [{"said": {}}]


async def test_only_so_many_talk_at_once(address: str) -> None:
    """A thousand open connections do not take the desk's memory. F166."""
    async with serving(address):
        talks = [await asyncio.open_unix_connection(address) for _talk in range(MOST_CONNECTIONS)]
        with pytest.raises(DeskEnded):
            await asked(address, {})
        for _reader, writer in talks:
            writer.close()
        await asyncio.sleep(0.1)
        assert await asked(address, {}) == [{"said": {}}]


async def test_a_bug_of_a_handler_is_logged_and_the_desk_goes_on(address: str, logs: Logs) -> None:
    """The asker learns that there is no answer."""

    async def broken(_request: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
        raise KeyError("a bug of ours")
        yield {}

    logs.expect("control_talk_failed", 40)
    server = ControlServer(address, broken)
    await server.start()
    for _time in range(2):
        with pytest.raises(DeskEnded):
            await asked(address, {})
    await server.close()


def test_each_data_directory_has_a_name_of_its_own(tmp_path: Path) -> None:
    """The same for a link to it; short enough to bind."""
    folder = tmp_path / ("deep" * 30)
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    assert socket_address(folder) == socket_address(tmp_path / "link")
    assert desk_name(folder) != desk_name(tmp_path)
    assert len(socket_address(folder).encode()) < LONGEST_SOCKET_PATH


def test_a_long_runtime_directory_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A path of over 107 bytes does not bind; a private folder in the temporary one takes its place."""
    long = tmp_path / ("run" * 30)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    address = Path(socket_address(tmp_path))
    assert long not in address.parents
    assert address.parent.name == f"stockcue-{os.getuid()}"


def test_requests_are_lines(address: str) -> None:
    """A line break in a text is no second request."""
    received: list[bytes] = []

    def listen(listening: socket.socket) -> None:
        talk, _who = listening.accept()
        with talk, talk.makefile("rb") as stream:
            received.append(stream.readline())
            talk.sendall(b'{"ok": true}\n')

    import threading

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        thread = threading.Thread(target=listen, args=(listening,))
        thread.start()
        assert list(ask(address, {"note": "a\nb"}, timeout_s=2)) == [{"ok": True}]
        thread.join()
    assert json.loads(received[0]) == {"note": "a\nb"}
