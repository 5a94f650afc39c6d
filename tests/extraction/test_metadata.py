"""What a page says to machines is read from every place, the most reliable first."""

import pytest

from crawler.outlet import ArticleRules
from tests.extraction.reading import read, story


def meta(**values: str) -> str:
    """Meta elements; a name's '__' is its colon."""
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


LAYERS = {
    "json-ld": '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "رنا سامر"}}</script>',
    "meta": '<meta name="author" content="وسيم نور">',
    "rdfa": '<div typeof="sioc:Item foaf:Document"><span property="dc:creator">سلمى حداد</span></div>',
    "microdata": '<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author">لينا فارس</span></div>',
    "visible": '<span class="byline">زياد كنعان</span>',
}


@pytest.mark.parametrize(
    ("present", "author"),
    [
        (("visible", "rdfa", "microdata", "meta", "json-ld"), "رنا سامر"),
        (("visible", "microdata", "meta"), "وسيم نور"),
        (("visible", "rdfa", "microdata"), "لينا فارس"),
        (("visible", "rdfa"), "سلمى حداد"),
        (("visible",), "زياد كنعان"),
    ],
)
def test_the_most_reliable_place_wins(present: tuple[str, ...], author: str) -> None:
    head = "".join(LAYERS[name] for name in present if name in ("json-ld", "meta"))
    above = "".join(LAYERS[name] for name in present if name in ("microdata", "rdfa", "visible"))
    assert read(story(head=head, above=above)).authors == (author,)


def test_the_outlets_place_comes_before_all() -> None:
    html = story(head=LAYERS["json-ld"], above='<b class="who">رنا سامر</b>')
    assert read(html, ArticleRules(authors=("b.who",))).authors == ("رنا سامر",)


def test_an_outlets_field_of_two_authors_gives_two() -> None:
    html = story(above='<div class="who"><div>الكاتب:</div><div><div>رنا</div><div>سامر</div></div></div>')
    assert read(html, ArticleRules(authors=("div.who",))).authors == ("رنا", "سامر")


def test_names_and_properties_are_read_in_any_case() -> None:
    html = story(head='<meta NAME="Description" content="وصف"><meta name="ARTICLE:SECTION" content="محليات">')
    article = read(html)
    assert (article.description, article.section) == ("وصف", "محليات")


def test_text_that_was_escaped_twice_is_shown_as_meant() -> None:
    assert read(story(head=meta(og__description="المدينة :-&amp;nbsp; بدأت"))).description == "المدينة :- بدأت"


def test_microdata_of_other_things_on_the_page_is_not_the_articles() -> None:
    product = '<div itemscope itemtype="https://schema.org/Product"><span itemprop="author">شركة أدوات</span></div>'
    assert read(story(above=product)).authors == ()


def test_an_alternative_headline_is_read() -> None:
    head = '<script type="application/ld+json">{"@type": "Article", "alternativeHeadline": "عنوان آخر"}</script>'
    assert read(story(head=head)).alternative_headline == "عنوان آخر"


def test_a_page_that_says_nothing_gives_nothing() -> None:
    article = read(story())
    assert article.description is None
    assert article.authors == article.keywords == ()
    assert (article.section, article.image_url, article.image_caption, article.modified_at) == (None, None, None, None)
