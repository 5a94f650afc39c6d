"""The whole way from bytes to an article, and that no bytes break it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import Article, NoArticle, Page, Removed, extract
from crawler.outlet import ArticleRules
from tests.extraction.reading import (
    FETCHED_AT,
    HEADLINE,
    OTHERS,
    OUTLET,
    STORY,
    URL,
    body,
    paragraphs,
    read,
    result,
    story,
)

HEAD = """
<meta property="og:description" content="وصف القصة"><meta property="og:image" content="/a.jpg">
<meta property="article:section" content="محليات"><meta property="article:tag" content="سلمية">
<meta property="article:published_time" content="2026-03-01T09:00:00+00:00">
<link rel="canonical" href="/news/17"><meta name="author" content="رنا سامر">
"""


def test_an_article_comes_with_all_that_its_page_says() -> None:
    lines = ("حماة - سانا: " + STORY[0], *STORY[1:], f"اقرأ أيضاً: {OTHERS[0]}")
    article = read(story(paragraphs(*lines), head=HEAD, above="<figure><figcaption>ورشة</figcaption></figure>"))
    assert article.published_at is not None
    assert article == Article(
        url=URL,
        canonical_url=URL,
        outlet="paper",
        headline=HEADLINE,
        body="\n\n".join(lines[:3]),
        word_count=sum(len(line.split()) for line in STORY) + 2,
        extractor="generic@2",
        description="وصف القصة",
        authors=("رنا سامر",),
        credit="سانا",
        dateline="حماة",
        published_at=article.published_at,
        published_raw="2026-03-01T09:00:00+00:00",
        published_precision="minute",
        published_zone="page",
        published_source="meta",
        section="محليات",
        keywords=("سلمية",),
        image_url="https://www.paper.example/a.jpg",
        image_caption="ورشة",
        removed=(
            Removed("ورشة", "<figure>"),
            Removed(f"اقرأ أيضاً: {OTHERS[0]}", "related"),
        ),
        origins={
            "headline": "h1",
            "canonical_url": "canonical",
            "authors": "meta",
            "credit": "text",
            "dateline": "text",
            "section": "meta",
            "keywords": "meta",
            "image_url": "meta",
            "image_caption": "figcaption",
            "description": "meta",
            "published_at": "meta",
        },
    )
    assert article.published_at.isoformat() == "2026-03-01T12:00:00+03:00"


def test_extraction_is_pure() -> None:
    assert result(story(head=HEAD)) == result(story(head=HEAD))


def test_an_undeclared_windows_1256_page_is_read() -> None:
    assert read(story().replace('<meta charset="utf-8">', "").encode("cp1256")).body.split("\n\n") == list(STORY)


def test_numeric_references_are_letters() -> None:
    html = story().encode("ascii", "xmlcharrefreplace")
    article = read(html)
    assert article.headline == HEADLINE
    assert article.body.split("\n\n") == list(STORY)


def test_nul_bytes_are_as_if_they_were_not_there() -> None:
    assert read(story().replace("المياه", "الم\x00ياه")).body.split("\n\n") == list(STORY)


def test_stored_text_is_cleaned_of_what_no_reader_sees() -> None:
    lines = (STORY[0].replace(" ", "\u200f ", 3), STORY[1].replace(" ", "&nbsp; ", 3), STORY[2])
    assert read(story(paragraphs(*lines))).body.split("\n\n") == list(STORY)


def test_a_broken_rule_costs_quality_and_not_the_article() -> None:
    rules = ArticleRules(body=("div.a",), headline=("h7",), published=("i.x",), authors=("i.y",), prune=("i.z",))
    assert read(story(), rules).body.split("\n\n") == list(STORY)


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\x00" * 5000,
        bytes(random.Random(7).randrange(256) for _ in range(20_000)),
        b"<" * 20_000,
        b"<html><frameset><frame src=a></frameset></html>",
        b"<p>" + b"<div>" * 100_000,
        b"<table>" * 3000,
        "<title>عنوان</title>".encode() + "<p>كلمة<br>".encode() * 20_000,
        b'<script type="application/ld+json">' + b'{"@graph":[' * 50_000 + b"</script>",
        story().encode()[:700],
    ],
)
def test_bad_input_has_an_outcome(html: bytes) -> None:
    assert isinstance(result(html), Article | NoArticle)


@pytest.mark.parametrize(("padding", "kind"), [(9 * 2**20, Article), (11 * 2**20, NoArticle)])
def test_a_document_larger_than_ten_megabytes_is_not_read(padding: int, kind: type) -> None:
    found = result(story(above=f"<!-- {'x' * padding} -->"))
    assert isinstance(found, kind)
    assert not isinstance(found, NoArticle) or found.reason == "a document of 11 MB"


PAGE = story(
    f"<p>اقرأ أيضاً:</p><ul><li><a href='/x'>{OTHERS[0]}</a></li></ul><table><tr><td>1</td></tr></table>" + paragraphs(*STORY),
    head=HEAD + '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": [{"@id": "#a"}]}]}</script>',
    above='<div class="byline">بقلم: رنا سامر</div><time datetime="2026-03-01">1 آذار 2026</time>',
).encode()  # fmt: skip
RULES = ArticleRules(
    body=("div.text",), published=("time",), authors=(".byline",), cut_after=("المصدر",), caption_first=True
)
FRAGMENTS = (
    b"", b"\x00", b"\xff", b"<", b">", b"</div>", b"<div>", b"<br>", b"<p>", b"<!--", b"<script>", b"&#x1F;", b"\xd8", b'"', b"&nbsp;",
    b"<table><tr>", b"</html>", b"<a href='http://[x'>", b"{", b"<h1>", b"]]>", b"<select>", b"<svg>", "اقرأ أيضا: ".encode(),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000), st.none() | st.text(max_size=60))
def test_random_bytes_never_raise(body: bytes, content_type: str | None) -> None:
    assert isinstance(extract(Page(URL, body, FETCHED_AT, content_type), OUTLET), Article | NoArticle)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(PAGE)), st.integers(0, 40), st.sampled_from(FRAGMENTS)), min_size=1, max_size=12
    ),
    st.booleans(),
)
def test_mutated_pages_never_raise(edits: list[tuple[int, int, bytes]], with_rules: bool) -> None:
    body = PAGE
    for start, length, fragment in edits:
        body = body[:start] + fragment + body[start + length :]
    found = result(body, RULES if with_rules else None)
    assert isinstance(found, Article | NoArticle)
    if isinstance(found, Article):
        assert found.headline
        assert found.body


@pytest.mark.parametrize(
    "control", ["&#1;", "&#6C", "&#1", "&#x1f;", "&#0;", "&#xFFFE;", "\x01", "\x0b", "\ufffe", "&#1\x00;"]
)
def test_what_xml_cannot_hold_stops_nobody(control: str) -> None:
    bare = f"{control}<b>{STORY[0]}</b><p>{STORY[1]}</p>{control} {STORY[2]}<p>{control}</p>"
    lines = body(story(f"<div>{bare}</div>"))
    assert [line.removeprefix("C").strip() for line in lines][:3] == list(STORY)
