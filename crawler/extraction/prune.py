"""Cuts the elements of a page that hold no part of its story, told by what they are and what they are called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.etree import strip_elements
from lxml.html import HtmlElement

from crawler.extraction.blocks import HEADINGS, INLINE, spaced
from crawler.extraction.selectors import select
from crawler.extraction.tables import BOILERPLATE
from crawler.outlet import ArticleRules

# Text as long as this is prose when it is no link's: menus and labels are shorter.
_PROSE = 60
# An element with more than this share of the prose holds the story, whatever its class says. Some classes are never the
# story's, but a theme may call the frame around story and sidebar after the sidebar.
_STORY_SHARE = 0.5
_LONGEST = 500  # characters of names; the longest lists of classes reach that
_FRAME_SHARE = 0.8


def _classes(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(names)})(?![a-z0-9])")


_NEVER = BOILERPLATE["never_story"]
_RARELY = frozenset(BOILERPLATE["rarely_story"])
_BESIDE = frozenset(BOILERPLATE["beside_roles"])
_ALWAYS_CUT = _classes(BOILERPLATE["always_cut_classes"])
_CUT = _classes(BOILERPLATE["cut_classes"])
_HIDDEN = frozenset(BOILERPLATE["hidden_classes"])
_SHOWN = re.compile(BOILERPLATE["shown_class"])
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FRAMES = frozenset({"html", "body", "main", "article"})
_DONATION = re.compile(BOILERPLATE["donation_links"], re.IGNORECASE)
_SMALL, _BOXES = 400, 4  # characters of a box that asks for money, and how many levels above its link it may be


class _Named(NamedTuple):
    """What the classes and the id of an element say of it: the rules that cut it, and whether it is hidden."""

    cut: str | None
    always_cut: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """One stretch of text that was cut, by which rule, and the element of the tree in which it stood."""

    text: str
    rule: str
    within: HtmlElement


def cut(element: HtmlElement, rule: str) -> Iterator[Cut]:
    """Removes `element` and its text; a block leaves a line break, so that its neighbours do not run together."""
    within = element.getparent()
    if within is None:
        return
    if text := spaced(element):
        yield Cut(text, rule, within)
    if element.tag in INLINE:
        element.drop_tree()
    else:
        element.clear(keep_tail=True)
        element.tag = "br"


def cut_elements(root: HtmlElement, rules: ArticleRules) -> list[Cut]:
    """Cuts below `root` what the outlet's selectors name, scripts and controls, what is hidden or stands beside."""
    strip_elements(root, *_NEVER, with_tail=False)
    cuts = [
        one
        for selector in rules.prune
        for element in select(root, (selector,))
        for one in cut(element, f"outlet: {selector}")
    ]
    for selectors in (
        rules.headline,
        rules.published,
        rules.authors,
        rules.credit,
        rules.section,
        rules.caption,
        rules.keywords,
    ):
        for element in select(root, selectors):
            cuts += cut(element, "field")
    cuts += [one for element, rule in list(_doomed(root)) for one in cut(element, rule)]
    return cuts + [one for box in _asking_for_money(root) for one in cut(box, "donation")]


def _asking_for_money(root: HtmlElement) -> list[HtmlElement]:
    """The small boxes around links to where a reader may pay."""
    found = []
    for link in root.iter("a"):
        if _DONATION.search(link.get("href", "")):
            boxes = (box for box in link.iterancestors() if box.tag not in INLINE)
            small = [box for box in islice(boxes, _BOXES) if box.tag not in _FRAMES and _is_small(box)]
            found += small[-1:]
    return found


def _is_small(box: HtmlElement) -> bool:
    length = 0
    for text in box.itertext():
        length += len(text.strip())
        if length > _SMALL:
            return False
    return box.find(".//h1") is None


def _doomed(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The outermost elements to cut, each with its rule."""
    prose = _prose_within(root)
    total = max(1, prose.get(root, 0))
    gone: set[HtmlElement] = set()
    for element in root.iterdescendants():
        if element.getparent() in gone:
            gone.add(element)
        elif rule := _rule(element, prose.get(element, 0) / total):
            gone.add(element)
            yield element, rule
        elif element.tag in _RARELY:
            element.tag = "div"  # it holds the story after all; trafilatura would not believe it


def _prose_within(root: HtmlElement) -> dict[HtmlElement, int]:
    """How many characters of prose each element holds, at any depth."""
    prose: dict[HtmlElement, int] = {}
    for element in root.iter():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text is None or len(text) < _PROSE or holder is None or holder.tag == "a" or text.isspace():
                continue
            for outer in (holder, *holder.iterancestors()):
                prose[outer] = prose.get(outer, 0) + len(text)
    return prose


def _rule(element: HtmlElement, share: float) -> str | None:
    """Why `element` is to be cut, given its share of the page's prose; None to keep it."""
    if share > _FRAME_SHARE or element.tag in _FRAMES:
        return None
    # A heading's id is its anchor: 'h-toc-2' names a place in the text for its table of contents.
    named = _named(element.get("class", ""), "" if element.tag in HEADINGS else element.get("id", ""))
    rule = None
    if share <= _STORY_SHARE:
        rule = _seldom_story(element) or _hidden(element, named) or named.cut
    rule = rule or named.always_cut
    return None if rule and element.find(".//h1") is not None else rule


def _seldom_story(element: HtmlElement) -> str | None:
    role = element.get("role", "")
    if role in _BESIDE or (role == "region" and element.tag == "section"):
        return f"role {role}"
    if element.tag not in _RARELY:
        return None
    # WordPress sets tables and pull quotes in figures.
    holds_text = element.tag == "figure" and next(element.iter("table", "blockquote"), None) is not None
    return None if holds_text else f"<{element.tag}>"


def _hidden(element: HtmlElement, named: _Named) -> str | None:
    hidden = (
        named.hidden
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _INVISIBLE.search(element.get("style", ""))
    )
    return "hidden" if hidden else None


# The pages of an outlet share their classes; a site that numbers every element must not fill the memory.
@lru_cache(maxsize=4096)
def _named(classes: str, id_: str) -> _Named:
    names = f"{classes[:_LONGEST]} {id_[:_LONGEST]}".lower()
    cut, always_cut = (
        f"class {match[0]}" if (match := pattern.search(names)) else None for pattern in (_CUT, _ALWAYS_CUT)
    )
    hidden = not _HIDDEN.isdisjoint(names.split()) and not _SHOWN.search(names)
    return _Named(cut, always_cut, hidden)
