"""Lines that only repeat the fields are no part of the body."""

import pytest

from crawler.outlet import ArticleRules
from tests.extraction.reading import HEADLINE, STORY, body, document, paragraphs, read, story

CAPTION = "ورشات الصيانة في الحي الشرقي"


@pytest.mark.parametrize(
    "line", [HEADLINE, f"الجريدة - {HEADLINE}", "2026.03.01 | 15:35 دمشق", "الأحد 1 آذار 2026", "01/03/2026 - 15:35"]
)
def test_the_headline_and_the_date_above_the_text_go(line: str) -> None:
    assert body(story(paragraphs(line, *STORY))) == list(STORY)


@pytest.mark.parametrize("mark", [" |", ":"])
def test_a_headline_with_its_kicker_above_the_text_goes_and_a_flash_that_says_more_stays(mark: str) -> None:
    shown, flash = f"عاجل{mark} {HEADLINE}", f"عاجل{mark} {HEADLINE} صباح اليوم الأحد"
    article = read(document(f"<article><h1>{shown}</h1>{paragraphs(flash, *STORY)}</article>", title=shown))
    assert (article.kicker, article.headline) == ("عاجل", HEADLINE)
    assert article.body.split("\n\n") == [flash, *STORY]


BOX = '<div class="writer"><img src="w.jpg" alt="رنا سامر"><h4>رنا سامر</h4><p>{about}</p></div>'


def test_the_box_that_introduces_the_author_above_the_text_goes() -> None:
    article = read(
        story(BOX.format(about="كاتبة وصحفية سورية مقيمة في حلب، صدر لها كتاب «مدن الماء».") + paragraphs(*STORY))
    )
    assert (article.authors, article.body.split("\n\n")) == (("رنا سامر",), list(STORY))


@pytest.mark.parametrize("about", [STORY[1], "كاتبات المدينة يجتمعن كل أسبوع في مكتبتها القديمة قرب القلعة."])
def test_a_paragraph_below_the_authors_name_that_tells_no_job_stays(about: str) -> None:
    assert about in body(story(BOX.format(about=about) + paragraphs(STORY[0], STORY[2])))


def test_a_paragraph_that_begins_with_a_job_stays() -> None:
    line = "كاتب سوري مقيم في حلب فاز بجائزة القصة القصيرة هذا العام."
    assert body(story(paragraphs(line, *STORY), above='<div class="author">رنا سامر</div>')) == [line, *STORY]


def test_a_date_within_the_story_stays() -> None:
    lines = (*STORY, "الأحد 1 آذار 2026", *(line.replace("البلدية", "المديرية") for line in STORY))
    assert body(story(paragraphs(*lines))) == list(lines)


def test_a_date_below_the_story_is_no_part_of_it() -> None:
    assert body(story(paragraphs(*STORY, "الأحد 1 آذار 2026"))) == list(STORY)


def test_a_quote_pulled_out_of_a_paragraph_is_read_once() -> None:
    pulled = f"«{' '.join(STORY[1].split()[2:10])}»"
    article = read(story(paragraphs(STORY[0], pulled, *STORY[1:])))
    assert article.body.split("\n\n") == list(STORY)
    assert [cut.rule for cut in article.removed] == ["repeated"]


def test_a_sentence_with_a_date_at_the_top_stays() -> None:
    sentence = "في 12 شباط 2026 توقف الضخ."
    assert body(story(paragraphs(sentence, *STORY))) == [sentence, *STORY]


def test_a_paragraph_that_is_printed_twice_is_kept_once_and_told() -> None:
    article = read(story(paragraphs(STORY[0], *STORY)), ArticleRules(body=("div.text",)))
    assert article.body.split("\n\n") == list(STORY)
    assert [cut.rule for cut in article.removed] == ["repeated"]


def test_an_outlet_that_prints_the_caption_first_has_it_as_a_field() -> None:
    article = read(story(paragraphs(CAPTION, *STORY)), ArticleRules(caption_first=True))
    assert article.body.split("\n\n") == list(STORY)
    assert article.image_caption == CAPTION


def test_a_first_sentence_is_no_caption() -> None:
    assert body(story(), ArticleRules(caption_first=True)) == list(STORY)


def test_other_outlets_first_lines_stay() -> None:
    assert body(story(paragraphs(CAPTION, *STORY))) == [CAPTION, *STORY]


def test_a_line_with_which_another_begins_stays() -> None:
    names = ("مدرسة الثورة في حي الميدان", "مدرسة الثورة في حي الميدان الشرقي", "مدرسة الزهور في حي الصناعة")
    assert body(story(paragraphs(*STORY, *names))) == [*STORY, *names]


def test_a_quote_that_is_called_pulled_and_stands_nowhere_else_is_the_storys_own() -> None:
    quote = "تعلمت من والدي أن الماء لا يضيع حين تكون الأنابيب سليمة، وهذا ما نفعله اليوم."
    html = story(
        f'{paragraphs(STORY[0])}<blockquote class="td_pull_quote"><p>{quote}</p></blockquote>{paragraphs(*STORY[1:])}'
    )
    assert body(html) == [STORY[0], quote, *STORY[1:]]


def test_a_copy_of_the_storys_beginning_is_no_paragraph() -> None:
    copy = f"<div itemprop='description'>{STORY[0]}</div><div itemprop='articleBody'>{STORY[0]} {STORY[1]}</div>"
    html = document(f"<div>{copy}<h1>{HEADLINE}</h1>{''.join(f'<div>{line}</div>' for line in STORY)}</div>")
    assert body(html) == list(STORY)


def test_the_headline_below_a_copy_of_the_lead_is_no_paragraph() -> None:
    html = document(f"<div><p>{STORY[0]}</p><h1>{HEADLINE}</h1><p>{STORY[0]}</p>{paragraphs(*STORY[1:])}</div>")
    assert body(html) == list(STORY)
