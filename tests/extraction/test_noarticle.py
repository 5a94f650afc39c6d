"""Pages without an article are told from pages with one, by their form and not by any outlet's rules."""

import json

import pytest

from crawler.extraction import Article, NoArticle
from tests.extraction.reading import HEADLINE, OTHERS, STORY, document, links, paragraphs, result, story

TEASERS = tuple(line[:90] for line in STORY)


def cards(template: str, texts: tuple[str, ...] = STORY) -> str:
    return "".join(
        template.format(number=number, title=title, text=text)
        for number, (title, text) in enumerate(zip(OTHERS * 2, texts * 3, strict=False))
    )


def listing(body: str, title: str = "أخبار المحافظات", head: str = "", classes: str = "") -> str:
    return document(f"<h1>{title}</h1>{body}", head, title, classes)


@pytest.mark.parametrize(
    "html",
    [
        listing(cards('<div><h3><a href="/{number}">{title}</a></h3><span>1 آذار</span><p>{text}</p></div>')),
        listing(cards('<div><h3><a href="/{number}">{title}</a></h3><p>{text}...</p></div>', TEASERS)),
        listing(cards('<a class="card" href="/{number}"><h3>{title}</h3><p>{text}</p></a>')),
        listing(cards("<article><h2>{title}</h2><p>{text} [&hellip;]</p></article>", TEASERS)),
        listing("<ul>" + cards("<li>{title}<br>{text}</li>") * 2 + "</ul>"),
        listing("".join(f"<ul>{links()}</ul>" for _ in range(5))),
        listing(paragraphs(*STORY), classes="rtl archive category category-19"),
        listing(paragraphs(*STORY), head='<script type="application/ld+json">{"@type": "CollectionPage"}</script>'),
        listing(paragraphs(*STORY), title="التصنيف: أخبار المحافظات"),
        listing(paragraphs(*STORY), title="من نحن"),
        listing("<p>لا توجد مقالات في هذا القسم حتى الآن، عد لاحقا.</p>"),
        listing("<p>عذراً، الصفحة التي تبحث عنها غير موجودة، جرب البحث في الموقع.</p>", title="404"),
        listing("<p>نعمل على تحديث الموقع وسنعود إليكم قريبا، شكرا لصبركم.</p>", title="الموقع تحت الصيانة"),
        listing("<form><label>اسم المستخدم</label><input></form>", title="تسجيل الدخول"),
        story("<p>شاهد الفيديو التالي</p>"),
        document("", title=HEADLINE),
    ],
)
def test_a_page_without_a_story_is_no_article(html: str) -> None:
    found = result(html)
    assert isinstance(found, NoArticle), found
    assert found.reason


@pytest.mark.parametrize("url", ["https://www.paper.example/", "https://www.paper.example"])
def test_a_front_page_is_no_article(url: str) -> None:
    assert result(story(), url=url) == NoArticle(url, "a front page")


@pytest.mark.parametrize("text", ["<rss></rss>", '{"a": 1}', "%PDF-1.4", ""])
def test_other_documents_are_named_in_the_reason(text: str) -> None:
    found = result(text)
    assert isinstance(found, NoArticle)
    assert found.reason.startswith(("not a page but ", "an empty page"))


def test_eight_words_are_an_article_and_seven_are_not() -> None:
    words = STORY[0].split()
    assert isinstance(result(story(f"<p>{' '.join(words[:8])}</p>")), Article)
    assert result(story(f"<p>{' '.join(words[:7])}</p>")) == NoArticle(
        "https://www.paper.example/news/17", "7 words of its own", may_pass=True
    )


PUBLISHED = '<meta property="article:published_time" content="2026-03-01T10:00:00Z">'
OG_ARTICLE = '<meta property="og:type" content="article">'
PLAIN = "<div><h3>{title}</h3><p>{text}</p></div>"
CARD = '<div><h3><a href="/{number}">{title}</a></h3><p>وفي مكان آخر {text}</p></div>'


def described(*headlines: str, **more: str) -> str:
    """JSON-LD of so many articles."""
    nodes = [{"@type": "NewsArticle", "headline": text, "datePublished": "2026-03-01", **more} for text in headlines]
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


@pytest.mark.parametrize("head", ["", OG_ARTICLE, OG_ARTICLE + PUBLISHED, described(*OTHERS)])
def test_a_listing_that_calls_itself_an_article_is_none(head: str) -> None:
    assert isinstance(result(listing(cards(CARD), head=head)), NoArticle)


@pytest.mark.parametrize("template", [PLAIN, "<p>{text}</p>"])
def test_json_ld_of_many_articles_makes_a_listing(template: str) -> None:
    found = result(listing(cards(template), head=described(*OTHERS)))
    assert isinstance(found, NoArticle)
    assert found.reason == "a listing: its JSON-LD describes 4 articles and none of them is this page"


@pytest.mark.parametrize(
    "head",
    [
        described(HEADLINE, *OTHERS),
        described("ورشات سلمية تستبدل أنابيب قديمة", *OTHERS)
        + described("بلا", url="https://www.paper.example/news/17"),
        described("ورشات سلمية تستبدل أنابيب قديمة"),
    ],
)
def test_an_article_whose_page_describes_related_ones_is_an_article(head: str) -> None:
    assert isinstance(result(story(head=head)), Article)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.paper.example/tag/%D8%B3%D9%84%D9%85%D9%8A%D8%A9/", "سلمية"),
        ("https://www.paper.example/category/local/page/2/", "أخبار المحافظات"),
        ("https://www.paper.example/local/page/2", "أخبار المحافظات"),
        ("https://www.paper.example/author/rana", "رنا سامر"),
        ("https://www.paper.example/كاتب/رنا", "رنا سامر"),
        ("https://www.paper.example/search/سلمية", "سلمية"),
        ("https://www.paper.example/?s=سلمية", "سلمية"),
        ("https://www.paper.example/index.php", "الجريدة اليوم"),
        ("https://www.paper.example/ar/", "الجريدة اليوم"),
        ("https://www.paper.example/news/17", "نتائج البحث عن: المياه في سلمية وريفها"),
        ("https://www.paper.example/news/17", "محليات"),
        ("https://www.paper.example/news/17", "ألبوم الصور"),
        ("https://www.paper.example/news/17", "عن الجريدة"),
        ("https://www.paper.example/news/17", "سياسة الخصوصية وشروط الاستخدام"),
    ],
)
def test_a_listing_without_links_is_known_by_its_address_or_heading(url: str, title: str) -> None:
    assert isinstance(result(listing(paragraphs(*STORY), title), url=url), NoArticle)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.paper.example/category/local/17", HEADLINE),
        ("https://www.paper.example/archives/123456", "عن المياه"),
        ("https://www.paper.example/index.php?page=details&id=123", "هدوء حذر"),
        ("https://www.paper.example/?p=123", "هدوء حذر"),
        ("https://www.paper.example/news/17", "نتائج البحث عن المياه الجوفية في سلمية"),
        ("https://www.paper.example/news/17", "أرشيف المدينة في معرض"),
    ],
)
def test_an_article_under_an_address_or_heading_of_that_kind_is_an_article(url: str, title: str) -> None:
    assert isinstance(result(document(f"<h1>{title}</h1>{paragraphs(*STORY)}", title=title), url=url), Article)


NAMES = [f"{first} {last}" for first in ("رنا", "سامر", "هدى", "علي") for last in ("السالم", "الحسن", "العلي")]
SCORES = [
    f"{home} {goals} - {goals + 1} {guest}"
    for goals, (home, guest) in enumerate([("حطين", "تشرين"), ("الطليعة", "النواعير")] * 6)
]
PRICES = "".join(
    f"<tr><td>{name}</td><td>{price}00</td></tr>"
    for price, name in enumerate(("بندورة", "خيار", "بطاطا", "بصل", "ثوم", "ليمون", "موز", "تفاح"), 3)
)


@pytest.mark.parametrize(
    "html",
    [
        story(paragraphs(*STORY) + f"<div>{links('p')}</div>" * 5),
        story("".join(f'<p>{line}</p><p><a href="/x">{title}</a></p>' for line, title in zip(STORY[:2], OTHERS, strict=False))
              + paragraphs(STORY[2] + " وهذا كل شيء.", "وتنتهي الأعمال في موعدها المقرر بحسب ما قال رئيس البلدية.")),
        story("<ul>" + "".join(f"<li>{line}</li>" for line in STORY) + "</ul>"),
        story("<p>لم يتم العثور على آثار تلوث في عينات المياه التي أخذت من خمسة آبار شرقي المدينة، بحسب المختبر.</p>"),
        story(paragraphs(*(f"{line[:-1]}..." for line in STORY)),
              head='<meta property="article:published_time" content="2026-03-01T10:00:00Z">'),
        story(classes="rtl single single-post archive"),
        story(classes="rtl archive"),
        story(classes="archive category-3", head=PUBLISHED),
        story("<ul>" + "".join(f"<li>{line}</li>" for line in NAMES) + "</ul>"),
        story("<ul>" + "".join(f"<li>{line}</li>" for line in SCORES) + "</ul>"),
        story("<p>" + "<br>".join(NAMES) + "</p>"),
        story(f"<table>{PRICES}</table>"),
        story("".join(f"<p><strong>{question}؟</strong></p><p>{answer}</p>" for question, answer in zip(OTHERS, STORY, strict=False))),
        story("".join(f"<h3>{question}؟</h3><p>{answer}</p>" for question, answer in zip(OTHERS, STORY, strict=False))),
        story("".join(f"<div><time>{hour}:15</time><p>{text}</p></div>" for hour, text in enumerate(STORY))),
        story(paragraphs(*STORY) + "<h3>أخبار من المحافظات</h3>" + cards(CARD)),
        story(head='<script type="application/ld+json">[{"@type": "NewsArticle"}, {"@type": "ItemList"}]</script>'),
    ],
)  # fmt: skip
def test_an_article_that_shares_a_trait_with_listings_is_an_article(html: str) -> None:
    assert isinstance(result(html), Article)


@pytest.mark.parametrize(
    ("html", "may_pass"),
    [
        ("", True),
        (document("<h1>Error establishing a database connection</h1>", title="خطأ"), True),
        (document("<h1>الموقع قيد الصيانة</h1><p>نعود قريبا</p>", title="الموقع قيد الصيانة"), True),
        (
            document(
                "<h1>دخول</h1><p>للاطلاع على بقية المقال يرجى تسجيل الدخول.</p>", title="المحتوى متاح للمشتركين فقط"
            ),
            False,
        ),
        ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', False),
    ],
)
def test_what_a_site_says_while_it_is_broken_may_pass(html: str, may_pass: bool) -> None:
    found = result(html)
    assert isinstance(found, NoArticle)
    assert found.may_pass is may_pass
