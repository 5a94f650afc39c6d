"""JSON feeds are read, whole or cut off."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.discovery import read_feed
from crawler.discovery.links import Announcement, Link
from crawler.errors import UnreadableSource

URL = "https://outlet.example/feed.json"
RAIN = {
    "id": "1",
    "url": "https://outlet.example/1/",
    "title": "أمطار على الساحل",
    "date_published": "2026-03-02T08:30:00+03:00",
    "date_modified": "2026-03-02T07:00:00Z",
}
LINK = Link(
    "https://outlet.example/1/",
    "أمطار على الساحل",
    datetime(2026, 3, 2, 5, 30, tzinfo=UTC),
    datetime(2026, 3, 2, 7, tzinfo=UTC),
)
BRIDGE = {"id": "https://outlet.example/2/"}


def feed(*items: Any, version: str = "https://jsonfeed.org/version/1.1") -> bytes:
    return json.dumps({"version": version, "title": "صحيفة", "items": items}, ensure_ascii=False).encode()


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "http://www.jsonfeed.org/version/1.1"])
def test_items_give_links_in_order(version: str) -> None:
    links = (LINK, Link("https://outlet.example/2/"))
    assert read_feed(feed(RAIN, BRIDGE, version=version), URL) == Announcement(links)


def test_an_id_that_is_no_address_is_none() -> None:
    assert read_feed(feed({"id": "2"}, {"id": 3}, {"url": None}), URL).links == ()


def test_of_a_feed_cut_off_within_a_letter_the_complete_items_are_read() -> None:
    whole = feed(BRIDGE, RAIN)
    assert read_feed(whole[: whole.index("أمطار".encode()) + 3], URL).links == (Link("https://outlet.example/2/"),)


def test_json_that_is_no_feed_is_named() -> None:
    with pytest.raises(UnreadableSource, match="gave JSON"):
        read_feed(feed(RAIN, version="https://other.example/"), URL)


def test_a_feed_of_comments_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="comment feed"):
        read_feed(feed(RAIN), "https://outlet.example/comments/feed/json")
