"""A piece's kind is told by what its page says, and an article by nothing."""

from typing import get_args

import pytest

from crawler.extraction.article import ArticleKind
from crawler.extraction.tables import KINDS
from tests.extraction.reading import HEADLINE, STORY, URL, document, paragraphs, read, story

FLASH = "انقطاع التيار الكهربائي عن مدينة سلمية وريفها الشرقي بسبب عطل طارئ في الخط"
LONG = tuple(
    f"وفي اليوم {day} من الأعمال {line}" for day in ["الأول", "الثاني", "الثالث", "الرابع", "الخامس"] for line in STORY
)
HOURS = ("12:40", "12:05", "11:50", "10:15", "9:30")


def page(*lines: str, headline: str = HEADLINE, head: str = "", more: str = "") -> str:
    return document(
        f"<h1>{headline}</h1><div class='text'>{paragraphs(*lines)}{more}</div>", head, f"{headline} - الجريدة"
    )


def classed(names: str, *lines: str) -> str:
    return document(f"<main class='{names}'><h1>{HEADLINE}</h1><div class='text'>{paragraphs(*lines)}</div></main>")


def jsonld(name: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "{name}"}}</script>'


def section(name: str) -> str:
    return f'<meta property="article:section" content="{name}">'


def og(name: str) -> str:
    return f'<meta property="og:type" content="{name}">'


LIVE = "".join(f"<div><time>{hour}</time><p>{line}</p></div>" for hour, line in zip(HOURS, LONG, strict=False))
SITE = "https://www.paper.example"


@pytest.mark.parametrize(
    ("kind", "html", "url"),
    [
        ("flash", page(FLASH, headline=f"عاجل | {HEADLINE}"), URL),
        ("flash", page(f"#عاجل | {FLASH}"), URL),
        ("flash", page(FLASH, head=section("أخبار عاجلة")), URL),
        ("flash", page(FLASH), f"{SITE}/breaking-news/17"),
        ("flash", page(FLASH), f"{SITE}/%D8%B9%D8%A7%D8%AC%D9%84/17"),
        ("live", page(*STORY, head=jsonld("LiveBlogPosting")), URL),
        ("live", page(*STORY, headline=f"لحظة بلحظة.. {HEADLINE}"), URL),
        ("live", page(*STORY, headline=f"{HEADLINE}.. تغطية مباشرة"), URL),
        ("live", page(more=LIVE, headline="آخر التطورات في سلمية"), URL),
        ("live", page(more=LIVE), f"{SITE}/liveblog/17"),
        ("live", page(*(f"{hour} م: {line}" for hour, line in zip(HOURS, LONG, strict=False)), headline=f"مستجدات {HEADLINE}"), URL),
        ("opinion", page(*STORY, head=jsonld("OpinionNewsArticle")), URL),
        ("opinion", page(*STORY, head=jsonld("ReviewNewsArticle")), URL),
        *(("opinion", page(*STORY, head=section(name)), URL) for name in ("رأي", "آراء", "الآراء", "مقالات", "مقالات الرأي", "مدونات", "كتاب", "كتّاب وآراء", "أعمدة", "وجهات نظر", "Opinion")),
        ("opinion", page(*STORY), f"{SITE}/opinion/17"),
        ("opinion", page(*STORY), f"{SITE}/blogs/2026/03/01/17"),
        ("opinion", page(*STORY), f"{SITE}/articles/رأي/17"),
        ("opinion", page(*STORY, "هذا المقال يعبر عن رأي كاتبه ولا يعبر بالضرورة عن رأي الجريدة"), URL),
        ("gallery", page(STORY[0], head=jsonld("ImageGallery")), URL),
        ("gallery", page(STORY[0], headline=f"بالصور.. {HEADLINE}"), URL),
        ("gallery", page(STORY[0]), f"{SITE}/gallery/17"),
        ("gallery", page(STORY[0], head=section("ألبوم الصور")), URL),
        ("gallery", classed("post-17 post type-post format-gallery", STORY[0]), URL),
        ("gallery", classed("node node--type-photo-gallery", STORY[0]), URL),
        ("video", classed("post format-video category-3", STORY[0]), URL),
        ("opinion", classed("single-opinion", *STORY), URL),
        ("video", page(STORY[0], head=og("video.other")), URL),
        ("video", page(STORY[0], head=jsonld("VideoObject")), URL),
        ("video", page(STORY[0]), f"{SITE}/video/17"),
        ("video", page(STORY[0], headline=f"فيديو | {HEADLINE}"), URL),
        ("video", page(STORY[0], head=section("فيديو")), URL),
    ],
)  # fmt: skip
def test_a_page_says_of_what_kind_it_is(kind: str, html: str, url: str) -> None:
    assert read(html, url=url).kind == kind


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (story(), URL),
        (page(FLASH), URL),
        (page(*LONG, headline=f"عاجل.. {HEADLINE}"), URL),
        (page(STORY[0], "وقال المدير إن أي إصلاح عاجل يحتاج إلى قطع غيار من الخارج"), URL),
        (page(*LONG, head=jsonld("VideoObject")), URL),
        (page(*LONG, head=og("video.other")), URL),
        (classed("post format-video", *LONG), URL),
        (classed("post format-standard video-ready has-gallery", STORY[0]), URL),
        (page(*LONG, headline=f"بالفيديو.. {HEADLINE}"), URL),
        (page(*LONG, headline=f"بالصور.. {HEADLINE}"), URL),
        (page(*STORY, headline="تغطية مباشرة لقناة محلية تثير جدلا في سلمية"), URL),
        (page(*STORY, headline="بث مباشر من الملعب البلدي يجمع ألف مشاهد"), URL),
        (page(more=LIVE), URL),
        (page(*STORY), f"{SITE}/live/17"),
        (page("برنامج العروض في المركز الثقافي:", more="<ul>" + "".join(f"<li>{hour} عرض للأطفال</li>" for hour in HOURS) + "</ul>", headline="مباشر من المسرح آخر التطورات"), URL),
        (page(*STORY, head=og("article") + jsonld("NewsArticle")), f"{SITE}/articles/17"),
        (page(*STORY, head=section("سوريا")), f"{SITE}/news/opinion-poll-17"),
        (page(*STORY, headline="رأي الأهالي في صيانة شبكة المياه"), URL),
        (page(*STORY, "التعليقات المنشورة لا تعبر عن رأي الجريدة"), URL),
        (page(*STORY, headline="صورة المدينة في عيون أهلها"), URL),
        (page(*STORY, headline="مباشرة الأعمال في شبكة المياه"), URL),
        (page(FLASH, headline="عاجلا أم آجلا ستصل المياه إلى الحي"), URL),
    ],
)  # fmt: skip
def test_what_only_sounds_alike_is_an_article(html: str, url: str) -> None:
    assert read(html, url=url).kind == "article"


def test_the_rules_name_every_kind_but_the_plain_one() -> None:
    assert {rule["kind"] for rule in KINDS["rules"]} | {"article"} == set(get_args(ArticleKind))


def test_expressions_over_folded_text_are_written_folded() -> None:
    places = ("headline", "opening", "section", "address", "disclaimer")
    expressions = [text for rule in KINDS["rules"] if rule["where"] in places for text in rule["any"]]
    assert [text for text in expressions if set(text) & set("أإآٱىئؤةـ")] == []
