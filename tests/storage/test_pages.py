from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.outcomes import Outcome
from storage.pages import Pages
from storage.records import LinkRecord, Validators
from storage.schedule import LOOKED_AGAIN, MAX_ATTEMPTS
from storage.writer import Writer
from tests.storage.news import FEED, NOW, article, key, link, rows, start, story, visit

ONE, TWO, THREE = (f"https://naba.example/{number}" for number in (1, 2, 3))
LATER = NOW + timedelta(hours=1)


def announce(database: Database, run_id: int, *links: LinkRecord, source_url: str | None = FEED) -> list[str]:
    """Announce links and return the URLs of those that are due."""
    announced = Pages(database).announce(run_id, "naba", source_url, links, NOW, Validators(), 200)
    due = announced.untried | {page.key for page in announced.changed}
    return [one.url for one in dict.fromkeys(links) if one.key in due]


def left_over(database: Database, now: datetime = NOW) -> list[str]:
    """The URLs that the next run takes up."""
    return [page.url for page in Pages(database).left_over("naba", start(database), now, None, 10)]


def fetch(database: Database, run_id: int, url: str, outcome: Outcome = Outcome.NO_ARTICLE, **changes: Any) -> None:
    Writer(database, COMPARISON).store([visit(run_id, url, outcome=outcome, **changes)])


def fetch_article(database: Database, run_id: int, url: str, *keys: str, **changes: Any) -> None:
    found = article(url, story(1), keys=(key(url), *keys))
    Writer(database, COMPARISON).store([visit(run_id, url, found, **changes)])


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def test_new_links_are_due_in_the_order_of_their_source(database: Database) -> None:
    assert announce(database, start(database), link(THREE), link(ONE), link(TWO)) == [THREE, ONE, TWO]


def test_a_link_that_a_source_lists_twice_is_due_once(database: Database) -> None:
    assert announce(database, start(database), link(TWO), link(ONE), link(TWO)) == [TWO, ONE]
    assert rows(database, "SELECT count(*) FROM pages") == [2]


def test_what_a_source_says_of_a_link_is_kept_with_the_page(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, link(ONE, headline="افتتاح المكتبة", published_at=NOW))
    announce(database, run_id, link(ONE, headline="عنوان آخر", published_at=LATER, modified_at=LATER))
    assert rows(
        database,
        "SELECT p.announced_headline, s.url, p.announced_at = p.announced_published_at, p.announced_modified_at > "
        "p.announced_at, p.outcome FROM pages p JOIN sources s ON s.id = p.source_id",
    ) == [("افتتاح المكتبة", FEED, True, True, None)]


def test_a_page_that_was_announced_and_not_fetched_stays_due(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, link(ONE))
    assert announce(database, run_id, link(ONE)) == [ONE]


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.final])
def test_a_settled_page_is_not_due_again(database: Database, outcome: Outcome) -> None:
    run_id = start(database)
    announce(database, run_id, link(ONE))
    fetch(database, run_id, ONE, outcome)
    assert announce(database, run_id, link(ONE)) == []
    assert left_over(database) == []


def test_a_page_is_due_when_its_source_says_that_it_changed_since(database: Database) -> None:
    run_id = start(database)
    fetch(database, run_id, ONE)
    assert announce(database, run_id, link(ONE, modified_at=NOW - timedelta(seconds=1))) == []
    assert announce(database, run_id, link(ONE, modified_at=NOW + timedelta(seconds=1))) == [ONE]


def test_a_change_that_was_announced_and_not_fetched_stays_due(database: Database) -> None:
    run_id = start(database)
    fetch(database, run_id, ONE)
    announce(database, run_id, link(ONE, modified_at=LATER))
    assert announce(database, run_id, link(ONE)) == [ONE]
    assert left_over(database) == [ONE]
    fetch(database, run_id, ONE, fetched_at=LATER)
    assert left_over(database) == []


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.BLOCKED])
def test_an_unsettled_page_is_tried_again_ever_more_rarely_and_then_given_up(
    database: Database, outcome: Outcome
) -> None:
    run_id = start(database)
    announce(database, run_id, link(ONE))
    moment, waits = NOW, []
    for _ in range(MAX_ATTEMPTS):
        fetch(database, run_id, ONE, outcome, fetched_at=moment)
        quarters = next((n for n in range(1, 100) if due_at(database, moment + n * timedelta(minutes=15))), None)
        waits.append(quarters)
        moment += (quarters or 0) * timedelta(minutes=15)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 96, 96, 96, 96, None]
    assert moment - NOW < timedelta(days=6)


def due_at(database: Database, moment: datetime) -> bool:
    """Whether the page is due at a time."""
    return left_over(database, moment) != []


def test_a_page_that_robots_forbade_is_due_in_every_run_because_asking_robots_costs_nothing(database: Database) -> None:
    run_id = start(database)
    for _ in range(MAX_ATTEMPTS + 1):
        fetch(database, run_id, ONE, Outcome.DISALLOWED)
    assert due_at(database, NOW)


def test_a_visit_that_settles_a_page_gives_it_all_its_attempts_back(database: Database) -> None:
    run_id = start(database)
    for _ in range(MAX_ATTEMPTS):
        fetch(database, run_id, ONE, Outcome.FAILED)
    fetch(database, run_id, ONE, Outcome.UNCHANGED)
    fetch(database, run_id, ONE, Outcome.FAILED)
    assert due_at(database, NOW + timedelta(minutes=15))


def test_a_page_that_is_no_article_for_a_reason_that_may_pass_is_looked_at_three_times_more(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, link(ONE))
    moment = NOW
    for wait in LOOKED_AGAIN:
        fetch(database, run_id, ONE, may_pass=True, fetched_at=moment)
        assert not due_at(database, moment + wait - timedelta(minutes=1))
        assert due_at(database, moment + wait)
        moment += wait
    fetch(database, run_id, ONE, may_pass=True, fetched_at=moment)
    assert not due_at(database, moment + timedelta(days=9))


def test_a_page_that_was_read_under_another_address_is_not_due(database: Database) -> None:
    run_id = start(database)
    fetch_article(database, run_id, ONE, key(TWO), final_key=key(THREE))
    assert announce(database, run_id, link(ONE), link(TWO), link(THREE)) == []
    assert left_over(database) == []


def test_it_is_due_when_its_source_says_that_it_changed_since(database: Database) -> None:
    run_id = start(database)
    fetch_article(database, run_id, ONE, key(TWO))
    assert announce(database, run_id, link(TWO, modified_at=NOW - timedelta(hours=1))) == []
    assert announce(database, run_id, link(TWO, modified_at=LATER)) == [TWO]


def test_a_page_is_asked_for_with_the_validators_of_its_last_good_visit(database: Database) -> None:
    run_id = start(database)
    given = Validators('"a"', "Mon, 02 Mar 2026 09:00:00 GMT")
    fetch(database, run_id, ONE, validators=given)
    fetch(database, run_id, ONE, Outcome.UNCHANGED, status=304, validators=Validators())
    fetch(database, run_id, ONE, Outcome.BLOCKED, status=200, validators=Validators('"of the challenge"'))
    [due] = Pages(database).left_over("naba", start(database), LATER, None, 10)
    assert (due.key, due.url, due.validators) == (key(ONE), ONE, given)


def test_untried_pages_are_drawn_in_the_order_in_which_their_run_learnt_of_them(database: Database) -> None:
    pages, first, second = Pages(database), start(database), start(database)
    announce(database, first, link(THREE))
    announce(database, second, link(THREE), link(TWO), link(ONE))
    [two] = pages.fresh("naba", second, 0, 1)
    fetch(database, second, TWO)
    [one] = pages.fresh("naba", second, two.id, 10)
    assert (two.url, one.url) == (TWO, ONE)
    assert pages.fresh("naba", second, one.id, 10) == []


def test_what_is_left_over_is_drawn_newest_first_and_each_page_once(database: Database) -> None:
    pages, run_id = Pages(database), start(database)
    announce(database, run_id, link(ONE), link(TWO), link(THREE))
    fetch(database, run_id, TWO, Outcome.FAILED)
    later = start(database)
    first = pages.left_over("naba", later, LATER, None, 2)
    last = pages.left_over("naba", later, LATER, first[-1].id, 2)
    assert [page.url for page in (*first, *last)] == [THREE, TWO, ONE]
    assert pages.left_over("naba", later, LATER, last[-1].id, 2) == []


def test_an_outlet_waits_for_its_own_pages_only(database: Database) -> None:
    start(database, "sada")
    announce(database, start(database), link(ONE))
    assert Pages(database).left_over("sada", start(database, "sada"), NOW, None, 10) == []


def test_5000_links_take_a_handful_of_statements(database: Database) -> None:
    run_id = start(database)
    links = [link(f"https://naba.example/{number}") for number in range(5_000)]
    pages = Pages(database)
    for expected in (5_000, 0):
        with counted_statements(database) as statements:
            assert len(pages.announce(run_id, "naba", FEED, links, NOW).untried) == expected
        assert len(statements) <= 12, statements
        Writer(database, COMPARISON).store([visit(run_id, link.url, outcome=Outcome.GONE) for link in links])


def test_links_that_no_database_could_hold_do_not_keep_the_others_out(database: Database) -> None:
    run_id = start(database)
    odd = [link("https://naba.example/\ud800"), link(TWO, headline="عنوان\0 مقطوع \udfff")]
    assert len(announce(database, run_id, link(ONE), *odd)) == 3


def test_links_of_the_operator_need_no_source(database: Database) -> None:
    run_id = start(database)
    assert announce(database, run_id, link(ONE), source_url=None) == [ONE]
    assert rows(database, "SELECT source_id, run_id FROM pages") == [(None, run_id)]


def test_a_document_that_a_source_leads_to_is_a_source_too(database: Database) -> None:
    announce(database, start(database), link(ONE), source_url="https://naba.example/sitemap-2.xml")
    assert rows(database, "SELECT kind FROM sources ORDER BY id") == ["feed", "linked"]


def test_a_document_in_parts_is_one_answer_of_its_source(database: Database) -> None:
    run_id, pages = start(database), Pages(database)
    first = pages.announce(run_id, "naba", FEED, [link(ONE)], NOW, Validators('"1"'), 200, is_last=False)
    assert rows(database, "SELECT asked, etag FROM sources") == [(0, None)]
    last = pages.announce(run_id, "naba", FEED, [link(TWO)], NOW, Validators('"1"'), 200, before=first.answer)
    assert rows(database, "SELECT asked, etag FROM sources") == [(1, '"1"')]
    assert (last.answer.listed, last.answer.news) == (2, 2)


def test_what_is_left_over_is_found_without_reading_the_pages_that_are_settled(database: Database) -> None:
    """Of a million pages some hundreds are due; reading them all took more than a second, in every run."""
    run_id = start(database)
    links = [link(f"https://naba.example/{number}") for number in range(2_000)]
    Pages(database).announce(run_id, "naba", FEED, links, NOW)
    Writer(database, COMPARISON).store([visit(run_id, link.url, outcome=Outcome.NO_ARTICLE) for link in links])
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")
    event.listen(database.engine, "before_cursor_execute", note)
    assert left_over(database) == []
    event.remove(database.engine, "before_cursor_execute", note)
    [(statement, parameters)] = [one for one in asked if "is_untried" in one[0]]
    explain = "EXPLAIN QUERY PLAN" if database.engine.dialect.name == "sqlite" else "EXPLAIN"
    with database.reading() as connection:
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))
    assert "ix_pages_unsettled" in plan


def test_a_page_is_left_over_once_its_source_says_that_it_changed_whatever_had_become_of_it(database: Database) -> None:
    run_id = start(database)
    fetch(database, run_id, ONE)
    fetch_article(database, run_id, TWO, key(THREE))
    assert left_over(database) == []
    changed = LATER + timedelta(minutes=1)
    announce(database, run_id, *(link(url, modified_at=changed) for url in (ONE, TWO, THREE)))
    assert left_over(database) == [THREE, TWO, ONE]


def test_a_source_brought_the_articles_that_it_was_the_first_to_announce(database: Database) -> None:
    run_id, other = start(database), "https://naba.example/sitemap-2.xml"
    announce(database, run_id, link(ONE), link(TWO))
    announce(database, run_id, link(TWO), link(THREE), source_url=other)
    for url in (ONE, THREE):
        Writer(database, COMPARISON).store([visit(run_id, url, article(url, story(int(url[-1]))))])
    brought = Pages(database).brought
    assert brought("naba", FEED, [key(ONE), key(TWO), key(THREE)]) == {key(ONE)}
    assert brought("naba", other, [key(ONE), key(TWO), key(THREE)]) == {key(THREE)}
    assert brought("naba", "https://naba.example/nowhere", [key(ONE)]) == frozenset()
