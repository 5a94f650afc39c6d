"""JSON Feed 1.0 and 1.1 (jsonfeed.org), cut off or not."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from crawler.discovery.fields import distinct, headline, moment, resolve
from crawler.discovery.fulltext import full_text
from crawler.discovery.links import Announcement, Link

_OPENING = re.compile(r'^\s*\{\s*"')
_VERSION = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def read_json_feed(text: str, url: str) -> Announcement | None:
    """The articles that a JSON Feed lists, in its order; None when `text` is none.

    Of one that is cut off, the complete items are read.
    """
    items = _ITEMS.search(text)
    if not _OPENING.match(text) or items is None or not _VERSION.search(text):
        return None
    return Announcement(distinct(link for item in _complete(text, items.end()) for link in _link(item, url)))


def _complete(text: str, start: int) -> Iterator[dict[str, Any]]:
    """The objects of the list that opens before `start`, up to its end or to where the text breaks off."""
    decoder = json.JSONDecoder()
    while text.startswith("{", start := _end_of(_BETWEEN, text, start)):
        try:
            item, start = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield item


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _link(item: dict[str, Any], url: str) -> Iterator[Link]:
    """The link of one item. Its id is its address where it has no other, and is one ("Items", id)."""
    said = {name: value for name, value in item.items() if isinstance(value, str)}
    identity = said.get("id") if "://" in said.get("id", "") else None
    if address := resolve(url, said.get("url") or identity):
        content = said.get("content_html") or _paragraphs(said.get("content_text", ""))
        yield Link(
            address,
            headline(said.get("title")),
            moment(said.get("date_published")),
            moment(said.get("date_modified")),
            full_text(content, said.get("summary")),
        )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
