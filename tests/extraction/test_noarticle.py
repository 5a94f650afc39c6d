"""Pages without an article are told from pages with one, by their form and not by any outlet's rules."""

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
        "https://www.paper.example/news/17", "7 words of its own"
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
        story(head='<script type="application/ld+json">[{"@type": "NewsArticle"}, {"@type": "ItemList"}]</script>'),
    ],
)  # fmt: skip
def test_an_article_that_shares_a_trait_with_listings_is_an_article(html: str) -> None:
    assert isinstance(result(html), Article)
