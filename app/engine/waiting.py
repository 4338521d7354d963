"""Waiting for something to happen, but not longer than so long, on the desk's own clock."""

import asyncio

from app.ports import Clock


async def happened(event: asyncio.Event, clock: Clock, within_s: float) -> bool:
    """Wait for `event`, at most `within_s` seconds; whether it happened."""
    if event.is_set():
        return True
    alarm = asyncio.ensure_future(clock.sleep(max(0.0, within_s)))
    ring = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({alarm, ring}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        alarm.cancel()
        ring.cancel()
    return event.is_set()
