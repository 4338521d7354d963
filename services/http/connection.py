"""One HTTP/1.1 connection: one exchange after the other, each to its end or not at all.

Not for where it leads, nor for what is asked.
"""

import h11

from services.http.network import Stream

LONGEST_HEAD = 100 * 1024
"""Bytes of an answer's head."""

Fields = list[tuple[bytes, bytes]]
"""Headers: names and values."""


class Unsendable(Exception):
    """A request that no server could be sent."""


class Broken(Exception):
    """The connection ended within an exchange, or what came is no HTTP."""


class Unanswered(Broken):
    """It did so before the head of an answer."""


class Connection:
    """One connection, with nothing asked yet."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD)

    @property
    def is_free(self) -> bool:
        """Whether it may be asked; not where something came that nobody asked for."""
        idle = self._talk.our_state is h11.IDLE and self._talk.their_state is h11.IDLE
        return idle and self._stream.is_quiet and not self._talk.trailing_data[0]

    async def ask(self, method: bytes, target: bytes, fields: Fields, body: bytes | None) -> h11.Response:
        """Send a request; the head of its answer.

        Raises:
            Unsendable: Nothing has left.
            Unanswered: No head came.
        """
        try:
            said = [self._talk.send(h11.Request(method=method, target=target, headers=fields))]
            if body:
                said.append(self._talk.send(h11.Data(data=body)))
            said.append(self._talk.send(h11.EndOfMessage()))
        except h11.LocalProtocolError as error:
            raise Unsendable(str(error)) from error
        self._stream.write(b"".join(part for part in said if part))
        try:
            while isinstance(event := await self._event(), h11.InformationalResponse):
                pass  # it says only that an answer will come
        except Broken as error:
            raise Unanswered(str(error)) from error
        if not isinstance(event, h11.Response):
            raise Unanswered(f"{event} in place of a head")
        return event

    async def part(self) -> bytes:
        """The next part of the answer's body; empty at its end, and then another request may follow.

        Raises:
            Broken: There should be more.
        """
        event = await self._event()
        if isinstance(event, h11.Data):
            return bytes(event.data)
        if self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE:
            self._talk.start_next_cycle()
        return b""

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    async def _event(self) -> h11.Event | type[h11.PAUSED] | type[h11.NEED_DATA]:
        try:
            while (event := self._talk.next_event()) is h11.NEED_DATA:
                self._talk.receive_data(await self._stream.read())
        except (h11.RemoteProtocolError, OSError) as error:
            raise Broken(str(error)) from error
        return event
