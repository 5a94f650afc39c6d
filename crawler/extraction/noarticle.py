"""Tells pages that carry no article: listings, front pages, empty categories, error pages. No outlet's rules are asked.

An article taken for a listing is lost, a listing taken for an article is one odd row: each test names a form that
articles do not have, and the last ones are not asked of a page that declares an article to machines.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.blocks import LINE_IS_LINK
from crawler.extraction.body import MIN_WORDS, Body, Line
from crawler.extraction.headline import Headline
from crawler.extraction.metadata import Layers
from crawler.extraction.tables import BOILERPLATE
from crawler.text.arabic import fold

# schema.org's names for pages that list.
_COLLECTIONS = frozenset({"collectionpage", "searchresultspage", "itemlist"})
# What WordPress (body_class()) and Drupal put on the body element of listings, searches and missing pages.
_LISTING_CLASSES = frozenset({
    "archive", "error404", "search-results", "search-no-results", "path-taxonomy", "page-taxonomy",
    "page-taxonomy-term", "path-frontpage", "path-search", "page-search",
})  # fmt: skip
_LISTING_HEADING = re.compile("|".join(BOILERPLATE["listing_headings"]))
_ERROR = re.compile("|".join(BOILERPLATE["error_phrases"]))
# An error page says little else. What its heading says is believed of any short page, its text of a few words.
_ERROR_WORDS, _ERROR_TEXT_WORDS = 60, 25
_ELLIPSIS = re.compile(r"(?:\.{3,}|…|\[…\]|\[\.\.\.\])\W*$")
_SENTENCE = 8  # words that a paragraph has and a label has not
# A headline's link among the paragraphs of a story is a related article; as many of them as paragraphs are a listing.
_HEADLINE_WORDS, _FEWEST_HEADLINES, _HEADLINES_A_PARAGRAPH = 4, 3, 0.5
# A story may hold a list, but it is no list; a directory of sites has hundreds of items.
_LIST_SHARE, _FEWEST_ITEMS = 0.8, 10
_LINKS_A_WORD = 0.2


def why_no_article(
    url: str, tree: HtmlElement, layers: Layers, headline: Headline, body: Body, story: Sequence[Line]
) -> str | None:
    """The reason why the page at `url` carries no article; None when it may. `story` are the lines left of the body."""
    declared = bool(jsonld.articles(layers.nodes)) or layers.first("published", "meta") is not None
    text = [line.text for line in story if line.kind != "heading"]
    words = sum(len(line.split()) for line in text)
    if not declared and _is_error(headline.text, text, words):
        return "an error page"
    if words < MIN_WORDS:
        return f"{words} words of its own"
    if listing := _listed_by_name(url, tree, layers, headline, declared=declared):
        return listing
    return _listed_by_form(text, body, words, declared=declared, shown=headline.is_title)


def _is_error(headline: str, text: list[str], words: int) -> bool:
    said = [headline, *text] if words < _ERROR_TEXT_WORDS else [headline]
    return words < _ERROR_WORDS and any(_ERROR.search(fold(line)) for line in said)


def _listed_by_name(url: str, tree: HtmlElement, layers: Layers, headline: Headline, *, declared: bool) -> str | None:
    parts = urlsplit(url)
    if not declared and parts.path in ("", "/") and not parts.query:
        return "a front page"
    types = {name for node in layers.nodes for name in jsonld.types(node)}
    if not declared and types & _COLLECTIONS:
        return "a listing by its JSON-LD"
    classes = set(next((body.get("class", "") for body in tree.iter("body")), "").lower().split())
    if classes & _LISTING_CLASSES and "single" not in classes:
        return f"a listing by its class {min(classes & _LISTING_CLASSES)!r}"
    return "a page of the site by its heading" if _LISTING_HEADING.match(fold(headline.text)) else None


def _listed_by_form(text: list[str], body: Body, words: int, *, declared: bool, shown: bool) -> str | None:
    paragraphs = [line for line in text if len(line.split()) >= _SENTENCE]
    teasers = sum(1 for line in paragraphs if _ELLIPSIS.search(line))
    if not declared and paragraphs and teasers >= len(paragraphs) / 2 and (teasers > 1 or not shown):
        return f"a listing: {teasers} of {len(paragraphs)} paragraphs break off"
    headlines = _headlines_before_paragraphs(body, set(paragraphs))
    if headlines >= max(_FEWEST_HEADLINES, _HEADLINES_A_PARAGRAPH * len(paragraphs)):
        return f"a listing: {headlines} of {len(paragraphs)} paragraphs stand below a headline of their own"
    if declared:
        return None
    texts = set(text)
    items = [
        block
        for block in body.blocks
        if block.text in texts and next(block.element.iterancestors("ul", "ol", "li"), None) is not None
    ]
    if len(items) >= _FEWEST_ITEMS and sum(block.length for block in items) >= _LIST_SHARE * words:
        return f"a listing: {len(items)} items and no story"
    links = sum(1 for block in body.blocks if block.linked >= LINE_IS_LINK and block.length >= _HEADLINE_WORDS)
    if not shown and links > _LINKS_A_WORD * words:
        return f"a page of links: {links} beside {words} words"
    return None


def _headlines_before_paragraphs(body: Body, paragraphs: set[str]) -> int:
    """How many paragraphs stand below a headline that is a link: teasers do, the paragraphs of one story do not."""
    count, below_headline = 0, False
    for block in body.blocks:
        if block.text in paragraphs:
            count += below_headline
            below_headline = False
        elif block.linked >= LINE_IS_LINK and block.length >= _HEADLINE_WORDS:
            below_headline = True
    return count
