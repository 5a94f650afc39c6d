"""Listing pages give the links their selector finds."""

import pytest

from crawler.discovery import read_section
from crawler.discovery.links import Announcement, Link
from crawler.errors import ConfigurationError, UnreadableSource

URL = "https://outlet.example/category/local/page/2"
RAIN = Link("https://outlet.example/1/", "أمطار على الساحل")
BRIDGE = Link("https://outlet.example/2/", "ترميم جسر قديم")
MENU = '<nav><a href="/about">من نحن</a></nav>'


def listing(articles: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{MENU}<main>{articles}</main></body></html>".encode()


def read(body: bytes, selector: str = "main a") -> tuple[Link, ...]:
    return read_section(body, URL, selector).links


def test_links_come_in_the_order_of_the_page_with_their_text_as_headline() -> None:
    body = listing(
        f'<h2><a href="{RAIN.url}">\n أمطار\n <b>على</b> الساحل </a></h2><h2><a href="/2/">{BRIDGE.headline}</a></h2>'
    )
    assert read(body) == (RAIN, BRIDGE)


def test_links_are_resolved_against_the_base_of_the_page() -> None:
    assert read(listing(f'<a href="1/#comments">{RAIN.headline}</a>', '<base href="/">')) == (RAIN,)
    relative = read(listing('<a href="../../x">س</a>'))
    assert relative == (Link("https://outlet.example/category/x", "س"),)


def test_an_article_linked_by_its_picture_and_its_headline_is_one_link() -> None:
    card = f'<a href="/1/"><img src="1.jpg"></a><a href="/1/">{RAIN.headline}</a><a href="/1/">اقرأ المزيد</a>'
    assert read(listing(card)) == (RAIN,)


def test_what_is_no_address_is_no_link() -> None:
    others = '<a href="#top">أ</a><a href="javascript:void(0)">ب</a><a name="x">ج</a><a href="mailto:a@b.example">د</a>'
    assert [link.url for link in read(listing(others))] == [URL]  # the page's own place is the page


def test_an_empty_category_announces_nothing() -> None:
    assert read_section(listing("<p>لا توجد مقالات</p>"), URL, "main a") == Announcement()


def test_undeclared_windows_1256_is_read() -> None:
    body = listing('<a href="/1/">أمطار على الساحل</a><p>قال الدفاع المدني إن الأمطار التي هطلت من الليل في الساحل')
    assert read(body.decode().encode("cp1256")) == (RAIN,)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty document"),
        (b"<html><title>Loading</title><div id='app'></div></html>", "an HTML page titled 'Loading'"),
        (b"<rss version='2.0'><channel><item/></channel></rss>", "an RSS feed"),
        (b'[{"link": "https://outlet.example/1/"}]', "JSON"),
        (b"database is down", "text that starts 'database is down'"),
    ],
)
def test_what_is_no_listing_is_named(body: bytes, found: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        read(body)
    assert f"{URL} gave {found}" in str(error.value)


def test_a_challenge_page_with_a_link_is_no_empty_listing() -> None:
    body = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>
    <script>window._cf_chl_opt = {cvId: '3', cType: 'managed'};</script>
    <script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>
    <a href="https://www.cloudflare.com/">Cloudflare</a></body></html>"""
    with pytest.raises(UnreadableSource, match="bot wall"):
        read(body)


def test_a_selector_that_is_not_css_is_the_declarations_fault() -> None:
    with pytest.raises(ConfigurationError, match=r"'main > > a'"):
        read(listing(""), "main > > a")
