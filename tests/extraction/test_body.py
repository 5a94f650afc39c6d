"""The story is read from the outlet's container, else from wherever it stands; in order, with subheads and lists."""

import json

import pytest

from crawler.outlet import ArticleRules
from tests.extraction.reading import HEADLINE, OTHERS, STORY, body, document, links, paragraphs, read, story

RULES = ArticleRules(body=("div.gone", "div.text"))


def test_the_outlets_container_is_read_and_named_as_extractor() -> None:
    beside = "كلام طويل خارج الحاوية التي يسميها الموقع، لكنه يقف في المقال نفسه وينتهي بنقطة أيضا."
    article = read(story(above=f"<div>{paragraphs(beside)}</div>"), RULES)
    assert article.body.split("\n\n") == list(STORY)
    assert article.extractor == "paper.1@2"


def test_without_the_container_the_story_is_found_anyway() -> None:
    article = read(story(), ArticleRules(body=("div.renamed",)))
    assert article.body.split("\n\n") == list(STORY)
    assert article.extractor == "generic@2"


def test_an_empty_container_counts_as_gone() -> None:
    html = document(f'<h1>{HEADLINE}</h1><div class="text">صور</div><div class="new">{paragraphs(*STORY)}</div>')
    assert body(html, RULES) == list(STORY)


def test_a_container_for_each_paragraph_is_read_as_one_story() -> None:
    parts = "".join(f'<div class="text">{line}</div><div class="banner">إعلان</div>' for line in STORY)
    assert body(document(f"<h1>{HEADLINE}</h1><div>{parts}</div>"), RULES) == list(STORY)


@pytest.mark.parametrize("rules", [None, RULES])
def test_subheads_and_lists_stay_in_their_order(rules: ArticleRules | None) -> None:
    html = (
        f"<p>{STORY[0]}</p><h2>خطة من ثلاث مراحل</h2><p>{STORY[1]}</p><ul><li>حفر بئرين غربي المدينة.</li>"
        f"<li>تنظيف الخزان الرئيسي.</li></ul><blockquote><p>{STORY[2]}</p></blockquote>"
    )
    expected = [STORY[0], "خطة من ثلاث مراحل", STORY[1], "حفر بئرين غربي المدينة.", "تنظيف الخزان الرئيسي.", STORY[2]]
    assert body(story(html), rules) == expected


@pytest.mark.parametrize("rules", [None, RULES])
@pytest.mark.parametrize("part", ["<br>", "<br/><br/>", "</div><div>", "</p><p>"])
def test_paragraphs_are_parted_however_the_page_parts_them(part: str, rules: ArticleRules | None) -> None:
    assert body(story(f"<div>{part.join(STORY)}</div>"), rules) == list(STORY)


def test_a_line_that_is_a_link_to_another_article_is_no_part_of_the_container() -> None:
    html = paragraphs(STORY[0], f'<a href="/x">{OTHERS[0]}</a>', *STORY[1:])
    assert body(story(html), RULES) == list(STORY)


def test_a_lead_in_a_box_of_its_own_comes_first() -> None:
    html = document(
        f'<div class="itemView"><div class="itemHeader"><h2 class="itemTitle">{HEADLINE}</h2></div><div class="itemBody">'
        f'<div class="itemIntroText"><p>{STORY[0]}</p></div><div class="itemFullText">{paragraphs(*STORY[1:])}</div></div>'
        f'<div class="itemRelated"><ul>{links()}</ul></div></div>'
    )
    assert body(html) == list(STORY)


def test_a_notice_above_the_headline_is_no_lead() -> None:
    notice = (
        "يستخدم هذا الموقع ملفات الارتباط لتحسين تجربتكم وقياس عدد الزيارات، وباستمراركم في التصفح توافقون على ذلك."
    )
    html = document(f"<div><p>{notice}</p></div><div><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</div>")
    assert body(html) == list(STORY)


def test_a_story_in_a_layout_table_is_read_without_the_columns_beside_it() -> None:
    column = "<br>".join(f'<a href="/{number}">{title}</a>' for number, title in enumerate(OTHERS))
    html = (
        f"<html><head><title>الجريدة - {HEADLINE}</title></head><body><table><tr><td>{column}</td><td><font size=5><b>"
        f"{HEADLINE}</b></font><br><font>12/02/2009</font><br><br>{'<br><br>'.join(STORY)}</td></tr></table></body></html>"
    )
    assert body(html) == list(STORY)


def test_a_story_that_a_script_would_show_is_read_from_json_ld() -> None:
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join(STORY)}
    html = document(
        f"<h1>{HEADLINE}</h1><div id='app'></div>", f'<script type="application/ld+json">{json.dumps(data)}</script>'
    )
    assert body(html) == list(STORY)


def test_json_ld_does_not_stand_in_for_a_story_that_is_there() -> None:
    data = {"@type": "NewsArticle", "articleBody": " ".join(STORY) + " اشترك في نشرتنا البريدية لتصلك أخبارنا كل صباح."}
    html = story(head=f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert body(html) == list(STORY)


def test_a_story_of_one_sentence_is_read() -> None:
    assert body(story(paragraphs(STORY[0]))) == [STORY[0]]


def test_a_heading_is_the_storys_whatever_its_anchor_is_called() -> None:
    html = f'<p>{STORY[0]}</p><h2 id="h-toc-1">خطة من مراحل</h2><p>{STORY[1]}</p><p>{STORY[2]}</p>'
    assert body(story(html)) == [STORY[0], "خطة من مراحل", *STORY[1:]]


def test_an_embedded_post_is_no_part_of_the_story() -> None:
    post = f'<blockquote class="twitter-tweet"><p>{OTHERS[0]} وشكرا لكل من حضر.</p>— حساب (@x)</blockquote>'
    assert body(story(f"<p>{STORY[0]}</p>{post}{paragraphs(*STORY[1:])}")) == list(STORY)


def test_a_heading_that_nothing_follows_is_no_part_of_the_story() -> None:
    assert body(story(paragraphs(*STORY, "<b>الجريدة اليومية</b>"))) == list(STORY)
    assert body(story(paragraphs(*STORY) + "<h3>في الختام</h3>")) == list(STORY)


def test_a_caption_in_the_table_around_its_image_is_no_line_of_the_story() -> None:
    image = "<table><tr><td><img src='/a.jpg'></td></tr><tr><td>خزان المياه في الحي الشرقي</td></tr></table>"
    assert body(story(image + paragraphs(*STORY))) == list(STORY)


def test_a_column_of_sentences_beside_the_story_is_not_appended() -> None:
    column = "".join(f"<div><h3>{title}</h3><p>{title} كما قال القائمون على المكان أمس.</p></div>" for title in OTHERS)
    html = document(
        f'<div><div class="c1"><h1>{HEADLINE}</h1><div class="text">{paragraphs(*STORY)}</div></div>'
        f'<div class="c2">{column}</div></div>'
    )
    assert body(html) == list(STORY)


def test_a_story_that_trafilatura_misses_is_read_by_resiliparse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.extraction.body._trafilatura", lambda root, fast: ())
    article = read(story())
    assert article.body.split("\n\n") == list(STORY)
    assert article.extractor == "generic.resiliparse@2"


def test_a_story_of_many_boxes_outweighs_teasers_in_boxes_of_their_own() -> None:
    pairs = [(line, line.replace("البلدية", "المديرية")) for line in STORY]
    parts = "".join(f'<div class="rich">{paragraphs(*pair)}</div><div><img src="/a.jpg"></div>' for pair in pairs)
    teasers = "".join(f"<div><p>{title}</p><p>{title} بحسب ما قال القائمون على المكان.</p></div>" for title in OTHERS)
    html = document(f"<div><h1>{HEADLINE}</h1>{parts}<section><h5>قصص</h5>{teasers}</section></div>")
    assert body(html) == [line for pair in pairs for line in pair]


def test_an_agencys_mark_in_bold_letters_ends_the_story() -> None:
    lines = "".join(f"<div>{line}</div><div><br></div>" for line in STORY)
    assert body(story(f"{lines}<div><b>(وكالات)</b></div>")) == [*STORY, "(وكالات)"]


@pytest.mark.parametrize("name", ["نضال العبدو – درعا", "إعداد وترجمة: كنان ديوب", "بقلم : سلمى الأسعد"])
def test_a_signature_in_bold_letters_below_the_story_names_its_author(name: str) -> None:
    article = read(story(f'{paragraphs(*STORY)}<p align="left"><b>{name}</b></p>'))
    assert article.body.split("\n\n") == list(STORY)
    assert len(article.authors) == 1
