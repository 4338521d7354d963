"""A mark at a real shop over HTTP: off within a second, back by itself, also after the desk was killed."""

import time
from dataclasses import replace
from pathlib import Path

from services.demo import DemoOptions
from tests.demo_room import demo_room, instant
from tests.fakes.demo_world import running_demo
from tests.program import READY_S, Program, eventually

MINUTES = 0.05
SECONDS = MINUTES * 60


def test_a_mark_shows_within_a_second_and_comes_back_at_its_deadline(tmp_path: Path) -> None:
    """What the mission promises, read in the shop's own ledger."""
    with demo_room(tmp_path) as room, room.program.desk():
        room.start_broadcast()
        pressed = time.time()
        ran = room.program.run("sold-out", "EAR-01", "--minutes", str(MINUTES))
        assert ran.code == 0, ran.err
        (off,) = room.ledger("EAR-01")
        assert off["effect"]
        assert instant(off) - pressed < 1.0
        eventually(lambda: room.told("EAR-01") == ["off", "on"], SECONDS + 3)
        _off, on = room.ledger("EAR-01")
        assert SECONDS - 0.3 < instant(on) - instant(off) < SECONDS + 1.5
        eventually(lambda: room.program.product("EAR-01")["storefronts"]["shop"]["state"] == "on_sale")
        assert room.program.complaints() == []


def test_a_mark_comes_back_although_the_computer_failed(tmp_path: Path) -> None:
    """Desk and guardian dead in between: the next desk reads first, restores once, says how late. F085."""
    with demo_room(tmp_path) as room:
        with room.program.desk() as desk:
            room.start_broadcast()
            assert room.program.run("sold-out", "EAR-01", "--minutes", str(MINUTES)).code == 0
            room.program.cut_power(desk)
        time.sleep(SECONDS)
        assert room.off_sale() == {"EAR-01"}
        began = time.time()
        with room.program.desk():
            eventually(lambda: not room.off_sale(), READY_S)
            off, on = room.ledger("EAR-01")
            assert instant(on) - began < 6.0
            assert (off["key"], on["effect"]) != (on["key"], False)
            assert len(room.program.events("overdue_holds_at_start", count=1)) == 1


def test_a_mark_that_is_not_due_yet_goes_on_after_a_crash(tmp_path: Path) -> None:
    """The deadline counts from the committed intent, whoever drives it; nothing is sent again. F075."""
    with demo_room(tmp_path) as room:
        with room.program.desk() as desk:
            room.start_broadcast()
            room.program.run("sold-out", "EAR-01", "--minutes", "0.15")
            desk.kill()
        with room.program.desk():
            hold = room.program.product("EAR-01")["storefronts"]["shop"]["hold"]
            assert (hold["state"], room.told("EAR-01")) == ("active", ["off"])
            eventually(lambda: not room.off_sale(), 12)
            off, on = room.ledger("EAR-01")
            assert abs(instant(on) - instant(off) - 9.0) < 2.0


def test_a_shop_that_restarts_knows_its_keys(tmp_path: Path) -> None:
    """The shop's process dies too: the state it kept is read, and the restore is a new command to it."""
    ledger = tmp_path / "ledger.jsonl"
    with demo_room(tmp_path) as room, room.program.desk():
        room.start_broadcast()
        room.program.run("sold-out", "EAR-01", "--minutes", "0.1")
        room.demo.process.kill()
        room.demo.process.wait()
        again = DemoOptions(ledger=ledger, minute=10.0, port=room.demo.port)
        with running_demo(again):
            assert room.off_sale() == {"EAR-01"}
            eventually(lambda: not room.off_sale(), 20)
            keys = [(entry["action"], entry["outcome"]) for entry in room.ledger("EAR-01")]
            assert keys == [("off", "done"), ("on", "done")]


def test_ending_the_desk_without_a_guardian_restores_first(tmp_path: Path) -> None:
    """SIGTERM with open holds: the products are on sale before the desk is gone, within 8 seconds."""
    with demo_room(tmp_path) as room:
        program = _without_guardians(room.program, tmp_path)
        with program.desk() as desk:
            room.start_broadcast()
            ran = program.run("sold-out", "EAR-01", "EAR-02", "--minutes", "10", "--override", "no guardian")
            assert ran.code == 0, ran.err
            assert room.off_sale() == {"EAR-01", "EAR-02"}
            desk.process.terminate()
            began = time.monotonic()
            desk.process.wait(10)
            assert time.monotonic() - began < 10.0
            assert desk.process.returncode == 0
        assert room.off_sale() == set()
        assert program.run("status").code == 4


def _without_guardians(program: Program, folder: Path) -> Program:
    """The same on a computer where a guardian can't be had: each ends as soon as it begins."""
    begins = "import os, sys\nif 'app.guardian' in sys.orig_argv:\n    os._exit(1)\n"
    (folder / "sitecustomize.py").write_text(begins, "utf-8")
    return replace(program, env={**program.env, "PYTHONPATH": str(folder)})
