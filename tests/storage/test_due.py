from datetime import timedelta

from crawler.text.fingerprint import containment
from storage.database import Database
from storage.due import POLL_EVERY, outlets_due
from storage.outcomes import Outcome
from storage.pages import Pages
from storage.records import Validators
from storage.writer import Writer
from tests.storage.news import FEED, NOW, link, start, visit

DECLARED = {"naba": [FEED], "khabar": ["https://khabar.example/feed"]}


def test_an_outlet_is_due_before_its_first_run_and_then_after_a_while(database: Database) -> None:
    start(database, "naba")
    assert outlets_due(database, DECLARED, NOW) == ["naba", "khabar"]
    Pages(database).note_source("naba", FEED, NOW, status=304)
    assert outlets_due(database, DECLARED, NOW) == ["khabar"]
    assert outlets_due(database, DECLARED, NOW + POLL_EVERY) == ["naba", "khabar"]


def test_an_outlet_with_a_page_that_waits_is_due(database: Database) -> None:
    run_id = start(database, "naba")
    page = "https://naba.example/1"
    Pages(database).announce(run_id, "naba", FEED, [link(page)], NOW, Validators(), 200)
    assert "naba" in outlets_due(database, DECLARED, NOW)
    Writer(database, containment).store([visit(run_id, page, outcome=Outcome.NO_ARTICLE)])
    assert "naba" not in outlets_due(database, DECLARED, NOW + timedelta(minutes=1))
