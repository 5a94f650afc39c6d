"""`scrapy revisions`: the versions of an article, read in a terminal."""

from datetime import timedelta
from pathlib import Path

from crawler.comparing import COMPARISON
from crawler.text.urls import url_key
from storage.database import open_database
from storage.writer import Writer
from tests.running import scrapy
from tests.storage.news import NOW, article, start, story, visit

PAGE = "https://www.naba.example/news/1/"


def stored_twice(url: str) -> None:
    """A database in which one article was edited."""
    database = open_database(url)
    run_id = start(database)
    edited = story(1).replace("رممت", "أعادت بناء")
    for hours, (headline, body) in enumerate((("خبر أول", story(1)), ("خبر ثان", edited))):
        found = article(PAGE, body, headline, keys=(url_key(PAGE),))
        [stored] = Writer(database, COMPARISON).store(
            [visit(run_id, PAGE, found, fetched_at=NOW + hours * timedelta(hours=1))]
        )
        assert stored.error is None
    database.close()


def test_the_diff_says_when_what_and_how_much(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    stored_twice(url)
    done = scrapy("revisions", "http://naba.example/news/1?utm_source=x", "-s", f"DATABASE_URL={url}")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == [PAGE, "2026-03-02 10:00 UTC  خبر أول"]
    assert lines[3].startswith("2026-03-02 11:00 UTC  changed: headline, body, ")
    assert "~[headline] خبر [-أول-] {+ثان+}" in lines
    assert any("[-رممت-] {+أعادت بناء+}" in line for line in lines)


def test_an_address_that_nothing_is_stored_under_is_an_error_that_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    stored_twice(url)
    done = scrapy("revisions", "https://naba.example/other", "-s", f"DATABASE_URL={url}")
    assert done.returncode == 1
    assert "no article is stored under https://naba.example/other" in done.stderr


def test_one_address_is_asked_for() -> None:
    assert scrapy("revisions").returncode == 2
