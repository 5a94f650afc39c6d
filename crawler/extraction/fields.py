"""The article's smaller fields, each decided between what several places of the page say, with the place it is from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import visible
from crawler.extraction.article import Disagreement
from crawler.extraction.disagreements import disagreement, of_texts
from crawler.extraction.jsonld import breadcrumbs
from crawler.extraction.metadata import Field, Layers
from crawler.extraction.names import role
from crawler.extraction.outline import Outline
from crawler.extraction.tables import NEWSROOMS
from crawler.outlet import Outlet
from crawler.text.arabic import fold, words
from crawler.text.urls import is_public_host, normalise, url_key

_BETWEEN_KEYWORDS = re.compile(r"\s*[,،;؛|\n]\s*")
_HASHTAG_SPACE = re.compile(r"(?<=[\u0600-\u06ff])_(?=[\u0600-\u06ff])")
_MOST_KEYWORDS = 20  # more are the site's own list, the same on every page
_FEW_KEYWORDS = 3  # that many may all stand in the headline
_LONGEST_KEYWORD = 8  # words
_MACHINES = frozenset({"json-ld", "meta"})
_PUBLISHERS = frozenset({"own", "agency", "medium"})
_SITE_FIRST = 3  # names; a list with the site among them is the site's
_LONGEST_SECTION = 6
_NO_KEYWORDS = frozenset(fold(name) for name in NEWSROOMS["no_keywords"])
_MIRROR = re.compile(r"^(?:www|m|amp|mobile)\.")


def canonical_url(page_url: str, outlet: Outlet, layers: Layers) -> tuple[str, str, list[Disagreement]]:
    """The address that the page gives itself, if it can be: on the same site, no front page, no other article's.

    Seen on real pages: a relative address, the home page, an IP address, a bare file name, a wrong slug in og:url.
    With its origin, and what the place that is not believed says.
    """
    given = [("canonical", url) for url in _addresses(page_url, layers, "canonical")]
    given += [("og:url", url) for url in _addresses(page_url, layers, "og_url")]
    own = next((found for found in given if _may_be(found[1], page_url, outlet)), None)
    origin, kept = own or ("address", normalise(page_url))
    others = {
        other_origin: disagreement("canonical_url", kept, origin, other, other_origin)
        for other_origin, other in reversed(given)
        if other_origin != origin and other != kept and url_key(other) != url_key(kept)
    }
    return kept, origin, list(others.values())


def _addresses(page_url: str, layers: Layers, field: Field) -> Iterator[str]:
    for _, value in layers.values(field, "meta"):
        try:
            yield normalise(urljoin(page_url, value))
        except ValueError:
            continue


def _may_be(url: str, page_url: str, outlet: Outlet) -> bool:
    host, path = urlsplit(url).hostname or "", urlsplit(url).path
    same_site = outlet.owns(url) if outlet.owns(page_url) else _site(host) == _site(urlsplit(page_url).hostname or "")
    if not same_site or not is_public_host(host) or (path in ("", "/") and not urlsplit(url).query):
        return False
    if outlet.is_article(page_url) and not outlet.is_article(url):
        return False
    number = outlet.article_number(page_url)
    return not number or outlet.article_number(url) in (None, number)


def section(
    outline: Outline, heading: HtmlElement | None, layers: Layers, headline: str
) -> tuple[str, str, list[Disagreement]] | None:
    """The section that the page names to machines, else the last step of its breadcrumb, else what a link is called."""
    declared: list[tuple[str, str]] = [
        (origin, name)
        for origin, several in layers.values("section")
        for name in _BETWEEN_KEYWORDS.split(several)
        if visible.is_section(name, headline) and len(name.split()) <= _LONGEST_SECTION and "/" not in name
    ]
    steps = breadcrumbs(layers.nodes) or visible.trail(outline)
    crumbs = [name for name in steps if visible.is_section(name, headline) and len(name.split()) <= _LONGEST_SECTION]
    found: list[tuple[str, str]] = [*declared, *(("breadcrumb", name) for name in reversed(crumbs))]
    if not found:
        linked = (name for name in visible.section_links(outline, heading) if visible.is_section(name, headline))
        found = [("link", name) for name in linked][:1]
        found += [] if found else [*layers.values("section")][:1]
    if not found:
        return None
    origin, name = found[0]
    same = {fold(other) for other_origin, other in found if other_origin == origin}
    others = [(place, other) for place, other in found if place != origin]
    # Of a trail any step may be meant, and several sections may be given.
    disagreeing = {place for place, _ in others} - {place for place, other in others if fold(other) in same}
    return name, origin, of_texts("section", name, origin, (one for one in others if one[0] in disagreeing))


def keywords(
    outline: Outline, layers: Layers, headline: str, own: frozenset[str]
) -> tuple[tuple[str, ...], str] | None:
    """The article's own keywords; a headline cut into its words, and a list that is the site's, are none.

    What the page shows as the article's tags comes before the keywords of its head, which many sites leave the same.
    """
    lists = list(_keyword_lists(outline, layers, headline, own))
    if not lists:
        return None
    # A list within another, as the one keyword of a plugin for search engines, says less than that.
    return next((one for one in lists[1:] if set(lists[0][0]) < set(one[0])), lists[0])


def _keyword_lists(
    outline: Outline, layers: Layers, headline: str, own: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    in_headline = set(words(headline))
    for origin, found in _keywords(outline, layers):
        parts = (part.strip(" #\"'«»") for value in found for part in _BETWEEN_KEYWORDS.split(value))
        split = dict.fromkeys(_HASHTAG_SPACE.sub(" ", part) for part in parts)
        names = [name for name in split if name and len(name.split()) <= _LONGEST_KEYWORD]
        if origin in _MACHINES and any(role(name, own) in _PUBLISHERS for name in names[:_SITE_FIRST]):
            continue  # a list that begins with the site's name is the site's
        is_headline = len(names) > _FEW_KEYWORDS and all(set(words(name)) <= in_headline for name in names)
        names = [name for name in names if fold(name) not in _NO_KEYWORDS and fold(name) not in own]
        if 0 < len(names) <= _MOST_KEYWORDS and not is_headline:
            yield tuple(names), origin


def filed_section(names: Iterable[str], headline: str) -> str | None:
    """The first of the sections that a source files an article under that says something."""
    named = (name for name in names if visible.is_section(name, headline) and len(name.split()) <= _LONGEST_SECTION)
    return next(named, None)


def filed_keywords(names: Sequence[str]) -> tuple[str, ...]:
    """The keywords that a source gives an article."""
    kept = [name for name in names if fold(name) not in _NO_KEYWORDS and len(name.split()) <= _LONGEST_KEYWORD]
    return tuple(dict.fromkeys(kept[:_MOST_KEYWORDS]))


def _keywords(outline: Outline, layers: Layers) -> Iterator[tuple[str, list[str]]]:
    for origin, layer in layers.layers.items():
        yield origin, layer.get("keywords", [])
    yield "tags", visible.tags(outline)
    yield "meta", layers.layers["meta"].get("site_keywords", [])


def _site(host: str) -> str:
    return _MIRROR.sub("", host)
