"""The desk's half of the control socket: takes one request a connection, hands it on, sends the answers.

What requests mean is the engine's business.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger("stockcue.control")

LONGEST_REQUEST = 64_000
REQUEST_TIMEOUT_S = 5.0
MOST_CONNECTIONS = 64

Handler = Callable[[Mapping[str, Any]], AsyncIterator[Mapping[str, Any]]]


class ControlServer:
    """Listens until closed."""

    def __init__(self, address: str, handle: Handler) -> None:
        self._address = address
        self._handle = handle
        self._server: Any = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen; a socket left by a dead desk is replaced (the data directory's lock is already ours).

        Raises:
            OSError: The address can't be bound.
        """
        if sys.platform == "win32":
            await self._start_pipe()
            return
        listening = self._bound()
        self._server = await asyncio.start_unix_server(self._serve, sock=listening, limit=LONGEST_REQUEST)

    async def _start_pipe(self) -> None:
        loop: Any = asyncio.get_running_loop()

        def protocol() -> asyncio.StreamReaderProtocol:
            reader = asyncio.StreamReader(limit=LONGEST_REQUEST)
            return asyncio.StreamReaderProtocol(reader, self._serve)

        (self._server,) = await loop.start_serving_pipe(protocol, self._address)

    async def close(self) -> None:
        """Stop listening and end every talk."""
        if self._server is not None:
            self._server.close()
        for talk in tuple(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        self._forget()

    def _bound(self) -> socket.socket:
        """A socket at the address that only this user can open."""
        self._forget()
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listening.bind(self._address)
        finally:
            os.umask(before)
        return listening

    def _forget(self) -> None:
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._talks.add(task)
            task.add_done_callback(self._talks.discard)
        try:
            if len(self._talks) <= MOST_CONNECTIONS:
                await self._talk(reader, writer)
        except (OSError, TimeoutError, ValueError, RecursionError) as error:
            log.info("control_talk_ended", why=str(error)[:200])
        except asyncio.CancelledError:
            # by close() alone; passed on, Python 3.11's streams would log it as a failed callback
            log.info("control_talk_ended", why="the desk ends")
        except Exception:
            log.exception("control_talk_failed")
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(REQUEST_TIMEOUT_S):
            line = await reader.readline()
        if not line.strip():
            return
        request = json.loads(line)
        if not isinstance(request, dict):
            raise ValueError("a request is an object")  # noqa: TRY004 - what came in is wrong, not our types
        async for answer in self._handle(request):
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
