"""Where on a page the story stands, told from the blocks that an extractor chose: its boxes, its beginning, its end."""

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extraction import names
from crawler.extraction.blocks import HEADINGS, Block, spaced
from crawler.extraction.labels import label_of, one_by_one
from crawler.extraction.phrases import ends_sentence

PROSE_WORDS = 8  # a shorter line is a label as often as a paragraph
# A box of the story holds this share of the words of its largest and of those called alike: a teaser, a comment and a
# donation call hold less.
_BIG = 0.4
_LEAD_WORDS = 15
_SUBHEAD_WORDS = 20


def story_blocks(left: Sequence[Block], chosen: Sequence[bool]) -> list[Block]:
    """The blocks of the story in the page's order, given which of those `left` of the page an extractor chose.

    An extractor leaves out subheads, short items and quotes between its paragraphs: they are taken in. It adds what
    stands in other boxes of the page: that goes, but for a lead before the story and paragraphs beside its box. A
    heading below the text has nothing under it.
    """
    taken = [block for block, is_chosen in zip(left, chosen, strict=True) if is_chosen]
    known = frozenset(taken)
    boxes = _story_boxes(taken)
    if not boxes:
        return taken
    held: set[HtmlElement] = set()
    for box in boxes:
        if box not in held:
            held.update(box.iter())
    within = [block.element in held for block in left]
    beside = {box.getparent() for box in boxes}
    inside = [index for index, is_chosen in enumerate(chosen) if is_chosen and within[index]]
    first, last = inside[0], inside[-1]
    middle = set(around([left[index] for index in inside]).iter())
    kept = [block for block in left[:first] if block in known and _is_sentence(block, _LEAD_WORDS)]
    for index in range(first, last + 1):
        block = left[index]
        if chosen[index] or (block.element in middle and _belongs(block, chosen[index + 1])):
            kept.append(block)
    kept += [
        block
        for block in left[last + 1 :]
        if block in known and block.element.getparent() in beside and _is_sentence(block, PROSE_WORDS)
    ]
    while len(kept) > 1 and _is_label(kept[-1]):
        kept.pop()
    return kept


def missed_lead(found: list[Block], story: HtmlElement) -> list[Block]:
    """The prose between the last heading before the story's element and that element: Joomla's K2 parts a story so."""
    before = {e for sibling in story.itersiblings(preceding=True) for e in sibling.iter()}
    lead: list[Block] | None = None
    for block in found:
        if block.element.tag in HEADINGS:
            lead = []
        elif lead is not None and block.element in before and _is_sentence(block, _LEAD_WORDS):
            lead.append(block)
        if story is block.element or story in block.element.iterancestors():
            break
    return lead or []


def box_of(element: HtmlElement) -> HtmlElement:
    """What holds a paragraph and its neighbours: the parent, and the next one where each has a box of its own."""
    box, parent = element, element.getparent()
    while parent is not None:
        alone = box.getnext() is None and box.getprevious() is None
        box, parent = parent, parent.getparent()
        if not alone:
            break
    return box


def prose_by_box(found: Iterable[Block]) -> dict[HtmlElement, list[Block]]:
    """The paragraphs among `found`, no links and no labels, by the box that they stand in."""
    boxes: dict[HtmlElement, list[Block]] = {}
    for block in found:
        if block.length >= PROSE_WORDS and block.linked < 0.5:
            boxes.setdefault(box_of(block.element), []).append(block)
    return boxes


def _story_boxes(taken: list[Block]) -> frozenset[HtmlElement]:
    """The box with most of the prose and those called alike, and every other that holds nearly as much as these."""
    weights = {box: sum(block.length for block in inside) for box, inside in prose_by_box(taken).items()}
    if not weights:
        return frozenset()
    largest = max(weights, key=lambda box: weights[box])
    alike = {largest, *_called_as({largest}, weights)}
    least = _BIG * sum(weights[box] for box in alike)
    big = {box for box, weight in weights.items() if weight >= least}
    return frozenset(alike | big | set(_called_as(big, weights)))


def _called_as(some: set[HtmlElement], boxes: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Those of `boxes` that are of one tag and class with one of `some`."""
    names = {(box.tag, box.get("class")) for box in some if box.get("class")}
    return (box for box in boxes if (box.tag, box.get("class")) in names)


def around(found: list[Block]) -> HtmlElement:
    """The innermost element that holds all of `found`."""
    holders = [[block.element, *block.element.iterancestors()] for block in found]
    common = set(holders[0]).intersection(*holders[1:])
    return next(element for element in holders[0] if element in common)


def _belongs(block: Block, is_above_chosen: bool) -> bool:
    """Whether a block that stands between chosen ones is the story's too."""
    if block.element.tag in HEADINGS:  # a subhead stands above its text; figures set as headings above one another
        return is_above_chosen and block.length <= _SUBHEAD_WORDS
    if block.linked >= 0.5:
        return False
    if next(block.element.iterancestors("ul", "ol", "table"), None) is not None:
        return True
    return _is_sentence(block, PROSE_WORDS)


def _is_sentence(block: Block, words: int) -> bool:
    return block.length >= words and block.linked < 0.5 and ends_sentence(block.text)


def _is_label(block: Block) -> bool:
    """Whether a block is a heading, by its element or its bold letters, and so never the last of a story."""
    if block.element.tag in HEADINGS:
        return True
    bold = sum(len(spaced(inner)) for inner in block.element.iter("b", "strong"))
    is_bold = block.length < PROSE_WORDS and bold >= len(block.text)
    return is_bold and not ends_sentence(block.text) and not _may_sign(block.text)


def _may_sign(text: str) -> bool:
    """Whether a line says from whom the story is: '(وكالات)', 'إعداد: رنا سامر', 'رنا سامر – درعا'."""
    return text.endswith(")") or label_of(text)[0] is not None or any(map(names.is_surely_name, one_by_one(text)))
