"""One exchange with one server, bounded, or an error in plain words."""

import asyncio
import gzip
import logging
import socket
import ssl
import zlib
from pathlib import Path

import pytest

from app.ports import AnswerRejected, Unavailable
from services.http import Http, HttpRequest
from tests.services.http.ends import client, closed_port, get, tls
from tests.web import Asked, Said, say, sockets, web


async def test_an_answer_comes_whole() -> None:
    """Status, headers in lower case, body; our own headers are those of a polite program."""
    async with web() as server, client() as made:
        server.on("/x", say({"a": 1}, X_Count="3"))
        response = await get(made, server.url + "/x")
    assert (response.status, response.body, response.headers["x-count"]) == (200, b'{"a": 1}', "3")
    headers = server.asked[0].headers
    assert (headers["accept"], headers["accept-encoding"]) == ("application/json", "gzip, deflate")


async def test_one_connection_serves_many_requests_and_keeps_no_cookies() -> None:
    """A cookie is never sent back; a connection is."""
    async with web() as server, client() as made:
        server.on("/x", say({}, Set_Cookie="session=1; Path=/"))
        for _ in range(3):
            await get(made, server.url + "/x")
    assert {asked.connection for asked in server.asked} == {1}
    assert all("cookie" not in asked.headers for asked in server.asked)


async def test_nothing_is_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F015: proxy variables and ~/.netrc of the operator's computer are not looked at."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password gold\n")
    monkeypatch.setenv("NETRC", str(netrc))
    async with web() as server, client(through=Http()) as made:
        server.on("/x", {})
        await get(made, server.url + "/x")
    assert "authorization" not in server.asked[0].headers


async def test_a_dripping_answer_ends_at_the_total_time_limit() -> None:
    """The limit is for one request from connect to the last byte, however busy the line looks."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _number: int) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            writer.write(b"x")
            await asyncio.sleep(0.02)

    async with sockets(drip) as port, client(timeout_seconds=0.15) as made:
        with pytest.raises(Unavailable, match=r"no whole answer within 0\.15 s"):
            await get(made, f"http://127.0.0.1:{port}/")


async def test_a_silent_server_is_given_up() -> None:
    """And the error says how long we waited."""
    async with web() as server, client(timeout_seconds=0.1) as made:
        server.on("/x", Said(silent=True))
        with pytest.raises(Unavailable, match="no whole answer within") as raised:
            await get(made, server.url + "/x")
    assert "timeout_seconds" in raised.value.remedy


@pytest.mark.parametrize("packed", [False, True])
async def test_an_answer_beyond_the_cap_is_dropped(packed: bool) -> None:
    """F040: what counts is what it becomes, and reading stops there."""
    body = b"0" * 5_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    async with web() as server, client(max_bytes=50_000) as made:
        server.on("/x", Said(headers=headers, body=gzip.compress(body) if packed else body))
        with pytest.raises(AnswerRejected, match="larger than") as raised:
            await get(made, server.url + "/x")
    assert "max_mb" in raised.value.remedy


async def test_one_content_coding_is_unpacked() -> None:
    """Gzip and deflate, as we offered."""
    async with web() as server, client() as made:
        server.on("/g", Said(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"[1]")))
        server.on("/d", Said(headers={"Content-Encoding": "deflate"}, body=zlib.compress(b"[2]")))
        assert (await get(made, server.url + "/g")).body == b"[1]"
        assert (await get(made, server.url + "/d")).body == b"[2]"


async def test_deflate_without_its_frame_is_unpacked_too() -> None:
    """Some servers have always sent it so."""
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    async with web() as server, client() as made:
        body = bare.compress(b"[3]") + bare.flush()
        server.on("/x", Said(headers={"Content-Encoding": "deflate"}, body=body))
        assert (await get(made, server.url + "/x")).body == b"[3]"


async def test_what_is_not_packed_as_it_says_is_rejected() -> None:
    """In words, and the next answer is read as ever."""
    async with web() as server, client() as made:
        server.on("/x", Said(headers={"Content-Encoding": "gzip"}, body=b"[1]"), say([2]))
        with pytest.raises(AnswerRejected, match="can't be unpacked"):
            await get(made, server.url + "/x")
        assert (await get(made, server.url + "/x")).body == b"[2]"


async def test_a_header_that_comes_twice_is_read_as_one() -> None:
    """Joined as the rules of HTTP have it; a name is lower case whatever the server writes."""
    raw = b"HTTP/1.1 200 OK\r\nLink: <a>\r\nLINK: <b>\r\nContent-Length: 2\r\n\r\n[]"
    async with web() as server, client() as made:
        server.on("/x", Said(raw=raw))
        assert (await get(made, server.url + "/x")).headers["link"] == "<a>, <b>"


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd"])
async def test_two_codings_or_one_not_offered_are_refused(coding: str) -> None:
    """F040: a small answer packed twice could become a giant."""
    async with web() as server, client() as made:
        server.on("/x", Said(headers={"Content-Encoding": coding}, body=gzip.compress(gzip.compress(b"[]"))))
        with pytest.raises(AnswerRejected, match="packed"):
            await get(made, server.url + "/x")


async def test_a_body_shorter_than_announced_is_a_broken_answer() -> None:
    """F029: half an answer is none."""
    async with web() as server, client() as made:
        server.on("/x", Said(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[1, 2", cut=True))
        with pytest.raises(Unavailable, match="broke off"):
            await get(made, server.url + "/x")


async def test_a_read_is_asked_once_more_when_an_idle_connection_was_closed() -> None:
    """F007: the server hangs up just as we send; nobody notices."""
    async with web() as server, client() as made:
        server.on("/x", say([1]), Said(raw=b"", cut=True), say([2]))
        await get(made, server.url + "/x")
        response = await get(made, server.url + "/x")
    assert response.body == b"[2]"
    assert [asked.connection for asked in server.asked] == [1, 1, 2]


async def test_a_command_is_never_asked_again() -> None:
    """F007: nobody knows whether the first one had its effect."""
    async with web() as server, client() as made:
        server.on("/x", say([1]), Said(raw=b"", cut=True), say([2]))
        await get(made, server.url + "/x")
        with pytest.raises(Unavailable, match="broke off"):
            await made.send(HttpRequest(method="POST", url=server.url + "/x", body=b"{}"))
    assert len(server.asked) == 2


async def test_a_new_connection_that_breaks_is_no_reason_to_ask_again() -> None:
    """Only the idle one is; else a sick server would be asked twice as often."""
    async with web() as server, client() as made:
        server.on("/x", Said(raw=b"", cut=True))
        with pytest.raises(Unavailable):
            await get(made, server.url + "/x")
    assert len(server.asked) == 1


async def test_redirects_within_the_origin_are_followed() -> None:
    """With the same headers; five at most."""
    async with web() as server, client() as made:
        server.on("/old", Said(status=301, headers={"Location": "/new?a=1"}))
        server.on("/new", [1])
        request = HttpRequest(
            method="GET", url=server.url + "/old", headers={"X-Api-Key": "k3y"}, repeatable=True
        )
        response = await made.send(request)
        server.on("/round", Said(status=302, headers={"Location": "/round"}))
        with pytest.raises(AnswerRejected, match="keeps sending us on"):
            await get(made, server.url + "/round")
    assert (response.body, response.url) == (b"[1]", server.url + "/new?a=1")
    assert server.asked[1].headers["x-api-key"] == "k3y"
    assert server.paths().count("/round") == 5


@pytest.mark.parametrize("location", ["http://127.0.0.1:{other}/x", "//127.0.0.1:{other}/x", "https://127.0.0.1:{port}/x",
                                      "ftp://127.0.0.1/"])  # fmt: skip
async def test_redirects_elsewhere_are_not_followed(location: str) -> None:
    """F159, F003: credentials never leave the origin; a network's sign-in page is named as a cause."""
    async with web() as server, web() as other, client() as made:
        where = location.format(port=server.port, other=other.port)
        server.on("/x", Said(status=302, headers={"Location": where}))
        with pytest.raises(AnswerRejected, match="sends us on to another address") as raised:
            await get(made, server.url + "/x")
    assert other.asked == []
    assert "sign in" in raised.value.remedy


async def test_a_command_follows_no_redirect() -> None:
    """Its answer is handed over as it is."""
    async with web() as server, client() as made:
        server.on("/x", Said(status=307, headers={"Location": "/y"}))
        response = await made.send(HttpRequest(method="POST", url=server.url + "/x", body=b"{}"))
    assert (response.status, server.paths()) == (307, ["/x"])


async def test_a_post_that_reads_keeps_its_body_only_where_the_redirect_says_so() -> None:
    """307 repeats it; 303 turns it into a GET; 302 after a POST is not followed."""
    async with web() as server, client() as made:
        server.on("/307", Said(status=307, headers={"Location": "/end"}))
        server.on("/303", Said(status=303, headers={"Location": "/end"}))
        server.on("/302", Said(status=302, headers={"Location": "/end"}))
        server.on("/end", {})
        for path in ("/307", "/303", "/302"):
            request = HttpRequest(method="POST", url=server.url + path, body=b"{}", repeatable=True)
            await made.send(request)
    seen = [(asked.path, asked.method, asked.body) for asked in server.asked]
    assert seen == [
        ("/307", "POST", b"{}"), ("/end", "POST", b"{}"),
        ("/303", "POST", b"{}"), ("/end", "GET", b""),
        ("/302", "POST", b"{}"),
    ]  # fmt: skip


async def test_a_refused_connection_and_an_unknown_name_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """F001: each with its own remedy."""

    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async with client() as made:
        with pytest.raises(Unavailable, match="nothing answers on that port"):
            await get(made, f"http://127.0.0.1:{closed_port()}/")
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(Unavailable, match=r"wms\.example can't be found") as raised:
            await get(made, "http://wms.example/")
    assert "spelling" in raised.value.remedy


async def test_a_certificate_is_judged_in_words(certificates: Path) -> None:
    """F011, F012: untrusted, of another name, trusted through `ca_file`; there is no "go on anyway"."""
    async with tls(certificates, "good") as good, tls(certificates, "other") as other:
        async with client() as made:
            with pytest.raises(Unavailable, match="not trusted here") as raised:
                await get(made, f"https://127.0.0.1:{good}/")
            assert "ca_file" in raised.value.remedy
        async with client(through=Http(ca_file=str(certificates / "good.pem"))) as made:
            assert (await get(made, f"https://127.0.0.1:{good}/")).body == b"[]"
        async with client(through=Http(ca_file=str(certificates / "other.pem"))) as made:
            with pytest.raises(Unavailable, match="belongs to another name"):
                await get(made, f"https://127.0.0.1:{other}/")


@pytest.mark.parametrize(("code", "words"), [(10, "has expired"), (9, "clock is probably wrong")])
async def test_dates_of_a_certificate_have_their_own_words(code: int, words: str) -> None:
    """F011, F013: expired is its owner's matter, "not yet valid" is this computer's clock."""
    from services.http.faults import explain

    cause = ssl.SSLCertVerificationError("certificate verify failed")
    cause.verify_code = code
    error = OSError("outer")
    error.__cause__ = cause
    assert words in str(explain(error, "wms.example", proxied=False))


async def test_plain_http_on_the_other_side_of_https_is_said() -> None:
    """A frequent slip in an address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _number: int) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with sockets(serve) as port, client() as made:
        with pytest.raises(Unavailable, match="secure connection"):
            await get(made, f"https://127.0.0.1:{port}/")


async def test_the_proxy_of_the_settings_is_used() -> None:
    """The whole address goes to it; nothing goes past it."""
    async with web() as proxy:

        def through(asked: Asked) -> Said:
            return say({"seen": asked.raw_path})

        proxy.on("/stock", through)
        async with client(through=Http(proxy=proxy.url)) as made:
            response = await get(made, "http://wms.example/stock")
        assert b"http://wms.example/stock" in response.body


async def test_a_proxy_gets_its_own_password_and_its_refusal_is_said() -> None:
    """What is asked of the server behind it never reaches it."""
    seen: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _number: int) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with sockets(refuse) as port:
        proxy = f"http://me:secret@127.0.0.1:{port}"
        async with client(through=Http(proxy=proxy)) as made:
            with pytest.raises(Unavailable, match="proxy does not let"):
                await get(made, "https://wms.example/stock")
    assert seen[0].startswith(b"CONNECT wms.example:443 ")
    assert b"Proxy-Authorization: Basic bWU6c2VjcmV0" in seen[0]
    assert b"/stock" not in seen[0]


async def test_addresses_are_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    """F168: the library would write down every address with its token at INFO."""
    caplog.set_level(logging.INFO)
    async with web() as server, client() as made:
        server.on("/x", {})
        await get(made, server.url + "/x?access_token=hush")
    assert "hush" not in caplog.text


async def test_a_header_that_can_t_be_sent_is_our_fault_and_said_so() -> None:
    """Nothing has left."""
    async with web() as server, client() as made:
        request = HttpRequest(method="GET", url=server.url + "/x", headers={"X": "a\nb"}, repeatable=True)
        with pytest.raises(AnswerRejected, match="no header can carry"):
            await made.send(request)
    assert server.asked == []


async def test_a_cancelled_request_leaves_the_client_usable() -> None:
    """A poll that was given up must not block the next."""
    async with web() as server, client() as made:
        server.on("/slow", Said(silent=True))
        server.on("/x", [1])
        for _ in range(10):
            task = asyncio.create_task(get(made, server.url + "/slow"))
            await asyncio.sleep(0.005)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert (await get(made, server.url + "/x")).body == b"[1]"
