"""Sitemaps are read as a stream, in bounded memory, whatever is wrong with them."""

import gzip
import io
import tracemalloc
import zlib
from datetime import UTC, datetime

import pytest

from crawler.discovery import sitemap
from crawler.discovery.links import Announcement, Link
from crawler.errors import UnreadableSource
from tests.discovery import sitemaps

URL = "https://outlet.example/sitemap.xml"
RAIN, BRIDGE = Link("https://outlet.example/1/"), Link("https://outlet.example/2/")


def urlset(entries: str, start: str = "<?xml version='1.0' encoding='UTF-8'?>\n") -> bytes:
    return f'{start}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()


def entry(link: Link, more: str = "") -> str:
    return f"<url><loc>{link.url}</loc>{more}</url>"


def read(body: bytes) -> Announcement:
    return sitemaps.read(body, URL)


def test_a_sitemap_gives_its_pages_in_order_with_the_time_they_changed() -> None:
    body = urlset(entry(RAIN, "<lastmod>2026-03-02T08:30:00+03:00</lastmod>") + entry(BRIDGE))
    assert read(body) == Announcement((Link(RAIN.url, modified_at=datetime(2026, 3, 2, 5, 30, tzinfo=UTC)), BRIDGE))


def test_a_news_sitemap_gives_headline_and_publication() -> None:
    news = (
        "<lastmod>2026-03-02T06:00:00Z</lastmod><news:news><news:publication><news:name>صحيفة</news:name>"
        "</news:publication><news:publication_date>2026-03-02T05:30:00Z</news:publication_date>"
        "<news:title>أمطار &amp; رياح</news:title></news:news>"
    )
    published, modified = datetime(2026, 3, 2, 5, 30, tzinfo=UTC), datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert read(urlset(entry(RAIN, news))).links == (Link(RAIN.url, "أمطار & رياح", published, modified),)


def test_an_image_has_its_own_address_and_title() -> None:
    image = "<image:image><image:loc>https://cdn.example/1.jpg</image:loc><image:title>صورة</image:title></image:image>"
    assert read(urlset(f"<url>{image}<loc>{RAIN.url}</loc>{image}</url>")).links == (RAIN,)


def test_an_index_gives_its_sitemaps_as_children() -> None:
    body = b"""<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/index.xsl"?>
    <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>/posts-1.xml</loc><lastmod>2026-03-02T05:30:00Z</lastmod></sitemap>
      <sitemap><loc>https://outlet.example/posts-2.xml.gz</loc></sitemap>
    </sitemapindex>"""
    first = Link("https://outlet.example/posts-1.xml", modified_at=datetime(2026, 3, 2, 5, 30, tzinfo=UTC))
    assert read(body) == Announcement(children=(first, Link("https://outlet.example/posts-2.xml.gz")))


def test_a_day_alone_is_its_first_moment_so_that_a_page_read_before_it_is_read_again() -> None:
    changed = Link(RAIN.url, modified_at=datetime(2026, 3, 2, tzinfo=UTC))
    assert read(urlset(entry(RAIN, "<lastmod>2026-03-02</lastmod>"))).links == (changed,)


def test_gzip_is_known_by_its_first_bytes_and_not_by_the_name() -> None:
    assert read(gzip.compress(urlset(entry(RAIN)))).links == (RAIN,)
    assert sitemaps.read(urlset(entry(RAIN)), f"{URL}.gz").links == (RAIN,)


def test_bare_ampersands_stay_part_of_an_address() -> None:
    sloppy = Link("https://outlet.example/?id=1&lang=ar")
    assert read(urlset(entry(sloppy) + f"<url><loc><![CDATA[{BRIDGE.url}?a&b]]></loc></url>")).links == (
        sloppy,
        Link(f"{BRIDGE.url}?a&b"),
    )


def test_an_ampersand_at_the_border_of_two_reads_is_not_torn() -> None:
    links = tuple(Link(f"https://outlet.example/?id={number}&amp;lang=ar") for number in range(5000))
    expected = [link.url.replace("&amp;", "&") for link in links]
    assert [link.url for link in read(urlset("".join(map(entry, links)))).links] == expected


@pytest.mark.parametrize("start", ["\n\n<?xml version='1.0'?>", "<br />\n<b>Warning</b>: x in <b>y</b><br />\n", "﻿"])
def test_junk_before_the_xml_is_passed_over(start: str) -> None:
    assert read(urlset(entry(RAIN), start)).links == (RAIN,)


def test_of_a_sitemap_cut_off_the_complete_entries_are_read() -> None:
    body = urlset(entry(RAIN) + entry(BRIDGE))
    within_the_second_address = body.index(BRIDGE.url.encode()) + 12
    assert read(body[:within_the_second_address]).links == (RAIN,)


def test_of_a_gzipped_sitemap_cut_off_the_complete_entries_are_read() -> None:
    links = tuple(Link(f"https://outlet.example/{number * 7919 % 100_003}/") for number in range(20_000))
    body = gzip.compress(urlset("".join(map(entry, links))))
    read_links = read(body[: len(body) // 2]).links
    assert 5_000 < len(read_links) < 15_000
    assert read_links == links[: len(read_links)]


def test_invalid_bytes_cost_no_more_than_themselves() -> None:
    body = urlset(entry(RAIN) + "<!-- ? -->" + entry(BRIDGE)).replace(b"?", b"\xff\x00\x0b")
    assert read(body).links == (RAIN, BRIDGE)


def test_an_entity_bomb_stays_small() -> None:
    bomb = "<!DOCTYPE urlset [<!ENTITY a 'boom'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
    assert read(urlset(entry(Link(f"{RAIN.url}&c;/")), bomb)).links == (Link(f"{RAIN.url}&c;/"),)


def test_a_sitemap_without_pages_announces_nothing() -> None:
    assert read(urlset("")) == read(b"<urlset/>") == read(b"<sitemapindex></sitemapindex>") == Announcement()


def test_an_address_that_comes_twice_is_one_link_and_no_address_is_none() -> None:
    body = urlset(entry(RAIN) + entry(RAIN) + "<url><lastmod>2026-03-02</lastmod></url>" + entry(BRIDGE))
    assert read(body).links == (RAIN, BRIDGE)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty document"),
        (b"<!doctype html><title>404</title>", "an HTML page titled '404'"),
        (b"<rss version='2.0'><channel></channel></rss>", "an RSS feed"),
        (b"User-agent: *\nDisallow:", "text that starts 'User-agent: *"),
        (gzip.compress(b"<html><p>x</p></html>", mtime=0), "an HTML page"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, found: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        read(body)
    assert f"{URL} gave {found}" in str(error.value)


def bomb(start: bytes, unit: bytes, size: int) -> io.BytesIO:
    """A gzip file of little size that unpacks to `size` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = unit * ((1 << 20) // len(unit))
    packed = [packer.compress(start), *(packer.compress(piece) for _ in range(size // len(piece))), packer.flush()]
    return io.BytesIO(b"".join(packed))


@pytest.mark.parametrize(
    ("start", "unit", "limit"),
    [
        (b"<urlset><url><loc>https://outlet.example/", b"x", "within one element"),
        (b"<urlset><url>", b"<a>", "within one element"),
        (b"<urlset><url><loc>", b"&", "within one element"),
        (b"<urlset>", b"<url><a/><a/><a/><a/><a/><a/></url>", "elements"),
        (b"<urlset>", b"<url><loc>%s</loc></url>" % (b"\n" * 60_000), "more than 10 MB"),
    ],
)
def test_a_gzip_bomb_ends_in_little_memory(
    start: bytes, unit: bytes, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MAX_BYTES", 10 << 20)  # a tenth of the real limits, to be quick
    monkeypatch.setattr(sitemap, "MAX_ELEMENTS", 100_000)
    stream = bomb(start, unit, 100 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableSource, match=limit):
            sitemaps.read(stream, URL)
        assert tracemalloc.get_traced_memory()[1] < 24 << 20  # of the 100 MB that it unpacks to
    finally:
        tracemalloc.stop()
