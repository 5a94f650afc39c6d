from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import column, insert, select, table
from sqlalchemy.exc import StatementError

from storage.database import Database
from storage.models import RobotsRow
from storage.times import UtcDateTime
from tests.storage.news import NOW, rows

DAMASCUS = timezone(timedelta(hours=3))


def keep(database: Database, moment: datetime) -> None:
    with database.writing() as connection:
        connection.execute(
            insert(RobotsRow).values(origin="https://a.example", status=200, body=b"", fetched_at=moment)
        )


def test_a_moment_in_any_zone_comes_back_in_utc(database: Database) -> None:
    keep(database, NOW.astimezone(DAMASCUS))
    with database.reading() as connection:
        [moment] = connection.scalars(select(RobotsRow.fetched_at))
    assert moment == NOW
    assert moment.tzinfo is UTC


def test_a_naive_datetime_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"):
        keep(database, datetime(2026, 3, 2, 10, 0))


def test_moments_sort_in_the_database_as_they_do_in_time(database: Database) -> None:
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1), NOW - timedelta(days=400)]
    stored = table("moments", column("at", UtcDateTime))
    with database.writing() as connection:
        connection.exec_driver_sql(
            f"CREATE TABLE moments (at {UtcDateTime().compile(dialect=connection.dialect)} NOT NULL)"
        )
        connection.execute(insert(stored), [{"at": moment} for moment in moments])
        assert list(connection.scalars(select(stored.c.at).order_by(stored.c.at))) == sorted(moments)


def test_sqlite_keeps_a_moment_in_the_documented_form(database: Database) -> None:
    keep(database, NOW.astimezone(DAMASCUS))
    [raw] = rows(database, "SELECT fetched_at FROM robots_files")
    assert raw == ("2026-03-02T10:00:00.000000Z" if database.engine.dialect.name == "sqlite" else NOW)
