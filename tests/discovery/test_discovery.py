"""Whatever bytes a site sends, a reader announces something or says what it found instead."""

import gzip
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import read_feed, read_section, read_wordpress
from crawler.discovery.links import Announcement
from crawler.errors import UnreadableSource
from tests.discovery import sitemaps

URL = "https://outlet.example/source"
FEED = """<?xml version="1.0" encoding="windows-1256"?><!DOCTYPE rss [<!ENTITY e "x">]><rss xmlns:dc="x"><channel>
<title>صحيفة</title><item rdf:about="/3"><title><![CDATA[أمطار &amp; <b>رياح</b>]]></title><link>/1/</link>
<dc:date>2026-03-02T08:30:00+03:00</dc:date><guid isPermaLink="false">1</guid></item></channel></rss>"""
SITEMAP = """<urlset><url><loc>/1/?a&amp;b=&#1571;</loc><lastmod>2026-03-02T05:30:00Z</lastmod><news:news>
<news:title>أمطار</news:title></news:news></url></urlset><sitemapindex><sitemap><loc>/2</loc></sitemap></sitemapindex>"""
LISTING = """<html><base href="/a/"><body><h2><a href="1/">أمطار</a></h2><a href="//[x">ب</a></body></html>"""
POSTS = json.dumps([{"link": "/1/", "date_gmt": "2026-03-02T05:30:00", "title": {"rendered": "أمطار &#8220;"}}])
READERS: dict[str, tuple[Callable[[bytes], Announcement], bytes]] = {
    "feed": (lambda body: read_feed(body, URL), FEED.encode()),
    "sitemap": (lambda body: sitemaps.read(body, URL), SITEMAP.encode()),
    "gzipped sitemap": (lambda body: sitemaps.read(body, URL), gzip.compress(SITEMAP.encode(), mtime=0)),
    "section": (lambda body: read_section(body, URL, "a"), LISTING.encode()),
    "wordpress": (lambda body: read_wordpress(body, URL), POSTS.encode()),
}


@pytest.mark.parametrize("kind", READERS)
@settings(deadline=None)
@given(data=st.data())
def test_no_bytes_make_a_reader_fail(kind: str, data: st.DataObject) -> None:
    read, whole = READERS[kind]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    middle = data.draw(st.binary(max_size=20) | st.sampled_from([b"<", b"&", b"\0", b"<![CDATA[", b"]]>", b"<item>"]))
    body = whole[:start] + middle + whole[end:]
    try:
        announcement = read(body)
    except UnreadableSource as error:
        assert str(error).startswith(URL)
    else:
        for link in (*announcement.links, *announcement.children):
            assert link.url.startswith(("http://", "https://"))
            assert link.headline is None or link.headline.strip()
            assert all(moment is None or moment.tzinfo for moment in (link.published_at, link.modified_at))
