"""A page that other rules read anew is no edit of its outlet's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crawler.comparing import COMPARISON
from crawler.text.fingerprint import content_hash, sampled, shingles
from storage.database import Database
from storage.outcomes import Outcome
from storage.records import CUT_SHOWN, ArticleRecord
from storage.writer import Writer
from tests.storage.news import NOW, article, key, rows, start, story, visit

ONE, TWO = "https://naba.example/1", "https://naba.example/2"
TEXT = story(1)
CALL = "ادعموا الجريدة لتبقى مستقلة"
BOX = "جميع الحقوق محفوظة للجريدة " * 12
EDITED = TEXT.replace("رممت", "أعادت بناء")


def found(body: str, url: str = ONE, **changes: Any) -> ArticleRecord:
    return article(url, body, extractor="generic@1", **changes)


def outcome(database: Database, *readings: ArticleRecord) -> Outcome:
    """What became of the last of several readings of one page, an hour apart."""
    run_id = start(database)
    for hours, reading in enumerate(readings):
        [stored] = Writer(database, COMPARISON).store(
            [visit(run_id, ONE, reading, fetched_at=NOW + hours * timedelta(hours=1))]
        )
        assert stored.error is None
    return stored.outcome


def cut(body: str, *lines: str, template: int | None = 1, extractor: str = "generic@1") -> ArticleRecord:
    """A reading that cut `lines`."""
    removed = tuple(f"template {template}: {line[:CUT_SHOWN]}" for line in lines)
    return replace(found(body), template=template, removed=removed, extractor=extractor)


@pytest.mark.parametrize("line", [CALL, BOX.strip()])
@pytest.mark.parametrize("form", ["{text}\n\n{line}", "{line}\n\n{text}", "{line}\n\n{text}\n\n{line}"])
def test_a_line_that_a_new_snapshot_cuts_is_no_edit(database: Database, line: str, form: str) -> None:
    before = form.format(text=TEXT, line=line)
    assert outcome(database, found(before), cut(TEXT, line)) is Outcome.UNCHANGED
    assert rows(database, "SELECT body, template FROM revisions") == [(before, None)]


def test_a_line_that_an_older_extractor_cut_and_a_newer_one_keeps_is_no_edit(database: Database) -> None:
    older = cut(TEXT, CALL, template=None)
    newer = replace(found(f"{TEXT}\n\n{CALL}"), extractor="generic@2")
    assert outcome(database, older, newer) is Outcome.UNCHANGED


def test_lines_that_each_of_two_extractors_cut_are_no_edit(database: Database) -> None:
    other = "حقوق النشر للجريدة"
    older = cut(f"{TEXT}\n\n{other}", CALL)
    newer = cut(f"{CALL}\n\n{TEXT}", other, extractor="generic@2")
    assert outcome(database, older, newer) is Outcome.UNCHANGED


def test_an_edit_is_an_edit_whatever_reads_it(database: Database) -> None:
    before = found(f"{TEXT}\n\n{CALL}")
    assert outcome(database, before, cut(EDITED, CALL)) is Outcome.REVISED
    assert rows(database, "SELECT body, template FROM all_articles") == [(EDITED, 1)]


@pytest.mark.parametrize(
    "after",
    [
        cut(TEXT.rpartition("\n\n")[0], CALL),  # a paragraph is gone that nothing cut
        cut(f"{TEXT}\n\nأضافت البلدية يوما.", CALL),
        cut("\n\n".join(reversed(TEXT.split("\n\n"))), CALL),
        replace(cut(TEXT, CALL), headline="عنوان آخر"),
        replace(found(TEXT), removed=(f"phrase: {CALL}",)),  # read by the same rules: the outlet itself moved the line
    ],
)
def test_what_the_rules_do_not_explain_is_an_edit(database: Database, after: ArticleRecord) -> None:
    after = replace(after, content_hash=content_hash(after.headline, after.body))
    assert outcome(database, found(f"{TEXT}\n\n{CALL}"), after) is Outcome.REVISED


def test_the_edit_after_a_reading_by_new_rules_is_found(database: Database) -> None:
    readings = (found(f"{TEXT}\n\n{CALL}"), cut(TEXT, CALL), cut(EDITED, CALL), cut(EDITED, CALL))
    assert outcome(database, *readings) is Outcome.UNCHANGED
    assert rows(database, "SELECT template FROM revisions ORDER BY id") == [None, 1]


def test_another_address_of_an_article_is_known_by_a_reading_of_other_rules(database: Database) -> None:
    run_id = start(database)
    other = replace(cut(TEXT, CALL), keys=(key(TWO),), shingles=sampled(shingles(TEXT)))
    stored = Writer(database, COMPARISON).store(
        [visit(run_id, ONE, found(f"{TEXT}\n\n{CALL}")), visit(run_id, TWO, other)]
    )
    assert [one.outcome for one in stored] == [Outcome.STORED, Outcome.DUPLICATE_URL]
