"""Pages made to take for ever: each is read by a worker within the time that a document has.

They are small here, so that what they cost is the fault of how they are read: grown tenfold, they took minutes.
"""

import asyncio
from collections.abc import Callable

import pytest

from crawler.extraction import Article, NoArticle, Page
from crawler.settings import EXTRACTION_MEMORY_LIMIT, EXTRACTION_TIME_LIMIT
from crawler.workers import ExtractionWorkers
from tests.extraction.reading import FETCHED_AT, HEADLINE, OTHERS, OUTLET, STORY, URL, body, document, paragraphs, story

ROW = "<tr><td>١</td><td>اسم</td><td><a href='/1'>تفاصيل</a></td></tr>"
HUGE = "<td colspan='100000' rowspan='100000'>خبر</td>"

PAGES: dict[str, Callable[[], str]] = {
    "a row of cells that span a hundred thousand columns": lambda: table(f"<tr>{HUGE * 3000}</tr>"),
    "rows of cells that span all rows and columns": lambda: table(f"<tr>{HUGE * 10}</tr>" * 1000),
    "one wide row above many narrow ones": lambda: table(f"<tr>{'<td>خبر</td>' * 1000}</tr>" + "<tr><td>خبر</td></tr>" * 20_000),
    "a table of a hundred thousand rows": lambda: table(ROW * 100_000),
    "tables in tables": lambda: story(paragraphs(*STORY) + "<table><tr><td>خبر " * 200),
    "elements without end": lambda: story(paragraphs(*STORY) + "<div>كلمة " * 5000),
    "lists in lists": lambda: story(paragraphs(*STORY) + "<ul><li>كلمة " * 5000),
    "fifteen thousand paragraphs": lambda: story(paragraphs(*(f"{n} {STORY[0]}" for n in range(15_000)))),
    "short cells above a long one": lambda: table("<tr><td>خبر عن سوق</td></tr>" * 3000 + f"<tr><td>{'كلمة ' * 300_000}</td></tr>"),
    "figures in figures": lambda: story(paragraphs(*STORY) + "<figure>" * 1500 + "<p>صورة</p>" * 30_000),
    "three hundred thousand dots": lambda: story(paragraphs(*STORY, "." * 300_000 + "س")),
    "three hundred thousand dots within a line": lambda: story(paragraphs(*STORY, "خبر " + "." * 300_000 + "س")),
    "ten thousand dots within a sentence": lambda: story(paragraphs(*STORY, f"{STORY[0]} {'.' * 10_000}س")),
    "sixty thousand dashes within a caption": lambda: story(
        above=f"<figure><img src='/a.jpg'><figcaption>{STORY[0]} {'-' * 60_000}س</figcaption></figure>"
    ),
    "lines of one word": lambda: story(paragraphs(*(f"كلمة {n}" for n in range(10_000)))),
    "twenty thousand links": lambda: story(paragraphs(*STORY) + "".join(f"<a href='/{n}'>أخبار 2024 {n}</a> " for n in range(20_000))),
    "a word of half a megabyte": lambda: story(paragraphs(*STORY, "س" * 300_000)),
    "tatweel without end": lambda: story(paragraphs(*STORY, "ـ " * 100_000)),
    "a line that could be tens of thousands of dates": lambda: story(paragraphs(*STORY, "1/1/" * 30_000)),
    "headings that nobody closed around a megabyte": lambda: story(
        "<div><h1>" * 60 + paragraphs(*STORY, "خبر 1\u200d " * 80_000), title="", head="".join(
            f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"خبر {n}","url":"/{n}"}}</script>' for n in range(9)
        )
    ),
    "two thousand headings that nobody closed": lambda: document("<h2>خبر عن سوق المدينة " * 2000 + "خبر\n" * 60_000, title=""),
    "boxes without end that are called alike": lambda: story("".join(f"<div>{paragraphs(f'{STORY[0]} {n}', STORY[1])}</div>" for n in range(12_000))),
    "three thousand kinds of cards, two of each": lambda: story(
        paragraphs(*STORY) + "".join(f"<div class='c{n // 2}'><h3><a href='/{n}'>{OTHERS[0]}</a></h3>{paragraphs(STORY[0])}</div>" for n in range(6000))
    ),
    "short paragraphs below one of a megabyte": lambda: story(
        paragraphs(STORY[0] * 10_000, *(f"خبر قصير عن سوق المدينة {n}" for n in range(15_000)))
    ),
    "a thousand objects that nobody closed": lambda: story("<object>" * 1000 + paragraphs(*STORY) + "<table><tr>" + "<td>خبر</td>" * 60_000),
    "cells in a thousand tags that there are not": lambda: story(paragraphs(*STORY) + "<table><tr>" + ("<td>خبر</td>" * 30 + "<tan>") * 800),
    "a heading of many parts around a megabyte": lambda: document(
        "<h1>" + "".join(f"<span>خبر طويل عن سوق المدينة {n}</span> " * 3 for n in range(150)) + "خبر " * 250_000, title=""
    ),
    "a thousand days of two readings": lambda: story(
        head='<meta property="article:published_time" content="5/6/2020">' * 1000, body=paragraphs(*STORY, "1/1/2020 " * 60_000)
    ),
    "classes without end": lambda: story("".join(f"<p class='{'_1' * 250}{n}' id='{'a' * 500}{n}'>كلمة</p>" for n in range(5000)) + paragraphs(*STORY)),
    "a line of dots": lambda: story(paragraphs(*STORY, "." * 300_000)),
    "two megabytes in boxes with a link each": lambda: story("<div><a href='/1'>خبر</a>" * 480 + "<p><b>خبر عن سوق الهال في المدينة. " * 38_000),
    "links in boxes in boxes": lambda: story(paragraphs(*STORY) + "<div>" * 500 + "<p><a href='/1'>خبر عن سوق الهال في المدينة</a></p><p>خبر</p>" * 2000),
    "a title of half a megabyte": lambda: story(title="خبر " * 50_000),
    "a thousand metadata scripts": lambda: story(
        head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"خبر"}</script>' * 1000
    ),
    # Each just short of the tags that are read without their attributes.
    "names without end": lambda: story("".join(f"<p class='{'_' * 14_000}{n}'>خبر</p>" for n in range(150)) + paragraphs(*STORY)),
    "attributes without end": lambda: story(f"<p {' '.join(f'a{n}=1' for n in range(200_000))}></p>" + paragraphs(*STORY)),
    "preformatted text that nobody ends": lambda: story(paragraphs(*STORY) + "<pre>" * 100_000),
    "years beside empty links in boxes in boxes, far below the story": lambda: story(
        paragraphs(*STORY) + "<p></p>" * 20_000
        + f"{'<div>' * 50}{'<i>2024</i>' * 100}{'<a></a>' * 500}{'</div>' * 50}" * 20
    ),
    "marks of changes in boxes of many names": lambda: story(
        paragraphs(*STORY) + f"<div class='{'x ' * 200}'>" * 300 + "<i class='updated'></i>" * 20_000
    ),
    "ten thousand authors": lambda: story("<span class='author'>رنا سامر</span>" * 10_000 + paragraphs(*STORY)),
    "captions in captions": lambda: story(paragraphs(*STORY) + "<div class='caption'>صورة من المكان " * 2000),
    "quotes without end in JSON": lambda: story(head='<script type="application/ld+json">{"headline": "' + 'a "b", ' * 50_000 + '"}</script>'),
    "comments without end in JSON": lambda: story(head='<script type="application/ld+json">{' + "/* " * 100_000 + "</script>"),
    "JSON without end": lambda: story(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
}  # fmt: skip


def table(rows: str) -> str:
    return story(f"{paragraphs(*STORY)}<table>{rows}</table>")


@pytest.fixture(scope="module")
def results() -> dict[str, Article | NoArticle | Exception]:
    """What one real worker makes of each page."""

    async def read_all() -> dict[str, Article | NoArticle | Exception]:
        workers = ExtractionWorkers(1, EXTRACTION_TIME_LIMIT, memory_limit=EXTRACTION_MEMORY_LIMIT)
        pages = {name: Page(URL, page().encode(), FETCHED_AT) for name, page in PAGES.items()}
        found = await asyncio.gather(
            *(workers.extract(page, OUTLET) for page in pages.values()), return_exceptions=True
        )  # fmt: skip
        await workers.close()
        return dict(zip(pages, found, strict=True))

    return asyncio.run(read_all())


@pytest.mark.parametrize("name", PAGES)
def test_the_worst_pages_are_read_within_the_limit(
    results: dict[str, Article | NoArticle | Exception], name: str
) -> None:
    assert isinstance(results[name], Article | NoArticle), results[name]


@pytest.mark.parametrize(
    "name", ["a row of cells that span a hundred thousand columns", "rows of cells that span all rows and columns"]
)
def test_a_table_that_spans_too_much_does_not_cost_the_story(results: dict[str, Article], name: str) -> None:
    assert results[name].body.split("\n\n")[:3] == list(STORY)


def test_a_table_without_end_is_data_and_no_page(results: dict[str, NoArticle]) -> None:
    found = results["a table of a hundred thousand rows"]
    assert isinstance(found, NoArticle)
    assert found.reason.endswith("data, not a page")


@pytest.mark.parametrize("outer", ["main", "article"])
@pytest.mark.parametrize("lines", [1, 3])
def test_a_line_in_containers_of_containers_is_read_once(outer: str, lines: int) -> None:
    text = "<br>".join(STORY[:lines])
    page = document(f"<{outer}><article><h1>{HEADLINE}</h1><div><br>{text}</div></article></{outer}>")
    assert body(page) == list(STORY[:lines])
