"""RSS 0.9 to 2.0, RDF, Atom and JSON feeds, as news sites really send them."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from crawler.discovery.fields import distinct, headline, moment, resolve
from crawler.discovery.fulltext import full_text
from crawler.discovery.json_feed import read_json_feed
from crawler.discovery.lenient_xml import PARSER_OPTIONS, local_name, mend
from crawler.discovery.links import Announcement, Link
from crawler.discovery.unreadable import looks_like_html, unreadable
from crawler.errors import UnreadableSource
from crawler.extraction.decode import decode

_Element = Any  # lxml's own; its stubs do not follow its current version

# Whatever stands before the root (warnings of PHP, blank lines, a DOCTYPE) is passed over.
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed)(?=[\s/>])", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)

# The prefixes under which the fields of the formats themselves go; 'media:title' is a picture's. By prefix and not by
# namespace, because feeds leave declarations out and misspell them.
_OWN_PREFIXES = frozenset({"", "rss", "rdf", "atom", "atom10", "a10", "dc", "dcterms"})
_PUBLISHED = ("pubdate", "published", "issued", "date", "created")
_MODIFIED = ("updated", "modified")

# WordPress and Blogger, by address; WordPress by the title it gives to feeds of comments, in English and Arabic.
_COMMENTS_URL = re.compile(r"/comments/(?:feed|default|rss)|[?&]feed=comments")
_COMMENT = re.compile(r"#comment-?\d")
_COMMENTS_TITLE = re.compile(r"\s*(?:Comments (?:on|for)\b|(?:ال)?تعليقات (?:على|لموقع|لـ)(?=[\s:]))")


def read_feed(body: bytes, url: str) -> Announcement:
    """The articles that a feed lists, in its order; links to other sites too.

    `published_at` and `modified_at` are None where the feed gives no time with an offset. Of a feed that is cut off,
    the complete entries are read. Raises UnreadableSource when `body` is no feed, or a feed of comments.
    """
    text = decode(body, None)
    if announcement := read_json_feed(text, url):
        if _COMMENTS_URL.search(url):
            raise _comment_feed(url, "without a title")
        return announcement
    start = _ROOT.search(text)
    root = _root(text[start.start() :], url) if start else None
    entries = [] if root is None else [element for element in root.iter("*") if _name(element) in ("item", "entry")]
    if start is None or root is None or (not entries and looks_like_html(text[: start.start()])):
        raise unreadable(url, "a feed", text)
    if title := _comments(root, entries, url):
        raise _comment_feed(url, title)
    return Announcement(distinct(link for entry in entries for link in _link(entry, url)))


def _root(text: str, url: str) -> _Element | None:
    """The feed's element, with complete entries only: half an address is the address of something else."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    complete = text[: ends[-1]] if ends else _ENTRY.split(text, maxsplit=1)[0]
    parser = etree.XMLParser(**PARSER_OPTIONS)
    try:
        return etree.fromstring(mend(complete.encode("utf-8", "replace")), parser, base_url=url)
    except etree.XMLSyntaxError:
        return None


def _name(element: _Element) -> str:
    """The field that an element is, in lower case; '' when it is another vocabulary's."""
    prefix, name = _spelled(element)
    return name if prefix in _OWN_PREFIXES else ""


def _spelled(element: _Element) -> tuple[str, str]:
    """Prefix and name of an element as its feed spells them, in lower case."""
    undeclared, colon, _ = element.tag.rpartition("}")[2].rpartition(":")
    return (undeclared if colon else element.prefix or "").lower(), local_name(element.tag)


def _link(entry: _Element, url: str) -> Iterator[Link]:
    fields: dict[str, str] = {}
    for child in entry.iterchildren("*"):
        fields.setdefault(_name(child), "".join(child.itertext()))
    address = next(filter(None, (resolve(base, href) for base, href in _addresses(entry))), None)
    if address:
        yield Link(
            address,
            headline(fields.get("title")),
            moment(next((fields[name] for name in _PUBLISHED if name in fields), None)),
            moment(next((fields[name] for name in _MODIFIED if name in fields), None)),
            _content(entry, fields),
        )


def _content(entry: _Element, fields: dict[str, str]) -> str | None:
    """The whole text of an entry as HTML: RSS has it in content:encoded (or, on some sites, as its description), Atom
    in content, as text, as escaped HTML or as XHTML."""
    summary = fields.get("description") or fields.get("summary")
    for child in entry.iterchildren("*"):
        prefix, name = _spelled(child)
        if (prefix, name) == ("content", "encoded"):
            return full_text(child.text, summary)
        if name == "content" and _name(child) and not child.get("src"):
            inner = child.text or ""
            if child.get("type") == "xhtml":
                inner = "".join(etree.tostring(element, encoding="unicode", with_tail=True) for element in child)
            return full_text(inner, summary)
    return full_text(fields.get("description"))


def _addresses(entry: _Element) -> Iterator[tuple[str, str | None]]:
    """Where an entry may say its address, best first, each with the base that it is relative to."""
    children = list(entry.iterchildren("*"))
    for child in children:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            yield child.base, child.get("href") or child.text
    for child in children:
        if _name(child) == "guid" and child.get("isPermaLink", "true").lower() != "false":
            yield child.base, child.text if "://" in (child.text or "") else None
    for name, value in entry.attrib.items():
        if local_name(name) == "about":  # RDF
            yield entry.base, value


def _comment_feed(url: str, title: str) -> UnreadableSource:
    return UnreadableSource(f"{url} is the comment feed {title!r}; name the feed of the site's articles instead")


def _comments(root: _Element, entries: list[_Element], url: str) -> str | None:
    """The title of a feed of comments: a WordPress article's own /feed/, a site's /comments/feed/. Else None."""
    title = next((element.text for element in root.iter("*") if _name(element) == "title"), None) or ""
    itself = next((element.get("href", "") for element in root.iter("*") if element.get("rel") == "self"), "")
    targets = [next((href for _, href in _addresses(entry) if href), "") for entry in entries]
    if (
        any(_COMMENTS_URL.search(address) for address in (url, itself))
        or _COMMENTS_TITLE.match(title)
        or (targets and all(_COMMENT.search(target) for target in targets))
    ):
        return title.strip() or "without a title"
    return None
