"""Which version of the tables a database holds, and how it gets the newest. Alembic does the work."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.errors import DatabaseUrlError, SchemaNewer

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; with `connection` its commands work inside that connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def is_current(connection: Connection, name: str) -> bool:
    """Whether the database called `name` has the newest tables; False for an empty one too.

    Raises SchemaNewer when it was made by a release that this one does not know.
    """
    scripts = ScriptDirectory.from_config(alembic_config())
    version = MigrationContext.configure(connection).get_current_revision()
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaNewer(
            f"{name} has schema {version}, which a newer release of this program made; "
            f"this one knows up to {scripts.get_current_head()}. Upgrade the program."
        )
    return version == scripts.get_current_head()


def upgrade(connection: Connection, name: str) -> None:
    """Bring the tables to the newest version, inside the connection's transaction.

    Raises DatabaseUrlError when `name` is an SQLite file of another program: it would be changed without being asked.
    """
    version = MigrationContext.configure(connection).get_current_revision()
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if version is None and tables and connection.dialect.name == "sqlite":
        raise DatabaseUrlError(
            f"{name} belongs to another program: it has the tables {', '.join(sorted(tables))}. "
            "Set DATABASE_URL to a file of this project's own."
        )
    command.upgrade(alembic_config(connection), "head")
