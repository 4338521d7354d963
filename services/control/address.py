"""Where a desk keeps its data and listens: the same answer for desk and client, standard library only."""

import hashlib
import os
import stat
import sys
from pathlib import Path

APP = "stockcue"
LONGEST_SOCKET_PATH = 100
"""Bytes; a Unix socket path over 107 does not bind (103 on macOS)."""


def default_data_dir(*, demo: bool = False) -> Path:
    """Where this system keeps a program's data; equals platformdirs' answer (a test compares them)."""
    return _data_home() / (f"{APP}-demo" if demo else APP)


def _data_home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    given = os.environ.get("XDG_DATA_HOME", "")
    return Path(given) if given.strip() else Path.home() / ".local" / "share"


def desk_name(data_dir: Path) -> str:
    """A short name for the desk of that data directory."""
    return hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]


def socket_address(data_dir: Path) -> str:
    """The Unix socket's path, or on Windows the named pipe's name.

    Raises:
        OSError: The runtime directory belongs to somebody else.
    """
    name = f"{APP}-{desk_name(data_dir)}"
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    return str(_runtime_dir() / f"{name}.sock")


def _runtime_dir() -> Path:
    given = os.environ.get("XDG_RUNTIME_DIR", "").strip()
    if given and len(given) < LONGEST_SOCKET_PATH - 40 and Path(given).is_dir():
        return Path(given)
    from tempfile import gettempdir  # noqa: PLC0415 - the client seldom needs it, and it brings a dozen modules

    own = Path(gettempdir())
    if len(str(own)) > LONGEST_SOCKET_PATH - 40:
        own = Path("/tmp")  # noqa: S108 - the folder inside is ours alone, and checked
    own = own / f"{APP}-{os.getuid() if sys.platform != 'win32' else ''}"
    own.mkdir(mode=0o700, exist_ok=True)
    found = own.lstat()
    if sys.platform != "win32" and (
        found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077
    ):
        raise PermissionError(f"{own} is not a private folder of this user; remove it and start again")
    return own
