"""How often a page is looked at grows with its length, and not with the square of it: counted, where seconds tell little."""

from collections import Counter
from typing import ClassVar

import pytest
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from crawler.extraction.blocks import Block, blocks
from crawler.extraction.body import Body, Line, read_body
from crawler.extraction.headline import Headline
from crawler.extraction.lines import without_repeated
from crawler.extraction.related import cut_link_boxes
from crawler.extraction.story import prose_by_box, story_blocks
from crawler.outlet import ArticleRules
from tests.extraction.reading import FETCHED_AT, HEADLINE, OTHERS, OUTLET, STORY, paragraphs, tree

SIZE = 300
TIMES = 10  # that one block may be looked at; where each was asked for each, it was SIZE or more
LINK = f"<p><a href='/1'>{OTHERS[0]}</a></p>"


class Counted(Block):
    """A block that counts how often anything is asked of it, and how often it is compared with another."""

    looks: ClassVar[Counter[str]] = Counter()

    def __getattribute__(self, name: str) -> object:
        Counted.looks[name] += 1
        return super().__getattribute__(name)

    def __eq__(self, other: object) -> bool:
        Counted.looks["=="] += 1
        return self is other

    __hash__ = Block.__hash__


class Uncounted(HtmlElement):
    """An element whose children must not be counted: lxml goes through all of them, each time that it is asked."""

    def __len__(self) -> int:
        raise AssertionError(f"the children of <{self.tag}> are counted")


def counted(html: str) -> list[Block]:
    """The blocks of a page, of which nothing was asked yet."""
    found: list[Block] = [Counted(block.element, block.text) for block in blocks(tree(html))]
    Counted.looks.clear()
    return found


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * SIZE + LINK * SIZE, id="a list of links in boxes in boxes"),
        pytest.param("<div>" + (LINK + paragraphs(STORY[0])) * SIZE, id="a link above each paragraph of one box"),
    ],
)
def test_a_box_is_asked_for_its_links_once(html: str) -> None:
    found = counted(html)
    cut_link_boxes(found)
    assert Counted.looks["linked"] <= TIMES * len(found)


def test_a_headline_that_is_printed_again_and_again_is_looked_for_once() -> None:
    found = counted(paragraphs(*[HEADLINE] * SIZE, *STORY))
    lines = tuple(Line(text) for text in [HEADLINE] * SIZE + list(STORY))
    kept, _ = without_repeated(
        Body(lines, (), tuple(found), "rule"), Headline(HEADLINE, None), frozenset(), FETCHED_AT, OUTLET
    )
    assert [line.text for line in kept] == list(STORY)
    assert Counted.looks["text"] <= TIMES * len(found)


def test_no_block_above_or_below_the_story_is_compared_with_all_of_it() -> None:
    beside = paragraphs(*OTHERS) * SIZE
    found = counted(beside + f"<div>{paragraphs(*STORY) * SIZE}</div>" + beside)
    texts = frozenset(STORY)
    story_blocks(found, [block.text in texts for block in found])
    assert Counted.looks["=="] <= len(found)


def test_the_box_of_a_paragraph_is_told_by_what_stands_next_to_it() -> None:
    parser = etree.HTMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Uncounted))
    root = document_fromstring(f"<div>{paragraphs(*STORY)}</div>", parser=parser)
    (box,) = prose_by_box(Block(element, element.text or "") for element in root.iter("p"))
    assert box.tag == "div"


def test_trafilatura_is_given_no_table_that_is_both_wide_and_long(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def bare_extraction(root: HtmlElement, **_: object) -> None:  # the real one makes each row as wide as the widest
        rows = [len(row) for row in root.iter("tr")]
        seen.append(len(rows) * max(rows))

    monkeypatch.setattr("crawler.extraction.body.bare_extraction", bare_extraction)
    cells = f"<tr>{'<td>خبر</td>' * 1000}</tr>" + "<tr><td>خبر</td></tr>" * 1000
    read_body(tree(f"<table>{cells}</table>{paragraphs(*STORY)}"), ArticleRules())
    assert 0 < max(seen) <= 100_000
