import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, connect, open_database, open_for_reading
from storage.errors import (
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DatabaseUrlError,
    SchemaOutdated,
    StorageError,
)
from storage.models import Run
from storage.outcomes import RunOutcome
from tests.storage.news import NOW, rows, start

NOBODY = 65534


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("postgres://news@host/news", "postgresql+psycopg://news@host/news"),
        ("postgresql+psycopg2://news@host/news", "postgresql+psycopg://news@host/news"),
        ("mysql://news@host/news", "postgresql+psycopg://user:password@host/news"),
        ("data/news.db", "sqlite:///data/news.db"),
        ("sqlite://data/news.db", "sqlite:///data/news.db"),
        ("", "sqlite:///data/news.db"),
    ],
)
def test_what_is_no_url_of_ours_is_named_with_the_likely_cure(url: str, cure: str) -> None:
    with pytest.raises(DatabaseUrlError, match="DATABASE_URL") as caught:
        open_database(url)
    assert repr(url) in str(caught.value)
    assert str(caught.value).endswith(f"did you mean {cure!r}?")


@pytest.mark.parametrize("url", ["postgres://news:se/c@ret@host/news", "postgresql://news:se/c@ret@[::1/news"])
def test_a_wrong_url_is_shown_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        open_database(url)
    assert "news:***@" in str(caught.value)
    assert "ret" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match="names no SQLite file"):
        open_database(url)


def test_an_sqlite_file_is_created_with_its_folder(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a/b/news.db").close()
    assert (tmp_path / "a/b/news.db").exists()


def test_a_reader_of_sqlite_is_not_kept_waiting_by_the_writer(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.writing() as connection:
        connection.execute(text("DELETE FROM runs"))
        assert rows(database, "SELECT count(*) FROM runs") == [0]
    database.close()


def test_foreign_keys_are_enforced(database: Database) -> None:
    orphan = insert(Run).values(
        outlet_id=404, started_at=NOW, mode="latest", outcome=RunOutcome.RUNNING, announced=0, copies=0
    )
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(orphan)


def test_a_value_outside_a_closed_set_is_refused(database: Database) -> None:
    run_id = start(database)
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text("UPDATE runs SET outcome = 'splendid' WHERE id = :id"), {"id": run_id})


def test_a_block_that_fails_writes_nothing(database: Database) -> None:
    run_id = start(database)
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(text("DELETE FROM runs"))
        raise ZeroDivisionError
    assert rows(database, "SELECT id FROM runs") == [run_id]


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: a connection is refused
        with pytest.raises(DatabaseUnreachable, match="Is the server up") as caught:
            open_database(f"postgresql://news:secret@127.0.0.1:{closed.getsockname()[1]}/news")
    assert "secret" not in str(caught.value)


def test_a_database_that_the_server_does_not_have_is_unreachable(postgres_url: str) -> None:
    url = make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnreachable, match='"nowhere" does not exist'):
        open_database(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_text("نص لا قاعدة بيانات " * 100, encoding="utf-8")
    with pytest.raises(DatabaseUnreachable, match=r"news\.db: file is not a database"):
        open_database(f"sqlite:///{tmp_path}/news.db")


def test_a_folder_where_the_file_should_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match="unable to open database file"):
        open_database(f"sqlite:///{tmp_path}")


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(DatabaseUnreachable, match="cannot write into the folder"):
        open_database(f"sqlite:///{tmp_path}/data/news.db")


def test_an_sqlite_file_opened_for_reading_only_is_refused(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/news.db").close()
    with pytest.raises(DatabaseReadOnly, match="cannot write to"):
        open_database(f"sqlite:///file:{tmp_path}/news.db?mode=ro&uri=true")


@pytest.mark.parametrize("closed", ["file", "folder", "missing file", "missing folder"])
def test_an_sqlite_file_that_its_user_may_not_write_is_refused(tmp_path: Path, closed: str) -> None:
    folder = tmp_path / "data"
    path = folder / "deeper/news.db" if closed == "missing folder" else folder / "news.db"
    folder.mkdir()
    if not closed.startswith("missing"):
        open_database(f"sqlite:///{path}").close()
        path.chmod(0o444 if closed == "file" else 0o666)
    folder.chmod(0o777 if closed == "file" else 0o555)
    with as_plain_user(tmp_path), pytest.raises(DatabaseReadOnly, match="cannot ") as caught:
        open_database(f"sqlite:///{path}")
    assert str(folder) in str(caught.value)


@contextmanager
def as_plain_user(folder: Path) -> Iterator[None]:
    """Work as a user whom file permissions bind: root they do not."""
    if os.geteuid() != 0:
        yield
        return
    for parent in (folder, *folder.parents):
        if parent.name.startswith("pytest-"):  # pytest's folders are root's alone
            parent.chmod(0o755)
    folder.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    "limit",
    [
        "ALTER ROLE reader SET default_transaction_read_only = on",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    ],
)
def test_a_postgresql_user_who_may_only_read_is_refused(
    url_of_template: str, limit: str, request: pytest.FixtureRequest
) -> None:
    owner = connect(url_of_template)
    with owner.writing() as connection:
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
        connection.execute(text(limit))

    def drop() -> None:
        with owner.writing() as connection:
            connection.execute(text("DROP OWNED BY reader"))
            connection.execute(text("DROP ROLE reader"))
        owner.close()

    request.addfinalizer(drop)
    with pytest.raises(DatabaseReadOnly, match="cannot write to"):
        open_database(make_url(url_of_template).set(username="reader").render_as_string(hide_password=False))


def test_a_full_sqlite_disk_has_its_own_error_and_leaves_nothing_half_written(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    run_id = start(database)
    with database.reading() as connection:
        [pages] = connection.exec_driver_sql("PRAGMA page_count").one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")  # SQLite's own 'disk full', SQLITE_FULL
    with pytest.raises(DatabaseFull, match="Free some space"), database.writing() as connection:
        for _ in range(10):
            connection.execute(text("UPDATE runs SET message = coalesce(message, '') || :m"), {"m": "م" * 4096})
    assert rows(database, "SELECT message FROM runs WHERE id = :id", id=run_id) == [None]
    database.close()


def test_a_full_postgresql_disk_has_the_same_error(url_of_template: str) -> None:
    database = open_database(url_of_template)
    with pytest.raises(DatabaseFull, match="could not extend file"), database.writing() as connection:
        connection.execute(  # what the server says when a write finds no space: only the server's disk is not full
            text("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$")
        )
    database.close()


def test_a_server_that_ends_the_connection_is_unreachable_and_then_found_again(url_of_template: str) -> None:
    database = open_database(url_of_template)
    with pytest.raises(DatabaseUnreachable), database.writing() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert rows(database, "SELECT count(*) FROM runs") == [0]
    database.close()


def test_a_writer_that_waits_too_long_is_told_why(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.LOCK_WAIT", 0)
    database = open_database(sqlite_url)
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnreachable, match="stayed locked by another program"), database.writing():
        pass
    other.close()
    database.close()


def test_every_error_is_a_storage_error() -> None:
    assert all(
        issubclass(kind, StorageError)
        for kind in (DatabaseUrlError, DatabaseUnreachable, DatabaseReadOnly, DatabaseFull)
    )


def test_a_database_that_is_opened_for_reading_is_read(url: str) -> None:
    open_database(url).close()
    database = open_for_reading(url)
    assert rows(database, "SELECT count(*) FROM articles") == [0]
    database.close()


def test_reading_creates_no_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match="news"):
        open_for_reading(f"sqlite:///{tmp_path}/no/news.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_not_migrated_by_who_only_reads(empty_url: str) -> None:
    connect(empty_url).engine.connect().close()
    with pytest.raises(SchemaOutdated):
        open_for_reading(empty_url)


def test_an_sqlite_file_that_is_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a b%20c.db").close()
    database = open_for_reading(f"sqlite:///{tmp_path}/a b%20c.db")
    with pytest.raises(DatabaseReadOnly):
        start(database)
    database.close()
