"""The smaller fields, where places of a page disagree."""

from dataclasses import replace

import pytest

from tests.extraction.reading import HEADLINE, OUTLET, STORY, URL, document, paragraphs, read, story

PAPER = replace(OUTLET, article_url=r"^/news/(?P<id>\d+)")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="https://paper.example/news/17">', "https://paper.example/news/17"),
        ('<link rel="canonical" href="/news/17?utm_source=x">', "https://www.paper.example/news/17"),
        ('<link rel="canonical" href="https://www.paper.example/">', URL),
        ('<link rel="canonical" href="https://other.example/news/17">', URL),
        ('<link rel="canonical" href="https://52.16.95.170/news/17">', URL),
        ('<link rel="canonical" href="https://www.paper.example/news/18">', URL),
        ('<link rel="canonical" href="https://www.paper.example/section">', URL),
        ('<link rel="canonical" href="http://[bad">', URL),
        ('<meta property="og:url" content="https://www.paper.example/news/17/slug">', "https://www.paper.example/news/17/slug"),
        ("", URL),
    ],
)  # fmt: skip
def test_the_canonical_address_is_the_pages_own_if_it_can_be(head: str, expected: str) -> None:
    assert read(story(head=head), outlet=PAPER).canonical_url == expected


def test_an_undeclared_site_may_name_another_of_its_hosts() -> None:
    nobody = replace(OUTLET, domains=())
    head = '<link rel="canonical" href="https://paper.example/x">'
    assert (
        read(story(head=head), url="https://m.paper.example/x", outlet=nobody).canonical_url
        == "https://paper.example/x"
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="keywords" content="سلمية، مياه الشرب,خدمات">', ("سلمية", "مياه الشرب", "خدمات")),
        (
            '<meta property="article:tag" content="سلمية"><meta property="article:tag" content="مياه">',
            ("سلمية", "مياه"),
        ),
        ('<meta property="article:tag" content="سلمية"><meta name="keywords" content="أخبار">', ("سلمية",)),
        (f'<meta name="keywords" content="{",".join(HEADLINE.split())}">', ()),
        (f'<meta name="keywords" content="{",".join(f"كلمة{n}" for n in range(40))}">', ()),
        ('<meta name="keywords" content="">', ()),
        ('<meta name="keywords" content="أخبار, الجريدة, news">', ()),
        ('<meta name="keywords" content="أخبار, سلمية">', ("سلمية",)),
        ('<meta name="keywords" content="سوريا, أخبار سوريا, الجريدة, حلب">', ()),
        ('<meta name="keywords" content="سلمية, مياه, شبكات, الجريدة">', ("سلمية", "مياه", "شبكات")),
        ('<meta name="article:tag" content="سلمية">', ("سلمية",)),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "keywords": "مياه"}</script>'
            '<meta property="article:tag" content="سلمية"><meta property="article:tag" content="مياه">',
            ("سلمية", "مياه"),
        ),
    ],
)
def test_keywords_are_the_articles_own(head: str, expected: tuple[str, ...]) -> None:
    assert read(story(head=head)).keywords == expected


@pytest.mark.parametrize(
    ("head", "above", "section", "origin"),
    [
        ('<meta property="article:section" content="محليات">', "", "محليات", "meta"),
        ('<meta name="article:section" content="محليات">', "", "محليات", "meta"),
        ('<meta name="article:section" content="محليات,خدمات">', "", "محليات", "meta"),
        ('<meta property="article:section" content="آخر الأخبار"><meta property="article:section" content="محليات">', "", "محليات", "meta"),
        ('<meta property="article:section" content="غير مصنف">', '<div class="breadcrumb"><a href="/">الرئيسية</a><a href="/c">محليات</a></div>', "محليات", "breadcrumb"),
        ("", '<span class="cat-links"><a href="/c" rel="category tag">محليات</a></span>', "محليات", "link"),
        ("", '<div class="post-cats-list"><span class="category-button"><a href="/n">آخر الأخبار</a></span><span class="category-button"><a href="/c">محليات</a></span></div>', "محليات", "link"),
        ("", '<a class="article_details_category" href="/c">محليات</a>', "محليات", "link"),
        ("", f'<div class="breadcrumb"><a href="/">الرئيسية</a><a href="/17">{HEADLINE}</a></div>', None, None),
        ("", '<div class="category">1 آذار 2026</div>', None, None),
    ],
)  # fmt: skip
def test_the_section_says_something_and_is_no_headline(
    head: str, above: str, section: str | None, origin: str | None
) -> None:
    article = read(story(head=head, above=above))
    assert (article.section, article.origins.get("section")) == (section, origin)


@pytest.mark.parametrize("above", ['<h4 class="sec"><a href="/s/3">محليات</a></h4>', '<div class="story-cat"><a href="/cat/5">محليات</a></div>', '<a class="badge" href="/category/3">محليات</a>'])  # fmt: skip
def test_a_short_link_above_the_headline_names_the_section(above: str) -> None:
    html = document(f"<article>{above}<h1>{HEADLINE}</h1><div>{paragraphs(*STORY)}</div></article>")
    assert read(html).section == "محليات"


@pytest.mark.parametrize(
    ("last", "section"), [("خدمات", "خدمات"), (HEADLINE, "محليات"), (f"{HEADLINE[:20]}...", "محليات")]
)
def test_a_trail_may_end_in_the_section_or_in_the_headline(last: str, section: str) -> None:
    trail = f'<ol class="breadcrumb"><li><a href="/">الرئيسية</a></li><li><a href="/l">محليات</a></li><li class="active">{last}</li></ol>'
    assert read(document(f"{trail}<h1>{HEADLINE}</h1>{paragraphs(*STORY)}")).section == section


def test_a_hashtag_is_a_keyword_of_several_words() -> None:
    tags = '<div class="tags"><a href="/t/1">#مياه_الشرب</a> <a href="/t/2">#سلمية</a></div>'
    assert read(story(paragraphs(*STORY) + tags)).keywords == ("مياه الشرب", "سلمية")
