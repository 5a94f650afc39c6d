from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.models import Source
from storage.outcomes import FailureKind, FoundBy, Outcome, RunOutcome
from storage.pages import Pages
from storage.records import LinkRecord, SourceFailure, SourceRecord, Validators
from storage.runs import Runs
from storage.schedule import DEAD, SLACK, is_due
from storage.sources import MOST_FORGOTTEN, UNLISTED, Sources, stand_ins
from storage.writer import Writer
from tests.storage.news import FEED, NOW, link, outlet, rows, start, visit

SECTION, INDEX, SITEMAP = (f"https://naba.example/{name}" for name in ("news/", "sitemap.xml", "sitemap-1.xml"))
GONE = SourceFailure(FailureKind.HARD, "HTTP status 404", 404)
TIMEOUT = SourceFailure(FailureKind.TEMPORARY, "its server did not answer in time")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def begin(database: Database, *urls: str, at: datetime = NOW) -> int:
    """The id of a run of an outlet with these sources."""
    sources = tuple(SourceRecord(url, "feed") for url in urls)
    return Runs(database).start_run(outlet("naba", sources=sources), at, "latest")


def announce(
    database: Database, run_id: int, url: str, at: datetime, *links: LinkRecord, root: str | None = None
) -> None:
    Pages(database).announce(run_id, "naba", url, links, at, Validators(), 200, root=root)


def links(*numbers: int) -> Sequence[LinkRecord]:
    return [link(f"https://naba.example/{number}") for number in numbers]


def state(database: Database, url: str = FEED):  # type: ignore[no-untyped-def]
    return Sources(database).states("naba")[url]


def due(database: Database, now: datetime) -> set[str]:
    """The URLs of the outlet's own sources that are due."""
    states = Sources(database).states("naba")
    return {url for url in (FEED, SECTION) if url in states and is_due(states[url], now)}


def test_a_source_keeps_what_it_is_asked_with_until_it_announces_again(database: Database) -> None:
    run_id, pages, sources = start(database), Pages(database), Sources(database)
    given = Validators('"1"', "Mon, 02 Mar 2026 09:00:00 GMT")
    pages.announce(run_id, "naba", FEED, [], NOW, given, 200, body_hash="a1")
    for silent in (
        lambda: sources.unchanged("naba", FEED, NOW + HOUR, 304),
        lambda: sources.failed("naba", FEED, NOW + HOUR, TIMEOUT),
        lambda: pages.announce(run_id, "naba", FEED, [], NOW + HOUR),  # a later page of its pager
    ):
        silent()
        assert (state(database).validators, state(database).body_hash) == (given, "a1")
    pages.announce(run_id, "naba", FEED, [], NOW + HOUR, Validators(), 200)
    assert (state(database).validators, state(database).body_hash) == (Validators(), None)
    assert state(database).asked == 5


def test_news_are_pages_that_no_source_named_before(database: Database) -> None:
    run_id = begin(database, FEED, SECTION)
    announce(database, run_id, FEED, NOW, *links(1, 2))
    announce(database, run_id, SECTION, NOW, *links(1, 2))
    assert state(database).news_at == NOW
    assert state(database, SECTION).news_at is None
    for hours in range(1, 40):
        announce(database, run_id, FEED, NOW + hours * HOUR, *links(hours, 100 + hours))
        announce(database, run_id, SECTION, NOW + hours * HOUR, *links(hours, 100 + hours))
    assert state(database).interval < HOUR / 2  # two an hour
    assert state(database, SECTION).interval > HOUR  # the same, but never first


def test_what_an_archive_brings_up_says_nothing_of_how_often_there_is_news(database: Database) -> None:
    run_id = begin(database, FEED)
    announce(database, run_id, FEED, NOW)
    old = [link(f"https://naba.example/{number}", modified_at=NOW - 900 * DAY) for number in range(500)]
    before = state(database).interval
    announce(database, run_id, FEED, NOW + HOUR, *old)
    assert state(database).interval >= before
    Pages(database).announce(run_id, "naba", FEED, links(1, 2, 3), NOW + 2 * HOUR, None, 200, is_poll=False)
    assert state(database).interval >= before


def test_what_a_sitemap_brings_is_news_of_the_index_that_leads_to_it(database: Database) -> None:
    run_id = begin(database, INDEX)
    for hours in range(1, 40):
        announce(database, run_id, INDEX, NOW + hours * HOUR, root=INDEX)
        announce(database, run_id, SITEMAP, NOW + hours * HOUR, *links(hours), root=INDEX)
    assert state(database, INDEX).interval < HOUR
    assert state(database, INDEX).news_at == NOW + 39 * HOUR
    for days in range(3, 30):
        announce(database, run_id, INDEX, NOW + days * DAY, root=INDEX)
        announce(database, run_id, SITEMAP, NOW + days * DAY, *links(1), root=INDEX)
    assert state(database, INDEX).interval == DAY


def test_sources_are_due_when_they_were_never_asked_and_at_their_time(database: Database) -> None:
    run_id = begin(database, FEED, SECTION)
    announce(database, run_id, FEED, NOW, root=FEED)
    announce(database, run_id, SITEMAP, NOW, root=FEED)
    assert due(database, NOW) == {SECTION}
    due_at = state(database).due_at
    assert FEED not in due(database, due_at - SLACK - timedelta(seconds=1))
    assert due(database, due_at) == {FEED, SECTION}


def test_failures_back_off_by_their_class_and_one_answer_resets_them(database: Database) -> None:
    run_id, sources = begin(database, FEED), Sources(database)
    announce(database, run_id, FEED, NOW)
    interval, at = state(database).interval, NOW
    for _ in range(60):
        at = at + HOUR
        sources.failed("naba", FEED, at, SourceFailure(FailureKind.HARD, "HTTP status 404\0", 404))
    assert rows(database, "SELECT last_status, last_error, failures, failure FROM sources") == [
        (404, "HTTP status 404", 60, "hard")
    ]
    assert state(database).due_at - at >= DEAD
    sources.unchanged("naba", FEED, at, 304)
    assert (state(database).failures, state(database).failure) == (0, None)
    assert state(database).due_at - at <= 2 * DAY
    assert state(database).interval >= interval
    assert rows(database, "SELECT last_status, last_error FROM sources") == [(304, None)]


def test_when_a_source_has_failed_twice_the_others_stand_in(database: Database) -> None:
    run_id, sources = begin(database, FEED, SECTION), Sources(database)
    for url in (FEED, SECTION):
        announce(database, run_id, url, NOW)
    sources.failed("naba", FEED, NOW + timedelta(minutes=1), TIMEOUT)
    assert due(database, NOW + timedelta(minutes=2)) == set()
    sources.failed("naba", FEED, NOW + timedelta(minutes=2), TIMEOUT)
    assert due(database, NOW + timedelta(minutes=2)) == {SECTION}


def test_an_outlet_is_due_when_a_source_is_or_a_killed_run_left_pages(database: Database) -> None:
    sources, declared = Sources(database), {"naba": [FEED], "sada": ["https://sada.example/feed"]}
    run_id = begin(database, FEED)
    announce(database, run_id, FEED, NOW)
    assert sources.outlets_due(declared, NOW) == ["naba", "sada"]  # one did not end, one never ran
    Runs(database).finish_run(run_id, NOW, RunOutcome.FINISHED)
    assert sources.outlets_due(declared, NOW) == ["sada"]
    assert sources.outlets_due(declared, NOW + 2 * HOUR) == ["naba", "sada"]
    announce(database, run_id, FEED, NOW + HOUR, *links(1))
    [due_at] = [state(database).due_at]
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE sources SET due_at = '2027-01-01T00:00:00.000000Z'")
    assert sources.outlets_due(declared, NOW + HOUR) == ["sada"]
    assert sources.outlets_due(declared, NOW + 2 * HOUR) == ["naba", "sada"]
    assert due_at is not None


def test_what_was_found_is_polled_as_long_as_all_that_is_declared_fails(database: Database) -> None:
    sources, declared = Sources(database), [FEED, SECTION]
    found, silent = "https://naba.example/new-feed", "https://naba.example/old.xml"
    run_id = begin(database, *declared)
    announce(database, run_id, SECTION, NOW)
    Runs(database).add_sources(
        "naba", [SourceRecord(url, "feed", found_by=FoundBy.AUTODISCOVERY) for url in (found, silent)]
    )
    announce(database, run_id, found, NOW)
    for url in (FEED, silent):
        sources.failed("naba", url, NOW, GONE)
    Runs(database).finish_run(run_id, NOW, RunOutcome.FINISHED)

    def stand_in() -> list[str]:
        return [state.url for state in stand_ins(sources.states("naba"), declared)]

    at = state(database, found).due_at
    with database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE sources SET due_at = '2027-01-01T00:00:00.000000Z' WHERE url <> '{found}'")
    assert stand_in() == []  # the section answers
    assert sources.outlets_due({"naba": declared}, at) == []
    sources.failed("naba", SECTION, NOW, GONE)
    assert stand_in() == [found]
    assert sources.outlets_due({"naba": declared}, at) == ["naba"]
    sources.unchanged("naba", FEED, NOW + HOUR, 304)
    assert stand_in() == []


def test_pages_wait_for_the_next_poll_for_an_hour_at_most(database: Database) -> None:
    sources, declared = Sources(database), {"naba": [FEED]}
    run_id = begin(database, FEED)
    Runs(database).finish_run(run_id, NOW, RunOutcome.FINISHED)
    announce(database, run_id, FEED, NOW, *links(1, 2))
    failed = [visit(run_id, "https://naba.example/1", outcome=Outcome.FAILED)]
    Writer(database, COMPARISON).store([*failed, visit(run_id, "https://naba.example/2", outcome=Outcome.DISALLOWED)])
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE sources SET due_at = '2027-01-01T00:00:00.000000Z'")
    assert sources.outlets_due(declared, NOW + timedelta(minutes=30)) == []
    assert sources.outlets_due(declared, NOW + 2 * HOUR) == ["naba"]
    Writer(database, COMPARISON).store([visit(run_id, "https://naba.example/1", outcome=Outcome.NO_ARTICLE)])
    assert sources.outlets_due(declared, NOW + 2 * HOUR) == []  # what robots.txt forbids waits for nothing


def test_an_outlet_moved_when_all_its_sources_lead_to_one_other_site_three_times(database: Database) -> None:
    sources = Sources(database)
    begin(database, FEED, SECTION)
    away = SourceFailure(FailureKind.SOFT, "redirects to another site", led_to="naba.test")
    for turn in range(3):
        assert rows(database, "SELECT verdict FROM outlets") == [None]
        for url in (FEED, SECTION):
            sources.failed("naba", url, NOW + turn * DAY, away)
    assert rows(database, "SELECT verdict, moved_to FROM outlets") == [("moved", "naba.test")]


def test_a_move_is_settled_when_the_new_domain_is_declared(database: Database) -> None:
    sources = Sources(database)
    begin(database, FEED)
    for turn in range(3):
        failure = SourceFailure(FailureKind.SOFT, "redirects to another site", led_to="naba.test")
        sources.failed("naba", FEED, NOW + turn * DAY, failure)
    begin(database, FEED)
    assert rows(database, "SELECT verdict FROM outlets") == ["moved"]
    Runs(database).start_run(outlet("naba", domains=("naba.example", "naba.test")), NOW, "latest")
    assert rows(database, "SELECT verdict FROM outlets") == [None]


@pytest.mark.parametrize("kind", FailureKind)
def test_a_document_that_only_others_lead_to_is_linked_and_so_found(database: Database, kind: FailureKind) -> None:
    begin(database, FEED)
    Sources(database).failed("naba", SITEMAP, NOW, SourceFailure(kind, "no"))
    assert rows(database, "SELECT kind, found_by, failure FROM sources ORDER BY id") == [
        ("feed", "declaration", None),
        ("linked", "link", kind.value),
    ]


def test_sitemaps_that_an_index_lists_no_more_and_that_brought_nothing_are_forgotten_after_a_month(
    database: Database,
) -> None:
    run_id, pages = begin(database, INDEX), Pages(database)
    listed, brought, empty = (f"https://naba.example/sitemap-{name}.xml" for name in ("listed", "brought", "empty"))
    announce(database, run_id, listed, NOW)
    announce(database, run_id, brought, NOW, *links(1))
    announce(database, run_id, empty, NOW)

    def poll(after: timedelta) -> set[str]:
        announce(database, run_id, SITEMAP, NOW + after)
        pages.announce(run_id, "naba", INDEX, [], NOW + after, sitemaps=[listed, SITEMAP])
        return set(Sources(database).states("naba"))

    assert poll(UNLISTED) == {INDEX, SITEMAP, listed, brought, empty}
    assert poll(UNLISTED + HOUR) == {INDEX, SITEMAP, listed, brought}
    announce(database, run_id, "https://naba.example/2.xml", NOW + 2 * UNLISTED)
    pages.announce(run_id, "naba", "https://naba.example/3.xml", [], NOW + 4 * UNLISTED, sitemaps=[listed])
    assert set(Sources(database).states("naba")) == {INDEX, listed, brought, "https://naba.example/3.xml"}
    assert rows(database, "SELECT count(*) FROM pages WHERE source_id IS NOT NULL") == [1]


def test_what_an_index_lets_go_of_is_forgotten_a_part_at_a_time(database: Database) -> None:
    run_id = begin(database, INDEX)
    old = {"kind": "linked", "is_guess": False, "found_by": FoundBy.LINK, "asked": 1, "failures": 0, "outlet_id": 1}
    with database.writing() as connection:
        rotated = [
            old | {"url": f"https://naba.example/{n}.xml", "last_fetched_at": NOW} for n in range(2 * MOST_FORGOTTEN)
        ]
        connection.execute(insert(Source), rotated)
    for left in (MOST_FORGOTTEN, 0, 0):
        Pages(database).announce(run_id, "naba", INDEX, [], NOW + 2 * UNLISTED, sitemaps=[SITEMAP])
        assert rows(database, "SELECT count(*) FROM sources WHERE kind = 'linked'") == [left]
