"""A page's elements sorted by what they may say, in one pass that headline, bylines, captions, tags and layers share.

Names of classes and ids come again and again, on one page and on all pages of an outlet: what a name says is looked up,
and the patterns see each name once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from lxml.html import HtmlElement

from crawler.extraction.tables import MARKS
from crawler.text.arabic import clean

Mark = Literal[
    "beside", "breadcrumb", "byline", "caption", "credit", "current", "deck", "image box", "kicker", "lead",
    "no byline", "no tags", "section", "tags", "title",
]  # fmt: skip


def _pattern(mark: str) -> re.Pattern[str]:
    words = "|".join(MARKS["words"].get(mark, ["(?!)"]))
    parts = "|".join(MARKS["parts"].get(mark, ["(?!)"]))
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])|{parts}")


_PATTERNS: dict[Mark, re.Pattern[str]] = {mark: _pattern(mark) for mark in get_args(Mark)}
# Most names say nothing: one search for anything spares them one for each mark.
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _PATTERNS.values()))
_LONGEST = 500  # characters of names; Tailwind's lists of classes reach that
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOTHING: frozenset[Mark] = frozenset()
_FIGCAPTION: frozenset[Mark] = frozenset({"caption"})
_NAMING = frozenset({"class", "id", "aria-label"})
_SAYING = frozenset({"itemprop", "property", "rel"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
# What carries classes of these names for other reasons.
_UNMARKED = frozenset({
    "html", "body", "head", "meta", "link", "script", "style", "input", "button", "form", "svg", "path", "option",
    "select",
})  # fmt: skip


@lru_cache(maxsize=1 << 12)  # an outlet has hundreds of names, and a site that numbers its elements no end of them
def _marks(names: str) -> frozenset[Mark]:
    names = _CAMEL_CASE.sub("-", names[:_LONGEST]).lower()
    if not _ANY.search(names):
        return _NOTHING
    return frozenset(mark for mark, pattern in _PATTERNS.items() if pattern.search(names))


@dataclass(frozen=True, eq=False)
class Outline:
    """The elements of one page, in its order."""

    tree: HtmlElement
    title: str  # the text of <title>
    elements: list[HtmlElement]  # all of them; holding them keeps lxml from making each anew
    metas: list[HtmlElement]
    links: list[HtmlElement]  # <link>
    scripts: list[HtmlElement]
    images: list[HtmlElement]
    headings: list[HtmlElement]  # <h1> to <h3>, and what is called a title
    properties: list[HtmlElement]  # with itemprop, property or rel; of <meta> and <link> only itemprop
    marks: dict[HtmlElement, frozenset[Mark]]  # of those elements that have any

    @classmethod
    def of(cls, tree: HtmlElement) -> "Outline":
        """The outline of `tree`, which must not change while it is used."""
        elements = list(tree.iter())
        by_tag: dict[str, list[HtmlElement]] = {"meta": [], "link": [], "script": [], "img": []}
        headings, properties = [], []
        marks: dict[HtmlElement, frozenset[Mark]] = {}
        for element in elements:
            tag = element.tag
            if (several := by_tag.get(tag)) is not None:
                several.append(element)
                if tag == "meta" and element.get("itemprop"):
                    properties.append(element)
            if tag in _UNMARKED:
                continue
            found, is_property = _FIGCAPTION if tag == "figcaption" else _NOTHING, False
            for name, value in element.items():
                if name in _NAMING:
                    found = found | _marks(value) if found else _marks(value)
                elif name in _SAYING:
                    is_property = True
            if found:
                marks[element] = found
            if tag in _HEADINGS or "title" in found:
                headings.append(element)
            if is_property:
                properties.append(element)
        title = next((element.text or "" for element in tree.iter("title")), "")
        return cls(
            tree,
            clean(title),
            elements,
            by_tag["meta"],
            by_tag["link"],
            by_tag["script"],
            by_tag["img"],
            headings,
            properties,
            marks,
        )

    def marked(self, mark: Mark) -> Iterator[HtmlElement]:
        """The elements whose names say `mark`."""
        return (element for element, found in self.marks.items() if mark in found)

    def has(self, element: HtmlElement, mark: Mark) -> bool:
        """Whether the names of `element` say `mark`."""
        return mark in self.marks.get(element, _NOTHING)
