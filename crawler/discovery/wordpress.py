"""The posts collection of WordPress sites (REST API handbook, 'Posts')."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler.discovery.fields import distinct, headline, moment, resolve
from crawler.discovery.links import Announcement, Link
from crawler.discovery.unreadable import unreadable
from crawler.errors import UnreadableSource
from crawler.extraction.decode import decode

# Warnings of PHP may stand before the answer, and they have brackets of their own.
_POSTS = re.compile(r"\[\s*(?:\{|\])")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script)\b", re.IGNORECASE)  # whose scripts hold such lists


def read_wordpress(body: bytes, url: str) -> Announcement:
    """The posts in the order of the API's answer, their titles as plain text.

    Raises UnreadableSource for WordPress's own error (`rest_no_route`), for JSON that is cut off, and for all else
    that is no list of posts.
    """
    text = decode(body, None)
    if text.lstrip().startswith("{"):
        raise UnreadableSource(f"{url} gave {_refusal(text)}; correct the outlet's sources")
    start = _POSTS.search(text)
    if start is None or _PAGE.search(text, 0, start.start()):
        raise unreadable(url, "a list of WordPress posts", text)
    try:
        posts, _ = json.JSONDecoder().raw_decode(text, start.start())
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"{url} gave a list of WordPress posts that is broken or cut off: {error}") from None
    return Announcement(distinct(link for post in posts for link in _link(post, url)))


def _link(post: Any, url: str) -> Iterator[Link]:
    """The link of one post, if it has one; sites leave fields out and plugins change them."""
    if not isinstance(post, dict) or not isinstance(post.get("link"), str):
        return
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    if address := resolve(url, post["link"]):
        yield Link(
            address,
            headline(rendered if isinstance(rendered, str) else None),
            _utc(post.get("date_gmt")),
            _utc(post.get("modified_gmt")),
        )


def _utc(value: Any) -> datetime | None:
    """A time of the `_gmt` fields, which are UTC and do not say so; drafts have 0000-00-00T00:00:00."""
    return moment(f"{value}Z") if isinstance(value, str) else None


def _refusal(text: str) -> str:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return "broken JSON where a list of WordPress posts was expected"
    return f"the error {answer.get('code')!r} ({answer.get('message')!r}) where a list of WordPress posts was expected"
