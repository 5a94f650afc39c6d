"""The whole text of an article is taken from a source, and a summary is not."""

import json

import pytest

from crawler.discovery import read_feed, read_wordpress
from crawler.discovery.fulltext import LEAST_WORDS, full_text
from crawler.discovery.links import Link

URL = "https://outlet.example/feed/"
SENTENCE = "هطلت أمطار غزيرة على قرى الساحل فجر اليوم وفاضت السواقي حول الطريق القديم."
WHOLE = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 3}</p>"


def rss(item: str) -> bytes:
    return f"<rss xmlns:content='c'><channel><item><link>/1/</link>{item}</item></channel></rss>".encode()


def content(body: bytes) -> str | None:
    (link,) = read_feed(body, URL).links
    return link.content


def test_rss_carries_it_in_content_encoded_whether_its_prefix_is_declared_or_not() -> None:
    item = f"<description>مطر</description><content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
    assert content(rss(item)) == WHOLE
    assert content(rss(item).replace(b" xmlns:content='c'", b"")) == WHOLE


def test_some_sites_carry_it_as_description() -> None:
    assert content(rss(f"<description><![CDATA[{WHOLE}]]></description>")) == WHOLE


@pytest.mark.parametrize(
    "element",
    [
        f"<content type='html'><![CDATA[{WHOLE}]]></content>",
        f"<content type='html'>{WHOLE.replace('<', '&lt;')}</content>",
        f"<content type='xhtml'>{WHOLE}</content>",
    ],
)
def test_atom_carries_it_in_content_of_three_forms(element: str) -> None:
    body = f"<feed><entry><link href='/1/'/>{element}</entry></feed>".encode()
    assert content(body) == WHOLE


def test_json_feeds_carry_it_as_html_or_as_text() -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1/", "content_html": WHOLE}]}
    assert content(json.dumps(feed).encode()) == WHOLE
    feed["items"] = [{"url": "/1/", "content_text": f"{SENTENCE * 3}\n\n{SENTENCE * 3}"}]
    assert content(json.dumps(feed).encode()) == WHOLE


def test_the_wordpress_api_carries_it() -> None:
    posts = [{"link": "/1/", "content": {"rendered": WHOLE}}]
    assert read_wordpress(json.dumps(posts).encode(), URL).links == (Link("https://outlet.example/1/", content=WHOLE),)


@pytest.mark.parametrize(
    "summary",
    [
        "",
        f"<p>{SENTENCE}</p>",
        f"<p>{SENTENCE * 6} [&hellip;]</p>",
        f"<p>{SENTENCE * 6}...</p>",
        f"<p>{SENTENCE * 6}</p><p><a href='/1/'>اقرأ المزيد »</a></p>",
        f"<p>{SENTENCE * 6}</p><a href='/1/'>Continue reading <span>أمطار على الساحل</span> →</a>",
        f"<p>{SENTENCE * 6} […]</p><p>The post <a href='/1/'>أمطار</a> appeared first on <a href='/'>صحيفة</a>.</p>",
        f"<script>{SENTENCE * 6}</script>",
    ],
)
def test_a_summary_is_no_article(summary: str) -> None:
    assert full_text(summary) is None


def test_what_the_source_gives_as_summary_too_is_no_article() -> None:
    assert full_text(WHOLE, WHOLE.replace("<p>", "<div>")) is None


def test_the_signature_of_a_wordpress_feed_is_no_part_of_the_article() -> None:
    for signature in (
        "<p>The post <a href='/1/'>أمطار</a> appeared first on <a href='/'>صحيفة</a>.</p>",
        "<p>ظهرت المقالة <a href='/1/'>أمطار</a> أولاً على <a href='/'>صحيفة</a>.</p>",
    ):
        assert full_text(f"{WHOLE}\n{signature}") == WHOLE


def test_a_short_report_is_an_article() -> None:
    assert full_text(" ".join(["مطر"] * LEAST_WORDS)) is not None
