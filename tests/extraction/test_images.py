"""The lead image is the article's, and its caption and its credit are two things."""

import json

import pytest

from crawler.extraction.images import told_apart
from tests.extraction.reading import HEADLINE, OTHERS, STORY, document, links, paragraphs, read, story


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:image" content="/a.jpg">', "https://www.paper.example/a.jpg"),
        ('<meta property="og:image" content="/logo.png"><meta name="twitter:image" content="/b.jpg">',
         "https://www.paper.example/b.jpg"),
        ('<meta name="og:image" content="/a.jpg">', "https://www.paper.example/a.jpg"),
        ('<meta property="og:image" content="/img/default-image.png">', None),
        ('<meta property="og:image" content="/avatar/5.png">', None),
        ('<meta property="og:image" content="/icons/icon-512.png">', None),
        ('<meta property="og:image" content="/%D8%A7%D9%84%AD%D8.jpg">', "https://www.paper.example/%D8%A7%D9%84%AD%D8.jpg"),
        ('<meta property="og:image" content="data:image/png;base64,AA">', None),
        ('<meta property="og:image" content="http://[bad">', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_lead_image_is_no_logo(head: str, expected: str | None) -> None:
    assert read(story(head=head)).image_url == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ('<img class="wp-post-image" src="/a.jpg">', "/a.jpg"),
        ('<figure><img src="/a.jpg"></figure>', "/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "/a.jpg"),
        ('<a href="/a-large.jpg"><img src="/a.jpg"></a>', "/a.jpg"),
        ('<img src="/1x1.gif"><img src="/a.jpg">', "/a.jpg"),
        ('<img src="/a.jpg" width="32" height="32"><img src="/b.jpg">', "/b.jpg"),
        ('<div class="author"><img src="/rana.jpg"></div><img src="/b.jpg">', "/b.jpg"),
        ('<img src="/dot.gif">' * 3 + '<img src="/b.jpg">', "/b.jpg"),
        (f'<div class="related"><a href="/x"><img src="/x.jpg"></a></div><a href="/y">{OTHERS[0]}<img src="/y.jpg"></a>', None),
    ],
)  # fmt: skip
def test_where_machines_are_told_none_the_articles_first_picture_leads(image: str, expected: str | None) -> None:
    article = read(story(above=image))
    assert article.image_url == (f"https://www.paper.example{expected}" if expected else None)
    assert article.origins.get("image_url") == ("img" if expected else None)


@pytest.mark.parametrize(
    "box",
    [
        '<figure><img src="a.jpg"><figcaption>عمال يصلحون أنبوبا</figcaption></figure>',
        '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">عمال يصلحون أنبوبا</p></div>',
        '<span class="camera-icon">camera iconعمال يصلحون أنبوبا</span>',
        '<div class="article_image"><img src="a.jpg"><div>a.jpg</div><div>عمال يصلحون أنبوبا</div></div>',
        '<div class="articleImage"><img src="a.jpg"><div>عمال يصلحون أنبوبا</div></div>',
    ],
)
def test_the_caption_of_the_lead_image_is_a_field(box: str) -> None:
    article = read(story(box + paragraphs(*STORY)))
    assert (article.image_caption, article.image_credit) == ("عمال يصلحون أنبوبا", None)
    assert article.body.split("\n\n") == list(STORY)


def test_the_headline_of_a_card_is_no_caption() -> None:
    card = f'<div class="post-thumb"><a href="/x"><img src="a.jpg"></a><h4><a href="/x">{OTHERS[0]}</a></h4></div>'
    assert read(story(above=card + f"<ul>{links()}</ul>")).image_caption is None


def test_a_button_over_a_picture_is_no_caption() -> None:
    box = '<div class="next_image_box"><img src="a.jpg"><span class="image_text">التالي</span></div>'
    assert read(document(f"<h1>{HEADLINE}</h1>{paragraphs(*STORY)}{box}")).image_caption is None


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("عمال يصلحون أنبوبا (رويترز)", "عمال يصلحون أنبوبا", "رويترز"),
        ("عمال يصلحون أنبوبا [أ ف ب]", "عمال يصلحون أنبوبا", "أ ف ب"),
        ("عمال يصلحون أنبوبا - (إنترنت)", "عمال يصلحون أنبوبا", "إنترنت"),
        ("عمال يصلحون أنبوبا (أ ف ب - Getty)", "عمال يصلحون أنبوبا", "أ ف ب - Getty"),
        ("عمال يصلحون أنبوبا (الجريدة)", "عمال يصلحون أنبوبا", "الجريدة"),
        ("عمال يصلحون أنبوبا - تصوير: رنا سامر", "عمال يصلحون أنبوبا", "رنا سامر"),
        ("عمال يصلحون أنبوبا (تصوير: رنا سامر)", "عمال يصلحون أنبوبا", "رنا سامر"),
        ("عمال يصلحون أنبوبا (صورة: رنا سامر)", "عمال يصلحون أنبوبا", "رنا سامر"),
        ("عمال يصلحون أنبوبا عدسة: رنا سامر", "عمال يصلحون أنبوبا", "رنا سامر"),
        ("عمال يصلحون أنبوبا © AFP", "عمال يصلحون أنبوبا", "AFP"),
        ("عمال يصلحون أنبوبا © 2024 AFP", "عمال يصلحون أنبوبا", "AFP"),
        ("عمال يصلحون أنبوبا | سانا", "عمال يصلحون أنبوبا", "سانا"),
        ("عمال يصلحون أنبوبا – سانا", "عمال يصلحون أنبوبا", "سانا"),
        ("عمال يصلحون أنبوبا (يسار)", "عمال يصلحون أنبوبا (يسار)", None),
        ("عمال يصلحون أنبوبا (صورة تعبيرية)", "عمال يصلحون أنبوبا (صورة تعبيرية)", None),
        ("عمال يصلحون أنبوبا - 1 من آذار 2026", "عمال يصلحون أنبوبا - 1 من آذار 2026", None),
        ("جانب من عمليات تصوير الفيلم", "جانب من عمليات تصوير الفيلم", None),
    ],
)
def test_the_credit_at_the_end_of_a_caption_is_told_apart(text: str, caption: str, credit: str | None) -> None:
    assert told_apart(text, frozenset({"الجريده"})) == (caption, credit)
    article = read(story(f"<figure><img src=a.jpg><figcaption>{text}</figcaption></figure>{paragraphs(*STORY)}"))
    assert (article.image_caption, article.image_credit) == (caption, credit)


@pytest.mark.parametrize(
    "figcaption",
    [
        'عمال يصلحون أنبوبا <span class="credit">تصوير: رنا سامر</span>',
        '<span class="photo-credit">رنا سامر</span> عمال يصلحون أنبوبا',
        'عمال يصلحون أنبوبا <span class="copyright">© رنا سامر</span>',
    ],
)
def test_a_credit_with_an_element_of_its_own_is_told_apart(figcaption: str) -> None:
    article = read(story(f"<figure><img src=a.jpg><figcaption>{figcaption}</figcaption></figure>{paragraphs(*STORY)}"))
    assert (article.image_caption, article.image_credit) == ("عمال يصلحون أنبوبا", "رنا سامر")


@pytest.mark.parametrize("name", ["creditText", "copyrightHolder"])
def test_json_ld_names_who_gave_the_picture(name: str) -> None:
    image = {"@type": "ImageObject", "url": "/a.jpg", "caption": "ورشة", name: "رنا سامر"}
    node = {"@type": "NewsArticle", "headline": HEADLINE, "image": [image]}
    article = read(story(head=f'<script type="application/ld+json">{json.dumps(node)}</script>'))
    assert (article.image_url, article.image_caption, article.image_credit) == (
        "https://www.paper.example/a.jpg", "ورشة", "رنا سامر",
    )  # fmt: skip
    assert article.origins["image_credit"] == "json-ld"
