"""What little the first window needs of a settings file before it is read in earnest: room, zone, language.

Judges nothing: a file that is wrong is refused, in words, when the engine's thread reads it whole.
"""

import tomllib
from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from app.words import zone_named

SETTINGS_FILE = "room.toml"
DEMO_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWords:
    """What stands on the first window."""

    room: str
    zone: tzinfo
    language: str
    """Empty where the file does not say."""


def settings_path(options: Namespace) -> Path:
    """Where the settings file is, or would be."""
    given: Path | None = options.config
    return given.expanduser() if given is not None else Path(options.data_dir) / SETTINGS_FILE


def first_words(options: Namespace) -> FirstWords:
    """Read what little is needed; what can't be read is left at its default."""
    room: dict[str, object] = {"timezone": DEMO_ZONE} if options.demo else {}
    try:
        if not options.demo:
            room = tomllib.loads(settings_path(options).read_text("utf-8")).get("room", {})
    except (OSError, ValueError):
        room = {}
    return FirstWords(
        room=_text(room, "name"), zone=_zone(_text(room, "timezone")), language=_text(room, "language")
    )


def _text(room: object, key: str) -> str:
    value = room.get(key, "") if isinstance(room, dict) else ""
    return value if isinstance(value, str) else ""


def _zone(name: str) -> tzinfo:
    try:
        return zone_named(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
