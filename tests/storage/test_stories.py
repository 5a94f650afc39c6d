"""Which articles are one story, which are linked to it, and where it comes from."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from crawler.comparing import COMPARISON
from storage.database import Database
from storage.records import Stored
from storage.writer import Writer
from tests.storage.news import NOW, article, outlet, rows, start, story, visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OUTLETS = ("naba", "sada", "barid")


@pytest.fixture
def runs(database: Database) -> dict[str, int]:
    return {slug: start(database, slug) for slug in OUTLETS}


def put(database: Database, runs: dict[str, int], slug: str, number: int, body: str, **changes: Any) -> Stored:
    """Store one article of an outlet, published so many hours before NOW as `ago` says."""
    url = f"https://{slug}.example/{number}"
    published = NOW - changes.pop("ago", 1) * HOUR
    fetched_at = changes.pop("fetched_at", NOW)
    found = article(url, body, changes.pop("headline", f"عنوان الخبر {number}"), published_at=published, **changes)
    [stored] = Writer(database, COMPARISON).store([visit(runs[slug], url, found, outlet=slug, fetched_at=fetched_at)])
    assert stored.error is None
    return stored


def story_of(database: Database, stored: Stored) -> int:
    return int(rows(database, "SELECT story_id FROM all_articles WHERE uid = :uid", uid=stored.article_uid)[0])


def links(database: Database) -> set[tuple[str, str]]:
    """Which article carries or resembles the story of which origin, by outlet and number."""
    found = rows(
        database,
        "SELECT c.url, o.url FROM carried_stories c JOIN all_articles o ON o.uid = c.origin_uid",
    )
    return {(carrier.partition("//")[2], origin.partition("//")[2]) for carrier, origin in found}


ITEMS = [story(number, sentences=5) for number in (1, 2, 3)]
DIGEST = "\n\n".join(ITEMS)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5], ids=str)
def test_a_digest_is_linked_to_its_items_and_joins_none_whenever_it_comes(
    database: Database, runs: dict[str, int], order: tuple[int, ...]
) -> None:
    texts = [*ITEMS, DIGEST]
    stored = {index: put(database, runs, "naba" if index < 3 else "sada", index, texts[index]) for index in order}
    assert len({story_of(database, one) for one in stored.values()}) == 4
    assert links(database) == {("sada.example/3", f"naba.example/{number}") for number in range(3)}


def test_a_text_that_two_stories_share_makes_them_one(database: Database, runs: dict[str, int]) -> None:
    lines = story(4, sentences=12).split("\n\n")
    first = put(database, runs, "naba", 1, "\n\n".join(lines[:8]))
    second = put(database, runs, "sada", 2, "\n\n".join(lines[5:]))
    assert story_of(database, first) != story_of(database, second)
    whole = put(database, runs, "barid", 3, "\n\n".join(lines))
    assert whole.is_copy
    assert {story_of(database, one) for one in (first, second, whole)} == {story_of(database, first)}
    assert rows(database, "SELECT count(*) FROM stories") == [1]


def test_halves_that_have_nothing_in_common_stay_apart_and_the_whole_is_linked_to_both(
    database: Database, runs: dict[str, int]
) -> None:
    first, second = (put(database, runs, slug, number, ITEMS[number]) for number, slug in enumerate(("naba", "sada")))
    whole = put(database, runs, "barid", 3, "\n\n".join(ITEMS[:2]))
    assert story_of(database, first) != story_of(database, second)
    assert story_of(database, whole) in {story_of(database, first), story_of(database, second)}
    assert len(links(database)) == 1


def coverage(database: Database) -> list[Any]:
    return rows(
        database,
        "SELECT outlet, is_origin, origin_outlet, similarity, credits_origin FROM story_coverage ORDER BY appeared_at",
    )


def test_coverage_says_how_similar_and_whether_the_origin_was_credited(
    database: Database, runs: dict[str, int]
) -> None:
    lines = story(1).split("\n\n")
    put(database, runs, "naba", 1, "\n\n".join(lines), ago=3)
    put(database, runs, "sada", 1, "\n\n".join(lines[:7]), ago=2, credit="وكالة نبأ")
    put(database, runs, "barid", 1, "\n\n".join([*lines[:7], story(9, sentences=4)]), ago=1)
    (origin, shortened, mixed) = coverage(database)
    assert origin == ("naba", True, "naba", 1.0, False)
    assert shortened == ("sada", False, "naba", 1.0, True)
    assert mixed[:3] == ("barid", False, "naba")
    assert 0.5 < mixed[3] < 0.8


def test_an_earlier_copy_that_arrives_later_is_the_origin_from_then_on(
    database: Database, runs: dict[str, int]
) -> None:
    put(database, runs, "naba", 1, story(1), ago=2)
    changes = "SELECT DISTINCT origin_outlet, origin_since = changed_at FROM story_coverage"
    put(database, runs, "sada", 1, story(1), ago=1, fetched_at=NOW + HOUR)
    assert rows(database, changes) == [("naba", False)]
    put(database, runs, "barid", 1, story(1), ago=9, fetched_at=NOW + DAY)
    assert rows(database, changes) == [("barid", True)]
    assert [one[2] for one in coverage(database)] == ["barid"] * 3


def test_of_two_at_one_moment_the_one_that_others_credit_is_the_origin(
    database: Database, runs: dict[str, int]
) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE outlets SET name_ar = 'وكالة صدى للأنباء' WHERE slug = 'sada'")
    put(database, runs, "naba", 1, story(1), ago=3)
    put(database, runs, "sada", 1, story(1), ago=3)
    assert coverage(database)[0][2] == "naba"
    put(database, runs, "barid", 1, story(1), ago=1, credit="صدى")
    assert {one[2] for one in coverage(database)} == {"sada"}


def test_a_text_that_its_outlet_reworked_under_a_new_address_follows_the_first(
    database: Database, runs: dict[str, int]
) -> None:
    lines = story(1).split("\n\n")
    first = put(database, runs, "naba", 1, "\n\n".join(lines), ago=5)
    again = put(database, runs, "naba", 2, "\n\n".join([*lines[:-1], story(7, sentences=1)]), ago=1)
    assert again.outcome.value == "stored"
    assert rows(database, "SELECT uid, follows_uid FROM story_coverage ORDER BY appeared_at") == [
        (first.article_uid, None),
        (again.article_uid, first.article_uid),
    ]


def test_what_an_outlet_writes_on_the_same_thing_again_is_another_story(
    database: Database, runs: dict[str, int]
) -> None:
    lines = story(1).split("\n\n")
    first = put(database, runs, "naba", 1, "\n\n".join(lines))
    again = put(database, runs, "naba", 2, "\n\n".join([*lines[:9], story(7, sentences=5)]))
    assert story_of(database, first) != story_of(database, again)
    assert links(database) == {("naba.example/2", "naba.example/1")}


def test_an_edit_that_makes_a_flash_a_copy_brings_it_into_the_story(database: Database, runs: dict[str, int]) -> None:
    put(database, runs, "naba", 1, story(1))
    flash = put(database, runs, "sada", 1, "التفاصيل بعد قليل.")
    assert rows(database, "SELECT count(*) FROM stories") == [2]
    put(database, runs, "sada", 1, story(1), fetched_at=NOW + HOUR)
    assert set(rows(database, "SELECT uid FROM story_coverage")) >= {flash.article_uid}
    assert rows(database, "SELECT count(*) FROM stories") == [1]


def test_a_batch_gives_the_same_stories_as_its_articles_one_by_one(database: Database, runs: dict[str, int]) -> None:
    texts = [ITEMS[0], DIGEST, *ITEMS[1:], ITEMS[0] + "\n\n" + story(8, sentences=1)]
    urls = [f"https://sada.example/{number}" for number in range(len(texts))]
    visits = [
        visit(runs["sada"], url, article(url, body), outlet="sada") for url, body in zip(urls, texts, strict=True)
    ]
    Writer(database, COMPARISON).store(visits)
    told = "SELECT (SELECT count(*) FROM stories), (SELECT count(*) FROM story_links), (SELECT count(*) FROM articles)"
    at_once = rows(database, told)
    with database.writing() as connection:
        for table in ("story_links", "article_urls", "articles", "stories"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    for one in visits:
        Writer(database, COMPARISON).store([one])
    assert rows(database, told) == at_once


def test_a_name_of_an_outlet_is_known_in_other_words(database: Database) -> None:
    assert COMPARISON.credits("نبأ + رويترز", (outlet("naba").name_ar,))
    assert not COMPARISON.credits("وكالات", (outlet("naba").name_ar,))
