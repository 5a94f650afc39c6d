"""What a page shows its reader of its section and its tags: these fields' last resort."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import spaced
from crawler.extraction.outline import Outline
from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import clean, fold

_SEVERAL = re.compile(r"\s*[,،|]\s*")
_NO_SECTIONS = frozenset(fold(name) for name in NEWSROOMS["no_sections"])
_BOXES = frozenset({"div", "ul", "ol", "nav", "p", "span", "section", "td"})
_SECTION_TAGS = frozenset({"a", "span", "div", "p", "li", "ul", "h4", "h5", "h6"})
_BESIDE = ("aside", "footer", "nav")
# A tag is a name, and so is a section; a trail has few steps; a section's name stands by the headline.
_TAG_WORDS, _SECTION_WORDS, _STEPS, _NEAR = 6, 4, 8, 25
_MOST_BOXES = 50  # of one name; a page with more nests them without end


def is_section(name: str, headline: str) -> bool:
    """Whether `name` may be a section's: it says something, and is no headline, cut short, as ends many trails."""
    key = fold(name).strip(" »>/|-:")
    return bool(key) and key not in _NO_SECTIONS and not fold(headline).startswith(key.rstrip(".… "))


def trail(outline: Outline) -> list[str]:
    """The steps of the breadcrumb that the page shows."""
    boxes = (box for box in outline.marked("breadcrumb") if box.tag in _BOXES and _stands(box, "aside", "footer"))
    found = (texts for box in islice(boxes, _MOST_BOXES) if 0 < len(texts := _steps(box)) <= _STEPS)
    return next(found, [])


def _steps(box: HtmlElement) -> list[str]:
    """The links of a trail, and its last step where that is a name without a link: where the reader is."""
    links = _link_texts(box)
    steps = list(box.iter("li"))
    here = clean(spaced(steps[-1])) if steps and next(steps[-1].iter("a"), None) is None else ""
    return [*links, here] if links and 0 < len(here.split()) <= _SECTION_WORDS else links


def section_links(outline: Outline, heading: HtmlElement | None) -> Iterator[str]:
    """The sections that are named beside the headline, then the one that the menu marks as the page's."""
    marked = [element for element in outline.marked("section") if element.tag in _SECTION_TAGS]
    if heading is not None and marked:
        at = outline.elements.index(heading)
        near = set(outline.elements[max(0, at - _NEAR) : at + _NEAR])
        for element in marked:
            if element in near and _stands(element, *_BESIDE) and not outline.has(element, "beside"):
                yield from _names(element)
    for element in outline.marked("current"):
        yield from _names(element)


def tags(outline: Outline) -> list[str]:
    """The article's tags: links that say so, else the links of a box of tags."""
    said = [
        clean(spaced(element))
        for element in outline.properties
        if element.tag == "a" and (element.get("rel") or "").lower().split() == ["tag"]
    ]
    boxes = (
        _link_texts(box)
        for box in islice(outline.marked("tags"), _MOST_BOXES)
        if box.tag in _BOXES and not outline.has(box, "no tags") and _stands(box, *_BESIDE)
    )
    found = said or next((texts for texts in boxes if texts), [])
    return [text for text in dict.fromkeys(found) if text and len(text.split()) <= _TAG_WORDS]


def _names(element: HtmlElement) -> list[str]:
    links = [] if element.tag == "a" else _link_texts(element)[:_STEPS]
    texts = [_SEVERAL.split(text)[0] for text in links or [clean(spaced(element))]]
    return [text for text in texts if 0 < len(text.split()) <= _SECTION_WORDS and not any(map(str.isdecimal, text))]


def _link_texts(box: HtmlElement) -> list[str]:
    return [text for text in (clean(spaced(link)) for link in box.iter("a")) if text]


def _stands(element: HtmlElement, *beside: str) -> bool:
    """Whether an element is beside nothing of these; an article's own footer is no site's."""
    outer = element.iterancestors(*beside)
    return all(box.tag == "footer" and next(box.iterancestors("article"), None) is not None for box in outer)
