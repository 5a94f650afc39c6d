"""Verdicts given anew on what is stored."""

from dataclasses import replace

import pytest

from crawler.comparing import COMPARISON
from storage import verdicts
from storage.database import Database
from storage.verdicts import JudgedArticle, Verdict, Verdicts
from storage.writer import Writer
from tests.storage.news import NOW, article, rows, start, story, visit

NEW = Verdict(False, 0.1, {"version": "rules 9"})


@pytest.fixture
def five(database: Database) -> Verdicts:
    """Five stored articles, the last one off topic."""
    run_id = start(database)
    visits = []
    for number in range(5):
        url = f"https://naba.example/{number}"
        visits.append(visit(run_id, url, article(url, story(number, 3), is_relevant=number < 4)))
    Writer(database, COMPARISON).store(visits)
    return Verdicts(database)


def everything(found: Verdicts) -> list[JudgedArticle]:
    return [article for batch in found.batches() for article in batch]


def test_every_article_comes_once_in_small_batches_off_topic_ones_too(
    five: Verdicts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "BATCH", 2)
    assert [len(batch) for batch in five.batches()] == [2, 2, 1]
    found = everything(five)
    assert [one.body for one in found] == [story(number, 3) for number in range(5)]
    assert [one.verdict.is_relevant for one in found] == [True] * 4 + [False]
    assert (found[0].outlet, found[0].country, found[0].published_on) == ("naba", "SY", NOW.date())


def test_a_new_verdict_moves_an_article_out_of_the_published_ones_and_back(five: Verdicts, database: Database) -> None:
    first, last = everything(five)[0], everything(five)[4]
    assert five.change([(first, NEW), (last, replace(NEW, is_relevant=True))]) == 2
    published = rows(database, "SELECT url FROM published_articles ORDER BY url")
    assert published == [f"https://naba.example/{number}" for number in (1, 2, 3, 4)]
    assert everything(five)[0].verdict == NEW


def test_an_article_that_was_edited_meanwhile_keeps_the_verdict_on_its_edit(five: Verdicts, database: Database) -> None:
    [first, *_] = everything(five)
    url = "https://naba.example/0"
    edited = article(url, story(0, 4), relevance_score=0.7)
    Writer(database, COMPARISON).store([visit(start(database), url, edited, fetched_at=NOW.replace(hour=12))])
    assert five.change([(first, NEW)]) == 0
    assert everything(five)[0].verdict.score == 0.7


def test_what_was_erased_is_not_judged(five: Verdicts, database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET state = 'erased' WHERE id = 2")
    assert [one.id for one in everything(five)] == [1, 3, 4, 5]
