"""The columns by which readings of pages are judged, each on a case that it is there for."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.fuzz_extraction import broken_promises
from benchmarks.scoring import by_outlet, score, summary
from crawler.extraction import Page
from tests.extraction.reading import FETCHED_AT, HEADLINE, STORY, URL, read, story

GOLD: dict[str, Any] = {
    "page": "paper/one.html", "headline": HEADLINE, "body": list(STORY), "optional": ["الشعار المصور"],
    "must": ["ورشات البلدية"], "must_not": ["اقرأ أيضاً"], "published": "2026-03-01T23:30:00+03:00",
    "published_precision": "minute", "published_zone": "explicit", "authors": ["رنا سامر"], "authors_optional": ["الجريدة"],
    "section": "محليات", "keywords": ["سلمية", "مياه"], "image": "https://paper.example/صورة.jpg", "modified": None,
}  # fmt: skip
RIGHT: dict[str, Any] = {
    "headline": HEADLINE, "body": "\n\n".join(STORY), "published": "2026-03-01T20:30:20+00:00", "authors": ["رنا سامر"],
    "section": "محليات", "keywords": ["مياه", "سلمية"], "image": "https://paper.example/%D8%B5%D9%88%D8%B1%D8%A9.jpg",
    "modified": None,
}  # fmt: skip


def scored(gold: dict[str, Any] | None = None, **found: object) -> dict[str, float]:
    return summary([score(GOLD | (gold or {}), RIGHT | found)])


def test_a_right_reading_is_right_in_every_column() -> None:
    found = scored()
    assert found.pop("invented") == 0
    assert set(found.values()) == {1.0}


def test_spelling_that_no_reader_sees_is_no_difference() -> None:
    assert scored(body=RIGHT["body"].replace("ال", "\u200fالـ", 3), headline=f"{HEADLINE}\u064b")["body F1"] == 1


@pytest.mark.parametrize(
    ("gold", "found", "column", "value"),
    [
        ({}, {"body": ""}, "body F1", 0),
        ({}, {"body": "\n\n".join(STORY[:2])}, "body P", 1),
        ({}, {"body": "\n\n".join((*STORY, "الشعار المصور"))}, "body F1", 1),
        ({"body": ["واحد اثنان ثلاثة أربعة خمسة"], "must": []}, {"body": "واحد اثنان ثلاثة أربعة"}, "body R", 0.5),
        ({}, {"body": "\n\n".join(STORY[1:])}, "clean", 0),
        ({}, {"body": "\n\n".join((*STORY, "اقرأ أيضاً: غيره"))}, "clean", 0),
        ({}, {"headline": f"{HEADLINE} - الجريدة"}, "headline", 0),
        ({}, {"published": "2026-03-01"}, "day", 1),
        ({}, {"published": "2026-03-01"}, "minute+zone", 0),
        ({}, {"published": "2026-03-01T23:30:00+00:00"}, "day", 0),  # it is the 2nd by the page's clock
        ({}, {"published": "2026-03-01T23:30:00+00:00"}, "invented", 1),
        ({}, {"published": None}, "invented", 0),
        ({"published": None}, {"published": "2026-03-01"}, "invented", 1),
        ({"published_accept_days": ["2026-02-28"]}, {"published": "2026-02-28"}, "day", 1),
        ({}, {"authors": ["الجريدة", "رنا سامر"]}, "authors F1", 1),
        ({}, {"authors": ["هيئة التحرير", "رنا سامر"]}, "authors P", 0.5),
        ({}, {"authors": []}, "authors R", 0),
        ({}, {"modified": "2026-03-02T10:00:00+03:00"}, "fields: modified", 0),
        ({}, {"section": "محليات", "keywords": ["مياه"]}, "fields", 0.75),
        ({"no_article": True}, {"body": ""}, "no article", 1),
        ({"no_article": True}, {}, "no article", 0),
    ],
)  # fmt: skip
def test_each_column_tells_its_fault(gold: dict[str, Any], found: dict[str, Any], column: str, value: float) -> None:
    assert scored(gold, **found)[column] == value


def test_what_the_gold_does_not_say_is_not_judged() -> None:
    bare = {key: GOLD[key] for key in ("page", "headline", "body")}
    assert not {"day", "minute+zone", "authors F1", "fields"} & set(summary([score(bare, RIGHT)]))


def test_the_outlet_with_most_pages_does_not_decide() -> None:
    wrong = [score(GOLD | {"page": f"big/{number}.html"}, RIGHT | {"headline": "غيره"}) for number in range(3)]
    assert summary([score(GOLD, RIGHT), *wrong])["headline"] == 0.25
    assert by_outlet([score(GOLD, RIGHT), *wrong])["headline"] == 0.5


def test_what_is_wrong_is_told() -> None:
    told = "\n".join(score(GOLD, RIGHT | {"body": STORY[1], "section": "رياضة"}).why)
    assert "lacks: ورشات البلدية" in told
    assert "section: 'محليات', found 'رياضة'" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"headline": ""}, "headline is empty"),
        ({"body": "نص\x00"}, "body is not clean"),
        ({"authors": ("رنا\u202e",)}, "authors[] is not clean"),
        ({"word_count": 1}, "word_count"),
        ({"published_at": FETCHED_AT.replace(tzinfo=None), "published_precision": "day"}, "published_at is naive"),
        ({"published_at": FETCHED_AT.replace(year=2027), "published_precision": "day"}, "published_at is to come"),
        ({"published_precision": "day"}, "published_precision"),
        ({"image_url": "javascript:1"}, "image_url is no address"),
    ],
)  # fmt: skip
def test_a_promise_that_an_article_breaks_is_found(change: dict[str, Any], told: str) -> None:
    page = Page(URL, story().encode(), FETCHED_AT)
    article = read(story())
    assert list(broken_promises(article, page)) == []
    assert any(line.startswith(told) for line in broken_promises(replace(article, **change), page))
