"""`stockcue rehearse` and `calibration`: scenarios, and a broadcast out of a real record."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.assembly.calibrating import calibrate, calibration_lines, calibration_object
from app.assembly.refusing import DeskRefused
from app.assembly.rehearsing import rehearsal_lines, rehearsal_object, rehearse
from app.assembly.scenarios import scenario, scenario_names
from app.domain.broadcast import Mark, MarkKind
from app.domain.hold import Who
from app.ports import SoldUnits, StockChange, TrafficSample
from app.words import use_language
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock

LIN = Who(account="lin", through="desk")
ROOM = '[room]\nname = "Test room"\nlanguage = "en"\n\n[[products]]\nsku = "EAR-01"\ntitle = "Earbuds"\n'
SHORT = 'name = "tiny"\nminutes = 20\n[goods]\ncount = 3\n[past]\nbroadcasts = 0\n'


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


def typed_for(folder: Path, **more: object) -> Namespace:
    """What is typed about a room with one product."""
    (folder / "room.toml").write_text(ROOM, "utf-8")
    typed: dict[str, object] = {
        "config": None,
        "data_dir": folder,
        "lang": None,
        "seed": 1,
        "policy": [],
        "broadcast": None,
    }
    return Namespace(**typed | {"scenario": None} | more)


def test_every_scenario_that_comes_with_the_program_can_be_read() -> None:
    """Each says in a line what is hard about it."""
    scripts = [scenario(name) for name in scenario_names()]
    assert len(scripts) >= 16
    assert [script.name for script in scripts] == list(scenario_names())
    assert all(script.describes for script in scripts)


def test_a_scenario_of_ones_own_is_played_under_the_policies_asked_for(tmp_path: Path) -> None:
    """A file, two policies, an object for scripts and a table for people."""
    file = tmp_path / "tiny.toml"
    file.write_text(SHORT, "utf-8")
    played = rehearse(typed_for(tmp_path, scenario=str(file), policy=["none,waves"]))
    told = json.loads(json.dumps(rehearsal_object(played)))
    assert [one["policy"] for one in told["policies"]] == ["none", "waves"]
    assert told["policies"][0]["sold"] > 0
    assert told["seed"] == 1
    lines = rehearsal_lines(played)
    assert len(lines) == 4
    assert lines[2].strip().startswith("none")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scenario": "nosuch"}, "evening"),
        ({"policy": ["nosuch"]}, "line_up"),
        ({"scenario": "x.toml"}, "x.toml"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    tmp_path: Path, wrong: dict[str, object], said: str
) -> None:
    """A slip is put right by reading on."""
    with pytest.raises(DeskRefused, match=said):
        rehearse(typed_for(tmp_path, **wrong))


def test_a_recorded_broadcast_is_played_again_and_judged(tmp_path: Path) -> None:
    """Forty minutes at two a minute, then sold out; a cue was followed by a call."""
    asyncio.run(keep(tmp_path))
    played = rehearse(typed_for(tmp_path, broadcast=1, policy=["recorded"]))
    assert played.outcomes[0].sold == 80
    found = calibrate(typed_for(tmp_path, broadcast=1))
    told = calibration_object(found)
    assert told["number"] == 1
    assert (
        told["units"]["lower"] + told["units"]["upper"] + told["units"]["under"] + told["units"]["over"] >= 2
    )
    assert told["units"]["share"] is None
    assert all(set(cue) >= {"kind", "sku", "ending", "after_units"} for cue in told["cues"])
    assert any("too little" in line for line in calibration_lines(found))


def test_a_broadcast_that_never_was_is_refused(tmp_path: Path) -> None:
    """With its number."""
    asyncio.run(keep(tmp_path))
    with pytest.raises(DeskRefused, match="7"):
        calibrate(typed_for(tmp_path, broadcast=7))


async def keep(folder: Path) -> None:
    """Put an hour's broadcast on record."""
    clock = FakeClock()
    journal = SqlJournal(folder / "stockcue.db", clock)
    await journal.open()
    before = START - timedelta(minutes=5)
    await journal.add_facts(stock=[StockChange(at=before, warehouse="la", sku="EAR-01", available=80)])
    broadcast = await journal.start_broadcast(START, "Lin", {"EAR-01": 80}, LIN)
    minutes = [START + timedelta(minutes=minute) for minute in range(60)]
    await journal.add_facts(
        traffic=[TrafficSample(at=at, source="tt", viewers=1000, organic=800, paid=200) for at in minutes],
        sold=[SoldUnits(at=at, sku="EAR-01", units=2, source="orders") for at in minutes[:40]],
        marks=[Mark(kind=MarkKind.ON_AIR, at=START + timedelta(minutes=10), sku="EAR-01")],
    )
    await journal.end_broadcast(broadcast.id, START + timedelta(minutes=60), LIN)
    await journal.close()
