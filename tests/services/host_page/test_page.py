"""The host's page over real TLS on 127.0.0.1: what a phone may do, and what everybody else may not."""

import asyncio
import logging
import ssl
from pathlib import Path

import pytest

from services.host_page import page as page_module
from services.host_page.page import MOST_BODY, MOST_VISITS_OF_ONE, PageSettings
from services.host_page.site import COOKIE, SAFE
from tests.fakes.clock import FakeClock
from tests.guards import Logs
from tests.services.host_page.conftest import WAYS, Page, open_page, phone_of


async def said(page: Page, *words: bytes, pause: bool = False) -> bytes:
    """What the page answers to raw bytes over TLS until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port, ssl=page.trusting())
    for word in words:
        writer.write(word)
        await writer.drain()
    answer = b""
    try:
        answer = await reader.read()
    except (ConnectionError, ssl.SSLError):
        assert pause
    writer.close()
    return answer


async def test_a_phone_pairs_looks_and_orders(made_folder: Path, clock: FakeClock) -> None:
    """The whole way, with the name it claims."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        assert page.desk.names == ["MEI"]
        answer = await phone.mark()
        assert answer.json() == {"ok": True}
        assert page.desk.orders == [({"act": "mark", "sku": "EAR-01", "minutes": 5}, "MEI")]
        (seen,) = page.server.state().phones
        assert (seen.name, seen.seen_at) == ("MEI", clock.now())


async def test_every_answer_forbids_what_is_not_needed(made_folder: Path, clock: FakeClock) -> None:
    """Nothing from elsewhere, no frame, no cache; errors too."""
    async with open_page(made_folder, clock) as page, phone_of(page, paired=False) as phone:
        for path in ("/", "/page.js", "/page.css", "/words", "/state", "/nowhere"):
            answer = await phone.client.get(path)
            assert {name: answer.headers[name] for name, _value in SAFE} == dict(SAFE)
        index = (await phone.client.get("/")).text
        assert "http:" not in index
        assert "https:" not in index
        assert "<style" not in index
        assert "onclick" not in index


async def test_the_cookie_goes_nowhere_else(made_folder: Path, clock: FakeClock) -> None:
    """For this host alone, over TLS alone, never from another site, out of reach of scripts."""
    async with open_page(made_folder, clock) as page, phone_of(page, paired=False) as phone:
        cookie = (await phone.pair(await page.code())).headers["Set-Cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        assert cookie.partition("; ")[2] == "Path=/; Secure; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1"])
async def test_another_host_name_is_sent_away(made_folder: Path, clock: FakeClock, host: str) -> None:
    """A name that an attacker points at us (DNS rebinding) reads nothing."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        answer = await phone.client.get("/state", headers={"Host": host.format(port=page.port)})
        assert answer.status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://127.0.0.1:1"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Stockcue_Form": ""},
        {"Stockcue_Form": "0" * 64},
    ],
)
async def test_an_order_of_another_site_is_refused(
    made_folder: Path, clock: FakeClock, headers: dict[str, str]
) -> None:
    """Exactly this origin and this phone's form token, or nothing happens."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        answer = await phone.post("/act", {"act": "mark", "sku": "EAR-01"}, **headers)
        assert answer.status_code == 403
        assert page.desk.orders == []


async def test_another_phones_form_token_is_refused(made_folder: Path, clock: FakeClock) -> None:
    """A form token belongs to its pairing."""
    async with open_page(made_folder, clock) as page, phone_of(page) as one, phone_of(page) as other:
        one.form = other.form
        assert (await one.mark()).status_code == 403


async def test_a_used_and_an_ended_code_pair_nobody(made_folder: Path, clock: FakeClock) -> None:
    """Once, and for three minutes."""
    async with open_page(made_folder, clock) as page, phone_of(page, paired=False) as phone:
        code = await page.code()
        assert (await phone.pair(code)).status_code == 200
        assert (await phone.pair(code)).status_code == 403
        late = await page.code()
        clock.advance(181)
        assert (await phone.pair(late)).status_code == 403
        assert page.desk.names == ["MEI"]


async def test_a_revoked_phone_is_shut_out_at_once(made_folder: Path, clock: FakeClock) -> None:
    """Its token says nothing any more, replayed or not."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        page.server.revoke()
        assert (await phone.mark()).status_code == 401
        assert (await phone.look()).status_code == 401
        assert page.desk.orders == []


async def test_nobody_sees_or_orders_without_pairing(made_folder: Path, clock: FakeClock) -> None:
    """Nor with a made-up cookie."""
    async with open_page(made_folder, clock) as page, phone_of(page, paired=False) as phone:
        assert (await phone.look()).status_code == 401
        made_up = await phone.client.get("/state", headers={"Cookie": f"{COOKIE}=eHg; other=1"})
        assert made_up.status_code == 401
        assert (await phone.mark()).status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/../phones.json", "/%2e%2e/key.pem", "/page.js/../key.pem", "//key.pem", "/key.pem", "/index.html"],
)
async def test_nothing_but_the_page_is_handed_out(made_folder: Path, clock: FakeClock, path: str) -> None:
    """Names are looked up, never followed."""
    async with open_page(made_folder, clock) as page:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nConnection: close\r\n\r\n"
        assert (await said(page, request.encode())).startswith(b"HTTP/1.1 404 ")


async def test_what_is_not_of_the_form_is_refused(made_folder: Path, clock: FakeClock) -> None:
    """In a word, and the page lives on."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        assert (await phone.post("/act", [1])).status_code == 400
        assert (await phone.post("/act", {"act": "dance"})).status_code == 400
        assert (await phone.post("/pair", {"code": 1})).status_code == 400
        assert (await phone.post("/act", {}, Content_Type="text/plain")).status_code == 415
        assert (await phone.client.delete("/state")).status_code == 405
        assert (await phone.look()).status_code == 200


async def test_a_body_too_long_is_not_read_to_its_end(made_folder: Path, clock: FakeClock) -> None:
    """Nor is one that says it will be."""
    async with open_page(made_folder, clock) as page:
        head = f"POST /act HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nContent-Length: 90000\r\n\r\n"
        answer = await said(page, head.encode(), b"x" * (MOST_BODY + 1), pause=True)
        assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\xff" * 40 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ],
)
async def test_garbage_is_a_400(made_folder: Path, clock: FakeClock, garbage: bytes) -> None:
    """And whoever comes next is served."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        assert b" 400 " in await said(page, garbage, pause=True)
        assert (await phone.look()).status_code == 200


async def test_plain_http_gets_nothing(made_folder: Path, clock: FakeClock) -> None:
    """Not a byte in clear text."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            answer = await reader.read()
        except ConnectionError:
            answer = b""
        writer.close()
        assert b"HTTP" not in answer
        assert (await phone.look()).status_code == 200


async def test_a_slow_visitor_is_left(
    made_folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline is for the whole request; a byte now and then does not move it."""
    monkeypatch.setattr(page_module, "REQUEST_S", 0.2)
    async with open_page(made_folder, clock) as page:
        reader, writer = await asyncio.open_connection("127.0.0.1", page.port, ssl=page.trusting())
        for letter in b"GET / HT":
            writer.write(bytes([letter]))
            await asyncio.sleep(0.04)
        assert await reader.read() == b""
        writer.close()


async def test_many_requests_are_slowed_down(made_folder: Path, clock: FakeClock) -> None:
    """Each address has its pace; pairing has a slower one."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        codes = [(await phone.client.get("/words")).status_code for _number in range(40)]
        assert codes[0] == 200
        assert codes[-1] == 429
        clock.advance(60)
        tries = [(await phone.pair("AAAAAAAA")).status_code for _number in range(8)]
        assert tries[-1] == 429


async def test_it_listens_on_its_address_alone(tmp_path: Path, clock: FakeClock, logs: Logs) -> None:
    """And what keeps it from that is told, without keeping the desk from running."""
    logs.expect("host_page_failed")
    async with open_page(tmp_path, clock) as page:
        sockets = page.server._listener._listening
        assert sockets is not None
        assert [each.getsockname()[0] for each in sockets.sockets] == ["127.0.0.1"]
        taken = PageSettings(port=page.port, address="127.0.0.1", code_seconds=180, session_hours=12)
        async with open_page(tmp_path / "second", clock, taken) as second:
            assert "can't be opened" in second.server.state().trouble
            assert (await second.server.invite()).invitation is None
    public = PageSettings(port=0, address="8.8.8.8", code_seconds=180, session_hours=12)
    async with open_page(tmp_path / "third", clock, public) as third:
        assert "reachable from everywhere" in third.server.state().trouble


async def test_the_certificate_is_kept_and_renewed(tmp_path: Path, clock: FakeClock) -> None:
    """The fingerprint stays until the year is nearly over; the key is this user's alone."""
    async with open_page(tmp_path, clock) as page:
        first = page.server.state().fingerprint
        assert len(first.split(":")) == 32
    async with open_page(tmp_path, clock) as page:
        assert page.server.state().fingerprint == first
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    clock.advance(390 * 86400)
    async with open_page(tmp_path, clock) as page:
        assert page.server.state().fingerprint != first


async def test_a_title_with_markup_travels_as_text(made_folder: Path, clock: FakeClock) -> None:
    """As JSON, never as a page; the script shows texts alone."""
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        answer = await phone.look()
        assert answer.headers["Content-Type"].startswith("application/json")
        script = (await phone.client.get("/page.js")).text
        for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("):
            assert way not in script


async def test_the_code_stands_behind_the_hash(made_folder: Path, clock: FakeClock) -> None:
    """So that it is in no request line and no log; the QR code says the same link."""
    async with open_page(made_folder, clock, WAYS) as page:
        invitation = (await page.server.invite()).invitation
        assert invitation is not None
        assert invitation.link.startswith(f"{page.origin}/#")
        assert len(invitation.modules) == len(invitation.modules[0])
        assert {letter for row in invitation.modules for letter in row} == {"0", "1"}
        page.server.withdraw()
        assert page.server.state().invitation is None


async def test_a_mistake_of_ours_is_a_500_and_the_page_lives_on(
    made_folder: Path, clock: FakeClock, logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a word about what went wrong; that is for the log."""
    logs.expect("host_page_failed_to_answer", logging.ERROR)
    async with open_page(made_folder, clock) as page, phone_of(page) as phone:
        with monkeypatch.context() as broken:
            broken.setattr(page.desk, "view", lambda: 1 / 0)
            answer = await phone.look()
        assert (answer.status_code, answer.text) == (500, "{}")
        assert (await phone.look()).status_code == 200


async def test_one_visitor_cannot_take_every_connection(made_folder: Path, clock: FakeClock) -> None:
    """The ninth of one address is closed at once; when others have left, the next is served."""
    async with open_page(made_folder, clock) as page:
        waiting = [
            await asyncio.open_connection("127.0.0.1", page.port, ssl=page.trusting())
            for _number in range(MOST_VISITS_OF_ONE + 1)
        ]
        assert await waiting[-1][0].read() == b""
        for _reader, writer in waiting:
            writer.close()
        await asyncio.gather(*(reader.read() for reader, _writer in waiting), return_exceptions=True)
        async with phone_of(page) as phone:
            assert (await phone.look()).status_code == 200
