"""The headline is the one that readers see, without the site's name."""

import pytest

from crawler.extraction.headline import without_site
from crawler.outlet import ArticleRules
from tests.extraction.reading import HEADLINE, STORY, document, paragraphs, read, result, story

TEXT = f"<div>{paragraphs(*STORY)}</div>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (f"{HEADLINE} - الجريدة", f"<h1>{HEADLINE}</h1>"),
        (f"{HEADLINE} | الجريدة", f"<h1>الجريدة</h1><h2>{HEADLINE}</h2>"),
        (f"الجريدة - {HEADLINE}", f'<p class="bigtitle">{HEADLINE}</p>'),
        (f"قسم طويل الاسم>>{HEADLINE}", f'<h1>الجريدة</h1><p class="bigtitle">{HEADLINE}</p>'),
        (f"{HEADLINE} - الجريدة", f'<div class="title-box"><h1>{HEADLINE}</h1><span>2026/03/01</span></div>'),
        (
            f"{HEADLINE} - الجريدة",
            f"<h1>محليات</h1><table><tr><td><font size=5><b>{HEADLINE}</b></font></td></tr></table>",
        ),
        (HEADLINE[:30] + "...", f"<h1>{HEADLINE}</h1>"),
        ("صيانة شبكة المياه في سلمية: ما نعرفه", f"<h1>{HEADLINE}</h1>"),
        ("الجريدة", f"<h1>{HEADLINE}</h1>"),
        ("", f"<h1>{HEADLINE}</h1>"),
        (f"{HEADLINE} - الجريدة", ""),
        (f"{HEADLINE} - الجريدة", f"<nav><h1>خدمات الموقع الكثيرة</h1></nav><h1>{HEADLINE}<br></h1>"),
    ],
)
def test_the_headline_is_found(title: str, body: str) -> None:
    assert read(document(body + TEXT, title=title)).headline == HEADLINE


def test_a_generic_og_title_gives_way_to_the_headline_on_the_page() -> None:
    head = '<meta property="og:title" content="الجريدة"><meta property="og:site_name" content="الجريدة">'
    assert read(document(f"<h1>{HEADLINE}</h1>{TEXT}", head)).headline == HEADLINE


def test_a_headline_in_a_sidebar_is_another_articles() -> None:
    html = document(f"<h1>{HEADLINE}</h1>{TEXT}<aside><h3>{HEADLINE} في الأحياء كلها</h3></aside>")
    assert read(html).headline == HEADLINE


def test_the_outlets_selector_decides() -> None:
    html = story(above='<h2 class="real">عنوان يختاره الموقع</h2>')
    assert read(html, ArticleRules(headline=("h2.real",))).headline == "عنوان يختاره الموقع"


def test_signs_and_spelling_of_the_shown_headline_are_kept() -> None:
    html = document(f'<h1>"{HEADLINE}"… متى؟</h1>{TEXT}', title=f"{HEADLINE} متى")
    assert read(html).headline == f'"{HEADLINE}"… متى؟'


def test_a_page_without_any_headline_is_no_article() -> None:
    assert str(result(document(TEXT, title=""))).find("no headline") > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عنوان - الجريدة", "عنوان"),
        ("الجريدة | عنوان", "عنوان"),
        ("عنوان – الجريدة – The Paper", "عنوان"),
        ("وزير يتحدث لـ«الجريدة»", "وزير يتحدث لـ«الجريدة»"),
        ("«الجريدة» تكشف تفاصيل", "«الجريدة» تكشف تفاصيل"),
        ("أول - ثان", "أول - ثان"),
        ("", ""),
    ],
)
def test_only_a_part_that_is_the_sites_name_is_dropped(text: str, expected: str) -> None:
    assert without_site(text, frozenset({"الجريده", "the paper"})) == expected
