"""What the announcement formats have in common: addresses, headlines, times."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from html import unescape
from urllib.parse import urldefrag, urljoin
from zoneinfo import ZoneInfo

from crawler.dates import parse_date
from crawler.discovery.links import Link
from crawler.text.arabic import clean
from crawler.text.urls import is_address

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NO_TEXT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_UTC = ZoneInfo("UTC")
# For `parse_date`, which wants to know what is past: no source is that far ahead. Times that depend on it, 'منذ ساعة',
# name no offset and are dropped.
_END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)
# Before the web: what a program prints that knows no date, 0001-01-01T00:00:00Z.
_EARLIEST_YEAR = 1990


def resolve(base: str, href: str | None) -> str | None:
    """The absolute http(s) address that `href` means on `base`, without its fragment; None when it is no such one."""
    try:
        url = urldefrag(urljoin(base, (href or "").strip())).url
    except ValueError:  # 'http://[' and the like
        return None
    return url if href and href.strip() and is_address(url) else None


def headline(markup: str | None) -> str | None:
    """One line of plain text from a title that may hold tags and character references; None when none is left."""
    return " ".join(clean(_TAG.sub("", unescape(markup or ""))).split()) or None


def plain(markup: str) -> str:
    """The text of a piece of HTML, its spaces and lines made one space each: for counting and comparing words."""
    return " ".join(clean(unescape(_TAG.sub(" ", _NO_TEXT.sub(" ", markup)))).split())


def moment(text: str | None) -> datetime | None:
    """The zone-aware time that `text` names; None when it gives no offset: nobody can say which zone a feed means."""
    if not text:
        return None
    try:  # the form of nearly all; a sitemap may have 50,000 of them
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        parsed = parse_date(text, _UTC, _END_OF_TIME)
        return parsed.value if parsed and parsed.has_offset else None
    return value if value.tzinfo and value.year >= _EARLIEST_YEAR else None


def change(text: str | None) -> datetime | None:
    """The time of a change that a sitemap states, to the day at least: of a day its first moment, UTC.

    So a page read before that day is read again, and one read on it or after is not, whatever the zone.
    """
    try:
        return datetime.combine(date.fromisoformat((text or "").strip()), time(), UTC)
    except ValueError:
        return moment(text)


def distinct(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links in their order, each address once: the first that has a headline, else the first."""
    kept: dict[str, Link] = {}
    for link in links:
        if link.url not in kept or (link.headline and not kept[link.url].headline):
            kept[link.url] = link
    return tuple(kept.values())
