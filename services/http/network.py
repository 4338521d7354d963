"""The network under the HTTP library, which notes for the client whether an exchange opened a connection."""

import contextvars
from collections.abc import Iterable

import httpcore2
from typing_extensions import override

opened = contextvars.ContextVar("opened", default=False)
"""Whether the exchange of this task opened a connection of its own.

The library's traces tell that as well, at the price of a dozen calls for each request.
"""


class Network(httpcore2.AnyIOBackend):
    """Opens connections."""

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        opened.set(True)
        return await super().connect_tcp(host, port, timeout, local_address, socket_options)
