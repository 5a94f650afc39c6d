"""A tree as its reader sees it: blocks of text, one after the other, and how much of each is a link."""

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from crawler.text.arabic import fold

# What stands within a line of text; every other element begins a new one. 'label' and 'time' read on as well.
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "ref", "hi", "graphic",  # the last three are trafilatura's own
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
# A link that fills a line is a headline of another article; a sentence with a link in it is the story's own.
LINE_IS_LINK = 0.8
_BREAKS = frozenset({"br", "hr", "lb"})
_MARKS_BEFORE = re.compile(r"^[\W_]+")


@dataclass(eq=False)
class Block:
    """One run of text that no block and no line break divides, and the element that holds it and nothing else."""

    element: HtmlElement
    text: str  # spaces collapsed

    @cached_property
    def key(self) -> str:
        """The beginning of the folded text without bullets and other marks before it: what phrases are found by."""
        return _MARKS_BEFORE.sub("", fold(self.text[:300]))

    @cached_property
    def length(self) -> int:
        """The number of words, as a reader counts them."""
        return len(self.text.split())

    @cached_property
    def linked(self) -> float:
        """The share of the text that leads to another page, 0 to 1."""
        if any(_leads_away(element) for element in self.element.iterancestors("a")):
            return 1.0
        links = (self.element,) if self.element.tag == "a" else self.element.iter("a")
        length = sum(len(spaced(link)) for link in links if _leads_away(link))
        return min(1.0, length / len(self.text.strip("-–—•*· ") or " "))


def spaced(element: HtmlElement) -> str:
    """All text of `element` on one line, without spaces around it."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(text.split())


def spaced_start(element: HtmlElement, characters: int) -> str:
    """The first `characters` of what `spaced` returns: an element that nobody closed holds the page, and thousands of
    them hold one another."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > characters:
            break
    return " ".join("".join(parts).split(None, characters)[:characters])[:characters]


def text_lines(element: HtmlElement) -> list[str]:
    """The text of a small `element` line by line, as `blocks` parts it; the tree stays as it is."""
    root = deepcopy(element)
    root.tag, root.tail = "div", None
    return [block.text for block in blocks(root)]


def blocks(root: HtmlElement) -> list[Block]:
    """The blocks below `root` in reading order.

    Changes the tree: text between two blocks or line breaks gets a paragraph of its own, so that each block can be
    judged, and cut, without what stands beside it.
    """
    elements = list(root.iter())
    divided = _divided(elements)
    for element in elements:
        if element in divided:
            _wrap_runs(element, divided)
    return [
        Block(element, text)
        for element in root.iter()
        if element.tag not in INLINE and element not in divided and (text := spaced(element))
    ]


def _divided(elements: list[HtmlElement]) -> set[HtmlElement]:
    """The elements that hold more than one run: those with a block or a line break somewhere inside."""
    divided: set[HtmlElement] = set()
    for element in reversed(elements):
        parent = element.getparent()
        if parent is None or (element.tag in INLINE and element not in divided):
            continue
        if element.tag in _BREAKS and (parent.tag in HEADINGS or parent.tag == "a"):
            element.tail = f" {element.tail or ''}"  # a heading over two lines is one heading
        else:
            divided.add(parent)
    return divided


def _wrap_runs(element: HtmlElement, divided: set[HtmlElement]) -> None:
    """Puts each run of text and inline elements directly below `element` into a paragraph."""
    if element.tag == "p" or (element.tag in INLINE and element.tag != "a"):
        element.tag = "div"
    run = element.makeelement("p")
    run.text, element.text = element.text, None
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag in INLINE and child not in divided:
            run.append(child)
            child.tail = tail
            continue
        if len(run) or spaced(run):  # an image stays beside what may be its caption
            child.addprevious(run)
        if child.tag in _BREAKS:
            element.remove(child)
        run = element.makeelement("p")
        run.text = tail
    if len(run) or spaced(run):
        element.append(run)


def _leads_away(link: HtmlElement) -> bool:
    """Whether a link goes to another page, not to a place on this one."""
    return not link.get("href", "#").startswith("#")
