"""Reads of one storefront, joined: what is asked while a read is in flight goes out together with the next.

A read that is asked for never joins one already in flight: its answer could be older than the question.
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
    """The urgent reads of one storefront; polls go their own way."""

    def __init__(self, storefront: Storefront) -> None:
        self._storefront = storefront
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
            asked, self._waiting = self._waiting, {}
            try:
                answer = await self._storefront.read(tuple(asked), urgent=True)
            except asyncio.CancelledError:
                _cancel(asked)
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody may be left waiting for it
                _settle(asked, error)
            else:
                _settle(asked, answer)


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
