"""What stands around the headline: the lines and <time> elements that may tell when the article appeared."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.extraction.blocks import INLINE, spaced

# A stamp is a line of few elements, at most so far from the headline.
_LONGEST = 160
_ELEMENTS_IN_LINE = 12
_BEFORE, _AFTER = 25, 60
# A text of so many characters is a sentence; a deck has one or two, and more than so many are the story.
_SENTENCE, _PROSE = 80, 200
# Before the headline only what shares a box with it: further up a page prints today's date.
_LEVELS_UP = 3
_MENU = 5  # links; a kicker and a breadcrumb have fewer
# A card of another article is no longer than that, teaser and all. The box that holds the article is.
_CARD = 500
_WORDS_IN_HEADLINE = 4
_FARTHEST = 20_000  # elements of a page; one with more is a table
_NEIGHBOURS = 50  # elements whose text is looked at; a line has fewer

_UPDATED = re.compile(r"updated|modified", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|(?<![^\s_-])(?:entry|post)?-?(?:date|time)(?![^\s])", re.IGNORECASE)
_CALLED_DATE = re.compile(
    r"date(?![a-z]*(?:picker|updat))|(?<![a-z])time(?!line|r)(?:stamp)?|publish|posted|submitted|created?(?![a-z]*by)",
    re.IGNORECASE,
)
# Breadcrumbs and captions carry dates of other things, and so do cards of other articles, tickers and calendars.
_NOT_HERE = re.compile(
    r"crumb|caption|related|share|comment|camera-?icon|(?<![a-z])(?:tags?|ticker|breaking|marquee|weather|prayers?|"
    r"today|clock|copyrights?|recent|popular|trending|latest|most|replies|newsletter|search|calendar|menu|nav|"
    r"(?<!post-)(?<!entry-)(?<!article-)footer|top-?bar|masthead|(?:site|main|page|top)-?header)(?![a-z])",
    re.IGNORECASE,
)
_SIDE = re.compile(r"widget|sidebar", re.IGNORECASE)
_SITE_HEADER = re.compile(r"(?<![^\s])(?:header|head|top)(?![^\s])", re.IGNORECASE)
_BESIDE = frozenset({
    "script", "style", "nav", "aside", "footer", "figure", "figcaption", "option", "select", "form", "button",
    "noscript",
})  # fmt: skip
_UNREAD = frozenset({"script", "style"})
_READ = XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
_CHANGES = XPath("//@class[contains(., 'odified') or contains(., 'pdate')]/..")
_AGO, _DAYS_AGO = re.compile(r"(?<!\w)(?:منذ|قبل)\s"), ("اليوم", "أمس", "امس")
_YEAR = re.compile(r"\d{4}")  # in any digits
_NO_HEADLINE = re.compile(r"\A(?:javascript:|mailto:)|#|author|writer|byline|profile|user|comment", re.IGNORECASE)
_BLOGGER_DAY = "date-outer"  # the box of all posts of a day, below the day's heading


@dataclass(frozen=True, slots=True)
class Said:
    """A text that may hold a moment: of publication, or of a change."""

    text: str
    source: Literal["time", "text"]
    updated: bool = False


def said_near(tree: HtmlElement, heading: HtmlElement) -> list[Said]:
    """What stands after the heading, down to the story's prose, then what stands before it in the same box."""
    elements = list(tree.iter())
    at = elements.index(heading)
    holders = frozenset(heading.iterancestors())
    below = _until_prose(_outside(elements[at + 1 :], _is_beside), set(heading.iter()))
    return list(dict.fromkeys((*_said(below, holders), *_said(_above(heading, elements, at), holders))))


def said_elsewhere(tree: HtmlElement, heading: HtmlElement) -> Iterator[tuple[bool, Said]]:
    """What may date the article far from its headline, and whether it is marked as a date within the article's box.

    The rest says something only with a label: 'تاريخ النشر', at the end of the story or in a box beside it.
    """
    holders = frozenset(heading.iterancestors())
    box = _story_box(heading)
    within = set(box.iter()) if box is not None else set()
    wide: set[HtmlElement] = set()
    for element in _outside(islice(tree.iter(), _FARTHEST), _is_elsewhere):
        for said in _said((element,), holders, wide):
            yield element in within and _is_called_date(element), said


def said_of_change(tree: HtmlElement, heading: HtmlElement) -> Iterator[Said]:
    """What is marked as the time of a change, wherever the article has it."""
    for element in cast(list[HtmlElement], _CHANGES(tree))[:_NEIGHBOURS]:
        if not any(map(_is_beside, (element, *element.iterancestors()))):
            yield from (replace(said, updated=True) for said in _said((element,), frozenset(heading.iterancestors())))


def _until_prose(elements: Iterable[HtmlElement], heading: set[HtmlElement]) -> Iterator[HtmlElement]:
    prose = 0
    for element in islice((element for element in elements if element not in heading), _AFTER):
        yield element
        if element.tag not in _BESIDE:
            prose += sum(len(text) for text in (element.text or "", element.tail or "") if len(text) > _SENTENCE)
        if prose > _PROSE:
            return


def _above(heading: HtmlElement, elements: list[HtmlElement], at: int) -> Iterator[HtmlElement]:
    """The elements before the heading in a box with it, the nearest first, up to a menu or the site's header."""
    boxes = [box for box in heading.iterancestors() if box.tag not in ("body", "html")]
    day = next((box for box in boxes if _BLOGGER_DAY in box.get("class", "")), None)
    box = boxes[min(_LEVELS_UP, len(boxes)) - 1] if day is None and boxes else day
    links = 0
    for element in reversed(elements[max(0, at - _BEFORE) : at]):
        outer = list(element.iterancestors())
        links += element.tag == "a"
        if box not in outer or links == _MENU:
            return
        if not any(map(_is_site_header, (element, *outer[: outer.index(box)]))) or element in boxes:
            yield element


def _outside(elements: Iterable[HtmlElement], is_beside: Callable[[HtmlElement], bool]) -> Iterator[HtmlElement]:
    """The elements, in document order, without those that are beside the story and what these hold."""
    beside: set[HtmlElement] = set()
    for element in elements:
        if element.getparent() in beside or is_beside(element):
            beside.add(element)
        else:
            yield element


def _said(
    elements: Iterable[HtmlElement], holders: frozenset[HtmlElement], wide: set[HtmlElement] | None = None
) -> Iterator[Said]:
    """What `elements` say. `wide` gathers boxes that are known to be no card, over several calls."""
    wide = set() if wide is None else wide
    for element in elements:
        if element in holders:
            continue
        if (stamp := _machine_stamp(element)) and not _is_card(element, holders, wide):
            yield Said(stamp, "time", _is_update(element))
        text = _line(element)
        if text and _may_tell(text) and not _is_in_sentence(element) and not _is_card(element, holders, wide):
            yield Said(text, "text", _is_update(element))


def _machine_stamp(element: HtmlElement) -> str | None:
    """What <time> says to machines, or its ancestor in hAtom, which Blogger still writes: <abbr class="published">."""
    if element.tag == "abbr" and (_PUBLISHED.search(_names(element)) or _UPDATED.search(_names(element))):
        return element.get("title") or None
    return (element.get("datetime") or None) if element.tag == "time" else None


def _line(element: HtmlElement) -> str | None:
    """The text of an element that is one line; what its elements say apart stays apart, and split words do not."""
    if sum(1 for _ in islice(element.iter(), _ELEMENTS_IN_LINE + 1)) > _ELEMENTS_IN_LINE:
        return None
    text = " ".join(" ".join(cast(list[str], _READ(element))).split())
    return text if 0 < len(text) <= _LONGEST else None


def _may_tell(text: str) -> bool:
    if text.endswith(".") and text[-2:-1].isalpha() and text[-3:-2] != ".":
        return False  # a sentence, and not '9:05 p.m.'
    if _YEAR.search(text) or _AGO.search(text):
        return True
    return text.startswith(_DAYS_AGO) and any(map(str.isdecimal, text))  # 'اليوم' alone may be a paper's name


def _is_in_sentence(element: HtmlElement) -> bool:
    """Whether an inline element stands in running text; the line around it is read as a whole, or it is prose."""
    parent = element.getparent()
    if element.tag not in INLINE or parent is None:
        return False
    beside = (parent.text, *(child.tail for child in islice(parent, _NEIGHBOURS)))
    spoken = [word for text in beside if text for word in text.split() if any(map(str.isalpha, word))]
    return bool(spoken) and (len(spoken) > _WORDS_IN_HEADLINE or _line(parent) is not None)


def _is_update(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('itemprop', '')}"
    return _UPDATED.search(names) is not None and _PUBLISHED.search(names) is None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_beside(element: HtmlElement) -> bool:
    return _is_elsewhere(element) or element.tag == "aside" or _SIDE.search(_names(element)) is not None


def _is_elsewhere(element: HtmlElement) -> bool:
    return (element.tag in _BESIDE and element.tag != "aside") or _NOT_HERE.search(_names(element)) is not None


def _is_site_header(element: HtmlElement) -> bool:
    return _is_beside(element) or element.tag == "header" or _SITE_HEADER.search(_names(element)) is not None


def _is_called_date(element: HtmlElement) -> bool:
    return element.tag == "time" or _CALLED_DATE.search(_names(element)) is not None


def _story_box(heading: HtmlElement) -> HtmlElement | None:
    """The smallest box that holds the heading and a story; None when that is the page."""
    for box in heading.iterancestors():
        if box.tag in ("body", "html"):
            return None
        if _is_longer(box, len(spaced(heading)) + _PROSE):
            return box
    return None


def _is_card(element: HtmlElement, holders: frozenset[HtmlElement], wide: set[HtmlElement]) -> bool:
    """Whether the element stands in a small box that links to another article by its headline."""
    for box in (element, *element.iterancestors()):
        if box in holders or box in wide:
            return False
        if _is_longer(box, _CARD):
            wide.add(box)
            return False
        for link in box.iter("a"):
            text = spaced(link)
            if len(text.split()) >= _WORDS_IN_HEADLINE and not _YEAR.search(text) and _leads_away(link):
                return True
    return False


def _leads_away(link: HtmlElement) -> bool:
    href = link.get("href")
    return (
        href is not None and href != "" and _NO_HEADLINE.search(f"{href} {link.get('rel', '')} {_names(link)}") is None
    )


def _is_longer(element: HtmlElement, most: int) -> bool:
    """Whether a reader sees more than `most` characters within `element`."""
    length = 0
    for inner in element.iter():
        read = (inner.text if inner.tag not in _UNREAD else None, inner.tail if inner is not element else None)
        length += sum(len(text.strip()) for text in read if text)
        if length > most:
            return True
    return False
