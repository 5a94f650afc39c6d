"""The text of the story: from the outlet's container where it stands, else where trafilatura finds it."""

import logging
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.settings import Document

from crawler.extraction.blocks import HEADINGS, LINE_IS_LINK, Block, blocks
from crawler.extraction.phrases import cut_blocks, cut_ending
from crawler.extraction.prune import Cut, cut_elements
from crawler.extraction.related import cut_link_boxes, part_inline_heads
from crawler.extraction.selectors import select
from crawler.extraction.story import around, missed_lead, prose_by_box, story_blocks
from crawler.outlet import ArticleRules

# trafilatura logs every page that it cannot read; the outcome of the page says it here.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# trafilatura is doubted when it finds less than this share of what resiliparse finds in one box of the page. They agree
# but for the headline on nearly every article; on the rest the fast mode found a box of teasers or nothing.
_DOUBT = 0.5
# The slower mode's time grows with the square of the blocks, of which pages have hundreds: 20,000 took 30 s.
_MOST_BLOCKS = 3000
_MOST_CELLS = 100_000  # of all tables, were each row as wide as the widest may be: a second's work
# A rule's container with fewer words than a page needs to be an article no longer holds the story.
MIN_WORDS = 8

# JSON-LD's text is without paragraphs on many sites, and with promotions on some: it must offer far more.
_DECLARED_TIMES = 3
# trafilatura's lines must be found among the page's blocks by this share of their words for the page to complete them.
_MATCHED = 0.9
_CELLS = frozenset({"td", "th", "cell"})
_CELL_WORDS = 15

Kind = Literal["text", "heading", "item"]
Reader = Literal["rule", "trafilatura", "readability", "resiliparse", "json-ld"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a subhead or an item of a list."""

    text: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the story in order, and what was cut from among them."""

    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]
    blocks: tuple[Block, ...]  # everything that is left of the page, or of the outlet's container, for who judges it
    reader: Reader  # whose answer the lines are


def read_body(tree: HtmlElement, rules: ArticleRules, declared: Sequence[str] = ()) -> Body:
    """The story of the page `tree`, which stays as it is.

    `declared` is the text as JSON-LD has it, paragraph by paragraph or in one: it stands in where a script was to show
    the story, and the page itself holds next to nothing of it.
    """
    if rules.body and (container := _container(tree, rules)) is not None:
        body = _read_container(container, rules)
        if _words(body.lines) >= MIN_WORDS:
            return body
    body = _read_anywhere(deepcopy(tree), rules)
    lines = tuple(Line(" ".join(line.split())) for text in declared for line in text.splitlines() if line.strip())
    if _words(body.lines) * _DECLARED_TIMES < _words(lines):
        return Body(lines, (), body.blocks, "json-ld")
    return body


def _words(lines: Iterable[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _container(tree: HtmlElement, rules: ArticleRules) -> HtmlElement | None:
    """A copy of the outlet's container; of all its parts where an outlet gives each paragraph a container."""
    found = select(tree, rules.body)
    if not found:
        return None
    whole: HtmlElement = found[0].makeelement("div")
    for part in found:
        if part.getparent() is found[0].getparent():
            copied = deepcopy(part)
            copied.tail = None
            whole.append(copied)
    return whole


def _read_container(root: HtmlElement, rules: ArticleRules) -> Body:
    cuts = cut_elements(root, rules)
    part_inline_heads(root)
    found, ending = cut_ending(blocks(root), rules)
    found, more = cut_blocks(root, found, rules)
    story, boxes = cut_link_boxes(found)
    lines = _lines([block for block in story if block.linked < LINE_IS_LINK or block.element.tag in HEADINGS])
    return Body(lines, (*cuts, *more, *boxes, *ending), tuple(found), "rule")


def _read_anywhere(root: HtmlElement, rules: ArticleRules) -> Body:
    _tame_tables(root)
    _held = list(root.iter())  # or lxml would make each anew, whenever it is met
    cuts = cut_elements(root, rules)
    part_inline_heads(root)
    found, more = cut_blocks(root, blocks(root), rules)
    left, boxes = cut_link_boxes(found)
    lines, reader = _find_story(root, left)
    chosen = _chosen(lines, left)
    story = None
    if any(chosen):
        kept = story_blocks(left, chosen)
        story = around(kept)
        lines = _lines([*missed_lead(left, story), *kept])
    beside = None if story is None else story.getparent()
    told = (one for one in (*cuts, *more, *boxes) if beside in (one.within, *one.within.iterancestors()))
    return Body(lines, tuple(told), tuple(found), reader)


def _find_story(root: HtmlElement, left: list[Block]) -> tuple[tuple[Line, ...], Reader]:
    """The story as trafilatura finds it, unless resiliparse, which misses little, finds twice as much below one roof.

    trafilatura's fast mode is asked first; its slower mode, which compares with readability, where both are silent.
    """
    lines = _trafilatura(root, fast=True)
    if len(left) > _MOST_BLOCKS:
        return lines, "trafilatura"
    other = _second_opinion(root, left)
    if _DOUBT * sum(block.length for block in other) > _words(lines):
        return _lines(other), "resiliparse"
    return (lines, "trafilatura") if lines else (_trafilatura(root, fast=False), "readability")


def _second_opinion(root: HtmlElement, left: list[Block]) -> list[Block]:
    """The paragraphs that resiliparse sees in the box in which it sees most of them."""
    text = extract_plain_text(etree.tostring(root, encoding="unicode"), main_content=True, alt_texts=False)
    seen = {" ".join(line.split()) for line in text.splitlines()}
    boxes = prose_by_box(block for block in left if block.text in seen)
    return max(boxes.values(), key=lambda box: sum(block.length for block in box), default=[])


def _trafilatura(root: HtmlElement, *, fast: bool) -> tuple[Line, ...]:
    try:
        document = bare_extraction(
            root, fast=fast, favor_precision=True, include_comments=False, with_metadata=False, include_formatting=False
        )
    except MemoryError:
        raise
    except Exception:  # whatever a page does to a library that was not written for it costs its body, not the crawl
        return ()
    return _lines(blocks(document.body)) if isinstance(document, Document) else ()


def _tame_tables(root: HtmlElement) -> None:
    """trafilatura fills each row up to the widest, with a cell for each that is spanned: 200 KB took it minutes."""
    etree.strip_attributes(root, "colspan", "rowspan")
    rows = list(root.iter("tr"))
    for row in rows:
        del row[_MOST_CELLS // len(rows) :]


def _lines(found: list[Block]) -> tuple[Line, ...]:
    """One line a block, and one a row of a table of figures; a table that lays out a page has long cells."""
    lines: list[Line] = []
    row: HtmlElement | None = None
    for block in found:
        outer = next(block.element.iterancestors("tr", "row"), None) if block.element.tag in _CELLS else None
        if outer is not None and outer is row and block.length <= _CELL_WORDS:
            lines[-1] = Line(f"{lines[-1].text} | {block.text}", lines[-1].kind)
        else:
            lines.append(Line(block.text, _kind(block.element)))
        row = outer if block.length <= _CELL_WORDS else None
    return tuple(lines)


def _kind(element: HtmlElement) -> Kind:
    if element.tag in HEADINGS:
        return "heading"
    in_list = element.tag in ("li", "item") or next(element.iterancestors("li", "item"), None) is not None
    return "item" if in_list else "text"


def _chosen(lines: tuple[Line, ...], left: list[Block]) -> list[bool]:
    """Which blocks of the page the lines are; none when too many of the lines are no blocks."""
    texts = {block.text for block in left}
    told = {line.text for line in lines}
    joined = "\n".join(line.text for line in lines if line.text not in texts)
    chosen = [block.text in told or (joined != "" and block.text in joined) for block in left]
    matched = sum(block.length for block, is_chosen in zip(left, chosen, strict=True) if is_chosen)
    return chosen if matched >= _MATCHED * _words(lines) else [False] * len(left)
