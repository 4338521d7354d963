"""The host's page on 127.0.0.1, over TLS, with a desk that only notes; and phones that speak to it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from services.host_page.page import HostPageServer, PageSettings
from tests.fakes.clock import FakeClock

NO_CHECK_TIME = ssl.VerifyFlags(0x200000)
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL."""
WAYS = PageSettings(port=0, address="127.0.0.1", code_seconds=180, session_hours=12)


@dataclass
class NotingDesk:
    """The desk behind the page: shows one product, notes what is ordered."""

    orders: list[tuple[Mapping[str, Any], str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def words(self) -> bytes:
        """No words."""
        return b"{}"

    def view(self) -> bytes:
        """A title that would be a script."""
        return b'{"now": {"title": "<script>alert(1)</script>"}}'

    async def act(self, order: Mapping[str, Any], name: str) -> bytes:
        """Note it. Raises ValueError for an act nobody knows."""
        if order.get("act") not in ("mark", "restore"):
            raise ValueError("no such act")
        self.orders.append((order, name))
        return b'{"ok": true}'

    async def paired(self, name: str) -> None:
        """Note the name."""
        self.names.append(name)


@dataclass
class Page:
    """A page that listens, and its only origin."""

    server: HostPageServer
    desk: NotingDesk
    clock: FakeClock
    folder: Path

    @property
    def origin(self) -> str:
        """Scheme, address and port."""
        return self.server.state().address

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.origin.rpartition(":")[2])

    def trusting(self) -> ssl.SSLContext:
        """What believes the page's certificate and no other."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        # the certificate is of the test's clock, OpenSSL asks the computer's
        trusting.verify_flags |= NO_CHECK_TIME
        return trusting

    async def code(self) -> str:
        """A new code, as the QR code says it."""
        invitation = (await self.server.invite()).invitation
        assert invitation is not None
        return invitation.link.partition("#")[2]


class Phone:
    """A phone's browser: keeps its cookie, sends its origin, and knows its form token."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.client = httpx2.AsyncClient(verify=page.trusting(), base_url=page.origin, trust_env=False)
        self.form = ""

    async def post(self, path: str, order: object, **headers: str) -> httpx2.Response:
        """A POST as the page's script makes it, save for the headers given; an empty one is left out."""
        sent = {"Origin": self._page.origin, "Content-Type": "application/json", "Stockcue-Form": self.form}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in sent.items() if value}
        return await self.client.post(path, json=order, headers=kept)

    async def pair(self, code: str, name: str = "MEI") -> httpx2.Response:
        """Pair with that code."""
        return await self.post("/pair", {"code": code, "name": name})

    async def look(self) -> httpx2.Response:
        """What the host sees; the form token comes with it."""
        answer = await self.client.get("/state")
        self.form = answer.headers.get("Stockcue-Form", "")
        return answer

    async def mark(self) -> httpx2.Response:
        """Order a mark."""
        return await self.post("/act", {"act": "mark", "sku": "EAR-01", "minutes": 5})


Open = Callable[[], Any]


@asynccontextmanager
async def open_page(folder: Path, clock: FakeClock, ways: PageSettings = WAYS) -> AsyncIterator[Page]:
    """A page that listens while the context lasts."""
    numbers = count(1)
    server = HostPageServer(
        ways, folder, clock, lambda size: next(numbers).to_bytes(1, "big").rjust(size, b"x")
    )
    desk = NotingDesk()
    await server.open(desk)
    try:
        yield Page(server, desk, clock, folder)
    finally:
        await server.close()
        await asyncio.sleep(0)


@asynccontextmanager
async def phone_of(page: Page, *, paired: bool = True) -> AsyncIterator[Phone]:
    """A phone, paired and looking where not said otherwise."""
    phone = Phone(page)
    try:
        if paired:
            assert (await phone.pair(await page.code())).status_code == 200
            assert (await phone.look()).status_code == 200
        yield phone
    finally:
        await phone.client.aclose()


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one certificate lies for all tests that do not need their own."""
    return tmp_path_factory.mktemp("page")
