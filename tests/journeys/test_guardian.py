"""The desk dies, hangs or leaves while products are held: its guardian brings them back, and gives way again.

Real processes and real signals; the shop keeps a ledger of its own in a process of its own.
"""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from services.autostart import words_of
from tests.demo_room import DemoRoom, demo_room, instant
from tests.program import PROJECT, READY_S, eventually, program

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals are what is tried"),
    pytest.mark.timeout(150),
]

HOLD_S = 6.0
MOST_MB = 60.0


def _mark(room: DemoRoom, sku: str = "EAR-01", seconds: float = HOLD_S) -> None:
    ran = room.program.run("sold-out", sku, "--minutes", str(seconds / 60))
    assert ran.code == 0, ran.err


def _shop(room: DemoRoom) -> Any:  # noqa: ANN401 - a part of the status
    return room.program.product("EAR-01")["storefronts"]["shop"]


def _guardian_log(room: DemoRoom) -> str:
    file = room.program.data_dir / "logs" / "guardian.log"
    return file.read_text("utf-8") if file.exists() else ""


@pytest.mark.parametrize("way", ["killed", "asked to end"])
def test_a_desk_that_is_gone_is_stood_in_for(way: str, tmp_path: Path) -> None:
    """The hold ends at its deadline without any desk; then the guardian ends by itself. Small. F090."""
    with demo_room(tmp_path) as room:
        with room.program.desk() as desk:
            room.start_broadcast()
            (guardian,) = room.program.guardians()
            assert guardian.memory_full_info().pss / 1e6 < MOST_MB / 4
            _mark(room)
            desk.kill() if way == "killed" else desk.end()
            assert room.off_sale() == {"EAR-01"}
            eventually(lambda: "guardian_took_over" in _guardian_log(room), READY_S)
            assert guardian.memory_full_info().pss / 1e6 < MOST_MB
            eventually(lambda: not room.off_sale(), READY_S)
        off, on = room.ledger("EAR-01")
        assert HOLD_S - 0.5 < instant(on) - instant(off) < HOLD_S + 4
        eventually(lambda: room.program.guardians() == [], READY_S, what="the guardian does not end")


def test_a_desk_with_windows_leaves_its_holds_as_well(tmp_path: Path) -> None:
    """Asked to end by the system it ends, and asks nobody at a window what is to become of them."""
    with demo_room(tmp_path) as room, room.program.begin(stdout=subprocess.DEVNULL) as desk:
        eventually(room.program.runs, READY_S)
        room.start_broadcast()
        _mark(room, seconds=60.0)
        desk.terminate()
        assert desk.wait(READY_S) == 0
        assert room.off_sale() == {"EAR-01"}
        assert len(room.program.guardians()) == 1


def test_a_frozen_desk_is_stood_in_for_and_takes_over_again(tmp_path: Path) -> None:
    """It thaws to find its hold restored, writes over nothing, and can mark the product once more."""
    with demo_room(tmp_path) as room, room.program.desk() as desk:
        room.start_broadcast()
        guardians = room.program.guardians()
        _mark(room)
        desk.process.send_signal(signal.SIGSTOP)
        eventually(lambda: not room.off_sale(), READY_S)
        eventually(lambda: "nothing_open" in _guardian_log(room), READY_S)
        desk.process.send_signal(signal.SIGCONT)
        eventually(room.program.runs, READY_S)
        eventually(lambda: _shop(room)["state"] == "on_sale", READY_S)
        assert (_shop(room)["hold"], _shop(room)["holds_used"]) == (None, 1)
        _mark(room, seconds=2.0)
        eventually(lambda: not room.off_sale(), READY_S)
        assert room.told("EAR-01") == ["off", "on", "off", "on"]
        assert room.program.events("hold", what="handed_over") == []
        assert room.program.guardians() == guardians, "the one that stood in for it was buried"


def test_a_desk_that_comes_back_takes_over_from_its_guardian(tmp_path: Path) -> None:
    """It reads the product before anything else; the old guardian gives way and ends. F091."""
    with demo_room(tmp_path) as room:
        with room.program.desk(outlived=True) as desk:
            room.start_broadcast()
            _mark(room, seconds=60.0)
            (old,) = room.program.guardians()
            desk.kill()
            eventually(lambda: "guardian_took_over" in _guardian_log(room), READY_S)
        with room.program.desk():
            eventually(lambda: not old.is_running(), READY_S, what="the old guardian goes on")
            assert _shop(room)["hold"]["state"] == "active"
            assert room.program.run("restore", "EAR-01").code == 0
            assert room.told("EAR-01") == ["off", "on"]
        assert "gave_way" in _guardian_log(room)


def test_a_computer_that_went_down_starts_the_desk_at_login(tmp_path: Path) -> None:
    """Only while something is held; what the session would start restores it, and is not started again."""
    with demo_room(tmp_path) as room:
        settings = room.program.settings.read_text("utf-8")
        room.program.write_settings(settings + "\n[desk]\nrestart_at_login = true\n")
        folder = Path(room.program.env["HOME"]) / ".config" / "autostart"
        with room.program.desk() as desk:
            room.start_broadcast()
            assert not folder.exists()
            _mark(room, seconds=3.0)
            eventually(lambda: list(folder.glob("*.desktop")), READY_S)
            room.program.cut_power(desk)
        time.sleep(3.0)
        (entry,) = folder.iterdir()
        with subprocess.Popen(
            words_of(entry.read_bytes()), cwd=PROJECT, env=dict(room.program.env)
        ) as session:
            try:
                eventually(lambda: not room.off_sale(), READY_S)
                eventually(lambda: not entry.exists(), READY_S)
            finally:
                room.program.end_guardians()
                session.kill()
        assert room.told("EAR-01") == ["off", "on"]


def test_a_shop_that_was_told_the_end_needs_nobody(tmp_path: Path) -> None:
    """Desk and guardian gone for good: the shop lifts it by itself, and the next desk counts it restored."""
    with demo_room(tmp_path) as room:
        settings = room.program.settings.read_text("utf-8")
        off = '/shop/items/${product_id}/off", headers'
        assert off in settings
        told_the_end = off.replace(", headers", ', json = { until = "${until}" }, headers')
        room.program.write_settings(settings.replace(off, told_the_end))
        with room.program.desk() as desk:
            room.start_broadcast()
            _mark(room, seconds=3.0)
            room.program.cut_power(desk)
        eventually(lambda: not room.off_sale(), READY_S)
        assert [(entry["action"], entry["by"]) for entry in room.ledger("EAR-01")] == [
            ("off", "api"),
            ("on", "until"),
        ]
        with room.program.desk():
            eventually(lambda: _shop(room)["hold"] is None, READY_S)
            assert _shop(room)["holds_used"] == 1
            assert [line["what"] for line in room.program.events("hold")][-1] == "restored"
        assert room.told("EAR-01") == ["off", "on"]


def test_a_demo_outlives_its_killed_desk_until_everything_is_back(tmp_path: Path) -> None:
    """Its shop is a process of the desk's; the guardian holds it too, so that one can see what it does."""
    with program(tmp_path) as demo, demo.begin("--demo", "--headless", stdout=subprocess.DEVNULL) as desk:
        eventually(demo.runs, READY_S)
        url = re.search(r"http://127\.0\.0\.1:\d+", demo.settings.read_text("utf-8"))
        assert url is not None
        ran = demo.run("sold-out", "EAR-01", "--minutes", "0.1")
        assert ran.code == 0, ran.err
        desk.kill()
        ledger = f"{url[0]}/shop/ledger"
        told: list[str] = []

        def is_back() -> bool:
            entries = httpx2.get(ledger, trust_env=False, timeout=5).json()["entries"]
            told[:] = [entry["action"] for entry in entries if entry["sku"] == "EAR-01"]
            return told == ["off", "on"]

        eventually(is_back, READY_S)
        eventually(lambda: demo.guardians() == [], READY_S)
        eventually(lambda: not _answers(ledger), READY_S, what="the demo's world goes on without anybody")


def _answers(url: str) -> bool:
    try:
        httpx2.get(url, trust_env=False, timeout=5)
    except httpx2.TransportError:
        return False
    return True


def test_a_killed_guardian_is_replaced_and_a_clean_end_ends_it(tmp_path: Path) -> None:
    """Nobody is left behind by a desk that had nothing open. F092."""
    with demo_room(tmp_path) as room, room.program.desk() as desk:
        (first,) = room.program.guardians()
        first.kill()
        eventually(lambda: [g for g in room.program.guardians() if g.pid != first.pid], READY_S)
        eventually(lambda: len(room.program.events("guardian_guards")) == 2, READY_S)
        desk.process.send_signal(signal.SIGINT)
        assert desk.process.wait(READY_S) == 0
        began = time.monotonic()
        eventually(lambda: room.program.guardians() == [], 5.0)
        assert time.monotonic() - began < 5.0
