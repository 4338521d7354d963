"""The audit in the database: it grows, it is chained, and even its owner's hand is refused or found."""

import sqlite3
from dataclasses import replace

import psycopg
import pytest

from app.domain.audit import AuditNote, Broken, Fault, verify
from app.domain.hold import Who
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import START
from tests.services.journal.builders import LIN, Make, behind_our_back, opened

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
UNGUARD = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("DROP TRIGGER audit_no_change ON audit",),
}


def note(what: str = "trial") -> AuditNote:
    """A line to be added."""
    who = Who(account="林", through="desk", initials="LX")
    return AuditNote(
        at=START, what=what, who=who, sku="耳机", storefront="shop", true_stock=-1, detail="a\nb"
    )


async def test_lines_are_numbered_chained_and_sound_over_a_restart(make: Make) -> None:
    """Each line comes back word for word, and its digest continues the one before."""
    async with opened(make()) as journal:
        first = await journal.audit(note())
    async with opened(make()) as journal:
        second = await journal.audit(note("more"))
        lines = await journal.audit_lines()
    assert lines == (first, second)
    assert (first.number, second.number) == (1, 2)
    assert {name: getattr(first, name) for name in note().__dataclass_fields__} == {
        name: getattr(note(), name) for name in note().__dataclass_fields__
    }
    assert verify(lines, head=first.digest) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET detail = ''",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 2",
        "INSERT INTO audit SELECT * FROM audit WHERE number = 1",
    ],
)
async def test_a_line_can_be_neither_changed_nor_removed(make_sql: Make, statement: str) -> None:
    """The database itself refuses, whoever asks."""
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    async with opened(journal):
        await journal.audit(note())
        await journal.audit(note())
        lines = await journal.audit_lines()
        with pytest.raises((*REFUSALS, psycopg.errors.UniqueViolation)):
            behind_our_back(journal._where, statement)
        assert await journal.audit_lines() == lines


async def test_a_line_is_not_replaced_or_cut_off_through_a_side_door(make_sql: Make, database: str) -> None:
    """REPLACE on SQLite and TRUNCATE on PostgreSQL go past ordinary triggers, not past ours."""
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    doors = {"sqlite": "INSERT OR REPLACE INTO audit SELECT * FROM audit", "postgresql": "TRUNCATE audit"}
    async with opened(journal):
        await journal.audit(note())
        with pytest.raises(REFUSALS):
            behind_our_back(journal._where, doors[database])


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit SET who_initials = 'XX' WHERE number = 2", Broken(number=2, fault=Fault.ALTERED)),
        ("DELETE FROM audit WHERE number = 2", Broken(number=2, fault=Fault.GAP)),
        ("DELETE FROM audit WHERE number = 3", Broken(number=3, fault=Fault.CUT)),
    ],
)
async def test_tampering_by_the_owner_of_the_database_is_found(
    make_sql: Make, database: str, tampering: str, found: Broken
) -> None:
    """Who may drop the guards may change a line, but not the head that was exported before."""
    journal = make_sql()
    assert isinstance(journal, SqlJournal)
    async with opened(journal):
        for what in ("one", "two"):
            await journal.audit(note(what))
        head = (await journal.audit(note("three"))).digest
        behind_our_back(journal._where, *UNGUARD[database], tampering)
        lines = await journal.audit_lines()
    assert verify(lines, head=head) == found


async def test_a_line_names_a_hold_that_exists(make_sql: Make) -> None:
    """Foreign keys are on."""
    async with opened(make_sql()) as journal:
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await journal.audit(replace(note(), hold=999))
        assert await journal.audit_lines() == ()
        assert (await journal.audit(replace(note(), who=LIN))).number == 1
