"""Urgent reads of one storefront, joined: what is asked while one is in flight goes out with the next.

A read that is asked for never joins one already in flight: its answer could be older than the question.
Where each product takes a request of its own, nobody waits for the others'.
"""

import asyncio
from dataclasses import dataclass

from app.domain.readings import ShopAnswer, ShopReading
from app.ports import Storefront


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one read said of one product. `reading` None: the shop does not know the product (`gone`)."""

    answer: ShopAnswer
    reading: ShopReading | None


class ShopReads:
    """The urgent reads of one storefront: those around marks, or (`restoring`) those for restores."""

    def __init__(self, storefront: Storefront, *, restoring: bool) -> None:
        self._storefront = storefront
        self._restoring = restoring
        self._waiting: dict[str, list[asyncio.Future[Look]]] = {}
        self._running: asyncio.Task[None] | None = None

    async def look(self, sku: str) -> Look:
        """Read one product now, ahead of polls.

        Raises:
            SourceError: The storefront gave no usable answer.
        """
        future: asyncio.Future[Look] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(sku, []).append(future)
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._read_all(), name=f"reads {self._storefront.info.id}")
        return await future

    async def close(self) -> None:
        """End what is in flight."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _read_all(self) -> None:
        while self._waiting:
            asked = self._next()
            try:
                answer = await self._storefront.read(tuple(asked), urgent=True, restoring=self._restoring)
            except asyncio.CancelledError:
                _cancel(asked)
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody may be left waiting for it
                _settle(asked, error)
            else:
                _settle(asked, answer)

    def _next(self) -> dict[str, list[asyncio.Future[Look]]]:
        if self._storefront.reads_each:
            sku = next(iter(self._waiting))
            return {sku: self._waiting.pop(sku)}
        asked, self._waiting = self._waiting, {}
        return asked


def _settle(asked: dict[str, list[asyncio.Future[Look]]], result: ShopAnswer | Exception) -> None:
    readings = {} if isinstance(result, Exception) else {reading.sku: reading for reading in result.readings}
    for sku, futures in asked.items():
        for future in futures:
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(Look(answer=result, reading=readings.get(sku)))


def _cancel(asked: dict[str, list[asyncio.Future[Look]]]) -> None:
    for futures in asked.values():
        for future in futures:
            future.cancel()
