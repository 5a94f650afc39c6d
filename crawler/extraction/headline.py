"""The headline as the page shows it, without the site's name, and the element that shows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.blocks import spaced
from crawler.extraction.metadata import Layers
from crawler.extraction.selectors import select
from crawler.outlet import ArticleRules
from crawler.text.arabic import clean, words

_TITLED = re.compile(r"title|headline|heading", re.IGNORECASE)
_BESIDE = re.compile(r"related|sidebar|widget|most|latest|menu|popular|comment", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s+[|\-–—•·:»«/]+\s+|\s*(?:[|»«]|>>|::|–|—)\s*")
# A page's heading may differ from its title for search engines; with less than half of its words there it is another's.
_SHARED = 0.5
_FEWEST_WORDS = 3  # a heading of two words may be the section's
_FEW_CHILDREN = 3
_LONGEST = 400  # characters; Youm7 prints headlines of 200


@dataclass(frozen=True, slots=True)
class Headline:
    """The text, and where the page shows it; dates and credits stand around there."""

    text: str
    element: HtmlElement | None
    is_title: bool = False  # whether the page's own title confirms it, or the outlet's rule


def read_headline(
    tree: HtmlElement, rules: ArticleRules, layers: Layers, site_names: frozenset[str]
) -> Headline | None:
    """The headline of `tree`; None when the page has none. `site_names` are folded words joined by spaces."""
    declared = [text for _, text in layers.values("headline", "json-ld", "meta", "microdata")]
    title = clean(tree.findtext(".//title") or "")
    known = [words(text) for text in (*declared, title) if text]
    if (ruled := layers.first("headline", "rule")) and (found := select(tree, rules.headline)):
        return Headline(without_site(ruled, site_names), found[0], is_title=True)
    heading = _matching(_headings(tree), known, site_names)
    if heading is None:
        heading = _matching(_small_elements(tree), known, site_names)
    if heading is not None:
        return Headline(without_site(clean(spaced(heading)), site_names), heading, is_title=True)
    texts = [without_site(text, site_names) for text in (*declared, title)]
    told = next((text for text in texts if " ".join(words(text)) not in site_names and text), None)
    h1 = next((element for element in tree.iter("h1") if _is_own(element, site_names)), None)
    if h1 is not None and (told is None or len(words(told)) < _FEWEST_WORDS):
        return Headline(clean(spaced(h1)), h1)
    return Headline(told, None) if told else None


def without_site(text: str, site_names: frozenset[str]) -> str:
    """`text` without the parts, before and after separators, that are the site's name."""
    text = " ".join(text.split())
    while match := next(_separated(text), None):
        before, after = text[: match.start()], text[match.end() :]
        *_, last = _separated(text)
        if " ".join(words(before)) in site_names:
            text = after
        elif " ".join(words(text[last.end() :])) in site_names:
            text = text[: last.start()]
        else:
            break
    return text.strip()


def _separated(text: str) -> Iterator[re.Match[str]]:
    return _SEPARATORS.finditer(text)


def _matching(
    elements: Iterator[HtmlElement], known: list[list[str]], site_names: frozenset[str]
) -> HtmlElement | None:
    """The element that the page's own title confirms: the longest whose words it repeats, or an h1 that shares half."""
    best: tuple[int, HtmlElement] | None = None
    for element in elements:
        text = spaced(element)
        if not 0 < len(text) <= _LONGEST:
            continue
        found = words(text)
        if not found or " ".join(found) in site_names:
            continue
        shared = max((_shared(found, other, whole=element.tag != "h1") for other in known), default=0)
        if shared >= _FEWEST_WORDS and (best is None or shared > best[0]):
            best = shared, element
    return best[1] if best else None


def _headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "div", "span"):
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
        if element.tag == "h1" or (
            (element.tag in ("h2", "h3") or _TITLED.search(names)) and not _BESIDE.search(names)
        ):
            inner = next((inner for inner in element.iterdescendants("h1", "h2", "h3")), None)
            if inner is None and next(element.iterancestors("a", "aside", "nav", "footer"), None) is None:
                yield element


def _small_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """On pages older than their headings: whatever may print a headline in large letters."""
    for element in tree.iter("b", "strong", "font", "big", "span", "p", "div", "td", "center"):
        if (
            len(element) <= _FEW_CHILDREN
            and next(element.iterancestors("a", "aside", "nav", "footer", "li"), None) is None
        ):
            yield element


def _shared(found: list[str], other: list[str], *, whole: bool) -> int:
    """How many words a heading shares with a title; 0 when too few or, if `whole`, when it is not part of it."""
    if f" {' '.join(found)} " in f" {' '.join(other)} " or (
        len(other) >= _FEWEST_WORDS and found[: len(other)] == other
    ):
        return len(found)
    if whole:
        return 0
    shared = len(set(found) & set(other))
    return shared if shared >= _SHARED * len(set(found)) else 0


def _is_own(element: HtmlElement, site_names: frozenset[str]) -> bool:
    found = words(spaced(element))
    return bool(found) and " ".join(found) not in site_names
