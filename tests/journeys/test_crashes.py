"""The desk killed at random moments of mark and restore: never left off sale, no sold-out command repeated.

The shop keeps a ledger of its own in a process of its own; that is what is judged.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.demo_room import DemoRoom, demo_room
from tests.program import READY_S, eventually
from tests.warm_desk import Hatchery, hatchery

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and fork are what is tried"),
    pytest.mark.timeout(180),
]

SKUS = ("EAR-01", "EAR-02", "BLD-02", "PWR-05", "BND-04", "PRJ-01", "YOG-11", "CUP-07", "CAR-02", "SPK-03")
HOLD_S = 0.9
HURRIED = {"shop": "timeout_seconds = 2"}
ANSWER_S = 0.2
"""How long the shop takes to answer a command, so that some deaths come while one is on the wire."""


def _moment(dice: random.Random) -> float:
    """Seconds after the command was typed: around the mark, or around the restore."""
    return dice.choice([0.05, HOLD_S]) + dice.uniform(0.0, 0.6)


def _crash(room: DemoRoom, desks: Hatchery, sku: str, seconds: float) -> None:
    """A desk that lives so long after a mark was typed."""
    with desks.desk():
        if room.program.status()["broadcast"]["id"] is None:
            room.start_broadcast()
        mark = room.program.begin("sold-out", sku, "--minutes", str(HOLD_S / 60))
        time.sleep(seconds)
    mark.communicate(timeout=READY_S)
    assert mark.returncode in {0, 1, 4, 5}


def _judge(room: DemoRoom, desks: Hatchery) -> None:
    """What the ledger says once a desk has had its time."""
    with desks.desk():
        eventually(lambda: not room.off_sale(), READY_S, what="a product is left off sale")
        eventually(lambda: not _open_holds(room), READY_S, what="a hold is left open")
    offs = Counter(entry["key"] for entry in room.ledger() if entry["action"] == "off")
    assert set(offs.values()) <= {1}, "a sold-out command was repeated"
    effects = Counter((entry["sku"], entry["action"]) for entry in room.ledger() if entry["effect"])
    assert all(effects[sku, "on"] == effects[sku, "off"] for sku in SKUS)
    assert [line for line in room.program.complaints() if line["level"] == "error"] == []


def _open_holds(room: DemoRoom) -> list[object]:
    shops = [product["storefronts"]["shop"] for product in room.program.status()["products"]]
    return [shop["hold"] for shop in shops if shop["hold"] is not None]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_crash_leaves_a_product_off_sale(seed: int, tmp_path: Path) -> None:
    """Six lives each, killed -9 at random moments. F078, F079, F081, F085, F087."""
    dice = random.Random(seed)
    with demo_room(tmp_path, paces=HURRIED) as room, hatchery(room.program) as desks:
        room.fault("shop", "slow", delay=ANSWER_S, method="POST")
        for sku in SKUS[:6]:
            _crash(room, desks, sku, _moment(dice))
        room.heal()
        _judge(room, desks)


def test_no_crash_on_a_shop_in_trouble_repeats_a_command(tmp_path: Path) -> None:
    """The answer is lost, or the effect comes late, and the desk dies as well. F008, F009, F010."""
    dice = random.Random(3)
    with demo_room(tmp_path, paces=HURRIED) as room, hatchery(room.program) as desks:
        for sku, kind in zip(SKUS[6:], ["lost_answer", "late_effect", "lost_answer", "slow"], strict=True):
            room.fault("shop", kind, delay=0.7, method="POST", count=2)
            _crash(room, desks, sku, _moment(dice))
            room.heal()
        _judge(room, desks)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_many_crashes(tmp_path: Path) -> None:
    """A hundred lives, with a shop that is well, slow, silent or late in turn."""
    dice = random.Random(4)
    with demo_room(tmp_path, paces=HURRIED) as room, hatchery(room.program) as desks:
        for life in range(100):
            kind = dice.choice(["", "slow", "lost_answer", "late_effect"])
            if kind:
                room.fault("shop", kind, delay=dice.uniform(0.2, 1.5), method="POST", count=2)
            _crash(room, desks, SKUS[life % len(SKUS)], dice.uniform(0.0, 2.5))
            room.heal()
            if life % len(SKUS) == len(SKUS) - 1:
                _judge(room, desks)
                with desks.desk():
                    assert room.program.run("broadcast", "end").code == 0
