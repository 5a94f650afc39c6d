"""Cuts the lines of a page that are boilerplate by what they say: widgets, captions, link lists between paragraphs."""

import re
from collections.abc import Callable, Iterable

from lxml.html import HtmlElement

from crawler.extraction import boilerplate
from crawler.extraction.blocks import HEADINGS, Block, spaced
from crawler.extraction.prune import Cut, cut
from crawler.outlet import ArticleRules
from crawler.text.arabic import fold

# A link that fills a line is a headline of another article; a sentence with a link in it is the story's own.
LINE_IS_LINK = 0.8
# A paragraph of so many words outside links is prose, so the box around it is no box of links.
_PROSE_WORDS = 12
# A headline in a list of links; an item of a list of demands may be longer, and no head of links stands before it.
_ITEM_WORDS = 25
_CAPTION_WORDS = 30
_FILE_NAME = boilerplate.PATTERNS[0][0]


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted({fold(phrase) for phrase in phrases}, key=len, reverse=True))


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


_RELATED = re.compile(rf"(?:{_any(boilerplate.RELATED_HEADS)})(?!\w)\W*")
_WIDGETS = frozenset(_bare(fold(phrase)) for phrase in boilerplate.WIDGETS)
_STARTS = [(rule, limit, re.compile(rf"(?:{_any(phrases)})(?!\w)")) for rule, limit, phrases in boilerplate.STARTS]
_PATTERNS = [(rule, re.compile(pattern)) for rule, pattern in boilerplate.PATTERNS]
_LONGEST_WIDGET = max(len(phrase) for phrase in boilerplate.WIDGETS)
_LONGEST_LINE = max(limit for _, limit, _ in boilerplate.STARTS)
_ITEM_MARK = re.compile(r"[-–—•*·▪●■]")
SENTENCE_END = re.compile(r"[.؟!?…:]\W*$")


def cut_blocks(root: HtmlElement, found: list[Block], rules: ArticleRules) -> tuple[list[Block], list[Cut]]:
    """Cuts the `found` blocks below `root` that are boilerplate, by the outlet's phrases or everyone's.

    Returns the blocks that stay, and what was cut.
    """
    own = [(phrase, fold(phrase)) for phrase in rules.boilerplate]
    alts = {fold(text) for image in root.iter("img") for text in (image.get("alt"), image.get("title")) if text}
    tests: tuple[Callable[[Block], str | None], ...] = (
        lambda block: _outlet_phrase(block, own),
        _widget,
        _phrase,
        lambda block: _caption(block, alts),
        _place_on_this_page,
    )
    gone: dict[Block, str] = {}
    for index, block in enumerate(found):
        if block in gone:
            continue
        head = _RELATED.match(block.key)
        if head and (listed := _related(found, index, block.key[head.end() :])):
            gone.update(dict.fromkeys(listed, "related"))
        elif rule := next(filter(None, (test(block) for test in tests)), None):
            gone[block] = rule
            if rule == _FILE_NAME and index + 1 < len(found) and _may_be_caption(found[index + 1]):
                gone[found[index + 1]] = "caption"  # Drupal prints an image's file name, then its description
    cuts = [one for block, rule in gone.items() for one in cut(block.element, rule)]
    return [block for block in found if block not in gone], cuts


def cut_ending(found: list[Block], rules: ArticleRules) -> tuple[list[Block], list[Cut]]:
    """Cuts everything from the outlet's end mark on."""
    marks = [(phrase, fold(phrase)) for phrase in rules.cut_after]
    for index, block in enumerate(found):
        if mark := _outlet_phrase(block, marks):
            cuts = [one for later in found[index:] for one in cut(later.element, mark)]
            return found[:index], cuts
    return found, []


def _outlet_phrase(block: Block, own: list[tuple[str, str]]) -> str | None:
    text = fold(block.text[:300])
    return next((f"outlet: {phrase}" for phrase, folded in own if text.startswith(folded)), None)


def _widget(block: Block) -> str | None:
    return "widget" if not block.key or (len(block.text) <= _LONGEST_WIDGET + 4 and _bare(block.key) in _WIDGETS) else None


def _phrase(block: Block) -> str | None:
    if block.length > _LONGEST_LINE:
        return None
    for rule, limit, phrases in _STARTS:
        if block.length <= limit and phrases.match(block.key):
            return rule
    return next((rule for rule, pattern in _PATTERNS if pattern.fullmatch(block.key)), None)


def _caption(block: Block, alts: set[str]) -> str | None:
    """A line that repeats an image's description, or that shares a box with an image and nothing else."""
    if block.length > 2 and block.length <= _CAPTION_WORDS and block.element.tag not in HEADINGS and fold(block.text) in alts:
        return "caption"
    shares_box = block.element.tag != "p" and block.element.find(".//img") is not None
    return "caption" if shares_box and _may_be_caption(block) else None


def _may_be_caption(block: Block) -> bool:
    return (
        block.length <= _CAPTION_WORDS and block.element.tag not in HEADINGS and block.linked < LINE_IS_LINK
        and not SENTENCE_END.search(block.text)
    )  # fmt: skip


def _place_on_this_page(block: Block) -> str | None:
    """A line of a table of contents."""
    anchors = sum(len(spaced(link)) for link in block.element.iter("a") if link.get("href", "").startswith("#"))
    return "contents" if anchors and anchors >= LINE_IS_LINK * len(block.text) and block.element.tag not in HEADINGS else None


def _related(found: list[Block], index: int, rest: str) -> list[Block]:
    """The blocks that go with the head of links at `index`: itself, and the links that it stands over."""
    head = found[index]
    alone = not rest
    if not alone and head.linked < 0.5 and not _says_colon(head, rest):
        return []
    box = _box(found, index) if alone else None
    if box is not None:
        return box
    goes = [head]
    for block in found[index + 1 :]:
        if not (block.linked >= LINE_IS_LINK or (alone and _is_item(block, head))):
            break
        goes.append(block)
    return goes


def _says_colon(head: Block, rest: str) -> bool:
    """Whether a colon or a dash parts the head from the headline after it."""
    before = head.key[: len(head.key) - len(rest)]
    return re.search(r"[:：؛|\-–—»«\"…]\s*$", before) is not None


def _is_item(block: Block, head: Block) -> bool:
    """Whether an unlinked block is an item of the list below `head`: it has a dash, or its list stands next to the head."""
    if block.length > _ITEM_WORDS or block.element.tag in HEADINGS:
        return False
    if _ITEM_MARK.match(block.text):
        return True
    items = next(block.element.iterancestors("ul", "ol"), None)
    return items is not None and items.getprevious() is not None and head.element in (items.getprevious(), *items.getprevious().iter())


def _box(found: list[Block], index: int) -> list[Block] | None:
    """All blocks of the largest box that begins with the head at `index` and holds no prose; None if there is none."""
    best: list[Block] | None = None
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
