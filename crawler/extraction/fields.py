"""The article's smaller fields, each decided between what several places of the page say."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import visible
from crawler.extraction.jsonld import breadcrumbs
from crawler.extraction.metadata import Layers
from crawler.outlet import Outlet
from crawler.text.arabic import words
from crawler.text.urls import is_public_host, normalise

_BETWEEN_KEYWORDS = re.compile(r"\s*[,،;؛|\n]\s*")
_MOST_KEYWORDS = 20  # more are the site's own list, the same on every page
_FEW_KEYWORDS = 3  # that many may all stand in the headline
_LONGEST_KEYWORD = 8  # words
_STAND_IN = re.compile(r"logo|default[-_]?(?:image|img|share|thumb)|placeholder|no[-_]?image", re.IGNORECASE)
_MIRROR = re.compile(r"^(?:www|m|amp|mobile)\.")


def canonical_url(page_url: str, outlet: Outlet, layers: Layers) -> str:
    """The address that the page gives itself, if it can be: on the same site, no front page, no other article's.

    Seen on real pages: a relative address, the home page, an IP address, a bare file name, a wrong slug in og:url.
    """
    number = outlet.article_number(page_url)
    for _, value in layers.values("canonical", "meta"):
        try:
            url = normalise(urljoin(page_url, value))
            host, path = urlsplit(url).hostname or "", urlsplit(url).path
        except ValueError:
            continue
        same_site = (
            outlet.owns(url) if outlet.owns(page_url) else _site(host) == _site(urlsplit(page_url).hostname or "")
        )
        if not same_site or not is_public_host(host) or (path in ("", "/") and not urlsplit(url).query):
            continue
        if outlet.is_article(page_url) and not outlet.is_article(url):
            continue
        if number and outlet.article_number(url) not in (None, number):
            continue
        return url
    return normalise(page_url)


def image_url(page_url: str, layers: Layers) -> str | None:
    """The lead image's address; no logo and no stand-in."""
    for _, value in layers.values("image", "meta", "json-ld", "microdata"):
        try:
            url = urljoin(page_url, value)
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and not _STAND_IN.search(url):
            return url
    return None


def image_caption(tree: HtmlElement, layers: Layers) -> str | None:
    """The caption where the outlet's rule says it stands, else the page's first."""
    ruled = layers.first("caption", "rule")
    return (visible.caption_text(ruled) if ruled else visible.caption(tree)) or None


def section(tree: HtmlElement, layers: Layers, headline: str) -> str | None:
    """The section that the page names to machines, else the last step of its breadcrumb."""
    return layers.first("section") or visible.section(tree, breadcrumbs(layers.nodes), headline)


def keywords(tree: HtmlElement, layers: Layers, headline: str) -> tuple[str, ...]:
    """The article's own keywords; a headline cut into its words, and a list that is the site's, are none."""
    in_headline = set(words(headline))
    for found in (*(layer.get("keywords", []) for layer in layers.layers.values()), visible.tags(tree)):
        split = dict.fromkeys(part.strip(" #\"'«»") for value in found for part in _BETWEEN_KEYWORDS.split(value))
        names = [name for name in split if name and len(name.split()) <= _LONGEST_KEYWORD]
        is_headline = len(names) > _FEW_KEYWORDS and all(set(words(name)) <= in_headline for name in names)
        if 0 < len(names) <= _MOST_KEYWORDS and not is_headline:
            return tuple(names)
    return ()


def _site(host: str) -> str:
    return _MIRROR.sub("", host)
