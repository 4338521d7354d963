"""Where a desk's settings and record lie. Opens neither."""

from argparse import Namespace
from pathlib import Path

from app.config import Settings
from app.ports import Secrets
from services.rest.composing import fill_secrets

SETTINGS_FILE = "room.toml"
DATABASE_FILE = "stockcue.db"


def settings_file(options: Namespace) -> Path:
    """Where the settings are read from."""
    return Path(options.config).expanduser() if options.config else Path(options.data_dir) / SETTINGS_FILE


def record_file(options: Namespace) -> Path:
    """The record's own file, where the settings name no server."""
    return Path(options.data_dir) / DATABASE_FILE


async def record_place(options: Namespace, settings: Settings, secrets: Secrets) -> Path | str:
    """The record's file in the data directory, or the server's address with its secrets filled in.

    Raises:
        SecretMissing: The address names a secret that is not stored.
    """
    if settings.database.url == "sqlite":
        return record_file(options)
    return await fill_secrets(settings.database.url, secrets)
