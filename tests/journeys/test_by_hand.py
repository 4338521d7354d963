"""A shop without an interface, from the command line: a desk of its own, killed between."""

from pathlib import Path

from tests.program import Program, eventually, program

SETTINGS = """
[room]
name = "By hand"
language = "en"
timezone = "UTC"

[[products]]
sku = "EAR-01"
title = "Earbuds"

[[products]]
sku = "CUP-01"
title = "Travel mug"

[[storefronts]]
id = "xet"
kind = "manual"
name = "Xiaoetong"
product_ids = { "EAR-01" = "p_5f1", "CUP-01" = "p_5f2" }
page = "https://admin.example/goods"

  [storefronts.steps]
  take_off = "Goods > Manage > Off shelf"
"""


def tasks(at: Program) -> list[tuple[str, str]]:
    """What people are asked for now."""
    return [(task["sku"], task["act"]) for task in at.status()["tasks"]]


def state(at: Program, sku: str) -> str:
    """The state of a product there."""
    product = next(one for one in at.status()["products"] if one["sku"] == sku)
    found: str = product["storefronts"]["xet"]["state"]
    return found


def test_a_shop_worked_by_hand_from_mark_to_restore(tmp_path: Path) -> None:
    """Asked, confirmed, killed, asked for the way back, confirmed, and an emergency stop of everything."""
    with program(tmp_path, SETTINGS) as at:
        with at.desk() as desk:
            assert at.run("broadcast", "start").code == 0
            assert at.run("sold-out", "EAR-01", "--minutes", "0.1", "--wait", "0.2").code == 5
            assert tasks(at) == [("EAR-01", "take_off")]
            assert "Now, at Xiaoetong: take Earbuds (p_5f1) off sale" in at.run("status").out
            assert at.run("confirm", "EAR-01", "--initials", "MEI").code == 0
            assert state(at, "EAR-01") == "sold_out"
            desk.kill()
        with at.desk():
            eventually(lambda: tasks(at) == [("EAR-01", "put_back")], 20, what="nobody is asked to restore")
            assert at.run("confirm", "EAR-01", "--not-done").code == 0
            assert state(at, "EAR-01") == "restoring"
            assert at.run("confirm", "EAR-01", "--storefront", "xet").code == 0
            eventually(lambda: state(at, "EAR-01") == "on_sale")
            assert at.run("confirm", "EAR-01").code == 3
            assert at.run("stop", "--all", "--reason", "incident", "--wait", "0.2").code == 5
            assert {act for _sku, act in tasks(at)} == {"take_off"}
            assert len(tasks(at)) == 2
