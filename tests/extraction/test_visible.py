"""What machines are not told is read from what readers see: breadcrumb and tags."""

import pytest

from tests.extraction.reading import HEADLINE, STORY, document, paragraphs, read, story


@pytest.mark.parametrize(
    "above",
    [
        '<div class="breadcrumb"><a href="/">الرئيسية</a> » <a href="/c">محليات</a></div>',
        f'<nav id="breadcrumb"><a href="/">الرئيسية</a>/<a href="/c">محليات</a>/<a href="/17">{HEADLINE[:20]}...</a></nav>',
        '<ol class="breadcumb"><li><a href="/">الصفحة الرئيسية</a></li><li><a href="/c">محليات</a></li></ol>',
        '<nav aria-label="مسار التصفح"><a href="/">الرئيسية</a><a href="/c">محليات</a></nav>',
        '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [{"name": "الرئيسية"}, '
        '{"item": {"name": "محليات"}}]}</script>',
    ],
)
def test_the_last_step_of_the_breadcrumb_is_the_section(above: str) -> None:
    assert read(story(above=above)).section == "محليات"


@pytest.mark.parametrize(
    "tags",
    [
        '<a rel="tag" href="/t/1">سلمية</a> <a rel="tag" href="/t/2">مياه</a>',
        '<div class="post-tags">الوسوم: <a href="/t/1">سلمية</a> <a href="/t/2">مياه</a></div>',
        '<ul class="field-name-field-tags"><li><a href="/t/1">سلمية</a></li><li><a href="/t/2">مياه</a></li></ul>',
    ],
)
def test_tags_below_the_story_are_keywords(tags: str) -> None:
    article = read(story(paragraphs(*STORY) + tags))
    assert article.keywords == ("سلمية", "مياه")
    assert article.body.split("\n\n") == list(STORY)


def test_a_tag_cloud_is_not_the_articles() -> None:
    assert read(story(paragraphs(*STORY) + '<div class="tag-cloud"><a href="/t/1">سلمية</a></div>')).keywords == ()


def test_an_articles_own_footer_holds_its_tags() -> None:
    tags = '<ul class="td-tags"><li><span>الوسوم</span></li><li><a href="/t/1">سلمية</a></li></ul>'
    assert read(story(paragraphs(*STORY) + f"<footer>{tags}</footer>")).keywords == ("سلمية",)
    assert read(document(f"<h1>{HEADLINE}</h1>{paragraphs(*STORY)}<footer>{tags}</footer>")).keywords == ()
