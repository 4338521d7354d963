"""The journals under one set of tests: in memory (the fake), in a SQLite file, on a PostgreSQL server."""

from pathlib import Path

import pytest

from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal
from tests.services.journal.builders import Make

_ON_A_SERVER = pytest.param(
    "postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of a room's record lies."""
    return tmp_path / "data" / "room.db"


@pytest.fixture(scope="session", params=["sqlite", _ON_A_SERVER])
def database(request: pytest.FixtureRequest) -> str:
    """Which database; a server is started here, before a test takes stock of what stands."""
    if request.param == "postgresql":
        request.getfixturevalue("postgresql_server")
    return str(request.param)


@pytest.fixture(scope="session", params=["memory", "sqlite", _ON_A_SERVER])
def kind(request: pytest.FixtureRequest) -> str:
    """Which journal."""
    if request.param == "postgresql":
        request.getfixturevalue("postgresql_server")
    return str(request.param)


@pytest.fixture
def make_sql(database: str, request: pytest.FixtureRequest, path: Path, clock: FakeClock) -> Make:
    """A journal with tables; made again, it is on the same record."""
    place = _where(database, request, path)
    return lambda: SqlJournal(place, clock)


@pytest.fixture
def make(kind: str, request: pytest.FixtureRequest, path: Path, clock: FakeClock) -> Make:
    """A journal of each kind, the fake one too; made again, it is on the same record."""
    if kind == "memory":
        first = FakeJournal()
        return lambda: FakeJournal(first.kept)
    place = _where(kind, request, path)
    return lambda: SqlJournal(place, clock)


def _where(database: str, request: pytest.FixtureRequest, path: Path) -> Path | str:
    return path if database == "sqlite" else str(request.getfixturevalue("postgresql_url"))
