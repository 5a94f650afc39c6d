"""Everything the storage layer raises on purpose, as one tree, and the one place that reads drivers' errors.

    StorageError
    ├── DatabaseUrlError       DATABASE_URL does not name a database that this project can use
    ├── DatabaseUnreachable    no connection, no such database, wrong password, locked, or not a database file
    ├── DatabaseReadOnly       it can be read but not written
    ├── DatabaseFull           its disk is full; nothing of the transaction was written
    ├── SchemaOutdated         it must be migrated first; the message has the command
    └── SchemaNewer            a newer release of this project made it

Each message names the database without its password.
"""

import sqlite3

import psycopg


class StorageError(Exception):
    """Base of everything the storage layer raises on purpose."""


class DatabaseUrlError(StorageError):
    """DATABASE_URL does not name a database that this project can use."""


class DatabaseUnreachable(StorageError):  # noqa: N818 - it names what is the matter
    """No connection to the database."""


class DatabaseReadOnly(StorageError):  # noqa: N818
    """The database can be read but not written."""


class DatabaseFull(StorageError):  # noqa: N818
    """The disk of the database is full; nothing of the transaction was written."""


class SchemaOutdated(StorageError):  # noqa: N818
    """The database must be migrated first."""


class SchemaNewer(StorageError):  # noqa: N818
    """A newer release of this project made the database."""


UNREACHABLE = (
    DatabaseUnreachable,
    "cannot use {name}: {fault}. Is the server up, and are host, port, database, user and password right?",
)
READ_ONLY = (
    DatabaseReadOnly,
    "cannot write to {name}: {fault}. Give this user the right to write to it, or set another DATABASE_URL.",
)
FULL = (
    DatabaseFull,
    "the disk of {name} is full: {fault}. Free some space and run again: nothing of this transaction was written.",
)
LOCKED = (
    DatabaseUnreachable,
    "{name} stayed locked by another program: {fault}. Wait for it or end it, then run again.",
)
NO_FILE = (
    DatabaseUnreachable,
    "cannot use {name}: {fault}. Does the path lead to a database file of this project, or to none yet?",
)

# By the start of sqlite3.Error.sqlite_errorname (https://www.sqlite.org/rescode.html).
SQLITE_FAULTS = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_BUSY": LOCKED,
    "SQLITE_CANTOPEN": NO_FILE,
    "SQLITE_NOTADB": NO_FILE,
    "SQLITE_CORRUPT": NO_FILE,
    "SQLITE_IOERR": NO_FILE,
}
# By the start of the SQLSTATE (PostgreSQL's manual, appendix A).
POSTGRESQL_FAULTS = {
    "53100": FULL,  # disk_full
    "25006": READ_ONLY,  # read_only_sql_transaction
    "42501": READ_ONLY,  # insufficient_privilege
    "08": UNREACHABLE,  # connection_exception
    "57P": UNREACHABLE,  # the server shuts down or starts
    "55P03": LOCKED,  # lock_not_available
}


def storage_error(error: BaseException, name: str) -> StorageError | None:
    """What a driver's error means for the database called `name`; None when it is about the statement or its data."""
    if isinstance(error, sqlite3.Error):
        code, faults = getattr(error, "sqlite_errorname", ""), SQLITE_FAULTS
    elif isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        code, faults = "08", POSTGRESQL_FAULTS  # libpq gives no SQLSTATE when it has no connection
    elif isinstance(error, psycopg.Error):
        code, faults = error.sqlstate or "", POSTGRESQL_FAULTS
    else:
        return None
    for start, (kind, message) in faults.items():
        if code.startswith(start):
            return kind(message.format(name=name, fault=" ".join(str(error).split())))
    return None
