"""Composition root of the guardian's second half: settings to storefronts and journal, and what acts on them.

Loaded once something is held, for it takes most of a second and most of the memory.
"""

import asyncio
import uuid
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from app.assembly.connectors import connect_storefronts, registry
from app.assembly.login import autostart
from app.assembly.places import record_place
from app.config import Settings, SettingsError, load
from app.engine.guarding import Ending, Guarded, Guarding, Signals
from app.guardian.pulse import Pulse, Sign
from app.ports import JournalError, SecretMissing
from app.words import use_language
from services import logs
from services.awake import SystemAwake
from services.clock import SystemClock, boot_id
from services.jitter import SystemJitter
from services.journal.database import Waits
from services.journal.standing_in import StandingIn
from services.secrets import SystemSecrets, redact

log = structlog.get_logger("stockcue.guardian")

AGAIN_S = 2.0
"""Between two tries where the record can't be opened."""
LOCKED_S = 1.0
"""How long one try waits for the record where another process keeps it locked."""
HURRY_S = 8.0
"""How long everything may take to be restored once the system asks this process to end."""


def take_over(options: Namespace, pulse: Pulse, settings: bytes, *, died: bool, hurried: bool) -> bool:
    """See to open holds until none is left or a desk acts again; whether the desk is gone for good."""
    logs.configure(Path(options.data_dir) / "logs", redact, name="guardian")
    use_language(options.lang)
    try:
        found = load(options.config, registry(), settings or None)
    except SettingsError as error:
        log.error("settings_refused", why=str(error))  # noqa: TRY400 - the words say it all
        return died
    return asyncio.run(_Desk(options, pulse, found, gone=died, hurried=hurried).see_to_it())


class _Desk:
    """The desk that fell silent."""

    def __init__(
        self, options: Namespace, pulse: Pulse, settings: Settings, *, gone: bool, hurried: bool
    ) -> None:
        self._options = options
        self._pulse = pulse
        self._settings = settings
        self._gone = gone
        self._clock = SystemClock()
        self._signals = Signals(give_up_s=options.give_up)
        if hurried:
            self._signals.hurried.set()

    async def see_to_it(self) -> bool:
        loop = asyncio.get_running_loop()

        def heard(sign: Sign) -> None:
            loop.call_soon_threadsafe(self._heard, sign)

        self._pulse.listen(heard)
        hurry = asyncio.create_task(self._hurry())
        acting = asyncio.create_task(self._act())
        try:
            await asyncio.wait({hurry, acting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._pulse.listen(None)
            for task in (hurry, acting):
                task.cancel()
            await asyncio.gather(hurry, acting, return_exceptions=True)
        return self._gone

    def _heard(self, sign: Sign) -> None:
        if sign is Sign.ASKED:
            self._signals.hurried.set()
        elif sign is Sign.BEAT:
            self._signals.called_off.set()
        else:
            self._gone = True

    async def _hurry(self) -> None:
        await self._signals.hurried.wait()
        await self._clock.sleep(HURRY_S)

    async def _act(self) -> None:
        while not self._signals.called_off.is_set():
            try:
                async with self._guarding() as guarding:
                    ending = await guarding.run(self._pulse.fence if self._gone else None)
            except (JournalError, SecretMissing, OSError) as error:
                log.warning("guardian_waits", why=str(error))
                await self._clock.sleep(AGAIN_S)
            else:
                log.info("guardian_done", ending=ending.value)
                await self._end_autostart(ending)
                return

    async def _end_autostart(self, ending: Ending) -> None:
        """The last hold is closed and no desk is there to say that it need not start at login any more."""
        login = autostart(self._options, self._settings)
        if login is not None and self._gone and ending is Ending.NOTHING_OPEN:
            await login.set(wanted=False)

    @asynccontextmanager
    async def _guarding(self) -> AsyncIterator[Guarding]:
        clock, secrets = self._clock, SystemSecrets(self._clock)
        place = await record_place(self._options, self._settings, secrets)
        journal = StandingIn(place, clock, Waits(locked=LOCKED_S))
        shops = await connect_storefronts(self._settings, secrets=secrets, clock=clock, jitter=SystemJitter())
        outside = Guarded(
            clock=clock,
            journal=journal,
            storefronts=shops,
            awake=SystemAwake(),
            boot=boot_id(),
            owner=f"{self._options.owner}/{uuid.uuid4().hex[:8]}",
        )
        try:
            yield Guarding(outside, self._signals)
        finally:
            for shop in shops:
                await shop.close()
            await journal.close()
