"""The headline is the one that readers see, without the site's name."""

import pytest

from crawler.extraction.headline import beside_headline, without_site
from crawler.outlet import ArticleRules
from tests.extraction.reading import HEADLINE, OTHERS, STORY, document, paragraphs, read, result, story

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


@pytest.mark.parametrize(
    ("title", "head", "body"),
    [
        # The page shows its headline, and machines are told something general.
        ("أخبار سوريا والعالم لحظة بلحظة", "", f"<h1>{HEADLINE}</h1>"),
        ("بوابة الأخبار", '<meta property="og:title" content="صفحة الأخبار الرئيسية">', f"<h1>{HEADLINE}</h1>"),
        ("محليات", '<meta property="article:section" content="محليات">', f"<h1>{HEADLINE}</h1>"),
        # An h1 that is the logo, the site's name, the section.
        (f"{HEADLINE} - الجريدة", "", f'<h1><a href="/">صحيفة الناس اليومية</a></h1><h2>{HEADLINE}</h2>'),
        ("صحيفة الناس اليومية", "", f'<h1><a href="/">صحيفة الناس اليومية</a></h1><h1>{HEADLINE}</h1>'),
        (f"{HEADLINE} - الجريدة", "", f"<h1>أخبار المحافظات السورية</h1><h1>{HEADLINE}</h1>"),
        (f"{HEADLINE} - الجريدة", "", f'<h1>خدمات</h1><span class="newsTitle">{HEADLINE}</span>'),
        (f"{HEADLINE} - الجريدة", "", f'<h1>خدمات</h1><div id="lblTitle">{HEADLINE}</div>'),
        # Titles alone.
        (f"{HEADLINE} | محليات | الجريدة", '<meta property="article:section" content="محليات">', ""),
        (f"الجريدة :: {HEADLINE}", "", ""),
        (HEADLINE[:30] + "…", f'<meta property="og:title" content="{HEADLINE}">', ""),
        (
            HEADLINE[:30] + "...",
            f'<meta name="twitter:title" content="{HEADLINE[:30]}..."><meta name="dc.title" content="{HEADLINE}">',
            "",
        ),
        # Copies, hidden or for other screens, and what else stands in the h1.
        (HEADLINE, "", f"<h1><span>{HEADLINE}</span><span class='mobile'>{HEADLINE}</span></h1>"),
        (HEADLINE, "", f"<h1>{HEADLINE} <span class='count'>12</span></h1>"),
        (HEADLINE, "", f"<h1>{HEADLINE.replace('صيانة', '<b>صيانة</b>')}</h1>"),
        (HEADLINE, "", f"<h1>{HEADLINE.replace(' ', '<br>', 1)}</h1>"),
    ],
)
def test_the_headline_is_found_among_what_only_looks_like_it(title: str, head: str, body: str) -> None:
    assert read(document(body + TEXT, head, title=title)).headline == HEADLINE


def test_what_was_escaped_twice_is_shown_as_meant() -> None:
    html = document(f"<h1>&amp;quot;نعم&amp;quot; {HEADLINE}</h1>{TEXT}", title=f"&quot;نعم&quot; {HEADLINE}")
    assert read(html).headline == f'"نعم" {HEADLINE}'


@pytest.mark.parametrize(
    ("body", "title", "kicker"),
    [
        (f'<h1><span class="kicker">عاجل</span> {HEADLINE}</h1>', HEADLINE, "عاجل"),
        (f"<h1><span>تقرير خاص</span>{HEADLINE}</h1>", HEADLINE, "تقرير خاص"),
        (f"<h1><span>حكايات المدن</span> <span>{HEADLINE}</span></h1>", HEADLINE, "حكايات المدن"),
        (f'<div><div class="kicker">مياه الشرب</div><h1>{HEADLINE}</h1></div>', HEADLINE, "مياه الشرب"),
        (f"<div><span>بالفيديو</span><h1>{HEADLINE}</h1></div>", HEADLINE, "بالفيديو"),
        (f'<div><a class="eyebrow" href="/f">ملف المياه</a><h1>{HEADLINE}</h1></div>', HEADLINE, "ملف المياه"),
        (f"<h1>بالفيديو | {HEADLINE}</h1>", f"بالفيديو | {HEADLINE}", "بالفيديو"),
        (f"<h1>عاجل: {HEADLINE}</h1>", HEADLINE, "عاجل"),
        (f"<h1>{HEADLINE}</h1>", HEADLINE, None),
        (f'<div><div class="label">1 آذار</div><h1>{HEADLINE}</h1></div>', HEADLINE, None),
        (f'<nav><ul><li class="label">فيديو</li></ul></nav><h1>{HEADLINE}</h1>', HEADLINE, None),
        (f'<div><div class="breadcrumb"><a class="label">تقارير</a></div><h1>{HEADLINE}</h1></div>', HEADLINE, None),
    ],
)
def test_the_kicker_is_a_field_and_no_part_of_the_headline(body: str, title: str, kicker: str | None) -> None:
    article = read(document(body + TEXT, title=title))
    assert (article.headline, article.kicker) == (HEADLINE, kicker)
    assert article.disagreements == ()


@pytest.mark.parametrize("mark", [": ", " - ", ".. ", "… "])
def test_a_label_that_every_place_has_in_the_headline_belongs_to_it(mark: str) -> None:
    headline = f"بالصور{mark}{HEADLINE}"
    article = read(document(f"<h1>{headline}</h1>{TEXT}", title=headline))
    assert (article.headline, article.kicker) == (headline, None)


def test_a_section_above_the_headline_is_no_kicker() -> None:
    head = '<meta property="article:section" content="تقارير">'
    assert read(document(f'<div><a class="label">تقارير</a><h1>{HEADLINE}</h1></div>{TEXT}', head)).kicker is None


DECK = "البلدية تعد بأن تعود المياه إلى كل الأحياء قبل الصيف"


@pytest.mark.parametrize(
    "below",
    [
        f'<h2 class="subtitle">{DECK}</h2>',
        f'<p class="standfirst">{DECK}</p>',
        f'<div class="articleLead">{DECK}</div>',
        f'<div class="meta">1 آذار 2026</div><div class="post-excerpt">{DECK}</div>',
        f'<div class="sub_title">{DECK}</div>',
    ],
)
def test_the_deck_is_the_alternative_headline(below: str) -> None:
    html = document(f"<article><h1>{HEADLINE}</h1>{below}<div class='text'>{paragraphs(*STORY)}</div></article>")
    article = read(html, ArticleRules(body=("div.text",)))
    assert (article.headline, article.alternative_headline) == (HEADLINE, DECK)
    assert article.origins["alternative_headline"] == "deck"


@pytest.mark.parametrize("name", ["lead", "intro", "summary"])
def test_the_storys_first_paragraph_is_no_deck(name: str) -> None:
    html = document(f'<h1>{HEADLINE}</h1><div><p class="{name}">{STORY[0]}</p>{paragraphs(*STORY[1:])}</div>')
    assert read(html).alternative_headline is None


def test_a_deck_that_repeats_the_headline_is_none() -> None:
    head = f'<script type="application/ld+json">{{"@type": "Article", "alternativeHeadline": "{HEADLINE}"}}</script>'
    assert read(document(f"<h1>{HEADLINE}</h1>{TEXT}", head)).alternative_headline is None


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (f"{HEADLINE} - الأفق", ["الأفق"]),
        (f"الأفق | {HEADLINE}", ["الأفق"]),
        (f"{HEADLINE} | محليات | الأفق", ["محليات", "الأفق"]),
        (HEADLINE, []),
        ("الأفق", []),
    ],
)
def test_what_a_title_has_beside_the_headline_is_the_sites(title: str, names: list[str]) -> None:
    assert sorted(beside_headline(title, HEADLINE)) == sorted(names)


def test_a_page_whose_titles_are_all_the_sites_shows_its_headline_above_the_story() -> None:
    html = document(
        f"<div class='cat'><h2>المزيد</h2></div><div class='story-head'><h2>{HEADLINE}</h2></div>{paragraphs(*STORY)}"
        f"<h2>{OTHERS[0]}</h2>",
        title="الجريدة الأولى",
    )
    assert read(html).headline == HEADLINE


def test_a_title_that_all_pages_share_gives_way_to_the_line_in_large_letters() -> None:
    html = document(
        f'<table><tr><td><font size="5"><b>{HEADLINE}</b></font></td></tr></table>{TEXT}',
        title="مجلة الفرات والناس - دير الزور",
    )
    assert read(html).headline == HEADLINE
