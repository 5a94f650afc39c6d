"""The headline as the page shows it, without the site's name, the element that shows it, and what stands around it:
the kicker above and the deck below."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import spaced, spaced_start, text_lines
from crawler.extraction.metadata import Layers
from crawler.extraction.outline import Outline
from crawler.extraction.selectors import select
from crawler.extraction.tables import NEWSROOMS
from crawler.outlet import ArticleRules
from crawler.text.arabic import clean, fold, words

_TITLE_TAGS = frozenset({"h1", "h2", "h3", "h4", "p", "div", "span"})
_SEPARATORS = re.compile(r"\s+[|\-–—•·:»«/]+\s+|\s*(?:[|»«]|>>|::|–|—)\s*")
# A page's heading may differ from its title for search engines; with less than half of its words there it is another's.
_SHARED = 0.5
_PROSE = 80  # characters of a paragraph's first run of text
_FEWEST_WORDS = 3  # a heading of two words may be the section's
_CERTAIN = 5  # an h1 of so many words that is a declared headline, word by word, needs no comparison
_FEW_CHILDREN = 3
_LONGEST = 400  # characters; Youm7 prints headlines of 200
_SIZE = re.compile(r"\+?(\d)$")
_LARGE = 5  # of a <font>, whose sizes go to seven; text is set in three or four
_CUT_OFF = re.compile(r"\s*(?:\.{2,}|…)$")
_HOME = re.compile(r"(?:(?:https?:)?//[^/]+)?/?(?:(?:ar|home|index\.\w+)/?)?$")
_ELSEWHERE = ("a", "aside", "nav", "footer")

_KICKERS = frozenset(fold(label) for label in NEWSROOMS["kickers"])
_URGENT = frozenset(fold(label) for label in NEWSROOMS["urgent_kickers"])
_SECTIONS = frozenset(fold(name) for key in ("sections", "no_sections") for name in NEWSROOMS[key])
_KICKER_WORDS, _DECK_WORDS = 5, 70
_KICKER = re.compile("kicker", re.IGNORECASE)
_LISTS = ("nav", "ul", "ol")
_LABELLED = re.compile(r"\s*([^|:،]{2,30}?)\s*(\||:|\s[-–—]\s|//)\s*(?=\S)")
_NEAR = 6  # elements before and after the headline, among which its kicker and its deck stand


@dataclass(frozen=True, slots=True)
class Deck:
    """The second headline, and whether it is called one: what is called a lead may be the story's first paragraph."""

    text: str
    is_called_so: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """The text, and where the page shows it; dates and credits stand around there."""

    text: str
    element: HtmlElement | None
    is_title: bool = False  # whether the page's own title confirms it, or the outlet's rule
    origin: str = "title"  # the layer that declares it, or the name of the element that shows it
    kicker: str | None = None
    deck: Deck | None = None
    declared: tuple[tuple[str, str], ...] = ()  # what machines are told, each with its origin

    @property
    def whole(self) -> str:
        """The headline with its kicker."""
        return self.text if self.kicker is None else f"{self.kicker} | {self.text}"


def read_headline(outline: Outline, rules: ArticleRules, layers: Layers, site_names: frozenset[str]) -> Headline | None:
    """The headline of a page; None when the page has none. `site_names` are folded words joined by spaces."""
    declared = _declared(outline, layers, site_names)
    found = _read(outline, rules, layers, site_names, declared)
    return replace(found, declared=tuple(declared)) if found else None


def _read(
    outline: Outline, rules: ArticleRules, layers: Layers, site_names: frozenset[str], declared: list[tuple[str, str]]
) -> Headline | None:
    known = [words(text) for _, text in declared]
    if (ruled := layers.first("headline", "rule")) and (found := select(outline.tree, rules.headline)):
        text, kicker = _without_kicker(without_site(ruled, site_names), known)
        return Headline(text, found[0], True, "rule", kicker, _deck(outline, found[0]))
    heading = _matching(_headings(outline), known, site_names)
    if heading is None:
        heading = _matching(_small_elements(outline.tree), known, site_names)
    if heading is not None:
        return _shown(outline, heading, known, site_names, is_title=True)
    # The page shows its title nowhere: its heading tells more than a name of the site among machines.
    own = [element for element in outline.headings if element.tag == "h1" and _is_own(element, site_names)]
    h1 = max(own, key=lambda element: len(_beginning(element)) >= _FEWEST_WORDS, default=None)
    told = next(iter(declared), None)
    if h1 is not None and (told is None or len(_beginning(h1)) >= _FEWEST_WORDS or len(words(told[1])) < _FEWEST_WORDS):
        return _shown(outline, h1, known, site_names, is_title=False)
    # A title that machines are told nowhere else, on a page with a line in large letters, is the title of all pages.
    shown = _largest(outline) if all(origin == "title" for origin, _ in declared) else None
    if shown is not None:
        return _shown(outline, shown, known, site_names, is_title=False)
    if told is None or len(words(told[1])) < _FEWEST_WORDS:
        shown = _above_prose(outline, site_names)
        if shown is not None:
            return _shown(outline, shown, known, site_names, is_title=False)
    if told is None:
        return None
    origin, text = told
    text = next((other for _, other in declared if _CUT_OFF.search(text) and _continues(other, text)), text)
    text, kicker = _without_kicker(text, known)
    return Headline(text, None, origin=origin, kicker=kicker)


def _largest(outline: Outline) -> HtmlElement | None:
    """On pages older than style sheets: the first line in the largest letters, if it may be a headline."""
    best: tuple[int, HtmlElement] | None = None
    for font in outline.tree.iter("font"):
        size = _SIZE.match(font.get("size", ""))
        if size is None or int(size[1]) < max(_LARGE, best[0] + 1 if best else 0):
            continue
        text = spaced_start(font, _LONGEST + 1)
        is_linked = next(chain(font.iterancestors("a"), font.iter("a")), None) is not None
        if not is_linked and len(text) <= _LONGEST and len(words(text)) >= _FEWEST_WORDS:
            best = int(size[1]), font
    return best[1] if best else None


def _above_prose(outline: Outline, site_names: frozenset[str]) -> HtmlElement | None:
    """On pages whose every title is the site's: the last heading above the first paragraph, if it is no link."""
    headings, last = set(outline.headings), None
    for element in outline.elements:
        if element in headings and element.tag in ("h1", "h2", "h3") and _is_own(element, site_names):
            is_linked = next(chain(element.iterancestors("a"), element.iter("a")), None) is not None
            last = last if is_linked or len(_beginning(element)) < _FEWEST_WORDS else element
        elif len(element.text or "") > _PROSE and element.tag in ("p", "div", "td", "span", "section", "article"):
            break
    return last


def _declared(outline: Outline, layers: Layers, site_names: frozenset[str]) -> list[tuple[str, str]]:
    """What machines are told, each with its origin, without the names of the site and of its sections."""
    told = [*layers.values("headline", "json-ld", "meta", "microdata", "rdfa"), ("title", outline.title)]
    no_headline = site_names | {" ".join(words(name)) for _, name in layers.values("section")}
    found = ((origin, without_site(text[: 2 * _LONGEST], no_headline)) for origin, text in told)
    return [(origin, text) for origin, text in found if text and " ".join(words(text)) not in no_headline]


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


def beside_headline(title: str, headline: str) -> list[str]:
    """The parts of the page's `title` that are not its `headline`: the names of the site and of its sections."""
    if not words(headline) or f" {' '.join(words(headline))} " not in f" {' '.join(words(title))} ":
        return []
    said = set(words(headline))
    return [part for part in _SEPARATORS.split(title) if words(part) and said.isdisjoint(words(part))]


def _separated(text: str) -> Iterator[re.Match[str]]:
    return _SEPARATORS.finditer(text)


def _continues(long: str, short: str) -> bool:
    start = _CUT_OFF.sub("", short)
    return len(long) > len(start) and not _CUT_OFF.search(long) and long.startswith(start)


def _matching(
    elements: Iterable[HtmlElement], known: list[list[str]], site_names: frozenset[str]
) -> HtmlElement | None:
    """The element that the page's own title confirms: the longest whose words it repeats, or an h1 that shares half."""
    best: tuple[int, HtmlElement] | None = None
    certain = [title for title in known if len(title) >= _CERTAIN]
    said = set().union(*known) if known else set()
    for element in elements:
        text = spaced_start(element, _LONGEST + 1)
        if not 0 < len(text) <= _LONGEST:
            continue
        is_h1 = element.tag == "h1"
        if not is_h1 and said.isdisjoint(first := words(text.split(None, 1)[0])) and first:
            continue  # a heading of something else, told by its first word
        found = words(text)
        if not found or " ".join(found) in site_names:
            continue
        if is_h1 and found in certain:
            return element
        shared = max((_shared(found, other, whole=not is_h1) for other in known), default=0)
        if shared >= _FEWEST_WORDS and (best is None or shared > best[0]):
            best = shared, element
    return best[1] if best else None


def _headings(outline: Outline) -> Iterator[HtmlElement]:
    h1 = [element for element in outline.headings if element.tag == "h1"]
    for element in (*h1, *outline.headings):
        if element.tag not in _TITLE_TAGS or (element.tag != "h1" and outline.has(element, "beside")):
            continue
        inner = next(element.iterdescendants("h1", "h2", "h3"), None) if len(element) else None
        if inner is None and next(element.iterancestors(*_ELSEWHERE), None) is None and not _leads_home(element):
            yield element


def _leads_home(element: HtmlElement) -> bool:
    """Whether a heading is the logo, a link to the front page."""
    return any(_HOME.match(link.get("href", "#")) for link in element.iter("a"))


def _small_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """On pages older than their headings: whatever may print a headline in large letters."""
    for element in tree.iter("b", "strong", "font", "big", "span", "p", "div", "td", "center"):
        if len(element) <= _FEW_CHILDREN and next(element.iterancestors(*_ELSEWHERE, "li"), None) is None:
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


def _beginning(element: HtmlElement) -> list[str]:
    """The first words of a heading; one that nobody closed holds the page."""
    return words(spaced_start(element, 2 * _LONGEST))


def _is_own(element: HtmlElement, site_names: frozenset[str]) -> bool:
    """Whether an h1 may be the article's: no site's name, and no logo, which leads to the front page."""
    found = _beginning(element)
    beside = next(element.iterancestors("aside", "nav", "footer"), None) is not None
    return bool(found) and " ".join(found) not in site_names and not _leads_home(element) and not beside


def _shown(
    outline: Outline, element: HtmlElement, known: list[list[str]], site_names: frozenset[str], *, is_title: bool
) -> Headline:
    """The headline that `element` shows, without what else stands in it."""
    text = clean(" ".join(text_lines(element)) if next(element.iter("br"), None) is not None else spaced(element))
    text = html.unescape(text) if "&" in text else text  # some systems escape twice
    kicker: str | None = None
    deck: Deck | None = None
    # A heading that nobody closed holds the page, and no kicker.
    for child in element.iterchildren() if len(text) <= 10 * _LONGEST else ():
        part = clean(spaced(child))
        if not part or part == text or len(words(part)) >= len(words(text)):
            continue
        before = text.startswith(part)
        rest = text.removeprefix(part).strip(" :|-–—") if before else text.removesuffix(part).strip()
        if rest == text or not words(rest):
            continue
        label = part.strip(" :|-–—")
        if words(rest) in known or words(rest) == words(part):
            text = rest
            if words(rest) == words(part):
                continue  # a copy for other screens
            if len(words(part)) > _KICKER_WORDS:
                deck = Deck(part, is_called_so=True)
            elif before and not any(map(str.isdecimal, part)):
                kicker = label  # behind the headline stand counters, and marks such as 'مميز'
        elif before and fold(label) in _KICKERS:
            text, kicker = rest, label
    text, labelled = _without_kicker(without_site(text, site_names), known)
    kicker = kicker or labelled or _kicker(outline, element, text)
    return Headline(text, element, is_title, str(element.tag), kicker, deck or _deck(outline, element))


def _without_kicker(text: str, known: list[list[str]]) -> tuple[str, str | None]:
    """A headline and the label before it: parted by a bar, or by another mark where it says nothing
    but that the news is urgent, or where a machine is told none."""
    match = _LABELLED.match(text)
    if match is None or fold(match[1]) not in _KICKERS:
        return text, None
    rest = text[match.end() :]
    is_parted = match[2].strip() == "|" or fold(match[1]) in _URGENT or words(rest) in known
    if len(words(rest)) >= _FEWEST_WORDS and is_parted:
        return rest, match[1]
    return text, None


def _kicker(outline: Outline, heading: HtmlElement, headline: str) -> str | None:
    """The short label above a headline: called a kicker, or one of the known labels; a section is none."""
    at = outline.elements.index(heading)
    box = heading.getparent()
    boxes = {box, box.getparent()} if box is not None else set()
    for element in reversed(outline.elements[max(0, at - _NEAR) : at]):
        in_list = element.tag in _LISTS or next(element.iterancestors(*_LISTS), None) is not None
        if in_list or boxes.isdisjoint(element.iterancestors()) or element.tag in ("script", "style", "time"):
            continue
        text = clean(spaced(element))
        if not 0 < len(text.split()) <= _KICKER_WORDS or fold(text) in fold(headline) or any(map(str.isdecimal, text)):
            continue
        label = text.strip(" :|-–—!")
        is_called_so = outline.has(element, "kicker") and (
            fold(label) not in _SECTIONS or _KICKER.search(element.get("class", "")) is not None
        )
        if (is_called_so or fold(label) in _KICKERS) and not outline.has(element, "breadcrumb"):
            return label
    return None


def _deck(outline: Outline, heading: HtmlElement) -> Deck | None:
    """The sentence or two right after a headline that are called its subtitle, or are a lower heading beside it."""
    at = outline.elements.index(heading)
    inside = set(heading.iter())
    for element in islice((element for element in outline.elements[at + 1 :] if element not in inside), _NEAR):
        is_heading = element.tag in ("h2", "h3", "h4")
        beside = is_heading and element.getparent() is heading.getparent()
        called = outline.has(element, "deck") or outline.has(element, "lead")
        if (called or beside) and element.tag not in ("a", "img", "time") and next(element.iter("a"), None) is None:
            text = clean(spaced(element))
            if (2 if is_heading and called else _KICKER_WORDS) < len(text.split()) <= _DECK_WORDS:
                return Deck(text, outline.has(element, "deck"))
        if element.tag == "p" and not called:
            break  # the story begins
    return None
