"""A listing's link to what is older is found by what it is called or says."""

import pytest

from crawler.discovery import read_section

URL = "https://outlet.example/category/news/"
OLDER = "https://outlet.example/category/news/page/2/"


def next_page(html: str) -> str | None:
    return read_section(f"<html><body><a href='/1/'>أمطار</a>{html}</body></html>".encode(), URL, "a").next_page


@pytest.mark.parametrize(
    "html",
    [
        f"<link rel='next' href='{OLDER}'>",
        f"<a rel='nofollow next' href='{OLDER}'>2</a>",
        f"<a class='next page-numbers' href='{OLDER}'>»</a>",
        f"<div class='nav-previous'><a href='{OLDER}'>مواد سابقة</a></div>",
        f"<a class='blog-pager-older-link' href='{OLDER}' id='Blog1_blog-pager-older-link'>رسائل</a>",
        f"<ul class='pager'><li class='pager-next'><a href='{OLDER}'>›</a></li></ul>",
        f"<nav class='pagination'><a class='next' href='{OLDER}'>›</a></nav>",
        f"<a href='page/2/'>التالي »</a><a href='{URL}'>1</a>",
        f"<a href='{OLDER}'>← المقالات الأقدم</a>",
        f"<a href='{OLDER}'>Older posts</a>",
    ],
)
def test_the_forms_that_pagers_have(html: str) -> None:
    assert next_page(html) == OLDER


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/2/'>في الأسبوع التالي هطلت الأمطار على المدينة</a>",
        "<a class='slide-next' href='/2/'>خبر</a>",
        "<a rel='next' href='#'>التالي</a>",
        f"<a rel='next' href='{URL}#more'>التالي</a>",
        "<a rel='next' href='https://elsewhere.example/page/2/'>التالي</a>",
        "<a rel='prev' href='/page/1/'>السابق</a>",
        "<a class='next' href='javascript:slide()'>التالي</a>",
    ],
)
def test_what_leads_nowhere_is_no_next_page(html: str) -> None:
    assert next_page(html) is None


def test_the_standards_word_outranks_what_a_carousel_calls_its_arrow() -> None:
    assert next_page(f"<a class='next' href='/2/'>›</a><link rel='next' href='{OLDER}'>") == OLDER
