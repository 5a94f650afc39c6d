"""Snapshots of recurring lines, and the texts that they are learnt from."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crawler.comparing import COMPARISON
from storage import templates
from storage.database import Database
from storage.records import StoredText, TemplateRecord
from storage.templates import Templates
from storage.writer import Writer
from tests.storage.news import NOW, article, rows, start, story, visit

DAY = timedelta(days=1)


def store(database: Database, numbers: Iterable[int], slug: str = "naba") -> None:
    """An article a day, the later the greater its number."""
    run_id = start(database, slug)
    visits = []
    for number in numbers:
        url = f"https://{slug}.example/{number}"
        seen = NOW + number * DAY
        found = article(url, story(number, 2), shingles=(), published_at=seen - DAY)
        visits.append(visit(run_id, url, found, outlet=slug, fetched_at=seen))
    Writer(database, COMPARISON).store(visits)


def test_a_snapshot_is_numbered_and_holds_those_before_it(database: Database) -> None:
    start(database)
    memory = Templates(database)
    assert memory.newest("naba") is None
    assert memory.keep("naba", ("سطر", "آخر"), 30, NOW) == TemplateRecord(1, ("سطر", "آخر"))
    assert memory.keep("naba", ("ثالث", "سطر", "ثالث"), 60, NOW + DAY) == TemplateRecord(2, ("سطر", "آخر", "ثالث"))
    assert memory.newest("naba") == TemplateRecord(2, ("سطر", "آخر", "ثالث"))
    assert rows(database, "SELECT number, learnt_from FROM templates ORDER BY number") == [(1, 30), (2, 60)]


def test_what_is_known_makes_no_snapshot(database: Database) -> None:
    start(database)
    memory = Templates(database)
    assert memory.keep("naba", (), 30, NOW) is None
    memory.keep("naba", ("سطر",), 30, NOW)
    assert memory.keep("naba", ("سطر",), 31, NOW + DAY) is None
    assert rows(database, "SELECT number FROM templates") == [1]


def test_outlets_count_their_snapshots_apart(database: Database) -> None:
    memory = Templates(database)
    for slug in ("naba", "sada"):
        start(database, slug)
        assert memory.keep(slug, (slug,), 30, NOW) == TemplateRecord(1, (slug,))
    assert memory.newest("naba") == TemplateRecord(1, ("naba",))
    assert memory.newest("never_ran") is None


def test_a_number_is_given_once(database: Database) -> None:
    start(database)
    Templates(database).keep("naba", ("سطر",), 30, NOW)
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text("INSERT INTO templates SELECT * FROM templates"))


def test_texts_come_with_the_day_on_which_they_appeared(database: Database) -> None:
    store(database, [1, 2])
    store(database, [3], "sada")
    assert sorted(Templates(database).texts("naba"), key=lambda found: found.day) == [
        StoredText(story(number, 2), date(2026, 3, 1) + number * DAY) for number in (1, 2)
    ]


def test_a_text_is_the_current_version_of_what_is_published(database: Database) -> None:
    store(database, [1, 2])
    run_id, url = start(database), "https://naba.example/1"
    edited = visit(run_id, url, article(url, story(7, 2), shingles=()), fetched_at=NOW + 9 * DAY)
    Writer(database, COMPARISON).store([edited])
    with database.writing() as connection:
        connection.execute(text("UPDATE articles SET state = 'withdrawn' WHERE id = 2"))
    assert [found.body for found in Templates(database).texts("naba")] == [story(7, 2)]


def test_of_many_articles_a_part_is_looked_at_that_spreads_over_the_newest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "SAMPLE", 10)
    monkeypatch.setattr(templates, "NEWEST", 35)
    store(database, range(100, 160))
    days = sorted((found.day - NOW.date()).days + 1 for found in Templates(database).texts("naba"))
    assert days == list(range(127, 160, 4))  # every fourth of 125 to 159, counted from the newest
    monkeypatch.setattr(templates, "NEWEST", 10)
    assert len(Templates(database).texts("naba")) == 10
