"""Feeds are read whatever their dialect and however they are broken."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.discovery import read_feed
from crawler.discovery.links import Announcement, Link
from crawler.errors import UnreadableSource

URL = "https://outlet.example/feed/"
RAIN = Link("https://outlet.example/1/", "أمطار على الساحل")
BRIDGE = Link("https://outlet.example/2/", "ترميم جسر قديم")


def rss(items: str, channel: str = "", root: str = "<rss version='2.0'>") -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>{root}<channel>{channel}{items}</channel></rss>".encode()


def item(link: Link, more: str = "") -> str:
    return f"<item><title>{link.headline}</title><link>{link.url}</link>{more}</item>"


def read(body: bytes) -> tuple[Link, ...]:
    return read_feed(body, URL).links


def test_rss_2_gives_its_items_in_order() -> None:
    assert read(rss(item(RAIN) + item(BRIDGE))) == (RAIN, BRIDGE)


def test_rdf_items_stand_beside_their_channel() -> None:
    body = f"""<?xml version="1.0"?>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
             xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://outlet.example/"><title>صحيفة</title><link>https://outlet.example/</link></channel>
      <item rdf:about="{RAIN.url}"><title>{RAIN.headline}</title><link>{RAIN.url}</link>
        <dc:date>2026-03-02T08:30:00+03:00</dc:date></item>
      <item rdf:about="{BRIDGE.url}"><title>{BRIDGE.headline}</title></item>
    </rdf:RDF>"""
    published = datetime(2026, 3, 2, 8, 30, tzinfo=timezone(timedelta(hours=3)))
    assert read(body.encode()) == (Link(RAIN.url, RAIN.headline, published), BRIDGE)


def test_atom_takes_the_alternate_link_and_both_times() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/">
      <title>صحيفة</title><link rel="self" href="https://outlet.example/feed/"/>
      <entry><title type="html">أمطار &lt;b&gt;على&lt;/b&gt; الساحل</title>
        <link rel="enclosure" href="https://outlet.example/1.mp3"/><link rel="alternate" href="1/"/>
        <published>2026-03-02T05:30:00Z</published><updated>2026-03-02T07:00:00Z</updated></entry>
    </feed>"""
    published, updated = datetime(2026, 3, 2, 5, 30, tzinfo=UTC), datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert read(body.encode()) == (Link(RAIN.url, RAIN.headline, published, updated),)


def test_rss_dates_are_published_and_atom_updates_are_modified() -> None:
    dates = "<pubDate>Mon, 02 Mar 2026 08:30:00 +0300</pubDate><atom:updated>2026-03-02T09:00:00+03:00</atom:updated>"
    (link,) = read(rss(item(RAIN, dates)))
    assert link.published_at == datetime(2026, 3, 2, 5, 30, tzinfo=UTC)
    assert link.modified_at == datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["2026-03-02 08:30:00", "2026-03-02", "منذ ساعة", "0001-01-01T00:00:00Z", "غير معروف", ""]
)
def test_a_date_without_an_offset_is_no_date(date: str) -> None:
    assert read(rss(item(RAIN, f"<pubDate>{date}</pubDate>"))) == (RAIN,)


def test_undeclared_namespaces_do_not_matter() -> None:
    more = "<media:title>صورة</media:title><media:link>https://cdn.example/1.jpg</media:link>"
    body = rss(f"<item>{more}<dc:date>2026-03-02T05:30:00Z</dc:date>" + item(RAIN).removeprefix("<item>"))
    assert read(body) == (Link(RAIN.url, RAIN.headline, datetime(2026, 3, 2, 5, 30, tzinfo=UTC)),)


def test_stray_entities_and_ampersands_keep_what_stands_around_them() -> None:
    broken = Link("https://outlet.example/?p=1&lang=ar", "أمطار&nbsp;على &laquo;الساحل&raquo; & الجبل < 5 أيام")
    assert read(rss(item(broken))) == (
        Link("https://outlet.example/?p=1&lang=ar", "أمطار على «الساحل» & الجبل < 5 أيام"),
    )


def test_titles_lose_their_markup() -> None:
    twice = "<item><title><![CDATA[<b>أمطار</b> على&#160;الساحل]]></title><link><![CDATA[\n https://outlet.example/1/ ]]></link></item>"
    assert read(rss(twice)) == (RAIN,)


def test_unclosed_html_in_a_description_does_not_swallow_the_next_item() -> None:
    body = rss(f"<item><description>سطر<br>سطر<img src='a.jpg'></description>{item(RAIN)[6:]}{item(BRIDGE)}")
    assert read(body) == (RAIN, BRIDGE)


def test_junk_before_the_xml_is_passed_over() -> None:
    warning = "<br />\n<b>Warning</b>: Undefined variable $x in <b>/srv/feed.php</b> on line <b>3</b><br />\n"
    assert read(warning.encode() + rss(item(RAIN))) == (RAIN,)
    assert read(b"\xef\xbb\xbf\r\n\r\n" + rss(item(RAIN))) == (RAIN,)


def test_of_a_feed_cut_off_within_a_letter_the_complete_items_are_read() -> None:
    whole = rss(item(RAIN) + item(BRIDGE))
    within_headline = whole.index("ترميم".encode()) + 3
    within_address = whole.index(BRIDGE.url.encode()) + len(BRIDGE.url) - 2
    assert read(whole[:within_headline]) == (RAIN,)
    assert read(whole[:within_address]) == (RAIN,)
    assert read(whole[: whole.index(b"<item>") + 20]) == ()


@pytest.mark.parametrize("encoding", ["cp1256", "utf-8"])
@pytest.mark.parametrize("declared", ["UTF-8", "windows-1256", "iso-8859-1", "no-such-charset"])
def test_the_declared_charset_may_be_wrong(encoding: str, declared: str) -> None:
    body = f"<?xml version='1.0' encoding='{declared}'?><rss><channel>{item(RAIN)}</channel></rss>"
    assert read(body.encode(encoding)) == (RAIN,)


def test_an_entity_bomb_stays_small() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 20))
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'boom'>{entities}]><rss>"
    (link,) = read(rss(item(Link(RAIN.url, "&e19;")), root=bomb))
    assert link == Link(RAIN.url, "&e19;")


def test_external_entities_are_not_read() -> None:
    body = "<!DOCTYPE rss [<!ENTITY file SYSTEM 'file:///etc/passwd'>]><rss>"
    (link,) = read(rss(item(Link(RAIN.url, "&file;")), root=body))
    assert link.headline == "&file;"


def test_relative_and_permanent_links_are_resolved_and_others_dropped() -> None:
    items = (
        f"<item><title>{RAIN.headline}</title><link>/1/#top</link></item>"
        f"<item><title>{BRIDGE.headline}</title><guid>{BRIDGE.url}</guid></item>"
        "<item><title>بلا عنوان</title><guid isPermaLink='false'>https://outlet.example/?p=3</guid></item>"
        "<item><title>بريد</title><link>mailto:desk@outlet.example</link></item>"
        "<item><title>معطوب</title><link>http://[outlet</link></item>"
        "<item><title>منفذ</title><link>https://outlet.example:99999/3</link></item>"
        "<item><title>منفذ</title><link>https://outlet.example:abc/4</link></item>"
        f"<item><title>طويل</title><link>https://outlet.example/{'5' * 2100}</link></item>"
    )
    assert read(rss(items)) == (RAIN, BRIDGE)


def test_links_to_other_sites_are_kept_for_the_spider_to_judge() -> None:
    advertisement = Link("https://shop.example/offer", "إعلان")
    assert read(rss(item(RAIN) + item(advertisement))) == (RAIN, advertisement)


def test_an_item_that_comes_twice_is_one_link() -> None:
    assert read(rss(item(RAIN) + item(BRIDGE) + item(RAIN))) == (RAIN, BRIDGE)


@pytest.mark.parametrize("body", [rss(""), b"<rss/>", b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>'])
def test_a_feed_without_articles_announces_nothing(body: bytes) -> None:
    assert read_feed(body, URL) == Announcement()


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://outlet.example/comments/feed/", rss(item(RAIN))),
        ("https://outlet.example/?feed=comments-rss2", rss(item(RAIN))),
        (URL, rss("", "<title>التعليقات على: أمطار على الساحل</title>")),
        (URL, rss("", "<title>Comments on: Rain</title>")),
        (URL, rss(item(RAIN), "<atom:link rel='self' href='https://outlet.example/comments/feed/'/>")),
        (URL, rss(item(Link(f"{RAIN.url}#comment-7", "قارئ")) + item(Link(f"{RAIN.url}#comment-8", "قارئة")))),
    ],
)
def test_a_feed_of_comments_is_refused(url: str, body: bytes) -> None:
    with pytest.raises(UnreadableSource, match="comment feed"):
        read_feed(body, url)


def test_a_newspaper_may_have_a_section_named_comments() -> None:
    assert read(rss(item(RAIN), "<title>تعليقات وآراء</title>")) == (RAIN,)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty document"),
        (b" \n", "an empty document"),
        ("<!doctype html><title>الصفحة  غير موجودة</title><p>عذراً".encode(), "an HTML page titled 'الصفحة غير موجودة'"),
        (b"<html><body><p>hello</p><rss></rss></body></html>", "an HTML page"),
        (b"<p>Service unavailable</p>", "an HTML page"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "a sitemap"),
        (b'{"code": "rest_no_route"}', "JSON"),
        (b"Too many connections", "text that starts 'Too many connections'"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, found: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        read_feed(body, URL)
    assert f"{URL} gave {found}" in str(error.value)


def test_a_challenge_page_is_named_as_one() -> None:
    body = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>
    <script>window._cf_chl_opt = {cvId: '3', cType: 'managed'};</script>
    <script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>"""
    with pytest.raises(UnreadableSource, match="challenge page of a bot wall"):
        read_feed(body, URL)
