"""Wires the host's page to a desk, where the settings ask for it; loads nothing of it where they do not."""

import asyncio
import secrets
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Settings
from app.engine.engine import Engine
from app.ports import Clock

if TYPE_CHECKING:
    from services.host_page.page import HostPageServer

FOLDER = "host_page"


def host_page(settings: Settings, data_dir: Path, clock: Clock) -> "HostPageServer | None":
    """The page, not open yet; None where it is off."""
    wanted = settings.host_page
    if not wanted.enabled:
        return None
    from services.host_page.page import HostPageServer, PageSettings

    return HostPageServer(
        PageSettings(
            port=wanted.port,
            address=wanted.address,
            code_seconds=wanted.code_seconds,
            session_hours=wanted.session_hours,
        ),
        data_dir / FOLDER,
        clock,
        secrets.token_bytes,
    )


def open_page(page: "HostPageServer | None", engine: Engine, stack: AsyncExitStack) -> None:
    """Open it behind the desk; it is closed with `stack`."""
    if page is None:
        return
    from app.engine.phoning import PhoneDesk

    async def opened() -> None:
        await page.open(PhoneDesk(engine))
        engine.phoning.changed()

    opening = asyncio.create_task(opened(), name="host page")

    async def closed() -> None:
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        await page.close()

    stack.push_async_callback(closed)
