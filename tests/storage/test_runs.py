from datetime import timedelta

import pytest

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.locks import share_lock
from storage.outcomes import Outcome, RunOutcome
from storage.reading import last_run, run_summary
from storage.records import RunSummary, SourceRecord
from storage.runs import Runs
from storage.writer import Writer
from tests.storage.news import FEED, NOW, outlet, rows, start, visit


def test_a_run_that_starts_declares_its_outlet_and_sources(database: Database) -> None:
    start(database)
    assert rows(database, "SELECT slug, name_ar, country, time_zone FROM outlets") == [
        ("naba", "نبأ", "SY", "Asia/Damascus")
    ]
    assert rows(database, "SELECT url, kind FROM sources") == [(FEED, "feed")]


def test_the_next_run_brings_the_declaration_up_to_date_and_keeps_what_is_known(database: Database) -> None:
    runs = Runs(database)
    first = runs.start_run(outlet("naba"), NOW, "latest")
    moved = outlet("naba", name_en="New Naba", sources=(SourceRecord("https://naba.example/sitemap.xml", "sitemap"),))
    second = runs.start_run(moved, NOW + timedelta(hours=1), "archive")
    assert second > first
    assert rows(database, "SELECT name_en FROM outlets") == ["New Naba"]
    assert rows(database, "SELECT kind FROM sources ORDER BY id") == ["feed", "sitemap"]
    assert rows(database, "SELECT mode FROM runs ORDER BY id") == ["latest", "archive"]


def test_a_run_is_running_until_it_says_how_it_ended(database: Database) -> None:
    run_id = start(database)
    assert rows(database, "SELECT outcome, ended_at FROM runs") == [("running", None)]
    Runs(database).finish_run(
        run_id, NOW + timedelta(minutes=5), RunOutcome.FAILED, "no source could be read", announced=7, copies=2
    )
    assert rows(database, "SELECT outcome, announced, copies FROM runs") == [("failed", 7, 2)]
    assert run_summary(database, run_id) == RunSummary("naba", {}, 7, 2, ("no source could be read",))


def test_who_holds_the_lock_of_an_outlet_closes_crawls_that_were_killed_and_keeps_their_counts(
    database: Database,
) -> None:
    runs = Runs(database)
    killed = start(database)
    Writer(database, COMPARISON).store([visit(killed, "https://naba.example/1", outcome=Outcome.GONE)])
    elsewhere = start(database, "khabar")
    ingest = runs.start_run(outlet("naba"), NOW, "ingest")
    runs.start_run(outlet("naba"), NOW + timedelta(hours=1), "latest", alone=True)
    assert rows(database, "SELECT id, outcome FROM runs ORDER BY id")[:3] == [
        (killed, "interrupted"), (elsewhere, "running"), (ingest, "running"),
    ]  # fmt: skip
    summary = run_summary(database, killed)
    assert summary.counts == {Outcome.GONE: 1}
    assert summary.errors == ("its process was killed; what was not fetched is due in the next run",)


def test_ingests_that_were_killed_are_closed_when_nobody_ingests_and_by_nobody_else(
    database: Database, url: str
) -> None:
    runs = Runs(database)
    ingests = [runs.start_run(outlet(slug), NOW, "ingest") for slug in ("naba", "khabar")]
    crawl = start(database)
    first, second = share_lock(url, "ingest"), share_lock(url, "ingest")
    first.release()
    runs.close_killed_ingests(url)
    assert rows(database, "SELECT DISTINCT outcome FROM runs") == ["running"]
    second.release()
    while rows(database, "SELECT outcome FROM runs ORDER BY id")[0] == "running":
        runs.close_killed_ingests(url)
        assert "postgresql" in url or rows(database, "SELECT outcome FROM runs ORDER BY id")[0] == "interrupted"
    assert rows(database, "SELECT id FROM runs WHERE outcome = 'interrupted' AND ended_at IS NULL") == ingests
    assert rows(database, "SELECT id FROM runs WHERE outcome = 'running'") == [crawl]
    assert run_summary(database, ingests[0]).errors[0].startswith("its process was killed; ingest the same files")


@pytest.mark.parametrize(
    ("ended", "was_cut_short"),
    [(None, True), (RunOutcome.INTERRUPTED, True), (RunOutcome.FAILED, False), (RunOutcome.FINISHED, False)],
)
def test_a_run_knows_whether_the_crawl_before_it_was_cut_short(
    database: Database, ended: RunOutcome | None, was_cut_short: bool
) -> None:
    runs = Runs(database)
    first = start(database)
    assert not runs.follows_cut_short(first)
    if ended:
        runs.finish_run(first, NOW, ended)
    start(database, "khabar")
    runs.start_run(outlet("naba"), NOW, "ingest")
    assert runs.follows_cut_short(start(database)) is was_cut_short


def test_a_message_that_no_database_could_hold_does_not_hide_how_a_run_ended(database: Database) -> None:
    run_id = start(database)
    Runs(database).finish_run(run_id, NOW, RunOutcome.FAILED, "خطأ\0 \ud800")
    assert run_summary(database, run_id).errors == ("خطأ \\ud800",)


def test_the_counts_of_a_run_sum_to_the_pages_it_fetched(database: Database) -> None:
    run_id = start(database)
    writer = Writer(database, COMPARISON)
    outcomes = [Outcome.GONE, Outcome.FAILED, Outcome.GONE, Outcome.DISALLOWED]
    visits = [visit(run_id, f"https://naba.example/{i}", outcome=outcome) for i, outcome in enumerate(outcomes)]
    writer.store(visits[:1])
    writer.store(visits[1:])
    summary = run_summary(database, run_id)
    assert summary.counts == {Outcome.GONE: 2, Outcome.FAILED: 1}
    assert sum(summary.counts.values()) == rows(database, "SELECT count(*) FROM pages WHERE fetched_at IS NOT NULL")[0]


def test_the_last_run_of_an_outlet_is_its_own(database: Database) -> None:
    earlier, later, others = (
        start(database),
        start(database, started_at=NOW + timedelta(hours=1)),
        start(database, "sada"),
    )
    for run_id, announced in ((earlier, 1), (later, 2), (others, 3)):
        Runs(database).finish_run(run_id, NOW, RunOutcome.FINISHED, announced=announced)
    assert last_run(database, "naba").announced == 2


@pytest.mark.parametrize("table", ["sources", "runs"])
def test_an_outlet_with_a_past_cannot_be_deleted(database: Database, table: str) -> None:
    start(database)
    others = {"sources", "runs"} - {table}
    with database.writing() as connection:
        connection.exec_driver_sql(f"DELETE FROM {others.pop()}")
    with pytest.raises(Exception, match=r"(?i)foreign key|violates"), database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM outlets")
