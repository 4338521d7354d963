"""A desk without windows, as it is started: no Qt, settings judged, sources checked, an orderly end."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.main import main
from services.demo.evenings import EVENINGS
from tests.demo_room import DemoRoom, demo_room
from tests.program import PROJECT, Program, eventually, program

WITHOUT_QT = """
import sys
from importlib.abc import MetaPathFinder

class NoQt(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "pyqtgraph", "pytestqt"}:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)
        return None

sys.meta_path.insert(0, NoQt())
from app.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Program]:
    """A data directory in which no desk ever ran."""
    with program(tmp_path) as found:
        yield found


def test_it_runs_where_qt_is_not_installed(tmp_path: Path) -> None:
    """The engine, the demo, a mark and its restore; nothing of it asks for PySide6."""
    with demo_room(tmp_path) as room:
        line = [sys.executable, "-c", WITHOUT_QT, *room.program.command("--headless")[2:]]
        with subprocess.Popen(
            line, cwd=PROJECT, env=dict(room.program.env), stdout=subprocess.PIPE, text=True
        ) as desk:
            try:
                eventually(room.program.runs, 20)
                room.start_broadcast()
                assert room.program.run("sold-out", "EAR-01").code == 0
                assert room.program.run("restore", "EAR-01").code == 0
                desk.send_signal(signal.SIGTERM)
                assert desk.wait(12) == 0
            finally:
                desk.kill()
        assert room.told("EAR-01") == ["off", "on"]


def test_a_whole_demo_runs_without_windows(nobody: Program) -> None:
    """World, desk and a broadcast in its middle, with one command; over after the time it was given."""
    with nobody.begin("--demo", "--headless", "--for-seconds", "6") as desk:
        eventually(nobody.runs, 20)
        status = nobody.status()
        assert status["broadcast"]["id"] == 1 + EVENINGS
        assert len(status["products"]) > 30
        assert nobody.run("check", "--demo").code == 0
        out, err = desk.communicate(timeout=20)
        assert (desk.returncode, err) == (0, ""), out
    assert nobody.complaints() == []
    assert nobody.run("status").code == 4


def test_the_demo_keeps_out_of_a_rooms_own_directory(nobody: Program) -> None:
    """Neither its settings nor its record are touched."""
    nobody.write_settings('[room]\nname = "Ours"\n')
    ran = nobody.run("--demo", "--headless")
    assert (ran.code, "belongs to a room of its own" in ran.err) == (2, True)
    assert nobody.settings.read_text("utf-8") == '[room]\nname = "Ours"\n'
    assert not (nobody.data_dir / "stockcue.db").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (None, "room.toml:1: there is no such settings file"),
        ('[room]\nname = "x"\nlangauge = "en"\n', "room.toml:3: room.langauge: "),
        ("[room\n", "room.toml:1: is no TOML"),
        ('[[warehouses]]\nid = "la"\nkind = "rest"\npoll_seconds = 0\n', "poll_seconds"),
        ("[limits]\nhold_minutes = 60\n", "hold_minutes"),
    ],
)
def test_settings_that_can_t_be_used_are_refused(
    settings: str | None,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit 2, with file, line and the nearest known key. F140, F141, F142, F144, F145."""
    monkeypatch.setenv("STOCKCUE_LIMITS_OVERRIDE_REASON", "the environment raises no limit")
    if settings is not None:
        (tmp_path / "room.toml").write_text(settings, "utf-8")
    words = ["check", "--lang", "en", "--data-dir", str(tmp_path)]
    assert main(words) == 2
    people = capsys.readouterr()
    assert (people.out, said in people.err) == ("", True), people.err
    assert main([*words, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], said in error["text"]) == ("settings", True)


def test_a_desk_does_not_start_on_settings_that_can_t_be_used(nobody: Program) -> None:
    """The same words, the same code."""
    nobody.write_settings('[room]\nlangauge = "en"\n')
    ran = nobody.run("--headless")
    assert (ran.code, ran.out) == (2, "")
    assert "room.toml:2: room.langauge: " in ran.err
    assert "Did you mean 'language'?" in ran.err


def test_one_desk_per_data_directory(tmp_path: Path) -> None:
    """A second says so and ends; the lock of a desk that was killed is free. F095."""
    with demo_room(tmp_path) as room:
        with room.program.desk() as desk:
            second = room.program.run("--headless")
            assert (second.code, "runs already" in second.err) == (1, True)
            desk.kill()
        with room.program.desk():
            assert room.program.runs()


def test_a_data_directory_is_its_users_alone(tmp_path: Path) -> None:
    """Everything of a desk lies there, and nobody else may look."""
    with demo_room(tmp_path) as room, room.program.desk() as desk:
        desk.end()
        modes = {file.name: oct(file.stat().st_mode & 0o077) for file in room.program.data_dir.iterdir()}
        assert oct(room.program.data_dir.stat().st_mode & 0o777) == "0o700"
        assert modes["stockcue.db"] == "0o0"
        assert {"desk.lock", "desk.id", "logs", "room.toml", "stockcue.db"} <= modes.keys()


def test_a_record_that_can_t_be_opened_refuses_the_start(tmp_path: Path) -> None:
    """In words, with exit 1; the desk does not run blind. F139."""
    with demo_room(tmp_path) as room:
        (room.program.data_dir / "stockcue.db").mkdir()
        ran = room.program.run("--headless")
        assert (ran.code, bool(ran.err.strip()), "Traceback" in ran.err) == (1, True, False), ran.err


def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    """Like SIGTERM; nobody need listen to what it prints."""
    nothing = subprocess.DEVNULL
    with demo_room(tmp_path) as room, room.program.begin("--headless", stdout=nothing) as desk:
        eventually(room.program.runs, 20)
        desk.send_signal(signal.SIGINT)
        assert desk.wait(12) == 0


def test_changed_settings_are_announced_and_not_applied(tmp_path: Path) -> None:
    """The status goes on with what was read at start."""
    with demo_room(tmp_path) as room, room.program.desk():
        text = room.program.settings.read_text("utf-8").replace("US evening show", "Another name")
        room.program.write_settings(text)
        time.sleep(0.2)
        assert room.program.status()["room"] == "US evening show"


def _checked(room: DemoRoom) -> dict[str, dict[str, object]]:
    ran = room.program.run("check", "--json")
    return {source["id"]: source for source in json.loads(ran.out)["sources"]} | {"": {"code": ran.code}}


def test_check_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    """Each source once, without a desk; the rest is well. F003, F011, F112."""
    with demo_room(tmp_path) as room:
        room.fault("dal", "garbage")
        room.fault("3pl_login", "401")
        room.fault("fba", "500")
        found = _checked(room)
        assert found[""]["code"] == 1
        assert {name: source.get("ok") for name, source in found.items() if name} == {
            "dal": False,
            "3pl": False,
            "fba": False,
            "live": True,
            "orders": True,
            "cards": True,
            "shop": True,
        }
        assert found["3pl"]["remedy"]
        people = room.program.run("check")
        assert (people.code, people.out.count("✗"), people.out.count("✓")) == (1, 3, 4)
