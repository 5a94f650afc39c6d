"""The words of a source stand in for a page that is blocked, and give way to the page."""

from datetime import timedelta

import pytest

from crawler.comparing import COMPARISON
from storage.announced import AnnouncedTexts
from storage.database import Database
from storage.outcomes import Outcome
from storage.pages import Pages
from storage.records import AnnouncedText, ArticleRecord, LinkRecord, Stored
from storage.writer import Writer
from tests.storage.news import FEED, NOW, article, key, link, rows, start, story, visit

ONE, TWO = "https://naba.example/1", "https://naba.example/2"
TEXT = "<p>رممت البلدية الجسر القديم.</p>"


def announced(url: str = ONE, content: str | None = TEXT) -> LinkRecord:
    return link(url, headline="ترميم الجسر", published_at=NOW, content=content)


def announce(database: Database, run_id: int, *links: LinkRecord) -> None:
    Pages(database).announce(run_id, "naba", FEED, links, NOW)


def kept(database: Database, url: str = ONE) -> AnnouncedText | None:
    return AnnouncedTexts(database).of(key(url))


def fetch(database: Database, run_id: int, outcome: Outcome | None, found: ArticleRecord | None = None) -> Stored:
    later = NOW + timedelta(hours=1)
    [stored] = Writer(database, COMPARISON).store([visit(run_id, ONE, found, outcome=outcome, fetched_at=later)])
    return stored


def of_source(number: int = 1) -> ArticleRecord:
    return article(ONE, story(number), extractor="feed@2", headline="ترميم الجسر")


def test_a_text_is_kept_with_what_its_source_says_until_the_page_is_settled(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, announced(), announced(TWO, None))
    assert kept(database) == AnnouncedText("ترميم الجسر", NOW, TEXT)
    assert kept(database, TWO) is None
    fetch(database, run_id, Outcome.BLOCKED)
    assert kept(database)
    fetch(database, run_id, Outcome.NO_ARTICLE)
    assert kept(database) is None
    announce(database, run_id, announced())  # as its source does for days
    assert kept(database) is None


def test_the_newest_text_is_kept(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, announced())
    announce(database, run_id, announced(content=TEXT * 2))
    found = kept(database)
    assert found
    assert found.content == TEXT * 2


def test_what_an_article_is_filed_under_is_kept_without_its_text(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, link(ONE, sections=("محليات",), keywords=("حماة", "مياه\0")))
    assert kept(database) == AnnouncedText(None, None, None, ("محليات",), ("حماة", "مياه"))
    announce(database, run_id, link(ONE, sections=("خدمات",)))
    assert kept(database) == AnnouncedText(None, None, None, ("خدمات",), ())


def test_what_is_said_of_a_known_article_is_kept_when_it_changed_until_it_is_read_again(database: Database) -> None:
    run_id = start(database)
    assert not AnnouncedTexts(database).any("naba")
    announce(database, run_id, link(ONE))
    fetch(database, run_id, None, article(ONE, story(1)))  # an hour later
    announce(database, run_id, announced())
    assert not AnnouncedTexts(database).any("naba")
    announce(database, run_id, link(ONE, content=TEXT * 2, modified_at=NOW + timedelta(hours=2)))
    assert AnnouncedTexts(database).any("naba")
    found = kept(database)
    assert found
    assert found.content == TEXT * 2
    later = NOW + timedelta(hours=3)
    Writer(database, COMPARISON).store([visit(run_id, ONE, article(ONE, story(2)), fetched_at=later)])
    assert not AnnouncedTexts(database).any("naba")


def test_a_text_of_a_page_that_is_given_up_is_deleted(database: Database) -> None:
    run_id = start(database)
    announce(database, run_id, announced())
    for _ in range(12):
        fetch(database, run_id, Outcome.FAILED)
    assert rows(database, "SELECT count(*) FROM announced_texts") == [0]


def test_the_words_of_a_source_are_stored_and_the_page_stays_blocked(database: Database) -> None:
    run_id = start(database)
    stored = fetch(database, run_id, Outcome.BLOCKED, of_source())
    assert (stored.outcome, stored.from_source) == (Outcome.BLOCKED, True)
    assert rows(database, "SELECT outcome, attempts FROM pages") == [("blocked", 1)]
    assert rows(database, "SELECT due_at IS NOT NULL FROM pages") == [True]
    assert rows(database, "SELECT headline, extractor FROM published_articles") == [("ترميم الجسر", "feed@2")]
    assert rows(database, "SELECT outcome, n FROM run_counts") == [("blocked", 1)]


def test_they_are_stored_once_and_never_in_the_place_of_the_page(database: Database) -> None:
    run_id = start(database)
    assert fetch(database, run_id, None, article(ONE, story(1))).outcome is Outcome.STORED
    stored = fetch(database, run_id, Outcome.BLOCKED, of_source(2))
    assert (stored.outcome, stored.from_source) == (Outcome.BLOCKED, False)
    assert rows(database, "SELECT count(*) FROM revisions") == [1]


@pytest.mark.parametrize("number", [1, 2])  # the same text, and another one
def test_the_page_replaces_them_and_that_is_no_edit(database: Database, number: int) -> None:
    run_id = start(database)
    first = fetch(database, run_id, Outcome.BLOCKED, of_source())
    page = fetch(database, run_id, None, article(ONE, story(number), headline="ترميم الجسر"))
    assert (page.outcome, page.article_uid) == (Outcome.STORED, first.article_uid)
    assert rows(database, "SELECT extractor, revisions, body FROM published_articles") == [("naba/1", 1, story(number))]
    assert rows(database, "SELECT count(*) FROM revisions") == [1]
    assert rows(database, "SELECT count(*) FROM revision_authors") == [1]
    assert fetch(database, run_id, None, article(ONE, story(3))).outcome is Outcome.REVISED
