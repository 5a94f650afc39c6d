"""One pass over a page finds what its elements may say, by their tags and by what they are called."""

import pytest

from crawler.extraction.outline import Outline
from tests.extraction.reading import tree


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        ("author", "byline"), ("post-author vcard", "byline"), ("authorName", "byline"), ("writeBy", "byline"), ("ctl00_lblWriter", "byline"),
        ("article-detail__author", "byline"), ("wp-caption-text", "caption"), ("camera-icon", "caption"), ("media__title", "caption"),
        ("photo-credit", "credit"), ("media__copyright", "credit"), ("article-subtitle", "deck"), ("sub_title", "deck"),
        ("t-content__chapo", "deck"), ("article-intro", "lead"), ("item-kicker", "kicker"), ("breadcrumb", "breadcrumb"),
        ("breadcumb", "breadcrumb"), ("art_path", "breadcrumb"), ("ctl00_SiteMapPath1", "breadcrumb"), ("cat-links", "section"),
        ("article_details_category", "section"), ("current-post-parent", "current"), ("post-tags", "tags"), ("tag-cloud", "no tags"),
        ("articleImage", "image box"), ("entry-title", "title"), ("related-posts", "beside"), ("widget-area", "beside"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("attribute", ["class", "id"])
def test_a_name_says_what_an_element_is(names: str, mark: str, attribute: str) -> None:
    outline = Outline.of(tree(f'<html><body><div {attribute}="{names}">كلمة</div></body></html>'))
    assert [element.text for element in outline.marked(mark)] == ["كلمة"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        ("authority", "byline"), ("elementor-widget", "beside"), ("post-footer", "beside"), ("section", "section"), ("stage", "tags"),
        ("label-hidden field--label-hidden", "no byline"), ("description", "caption"), ("xpathy", "breadcrumb"),
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_another_says_nothing(names: str, mark: str) -> None:
    outline = Outline.of(tree(f'<html><body><div class="{names}">كلمة</div></body></html>'))
    assert list(outline.marked(mark)) == []  # type: ignore[arg-type]


def test_elements_are_sorted_in_the_order_of_the_page() -> None:
    html = """<html><head><title> عنوان </title><meta name="a" content="b"><link rel="canonical" href="/"></head><body>
        <script>1</script><h2>أ</h2><div class="title">ب</div><h1>ج</h1><img src="a.jpg"><span itemprop="author">د</span>
        <meta itemprop="datePublished" content="2026"></body></html>"""
    outline = Outline.of(tree(html))
    assert outline.title == "عنوان"
    assert [element.text for element in outline.headings] == ["أ", "ب", "ج"]
    assert [element.tag for element in outline.properties] == ["span", "meta"]
    assert [len(found) for found in (outline.metas, outline.links, outline.scripts, outline.images)] == [2, 1, 1, 1]
