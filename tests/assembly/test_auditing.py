"""The audit verified and taken out: sound, altered, cut, and as files that anybody can work out again."""

import csv
import hashlib
import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.assembly.auditing import export_audit, verify_audit
from app.assembly.refusing import DeskRefused
from app.domain.audit import AuditNote, Fault
from app.words import use_language
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START, FakeClock
from tests.services.journal.builders import LIN, behind_our_back

ROOM = '[room]\nname = "Test room"\nlanguage = "en"\n'
DROP_GUARDS = tuple(f"DROP TRIGGER audit_no_{what}" for what in ("update", "delete", "replace"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language("en")


def options(folder: Path, **more: object) -> Namespace:
    """What was typed."""
    (folder / "room.toml").write_text(ROOM, "utf-8")
    typed = {"config": None, "data_dir": folder, "lang": None, "head": "", "file": None, "format": "csv"}
    return Namespace(**typed | more)


async def recorded(folder: Path) -> str:
    """A record with three lines; the head of its chain."""
    journal = SqlJournal(folder / "stockcue.db", FakeClock())
    await journal.open()
    broadcast = await journal.start_broadcast(START, "Mei", {}, LIN)
    await journal.audit(AuditNote(at=START, what="note", who=LIN, detail="=1+1, 手滑\n", true_stock=5))
    await journal.end_broadcast(broadcast.id, START + timedelta(hours=1), LIN)
    head = (await journal.audit_lines())[-1].digest
    await journal.close()
    return head


async def test_a_sound_audit_is_said_to_be_so_with_its_head(tmp_path: Path) -> None:
    """The head is what to keep elsewhere; named again, it is found although the audit has grown."""
    head = await recorded(tmp_path)
    found = await verify_audit(options(tmp_path, head=head))
    assert (found.ok, found.lines, found.head) == (True, 3, head)
    assert found.words() == ["The audit is sound: 3 lines.", f"Head: {head}"]


@pytest.mark.parametrize(
    ("statement", "line", "fault"),
    [
        ("UPDATE audit SET detail = 'nothing' WHERE number = 2", 2, Fault.ALTERED),
        ("DELETE FROM audit WHERE number = 2", 2, Fault.GAP),
        ("DELETE FROM audit WHERE number = 3", 3, Fault.CUT),
    ],
)
async def test_what_was_changed_behind_the_programs_back_is_found(
    tmp_path: Path, statement: str, line: int, fault: Fault
) -> None:
    """The first line that does not hold is named, in words; the export says so, too, and is written."""
    head = await recorded(tmp_path)
    behind_our_back(tmp_path / "stockcue.db", *DROP_GUARDS, statement)
    found = await verify_audit(options(tmp_path, head=head))
    assert found.broken is not None
    assert (found.broken.number, found.broken.fault) == (line, fault)
    assert str(line) in found.words()[0]
    assert found.object()["ok"] is False
    out = tmp_path / "evidence.jsonl"
    assert not (await export_audit(options(tmp_path, head=head, file=out, format="jsonl"))).ok
    assert json.loads(out.read_text("utf-8").splitlines()[-1])["sound"] is False


async def test_json_lines_hold_what_the_digests_were_made_of(tmp_path: Path) -> None:
    """Anybody can work the chain out again from the file alone, up to the head at its end."""
    head = await recorded(tmp_path)
    out = tmp_path / "audit.jsonl"
    found = await export_audit(options(tmp_path, file=out, format="jsonl"))
    assert (found.ok, found.file) == (True, out)
    *rows, last = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    previous = ""
    for row in rows:
        words = [
            *(row[key] for key in ("number", "at", "what", "sku", "storefront", "hold")),
            *(row[key] for key in ("account", "through", "initials", "true_stock", "detail")),
            previous,
        ]
        canonical = json.dumps(words, ensure_ascii=True, separators=(",", ":"))
        previous = hashlib.sha256(canonical.encode("ascii")).hexdigest()
        assert row["digest"] == previous
    assert last == {"head": head, "lines": 3, "sound": True}
    assert previous == head


async def test_a_table_ends_with_the_head_and_runs_no_formula(tmp_path: Path) -> None:
    """For people with a spreadsheet."""
    head = await recorded(tmp_path)
    out = tmp_path / "audit.csv"
    await export_audit(options(tmp_path, file=out))
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["what"] for row in rows[:-1]] == ["broadcast_started", "note", "broadcast_ended"]
    assert rows[1]["detail"].startswith("'=1+1")
    assert (rows[-1]["number"], rows[-1]["digest"]) == ("head", head)


async def test_where_no_desk_has_run_there_is_nothing_to_verify(tmp_path: Path) -> None:
    """And a place that can't be written is said."""
    with pytest.raises(DeskRefused, match="no record"):
        await verify_audit(options(tmp_path))
    await recorded(tmp_path)
    with pytest.raises(DeskRefused, match="could not be written"):
        await export_audit(options(tmp_path, file=tmp_path / "nowhere" / "audit.csv"))
