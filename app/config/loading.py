"""Reading a settings file: every problem at once, or typed settings."""

import hashlib
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.config.lines import Lines
from app.config.problems import Problem, SettingsError
from app.config.reading import Reader
from app.config.registry import Registry
from app.config.settings import Settings
from app.words import _

_AT_LINE = re.compile(r"at line (\d+)")


def load(file: Path, registry: Registry, content: bytes | None = None) -> Settings:
    """Read and judge the settings file; `content` is what stood in it when it was read before.

    Raises:
        SettingsError: It can't be used; all that is wrong, each with its line.
    """
    if content is None:
        content, changed_at = _read(file)
    else:
        changed_at = datetime.fromtimestamp(0, UTC)
    text = _decoded(file, content)
    table = _parsed(file, text)
    reader = Reader(file, Lines(text), registry)
    settings = reader.settings(table, digest=_digest(content), changed_at=changed_at)
    if settings is None:
        raise SettingsError(sorted(reader.problems, key=lambda problem: problem.line))
    return settings


def digest_of(file: Path) -> str | None:
    """What names the file's content now; None where it can't be read. Compare with `Settings.digest`."""
    try:
        return _digest(file.read_bytes())
    except OSError:
        return None


def _read(file: Path) -> tuple[bytes, datetime]:
    try:
        return file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError as error:
        raise _refused(file, 1, _("there is no such settings file")) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise _refused(file, 1, _("can't be read: {why}").format(why=why)) from error


def _decoded(file: Path, content: bytes) -> str:
    try:
        # editors on Windows put a mark in front that TOML does not know
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(file, line, _("is not written in UTF-8; save it so in the editor")) from error


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _refused(file, line, _("is no TOML: {why}").format(why=error)) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refused(file: Path, line: int, text: str) -> SettingsError:
    return SettingsError([Problem(file=file, line=line, where="", text=text)])
