"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org protocol 0.9), read as a stream."""

import gzip
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from crawler.discovery.fields import change, distinct, headline, moment, resolve
from crawler.discovery.lenient_xml import PARSER_OPTIONS, local_name, mend
from crawler.discovery.links import Announcement, Link
from crawler.discovery.unreadable import unreadable
from crawler.errors import UnreadableSource
from crawler.extraction.decode import decode

# The protocol allows 50 MB uncompressed and 50,000 addresses; some sites have twice that. With images and videos an
# address takes up to twenty elements. A gzip bomb ends at whichever comes first, most at the last: no sitemap goes on
# for a megabyte without finishing an element, and what does would have to be held in memory.
MAX_BYTES = 100 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_UNFINISHED = 1024 * 1024

# A transaction of so many takes SQLite 50 ms: the crawl waits for no longer, and holds no more.
LINKS_AT_ONCE = 1_000

_CHUNK = 64 * 1024
# Whatever stands before the root (blank lines, warnings, a stylesheet, a DOCTYPE) is passed over. The protocol knows
# no encoding but UTF-8, so that the XML declaration says nothing new.
_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)(?=[\s/>])")

# Fields of an entry, by the element they stand in: image:loc is no address of an article.
_FIELDS = {
    ("url", "loc"), ("url", "lastmod"), ("sitemap", "loc"), ("sitemap", "lastmod"),
    ("news", "publication_date"), ("news", "title"),
}  # fmt: skip


def sitemap_parts(stream: BinaryIO, url: str) -> Iterator[Announcement]:
    """What a sitemap or an index announces, in parts of at most LINKS_AT_ONCE, read as they are asked for.

    `stream` may be gzipped, whatever its name says; it is read once, in little memory. Of a sitemap that is cut off,
    the complete entries are read. An empty one gives one empty part. Raises UnreadableSource when it is no sitemap,
    or, after the parts that stand before, where it exceeds one of the limits above.
    """
    links: list[Link] = []
    children: list[Link] = []
    is_first = True
    for kind, fields in _entries(_markup(_unpacked(stream, url), url), url):
        if address := resolve(url, fields.get("loc")):
            modified = change(fields.get("lastmod"))
            if kind == "sitemap":
                children.append(Link(address, modified_at=modified))
            else:
                published = moment(fields.get("publication_date"))
                links.append(Link(address, headline(fields.get("title")), published, modified))
        if len(links) + len(children) >= LINKS_AT_ONCE:
            yield Announcement(distinct(links), distinct(children))
            links, children, is_first = [], [], False
    if links or children or is_first:
        yield Announcement(distinct(links), distinct(children))


def _unpacked(stream: BinaryIO, url: str) -> Iterator[bytes]:
    stream.seek(0)
    gzipped = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    read = gzip.GzipFile(fileobj=stream).read1 if gzipped else stream.read
    size = 0
    while True:
        try:
            chunk = read(_CHUNK)
        except (EOFError, gzip.BadGzipFile, zlib.error):  # cut off, or junk behind the end
            return
        if not chunk:
            return
        size += len(chunk)
        if size > MAX_BYTES:
            raise UnreadableSource(f"{url} unpacks to more than {MAX_BYTES >> 20} MB, twice what a sitemap may have")
        yield chunk


def _markup(chunks: Iterator[bytes], url: str) -> Iterator[bytes]:
    """The document from its root on, mended, in pieces that end before a tag, so that no '&' or CDATA is torn."""
    head = b""
    start = None
    for chunk in chunks:
        head += chunk
        start = _ROOT.search(head)
        if start or len(head) > _CHUNK:
            break
    if start is None:
        raise unreadable(url, "a sitemap", decode(head, None))
    pending = head[start.start() :]
    for chunk in chunks:
        pending += chunk
        end = pending.rfind(b"<")
        if end <= 0:  # no tag in all of it
            end = len(pending)
        yield mend(pending[:end])
        pending = pending[end:]
    yield mend(pending)


def _entries(pieces: Iterator[bytes], url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each complete entry: 'url' or 'sitemap', and its fields. The tree never holds more than a piece of the whole."""
    parser: Any = etree.XMLPullParser(events=("end",), **PARSER_OPTIONS)
    fields: dict[str, str] = {}
    seen = unfinished = 0
    for piece in pieces:
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError:  # nested beyond what libxml2 follows; what came before stands
            return
        unfinished += len(piece)
        if unfinished > MAX_UNFINISHED:
            raise UnreadableSource(f"{url} goes on for {MAX_UNFINISHED:,} bytes within one element; it is no sitemap")
        for _, element in parser.read_events():
            unfinished = 0
            seen += 1
            if seen > MAX_ELEMENTS:
                raise UnreadableSource(f"{url} has more than {MAX_ELEMENTS:,} elements, which no sitemap needs")
            name = local_name(element.tag)
            parent = element.getparent()
            if parent is not None and (local_name(parent.tag), name) in _FIELDS:
                fields[name] = element.text or ""
            elif name in ("url", "sitemap") and parent is not None and parent.getparent() is None:
                yield name, fields
                fields = {}
            _forget(element, parent)


def _forget(element: Any, parent: Any) -> None:
    """Free a finished element and what stands before it; the parser still needs the element itself."""
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
