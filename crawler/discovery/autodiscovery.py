"""Where a site announces its articles, as far as its front page, its robots.txt and custom tell. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.discovery.fields import resolve
from crawler.discovery.strangers import OTHER_LANGUAGE, stranger
from crawler.extraction.decode import decode
from crawler.extraction.document import foreign_format, parse
from crawler.outlet import Feed, Outlet, Section, Sitemap, Source, WordPressApi

# Requests for which looking is worth it: the front page names one to three sources, and custom names the rest.
BUDGET = 12
# Of one kind: sites link a feed for every section, and name a sitemap in every language.
_MOST_NAMED = 4
# Where WordPress, Blogger, Drupal and most others have theirs. Asked only for kinds that the site does not name.
_USUAL_FEEDS = ("/feed/", "/rss.xml", "/rss", "/atom.xml", "/feed.xml", "/feeds/posts/default", "/feed.json")
_USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/wp-sitemap.xml")

_FEED_TYPE = re.compile(r"(?:rss|atom|feed\+json|rdf)", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments/|[?&]feed=comments|(?:comments|تعليقات)", re.IGNORECASE)


def find_sources(
    outlet: Outlet, url: str, page: bytes | None, sitemaps: Iterable[str] = (), asked: Iterable[str] = ()
) -> tuple[Source, ...]:
    """At most BUDGET places where the site whose front page is at `url` may announce articles, in the order to ask.

    First what the site names: feeds that `page` links, its WordPress API, the `sitemaps` of robots.txt. Then the page
    itself as a listing, and the usual addresses (as guesses) of feeds and sitemaps when it names none. Without `page`,
    which could not be read, only what is left of that. What is in `asked` was tried, and is not named again.
    """
    named = list(_of_page(page, url)) if page is not None else []
    named += _most(Sitemap(address) for written in sitemaps if (address := resolve(url, written)))
    tried = set(asked)
    sources: dict[str, Source] = {}
    for source in (*named, *_by_custom(named, url, page is not None)):
        if outlet.owns(source.url) and stranger(source.url, outlet) != OTHER_LANGUAGE and source.url not in tried:
            sources.setdefault(source.url, source)
    return tuple(islice(sources.values(), BUDGET))


def source_of_kind(kind: str, url: str, guess: bool) -> Source:
    """A source as `find_sources` gave it, from what is kept of it."""
    match kind:
        case "feed":
            return Feed(url, guess)
        case "sitemap":
            return Sitemap(url, guess)
        case "wordpress_api":
            return WordPressApi(url, guess)
        case _:
            return _listing(url)


def _listing(url: str) -> Section:
    return Section(url, links="a", guess=True)


def _of_page(page: bytes, url: str) -> Iterator[Source]:
    text = decode(page, None)
    tree = None if foreign_format(text) else parse(text)
    if tree is None:
        return
    base = resolve(url, next(iter(tree.xpath("//base/@href")), None)) or url
    yield from _most(_feeds(tree, base))
    for element in tree.iter("link"):  # WordPress names its API on every page (REST API handbook, "Discovery")
        if "https://api.w.org/" in element.get("rel", "").split() and (root := resolve(base, element.get("href"))):
            yield WordPressApi(urljoin(root, "wp/v2/posts") if "?" not in root else f"{root.rstrip('/')}/wp/v2/posts")
            return


def _feeds(tree: Any, base: str) -> Iterator[Feed]:
    for element in tree.iter("link"):
        is_feed = "alternate" in element.get("rel", "").lower().split() and _FEED_TYPE.search(element.get("type", ""))
        address = resolve(base, element.get("href")) if is_feed else None
        if address and not _COMMENTS.search(f"{address} {element.get('title', '')}"):
            yield Feed(address)


def _by_custom(named: Sequence[Source], url: str, is_readable: bool) -> Iterator[Source]:
    if is_readable:
        yield _listing(url)
    kinds = {type(source) for source in named}
    root = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    if Feed not in kinds:
        yield from (Feed(root + path, guess=True) for path in _USUAL_FEEDS)
    if Sitemap not in kinds:
        yield from (Sitemap(root + path, guess=True) for path in _USUAL_SITEMAPS)


def _most(sources: Iterable[Source]) -> Iterator[Source]:
    return islice(dict.fromkeys(sources), _MOST_NAMED)
