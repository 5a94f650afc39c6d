"""One holder at a time for a name, such as the outlet that is being crawled; the system frees it when the holder dies.

On SQLite a lock is an flock'ed file in a folder beside the database, on PostgreSQL a session's advisory lock. Neither
can be left behind: the kernel drops the one with the process, the server the other with the connection.
"""

import errno
import fcntl
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from sqlalchemy import Connection, text

from storage.database import Database, connect
from storage.errors import DatabaseReadOnly, DatabaseUnreachable

# The first of the two numbers of an advisory lock: 'crwl', so that other programs' locks in the same database, and our
# own lock of writers, which is of one number, are never taken for one of these.
LOCK_CLASS = 0x6372776C
# What PostgreSQL keeps of an application's name (NAMEDATALEN - 1).
NAME_BYTES = 63
# A lock's connection says nothing for hours. The server finds out within a minute and a half when the machine at its
# other end has lost power, where TCP would wait two hours, and does not end it for its silence.
SESSION = text(
    "SELECT set_config(name, value, false) FROM pg_settings JOIN (VALUES ('tcp_keepalives_idle', '60'), "
    "('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3'), ('idle_session_timeout', '0'), "
    "('application_name', :me)) AS wanted (name, value) USING (name)"
)
HOLDER = text(
    "SELECT a.application_name, a.backend_start FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = :class AND l.objid = :number "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Lock(Protocol):
    """A lock that this process holds until it releases it or ends."""

    def release(self) -> None:
        """Let the next one have it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who else holds a lock. `who` is 'pid 123 on HOST', `since` None where the database does not tell it."""

    who: str
    since: datetime | None

    def __str__(self) -> str:
        return f"{self.who}, since {self.since:%Y-%m-%d %H:%M:%S} UTC" if self.since else self.who


def try_lock(url: str, name: str) -> Lock | Holder:
    """The lock called `name` in the database at `url`, or who holds it. Never waits.

    Raises the errors of `storage.errors`.
    """
    database = connect(url)
    if database.engine.dialect.name == "sqlite":
        return _try_file(lock_file(database, name))
    return _try_session(database, name)


def share_lock(url: str, name: str) -> Lock:
    """The lock called `name` together with all who share it; nobody gets it by `try_lock` meanwhile.

    Waits while somebody has it for himself. Raises the errors of `storage.errors`.
    """
    database = connect(url)
    if database.engine.dialect.name == "sqlite":
        with _lock_errors(path := lock_file(database, name)):
            descriptor = _opened(path)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            return _FileLock(descriptor)
    return _share_session(database, name)


def lock_file(database: Database, name: str) -> Path:
    """Where the lock called `name` of an SQLite database lies: one place, by whatever path the database is named."""
    file = Path((database.engine.url.database or "").removeprefix("file:")).resolve()
    return file.with_name(f"{file.name}.locks") / f"{quote(name, safe='')}.lock"


class _FileLock:
    """The file stays when its lock is released: to remove it would free it for two at once."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        os.close(self._descriptor)


def _try_file(path: Path) -> Lock | Holder:
    with _lock_errors(path):
        descriptor = _opened(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with os.fdopen(descriptor) as file:
                return _holder_of(file.read())
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {socket.gethostname()} {datetime.now(UTC).isoformat()}\n".encode())
    return _FileLock(descriptor)


def _opened(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not inherited by the processes that this one starts (PEP 446): a worker that outlives it holds nothing.
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)


@contextmanager
def _lock_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        closed = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        raise (DatabaseReadOnly if closed else DatabaseUnreachable)(
            f"cannot use the lock {path}: {error}. Give this user the right to write there, or choose another database."
        ) from error


def _holder_of(written: str) -> Holder:
    match written.split():
        case [pid, host, since]:
            return Holder(f"pid {pid} on {host}", datetime.fromisoformat(since))
        case _:  # its holder has the lock and is about to say so
            return Holder("another process", None)


class _SessionLock:
    """An advisory lock ends with its session, so the session is all there is to keep."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection

    def release(self) -> None:
        self._connection.close()
        self._database.close()


def _share_session(database: Database, name: str) -> Lock:
    connection = None
    try:
        connection = _session(database, name)
        sharing = text("SELECT pg_advisory_lock_shared(:class, :number)")
        connection.execute(sharing, {"class": LOCK_CLASS, "number": lock_number(name)})
    except BaseException:
        if connection is not None:
            connection.close()
        database.close()
        raise
    return _SessionLock(database, connection)


def _session(database: Database, name: str) -> Connection:
    connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(SESSION, {"me": session_name(name, os.getpid(), socket.gethostname())})
    return connection


def _try_session(database: Database, name: str) -> Lock | Holder:
    number = lock_number(name)
    connection = None
    try:
        connection = _session(database, name)
        taking = text("SELECT pg_try_advisory_lock(:class, :number)")
        if connection.scalar(taking, {"class": LOCK_CLASS, "number": number}):
            return _SessionLock(database, connection)
        row = connection.execute(HOLDER, {"class": LOCK_CLASS, "number": number & 0xFFFFFFFF}).first()
        connection.close()
    except BaseException:
        if connection is not None:
            connection.close()
        database.close()
        raise
    database.close()
    if row is None or not row.application_name:  # it has just let go, or another program took its number
        return Holder("another process", None)
    pid, _, host = row.application_name.rpartition(" ")[2].partition("@")
    return Holder(f"pid {pid} on {host}", row.backend_start and row.backend_start.astimezone(UTC))


def lock_number(name: str) -> int:
    """A number of 32 bits for `name`, the same in every process, within PostgreSQL's `integer`."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big", signed=True)


def session_name(name: str, pid: int, host: str) -> str:
    """What `pg_stat_activity` shows of a lock's session. Of a long name the end goes: who holds it must stay."""
    end = f" {pid}@{host}"[:NAME_BYTES]
    # PostgreSQL would spell another letter than those of ASCII with four signs a byte.
    start = f"scrapy crawl {name}".encode("ascii", "replace").decode()[: NAME_BYTES - len(end)]
    return start + end
