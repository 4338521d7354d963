"""The port `HostPage`: listens on one address of the local network, and nowhere else.

What keeps it from being reached is told in words and does not keep the desk from running.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path

import h11
import structlog

from app.domain.phones import Invitation, PageState, Phone
from app.ports import Clock
from app.words import _
from services.host_page import certificate, qr
from services.host_page.addresses import lan_address, private
from services.host_page.pairing import Pairing
from services.host_page.site import SAFE, Desk, Said, Site
from services.wire import Asked, Listener, Talk

REQUEST_S = 10.0
"""From the end of one request to the last byte of the next; a slower visitor is left."""
SEND_S = 10.0
MOST_BODY = 4096
MOST_VISITS = 24
MOST_VISITS_OF_ONE = 8
"""Connections of one address: nobody can take them all."""
MOST_REQUESTS = 1000
"""On one connection; then the phone opens another."""
PHONES_FILE = "phones.json"

log = structlog.get_logger("stockcue.host_page")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """`[host_page]`. `address` empty: the one by which this computer is reached in its local network."""

    port: int
    address: str
    code_seconds: float
    session_hours: float


class HostPageServer:
    """The page. `folder` keeps its certificate and the paired phones, `chance` gives random bytes."""

    def __init__(
        self, settings: PageSettings, folder: Path, clock: Clock, chance: Callable[[int], bytes]
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._clock = clock
        self._pairing = Pairing(
            folder / PHONES_FILE,
            clock.now,
            chance,
            code_lasts=timedelta(seconds=settings.code_seconds),
            phone_lasts=timedelta(hours=settings.session_hours),
        )
        self._visits: Counter[str] = Counter()
        self._listener = Listener(self._welcome, most_visits=MOST_VISITS)
        self._site: Site | None = None
        self._address = ""
        self._fingerprint = ""
        self._link = ""
        self._modules: tuple[str, ...] = ()
        self._trouble = _("The page is starting.")

    async def open(self, desk: Desk) -> None:
        """Begin to listen; whatever keeps it from that is told by `state`."""
        try:
            address = private(self._settings.address or lan_address())
            who = await asyncio.to_thread(certificate.identity, self._folder, address, self._clock.now())
            port = await self._listener.start(address, self._settings.port, who.context)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._trouble = _("The host's page can't be opened: {why}").format(why=why)
            log.warning("host_page_failed", why=str(error))
            return
        self._address = f"https://{address}:{port}"
        self._fingerprint = who.fingerprint
        self._site = Site(self._pairing, desk, self._address, self._clock.monotonic)
        self._trouble = ""
        log.info("host_page_listens", address=self._address)

    def state(self) -> PageState:
        """Where the page is, who is paired, and the invitation that stands."""
        until = self._pairing.invited_until
        invitation = (
            None if until is None else Invitation(link=self._link, until=until, modules=self._modules)
        )
        return PageState(
            address=self._address,
            fingerprint=self._fingerprint,
            phones=self._pairing.phones,
            invitation=invitation,
            trouble=self._trouble,
        )

    async def invite(self) -> PageState:
        """Make a new code; the one before ends."""
        if not self._trouble:
            code, _until = self._pairing.invite()
            # behind the #, so that it is in no request and no log
            self._link = f"{self._address}/#{code}"
            self._modules = await asyncio.to_thread(qr.modules, self._link)
        return self.state()

    def withdraw(self) -> None:
        """The standing code ends."""
        self._pairing.withdraw()

    def revoke(self) -> tuple[Phone, ...]:
        """Every phone and the standing code end now."""
        return self._pairing.revoke()

    async def close(self) -> None:
        """Hear nothing more."""
        await self._listener.stop()

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(reader, writer, most_body=MOST_BODY)
        peer = str((writer.get_extra_info("peername") or ("",))[0])
        self._visits[peer] += 1
        try:
            if self._visits[peer] <= MOST_VISITS_OF_ONE:
                await self._converse(talk, peer)
        except h11.RemoteProtocolError as error:
            with suppress(OSError, TimeoutError, h11.LocalProtocolError):
                await self._send(talk, Said(code=HTTPStatus(error.error_status_hint)))
        except (OSError, TimeoutError, ssl.SSLError):
            pass  # a visitor who is too slow, or gone
        finally:
            self._visits[peer] -= 1
            self._visits += Counter()  # forgets those who have left
            # without a farewell: a visitor who does not listen must not keep the connection
            writer.transport.abort() if writer.is_closing() else writer.close()

    async def _converse(self, talk: Talk, peer: str) -> None:
        for _number in range(MOST_REQUESTS):
            async with asyncio.timeout(REQUEST_S):
                asked = await talk.next_request()
            if asked is None or self._site is None:
                return
            await self._send(talk, await self._answer(self._site, asked, peer))
            if not talk.may_go_on:
                return

    async def _answer(self, site: Site, asked: Asked, peer: str) -> Said:
        try:
            return await site.answer(asked, peer)
        except Exception:
            log.exception("host_page_failed_to_answer", path=asked.path)
            return Said(code=HTTPStatus.INTERNAL_SERVER_ERROR, body=b"{}")

    async def _send(self, talk: Talk, said: Said) -> None:
        headers = [
            ("Date", format_datetime(self._clock.now(), usegmt=True)),
            *SAFE,
            *said.headers,
            ("Content-Type", said.kind),
            ("Content-Length", str(len(said.body))),
        ]
        async with asyncio.timeout(SEND_S):
            await talk.send(h11.Response(status_code=int(said.code), headers=headers))
            await talk.send(h11.Data(data=said.body))
            await talk.send(h11.EndOfMessage())
