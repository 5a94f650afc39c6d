"""What a visit with an article means: new, revised, unchanged, a further address, or a copy."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.models import Revision
from storage.outcomes import Outcome
from storage.records import ArticleRecord, Stored, VisitRecord
from storage.writer import Writer
from tests.storage.news import NOW, article, key, rows, start, story, visit

ONE, TWO = "https://naba.example/1", "https://naba.example/2"
THEIRS = "https://sada.example/9"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = story(1)
EDITED = TEXT.replace("رممت", "أعادت بناء")
CURRENT = "SELECT headline, body FROM all_articles"


def store(database: Database, *visits: VisitRecord) -> list[Stored]:
    return Writer(database, COMPARISON).store(visits)


def read(database: Database, run_id: int, url: str, found: ArticleRecord, **changes: Any) -> Stored:
    [stored] = store(database, visit(run_id, url, found, **changes))
    assert stored.error is None
    return stored


def read_theirs(database: Database, run_id: int, url: str, found: ArticleRecord, **changes: Any) -> Stored:
    return read(database, run_id, url, found, outlet="sada", **changes)


@pytest.fixture
def ours(database: Database) -> int:
    return start(database)


@pytest.fixture
def theirs(database: Database) -> int:
    return start(database, "sada")


def test_a_new_article_is_stored_whole(database: Database, ours: int) -> None:
    found = article(
        ONE,
        TEXT,
        alternative_headline="عنوان ثان",
        description="وصف",
        authors=("هالة الكاتبة", "سامر المحرر"),
        keywords=("مكتبات", "حدائق"),
        credit="وكالة",
        dateline="دمشق",
        published_raw="2 آذار 2026",
        published_source="meta",
        modified_at=NOW,
        section="محليات",
        image_url=f"{ONE}.jpg",
        image_caption="المكتبة",
        removed=("rule: اقرأ أيضا",),
        kicker="خاص",
        image_credit="هالة الكاتبة",
        published_zone="page",
        kind="opinion",
        template=3,
    )
    stored = read(database, ours, ONE, found)
    assert stored.outcome is Outcome.STORED
    assert not stored.is_copy
    [row] = rows(
        database,
        "SELECT uid, url, headline, alternative_headline, description, body, authors, keywords, credit, dateline, "
        "published_raw, published_source, section, image_url, image_caption, kind, extractor, revisions, state, "
        "language, word_count, kicker, image_credit, published_zone, template FROM all_articles",
    )
    assert row == (
        stored.article_uid, ONE, "خبر من المدينة", "عنوان ثان", "وصف", TEXT, "هالة الكاتبة، سامر المحرر",
        "مكتبات، حدائق", "وكالة", "دمشق", "2 آذار 2026", "meta", "محليات", f"{ONE}.jpg", "المكتبة", "opinion", "naba/1",
        1, "published", "ar", len(TEXT.split()), "خاص", "هالة الكاتبة", "page", 3,
    )  # fmt: skip


def test_where_fields_were_read_and_what_disagreed_is_kept(database: Database, ours: int) -> None:
    disagreement = {
        "field": "published_at", "kept": "10:00", "origin": "meta", "other": "12:00", "other_origin": "text",
        "rule": "zone",
    }  # fmt: skip
    read(database, ours, ONE, article(ONE, TEXT, origins={"headline": "json-ld"}, disagreements=(disagreement,)))
    with database.reading() as connection:
        row = connection.execute(select(Revision.origins, Revision.disagreements)).one()
    assert tuple(row) == ({"headline": "json-ld"}, [disagreement])


def test_two_flashes_of_one_body_are_told_apart_by_their_headlines(database: Database, ours: int) -> None:
    body = "التفاصيل بعد قليل على موقعنا ومنصاتنا كلها."
    first, second = (
        article(url, body, line, kind="flash") for url, line in ((ONE, "عاجل: هزة خفيفة"), (TWO, "عاجل: أمطار"))
    )
    assert first.content_hash != second.content_hash
    assert read(database, ours, ONE, first).outcome is Outcome.STORED
    assert read(database, ours, TWO, second).outcome is Outcome.STORED


def test_an_article_about_something_else_is_stored_whole_with_the_verdict(database: Database, ours: int) -> None:
    found = article(ONE, TEXT, is_relevant=False, relevance_score=0.1, relevance_evidence={"version": 1})
    assert read(database, ours, ONE, found).outcome is Outcome.OFF_TOPIC
    assert rows(database, "SELECT body FROM all_articles WHERE NOT is_relevant") == [TEXT]
    assert rows(database, "SELECT * FROM published_articles") == []


def test_the_same_text_at_the_same_page_is_unchanged(database: Database, ours: int) -> None:
    first = read(database, ours, ONE, article(ONE, TEXT))
    second = read(database, ours, ONE, article(ONE, TEXT), fetched_at=NOW + HOUR)
    assert second == Stored(Outcome.UNCHANGED, first.article_uid)
    assert rows(database, "SELECT count(*) FROM revisions") == [1]


def test_the_same_text_at_a_known_address_that_was_never_read_is_a_further_address(
    database: Database, ours: int
) -> None:
    first = read(database, ours, ONE, article(ONE, TEXT, keys=(key(ONE), key("number 1"))))
    second = read(database, ours, TWO, article(TWO, TEXT, keys=(key(TWO), key("number 1"))))
    assert second == Stored(Outcome.DUPLICATE_URL, first.article_uid)
    third = read(database, ours, TWO, article(TWO, TEXT))  # known by its own address now
    assert third == Stored(Outcome.UNCHANGED, first.article_uid)


def test_the_same_text_at_an_unknown_address_of_the_outlet_is_a_further_address(database: Database, ours: int) -> None:
    first = read(database, ours, ONE, article(ONE, TEXT))
    second = read(database, ours, TWO, article(TWO, TEXT, keys=(key(TWO), key("canonical"))))
    assert second == Stored(Outcome.DUPLICATE_URL, first.article_uid)
    assert set(rows(database, "SELECT url_key FROM article_urls")) == {key(ONE), key(TWO), key("canonical")}
    assert rows(database, "SELECT count(*) FROM articles") == [1]


def test_a_mobile_page_that_names_the_article_is_a_further_address_of_it(database: Database, ours: int) -> None:
    mobile = "https://m.naba.example/1"
    first = read(database, ours, ONE, article(ONE, TEXT))
    shortened = article(mobile, TEXT.rpartition("\n\n")[0], keys=(key(mobile), key(ONE)), canonical_url=ONE)
    assert read(database, ours, mobile, shortened).article_uid == first.article_uid
    assert rows(database, "SELECT count(*) FROM articles") == [1]


def test_a_redirect_makes_both_addresses_the_article_s(database: Database, ours: int) -> None:
    read(database, ours, ONE, article(TWO, TEXT), final_key=key(TWO))
    assert set(rows(database, "SELECT url_key FROM article_urls")) == {key(ONE), key(TWO)}


@pytest.mark.parametrize(("headline", "body"), [("خبر من المدينة", EDITED), ("عنوان جديد", TEXT)])
def test_an_edit_keeps_every_version_with_its_byline_and_times(
    database: Database, ours: int, headline: str, body: str
) -> None:
    first = read(database, ours, ONE, article(ONE, TEXT, keywords=("قديم",)))
    edited = article(
        ONE, body, headline, authors=("سامر المحرر",), keywords=(), modified_at=NOW + HOUR, is_relevant=False
    )
    second = read(database, ours, ONE, edited, fetched_at=NOW + 2 * HOUR)
    assert second == Stored(Outcome.REVISED, first.article_uid)
    assert rows(
        database,
        "SELECT r.headline, r.body, a.name, r.modified_at IS NULL FROM revisions r "
        "JOIN revision_authors l ON l.revision_id = r.id JOIN authors a ON a.id = l.author_id ORDER BY r.seen_at",
    ) == [("خبر من المدينة", TEXT, "هالة الكاتبة", True), (headline, body, "سامر المحرر", False)]
    assert rows(
        database, "SELECT headline, body, authors, keywords, revisions, is_relevant, revised_at > collected_at "
        "FROM all_articles"
    ) == [(headline, body, "سامر المحرر", None, 2, False, True)]  # fmt: skip


def test_an_edit_that_is_taken_back_is_a_further_version(database: Database, ours: int) -> None:
    for hours, body in enumerate((TEXT, EDITED, TEXT)):
        read(database, ours, ONE, article(ONE, body), fetched_at=NOW + hours * HOUR)
    assert rows(database, "SELECT body FROM revisions ORDER BY seen_at") == [TEXT, EDITED, TEXT]
    assert rows(database, "SELECT body, revisions FROM all_articles") == [(TEXT, 3)]


def test_an_older_copy_of_a_page_becomes_an_older_version(database: Database, ours: int) -> None:
    read(database, ours, ONE, article(ONE, EDITED))
    archived = visit(ours, ONE, article(ONE, TEXT), fetched_at=NOW - DAY)
    assert [store(database, archived)[0].outcome for _ in range(2)] == [Outcome.REVISED, Outcome.UNCHANGED]
    assert rows(database, "SELECT body, revisions FROM all_articles") == [(EDITED, 2)]


def test_copies_in_two_outlets_are_one_story(database: Database, ours: int, theirs: int) -> None:
    first = read(database, ours, ONE, article(ONE, TEXT))
    cut = TEXT.rpartition("\n\n")[0] + "\n\n" + "وأضافت الصحيفة سطرا من عندها."
    copy = read_theirs(database, theirs, THEIRS, article(THEIRS, cut, "عنوان آخر"), fetched_at=NOW + HOUR)
    assert copy.outcome is Outcome.STORED
    assert copy.is_copy
    assert rows(database, "SELECT count(DISTINCT story_id) FROM articles") == [1]
    assert rows(database, "SELECT uid FROM unique_articles") == [first.article_uid]


def test_different_texts_are_stories_of_their_own(database: Database, ours: int, theirs: int) -> None:
    read(database, ours, ONE, article(ONE, story(1)))
    assert not read_theirs(database, theirs, THEIRS, article(THEIRS, story(2))).is_copy
    assert rows(database, "SELECT count(DISTINCT story_id) FROM articles") == [2]


def test_texts_that_only_share_phrases_are_not_copies(database: Database, ours: int, theirs: int) -> None:
    shared = TEXT.split("\n\n")[:4]
    read(database, ours, ONE, article(ONE, TEXT))
    other = article(THEIRS, "\n\n".join([*shared, story(7)]))
    assert len(set(other.shingles) & set(article(ONE, TEXT).shingles)) >= 2
    assert not read_theirs(database, theirs, THEIRS, other).is_copy


@pytest.mark.parametrize("short", ["أمطرت اليوم.", "شاهد", "افتتحت البلدية المكتبة الجديدة اليوم"])
def test_texts_too_short_for_shingles_are_copies_when_they_are_equal(
    database: Database, ours: int, theirs: int, short: str
) -> None:
    read(database, ours, ONE, article(ONE, short, shingles=()))
    assert not read_theirs(database, theirs, THEIRS, article(THEIRS, f"{short} أيضا", shingles=())).is_copy
    assert read_theirs(database, theirs, f"{THEIRS}9", article(f"{THEIRS}9", short, shingles=())).is_copy


def test_a_text_is_found_by_its_newest_version(database: Database, ours: int, theirs: int) -> None:
    read(database, ours, ONE, article(ONE, story(1)))
    read(database, ours, ONE, article(ONE, story(2)), fetched_at=NOW + HOUR)
    cut = story(2).rpartition("\n\n")[0]
    assert read_theirs(database, theirs, THEIRS, article(THEIRS, cut)).is_copy
    cut = story(1).rpartition("\n\n")[0]
    assert not read_theirs(database, theirs, f"{THEIRS}9", article(f"{THEIRS}9", cut)).is_copy


def origin(database: Database) -> list[Any]:
    return rows(database, "SELECT DISTINCT origin_outlet FROM story_coverage")


def test_the_origin_is_the_earliest_even_if_it_is_collected_later(database: Database, ours: int, theirs: int) -> None:
    read(database, ours, ONE, article(ONE, TEXT, published_at=NOW - HOUR))
    assert origin(database) == ["naba"]
    read_theirs(database, theirs, THEIRS, article(THEIRS, TEXT, published_at=NOW - 2 * HOUR), fetched_at=NOW + DAY)
    assert origin(database) == ["sada"]
    assert sorted(rows(database, "SELECT outlet, seconds_after_origin FROM story_coverage")) == [
        ("naba", 3600), ("sada", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "published",
    [
        {"published_at": None, "published_precision": None},
        {"published_at": NOW + 30 * DAY},  # a date in the future
        {"published_at": datetime(1970, 1, 1, tzinfo=UTC)},  # a CMS's empty field
        {"published_at": NOW.replace(hour=0), "published_precision": "day"},  # some time that day
    ],
)
def test_a_date_that_says_little_does_not_make_an_origin(
    database: Database, ours: int, theirs: int, published: dict[str, Any]
) -> None:
    read(database, ours, ONE, article(ONE, TEXT, **published))
    read_theirs(database, theirs, THEIRS, article(THEIRS, TEXT, published_at=NOW - HOUR))
    assert origin(database) == ["sada"]


def test_an_edit_that_bumps_its_date_does_not_move_an_article_behind_its_copies(
    database: Database, ours: int, theirs: int
) -> None:
    read(database, ours, ONE, article(ONE, TEXT, published_at=NOW - 3 * HOUR))
    read_theirs(database, theirs, THEIRS, article(THEIRS, TEXT, published_at=NOW - HOUR))
    read(database, ours, ONE, article(ONE, EDITED, published_at=NOW), fetched_at=NOW + DAY)
    assert origin(database) == ["naba"]


def test_an_address_of_another_outlet_s_article_does_not_make_it_ours(
    database: Database, ours: int, theirs: int
) -> None:
    read(database, ours, ONE, article(ONE, TEXT))
    reprint = article(THEIRS, EDITED, keys=(key(THEIRS), key(ONE)))  # names the original as canonical
    stored = read_theirs(database, theirs, THEIRS, reprint)
    assert (stored.outcome, stored.is_copy) == (Outcome.STORED, True)
    assert read(database, ours, ONE, article(ONE, TEXT)).outcome is Outcome.UNCHANGED


def test_one_batch_may_hold_an_article_its_second_address_its_edit_and_its_copy(
    database: Database, ours: int, theirs: int
) -> None:
    visits = [
        visit(ours, ONE, article(ONE, TEXT)),
        visit(ours, ONE, article(ONE, TEXT)),
        visit(ours, TWO, article(TWO, TEXT)),
        visit(ours, ONE, article(ONE, EDITED), fetched_at=NOW + HOUR),
        visit(theirs, THEIRS, article(THEIRS, EDITED), outlet="sada"),
    ]
    stored = store(database, *visits)
    assert [one.outcome for one in stored] == [
        Outcome.STORED, Outcome.UNCHANGED, Outcome.DUPLICATE_URL, Outcome.REVISED, Outcome.STORED,
    ]  # fmt: skip
    assert len({one.article_uid for one in stored[:4]}) == 1
    assert stored[4].is_copy
    assert rows(database, CURRENT + " WHERE outlet = 'naba'") == [("خبر من المدينة", EDITED)]


def test_a_batch_gives_the_same_rows_as_its_visits_one_by_one(database: Database, ours: int, theirs: int) -> None:
    outcomes = []
    for batch in (1, 4):
        visits = [
            visit(run, f"https://{slug}.example/{batch}/{n}", article(f"https://{slug}.example/{batch}/{n}", body),
                  outlet=slug)
            for n, body in enumerate([story(batch * 10), story(batch * 10 + 1), story(batch * 10)])
            for slug, run in (("naba", ours), ("sada", theirs))
        ]  # fmt: skip
        stored = [one for i in range(0, len(visits), batch) for one in store(database, *visits[i : i + batch])]
        outcomes.append([(one.outcome, one.is_copy) for one in stored])
    assert outcomes[0] == outcomes[1]
    assert rows(database, "SELECT count(DISTINCT story_id) FROM articles") == [4]


def test_one_canonical_link_on_all_pages_does_not_make_them_one_article(database: Database, ours: int) -> None:
    lie = key("https://naba.example/latest-news")
    read(database, ours, ONE, article(ONE, TEXT, keys=(key(ONE), lie)))
    other = read(database, ours, TWO, article(TWO, story(7), keys=(key(TWO), lie)))
    assert other.outcome is Outcome.STORED
    assert rows(
        database,
        "SELECT count(*), max(versions) FROM (SELECT count(*) AS versions FROM revisions "
        "GROUP BY article_id) AS counted",
    ) == [(2, 1)]


def test_a_visit_says_how_its_page_stands(database: Database, ours: int) -> None:
    stored = read(database, ours, ONE, article(ONE, TEXT))
    read(database, ours, ONE, article(ONE, TEXT), fetched_at=NOW + HOUR)
    store(database, visit(ours, ONE, outcome=Outcome.FAILED, status=503, reason="503 Service Unavailable"))
    assert rows(
        database,
        "SELECT a.uid, p.status, p.outcome, p.reason, p.attempts, p.body_hash IS NOT NULL FROM pages p "
        "JOIN articles a ON a.id = p.article_id",
    ) == [(stored.article_uid, 503, "failed", "503 Service Unavailable", 1, True)]


def test_a_page_that_robots_forbade_is_not_fetched(database: Database, ours: int) -> None:
    [stored] = store(database, visit(ours, ONE, outcome=Outcome.DISALLOWED, status=None))
    assert stored.outcome is Outcome.DISALLOWED
    assert rows(database, "SELECT outcome, fetched_at, attempts FROM pages") == [("disallowed", None, 1)]
    assert rows(database, "SELECT count(*) FROM run_counts") == [0]


def test_deleting_an_article_takes_its_versions_and_leaves_its_pages(database: Database, ours: int) -> None:
    read(database, ours, ONE, article(ONE, TEXT, keywords=("مكتبات",)))
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM articles")
    for table in ("revisions", "article_urls", "shingles", "revision_authors", "revision_keywords"):
        assert rows(database, f"SELECT count(*) FROM {table}") == [0]
    assert rows(database, "SELECT article_id, outcome FROM pages") == [(None, "stored")]
