"""Logging in: once for all, again when needed, never in a loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.ports import AnswerRejected, LoginRefused, NotAllowed, Unavailable
from services.rest.calling import with_accounts
from services.warehouses.rest import RestStockSource
from tests.fakes.clock import FakeClock
from tests.web import Asked, Said, Web, means, one_source, say, settings_of, web

LOGIN = """{{ method = "POST", url = "{url}/login", json = {{ user = "desk", password = "${{secret:pw}}" }},
 token = "body.data.token"{more} }}"""


@dataclass
class Gate:
    """A system behind a login: `valid` tokens open it."""

    valid: set[str] = field(default_factory=set)
    made: int = 0
    lifetime: int | None = None
    delay_s: float = 0.0

    async def login(self, asked: Asked) -> Said:
        """A new token, the only one that opens from then on."""
        await asyncio.sleep(self.delay_s)
        if asked.json != {"user": "desk", "password": "pa55word"}:
            return say({"message": "wrong password"}, 401)
        self.made += 1
        self.valid = {f"t{self.made}"}
        return say({"data": {"token": f"t{self.made}", "life": self.lifetime}})

    def stock(self, asked: Asked) -> Said:
        """The stock, for whoever has a valid token."""
        if asked.headers.get("authorization", "").removeprefix("Bearer ") in self.valid:
            return say({"items": [{"sku": "A", "qty": 1}]})
        return say({"detail": "who are you"}, 401)


def install(server: Web, gate: Gate) -> None:
    """Put the gate on the server."""
    server.on("/login", gate.login)
    server.on("/stock", gate.stock)


@asynccontextmanager
async def behind_login(
    folder: Path, clock: FakeClock, server: Web, *, more: str = "", login: str = LOGIN, head: str = ""
) -> AsyncIterator[RestStockSource]:
    """A source that logs in."""
    entry = f"""
[[warehouses]]
id = "la"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
{head}
login = {login.format(url=server.url, more=more)}
rows = {{ items = "items", sku = "sku", available = "qty" }}
request = {{ url = "{server.url}/stock", headers = {{ Authorization = "Bearer ${{token}}" }} }}
"""
    one_line = entry.replace(",\n token", ", token")
    source = RestStockSource(one_source(folder, one_line), means(clock, pw="pa55word"))
    try:
        yield source
    finally:
        await source.close()


async def test_the_login_runs_once_and_its_token_is_used(tmp_path: Path, clock: FakeClock) -> None:
    """Before the first request, and not again while the token is taken."""
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        install(server, Gate())
        for _ in range(3):
            assert len((await source.read()).readings) == 1
    assert server.paths() == ["/login", "/stock", "/stock", "/stock"]


async def test_a_401_logs_in_once_and_asks_again(tmp_path: Path, clock: FakeClock) -> None:
    """F109: a token that ends in the middle of a live goes unnoticed."""
    gate = Gate()
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        install(server, gate)
        await source.read()
        gate.valid.clear()
        assert len((await source.read()).readings) == 1
    assert server.paths() == ["/login", "/stock", "/stock", "/login", "/stock"]


async def test_a_token_is_renewed_before_its_end(tmp_path: Path, clock: FakeClock) -> None:
    """`expires_in` from the answer: the request never meets the 401."""
    gate = Gate(lifetime=600)
    async with web() as server:
        async with behind_login(tmp_path, clock, server, more=', expires_in = "body.data.life"') as source:
            install(server, gate)
            await source.read()
            clock.advance(560)
            await source.read()
            clock.advance(15)
            await source.read()
        assert server.paths() == ["/login", "/stock", "/stock", "/login", "/stock"]


async def test_a_lifetime_of_nothing_is_none(tmp_path: Path, clock: FakeClock) -> None:
    """Else there would be a login before every request."""
    more = ', expires_in = "body.data.life"'
    async with web() as server, behind_login(tmp_path, clock, server, more=more) as source:
        install(server, Gate(lifetime=0))
        for _ in range(3):
            await source.read()
    assert server.paths().count("/login") == 1


async def test_a_fixed_lifetime_may_be_named(tmp_path: Path, clock: FakeClock) -> None:
    """Where the answer does not tell."""
    async with web() as server, behind_login(tmp_path, clock, server, more=", expires_in = 100") as source:
        install(server, Gate())
        await source.read()
        clock.advance(96)
        await source.read()
    assert server.paths().count("/login") == 2


async def test_a_401_straight_after_a_login_is_login_refused(tmp_path: Path, clock: FakeClock) -> None:
    """The token is given and not taken: one login, no loop, and none again for ten seconds."""
    gate = Gate()
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        install(server, gate)
        server.on("/stock", say({"detail": "who are you"}, 401))
        for _ in range(5):
            with pytest.raises(LoginRefused, match="who are you"):
                await source.read()
        assert server.paths().count("/login") == 1
        clock.advance(11)
        with pytest.raises(LoginRefused):
            await source.read()
        assert server.paths().count("/login") == 2
        server.on("/stock", gate.stock)
        clock.advance(21)
        assert len((await source.read()).readings) == 1


async def test_a_401_again_after_a_new_login_is_login_refused(tmp_path: Path, clock: FakeClock) -> None:
    """A token that was taken once, then neither it nor its successor: one new login, no more."""
    gate = Gate()
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        install(server, gate)
        await source.read()
        server.on("/stock", say({}, 401))
        for _ in range(3):
            with pytest.raises(LoginRefused):
                await source.read()
    assert server.paths().count("/login") == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (say({"message": "wrong password"}, 401), "refused"),
        (say({"message": "wrong password"}, 400), "refused"),
        (say({"data": {}}), "no token"),
        (say({"data": {"token": ""}}), "no token"),
        (say({"data": {"token": None}}), "no token"),
        (say({"data": {"token": {"a": 1}}}), "no token"),
    ],
)
async def test_a_refused_login_or_a_missing_token_is_login_refused(
    tmp_path: Path, clock: FakeClock, answer: Said, words: str
) -> None:
    """And it rests, because some systems lock the account."""
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        server.on("/login", answer)
        for _ in range(4):
            with pytest.raises(LoginRefused, match=words):
                await source.read()
        assert server.paths() == ["/login"]
        clock.advance(10.5)
        with pytest.raises(LoginRefused):
            await source.read()
        assert server.paths() == ["/login", "/login"]
        clock.advance(10.5)
        with pytest.raises(LoginRefused):
            await source.read()
        assert server.paths() == ["/login", "/login"]


async def test_a_login_that_is_forbidden_is_not_allowed(tmp_path: Path, clock: FakeClock) -> None:
    """403 means the same everywhere; it rests like a refusal."""
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        server.on("/login", say({}, 403))
        for _ in range(3):
            with pytest.raises(NotAllowed):
                await source.read()
    assert server.paths() == ["/login"]


async def test_a_login_that_can_t_be_had_is_not_a_refused_one(tmp_path: Path, clock: FakeClock) -> None:
    """A server in trouble, a wrong address and a network's sign-in page are told as what they are."""
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        server.on("/login", say({}, 503))
        with pytest.raises(Unavailable):
            await source.read()
        server.on("/login", say({}, 404))
        with pytest.raises(AnswerRejected, match="404"):
            await source.read()
        server.on("/login", Said(headers={"Content-Type": "text/html"}, body=b"<html>"))
        with pytest.raises(AnswerRejected, match="Wrong answer from the network"):
            await source.read()


async def test_all_who_wait_share_one_login(tmp_path: Path, clock: FakeClock) -> None:
    """Sources of an account have login and token in common; one that gives up spoils it for nobody."""
    gate = Gate(delay_s=0.05)
    async with web() as server, account(tmp_path, clock, server) as sources:
        install(server, gate)
        reads = [asyncio.create_task(source.read()) for source in sources]
        await asyncio.sleep(0.02)
        reads[0].cancel()
        answers = await asyncio.gather(*reads, return_exceptions=True)
    assert gate.made == 1
    assert isinstance(answers[0], asyncio.CancelledError)
    assert not any(isinstance(answer, BaseException) for answer in answers[1:])


async def test_one_source_without_the_right_does_not_log_the_others_out(
    tmp_path: Path, clock: FakeClock
) -> None:
    """Some systems say 401 where they mean 403; each new login would end the others' token."""
    gate = Gate()
    async with web() as server, account(tmp_path, clock, server) as (one, two, _three):
        install(server, gate)
        server.on("/two", say({}, 401))
        await one.read()
        for _ in range(5):
            with pytest.raises(LoginRefused):
                await two.read()
            await one.read()
    assert gate.made == 2


async def test_a_limit_belongs_to_the_account(tmp_path: Path, clock: FakeClock) -> None:
    """What one source is told to wait, all of its account wait."""
    async with web() as server, account(tmp_path, clock, server) as (one, _two, three):
        install(server, Gate())
        await one.read()
        server.on("/three", say({}, 429, Retry_After="60"))
        with pytest.raises(Exception, match="slow down"):
            await three.read()
        with pytest.raises(Exception, match="slow down"):
            await one.read()


async def test_the_token_may_be_a_header(tmp_path: Path, clock: FakeClock) -> None:
    """Its name in any case."""
    login = '{{ url = "{url}/login", token = "header.x-AUTH-token"{more} }}'
    async with web() as server, behind_login(tmp_path, clock, server, login=login) as source:
        server.on("/login", Said(status=204, headers={"X-Auth-Token": "h3ad"}))
        server.on("/stock", {"items": []})
        await source.read()
    assert server.asked[1].headers["authorization"] == "Bearer h3ad"


async def test_answers_of_the_login_obey_the_answer_rules_too(tmp_path: Path, clock: FakeClock) -> None:
    """Such as "200, but the password is wrong"; and `login_again` in any answer acts as a 401."""
    head = 'answer = { ok = "code == `0`", error = "msg", login_again = "code == `40`" }'
    async with web() as server, behind_login(tmp_path, clock, server, head=head) as source:
        server.on("/login", {"code": 7, "msg": "wrong password"})
        with pytest.raises(LoginRefused, match="wrong password"):
            await source.read()
        clock.advance(11)
        server.on("/login", {"code": 0, "data": {"token": "t"}})
        server.on(
            "/stock", say({"code": 0, "items": []}), say({"code": 40}, 403), say({"code": 0, "items": []})
        )
        await source.read()
        await source.read()
    assert server.paths() == ["/login", "/login", "/stock", "/stock", "/login", "/stock"]


async def test_403_is_not_allowed(tmp_path: Path, clock: FakeClock) -> None:
    """F112: the credentials are right and not enough; no new login helps."""
    async with web() as server, behind_login(tmp_path, clock, server) as source:
        install(server, Gate())
        server.on("/stock", say({"detail": "scope"}, 403))
        for _ in range(2):
            with pytest.raises(NotAllowed, match="scope"):
                await source.read()
    assert server.paths().count("/login") == 1


async def test_a_401_on_a_later_page_logs_in_once_and_asks_that_page_again(
    tmp_path: Path, clock: FakeClock
) -> None:
    """The pages before it are not asked again."""
    gate = Gate()

    def page(asked: Asked) -> Said:
        if asked.one("offset") == "2" and gate.made == 1:
            gate.valid.clear()
        said = gate.stock(asked)
        first = int(asked.one("offset") or 0)
        rows = [{"sku": str(n), "qty": n} for n in range(5)][first : first + 2]
        return said if said.status == 401 else say({"items": rows})

    entry = """
[[warehouses]]
id = "la"
kind = "rest"
limit = { per_second = 1000, burst = 1000 }
pages = { style = "offset", size = 2 }
rows = { items = "items", sku = "sku", available = "qty" }
"""
    async with web() as server:
        install(server, gate)
        server.on("/stock", page)
        login = LOGIN.format(url=server.url, more="").replace(",\n token", ", token")
        entry += f"login = {login}\n"
        entry += f"""
[warehouses.request]
url = "{server.url}/stock?offset=${{offset}}"
headers = {{ Authorization = "Bearer ${{token}}" }}
"""
        source = RestStockSource(one_source(tmp_path, entry), means(clock, pw="pa55word"))
        assert len((await source.read()).readings) == 5
        await source.close()
    offsets = [asked.one("offset") for asked in server.asked]
    assert offsets == [None, "0", "2", None, "2", "4"]


async def test_tokens_and_secrets_are_hidden_from_logs(tmp_path: Path, clock: FakeClock) -> None:
    """F168, F169: the redactor knows them before anything could write them down."""
    async with web() as server, account(tmp_path, clock, server) as (one, *_others):
        install(server, Gate(made=41_000))
        await one.read()
        shown = one._caller.redact("token t41001, password pa55word, pa55word in base64 cGE1NXdvcmQ=")
    assert shown == "token •••, password •••, ••• in base64 •••"


@asynccontextmanager
async def account(folder: Path, clock: FakeClock, server: Web) -> AsyncIterator[tuple[RestStockSource, ...]]:
    """Three sources of one account: /stock, /two and /three."""
    login = LOGIN.format(url=server.url, more="").replace(",\n token", ", token")
    text = f"""
[[accounts]]
id = "erp"
limit = {{ per_second = 1000, burst = 1000 }}
login = {login}
"""
    for number, path in enumerate(("stock", "two", "three")):
        text += f"""
[[warehouses]]
id = "w{number}"
kind = "rest"
account = "erp"
rows = {{ items = "items", sku = "sku", available = "qty" }}
request = {{ url = "{server.url}/{path}", headers = {{ Authorization = "Bearer ${{token}}" }} }}
"""
    settings = settings_of(folder, text)
    shared = with_accounts(means(clock, pw="pa55word"), settings.accounts)
    sources = tuple(RestStockSource(source.settings, shared) for source in settings.sources)
    server.on("/two", {"items": []})
    server.on("/three", {"items": []})
    try:
        yield sources
    finally:
        for source in sources:
            await source.close()
