"""The shop and its ledger by themselves."""

import json
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from services.demo.ledger import Ledger, Outcome
from services.demo.shop import Action, Command, Shop
from tests.fakes.clock import START
from tests.services.demo.site import EARBUDS, SCENARIO

OFF = Command(action=Action.OFF, product_id=EARBUDS, at=START, key="one")


def _shop(ledger: Ledger | None = None) -> Shop:
    return Shop(SCENARIO.articles, ledger or Ledger())


def test_a_key_acts_once() -> None:
    """A command that is sent again because its answer was lost must not act again."""
    shop = _shop()
    first = shop.obey(OFF)
    shop.obey(replace(OFF, action=Action.ON, key="two"))
    again = shop.obey(OFF)
    assert first == again
    assert shop.offered("EAR-01") > 0
    assert [(e.outcome, e.effect) for e in shop.ledger.entries] == [
        (Outcome.DONE, True),
        (Outcome.DONE, True),
        (Outcome.REPLAYED, False),
    ]


def test_a_key_belongs_to_one_command() -> None:
    """The same key for another product or direction is a mistake, and nothing happens."""
    shop = _shop()
    shop.obey(OFF)
    verdict = shop.obey(replace(OFF, action=Action.ON))
    assert verdict.code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert shop.offered("EAR-01") == 0
    assert shop.ledger.entries[-1].outcome is Outcome.REFUSED


def test_what_changes_nothing_is_written_down_as_such() -> None:
    """Two marks in a row: the second had no effect, and the ledger says so."""
    shop = _shop()
    shop.obey(OFF)
    shop.obey(replace(OFF, key="two"))
    assert [entry.effect for entry in shop.ledger.entries] == [True, False]


def test_an_unknown_product_is_refused_and_written_down() -> None:
    """Even nonsense leaves a trace."""
    shop = _shop()
    assert shop.obey(replace(OFF, product_id="1")).code == HTTPStatus.NOT_FOUND
    assert (shop.ledger.entries[-1].outcome, shop.ledger.entries[-1].sku) == (Outcome.REFUSED, None)


def test_a_time_limit_puts_the_product_back_by_itself() -> None:
    """Where a platform offers an end time, it keeps it."""
    shop = _shop()
    end = START + timedelta(minutes=5)
    shop.obey(replace(OFF, until=end))
    shop.lift_due(end - timedelta(seconds=1))
    assert shop.offered("EAR-01") == 0
    shop.lift_due(end)
    assert shop.offered("EAR-01") > 0
    assert (shop.ledger.entries[-1].by, shop.ledger.entries[-1].effect) == ("until", True)


def test_a_time_limit_in_the_past_is_refused() -> None:
    """It would be no time at all."""
    shop = _shop()
    assert shop.obey(replace(OFF, until=START)).code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert shop.offered("EAR-01") > 0


def test_the_ledger_is_only_ever_added_to(tmp_path: Path) -> None:
    """What once stood in the file stands there for good, numbered without a gap across restarts."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    _shop(first).obey(OFF)
    before = path.read_bytes()
    first.close()
    second = Ledger(path)
    _shop(second).obey(replace(OFF, action=Action.ON, key="two"))
    second.close()
    assert path.read_bytes().startswith(before)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(row["number"], row["action"]) for row in rows] == [(1, "off"), (2, "on")]


def test_a_shop_comes_back_as_its_ledger_left_it(tmp_path: Path) -> None:
    """A demo that ended with its desk still has the product off sale, and still knows the key."""
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    _shop(first).obey(OFF)
    first.close()
    second = Ledger(path)
    shop = _shop(second)
    assert shop.offered("EAR-01") == 0
    shop.obey(OFF)
    second.close()
    assert second.entries[-1].outcome is Outcome.REPLAYED
