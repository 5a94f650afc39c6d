"""The posts collection of WordPress, with its warnings and refusals."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.discovery import read_wordpress
from crawler.discovery.links import Announcement, Link
from crawler.errors import UnreadableSource

URL = "https://outlet.example/wp-json/wp/v2/posts?per_page=100&page=1"
POST = {
    "id": 1,
    "date": "2026-03-02T08:30:00",
    "date_gmt": "2026-03-02T05:30:00",
    "modified_gmt": "2026-03-02T07:00:00",
    "link": "https://outlet.example/1/",
    "title": {"rendered": "أمطار &#8220;غزيرة&#8221; على <em>الساحل</em> &amp; الجبل"},
}
LINK = Link(
    "https://outlet.example/1/",
    "أمطار “غزيرة” على الساحل & الجبل",
    datetime(2026, 3, 2, 5, 30, tzinfo=UTC),
    datetime(2026, 3, 2, 7, tzinfo=UTC),
)


def read(posts: Any) -> tuple[Link, ...]:
    return read_wordpress(json.dumps(posts).encode(), URL).links


def test_posts_give_plain_headlines_and_times_in_utc() -> None:
    assert read([POST]) == (LINK,)


def test_the_order_of_the_answer_is_kept_and_a_post_is_one_link() -> None:
    other = Link("https://outlet.example/2/")
    assert read([POST, {"link": other.url}, POST]) == (LINK, other)


@pytest.mark.parametrize("date", [None, "", "0000-00-00T00:00:00", 5, "2026-03-02"])
def test_a_post_without_a_date_keeps_its_link(date: Any) -> None:
    assert read([{"link": LINK.url, "date_gmt": date}]) == (Link(LINK.url),)


@pytest.mark.parametrize("post", [{}, {"link": None}, {"link": ""}, {"link": "ftp://outlet.example/"}, 7, None, [[]]])
def test_what_has_no_address_is_no_link(post: Any) -> None:
    assert read([POST, post]) == (LINK,)


@pytest.mark.parametrize("title", [None, "عنوان", {"rendered": None}, {"raw": "x"}, []])
def test_titles_of_other_shapes_do_not_matter(title: Any) -> None:
    (link,) = read([{"link": LINK.url, "title": title}])
    assert link.headline == ("عنوان" if title == "عنوان" else None)


TEXT = "".join(f"<p>{'مطر ' * 30}</p>" for _ in range(3))


def test_categories_and_tags_are_read_by_their_names() -> None:
    terms = [
        [{"taxonomy": "category", "name": "محليات &amp; خدمات"}, {"taxonomy": "category", "name": "مياه"}],
        [{"taxonomy": "post_tag", "name": "حماة"}, {"taxonomy": "post_tag", "name": ""}, {"taxonomy": "post_tag"}],
        [{"taxonomy": "city", "name": "سلمية"}],
        {"code": "rest_forbidden"},
        [None],
    ]
    (link,) = read([{**POST, "_embedded": {"author": [{"name": "x"}], "wp:term": terms}}])
    assert (link.sections, link.keywords) == (("محليات & خدمات", "مياه"), ("حماة",))


@pytest.mark.parametrize("embedded", [None, [], {}, {"wp:term": None}, {"wp:term": {"code": "rest_no_route"}}])
def test_a_post_without_terms_has_none(embedded: Any) -> None:
    assert read([{**POST, "_embedded": embedded}]) == (LINK,)


@pytest.mark.parametrize(("protected", "content"), [(False, TEXT), (True, None)])
def test_of_a_post_that_wants_a_password_no_text_is_kept(protected: bool, content: str | None) -> None:
    (link,) = read([{**POST, "content": {"rendered": TEXT, "protected": protected}}])
    assert link.content == content


def test_warnings_of_php_before_the_answer_are_passed_over() -> None:
    warning = b"\xef\xbb\xbf<br />\n<b>Notice</b>: Undefined index [8] in <b>x.php</b><br />\n"
    assert read_wordpress(warning + json.dumps([POST]).encode(), URL).links == (LINK,)


def test_a_page_of_the_api_without_posts_announces_nothing() -> None:
    assert read_wordpress(b"[]", URL) == read_wordpress(b" [ ]\n", URL) == Announcement()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"code": "rest_no_route", "message": "No route"}', r"the error 'rest_no_route' \('No route'\)"),
        (b'{"code": ', "broken JSON"),
        (json.dumps([POST]).encode()[:-30], "cut off"),
        (b"[{" * 100_000, "broken or cut off"),
        (b"", "an empty document"),
        (b"<!doctype html><title>x</title><script>var a = [];</script>", "an HTML page titled 'x'"),
        (b"<rss version='2.0'></rss>", "an RSS feed"),
        (b'["rest"]', "JSON"),
    ],
)
def test_what_is_no_list_of_posts_is_named(body: bytes, found: str) -> None:
    with pytest.raises(UnreadableSource, match=found):
        read_wordpress(body, URL)
