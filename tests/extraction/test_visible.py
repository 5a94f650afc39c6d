"""What machines are not told is read from what readers see: breadcrumb, tags, byline, caption."""

import pytest

from tests.extraction.reading import HEADLINE, OTHERS, STORY, document, links, paragraphs, read, story


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


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/a/1">رنا سامر</a>',
        '<span class="writeBy">كتبت رنا سامر</span>',
        '<p class="author-name">إعداد: <a href="/a/1">رنا سامر</a></p>',
        '<div class="byline"><span>بواسطة</span> <span class="author vcard">رنا سامر</span></div>',
    ],
)
def test_a_byline_below_the_headline_names_the_author(byline: str) -> None:
    assert read(story(above=byline)).authors == ("رنا سامر",)


def test_authors_side_by_side_are_all_named() -> None:
    both = '<div><a rel="author" href="/1">رنا سامر</a> <a rel="author" href="/2">وسيم نور</a></div>'
    assert read(story(above=both)).authors == ("رنا سامر", "وسيم نور")


@pytest.mark.parametrize(
    "html",
    [
        story(paragraphs(*STORY) + '<div class="comment-author">زائر الموقع</div>'),
        story(above='<strong class="visually-hidden" id="article-byline">Article information</strong>'),
        document(f'<div class="authors-page"><h1>{HEADLINE}</h1>{paragraphs(*STORY)}<h3>مياه الشرب</h3></div>'),
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


@pytest.mark.parametrize(
    "box",
    [
        '<figure><img src="a.jpg"><figcaption>عمال يصلحون أنبوبا</figcaption></figure>',
        '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">عمال يصلحون أنبوبا</p></div>',
        '<span class="camera-icon">camera iconعمال يصلحون أنبوبا</span>',
        '<div class="article_image"><img src="a.jpg"><div>a.jpg</div><div>عمال يصلحون أنبوبا</div></div>',
    ],
)
def test_the_caption_of_the_lead_image_is_a_field(box: str) -> None:
    article = read(story(box + paragraphs(*STORY)))
    assert article.image_caption == "عمال يصلحون أنبوبا"
    assert article.body.split("\n\n") == list(STORY)


def test_the_headline_of_a_card_is_no_caption() -> None:
    card = f'<div class="post-thumb"><a href="/x"><img src="a.jpg"></a><h4><a href="/x">{OTHERS[0]}</a></h4></div>'
    assert read(story(above=card + f"<ul>{links()}</ul>")).image_caption is None
