import multiprocessing
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from crawler.comparing import COMPARISON
from storage.database import Database, open_database
from storage.errors import DatabaseFull
from storage.outcomes import Outcome
from storage.reading import run_summary
from storage.records import VisitRecord
from storage.writer import Writer
from tests.storage.news import NOW, article, rows, start, story, visit

TABLES = (
    "articles", "article_urls", "revisions", "stories", "shingles", "pages", "run_counts", "authors", "keywords",
)  # fmt: skip


def url(number: int) -> str:
    return f"https://naba.example/{number}"


def counted(database: Database) -> dict[str, int]:
    return {table: rows(database, f"SELECT count(*) FROM {table}")[0] for table in TABLES}


def good(run_id: int, number: int) -> VisitRecord:
    return visit(run_id, url(number), article(url(number), story(number)))


def bad(run_id: int, **changes: Any) -> VisitRecord:
    return visit(run_id, url(0), replace(article(url(0), story(0)), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "عنوان \ud800"},
        {"authors": ("اسم \udfff",)},
        {"keywords": (None,)},
        {"published_at": NOW.replace(tzinfo=None)},
        {"published_precision": "century"},
        {"published_zone": "mars"},
        {"kind": "poem"},
        {"disagreements": ({"kept": {1}},)},
        {"word_count": 10**30},
        {"relevance_evidence": {"names": {1, 2}}},
    ],
)
def test_a_visit_that_cannot_be_stored_is_set_aside_and_the_rest_lands(
    database: Database, changes: dict[str, Any]
) -> None:
    run_id = start(database)
    stored = Writer(database, COMPARISON).store([good(run_id, 1), bad(run_id, **changes), good(run_id, 2)])
    assert [one.outcome for one in stored] == [Outcome.STORED, Outcome.FAILED, Outcome.STORED]
    assert stored[1].error
    assert rows(database, "SELECT url FROM all_articles ORDER BY url") == [url(1), url(2)]
    assert rows(database, "SELECT reason, attempts FROM pages WHERE outcome = 'failed'") == [(stored[1].error, 1)]
    assert run_summary(database, run_id).counts == {Outcome.STORED: 2, Outcome.FAILED: 1}


@pytest.mark.parametrize("field", ["headline", "body", "credit", "canonical_url", "authors", "keywords", "removed"])
def test_a_nul_costs_its_visit_at_most(database: Database, field: str) -> None:
    run_id = start(database)
    odd = bad(run_id, **{field: ("a\0b",) if field in ("authors", "keywords", "removed") else "a\0b"})
    stored = Writer(database, COMPARISON).store([good(run_id, 1), odd, good(run_id, 2)])
    assert [one.outcome for one in stored if one is not stored[1]] == [Outcome.STORED, Outcome.STORED]
    if database.engine.dialect.name == "postgresql":
        assert stored[1].outcome is Outcome.FAILED
    assert rows(database, "SELECT count(*) FROM pages") == [3]


def test_a_page_whose_own_address_cannot_be_stored_is_recorded_all_the_same(database: Database) -> None:
    run_id = start(database)
    odd = replace(visit(run_id, url(0), outcome=Outcome.GONE), url="https://naba.example/\0\ud800", reason="404 \ud800")
    [stored] = Writer(database, COMPARISON).store([odd])
    assert stored.outcome is Outcome.FAILED
    assert rows(database, "SELECT url, outcome FROM pages") == [("https://naba.example/\\ud800", "failed")]


@pytest.mark.parametrize("changes", [{"published_precision": "century"}, {"published_at": NOW.replace(tzinfo=None)}])
def test_what_is_said_of_a_visit_set_aside_is_short(database: Database, changes: dict[str, Any]) -> None:
    [stored] = Writer(database, COMPARISON).store([bad(start(database), **changes)])
    assert stored.error is not None
    assert len(stored.error) <= 500


def test_a_visit_without_an_article_or_an_outcome_is_set_aside(database: Database) -> None:
    [stored] = Writer(database, COMPARISON).store([visit(start(database), url(0))])
    assert stored.error == f"ValueError: the visit to {url(0)} has neither an article nor an outcome"


def test_no_visits_are_no_work(database: Database) -> None:
    assert Writer(database, COMPARISON).store([]) == []


def test_a_full_disk_leaves_nothing_of_the_batch(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    run_id = start(database)
    writer = Writer(database, COMPARISON)
    writer.store([good(run_id, 0)])
    before = counted(database)
    with database.reading() as connection:
        [pages] = connection.exec_driver_sql("PRAGMA page_count").one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")  # SQLite's own 'disk full', SQLITE_FULL
    visits = [good(run_id, number) for number in range(1, 101)]
    with pytest.raises(DatabaseFull, match="Free some space"):
        writer.store(visits)
    assert counted(database) == before
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert {one.outcome for one in writer.store(visits)} == {Outcome.STORED}
    database.close()


def test_an_error_of_the_database_as_a_whole_is_no_visit_s_fault(url_of_template: str) -> None:
    database = open_database(url_of_template)
    run_id = start(database)
    with database.writing() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER full_disk BEFORE INSERT ON pages FOR EACH ROW EXECUTE FUNCTION full_disk()")
        )
    before = counted(database)
    with pytest.raises(DatabaseFull):
        Writer(database, COMPARISON).store([good(run_id, 1)])
    assert counted(database) == before
    database.close()


def store_copies(url: str, slug: str, run_id: int, together: Barrier, rounds: int) -> None:
    """What each of two processes does: store its copy of a story at the moment when the other one does."""
    database = open_database(url)
    writer = Writer(database, COMPARISON)
    try:
        for number in range(rounds):
            page = f"https://{slug}.example/{number}"
            body = story(number) if slug == "naba" else story(number).rpartition("\n\n")[0]  # shortened by a line
            together.wait()
            [stored] = writer.store([visit(run_id, page, article(page, body), outlet=slug)])
            assert stored.error is None, stored.error
    except BaseException:
        together.abort()  # or the other one would wait for ever
        raise
    database.close()


def test_two_processes_that_store_copies_at_the_same_moment_make_one_story(database: Database) -> None:
    rounds = 40
    spawn = multiprocessing.get_context("spawn")
    together = spawn.Barrier(2)
    address = database.engine.url.render_as_string(hide_password=False)
    processes = [
        spawn.Process(target=store_copies, args=(address, slug, start(database, slug), together, rounds))
        for slug in ("naba", "sada")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert rows(database, "SELECT count(*), count(DISTINCT story_id) FROM articles") == [(2 * rounds, rounds)]
    assert rows(database, "SELECT count(*), count(origin_id) FROM stories") == [(rounds, rounds)]


def test_storing_an_article_costs_no_more_when_there_are_a_thousand(sqlite_url: str) -> None:
    """SQLite looks for the article of every revision that it inserts before both are there."""
    database = open_database(sqlite_url)
    run_id, writer, work = start(database), Writer(database, COMPARISON), []

    def steps(number: int) -> int:
        work.clear()
        with database.reading() as connection:  # the pool has one connection, which the writer will use
            connection.connection.dbapi_connection.set_progress_handler(lambda: work.append(1) and None, 100)  # type: ignore[union-attr]
        writer.store([good(run_id, number)])
        return len(work)

    few = steps(1)
    for start_ in range(2, 1_002, 500):
        writer.store([good(run_id, number) for number in range(start_, start_ + 500)])
    assert steps(5_000) < 2 * few
