"""`stockcue calibration --last`: broadcasts of a real record, each worked out once, and summed."""

import asyncio
import json
import subprocess
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.assembly import track_record as command
from app.assembly.calibrating import calibrate
from app.assembly.decision_code import decision_code
from app.assembly.refusing import DeskRefused
from app.assembly.track_record import track_record, track_record_lines, track_record_object
from app.cli import local_options
from app.domain.broadcast import Mark, MarkKind
from app.domain.cue_stories import CueNote, CueStep
from app.domain.hold import Who
from app.domain.room import CueKind
from app.domain.track_record import LAST, Calibrated
from app.ports import SoldUnits, StockChange, TrafficSample
from app.words import use_language
from services.clock import SystemClock
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock
from tests.program import READY_S, program

LIN = Who(account="lin", through="desk")
SKUS = ("EAR-01", "EAR-02", "TEE-09")
ROOM = '[room]\nname = "Test room"\nlanguage = "en"\n' + "".join(
    f'\n[[products]]\nsku = "{sku}"\ntitle = "{sku}"\n' for sku in SKUS
)
FIRST = SystemClock().now().replace(microsecond=0) - timedelta(days=30)
MINUTES = 40


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A room's language becomes that of the process."""
    yield
    use_language("en")


def typed_for(folder: Path, last: int = LAST) -> Namespace:
    """What is typed about a room with three products."""
    (folder / "room.toml").write_text(ROOM, "utf-8")
    return Namespace(config=None, data_dir=folder, lang=None, last=last, broadcast=None)


async def keep_evenings(folder: Path, *minutes: int) -> None:
    """Put broadcasts of so many minutes on record, a day apart; of each cue one was followed."""
    journal = SqlJournal(folder / "stockcue.db", FakeClock())
    await journal.open()
    for day, lasts in enumerate(minutes):
        began = FIRST + timedelta(days=day)
        await journal.add_facts(
            stock=[
                StockChange(at=began - timedelta(minutes=5), warehouse="la", sku=sku, available=400)
                for sku in SKUS
            ]
        )
        broadcast = await journal.start_broadcast(began, "Lin", dict.fromkeys(SKUS, 400), LIN)
        await journal.add_facts(
            traffic=[
                TrafficSample(at=at, source="tt", viewers=1000, organic=800, paid=200)
                for at in steps(began, lasts)
            ],
            sold=[
                SoldUnits(at=at, sku=sku, units=1 + (place + day) % 3, source="orders")
                for at in steps(began, lasts)
                for place, sku in enumerate(SKUS)
            ],
            marks=[Mark(kind=MarkKind.ON_AIR, at=began + timedelta(minutes=5), sku="EAR-01")],
            cues=[
                note(began, 8, CueStep.SHOWN, "EAR-02"),
                note(began, 9, CueStep.FOLLOWED, "EAR-02"),
                note(began, 11, CueStep.SHOWN, "TEE-09"),
                note(began, 13, CueStep.GONE, "TEE-09"),
            ],
        )
        await journal.end_broadcast(broadcast.id, began + timedelta(minutes=lasts), LIN)
    await journal.close()


def steps(began: datetime, minutes: int) -> list[datetime]:
    """A minute apart."""
    return [began + timedelta(minutes=minute) for minute in range(minutes)]


def note(began: datetime, minute: float, step: CueStep, sku: str) -> CueNote:
    """What happened to a cue."""
    at = began + timedelta(minutes=minute)
    return CueNote(at=at, key=f"show_next:{sku}", kind=CueKind.SHOW_NEXT, sku="EAR-01", other=sku, step=step)


def kept(folder: Path) -> tuple[Calibrated, ...]:
    """What stands in the record."""

    async def read() -> tuple[Calibrated, ...]:
        journal = SqlJournal(folder / "stockcue.db", FakeClock())
        await journal.open()
        found = await journal.calibrations(LAST)
        await journal.close()
        return found

    return asyncio.run(read())


def test_broadcasts_are_worked_out_summed_and_kept(tmp_path: Path) -> None:
    """Each as `calibration --broadcast` has it; a test of ten minutes is none."""
    asyncio.run(keep_evenings(tmp_path, MINUTES, 10, MINUTES))
    found = track_record(typed_for(tmp_path))
    assert [one.number for one in found.broadcasts] == [3, 1]
    assert found.missing == 0
    options = typed_for(tmp_path)
    options.broadcast = 3
    alone = calibrate(options).view
    newest = found.broadcasts[0]
    assert newest.units.band == alone.units
    assert (newest.cues, newest.acted_on) == (2, 1)
    assert found.units.band.of == sum(one.units.band.of for one in found.broadcasts)
    assert found.units.band.groups == 2
    assert found.units.band.share is None
    assert found.units.loss.forecasts > 0
    assert found.units.loss.against_mean is not None
    (cue,) = found.cues
    assert (cue.kind, cue.followed, cue.ignored) == (CueKind.SHOW_NEXT, 2, 2)
    assert (cue.acted_on.cues, cue.left_alone.cues) == (2, 2)
    assert cue.acted_on.before == pytest.approx(16 / 8, abs=0.5)
    assert [one.broadcast for one in kept(tmp_path)] == [3, 1]


def test_what_is_kept_is_not_worked_out_again_unless_the_code_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look is as quick as reading; another code judges anew."""
    asyncio.run(keep_evenings(tmp_path, MINUTES, MINUTES))
    options = typed_for(tmp_path)
    track_record(options)
    first = kept(tmp_path)
    assert {one.code for one in first} == {decision_code()}
    assert track_record(options).missing == 0
    assert kept(tmp_path) == first
    monkeypatch.setattr(command, "decision_code", lambda: "another")
    track_record(options)
    again = kept(tmp_path)
    assert {one.code for one in again} == {"another"}
    assert [one.products for one in again] == [one.products for one in first]


def test_only_as_many_as_were_asked_for(tmp_path: Path) -> None:
    """The newest; older ones wait until somebody asks for them."""
    asyncio.run(keep_evenings(tmp_path, MINUTES, MINUTES, MINUTES))
    assert [one.number for one in track_record(typed_for(tmp_path, last=2)).broadcasts] == [3, 2]
    assert [one.broadcast for one in kept(tmp_path)] == [3, 2]
    assert len(track_record(typed_for(tmp_path)).broadcasts) == 3


def test_it_is_told_to_scripts_and_to_people(tmp_path: Path) -> None:
    """One object; a line a broadcast and the sum, which claims nothing from two."""
    asyncio.run(keep_evenings(tmp_path, MINUTES, MINUTES))
    options = typed_for(tmp_path)
    found = track_record(options)
    told = json.loads(json.dumps(track_record_object(found)))
    assert (told["ok"], told["last"], told["missing"]) == (True, LAST, 0)
    assert told["broadcasts"][0]["units"]["band"]["groups"] == 3
    assert {one["seller"] for one in told["sellers"]} == {"main", "middle", "few"}
    lines = track_record_lines(found, options)
    assert lines[0].startswith("2  ")
    assert "2 cues, 1 acted on" in lines[0]
    assert lines[2] == "The last 2 broadcasts"
    assert "too little was foretold" in lines[3]


def test_a_record_without_a_broadcast_says_so(tmp_path: Path) -> None:
    """And a room without a record is refused."""
    with pytest.raises(DeskRefused):
        track_record(typed_for(tmp_path))
    asyncio.run(keep_evenings(tmp_path, 5))
    options = typed_for(tmp_path)
    assert track_record_lines(track_record(options), options) == [
        "No broadcast of a quarter of an hour or more is over yet."
    ]


def test_the_command_line_looks_back_as_far_as_the_domain() -> None:
    """It imports no domain, so the figure stands there twice."""
    assert local_options.LAST == LAST


def test_beside_a_desk_it_tells_each_step_and_ends_with_its_standard_input(tmp_path: Path) -> None:
    """As a process of its own: a line at once, one after each broadcast; nobody listens, nothing is begun."""
    asyncio.run(keep_evenings(tmp_path, MINUTES, MINUTES))
    (tmp_path / "room.toml").write_text(ROOM, "utf-8")
    words = ("calibration", "--last", "2", "--follow", "--data-dir", str(tmp_path))
    with program(tmp_path) as found:
        unheard = found.run(*words)
        assert (unheard.code, unheard.err) == (0, "")
        assert kept(tmp_path) == ()
        with found.begin(*words, stdin=subprocess.PIPE) as process:
            assert process.stdout is not None
            told = [json.loads(line) for line in process.stdout]
            assert process.wait(READY_S) == 0
    assert [one["missing"] for one in told] == [2, 1, 0]
    assert len(kept(tmp_path)) == 2
