"""Links to other articles go, wherever they stand in a story; the story's own lists and links stay."""

import pytest

from tests.extraction.reading import OTHERS, STORY, body, links, paragraphs, read, story

FIRST, *REST = STORY


def amid(html: str) -> str:
    """A story with `html` after its first paragraph."""
    return story(paragraphs(FIRST) + html + paragraphs(*REST))


@pytest.mark.parametrize(
    "line",
    [
        f'<p><strong>اقرأ أيضاً: <a href="/x">{OTHERS[0]}</a></strong></p>',
        f"<p>اقرأ أيضاً: {OTHERS[0]}</p>",
        f"<p>إقرأ أيضًا - {OTHERS[0]}</p>",
        f"<p>» اقرأ ايضا : {OTHERS[0]}</p>",
        f'<p>شاهد أيضاً <a href="/x">{OTHERS[0]}</a></p>',
        f"<p>قد يهمك.. {OTHERS[0]}</p>",
        f"<h3>مواضيع ذات صلة</h3><ul>{links()}</ul>",
        f'<div class="x"><h3>مواضيع ذات صلة</h3><div><img src="a"><span>10 شباط</span><a href="/x">{OTHERS[0]}</a></div></div>',
        f"<p>اقرأ ايضًا :</p><p>- {OTHERS[0]}</p><p>- {OTHERS[1]}</p>",
        f"<p>اقرأ ايضًا :</p><ul><li>{OTHERS[0]}</li><li>{OTHERS[1]}</li></ul>",
        f'<p>قد يهمك أيضًا :</p><p><a href="/x">- {OTHERS[0]}</a></p>',
        f'<div class="card"><img src="a"><h4><a href="/x">{OTHERS[0]}</a></h4><time>منذ ساعتين</time></div>',
        f'<section role="region" aria-labelledby="r"><strong id="r">قصص مقترحة</strong><ul>{links()}</ul></section>',
        f"<div>{links('p')}</div>",
    ],
)
def test_a_related_link_amid_a_story_goes(line: str) -> None:
    assert body(amid(line)) == list(STORY)


def test_lines_parted_by_breaks_are_judged_one_by_one() -> None:
    html = f"{FIRST}<br><br>اقرأ أيضاً: {OTHERS[0]}<br><br>{REST[0]}<br>{REST[1]}"
    assert body(story(html)) == list(STORY)


def test_a_head_at_the_end_of_a_paragraph_takes_its_headline_along() -> None:
    html = f'<p>{FIRST} <strong>اقرأ أيضاً:</strong> <a href="/x">{OTHERS[0]}</a></p>' + paragraphs(*REST)
    assert body(story(html)) == list(STORY)


def test_what_goes_is_told_with_its_rule() -> None:
    removed = read(amid(f"<p>اقرأ أيضاً: {OTHERS[0]}</p>")).removed
    assert [(cut.text, cut.rule) for cut in removed] == [(f"اقرأ أيضاً: {OTHERS[0]}", "related")]


def test_a_genuine_list_of_demands_stays() -> None:
    demands = (
        "- رفع سعر شراء القمح قبل موسم الحصاد،",
        "- توفير الأسمدة في مراكز المصرف الزراعي،",
        "- صيانة أقنية الري.",
    )
    html = paragraphs(FIRST, "وطالب المزارعون بما يلي:", *demands, "قد يهمك أيضًا :", f"- {OTHERS[0]}", f"- {OTHERS[1]}")
    assert body(story(html)) == [FIRST, "وطالب المزارعون بما يلي:", *demands]


def test_a_genuine_list_in_markup_stays_in_its_place() -> None:
    html = paragraphs(FIRST) + "<ul><li>استبدال الأنابيب القديمة.</li><li>تنظيف الخزان.</li></ul>" + paragraphs(*REST)
    assert body(story(html)) == [FIRST, "استبدال الأنابيب القديمة.", "تنظيف الخزان.", *REST]


def test_a_sentence_with_links_in_it_stays() -> None:
    sentence = 'وكانت <a href="/x">البلدية</a> قد نشرت في وقت سابق <a href="/y">جدول التوزيع</a> على صفحتها.'
    assert body(story(paragraphs(FIRST, sentence, *REST)))[1].startswith("وكانت البلدية قد نشرت")


def test_a_subhead_that_could_be_a_head_of_links_stays_without_links() -> None:
    html = paragraphs(FIRST) + "<h3>أخبار أخرى</h3>" + paragraphs(*REST)
    assert body(story(html)) == [FIRST, "أخبار أخرى", *REST]


def test_prose_that_begins_like_a_head_stays() -> None:
    prose = "شاهد عشرات الأهالي الورشات وهي تبدأ العمل في الحي الشرقي منذ ساعات الصباح الأولى يوم الأحد."
    assert body(story(paragraphs(FIRST, prose, *REST)))[1] == prose


def test_headlines_with_a_teaser_each_are_cards() -> None:
    cards = "".join(
        f'<div><b><a href="/{number}">{title}</a></b><br>{title} بحسب ما قال القائمون على المكان.</div>'
        for number, title in enumerate(OTHERS[:2])
    )
    assert body(story(paragraphs(FIRST, *REST) + f"<div>{cards}</div>")) == [FIRST, *REST]


TEASED = tuple(f"{title} بحسب ما قال القائمون على المكان." for title in OTHERS[:2])


@pytest.mark.parametrize(
    "card",
    ['<p><a href="/x">{title}</a></p><p>{teaser}</p>', '<div><h4><a href="/x">{title}</a></h4><p>{teaser}</p></div>'],
)
def test_teasers_below_a_head_of_links_go_with_their_headlines(card: str) -> None:
    cards = "".join(card.format(title=title, teaser=teaser) for title, teaser in zip(OTHERS, TEASED, strict=False))
    assert body(story(paragraphs(*STORY) + f"<h4>مواضيع ذات صلة</h4>{cards}")) == list(STORY)


def test_a_story_that_goes_on_below_its_related_links_stays() -> None:
    link = f'<p><a href="/x">{OTHERS[0]}</a></p>'
    html = f"<h4>مواضيع ذات صلة</h4>{link}{paragraphs(REST[0])}{link}{paragraphs(*TEASED)}"
    assert body(story(paragraphs(FIRST) + html)) == [FIRST, REST[0], *TEASED]


def test_a_paragraph_below_a_single_related_link_stays() -> None:
    html = f'<h4>مواضيع ذات صلة</h4><p><a href="/x">{OTHERS[0]}</a></p>{paragraphs(REST[1])}'
    assert body(story(paragraphs(FIRST, REST[0]) + html)) == list(STORY)


def test_a_link_and_a_paragraph_in_one_box_are_no_card() -> None:
    html = f'<div><p><a href="/x">{OTHERS[0]}</a></p><p>{FIRST}</p></div>' + paragraphs(*REST)
    assert body(story(html)) == [FIRST, *REST]


def test_cards_that_are_called_alike_go_together() -> None:
    cards = "".join(
        f'<article><div class="card-text">{link}<span>1 آذار 2026</span><p>{title} بحسب ما قال القائمون.</p></div></article>'
        for title, link in zip(OTHERS, ("", *(f'<h3><a href="/{n}">{t}</a></h3>' for n, t in enumerate(OTHERS))), strict=False)
    )  # fmt: skip
    assert body(story(paragraphs(FIRST) + f"<div>{cards}</div>")) == [FIRST]
