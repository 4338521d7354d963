"""Where a desk's settings and record lie. Opens neither."""

from argparse import Namespace
from pathlib import Path

from app.config import Settings

SETTINGS_FILE = "room.toml"
DATABASE_FILE = "stockcue.db"


def settings_file(options: Namespace) -> Path:
    """Where the settings are read from."""
    return Path(options.config).expanduser() if options.config else Path(options.data_dir) / SETTINGS_FILE


def record_file(options: Namespace) -> Path:
    """The record's own file, where the settings name no server."""
    return Path(options.data_dir) / DATABASE_FILE


def record_place(options: Namespace, settings: Settings) -> Path | str:
    """The record's file in the data directory, or the server's address from the settings."""
    return record_file(options) if settings.database.url == "sqlite" else settings.database.url
