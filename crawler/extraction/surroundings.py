"""What stands around the headline: the lines and <time> elements that may tell when the article appeared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from lxml.html import HtmlElement

from crawler.extraction.blocks import spaced

# A stamp is a line of few elements, at most so far from the headline.
_LONGEST = 160
_ELEMENTS_IN_LINE = 12
_BEFORE, _AFTER = 25, 60
# A text of so many characters is a sentence; a deck has one or two, and more than so many are the story.
_SENTENCE, _PROSE = 80, 200
# Before the headline only what shares a box with it: further up a page prints today's date.
_LEVELS_UP = 3

_UPDATED = re.compile(r"updated|modified", re.IGNORECASE)
_UPDATE = re.compile(
    r"(?:آخر|اخر|تاريخ|تم|وقت)?\s*(?:ال)?(?:تحديث|تعديل)|(?:last\s+)?(?:updated|modified)|عُ?د[ِّ]*ل(?:ت)?\s+في",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:تاريخ\s+)?(?:ال)?نُ?شر|published|posted", re.IGNORECASE)
# Breadcrumbs and captions carry dates of other things, and so do cards of other articles.
_NOT_HERE = re.compile(
    r"crumb|caption|related|share|comment|widget|sidebar|camera-?icon|(?<![a-z])tags?(?![a-z])", re.IGNORECASE
)
_BESIDE = frozenset({
    "script", "style", "nav", "aside", "footer", "figure", "figcaption", "option", "select", "form", "button",
    "noscript",
})  # fmt: skip
_RELATIVE = ("منذ ", "قبل ")
_HEADLINE_WORDS = 4


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
    inside = set(heading.iter())
    box = next(islice(heading.iterancestors(), _LEVELS_UP - 1, None), heading)
    before = [element for element in elements[max(0, at - _BEFORE) : at] if box in element.iterancestors()]
    return [*_said(_until_prose(elements[at + 1 :], inside)), *_said(iter(before))]


def lines_below(tree: HtmlElement, heading: HtmlElement) -> Iterator[str]:
    """The short lines between the heading and the story's prose: bylines, datelines, buttons."""
    elements = list(tree.iter())
    for element in _until_prose(elements[elements.index(heading) + 1 :], set(heading.iter())):
        if len(element) == 0 and element.tag not in _BESIDE and 0 < len(text := spaced(element)) <= _LONGEST:
            yield text


def _until_prose(elements: list[HtmlElement], heading: set[HtmlElement]) -> Iterator[HtmlElement]:
    prose = 0
    for element in islice((element for element in elements if element not in heading), _AFTER):
        yield element
        if element.tag not in _BESIDE:
            prose += sum(len(text) for text in (element.text or "", element.tail or "") if len(text) > _SENTENCE)
        if prose > _PROSE:
            return


def _said(elements: Iterator[HtmlElement]) -> Iterator[Said]:
    beside: set[HtmlElement] = set()
    for element in elements:
        if element.getparent() in beside or _is_beside(element):
            beside.add(element)
            continue
        if element.tag == "time" and (stamp := element.get("datetime")):
            yield Said(
                stamp, "time", bool(_UPDATED.search(f"{element.get('class', '')} {element.get('itemprop', '')}"))
            )
        if sum(1 for _ in islice(element.iter(), _ELEMENTS_IN_LINE + 1)) <= _ELEMENTS_IN_LINE:
            text = spaced(element)
            may_tell = text.startswith(_RELATIVE) or any(map(str.isdecimal, text))
            if may_tell and len(text) <= _LONGEST and not _is_card(element):
                yield from _parted(text)


def _parted(text: str) -> Iterator[Said]:
    """A line's parts before and after 'آخر تحديث'."""
    while update := _UPDATE.search(text):
        after = _PUBLISHED.search(text, update.end())
        end = after.start() if after else len(text)
        yield Said(text[update.end() : end], "text", updated=True)
        text = f"{text[: update.start()]} {text[end:]}"
    yield Said(text, "text")


def _is_beside(element: HtmlElement) -> bool:
    return element.tag in _BESIDE or _NOT_HERE.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _is_card(element: HtmlElement) -> bool:
    """Whether the element, or the box that it stands in, links to another article by its headline."""
    box = element.getparent() if element.tag in ("span", "time", "a", "i", "b", "small", "p") else element
    for link in islice((box if box is not None else element).iter("a"), _ELEMENTS_IN_LINE):
        text = spaced(link)
        if len(text.split()) >= _HEADLINE_WORDS and not any(map(str.isdecimal, text)):
            return True
    return False
