"""Elements beside the story are cut by name; an element that holds the story is kept whatever it is called."""

import pytest

from crawler.outlet import ArticleRules
from tests.extraction.reading import HEADLINE, STORY, body, document, paragraphs, read, story

ASIDE = "كلام طويل لا صلة له بالقصة، يقف إلى جانبها في صندوق له اسم معروف، وينتهي بنقطة كأنه منها."


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="related-posts"><p>{ASIDE}</p></div>',
        f'<div id="comments"><p>{ASIDE}</p></div>',
        f'<div class="donation-box"><p>{ASIDE}</p></div>',
        f'<div class="newsletter_form"><p>{ASIDE}</p></div>',
        f'<div class="post-share">{ASIDE}</div>',
        f'<div class="author-box"><p>{ASIDE}</p></div>',
        f'<div class="wixui-repeater"><div role="listitem"><p>{ASIDE}</p></div></div>',
        f'<p class="wp-caption-text">{ASIDE}</p>',
        f"<figure><img src='a.jpg'><figcaption>{ASIDE}</figcaption></figure>",
        f"<aside><p>{ASIDE}</p></aside>",
        f'<div role="complementary"><p>{ASIDE}</p></div>',
        f'<form action="/search"><p>{ASIDE}</p></form>',
        f"<div hidden><p>{ASIDE}</p></div>",
        f'<p aria-hidden="true">{ASIDE}</p>',
        f'<div style="DISPLAY : none"><p>{ASIDE}</p></div>',
        f'<span class="d-none">{ASIDE}</span>',
        f'<p class="element-invisible">{ASIDE}</p>',
        f"<noscript><p>{ASIDE}</p></noscript>",
        f'<div class="has-background"><h4>كلمة إليكم</h4><p>{ASIDE}</p><p><a href="https://paypal.me/paper">هنا</a></p></div>',
    ],
)
def test_a_box_beside_the_story_goes(box: str) -> None:
    assert body(story(paragraphs(*STORY[:2]) + box + paragraphs(STORY[2]))) == list(STORY)


@pytest.mark.parametrize(
    "frame",
    [
        '<div class="content-sidebar">{}</div>',
        '<div class="hentry comments-open">{}</div>',
        '<div class="social-ready share">{}</div>',
        '<form id="aspnetForm" action="/page.aspx">{}</form>',
        '<div class="d-none d-lg-block">{}</div>',
        '<div class="elementor-widget elementor-widget-theme-post-content">{}</div>',
        "<figure>{}</figure>",
    ],
)
def test_a_frame_around_the_story_stays(frame: str) -> None:
    assert body(story(frame.format(paragraphs(*STORY)))) == list(STORY)


def test_a_frame_around_headline_and_story_stays() -> None:
    html = document(f'<div class="related modal"><h1>{HEADLINE}</h1><div>{paragraphs(*STORY)}</div></div>')
    assert body(html) == list(STORY)


def test_a_table_in_a_figure_is_read_row_by_row() -> None:
    table = "<figure><table><tr><td>دمشق</td><td>25</td></tr><tr><td>حلب</td><td>22</td></tr></table></figure>"
    lines = body(story(paragraphs(*STORY[:2]) + table + paragraphs(STORY[2])), ArticleRules(body=("div.text",)))
    assert lines == [*STORY[:2], "دمشق | 25", "حلب | 22", STORY[2]]


def test_cutting_a_box_does_not_join_the_words_around_it() -> None:
    html = f'<div>{STORY[0]}<div class="share">شارك</div>{STORY[1]}</div>'
    assert body(story(html)) == list(STORY[:2])


def test_an_outlets_selectors_cut_and_are_told() -> None:
    rules = ArticleRules(prune=(".promo-x", ".second"))
    html = story(f'<div class="promo-x"><p>{ASIDE}</p></div>{paragraphs(*STORY)}<div class="second">{ASIDE}</div>')
    article = read(html, rules)
    assert article.body.split("\n\n") == list(STORY)
    assert {cut.rule for cut in article.removed} == {"outlet: .promo-x", "outlet: .second"}


def test_the_places_of_an_outlets_fields_are_no_body() -> None:
    rules = ArticleRules(body=("div.text",), published=(".when",), credit=(".from",), authors=(".who",))
    html = '<div class="when">12 شباط 2026</div><div class="from">حلب ـ وكالات</div><div class="who">رنا سامر</div>'
    article = read(story(html + paragraphs(*STORY)), rules)
    assert article.body.split("\n\n") == list(STORY)
    assert (article.dateline, article.credit, article.authors) == ("حلب", "وكالات", ("رنا سامر",))
