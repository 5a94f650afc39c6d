"""A page's elements sorted by what they may say, in one pass that headline, bylines, captions, tags and layers share.

Names of classes and ids come again and again, on one page and on all pages of an outlet: what a name says is looked up,
and the patterns see each name once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from crawler.text.arabic import clean

Mark = Literal[
    "beside", "breadcrumb", "byline", "caption", "credit", "current", "deck", "image box", "kicker", "label", "no byline", "no tags", "section", "tags", "title",
]  # fmt: skip

_MARKS: dict[Mark, str] = {
    # Boxes of other articles and of other people's words.
    "beside": r"related|sidebar|(?<!elementor-)widget|popular|most-?(?:read|view)|comment|latest|trending|recommend|read-?more|more-?(?:news|posts)|(?<![a-z])(?:menu|footer|prev|next)(?![a-z])",
    "breadcrumb": r"bread-?_?c(?:r)?umb|crumbs\b|site-?map-?path|\w+sitemap(?![a-z])|مسار التصفح",
    "byline": r"(?<![a-z])(?:authors?|author-?name|author-?title|auther|autor|post-?author|entry-?author|article-?author|author-?link|by-?line|writers?|writeby|written-?by|reporters?|journalists?|kateb|katib|kuttab|createdby|creator|username|posted-?by|submitted|contributors?|columnist)(?![a-z])",
    "caption": r"(?<![a-z])(?:\w*caption(?:-?text)?|img-?cap|camera-?icon)(?![a-z])",
    "credit": r"(?<![a-z])(?:credits?|copyrights?|photographer|img-?source|image-?source|photo-?source|photo-?by|imgcredit)(?![a-z])",
    # WordPress and others mark the menu's item of the page's section.
    "current": r"(?<![a-z])(?:current-post-(?:parent|ancestor)|nav-on|current-section)(?![a-z])",
    "deck": r"(?<![a-z])(?:deck|dek|sub-?_?title|sub-?head(?:line|ing)?|sapo|stand-?first|excerpt|summary|brief|lead|lede|intro|abstract|chapo|secondary-?title|second-?title)(?![a-z])",
    "image box": r"(?<![a-z])(?:image|img|photo|picture|thumbnail|thumb)s?(?![a-z])",
    "kicker": r"(?<![a-z])(?:kicker|eyebrow|overline|over-?title|super-?title|sur-?title|up(?:per)?-?title|pre-?title|top-?title|shoulder|flag|ribbon|badge|label|flash|breaking|urgent|article-?type)(?![a-z])",
    # Drupal says `field--label-hidden` of a field that it shows without its label.
    "no byline": r"comment|related|(?<!elementor-)widget|sidebar|(?<!label-)hidden|sr-only|screen-reader|avatar|social|share",
    "no tags": r"cloud|tag-?manager|sidebar|widget",
    "section": r"(?<![a-z])(?:cat-?links|categor(?:y|ies)|post-?cats?(?:-list)?|section(?:-name|-title)?|post-?category|article-?(?:section|category)|(?:\w+_)+category)(?![a-z])",
    "tags": r"(?<![a-z])(?:tags?|tagged|keywords)(?![a-z])",
    "title": r"title|headline|heading",
}  # fmt: skip
_PATTERNS = {mark: re.compile(pattern, re.IGNORECASE) for mark, pattern in _MARKS.items()}
_NOTHING: frozenset[Mark] = frozenset()
_FIGCAPTION: frozenset[Mark] = frozenset({"caption"})
_NAMING = frozenset({"class", "id", "aria-label"})
_SAYING = frozenset({"itemprop", "property", "rel"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
# What carries classes of these names for other reasons.
_UNMARKED = frozenset({
    "html", "body", "head", "meta", "link", "script", "style", "input", "button", "form", "svg", "path", "option", "select",
})  # fmt: skip


@lru_cache(maxsize=1 << 15)
def _marks(names: str) -> frozenset[Mark]:
    return frozenset(mark for mark, pattern in _PATTERNS.items() if pattern.search(names)) or _NOTHING


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
            tree, clean(title), elements, by_tag["meta"], by_tag["link"], by_tag["script"], by_tag["img"], headings, properties, marks
        )

    def marked(self, mark: Mark) -> Iterator[HtmlElement]:
        """The elements whose names say `mark`."""
        return (element for element, found in self.marks.items() if mark in found)

    def has(self, element: HtmlElement, mark: Mark) -> bool:
        """Whether the names of `element` say `mark`."""
        return mark in self.marks.get(element, _NOTHING)
