"""What a source says of an article gives what its page does not, and measures what was read."""

import pytest

from crawler.extraction import Article
from crawler.extraction.announced import compared, filed, is_whole, page_of
from crawler.extraction.disagreements import RULES
from tests.extraction.reading import FETCHED_AT, HEADLINE, OUTLET, STORY, URL, paragraphs, read, story

LONG = tuple(f"{line} {' '.join(f'{word}{number}' for word in line.split())}" for number, line in enumerate(STORY))
SECTION = '<meta property="article:section" content="محليات">'
TAGS = '<meta property="article:tag" content="سلمية">'


def announced(content: str) -> Article:
    page = page_of(URL, HEADLINE, content, None, FETCHED_AT)
    return read(page.body, outlet=OUTLET)


def of_page(*lines: str, head: str = "") -> Article:
    return read(story(paragraphs(*lines), head=head))


def test_a_page_without_section_and_keywords_has_those_of_its_source() -> None:
    article = filed(of_page(*STORY), ("غير مصنف", "خدمات", "محليات"), ("مياه", "أخبار", "مياه", "حماة"))
    assert (article.section, article.keywords) == ("خدمات", ("مياه", "حماة"))
    assert (article.origins["section"], article.origins["keywords"]) == ("wordpress", "wordpress")


def test_what_the_page_says_itself_stays() -> None:
    article = of_page(*STORY, head=SECTION + TAGS)
    assert (article.section, article.keywords) == ("محليات", ("سلمية",))
    assert filed(article, ("خدمات",), ("مياه",)) == article


def test_a_source_that_says_nothing_of_use_changes_nothing() -> None:
    article = of_page(*STORY)
    assert filed(article, ("Uncategorized", "كلمة " * 7), ("أخبار", "كلمة " * 9)) == article


def test_the_same_text_is_no_disagreement_whatever_surrounds_it() -> None:
    content = f"<figure><img src='x.jpg'><figcaption>صورة للشبكة</figcaption></figure>{paragraphs(*LONG)}"
    article = of_page(*LONG)
    assert compared(article, announced(content)) == article


@pytest.mark.parametrize(("of_the_page", "of_the_source"), [(LONG[:1], LONG), (LONG, LONG[:1])])
def test_a_text_that_is_far_from_its_sources_is_recorded_and_stays(
    of_the_page: tuple[str, ...], of_the_source: tuple[str, ...]
) -> None:
    article = of_page(*of_the_page)
    found = compared(article, announced(paragraphs(*of_the_source)))
    assert found.body == article.body == "\n\n".join(of_the_page)
    [noted] = found.disagreements
    assert (noted.field, noted.origin, noted.other_origin) == ("body", article.extractor, "source")
    assert noted.rule == RULES["body"]
    more, less = (noted.other, noted.kept) if len(of_the_source) > 1 else (noted.kept, noted.other)
    assert f"of them not in the other: {LONG[1][:40]}" in more
    assert less.endswith("words, 0 of them not in the other")


def test_a_subhead_more_or_less_is_no_disagreement() -> None:
    article = of_page(*LONG)
    assert compared(article, announced(paragraphs(*LONG, "الأعمال تنتهي قبل نهاية الشهر"))) == article


@pytest.mark.parametrize(
    "mark",
    [
        '[vc_row][vc_column width="1/2"]',
        '[caption id="1" align="left"]',
        "[/caption]",
        "[gallery ids=&#8221;1,2&#8221;]",
        "[show_more]",
    ],
)
def test_a_text_with_marks_of_page_builders_measures_nothing_and_is_read_without_them(mark: str) -> None:
    content = f"<p>{mark}{LONG[0]}</p>{paragraphs(*LONG[1:])}"
    assert not is_whole(content)
    assert announced(content).body == "\n\n".join(LONG)


@pytest.mark.parametrize("text", ["[CNN]", "[1]", "[sic]", "[…]", "[سانا]", "[x = y]"])
def test_brackets_in_a_text_are_no_such_marks(text: str) -> None:
    assert is_whole(f"<p>{text}</p>")
