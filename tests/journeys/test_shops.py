"""A desk against a shop that refuses, delays, loses and forgets: what is said, sent and brought back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.shop import PRODUCTS, Answer, Shop, running_shop
from tests.program import Program, Ran, eventually, program

SECRET = "s3cr3t-of-the-shop"
SETTINGS = """
[room]
name = "Small room"
language = "en"

[[warehouses]]
id = "wh"
kind = "rest"
poll_seconds = 0.5
request = {{ url = "http://127.0.0.1:{port}/stock" }}
rows = {{ items = "rows[]", sku = "sku", available = "qty" }}

[[storefronts]]
id = "web"
kind = "rest"
timeout_seconds = 1
late_effect_seconds = 3
limit = {{ per_second = 50, burst = 50 }}
product_ids = {{ {ids} }}

  [storefronts.read]
  sold_out = "status != null && status != 'on'"
  remember = {{ qty = "stock" }}

    [storefronts.read.request]
    url = "http://127.0.0.1:{port}/items/${{product_id}}"
    query = {{ token = "${{secret:shop}}" }}

  [storefronts.sell_out.request]
  method = "POST"
  url = "http://127.0.0.1:{port}/items/${{product_id}}/off"
  headers = {{ Idempotency-Key = "${{key}}", Authorization = "Bearer ${{secret:shop}}" }}
  json = {{ qty = 0 }}

  [storefronts.restore.request]
  method = "POST"
  url = "http://127.0.0.1:{port}/items/${{product_id}}/on"
  headers = {{ Idempotency-Key = "${{key}}", Authorization = "Bearer ${{secret:shop}}" }}
  json = {{ qty = "${{before.qty}}" }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A shop and a desk for it."""

    shop: Shop
    program: Program

    def mark(self, sku: str, *more: str) -> Ran:
        """Mark a product sold out."""
        return self.program.run("sold-out", sku, "--json", *more)

    def state(self, sku: str) -> Any:  # noqa: ANN401 - a part of the status
        """The product's storefront in the status."""
        return self.program.product(sku)["storefronts"]["web"]


def _with_secret(found: Program) -> Program:
    """The operator's environment: the shop's secret, and proxies that are none of our business."""
    strange = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:1")
    return replace(found, env={**found.env, "STOCKCUE_SHOP": SECRET, **strange})


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One desk for all; each test has products of its own."""
    with running_shop() as shop, program(tmp_path_factory.mktemp("shop")) as made:
        started = _with_secret(made)
        ids = ", ".join(f'"SKU-{product}" = "{product}"' for product in PRODUCTS)
        started.write_settings(SETTINGS.format(port=shop.port, ids=ids))
        with started.desk():
            assert started.run("broadcast", "start").code == 0
            yield Room(shop=shop, program=started)
        _nothing_of_the_secret(started)
        assert started.complaints() == []


def _nothing_of_the_secret(started: Program) -> None:
    files = [file for file in started.data_dir.rglob("*") if file.is_file()]
    assert [file.name for file in files if SECRET.encode() in file.read_bytes()] == []


def code(ran: Ran) -> str | None:
    """The error code of the only target."""
    (result,) = ran.json["results"]
    error: dict[str, str] | None = result["error"]
    return None if error is None else error["code"]


def test_proxies_of_the_environment_are_not_asked(room: Room) -> None:
    """Everything reaches the shop itself. F015."""
    assert room.mark("SKU-1").code == 0
    assert room.program.run("restore", "SKU-1").code == 0
    assert room.shop.told("1") == ["off", "on"]
    assert room.shop.quantity["1"] == 50


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_a_definite_no_is_said_in_the_shops_words(room: Room, status: int) -> None:
    """Exit 1; the number is given back, nothing is repeated, the words are plain. F031, F062, F106."""
    sku = f"SKU-{status % 10 + 2}"
    problem = {
        "type": "about:blank",
        "title": "Not now",
        "detail": "a\n\x1b[31mrace \u202e<b>is on</b>",
        "x": 1,
    }
    body = json.dumps(problem)
    room.shop.answer("off", str(status % 10 + 2), Answer(status=status, body=body, effect_after_s=None))
    ran = room.mark(sku)
    assert (ran.code, code(ran)) == (1, "platform_refused")
    assert "\\u001b" not in ran.out
    assert "\n" not in ran.json["results"][0]["error"]["text"]
    assert room.shop.told(str(status % 10 + 2)) == ["off"]
    assert room.state(sku)["holds_left"] == 3


def test_an_accepted_mark_counts_when_it_is_read_back(room: Room) -> None:
    """202: the effect comes later, and so does the answer. F019."""
    room.shop.answer("off", "10", Answer(status=202, effect_after_s=1.0))
    ran = room.mark("SKU-10")
    assert (ran.code, ran.seconds > 1.0) == (0, True)
    assert room.program.run("restore", "SKU-10").code == 0
    assert room.shop.told("10") == ["off", "on"]


def test_in_progress_is_waited_for(room: Room) -> None:
    """409: read back, no second command, no new key. F024."""
    room.shop.answer("off", "11", Answer(status=409, effect_after_s=0.5))
    assert room.mark("SKU-11").code == 0
    assert room.shop.told("11") == ["off"]
    assert room.program.run("restore", "SKU-11").code == 0


LOST = [
    Answer(cut=True),
    Answer(after_s=1.5),
    Answer(status=500, body="oops"),
    Answer(body="<html>a page</html>", headers={"Content-Type": "text/html"}),
    Answer(status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"}),
]
"""Cut, too late, an error, a page, a way elsewhere."""


def test_lost_answers_are_read_back_and_nothing_is_sent_again(room: Room) -> None:
    """Whatever came instead of them, the effect was there all the same. F007, F008, F010."""
    skus = [f"SKU-{number}" for number in range(12, 17)]
    for number, answer in enumerate(LOST, start=12):
        room.shop.answer("off", str(number), answer)
        room.shop.answer("on", str(number), answer)
    assert room.program.run("sold-out", *skus).code == 0
    assert room.program.run("restore", *skus).code == 0
    assert [room.shop.told(str(number)) for number in range(12, 17)] == [["off", "on"]] * 5


def test_a_mark_that_never_arrived_gives_its_number_back(room: Room) -> None:
    """Exit 5 at first; watched until no effect can come any more. F009."""
    room.shop.answer("off", "17", Answer(cut=True, effect_after_s=None))
    ran = room.mark("SKU-17", "--wait", "1")
    assert (ran.code, code(ran)) == (5, "unconfirmed")
    eventually(lambda: room.state("SKU-17")["holds_left"] == 3, 10)
    assert room.shop.told("17") == ["off"]


def test_a_late_effect_is_adopted_and_restored_at_its_deadline(room: Room) -> None:
    """It came two seconds after we gave up on the answer. F009."""
    room.shop.answer("off", "18", Answer(cut=True, effect_after_s=2.0))
    assert room.mark("SKU-18", "--minutes", "0.08", "--wait", "1").code == 5
    eventually(lambda: room.state("SKU-18")["state"] == "sold_out", 8)
    eventually(lambda: room.shop.told("18") == ["off", "on"], 12)
    eventually(lambda: room.state("SKU-18")["hold"] is None, 5)


def test_a_refused_restore_is_tried_again_with_another_key(room: Room) -> None:
    """412: somebody changed it, a person is told after three; it is never dropped. F027."""
    no = Answer(status=412, body='{"title": "version differs"}', effect_after_s=None)
    room.shop.answer("on", "19", no, no, no)
    assert room.mark("SKU-19", "--minutes", "0.02").code == 0
    eventually(lambda: (room.state("SKU-19")["hold"] or {}).get("needs_attention"), 15)
    eventually(lambda: room.state("SKU-19")["hold"] is None, 15)
    assert room.shop.told("19") == ["off", "on", "on", "on", "on"]
    assert len(set(room.shop.keys("19", "on"))) == 4


def test_a_busy_shop_gets_its_restore_all_the_same(room: Room) -> None:
    """503 with Retry-After: polls pause, the restore is tried again and arrives. F022, F121."""
    busy = Answer(status=503, headers={"Retry-After": "120"}, effect_after_s=None)
    room.shop.answer("on", "20", busy)
    assert room.mark("SKU-20", "--minutes", "0.02").code == 0
    eventually(lambda: room.shop.on_sale["20"] and len(room.shop.told("20")) == 3, 15)
    assert len(set(room.shop.keys("20", "on"))) == 1


def test_a_product_that_is_gone_is_said(room: Room) -> None:
    """A mark fails; an open hold waits for a person. F026."""
    gone = Answer(status=404, body='{"error": "no such product"}')
    room.shop.answer("read", "21", *[gone] * 3)
    ran = room.mark("SKU-21")
    assert ran.code == 1
    assert room.shop.told("21") == []
    assert room.mark("SKU-22", "--minutes", "0.02").code == 0
    room.shop.answer("read", "22", *[gone] * 3)
    eventually(lambda: (room.state("SKU-22")["hold"] or {}).get("needs_attention"), 10)
    eventually(lambda: room.shop.told("22") == ["off", "on"], 20)


def test_an_unreadable_product_is_not_marked(room: Room) -> None:
    """Exit 1 and nothing is sent; a stop is sent regardless. F112."""
    room.shop.answer("read", "23", *[Answer(status=500, body="oops")] * 2)
    ran = room.mark("SKU-23")
    assert (ran.code, room.shop.told("23")) == (1, [])
    room.shop.answer("read", "23", Answer(status=500, body="oops"))
    assert room.program.run("stop", "SKU-23", "--reason", "error").code == 0
    assert room.program.run("release", "SKU-23", "--reason", "error").code == 0
    assert room.shop.told("23") == ["off", "on"]


def test_what_somebody_else_took_off_is_left_alone(room: Room) -> None:
    """Exit 3: not ours to restore later. F098."""
    room.shop.on_sale["24"] = False
    assert room.mark("SKU-24").code in {1, 3}
    assert room.shop.told("24") == []


def test_a_kept_line_that_drops_costs_nothing(room: Room) -> None:
    """The server closes it after each answer; reads are asked again, commands arrive once. F007."""
    for action in ("read", "off", "read", "on", "read"):
        room.shop.answer(action, "25", Answer(close=True))
    assert room.mark("SKU-25").code == 0
    assert room.program.run("restore", "SKU-25").code == 0
    assert room.shop.told("25") == ["off", "on"]


def test_what_was_read_before_outlives_the_desk(tmp_path: Path) -> None:
    """The quantity to put back lies in the record; kill -9 does not lose it. F085."""
    with running_shop() as shop, program(tmp_path) as made:
        started = _with_secret(made)
        started.write_settings(SETTINGS.format(port=shop.port, ids='"SKU-1" = "1"'))
        shop.quantity["1"] = 37
        with started.desk() as desk:
            started.run("broadcast", "start")
            assert started.run("sold-out", "SKU-1", "--minutes", "0.02").code == 0
            assert shop.quantity["1"] == 0
            desk.kill()
        with started.desk():
            eventually(lambda: shop.on_sale["1"], 10)
            assert shop.quantity["1"] == 37
