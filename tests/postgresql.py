"""A real PostgreSQL for the journal's tests: Debian's server in a throw-away directory, behind a Unix socket.

Not for the program, which is given an address. Where it cannot run (no server programs, nobody to run it as)
its tests are skipped with one line.
"""

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

START_S = 30.0
STOP_S = 15.0
_OWNER = "postgres"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `directory` holds its socket."""

    directory: Path

    def dsn(self, database: str = _OWNER) -> str:
        """How libpq finds one of its databases."""
        return f"host={self.directory} user={_OWNER} dbname={database}"

    def url(self, database: str) -> str:
        """The same, as the settings file's `database.url` says it."""
        return f"postgresql+psycopg://{_OWNER}@/{database}?host={self.directory}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """One server for the whole run; skips where none can be started."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs here (Debian: apt-get install postgresql)")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL refuses to run as root, and setpriv is not here to change that")
    # short: the path of a Unix socket has 107 bytes at most
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as directory:
        yield from _serve(programs, Path(directory))


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """An empty database of its own for each test; gone afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with _administration(postgresql_server) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield postgresql_server.url(name)
    with _administration(postgresql_server) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _serve(programs: Path, directory: Path) -> Iterator[Server]:
    data = directory / "data"
    if os.geteuid() == 0:
        shutil.chown(directory, _OWNER, _OWNER)
    initdb = [
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        _OWNER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "-N",
    ]
    subprocess.run(_as_owner(initdb), check=True, capture_output=True, timeout=60, cwd=directory)
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={directory}",
        "fsync=off",
        "max_connections=20",
    ]
    options = [part for setting in settings for part in ("-c", setting)]
    with (directory / "server.log").open("wb") as log:
        command = _as_owner([str(programs / "postgres"), "-D", str(data), *options])
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=directory)
    try:
        server = Server(directory)
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        _end(process)


def _as_owner(command: list[str]) -> list[str]:
    """The command as a user PostgreSQL accepts, and so that it ends when we do."""
    if shutil.which("setpriv") is None:
        return command
    who = ["--reuid", _OWNER, "--regid", _OWNER, "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *who, "--pdeathsig", "INT", "--", *command]


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(server.dsn(), connect_timeout=5).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                log = (server.directory / "server.log").read_text(errors="replace")
                pytest.fail(f"PostgreSQL did not start:\n{log}", pytrace=False)
            time.sleep(0.05)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _administration(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        yield connection


def _programs() -> Path | None:
    """Where the server programs lie: the newest of Debian's, else those on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else Path(on_path) if on_path else None
    return found.parent if found is not None and (found.parent / "postgres").exists() else None
