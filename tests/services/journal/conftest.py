"""The journals under one set of tests: in memory (the fake), in a SQLite file, on a PostgreSQL server.

Tables are made once for the whole run and copied for each test; test_migrating makes them anew.
"""

import asyncio
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal
from tests.postgresql import Server
from tests.services.journal.builders import Make, opened

_TEMPLATE = "journal_template"
_ON_A_SERVER = pytest.param(
    "postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of a room's record will lie."""
    return tmp_path / "data" / "room.db"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that is ready and holds nothing."""
    file = tmp_path_factory.mktemp("journal") / "room.db"
    asyncio.run(_ready(file))
    return file


@pytest.fixture(scope="session")
def empty_database(postgresql_server: Server) -> Server:
    """A server that has a database ready which holds nothing."""
    _administer(postgresql_server, f"CREATE DATABASE {_TEMPLATE}")
    asyncio.run(_ready(postgresql_server.url(_TEMPLATE)))
    return postgresql_server


@pytest.fixture(scope="session", params=["sqlite", _ON_A_SERVER])
def database(request: pytest.FixtureRequest) -> str:
    """Which database; a server is started here, before a test takes stock of what stands."""
    return _stand(request)


@pytest.fixture(scope="session", params=["memory", "sqlite", _ON_A_SERVER])
def kind(request: pytest.FixtureRequest) -> str:
    """Which journal."""
    return _stand(request)


@pytest.fixture
def server_url(empty_database: Server) -> Iterator[str]:
    """A database of its own with tables; gone afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    _administer(empty_database, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    yield empty_database.url(name)
    _administer(empty_database, f"DROP DATABASE {name} WITH (FORCE)")


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


def _stand(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql":
        request.getfixturevalue("empty_database")
    return str(request.param)


def _where(database: str, request: pytest.FixtureRequest, path: Path) -> Path | str:
    if database == "postgresql":
        return str(request.getfixturevalue("server_url"))
    path.parent.mkdir(mode=0o700)
    shutil.copy(request.getfixturevalue("empty_file"), path)
    return path


async def _ready(where: Path | str) -> None:
    async with opened(SqlJournal(where, FakeClock())):
        pass


def _administer(server: Server, statement: str) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(statement.encode())
