from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.reading import NewestArticle, last_run, newest_articles
from storage.writer import Writer
from tests.storage.news import NOW, article, start, story, visit


def test_the_newest_articles_come_first_with_their_date_or_when_they_were_collected(database: Database) -> None:
    run_id = start(database)
    published = {
        "أمس": NOW - timedelta(days=1),
        "بلا تاريخ": None,
        "اليوم": NOW - timedelta(hours=1),
        "خارج الموضوع": NOW,
    }
    visits = [
        visit(
            run_id,
            f"https://naba.example/{number}",
            article(
                f"https://naba.example/{number}",
                story(number),
                headline,
                published_at=moment,
                is_relevant=headline != "خارج الموضوع",
            ),
        )
        for number, (headline, moment) in enumerate(published.items())
    ]
    Writer(database, COMPARISON).store(visits)
    assert newest_articles(database, 2) == [
        NewestArticle("نبأ", "بلا تاريخ", NOW.date()),
        NewestArticle("نبأ", "اليوم", (NOW - timedelta(hours=1)).date()),
    ]
    assert len(newest_articles(database, 10)) == 3


def test_an_outlet_that_never_ran_has_no_last_run(database: Database) -> None:
    with pytest.raises(NoResultFound):
        last_run(database, "naba")
