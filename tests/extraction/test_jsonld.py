"""JSON-LD is read however badly it is written; what cannot be read is as if it were not there."""

import json

import pytest

from tests.extraction.reading import read, story

NODE = {
    "@type": "NewsArticle",
    "headline": "عنوان",
    "datePublished": "2026-03-01T10:00:00+03:00",
    "author": {"name": "رنا سامر"},
}
TEXT = json.dumps(NODE, ensure_ascii=False)


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"[{TEXT}]",
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {TEXT}]}}',
        f'{{"@type": "WebPage", "mainEntity": {TEXT}}}',
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"<!-- {TEXT} -->",
        TEXT.replace("}}", ",},}"),
        TEXT.replace('"', "&quot;"),
        TEXT.replace("عنوان", "عنوان\nعلى\tسطرين"),
        TEXT.replace("NewsArticle", "https://schema.org/NewsArticle"),
        TEXT.replace('"NewsArticle"', '["Article", "ReportageNewsArticle"]'),
    ],
)
def test_an_article_is_found_in_every_dress(text: str) -> None:
    article = read(story(head=script(text)))
    assert article.published_source == "json-ld"
    assert article.authors == ("رنا سامر",)


@pytest.mark.parametrize(
    "text", ["{", "null", "7", '"x"', "[" * 100_000, '{"@type": {}}', '{"@graph": 5}', "{'a': 1}", ""]
)
def test_a_script_that_is_none_changes_nothing(text: str) -> None:
    assert read(story(head=script(text) + script(TEXT))).authors == ("رنا سامر",)


def test_references_within_the_graph_are_followed() -> None:
    graph = [
        {"@type": "Article", "headline": "عنوان", "author": {"@id": "#rana"}, "image": {"@id": "#image"}},
        {"@type": "Person", "@id": "#rana", "name": "رنا سامر"},
        {"@type": "ImageObject", "@id": "#image", "url": "/a.jpg"},
    ]
    article = read(story(head=script(json.dumps({"@graph": graph}))))
    assert article.authors == ("رنا سامر",)
    assert article.image_url == "https://www.paper.example/a.jpg"


def test_of_several_articles_the_pages_own_is_read() -> None:
    other = {"@type": "NewsArticle", "headline": "خبر آخر تماما", "author": {"name": "وسيم نور"}}
    own = {"@type": "NewsArticle", "headline": "بلدية سلمية تبدأ صيانة شبكة المياه", "author": {"name": "رنا سامر"}}
    assert read(story(head=script(json.dumps([other, own])))).authors == ("رنا سامر",)


def test_a_web_page_dates_an_article_that_has_no_node() -> None:
    page = {"@type": "WebPage", "name": "عنوان", "datePublished": "2026-03-01T10:00:00+03:00"}
    assert read(story(head=script(json.dumps(page)))).published_source == "json-ld"


@pytest.mark.parametrize("value", [5, None, [], {}, [None], [{"@value": 3}], {"name": {"x": 1}}])
def test_values_of_the_wrong_type_are_ignored(value: object) -> None:
    node = {"@type": "NewsArticle", "headline": value, "author": value, "keywords": value, "datePublished": value}
    assert read(story(head=script(json.dumps(node)))).authors == ()
