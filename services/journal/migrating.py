"""Bring the tables to the schema of this program, all of it or nothing.

The stored version is looked at first, so that Alembic is imported only when there is something to do. Not for
copies of the file; whoever calls takes one before (`needs_work` tells).
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.ports import JournalError, JournalNewer
from app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Where the numbered changes lie, and their numbers, oldest first."""

    folder: Path
    revisions: tuple[str, ...]

    @property
    def newest(self) -> str:
        """The schema this program works with."""
        return self.revisions[-1]


OURS = Schema(folder=Path(__file__).with_name("migrations"), revisions=("0001", "0002"))


def stored_version(connection: Connection) -> str | None:
    """The schema the database has, None for an empty one. Raises JournalError for somebody else's."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise JournalError(_not_ours())
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def needs_work(version: str | None, schema: Schema = OURS) -> bool:
    """Whether `migrate` has something to do. Raises JournalNewer for a schema that is not known here."""
    if version is not None and version not in schema.revisions:
        raise JournalNewer(
            _(
                "A newer Stockcue wrote this record (schema {version}; this one knows {known}). Nothing was "
                "changed. Install that version, or choose another data directory."
            ).format(version=version, known=schema.newest)
        )
    return version != schema.newest


def migrate(connection: Connection, schema: Schema = OURS) -> None:
    """Run what is missing, in the transaction of `connection`."""
    from alembic import command  # noqa: PLC0415 - 0.3 s and 10 MB, for new and old databases alone
    from alembic.config import Config  # noqa: PLC0415 - the same

    if connection.dialect.name == "postgresql":
        # two desks that start at once on an empty database
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('stockcue.schema'))"))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(schema.folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, schema.newest)


def _not_ours() -> str:
    return _(
        "There is a database here that is not a Stockcue record. Nothing was changed. Name another file or "
        "database in the settings file."
    )
