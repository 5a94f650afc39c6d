"""Real differences between the places of a page are recorded with their rule; spelling and shortening are none."""

import pytest

from crawler.extraction.disagreements import RULES
from tests.extraction.reading import HEADLINE, read, story
from tests.extraction.test_fields import PAPER


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} - الجريدة",
        f"الجريدة | {HEADLINE}",
        HEADLINE[:30] + "...",
        f"«{HEADLINE}»",
        HEADLINE.replace("ة", "ه"),
        "الجريدة",
        "",
    ],
)
def test_a_headline_in_another_dress_is_the_same(title: str) -> None:
    assert read(story(head=f'<meta property="og:title" content="{title}">')).disagreements == ()


def test_a_headline_for_search_engines_is_recorded() -> None:
    other = "كل ما نعرفه عن صيانة شبكة المياه في سلمية"
    [found] = read(story(head=f'<meta property="og:title" content="{other}">')).disagreements
    assert (found.field, found.kept, found.origin) == ("headline", HEADLINE, "h1")
    assert (found.other, found.other_origin, found.rule) == (other, "meta", RULES["headline"])


def test_long_values_are_cut() -> None:
    other = "كلمة أخرى " * 100
    [found] = read(story(head=f'<meta property="og:title" content="{other}">')).disagreements
    assert len(found.other) == 200


def test_a_canonical_link_and_og_url_that_differ_are_recorded() -> None:
    head = '<link rel="canonical" href="/news/17"><meta property="og:url" content="/news/17/other">'
    article = read(story(head=head), outlet=PAPER)
    assert article.origins["canonical_url"] == "canonical"
    assert [(one.field, one.other, one.other_origin) for one in article.disagreements] == [
        ("canonical_url", "https://www.paper.example/news/17/other", "og:url")
    ]


@pytest.mark.parametrize("other", ["https://paper.example/news/17/", "http://www.paper.example/news/17?utm_source=x"])
def test_two_spellings_of_one_address_are_no_disagreement(other: str) -> None:
    head = f'<link rel="canonical" href="/news/17"><meta property="og:url" content="{other}">'
    assert read(story(head=head), outlet=PAPER).disagreements == ()


def test_sections_that_differ_are_recorded_and_steps_of_one_trail_are_not() -> None:
    trail = '<div class="breadcrumb"><a href="/">الرئيسية</a> <a href="/a">محليات</a> <a href="/b">خدمات</a></div>'
    same = read(story(head='<meta property="article:section" content="محليات">', above=trail))
    assert (same.section, same.disagreements) == ("محليات", ())
    other = read(story(head='<meta property="article:section" content="رياضة">', above=trail))
    assert (other.section, [one.other for one in other.disagreements]) == ("رياضة", ["خدمات"])


def test_every_field_that_has_a_value_names_its_origin() -> None:
    article = read(story(head='<meta name="author" content="رنا سامر"><meta name="description" content="وصف">'))
    assert article.origins == {
        "headline": "h1", "canonical_url": "address", "authors": "meta", "description": "meta",
    }  # fmt: skip
