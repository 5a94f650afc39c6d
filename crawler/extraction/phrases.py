"""Cuts the lines of a page that are boilerplate by what they say: widgets, captions, comment forms, promotions."""

import re
from collections.abc import Callable, Iterable

from lxml.html import HtmlElement

from crawler.extraction.blocks import HEADINGS, LINE_IS_LINK, Block, spaced
from crawler.extraction.prune import Cut, cut
from crawler.extraction.related import any_of, related_at
from crawler.extraction.tables import BOILERPLATE
from crawler.outlet import ArticleRules
from crawler.text.arabic import fold

_CAPTION_WORDS = 30
_MENU_SHARE, _MENU_LINKS = 0.5, 3
_SENTENCE_END = re.compile(r"[.؟!?…:]\W*$")
_MARKS_AT_END = 20  # characters that close a sentence and its quotes; a line of dots has thousands
_SLANTED = frozenset({"em", "i", "small"})
_TABLE = ("td", "tr", "tbody", "table")
_FILE_NAME = "image file name"

Test = Callable[[Block], str | None]


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


_WIDGETS = frozenset(_bare(fold(phrase)) for phrase in BOILERPLATE["widgets"])
_LONGEST_WIDGET = max(map(len, BOILERPLATE["widgets"])) + 4  # characters, with marks around it
_STARTS = [
    (start["rule"], start["words"], re.compile(rf"(?:{any_of(start['phrases'])})(?!\w)"))
    for start in BOILERPLATE["starts"]
]
_PATTERNS = [(pattern["rule"], re.compile(pattern["form"])) for pattern in BOILERPLATE["patterns"]]
_LONGEST_LINE = max(words for _, words, _ in _STARTS)


def ends_sentence(text: str) -> bool:
    """Whether the last mark of `text`, quotes and brackets aside, is one that closes a sentence or opens a list."""
    return _SENTENCE_END.search(text[-_MARKS_AT_END:]) is not None


def cut_blocks(root: HtmlElement, found: list[Block], rules: ArticleRules) -> tuple[list[Block], list[Cut]]:
    """Cuts the `found` blocks below `root` that are boilerplate, by the outlet's phrases or everyone's.

    Returns the blocks that stay, and what was cut.
    """
    tests = _tests(root, rules)
    gone: dict[Block, str] = {}
    for index, block in enumerate(found):
        if block in gone:
            continue
        if listed := related_at(found, index):
            gone.update(dict.fromkeys(listed, "related"))
        elif rule := next(filter(None, (test(block) for test in tests)), None):
            gone[block] = rule
            following = found[index + 1 : index + 2]
            if rule == _FILE_NAME and following and _may_be_caption(following[0]):
                gone[following[0]] = "caption"  # Drupal prints an image's file name, then its description
    cuts = [one for block, rule in gone.items() for one in cut(block.element, rule)]
    return [block for block in found if block not in gone], cuts


def cut_ending(found: list[Block], rules: ArticleRules) -> tuple[list[Block], list[Cut]]:
    """Cuts everything from the outlet's end mark on."""
    is_end = _starting(rules.cut_after)
    for index, block in enumerate(found):
        if rule := is_end(block):
            return found[:index], [one for later in found[index:] for one in cut(later.element, rule)]
    return found, []


def _tests(root: HtmlElement, rules: ArticleRules) -> tuple[Test, ...]:
    texts = (text for image in root.iter("img") for text in (image.get("alt"), image.get("title")) if text)
    descriptions = frozenset(map(fold, texts))
    return (
        _starting(rules.boilerplate),
        _widget,
        _phrase,
        lambda block: _caption(block, descriptions),
        _menu,
        _place_on_this_page,
    )


def _starting(phrases: Iterable[str]) -> Test:
    """A test for lines that start with one of an outlet's `phrases`, glued to the next word or not."""
    folded = [(phrase, fold(phrase)) for phrase in phrases]

    def test(block: Block) -> str | None:
        text = fold(block.text[:300]) if folded else ""
        return next((f"outlet: {phrase}" for phrase, start in folded if text.startswith(start)), None)

    return test


def _widget(block: Block) -> str | None:
    is_widget = not block.key or (len(block.text) <= _LONGEST_WIDGET and _bare(block.key) in _WIDGETS)
    return "widget" if is_widget else None


def _phrase(block: Block) -> str | None:
    if block.length > _LONGEST_LINE:
        return None
    for rule, words, start in _STARTS:
        if block.length <= words and start.match(block.key):
            return str(rule)
    return next((rule for rule, pattern in _PATTERNS if pattern.fullmatch(block.key)), None)


def _caption(block: Block, descriptions: frozenset[str]) -> str | None:
    """A line that repeats an image's description, or that shares a box with an image and nothing else."""
    if not _may_be_caption(block, as_sentence=True):
        return None
    if block.length > 2 and fold(block.text) in descriptions:
        return "caption"
    is_caption = _may_be_caption(block) and (_shares_box_with_image(block) or _slants_below_image(block))
    return "caption" if is_caption else None


def _slants_below_image(block: Block) -> bool:
    """Whether a line is all in italics or small, right below an image that stands alone."""
    element, above = block.element, block.element.getprevious()
    slanted = len(element) == 1 and element[0].tag in _SLANTED and spaced(element[0]) == block.text
    return slanted and above is not None and above.find(".//img") is not None and not spaced(above)


def _shares_box_with_image(block: Block) -> bool:
    """Whether an image stands in the block's own element, or in the table that was set around the two."""
    if block.element.tag not in ("p", *_TABLE):
        return block.element.find(".//img") is not None
    table = block.element
    while (around := table.getparent()) is not None and around.tag in _TABLE and _says_only(around, block.text):
        table = around
    return table.tag in _TABLE and table.find(".//img") is not None


def _says_only(element: HtmlElement, text: str) -> bool:
    """Whether `element` says `text` and nothing more; a table is not read to its end for each of its cells."""
    said = 0
    for piece in element.itertext():
        said += len(piece.strip())
        if said > len(text):
            return False
    return spaced(element) == text


def _may_be_caption(block: Block, *, as_sentence: bool = False) -> bool:
    if block.length > _CAPTION_WORDS or block.element.tag in HEADINGS or block.linked >= LINE_IS_LINK:
        return False
    return as_sentence or not ends_sentence(block.text)


def _menu(block: Block) -> str | None:
    """A row of links: sections, tags, languages."""
    links = sum(1 for link in block.element.iter("a") if link.get("href")) if block.linked >= _MENU_SHARE else 0
    return "menu" if links >= _MENU_LINKS else None


def _place_on_this_page(block: Block) -> str | None:
    """A line of a table of contents."""
    if block.element.tag in HEADINGS:
        return None
    anchors = [spaced(link) for link in block.element.iter("a") if link.get("href", "").startswith("#")]
    return "contents" if anchors and sum(map(len, anchors)) >= LINE_IS_LINK * len(block.text) else None
