"""One database, SQLite or PostgreSQL: opened and checked here, read and written in transactions."""

import errno
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from storage.errors import DatabaseReadOnly, DatabaseUnreachable, DatabaseUrlError, SchemaOutdated, storage_error
from storage.models import Base
from storage.schema import is_current, upgrade

DRIVERS = {"sqlite": "sqlite", "sqlite+pysqlite": "sqlite"} | dict.fromkeys(
    ("postgresql", "postgresql+psycopg"), "postgresql+psycopg"
)
LOCK_WAIT = 30  # seconds that a writer waits for another one; a batch takes well under one
CONNECT_WAIT = 10  # seconds until a PostgreSQL server that does not answer counts as unreachable
WRITER_LOCK = 0x6E657773  # 'news': the advisory lock that every writing transaction on PostgreSQL holds

# How a transaction starts. One writer at a time on both databases: what a writer has looked up stays true until it
# commits, so two processes cannot store one story twice, and writers cannot deadlock.
OPENINGS = {
    ("sqlite", "read"): ("PRAGMA foreign_keys=ON", "BEGIN"),
    ("sqlite", "write"): ("PRAGMA foreign_keys=ON", "BEGIN IMMEDIATE"),
    # Changing a table of SQLite may mean to drop it and write it anew: the rows that refer to it must not go with it.
    ("sqlite", "migrate"): ("PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
    ("postgresql", "read"): (),
    ("postgresql", "write"): (f"SELECT pg_advisory_xact_lock({WRITER_LOCK})",),
    ("postgresql", "migrate"): (f"SELECT pg_advisory_xact_lock({WRITER_LOCK})",),
}


class Database:
    """An open database. `name` is its URL without the password."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = engine.url.render_as_string(hide_password=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is the only one writing; committed at the end of the block, rolled back on an error."""
        with self.engine.execution_options(opening="write").begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction for reading."""
        with self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database at `url` for reading and writing, its tables being the newest.

    An SQLite file is created, with its folder, and migrated here; a PostgreSQL database is migrated by its operator,
    with `python -m storage.migrate`. Raises the errors of `storage.errors`.
    """
    database = connect(url)
    try:
        with database.reading() as connection:
            current = is_current(connection, database.name)
        if not current and database.engine.dialect.name == "sqlite":
            migrate(database)
        elif not current:
            raise SchemaOutdated(
                f"{database.name} is empty or has older tables than this program needs; run "
                f"DATABASE_URL={shlex.quote(database.name)} python -m storage.migrate"
            )
        _check_writable(database)
    except BaseException:
        database.close()
        raise
    return database


def open_for_reading(url: str) -> Database:
    """Open the database at `url`, its tables being the newest; nothing is created, migrated or written.

    Raises the errors of `storage.errors`.
    """
    database = connect(url, read_only=True)
    try:
        with database.reading() as connection:
            current = is_current(connection, database.name)
    except BaseException:
        database.close()
        raise
    if not current:
        database.close()
        raise SchemaOutdated(f"{database.name} is empty or has older tables than this program needs")
    return database


def connect(url: str, *, read_only: bool = False) -> Database:
    """The database at `url` as it stands: no look at its tables, nothing migrated. Raises DatabaseUrlError."""
    parsed = _parse(url)
    is_sqlite = parsed.drivername == "sqlite"
    if is_sqlite and read_only:
        parsed = parsed.set(database=f"file:{quote(parsed.database or '')}", query={"mode": "ro", "uri": "true"})
    elif is_sqlite:
        _prepare_folder(parsed)
    engine = create_engine(
        parsed,
        pool_pre_ping=not is_sqlite,  # a server that was restarted costs no batch
        connect_args={"timeout": LOCK_WAIT} if is_sqlite else {"connect_timeout": CONNECT_WAIT},
    )
    database = Database(engine)
    if is_sqlite:
        event.listen(engine, "connect", _leave_transactions_to_us if read_only else _prepare_sqlite)
    event.listen(engine, "begin", _begin)

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> BaseException | None:
        return storage_error(context.original_exception, database.name)

    return database


def migrate(database: Database) -> None:
    """Bring the tables of `database` to the newest version, whatever they are now; two at once do it once."""
    with database.engine.execution_options(opening="migrate").begin() as connection:
        if not is_current(connection, database.name):
            upgrade(connection, database.name)


def _leave_transactions_to_us(dbapi_connection: Any, _record: object) -> None:
    """The driver begins transactions by its own rules, too late for a savepoint."""
    dbapi_connection.isolation_level = None


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    """Set up a new SQLite connection: transactions as we say them, readers beside the writer."""
    connection: sqlite3.Connection = dbapi_connection
    _leave_transactions_to_us(connection, _record)
    connection.execute("PRAGMA journal_mode=WAL")
    # A power cut may lose the last commits but never half of one, and what is lost is announced or fetched again.
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(connection: Connection) -> None:
    opening = connection.get_execution_options().get("opening", "read")
    for statement in OPENINGS[connection.dialect.name, opening]:
        connection.exec_driver_sql(statement)


def _check_writable(database: Database) -> None:
    """Raise DatabaseReadOnly when this user cannot write: better now than after the first hundred pages."""
    with database.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DELETE FROM runs WHERE false")  # BEGIN IMMEDIATE alone would not notice
            return
        if connection.scalar(text("SELECT current_setting('transaction_read_only')")) == "on":
            fault = "the server or this user accepts only reading"
        else:
            allowed = text("SELECT has_table_privilege(:name, 'INSERT') AND has_table_privilege(:name, 'UPDATE')")
            closed = [name for name in Base.metadata.tables if not connection.scalar(allowed, {"name": name})]
            if not closed:
                return
            fault = f"user {database.engine.url.username} may not write {', '.join(closed)}"
        raise DatabaseReadOnly(f"cannot write to {database.name}: {fault}. Connect as a user who may.")


def _prepare_folder(url: URL) -> None:
    """Have the folder of an SQLite file, and see that it can be written."""
    if not url.database or url.database == ":memory:":
        raise DatabaseUrlError("DATABASE_URL names no SQLite file; give one, such as sqlite:///data/news.db")
    folder = Path(url.database.removeprefix("file:")).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):  # SQLite writes files beside the database, too
            pass
    except OSError as error:
        closed = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        raise (DatabaseReadOnly if closed else DatabaseUnreachable)(
            f"cannot write into the folder of {url.render_as_string()}: {error}. Choose another path."
        ) from error


def _parse(url: str) -> URL:
    """`url` with the driver this project uses. Raises DatabaseUrlError, with the likely cure."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    # 'sqlite://data/news.db' parses, with the folder as a host that SQLite has no use for.
    if parsed is None or parsed.drivername not in DRIVERS or (parsed.drivername.startswith("sqlite") and parsed.host):
        shown = re.sub(r"(://[^:/@]*:).*@", r"\1***@", url)
        raise DatabaseUrlError(
            f"DATABASE_URL {shown!r} is not an SQLAlchemy URL of SQLite or PostgreSQL; did you mean {_cure(shown)!r}?"
        )
    return parsed.set(drivername=DRIVERS[parsed.drivername])


def _cure(url: str) -> str:
    """The URL that was probably meant."""
    scheme, mark, rest = url.partition("://")
    if mark and scheme.startswith("postgres"):
        return f"postgresql+psycopg://{rest}"
    if mark and scheme != "sqlite":
        return "postgresql+psycopg://user:password@host/news"
    return f"sqlite:///{(rest if mark else url) or 'data/news.db'}"
