"""Finds links to other articles among the paragraphs of a story: single lines, lists under a head, cards."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import HEADINGS, LINE_IS_LINK, Block
from crawler.extraction.prune import Cut, cut
from crawler.extraction.tables import BOILERPLATE
from crawler.text.arabic import fold

# A head of links and the headline after it; with more words the line goes on with the story.
_HEAD_AND_HEADLINE = 40
# A headline in a list; an item of a genuine list may be longer, and no head of links stands before it.
_ITEM_WORDS = 25
# A paragraph of so many words outside links is prose, so the box around it is no box of links under its head.
_PROSE_WORDS = 12
# A link of so many words is a headline; what has so many words beside it is no label or date; links are most of a card.
_HEADLINE_WORDS, _SENTENCE_WORDS, _LINK_SHARE = 4, 7, 0.6
_NEAREST = 100  # levels around a line; of a page in boxes without end, all of them for each line would fill the memory
# A card has a headline, a teaser, and a label and a date perhaps.
_CARD_LINES, _TEASER_WORDS = 5, 80
_DATE_WORDS = 10
_YEAR_OR_CLOCK = re.compile(r"\b(?:19|20)\d\d\b|\d:\d\d|\d\d?[/.-]\d\d?[/.-]\d")
_LONGEST_HEAD = 150  # characters of an element that may begin with a head


def any_of(phrases: Iterable[str]) -> str:
    """An expression for any of `phrases` in their folded form, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted({fold(phrase) for phrase in phrases}, key=len, reverse=True))


_STRONG, _WEAK = BOILERPLATE["related_heads"], BOILERPLATE["weak_related_heads"]
_HEAD = re.compile(rf"(?P<head>{any_of(_STRONG + _WEAK)})(?!\w)(?P<mark>\W*)")
_INLINE_HEAD = re.compile(rf"\W*(?:{any_of(_STRONG)})\s*(?:[:：؛]|\Z)")
_WEAK_HEADS = frozenset(map(fold, _WEAK))
_PARTING_MARK = re.compile(r"[^\w\s،,'’()]")
_ITEM_MARK = re.compile(r"[-–—•*·▪●■]")
_ALSO = "ايضا"  # 'اقرأ أيضا' begins no sentence of a story


def part_inline_heads(root: HtmlElement) -> None:
    """Gives a head of links at the end of a paragraph its own line: '… في المدينة. <b>اقرأ أيضا:</b> <a>…</a>'."""
    for element in list(root.iter("strong", "b", "em", "span", "u", "font", "a")):
        text = element.text or ""
        if 3 < len(text) < _LONGEST_HEAD and _INLINE_HEAD.match(fold(text)) and _has_text_before(element):
            element.addprevious(element.makeelement("br"))


def _has_text_before(element: HtmlElement) -> bool:
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    return bool(text and text.strip())


def related_at(found: list[Block], index: int) -> list[Block]:
    """The blocks that go with a head of links at `index`, itself and the links below it; none if it is no head."""
    head = found[index]
    match = _HEAD.match(head.key)
    if match is None:
        return []
    alone = match.end() == len(head.key)
    parted = _ALSO in match["head"] or _PARTING_MARK.search(match["mark"]) is not None
    if not alone and (head.length > _HEAD_AND_HEADLINE or not (parted or head.linked >= 0.5)):
        return []
    if alone and (box := _box_under(found, index)):
        return box
    if alone and match["head"] not in _WEAK_HEADS and (cards := _teased(found, index + 1)):
        return [head, *cards]
    goes = [head]
    for block in found[index + 1 :]:
        if not (block.linked >= LINE_IS_LINK or (alone and _is_item(block, head))):
            break
        goes.append(block)
    return [] if alone and len(goes) == 1 and match["head"] in _WEAK_HEADS and not parted else goes


def _teased(found: list[Block], start: int) -> list[Block]:
    """The headlines from `start` on, each a link with one teaser below it; none where fewer than two have a teaser, or
    where prose goes on below the last, which is then the story's."""
    teasers, end = 0, start
    while end < len(found) and found[end].linked >= LINE_IS_LINK and found[end].length >= _HEADLINE_WORDS:
        end += 1
        if end < len(found) and _is_prose(found[end]) and found[end].length <= _TEASER_WORDS:
            teasers, end = teasers + 1, end + 1
    beside = found[end].element.getparent() if end < len(found) and _is_prose(found[end]) else None
    goes_on = beside is not None and beside is found[end - 1].element.getparent()
    return found[start:end] if teasers > 1 and not goes_on else []


def _is_prose(block: Block) -> bool:
    return block.linked < 0.5 and block.length >= _SENTENCE_WORDS and block.element.tag not in HEADINGS


def _is_item(block: Block, head: Block) -> bool:
    """Whether an unlinked block is an item below `head`: it begins with a dash, or its list stands next to the head."""
    if block.length > _ITEM_WORDS or block.element.tag in HEADINGS:
        return False
    if _ITEM_MARK.match(block.text):
        return True
    items = next(block.element.iterancestors("ul", "ol"), None)
    before = items.getprevious() if items is not None else None
    return before is not None and head.element in (before, *before.iter())


def _box_under(found: list[Block], index: int) -> list[Block]:
    """All blocks of the largest box that begins with the head at `index` and holds no prose; none without a link."""
    best: list[Block] = []
    for outer in found[index].element.iterancestors():
        if index > 0 and outer in found[index - 1].element.iterancestors():
            break  # something else stands before the head in this one
        inside = []
        for block in found[index:]:
            if outer not in block.element.iterancestors():
                break
            inside.append(block)
        if any(block.linked < 0.5 and block.length >= _PROSE_WORDS for block in inside):
            break
        if any(block.linked >= LINE_IS_LINK for block in inside):
            best = inside
    return best


def cut_link_boxes(found: list[Block]) -> tuple[list[Block], list[Cut]]:
    """Cuts cards and lists of links without a head: boxes of headlines with at most labels and dates beside them, and
    headlines with a teaser each, where two such cards or more stand side by side."""
    outers = [list(islice(block.element.iterancestors(), _NEAREST)) for block in found]
    around = list(map(frozenset, outers))
    gone: set[Block] = set()
    asked: set[HtmlElement] = set()  # for the first of its links, and not for each
    cards: dict[object, list[HtmlElement]] = {}
    for index, block in enumerate(found):
        if block in gone or block.linked < LINE_IS_LINK or block.length < _HEADLINE_WORDS:
            continue
        first, last = index, index + 1
        for outer in outers[index]:
            if outer in asked:
                break
            before = first, last
            while first > 0 and outer in around[first - 1]:
                first -= 1
            while last < len(found) and outer in around[last]:
                last += 1
            if (first, last) == before and last > index + 1:
                continue  # nothing more than in the box within
            inside = found[first:last]
            if _is_link_box(inside):
                gone.update(inside)
            else:
                asked.add(outer)
                if _is_card(inside):
                    cards.setdefault(_called(outer), []).append(outer)
                break
    several = {card: called for called, alike in cards.items() if len(alike) > 1 for card in alike}
    gone.update(_in_cards(several, found, outers))
    cuts = [one for block in found if block in gone for one in cut(block.element, "links")]
    return [block for block in found if block not in gone], cuts


def _is_link_box(inside: list[Block]) -> bool:
    linked = sum(block.length for block in inside if block.linked >= LINE_IS_LINK)
    sentences = any(block.linked < LINE_IS_LINK and block.length >= _SENTENCE_WORDS for block in inside)
    return not sentences and linked >= _LINK_SHARE * sum(block.length for block in inside)


def _called(card: HtmlElement) -> object:
    """What cards of one list have in common: what they are called, or the box around them."""
    return (card.tag, card.get("class")) if card.get("class") else card.getparent()


def _in_cards(cards: dict[HtmlElement, object], found: list[Block], outers: list[list[HtmlElement]]) -> Iterator[Block]:
    """All blocks in `cards`, which are given with what they are called, and in what has their class, if it is as small:
    a head may have taken the link of one."""
    boxes: dict[object, dict[HtmlElement, list[Block]]] = {called: {} for called in cards.values()}
    for block, around in zip(found, outers, strict=True):
        for outer in (block.element, *around):
            called = cards[outer] if outer in cards else _called(outer) if outer.get("class") else None
            if called in boxes:
                boxes[called].setdefault(outer, []).append(block)
    for alike in boxes.values():
        is_small = all(sum(block.length for block in inside) <= _TEASER_WORDS for inside in alike.values())
        for card, inside in alike.items():
            if is_small or card in cards:
                yield from inside


def _is_card(inside: list[Block]) -> bool:
    """One headline that is a link, one teaser, and at most labels and a date beside them."""
    if len(inside) > _CARD_LINES:
        return False
    long = [block for block in inside if block.length >= _HEADLINE_WORDS and not _is_dated(block)]
    linked = sum(1 for block in long if block.linked >= LINE_IS_LINK)
    return len(long) == 2 and linked == 1 and max(block.length for block in long) <= _TEASER_WORDS


def _is_dated(block: Block) -> bool:
    """Whether a block is short and has a year or a clock in it, as 'الجمعة, كانون الثاني 16, 2026 - 10:05'."""
    return block.length <= _DATE_WORDS and _YEAR_OR_CLOCK.search(block.text) is not None
