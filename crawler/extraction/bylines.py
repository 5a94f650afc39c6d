"""Where a page shows its reader who wrote: what is marked as an author's name, and the lines below the headline."""

import re
from collections.abc import Iterator
from itertools import groupby, islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.extraction.blocks import HEADINGS, INLINE, spaced
from crawler.extraction.outline import Mark, Outline
from crawler.text.arabic import clean

# Systems link an author's name to the list of what he or she wrote.
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|writers?|users?|profiles?|contributors?|journalists?|columnists?|kuttab|katib|(?:ال)?كاتب|(?:ال)?كتّ?اب)"
    r"/[^/]",
    re.IGNORECASE,
)
_OTHER_PAGE = re.compile(
    r"/(?:tags?|topics?|search|categor(?:y|ies)|section|location)s?/|[?&](?:s|tag|cat)=", re.IGNORECASE
)
_ALL_OF_THEM = re.compile(r"(?:ال)?مزيد|جميع|كل |عرض|مقالات|more|all |view", re.IGNORECASE)
_NAMED = frozenset({
    "a", "span", "div", "p", "li", "address", "strong", "b", "em", "i", "cite", "small", "td", "dd", "bdi", "h3",
    "h4", "h5", "h6",
})  # fmt: skip
_BESIDE = frozenset({"aside", "footer", "nav"})
_NO_LINES = _BESIDE | HEADINGS | frozenset({
    "script", "style", "figure", "figcaption", "option", "select", "form", "button", "noscript", "iframe",
    "svg", "time",
})  # fmt: skip
_NO_LINE_MARKS: frozenset[Mark] = frozenset({"beside", "breadcrumb", "caption", "tags", "no tags", "image box"})
# A byline is a name or two and their city or label; a box with more holds what the author wrote.
_BYLINE_WORDS = 18
_LINKED_WORDS = 4  # that many in a link are another article's headline
_CARD_LEVELS = 4
_MOST = 200  # marked names; a page with more lists writers
# The story begins after so many characters of paragraphs, each of so many; bylines stand within so many elements.
_PROSE, _SENTENCE = 200, 80
_ELEMENTS, _LINE_LENGTH, _LINE_ELEMENTS = 60, 160, 12


def _lines(element: HtmlElement) -> list[str]:
    """The text of a small `element` line by line; what its elements say apart stays apart: 'رنا سامر' and '1 آذار'."""
    pieces: list[str] = []
    for event, inner in iterwalk(element, events=("start", "end")):
        within = inner is not element
        between = " " if inner.tag in INLINE else "\n"
        if event == "start":
            pieces += (between if within else "", inner.text or "")
        elif within:
            pieces += (between, inner.tail or "")
    return [line for line in (" ".join(clean(part).split()) for part in "".join(pieces).split("\n")) if line]


def _field_of(name: HtmlElement, fields: set[HtmlElement]) -> HtmlElement | None:
    """The nearest box around `name` that is a byline too, else its parent."""
    return next((box for box in name.iterancestors() if box in fields), name.getparent())


class Bylines:
    """The bylines of one page whose headline stands in `heading`."""

    def __init__(self, outline: Outline, heading: HtmlElement | None, headline: str) -> None:
        self._outline = outline
        self._heading = heading
        self._headline = headline
        self._around = set(heading.iterancestors()) if heading is not None else set()
        self._story: set[HtmlElement] = set()  # the boxes that hold the story's first paragraphs
        self._below = list(self._until_prose())
        self._cards: dict[HtmlElement, bool] = {}

    def marked(self) -> Iterator[list[str]]:
        """The lines of what is marked as an author's name, those side by side together; below the headline first."""
        elements = self._outline.elements
        marked = [element for element in islice(self._candidates(), _MOST) if self._is_byline(element)]
        # A box around a name has its label and its date too.
        outer = {box for element in marked for box in element.iterancestors()}
        fields = outer.intersection(marked)
        marked = [element for element in marked if element not in outer]
        if self._heading is not None and marked:
            at = {element: index for index, element in enumerate(elements)}
            start = at[self._heading]
            marked.sort(key=lambda element: (at[element] < start, at[element]))
        # Drupal gives each author of a field a box of its own.
        for _, side_by_side in groupby(marked, lambda one: _field_of(one, fields)):
            yield [line for element in side_by_side for line in _lines(element)]

    def lines(self) -> Iterator[str]:
        """The short lines between the headline and the story's prose: bylines, datelines, buttons."""
        seen: set[HtmlElement] = set()
        for element in self._below:
            marks = self._outline.marks.get(element, frozenset())
            if element.getparent() in seen or element.tag in _NO_LINES or marks & _NO_LINE_MARKS:
                seen.add(element)
            elif all(
                inner.tag in INLINE or inner.tag == "br" for inner in islice(element.iterdescendants(), _LINE_ELEMENTS)
            ):
                seen.add(element)
                yield from self._texts(element)

    def _texts(self, element: HtmlElement) -> Iterator[str]:
        if any(_OTHER_PAGE.search(link.get("href", "")) for link in element.iter("a")):
            return
        lines = _lines(element)
        lines += [part.strip() for line in lines if "|" in line for part in line.split("|")]
        if len(element) > 1:
            lines += [spaced(child) for child in element]
        for line in lines:
            if 0 < len(line) <= _LINE_LENGTH:
                yield clean(line)

    def _until_prose(self) -> Iterator[HtmlElement]:
        if self._heading is None:
            return
        elements = self._outline.elements
        inside, prose = set(self._heading.iter()), 0
        below = islice(elements, elements.index(self._heading) + 1, None)
        for element in islice((element for element in below if element not in inside), _ELEMENTS):
            if element.tag not in _NO_LINES:
                prose += sum(len(text) for text in (element.text or "", element.tail or "") if len(text) > _SENTENCE)
            if prose > _PROSE:
                self._story = {element, *element.iterancestors()}
                return
            yield element

    def _candidates(self) -> Iterator[HtmlElement]:
        yield from self._outline.marked("byline")
        for element in self._outline.properties:
            if "author" in (element.get("rel") or "").lower().split() and not self._outline.has(element, "byline"):
                yield element
        for element in self._below:
            if element.tag == "a" and _AUTHOR_PAGE.search(element.get("href", "")):
                yield element

    def _is_byline(self, element: HtmlElement) -> bool:
        return (
            element.tag in _NAMED
            and not self._outline.has(element, "no byline")
            and element is not self._heading
            and element not in self._around
            and 0 < len(spaced(element).split()) <= _BYLINE_WORDS
            and not self._is_beside(element)
        )

    def _is_beside(self, element: HtmlElement) -> bool:
        """Whether a name stands in a box beside the story, or on the card of another article."""
        for level, outer in enumerate((element, *element.iterancestors())):
            if outer in self._around:
                return False
            if outer.tag in _BESIDE or (self._around and self._outline.has(outer, "beside")):
                return True
            if 0 < level <= _CARD_LEVELS and self._around and self._is_card(outer):
                return True
        return False

    def _is_card(self, box: HtmlElement) -> bool:
        if box not in self._cards:
            is_story = box in self._story  # which may link another article
            self._cards[box] = not is_story and any(map(self._is_headline_of_another, box.iter("a")))
        return self._cards[box]

    def _is_headline_of_another(self, link: HtmlElement) -> bool:
        text = spaced(link)
        return (
            sum(not any(map(str.isdecimal, word)) for word in text.split()) >= _LINKED_WORDS
            and "#" not in link.get("href", "#")
            and text not in self._headline
            and self._headline not in text  # 'اترك تعليقا على …'
            and not _ALL_OF_THEM.match(text)
            and not _AUTHOR_PAGE.search(link.get("href", ""))
        )
