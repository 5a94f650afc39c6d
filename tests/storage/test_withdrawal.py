from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.outcomes import Outcome
from storage.pages import Pages
from storage.records import FRONT_PAGE
from storage.writer import Writer
from tests.storage.news import NOW, article, key, link, rows, start, story, visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# When the page of the first article is gone for the first time, when all its revisits for edits are over.
GONE = NOW + 10 * DAY
STATES = "SELECT state FROM articles ORDER BY id"
VERDICT = "SELECT verdict FROM outlets"


def page(number: int) -> str:
    return f"https://naba.example/{number}"


def publish(database: Database, count: int, at: datetime = NOW) -> int:
    """Store articles under the first pages; the id of their run."""
    run_id = start(database)
    Writer(database, COMPARISON).store(
        [
            visit(run_id, page(number), article(page(number), story(number), published_at=at - HOUR), fetched_at=at)
            for number in range(1, count + 1)
        ]
    )
    return run_id


def revisit(database: Database, run_id: int, at: datetime, outcome: Outcome, *numbers: int, **changes: Any) -> None:
    """Visit pages once more."""
    status = {Outcome.GONE: 404, Outcome.UNCHANGED: 304}.get(outcome)
    visits = [
        visit(run_id, page(number), outcome=outcome, **{"fetched_at": at, "status": status, **changes})
        for number in numbers
    ]
    Writer(database, COMPARISON).store(visits)


def due(database: Database, at: datetime) -> list[str]:
    return sorted(found.url for found in Pages(database).left_over("naba", start(database), at, None, 100))


def test_an_article_is_due_for_edits_after_an_hour_six_a_day_and_a_week(database: Database) -> None:
    run_id = publish(database, 1)
    for hours in (1, 6, 24, 168):
        at = NOW + hours * HOUR
        assert due(database, at - timedelta(minutes=1)) == []
        assert due(database, at) == [page(1)]
        revisit(database, run_id, at, Outcome.UNCHANGED, 1)
    assert due(database, NOW + 29 * DAY) == []


def test_the_steps_can_be_chosen_and_none_be_taken(database: Database) -> None:
    for number, steps in enumerate(((2 * HOUR,), ())):
        found = article(page(number), story(number))
        Writer(database, COMPARISON, steps).store([visit(start(database), page(number), found)])
    assert due(database, NOW + HOUR) == []
    assert due(database, NOW + 3 * HOUR) == [page(0)]


def test_an_edit_that_a_revisit_finds_is_a_version(database: Database) -> None:
    run_id = publish(database, 1)
    edited = article(page(1), story(1) + "\n\nأضافت البلدية أن الأعمال تستمر شهرا.")
    Writer(database, COMPARISON).store([visit(run_id, page(1), edited, fetched_at=NOW + HOUR)])
    assert rows(database, "SELECT revisions FROM published_articles") == [2]
    assert due(database, NOW + 6 * HOUR) == [page(1)]


@pytest.mark.parametrize(
    "old",
    [{"published_at": NOW - 8 * DAY}, {"published_at": None}],
    ids=["by its own date", "by its source's"],
)
def test_what_an_archive_brings_up_is_not_revisited(database: Database, old: dict[str, Any]) -> None:
    run_id = start(database)
    announced = link(page(1), published_at=NOW - 400 * DAY, modified_at=NOW - 400 * DAY)
    Pages(database).announce(run_id, "naba", None, [announced], NOW)
    Writer(database, COMPARISON).store([visit(run_id, page(1), article(page(1), story(1), **old))])
    assert due(database, NOW + 8 * DAY) == []


def test_another_address_of_an_article_is_not_revisited_besides(database: Database) -> None:
    run_id = publish(database, 1)
    second = article(page(1), story(1), keys=(key(page(2)),))
    Writer(database, COMPARISON).store([visit(run_id, page(2), second)])
    assert due(database, NOW + HOUR) == [page(1)]


def test_a_revisit_that_is_a_month_late_is_let_go(database: Database) -> None:
    publish(database, 1)
    assert due(database, NOW + 40 * DAY) == []


def test_an_article_that_is_gone_on_three_visits_over_a_week_is_withdrawn(database: Database) -> None:
    run_id = publish(database, 8)
    at = GONE
    for expected in ("published", "published", "withdrawn"):
        revisit(database, run_id, at, Outcome.UNCHANGED, *range(2, 9))
        revisit(database, run_id, at, Outcome.GONE, 1)
        assert rows(database, STATES) == [expected] + ["published"] * 7
        [next_at] = [
            found for found in (at + hours * HOUR for hours in range(1, 800)) if page(1) in due(database, found)
        ][:1]
        assert next_at - at == (30 * DAY if expected == "withdrawn" else timedelta(hours=84))
        at = next_at
    assert rows(database, "SELECT count(*) FROM published_articles") == [7]
    assert rows(database, VERDICT) == [None]


def test_a_withdrawn_article_that_answers_again_is_published_again(database: Database) -> None:
    run_id = publish(database, 3)
    for days in (0, 4, 7):
        revisit(database, run_id, GONE + days * DAY, Outcome.UNCHANGED, 2, 3)
        revisit(database, run_id, GONE + days * DAY, Outcome.GONE, 1)
    assert rows(database, STATES)[0] == "withdrawn"
    revisit(database, run_id, GONE + 40 * DAY, Outcome.UNCHANGED, 1)
    assert rows(database, STATES)[0] == "published"
    assert rows(database, "SELECT gone_since, gone_visits FROM pages WHERE gone_visits > 0") == []


def test_an_article_that_the_operator_erased_stays_erased(database: Database) -> None:
    run_id = publish(database, 2)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET state = 'erased' WHERE id = 1")
    for days in (0, 4, 7):
        revisit(database, run_id, GONE + days * DAY, Outcome.UNCHANGED, 2)
        revisit(database, run_id, GONE + days * DAY, Outcome.GONE, 1)
    revisit(database, run_id, GONE + 40 * DAY, Outcome.UNCHANGED, 1)
    assert rows(database, STATES)[0] == "erased"


def test_three_visits_on_one_day_are_not_enough(database: Database) -> None:
    run_id = publish(database, 2)
    for hours in range(6):
        revisit(database, run_id, GONE + hours * HOUR, Outcome.UNCHANGED, 2)
        revisit(database, run_id, GONE + hours * HOUR, Outcome.GONE, 1)
    assert rows(database, STATES)[0] == "published"


def test_failures_and_walls_are_no_visits_and_do_not_bring_the_page_back(database: Database) -> None:
    run_id = publish(database, 2)
    for days, outcome in enumerate((Outcome.GONE, Outcome.FAILED, Outcome.BLOCKED, Outcome.FAILED)):
        revisit(database, run_id, GONE + 3 * days * DAY, Outcome.UNCHANGED, 2)
        revisit(database, run_id, GONE + 3 * days * DAY, outcome, 1)
    assert rows(database, "SELECT gone_visits FROM pages WHERE gone_since IS NOT NULL") == [1]
    assert rows(database, STATES)[0] == "published"


def test_nothing_is_withdrawn_while_no_other_old_page_is_known_to_answer(database: Database) -> None:
    run_id = publish(database, 2)
    revisit(database, run_id, GONE, Outcome.GONE, 1)
    # Another one is visited along, to tell.
    assert due(database, GONE + 4 * DAY) == [page(1), page(2)]
    for days in (4, 8, 12):
        revisit(database, run_id, GONE + days * DAY, Outcome.FAILED, 2)
        revisit(database, run_id, GONE + days * DAY, Outcome.GONE, 1)
    assert rows(database, STATES)[0] == "published"
    revisit(database, run_id, GONE + 13 * DAY, Outcome.UNCHANGED, 2)
    revisit(database, run_id, GONE + 16 * DAY, Outcome.GONE, 1)
    assert rows(database, STATES)[0] == "withdrawn"


def test_pages_of_a_new_site_do_not_tell_that_the_old_one_is_there(database: Database) -> None:
    run_id = publish(database, 1)
    for days in (0, 4, 8):
        new = article(page(50 + days), story(50 + days))
        Writer(database, COMPARISON).store([visit(run_id, page(50 + days), new, fetched_at=GONE + days * DAY)])
        revisit(database, run_id, GONE + (days + 1) * DAY, Outcome.UNCHANGED, 50 + days)
        revisit(database, run_id, GONE + (days + 1) * DAY, Outcome.GONE, 1)
    assert rows(database, STATES)[0] == "published"


def test_an_article_whose_other_address_answers_is_not_withdrawn(database: Database) -> None:
    run_id = publish(database, 3)
    second = article(page(1), story(1), keys=(key(page(9)),))
    Writer(database, COMPARISON).store([visit(run_id, page(9), second)])
    revisit(database, run_id, GONE, Outcome.GONE, 1)
    assert page(9) in due(database, GONE + 4 * DAY)
    for days in (4, 7):
        revisit(database, run_id, GONE + days * DAY, Outcome.UNCHANGED, 2, 3, 9)
        revisit(database, run_id, GONE + days * DAY, Outcome.GONE, 1)
    assert rows(database, STATES)[0] == "published"


def test_many_gone_at_once_are_a_migration_and_nothing_is_withdrawn(database: Database) -> None:
    run_id = publish(database, 20)
    for days in (0, 4, 8, 12):
        revisit(database, run_id, GONE + days * DAY, Outcome.UNCHANGED, *range(6, 21))
        revisit(database, run_id, GONE + days * DAY, Outcome.GONE, *range(1, 6))
    assert rows(database, VERDICT) == ["migrated"]
    assert set(rows(database, STATES)) == {"published"}


def test_a_migration_is_taken_back_when_the_pages_answer_again(database: Database) -> None:
    run_id = publish(database, 6)
    revisit(database, run_id, GONE, Outcome.GONE, *range(1, 7))
    assert rows(database, VERDICT) == ["migrated"]
    revisit(database, run_id, GONE + DAY, Outcome.UNCHANGED, 1, 2)
    assert rows(database, VERDICT) == ["migrated"]
    revisit(database, run_id, GONE + 2 * DAY, Outcome.UNCHANGED, 3, 4, 5)
    assert rows(database, VERDICT) == [None]


def test_redirects_to_the_front_page_are_a_migration_and_never_a_withdrawal(database: Database) -> None:
    run_id = publish(database, 8)
    home = {"led_to": FRONT_PAGE, "status": 200}
    for days in (0, 4, 8):
        revisit(database, run_id, GONE + days * DAY, Outcome.UNCHANGED, *range(2, 9))
        revisit(database, run_id, GONE + days * DAY, Outcome.GONE, 1, **home)
    assert (rows(database, STATES)[0], rows(database, VERDICT)) == ("published", [None])
    revisit(database, run_id, GONE + 9 * DAY, Outcome.GONE, 2, 3, 4, **home)
    assert rows(database, VERDICT) == ["migrated"]


def test_steady_redirects_to_one_new_domain_are_a_move(database: Database) -> None:
    run_id = publish(database, 6)
    away = {"led_to": "naba.test", "reason": "redirects to another site"}
    revisit(database, run_id, GONE, Outcome.FAILED, 1, 2, 3, 4, **away)
    assert rows(database, VERDICT) == [None]
    revisit(database, run_id, GONE + DAY, Outcome.FAILED, 5, led_to="shop.test")
    assert rows(database, VERDICT) == [None]
    revisit(database, run_id, GONE + DAY, Outcome.FAILED, 6, **away)
    assert rows(database, "SELECT verdict, moved_to FROM outlets") == [("moved", "naba.test")]
    revisit(database, run_id, GONE + 2 * DAY, Outcome.UNCHANGED, 1, 2, 3, 4)
    assert rows(database, VERDICT) == [None]


def test_a_page_that_was_never_an_article_is_given_up_and_not_watched(database: Database) -> None:
    run_id = start(database)
    revisit(database, run_id, NOW, Outcome.GONE, 1)
    assert rows(database, "SELECT gone_since, gone_visits FROM pages") == [(None, 0)]
    assert due(database, NOW + timedelta(minutes=15)) == [page(1)]
