"""The views that other programs read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, text

from crawler.comparing import COMPARISON
from storage.database import Database, open_database
from storage.outcomes import Outcome, RunOutcome
from storage.runs import Runs
from storage.writer import Writer
from tests.storage.news import NOW, article, rows, start, story, visit

VIEWS = [
    "all_articles", "article_versions", "carried_stories", "coverage", "outlet_health", "published_articles",
    "story_coverage", "unique_articles",
]  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def store(database: Database, run_id: int, slug: str, number: int, body: str, hours_ago: int, **changes: Any) -> str:
    page = f"https://{slug}.example/{number}"
    found = article(page, body, published_at=NOW - hours_ago * HOUR, **changes)
    [stored] = Writer(database, COMPARISON).store([visit(run_id, page, found, outlet=slug)])
    assert stored.article_uid
    return stored.article_uid


def withdraw(database: Database, uid: str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE articles SET state = 'withdrawn' WHERE uid = :uid"), {"uid": uid})


def test_both_databases_have_the_same_views_with_the_same_columns(sqlite_url: str, url_of_template: str) -> None:
    columns = []
    for url in (sqlite_url, url_of_template):
        database = open_database(url)
        with database.reading() as connection:
            inspector = inspect(connection)
            assert sorted(inspector.get_view_names()) == VIEWS
            columns.append({view: [column["name"] for column in inspector.get_columns(view)] for view in VIEWS})
        database.close()
    assert columns[0] == columns[1]


def test_withdrawn_and_off_topic_articles_are_not_published(database: Database) -> None:
    run_id = start(database)
    kept, gone = (store(database, run_id, "naba", number, story(number), 1) for number in (1, 2))
    other = store(database, run_id, "naba", 3, story(3), 1, is_relevant=False)
    withdraw(database, gone)
    assert rows(database, "SELECT uid FROM published_articles") == [kept]
    assert set(rows(database, "SELECT uid FROM all_articles")) == {kept, gone, other}


def test_a_story_is_told_once_by_the_earliest_that_is_published(database: Database) -> None:
    naba, sada = start(database), start(database, "sada")
    early, late = (
        store(database, run, slug, 1, story(1), ago) for run, slug, ago in ((naba, "naba", 3), (sada, "sada", 1))
    )
    alone = store(database, naba, "naba", 2, story(2), 1)
    told = "SELECT uid, copies FROM unique_articles"
    assert set(rows(database, told)) == {(early, 1), (alone, 0)}
    withdraw(database, early)
    assert set(rows(database, told)) == {(late, 0), (alone, 0)}


def test_a_story_is_told_once_even_if_two_appeared_at_the_same_moment(database: Database) -> None:
    naba, sada = start(database), start(database, "sada")
    first, _ = (store(database, run, slug, 1, story(1), 3) for run, slug in ((naba, "naba"), (sada, "sada")))
    assert rows(database, "SELECT uid FROM unique_articles") == [first]


def test_story_coverage_says_who_carried_a_story_and_how_much_later(database: Database) -> None:
    naba, sada = start(database), start(database, "sada")
    origin = store(database, naba, "naba", 1, story(1), 3)
    store(database, sada, "sada", 1, story(1), 1, is_relevant=False)
    assert rows(
        database,
        "SELECT outlet, is_origin, origin_uid, origin_outlet, seconds_after_origin, is_relevant FROM story_coverage "
        "ORDER BY appeared_at",
    ) == [("naba", True, origin, "naba", 0, True), ("sada", False, origin, "naba", 7200, False)]


def test_a_withdrawn_origin_leaves_story_coverage_and_stays_the_origin(database: Database) -> None:
    naba, sada = start(database), start(database, "sada")
    origin = store(database, naba, "naba", 1, story(1), 3)
    store(database, sada, "sada", 1, story(1), 1)
    withdraw(database, origin)
    assert rows(database, "SELECT outlet, origin_uid, seconds_after_origin FROM story_coverage") == [
        ("sada", origin, 7200)
    ]


def run(database: Database, started_at: datetime, outcomes: list[Outcome], announced: int = 0) -> None:
    run_id = start(database, started_at=started_at)
    visits = [visit(run_id, f"https://naba.example/{n}", outcome=outcome) for n, outcome in enumerate(outcomes)]
    Writer(database, COMPARISON).store(visits)
    Runs(database).finish_run(run_id, started_at + HOUR, RunOutcome.FINISHED, announced=announced)


def as_day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def test_coverage_tells_silence_from_missing_data(database: Database) -> None:
    run(database, datetime(2026, 3, 1, 23, 59, tzinfo=UTC), [Outcome.BLOCKED, Outcome.GONE, Outcome.BLOCKED], 3)
    run(database, datetime(2026, 3, 2, 0, 1, tzinfo=UTC), [])
    run(database, datetime(2026, 3, 4, 8, 0, tzinfo=UTC), [Outcome.GONE], 1)
    run(database, datetime(2026, 3, 4, 20, 0, tzinfo=UTC), [Outcome.GONE, Outcome.DISALLOWED], 2)
    seen = rows(database, "SELECT outlet, day, runs, announced, fetched, blocked, stored FROM coverage ORDER BY day")
    assert [(outlet, as_day(day).isoformat(), *counts) for outlet, day, *counts in seen] == [
        ("naba", "2026-03-01", 1, 3, 3, 2, 0),
        ("naba", "2026-03-02", 1, 0, 0, 0, 0),
        ("naba", "2026-03-04", 2, 3, 2, 0, 0),
    ]


def test_health_counts_the_week_up_to_the_last_run(database: Database) -> None:
    run(database, NOW - 8 * DAY, [Outcome.GONE] * 3)
    run(database, NOW - 6 * DAY, [Outcome.BLOCKED, Outcome.FAILED])
    run_id = start(database)
    store(database, run_id, "naba", 1, story(1), 1)
    assert rows(
        database,
        "SELECT outlet, last_run_outcome, runs_7d, fetched_7d, stored_7d, blocked_7d, failed_7d FROM outlet_health",
    ) == [("naba", "running", 2, 3, 1, 1, 1)]
    assert rows(database, "SELECT last_article_at = last_run_started_at FROM outlet_health") == [True]


def test_an_outlet_without_a_run_has_a_line_too(database: Database) -> None:
    start(database)
    with database.writing() as connection:
        connection.execute(text("DELETE FROM runs"))
    assert rows(database, "SELECT last_run_outcome, last_article_at, runs_7d, fetched_7d FROM outlet_health") == [
        (None, None, 0, 0)
    ]
