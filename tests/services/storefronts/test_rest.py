"""A shop by settings alone: reading its products, and the two commands."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.readings import Scalar
from app.ports import AnswerRejected, Outcome, RestoreCommand, SellOutCommand, Unavailable
from services.storefronts.rest import RestStorefront
from tests.fakes.clock import START, FakeClock
from tests.web import Asked, Said, Web, means, one_source, say, web

ONE_BY_ONE = """
[storefronts.read]
request = { url = "URL/items/${product_id}" }
sold_out = "status && status != 'on'"
quantity = "stock"
remember = { qty = "stock" }
"""
ALL_AT_ONCE = """
[storefronts.read]
request = { url = "URL/items" }
items = "items[]"
product_id = "id"
on_sale = "on"
quantity = "stock"
"""
COMMANDS = """
[storefronts.sell_out.request]
method = "POST"
url = "URL/items/${product_id}/off"
headers = { Idempotency-Key = "${key}" }
json = { until = "${until}", sku = "${sku}" }
[storefronts.restore.request]
method = "POST"
url = "URL/items/${product_id}/on"
headers = { Idempotency-Key = "${key}" }
"""


@asynccontextmanager
async def shop(
    folder: Path,
    clock: FakeClock,
    server: Web,
    *,
    read: str = ONE_BY_ONE,
    commands: str = COMMANDS,
    head: str = "",
) -> AsyncIterator[RestStorefront]:
    """A storefront on that server; three products."""
    entry = f"""
[[storefronts]]
id = "shop"
kind = "rest"
timeout_seconds = 1
limit = {{ per_second = 1000, burst = 1000 }}
product_ids = {{ "EAR-01" = "8812", "EAR-02" = 8819, "BLD-02" = "a/b" }}
{head}
{read}
{commands}
""".replace("URL", server.url)
    made = RestStorefront(one_source(folder, entry), means(clock, pw="pa55word"), skus=["X"])
    try:
        yield made
    finally:
        await made.close()


def off(
    key: str = "k1", remembered: Mapping[str, Scalar] | None = None, *, stop: bool = False
) -> SellOutCommand:
    """A mark of five minutes, or a stop."""
    until = None if stop else START + timedelta(minutes=5)
    return SellOutCommand(sku="EAR-01", key=key, until=until, remembered=remembered or {}, urgent=stop)


def on(remembered: Mapping[str, Scalar] | None = None) -> RestoreCommand:
    """A restore."""
    return RestoreCommand(sku="EAR-01", key="k2", remembered=remembered or {})


async def test_what_a_shop_is_stands_in_the_settings(tmp_path: Path, clock: FakeClock) -> None:
    """Fifteen seconds, five while a hold is open; all warehouses feed it unless some are named."""
    async with web() as server:
        async with shop(tmp_path, clock, server) as made:
            assert made.skus == {"EAR-01", "EAR-02", "BLD-02"}
            assert made.warehouses == frozenset()
            assert (made.enforces_quantity, made.late_effect_seconds) == (False, 60.0)
            info = made.info
            assert (info.poll_seconds, info.busy_poll_seconds, info.stale_after_seconds) == (15.0, 5.0, 75.0)
        head = "poll_seconds = 3\nenforces_quantity = true\nlate_effect_seconds = 20"
        async with shop(tmp_path, clock, server, head=head) as made:
            assert (made.info.poll_seconds, made.info.busy_poll_seconds) == (3.0, 3.0)
            assert (made.enforces_quantity, made.late_effect_seconds) == (True, 20.0)


async def test_products_are_read_one_by_one(tmp_path: Path, clock: FakeClock) -> None:
    """State, quantity and what must be put back later; ids are encoded whole; a 404 is gone."""
    async with web() as server, shop(tmp_path, clock, server) as made:
        server.on("/items/8812", {"status": "on", "stock": 180})
        server.on("/items/8819", {"status": "off", "stock": "0"})
        answer = await made.read(["EAR-01", "EAR-02", "BLD-02", "unlisted"])
    assert [(r.sku, r.sold_out, r.quantity, r.remember) for r in answer.readings] == [
        ("EAR-01", False, 180, {"qty": 180}), ("EAR-02", True, 0, {"qty": "0"})
    ]  # fmt: skip
    assert answer.gone == ("BLD-02",)
    assert server.asked[2].raw_path == "/items/a%2Fb"


async def test_only_true_and_false_are_states(tmp_path: Path, clock: FakeClock) -> None:
    """Every other result leaves the state unknown, an error page's included."""
    read = ONE_BY_ONE.replace("status && status != 'on'", "off")
    async with web() as server, shop(tmp_path, clock, server, read=read) as made:
        for value, wanted in (
            (True, True),
            (False, False),
            (None, None),
            ("true", None),
            (1, None),
            ([], None),
        ):
            server.on("/items/8812", {"off": value})
            assert (await made.read(["EAR-01"])).readings[0].sold_out is wanted
        server.on("/items/8812", {"error": "no session"})
        assert (await made.read(["EAR-01"])).readings[0].sold_out is None


async def test_many_products_come_in_one_call(tmp_path: Path, clock: FakeClock) -> None:
    """Ids compare by their digits; other rows are nobody's; one that is not listed is gone."""
    rows = [
        {"id": 8812, "on": True, "stock": 5},
        {"id": "8819", "on": False},
        {"id": 8812.5, "on": True},
        {"id": 1, "on": True},
    ]
    rows += [{"id": n, "on": True} for n in range(100, 110)]
    async with web() as server, shop(tmp_path, clock, server, read=ALL_AT_ONCE) as made:
        server.on("/items", {"items": rows[:2] + rows[3:]})
        answer = await made.read(["EAR-01", "EAR-02", "BLD-02"], urgent=True)
        assert [(r.sku, r.sold_out, r.quantity) for r in answer.readings] == [
            ("EAR-01", False, 5), ("EAR-02", True, None)
        ]  # fmt: skip
        assert answer.gone == ("BLD-02",)
        assert len(server.asked) == 1


async def test_nobody_is_gone_while_a_row_could_not_be_read(tmp_path: Path, clock: FakeClock) -> None:
    """It may be the missing one; and one product with two states has none."""
    rows: list[dict[str, object]] = [{"id": n, "on": True} for n in range(20)]
    rows += [{"id": 8812, "on": True}, {"id": 8812, "on": False}, {"id": None, "on": True}]
    async with web() as server, shop(tmp_path, clock, server, read=ALL_AT_ONCE) as made:
        server.on("/items", {"items": rows})
        answer = await made.read(["EAR-01", "EAR-02"])
    assert [(r.sku, r.sold_out) for r in answer.readings] == [("EAR-01", None), ("EAR-02", None)]
    assert answer.gone == ()
    assert len(answer.rejected) == 1


async def test_an_empty_shop_is_not_believed(tmp_path: Path, clock: FakeClock) -> None:
    """Else every product would be gone at once."""
    async with web() as server, shop(tmp_path, clock, server, read=ALL_AT_ONCE) as made:
        server.on("/items", {"items": [{"id": 8812, "on": True}]})
        await made.read(["EAR-01"])
        server.on("/items", {"items": []})
        with pytest.raises(AnswerRejected, match="empty"):
            await made.read(["EAR-01"])


async def test_an_odd_quantity_does_not_hide_the_state(tmp_path: Path, clock: FakeClock) -> None:
    """The state is what a restore waits for."""
    async with web() as server, shop(tmp_path, clock, server) as made:
        server.on("/items/8812", {"status": "off", "stock": "many"})
        answer = await made.read(["EAR-01"])
    assert (answer.readings[0].sold_out, answer.readings[0].quantity) == (True, None)
    assert [row.where for row in answer.rejected] == ["EAR-01"]


async def test_an_answer_that_can_t_be_read_is_told(tmp_path: Path, clock: FakeClock) -> None:
    """One alone fails; one of many leaves its product unknown."""
    async with web() as server:
        ids = ", ".join(f'"S{n}" = {n}' for n in range(6))
        async with shop(tmp_path, clock, server) as made:
            server.on("/items/8812", Said(body=b"<html>"))
            with pytest.raises(AnswerRejected, match="Wrong answer from the network"):
                await made.read(["EAR-01"])
        entry = f"""
[[storefronts]]
id = "shop"
kind = "rest"
limit = {{ per_second = 1000, burst = 1000 }}
product_ids = {{ {ids} }}
{ONE_BY_ONE}{COMMANDS}""".replace("URL", server.url)
        made = RestStorefront(one_source(tmp_path, entry), means(clock), skus=[])
        for number in range(6):
            server.on(f"/items/{number}", {"status": "on"} if number else Said(body=b"nonsense"))
        answer = await made.read([f"S{n}" for n in range(6)])
        await made.close()
    assert [r.sold_out for r in answer.readings] == [None, False, False, False, False, False]


async def test_a_command_is_sent_as_the_settings_say(tmp_path: Path, clock: FakeClock) -> None:
    """Key, deadline, product; a stop has no deadline, and the entry is left out."""
    async with web() as server, shop(tmp_path, clock, server) as made:
        server.on("/items/8812/off", say({}, 202))
        server.on("/items/8812/on", Said(status=204))
        assert (await made.sell_out(off("hold-7"))).outcome is Outcome.ACCEPTED
        assert (await made.sell_out(off(stop=True))).outcome is Outcome.ACCEPTED
        assert (await made.restore(on())).outcome is Outcome.ACCEPTED
    first, stop, restore = server.asked
    assert first.json == {"until": "2026-11-22T13:05:00Z", "sku": "EAR-01"}
    assert stop.json == {"sku": "EAR-01"}
    assert [asked.headers["idempotency-key"] for asked in (first, stop, restore)] == ["hold-7", "k1", "k2"]


async def test_what_a_command_s_answer_means(tmp_path: Path, clock: FakeClock) -> None:
    """F024, F027: 2xx is accepted, a 4xx refused save those that leave it open, everything else unknown."""
    accepted, refused, unknown = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNKNOWN
    async with web() as server, shop(tmp_path, clock, server) as made:
        for status, wanted in (
            (200, accepted), (201, accepted), (202, accepted), (204, accepted),
            (400, refused), (403, refused), (404, refused), (410, refused), (412, refused), (422, refused),
            (401, unknown), (408, unknown), (409, unknown), (425, unknown), (429, unknown),
            (301, unknown), (307, unknown), (500, unknown), (503, unknown),
        ):  # fmt: skip
            headers = {"Location": "/elsewhere"}
            body = b"" if status == 204 else b'{"title": "Words"}'
            server.on("/items/8812/off", Said(status=status, headers=headers, body=body))
            answer = await made.sell_out(off())
            assert answer.outcome is wanted, status
            assert (answer.text == "") is (wanted is accepted)
    assert len(server.asked) == 19
    assert "/elsewhere" not in server.paths()


async def test_200_but_of_a_command(tmp_path: Path, clock: FakeClock) -> None:
    """`refused` is a definite no whatever the status; without `ok` nobody knows; so with slow_down."""
    head = 'answer = { ok = "ok", refused = "no", slow_down = "slow", error = "why" }'
    async with web() as server, shop(tmp_path, clock, server, head=head) as made:
        for document, status, wanted in (
            ({"ok": True}, 200, Outcome.ACCEPTED), ({"no": True, "ok": True}, 200, Outcome.REFUSED),
            ({"no": True}, 500, Outcome.REFUSED), ({"ok": False}, 200, Outcome.UNKNOWN),
            ({}, 200, Outcome.UNKNOWN), ({"slow": True, "ok": True}, 200, Outcome.UNKNOWN),
            ({"ok": True}, 400, Outcome.REFUSED),
        ):  # fmt: skip
            server.on("/items/8812/off", say({**document, "why": "because"}, status))
            assert (await made.sell_out(off())).outcome is wanted, (document, status)


async def test_a_lost_answer_is_unknown_and_never_sent_again(tmp_path: Path, clock: FakeClock) -> None:
    """F008, F010: cut or silent; the effect may have come."""
    async with web() as server, shop(tmp_path, clock, server, head="") as made:
        server.on("/items/8812", {"status": "on"})
        server.on("/items/8812/off", Said(raw=b"", cut=True))
        await made.read(["EAR-01"])
        answer = await made.sell_out(off())
        assert (answer.outcome, "broke off" in answer.text) == (Outcome.UNKNOWN, True)
        server.on("/items/8812/on", Said(silent=True))
        answer = await made.restore(on())
        assert (answer.outcome, "within 1 s" in answer.text) == (Outcome.UNKNOWN, True)
    assert server.paths() == ["/items/8812", "/items/8812/off", "/items/8812/on"]


async def test_what_was_read_before_a_mark_comes_back_with_the_restore(
    tmp_path: Path, clock: FakeClock
) -> None:
    """`${before.qty}` keeps its type."""
    commands = COMMANDS + 'json = { stock = "${before.qty}" }'
    async with web() as server, shop(tmp_path, clock, server, commands=commands) as made:
        server.on("/items/8812/on", {})
        assert (await made.restore(on({"qty": 180}))).outcome is Outcome.ACCEPTED
    assert server.asked[0].json == {"stock": 180}


async def test_a_mark_that_could_not_be_undone_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    """Nothing is sent; a stop goes out regardless, and its release then says what is missing."""
    commands = COMMANDS + 'json = { stock = "${before.qty}" }'
    async with web() as server, shop(tmp_path, clock, server, commands=commands) as made:
        server.on("/items/8812/off", {})
        for remembered in ({}, {"qty": None}):
            answer = await made.sell_out(off(remembered=remembered))
            assert (answer.outcome, "qty" in answer.text) == (Outcome.REFUSED, True)
        assert server.asked == []
        assert (await made.sell_out(off(stop=True))).outcome is Outcome.ACCEPTED
        assert (await made.restore(on())).outcome is Outcome.REFUSED
    assert server.paths() == ["/items/8812/off"]


LOGIN = 'login = { url = "URL/login", token = "body.token" }'


async def test_a_401_at_a_command_logs_in_and_sends_it_once_more(tmp_path: Path, clock: FakeClock) -> None:
    """F109: it had no effect; the key is the same."""
    commands = COMMANDS.replace(
        'Idempotency-Key = "${key}"', 'Idempotency-Key = "${key}", Authorization = "${token}"'
    )
    valid: list[str] = []

    def login(_asked: Asked) -> Said:
        valid[:] = [f"t{len(server.asked)}"]
        return say({"token": valid[0]})

    def take(asked: Asked) -> Said:
        return say({}, 200 if asked.headers["authorization"] in valid else 401)

    async with web() as server, shop(tmp_path, clock, server, head=LOGIN, commands=commands) as made:
        server.on("/login", login)
        server.on("/items/8812/off", take)
        assert (await made.sell_out(off())).outcome is Outcome.ACCEPTED
        valid.clear()
        assert (await made.sell_out(off("k9"))).outcome is Outcome.ACCEPTED
        server.on("/items/8812/off", say({}, 401))
        assert (await made.sell_out(off())).outcome is Outcome.UNKNOWN
    sent = [asked.headers.get("idempotency-key") for asked in server.asked]
    assert sent == [None, "k1", "k9", None, "k9", "k1", None, "k1"]


async def test_a_command_without_login_or_secret_is_not_sent(tmp_path: Path, clock: FakeClock) -> None:
    """And says so: nothing can have had an effect."""
    commands = COMMANDS.replace('Idempotency-Key = "${key}"', 'Authorization = "${token}"', 1)
    commands = commands.replace('Idempotency-Key = "${key}"', 'Authorization = "${secret:nobody}"')
    async with web() as server, shop(tmp_path, clock, server, head=LOGIN, commands=commands) as made:
        server.on("/login", say({}, 401))
        first = await made.sell_out(off())
        second = await made.restore(on())
    assert (first.outcome, second.outcome) == (Outcome.REFUSED, Outcome.REFUSED)
    assert first.text.startswith("Not sent: The login is refused")
    assert "nobody" in second.text
    assert server.paths() == ["/login"]


async def test_a_restore_waits_for_no_poll_and_no_pause(tmp_path: Path, clock: FakeClock) -> None:
    """Design: a slow poll in flight, an empty bucket and a Retry-After leave it untouched."""
    async with web() as server:
        text = f"""
[[storefronts]]
id = "shop"
kind = "rest"
limit = {{ per_second = 0.01, burst = 1 }}
product_ids = {{ "EAR-01" = "8812" }}
{ONE_BY_ONE}{COMMANDS}""".replace("URL", server.url)
        made = RestStorefront(one_source(tmp_path, text), means(clock), skus=[])
        arrived, released = asyncio.Event(), asyncio.Event()

        async def slowly(_asked: Asked) -> Said:
            arrived.set()
            await released.wait()
            return say({}, 429, Retry_After="600")

        server.on("/items/8812", slowly)
        server.on("/items/8812/on", {})
        poll = asyncio.create_task(made.read(["EAR-01"]))
        await arrived.wait()
        server.on("/items/8812", {"status": "off"})
        assert (await made.read(["EAR-01"], urgent=True)).readings[0].sold_out is True
        assert (await made.restore(on())).outcome is Outcome.ACCEPTED
        released.set()
        with pytest.raises(Exception, match="slow down"):
            await poll
        clock.advance(300)
        assert (await made.restore(on())).outcome is Outcome.ACCEPTED
        await made.close()


async def test_a_server_in_trouble_fails_the_whole_read(tmp_path: Path, clock: FakeClock) -> None:
    """Half a round of products would look like the others were fresh."""
    async with web() as server, shop(tmp_path, clock, server) as made:
        server.on("/items/8812", {"status": "on"})
        server.on("/items/8819", say({}, 500))
        with pytest.raises(Unavailable):
            await made.read(["EAR-01", "EAR-02"])


async def test_a_shop_without_ids_lists_every_product_by_its_sku(tmp_path: Path, clock: FakeClock) -> None:
    """`product_ids` may be left out."""
    text = ONE_BY_ONE.replace("${product_id}", "${sku}")
    async with web() as server:
        entry = f"""
[[products]]
sku = "A"
[[products]]
sku = "B"
[[storefronts]]
id = "shop"
kind = "rest"
{text}{COMMANDS}"""
        made = RestStorefront(
            one_source(tmp_path, entry.replace("URL", server.url)),
            means(clock),
            skus=["A", "B"],
        )
        server.on("/items/A", {"status": "on"})
        assert made.skus == {"A", "B"}
        assert (await made.read(["A"])).readings[0].sold_out is False
        await made.close()
