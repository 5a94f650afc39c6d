"""The posts collection of WordPress sites (REST API handbook, 'Posts')."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from crawler.discovery.fields import distinct, headline, moment, resolve
from crawler.discovery.fulltext import full_text
from crawler.discovery.links import Announcement, Link
from crawler.discovery.unreadable import unreadable
from crawler.errors import UnreadableSource
from crawler.extraction.decode import decode

# WordPress never gives more than 100 posts a page (its REST API handbook, "Pagination").
POSTS_PER_PAGE = 100
# What is read of a post: the rest of it is ten times as much. A post has the numbers of its categories and tags; their
# names come along when they are embedded, which costs the server two look-ups a post, and us no further request.
_TERMS = "wp:term"
_FIELDS = f"link,title,date_gmt,modified_gmt,_links.{_TERMS},_embedded"
# `after` and `before` compare the site's own clock, whose zone need not be the outlet's (class WP_Date_Query).
_SLACK = timedelta(days=1)

# Warnings of PHP may stand before the answer, and they have brackets of their own.
_POSTS = re.compile(r"\[\s*(?:\{|\])")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script)\b", re.IGNORECASE)  # whose scripts hold such lists


def posts_url(url: str, page: int, since: datetime | None, until: datetime | None, with_content: bool) -> str:
    """The address of the `page`th page, counted from 1, of the posts in a window, newest first.

    The window has a day more at either end. Of a post, what `read_wordpress` reads is asked for.
    """
    query: dict[str, object] = {"per_page": POSTS_PER_PAGE, "page": page}
    query["_fields"] = f"{_FIELDS},content" if with_content else _FIELDS
    query["_embed"] = _TERMS
    for name, at, slack in (("after", since, -_SLACK), ("before", until, _SLACK)):
        if at is not None:
            query[name] = (at + slack).replace(tzinfo=None, microsecond=0).isoformat()
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query, safe=',:')}"


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
    if address := resolve(url, post["link"]):
        yield Link(
            address,
            headline(_rendered(post.get("title"))),
            _utc(post.get("date_gmt")),
            _utc(post.get("modified_gmt")),
            None if _is_protected(post) else full_text(_rendered(post.get("content"))),
            tuple(_terms(post, "category")),
            tuple(_terms(post, "post_tag")),
        )


def _is_protected(post: dict[str, Any]) -> bool:
    """Whether a post wants a password: WordPress then gives no text, and plugins the form that asks for it."""
    content = post.get("content")
    return isinstance(content, dict) and bool(content.get("protected"))


def _terms(post: dict[str, Any], taxonomy: str) -> Iterator[str]:
    """The names of a post's terms, in the order of the answer. Where an error stands in their place there are none."""
    embedded = post.get("_embedded")
    lists = embedded.get(_TERMS) if isinstance(embedded, dict) else None
    for term in (term for one in lists or () if isinstance(one, list) for term in one if isinstance(term, dict)):
        if term.get("taxonomy") == taxonomy and (name := headline(_text(term.get("name")))):
            yield name


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _rendered(field: Any) -> str | None:
    """The HTML of a field, which is an object; plugins make it a string."""
    return _text(field.get("rendered") if isinstance(field, dict) else field)


def _utc(value: Any) -> datetime | None:
    """A time of the `_gmt` fields, which are UTC and do not say so; drafts have 0000-00-00T00:00:00."""
    return moment(f"{value}Z") if isinstance(value, str) else None


def _refusal(text: str) -> str:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return "broken JSON where a list of WordPress posts was expected"
    return f"the error {answer.get('code')!r} ({answer.get('message')!r}) where a list of WordPress posts was expected"
