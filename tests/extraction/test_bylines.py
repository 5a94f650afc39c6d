"""Who wrote is read from marked names and from the lines by the headline; nobody else on the page becomes an author."""

import pytest

from crawler.extraction.bylines import Bylines
from crawler.extraction.outline import Outline
from tests.extraction.reading import HEADLINE, OTHERS, STORY, document, links, paragraphs, read, story, tree

H1 = f"<h1>{HEADLINE}</h1>"


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/a/1">رنا سامر</a>',
        '<span class="writeBy">كتبت رنا سامر</span>',
        '<p class="author-name">إعداد: <a href="/a/1">رنا سامر</a></p>',
        '<div class="byline"><span>بواسطة</span> <span class="author vcard">رنا سامر</span></div>',
        '<span class="author vcard"><a class="url fn n" href="/author/r">رنا سامر</a></span>',
        '<div class="submitted">Submitted by <span class="username">رنا سامر</span> on 12/03/2026</div>',
        '<dd class="createdby">كتب بواسطة: <span>رنا سامر</span></dd>',
        '<span class="post-author">Posted by <span class="fn">رنا سامر</span></span>',
        '<div class="articleAuthor">رنا سامر</div>',
        '<div id="ctl00_lblWriter"><span>رنا سامر</span></div>',
        '<div class="katib">رنا سامر</div>',
        '<div class="elementor-widget elementor-widget-author"><span class="author-name">رنا سامر</span></div>',
        '<div class="info"><a href="/author/rana">رنا سامر</a> | <span>1 آذار 2026</span></div>',
        '<div class="info"><a href="/كتاب/رنا">رنا سامر</a></div>',
        "<div>كتب: رنا سامر</div>",
        "<div>كتبت – رنا سامر</div>",
        "<div>بقلم رنا سامر</div>",
        "<div>إعداد وترجمة: رنا سامر</div>",
        "<p><strong>بقلم: رنا سامر</strong></p>",
        "<div>رنا سامر – دمشق</div>",
        "<div>دمشق – رنا سامر</div>",
        "<div>رنا سامر</div><div>1 آذار 2026</div>",
        "<div>رنا سامر | 1 آذار 2026</div>",
        "<div><span>رنا سامر</span> <span>2026/03/01</span></div>",
        "<div>الجريدة - رنا سامر</div>",
        "<p>الجريدة - رنا سامر السبت 28 شباط 2026</p>",
        "<div>رنا سامر<br>1 آذار 2026</div>",
        '<div class="author">رنا سامر<br>صحفية من حلب</div>',
        '<div class="author">رنا سامر rana@paper.example</div>',
        '<div class="author">رنا سامر @rana_s</div>',
        '<div class="author">الصحفية رنا سامر</div>',
        '<div class="author">رنا سامر - كاتبة سورية</div>',
        '<div class="author">رنا سامر - إزرع</div>',
        '<div class="author"><a href="/r">رنا سامر</a><span>نوفمبر 13, 2025</span></div>',
        "<ul><li>المصدر: <span>إزرع ـــ رنا سامر</span></li></ul>",
    ],
)
def test_a_byline_below_the_headline_names_the_author(byline: str) -> None:
    assert read(story(above=byline)).authors == ("رنا سامر",)


@pytest.mark.parametrize(
    "byline",
    [
        '<div><a rel="author" href="/1">رنا سامر</a> <a rel="author" href="/2">وسيم نور</a></div>',
        '<div class="author">رنا سامر ووسيم نور</div>',
        '<div class="author">رنا سامر و وسيم نور</div>',
        '<div class="author">رنا سامر، وسيم نور - حلب</div>',
        '<div class="author">رنا سامر - وسيم نور</div>',
        '<div class="author"><div>رنا سامر</div><div>وسيم نور</div></div>',
        '<div class="field field-name-field-author"><div class="field-label">الكاتب:</div><div class="field-items">'
        '<div class="field-item"><a href="/writers/1">رنا سامر</a></div>'
        '<div class="field-item"><a href="/writers/2">وسيم نور</a></div></div></div>',
        "<div>كتب: رنا سامر، وسيم نور</div>",
        '<div><span>السبت 28-02-2026 14:20</span> | كتب: <a href="/e/1">رنا سامر</a>، <a href="/e/2">وسيم نور</a> |</div>',
        "<div>رنا سامر ووسيم نور – دمشق</div>",
    ],
)
def test_authors_side_by_side_are_all_named(byline: str) -> None:
    assert read(story(above=byline)).authors == ("رنا سامر", "وسيم نور")


def test_a_byline_with_a_colon_that_opens_the_text_is_a_field_and_a_speaker_is_none() -> None:
    article = read(story(paragraphs("حلب - رنا سامر ووسيم نور:", *STORY)))
    assert (article.authors, article.dateline) == (("رنا سامر", "وسيم نور"), "حلب")
    assert article.body.split("\n\n") == list(STORY)
    answer = read(story(paragraphs("رنا سامر:", *STORY)))
    assert (answer.authors, answer.body.split("\n\n")) == ((), ["رنا سامر:", *STORY])


@pytest.mark.parametrize("name", ["عبد الواحد نور", "رنا وسيم", "أحمد وائل سالم"])
def test_names_that_hold_an_and_are_one(name: str) -> None:
    assert read(story(above=f'<div class="author">{name}</div>')).authors == (name,)


@pytest.mark.parametrize(
    "html",
    [
        story(paragraphs(*STORY) + '<div class="comment-author">زائر الموقع</div>'),
        story(paragraphs(*STORY) + '<ol class="commentlist"><li><cite class="fn author">وسيم نور</cite></li></ol>'),
        story(above='<strong class="visually-hidden" id="article-byline">Article information</strong>'),
        document(f'<div class="authors-page"><h1>{HEADLINE}</h1>{paragraphs(*STORY)}<h3>مياه الشرب</h3></div>'),
        story(above='<div class="tags"><a href="/tag/1">وسيم نور</a></div>'),
        story(above='<div><a href="/tag/1">وسيم نور</a></div>'),
        story(above="<figure><img src=a.jpg><figcaption>وسيم نور</figcaption></figure>"),
        story(above='<div class="author">هيئة التحرير</div>'),
        story(above='<div class="author">غرفة الأخبار</div>'),
        story(above='<div class="author">المحرر السياسي</div>'),
        story(above='<div class="author">admin</div>'),
        story(above='<div class="author">الجريدة - عرب وعالم</div>'),
        story(above='<div class="author">كاتب سوري</div>'),
        story(above="<div>اقتصاد</div><div>أخبار سوريا</div><div>مشاركة الخبر</div>"),
        story(above="<h2>سلمى حداد: المياه تعود</h2>"),
        story(above="<div>قال وسيم نور</div>"),
        story(above="<div>الجريدة - معرض الزهور السبت 28 شباط 2026</div>"),
        story(above="<div>وسيم نور:</div>"),
        story(paragraphs(*STORY, "«المياه حق للجميع» وسيم نور.")),
        story(
            paragraphs(*STORY) + '<div class="related"><div class="card"><a href="/x">'
            f'{OTHERS[0]}</a><span class="author">وسيم نور</span></div></div>'
        ),
        story(
            paragraphs(*STORY)
            + f'<div class="row"><div class="col"><h3><a href="/x">{OTHERS[0]}</a></h3><span class="byline">وسيم نور</span></div></div>'
        ),
        document(
            f'<div class="opinions"><div><a href="/o/1">{OTHERS[1]}</a><a rel="author" href="/3">وسيم نور</a></div></div>'
            f"<article><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</article>"
        ),
        story(paragraphs(*STORY) + '<aside><span class="author">وسيم نور</span></aside>'),
    ],
)
def test_what_only_looks_like_a_byline_names_nobody(html: str) -> None:
    assert read(html).authors == ()


def test_the_byline_of_the_article_comes_before_those_of_others() -> None:
    others = '<div class="opinions"><a rel="author" href="/3">كاتب عمود</a></div>'
    html = document(
        f'{others}<article><h1>{HEADLINE}</h1><a rel="author" href="/1">رنا سامر</a>{paragraphs(*STORY)}</article>'
    )
    assert read(html).authors == ("رنا سامر",)


def test_an_authors_box_below_the_story_counts_where_no_byline_stands_above() -> None:
    box = '<div class="author-box"><a class="author-name" href="/author/rana">رنا سامر</a><p>المزيد من مقالات رنا سامر</p></div>'
    assert read(story(paragraphs(*STORY) + box)).authors == ("رنا سامر",)


def test_a_page_in_a_frame_named_after_its_sidebar_keeps_its_byline() -> None:
    html = document(
        f'<div class="has-sidebar"><article><h1>{HEADLINE}</h1><span class="author">رنا سامر</span>{paragraphs(*STORY)}</article></div>'
    )
    assert read(html).authors == ("رنا سامر",)


@pytest.mark.parametrize(
    ("line", "at_end", "dateline", "credit"),
    [
        ("إعداد: رنا سامر", True, None, None),
        ("بقلم: رنا سامر", False, None, None),
        ("رنا سامر", True, None, None),
        ("رنا سامر", False, None, None),
        ("رنا سامر - دمشق", False, "دمشق", None),
        ("درعا ـ رنا سامر", False, "درعا", None),
        ("سانا / رنا سامر", True, None, "سانا"),
        ("/رنا سامر/", True, None, None),
        ("رنا سامر – متابعات", False, None, None),
    ],
)
def test_a_signature_in_the_story_is_a_field(line: str, at_end: bool, dateline: str | None, credit: str | None) -> None:
    article = read(story(paragraphs(*((*STORY, line) if at_end else (line, *STORY)))))
    assert article.body.split("\n\n") == list(STORY)
    assert (article.authors, article.dateline, article.credit) == (("رنا سامر",), dateline, credit)


@pytest.mark.parametrize("line", ["وسيم نور", "وسيم نور - حلب"])
def test_the_name_of_whom_the_story_is_about_is_no_signature(line: str) -> None:
    told = f"وقال المهندس {line} إن الورشات أنهت نصف العمل، وإن النصف الآخر ينتهي قبل الشتاء."
    article = read(story(paragraphs(line.split(" -")[0], told, *STORY)))
    assert article.authors == ()


def test_a_list_of_names_is_no_signature() -> None:
    names = "<ul><li>رنا سامر</li><li>وسيم نور</li><li>سلمى حداد</li></ul>"
    assert read(story(paragraphs(*STORY) + names)).authors == ()


def test_lists_of_links_are_no_bylines() -> None:
    assert read(story(above=f"<ul>{links()}</ul>")).authors == ()


def test_the_lines_below_the_headline_end_where_the_story_begins() -> None:
    parsed = tree(
        f"<html><body><div>{H1}<div>إسطنبول ـ وكالات</div>{paragraphs(*STORY)}<p>رنا سامر</p></div></body></html>"
    )
    lines = list(Bylines(Outline.of(parsed), parsed.find(".//h1"), HEADLINE).lines())
    assert lines[0] == "إسطنبول ـ وكالات"
    assert "رنا سامر" not in lines


def test_a_story_that_links_another_article_is_no_card_of_it() -> None:
    text = paragraphs(STORY[0], f'<a href="/1">{OTHERS[0]}</a>', *STORY[1:])
    html = document(
        f'<div>{H1}</div><div class="cont"><span class="writeBy">الأقصر - رنا سامر ووسيم نور</span>{text}</div>'
    )
    assert read(html).authors == ("رنا سامر", "وسيم نور")


def test_beside_an_agency_one_word_is_a_place_and_nobodys_name() -> None:
    article = read(story(above='<span class="byline">وكالات - إزرع</span>'))
    assert (article.authors, article.credit) == ((), "وكالات")
