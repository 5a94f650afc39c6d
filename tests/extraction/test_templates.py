"""Lines that recur across an outlet's articles are learnt, and cut from its next ones; what is the story's own is not."""

import pickle
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import NoArticle, Page, Removed, Template, extract
from crawler.extraction.body import Line
from crawler.extraction.credits import Desk
from crawler.extraction.templates import is_sentence, learn, line_key
from tests.extraction.reading import FETCHED_AT, HEADLINE, OUTLET, STORY, URL, document, paragraphs, story

DESK = Desk.of(["الجريدة", "The Paper"])
CALL = "ساحتنا الصغيرة بحاجة إليكم.. ادعموا الجريدة لتبقى مستقلة"
SENTENCE = "افتتحت البلدية {} حديقة في الحي رقم {} بعد أعمال استمرت أسابيع وحضر الافتتاح عدد من الأهالي."


def own(number: int) -> list[str]:
    """Three sentences of no other article."""
    return [SENTENCE.format(number, 100 * number + line) for line in range(3)]


def stored(
    count: int, *below: str, above: Sequence[str] = (), a_day: int = 4, start: int = 0
) -> list[tuple[str, date]]:
    """So many articles, some a day, with lines above and below their own."""
    first = date(2026, 2, 1)
    return [
        ("\n\n".join([*above, *own(start + number), *below]), first + timedelta(days=(start + number) // a_day))
        for number in range(count)
    ]


def test_a_line_qualifies_after_30_articles_of_seven_days() -> None:
    assert learn(stored(30, CALL), DESK) == (line_key(CALL),)
    assert learn(stored(29, CALL), DESK) == ()
    assert learn(stored(30, CALL, a_day=6), DESK) == ()


def test_two_spellings_of_a_line_are_one() -> None:
    marked = "ساحتُنا الصغيرةُ بحاجةٍ إليكم – اِدعموا الجريدة، لتبقى مستقلّة"
    assert learn([*stored(15, CALL), *stored(15, marked, start=15)], DESK) == (line_key(CALL),)


def test_a_line_counts_once_in_an_article() -> None:
    assert learn(stored(15, CALL, CALL, a_day=2), DESK) == ()


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE.format(0, 0),
        "تمنت البلدية للأهالي موسما طيبا.. وعاما أفضل لهم جميعا.",
        "هل تصل المياه إلى الحي الشرقي اليوم؟",
        "نرحب بتعليقاتكم وآرائكم ونقرؤها كلها ونجيب عن أسئلتكم في عدد يوم الخميس القادم",
        "دمشق - سانا",
        "(سانا)",
        "المصدر: وكالات",
        "سامر المحرر - الجريدة",
        "دمشق",
        "2026",
        "12 / 30",
        "***",
    ],
)
def test_sentences_credits_places_and_figures_are_never_learnt(line: str) -> None:
    assert learn(stored(60, line), DESK) == ()
    assert learn(stored(60, above=[line]), DESK) == ()


def test_a_line_of_one_series_is_not_learnt() -> None:
    daily = stored(60, "نشرة الأسعار اليومية", a_day=1)
    others = [(body, day) for body, day in stored(540, a_day=9, start=1000)]
    moved = [(body, day - (others[0][1] - date(2026, 2, 1))) for body, day in others]
    assert learn([*daily, *moved], DESK) == ()


def test_a_line_counts_against_the_articles_of_its_own_days() -> None:
    """A campaign of this fortnight is found in an outlet whose window reaches back for months."""
    assert learn([*stored(400), *stored(40, CALL, start=400)], DESK) == (line_key(CALL),)


def amid(lines: Sequence[str], percent: int) -> list[tuple[str, date]]:
    """100 articles of which so many have `lines` after their first sentence, all through their days."""
    return [
        ("\n\n".join([own(n)[0], *(lines if 7 * n % 100 < percent else ()), *own(n)[1:]]), day)
        for n, (_, day) in enumerate(stored(100))
    ]


def test_a_subhead_is_not_learnt() -> None:
    assert learn(amid(["توصيات التقرير"], 70), DESK) == ()


def test_a_line_amid_nearly_every_article_is_no_subhead() -> None:
    assert learn(amid(["إعلان"], 95), DESK) == ("اعلان",)


def test_a_line_that_leads_on_to_the_text_is_not_learnt() -> None:
    assert learn(amid(["وأضاف في تصريح صحفي:"], 100), DESK) == ()
    assert learn(stored(60, above=["وجاء في البيان:"]), DESK) == ()


def test_a_line_that_leads_on_to_nothing_but_boilerplate_is_learnt() -> None:
    lines = ("تابعوا الجريدة على:", "قناة الجريدة المصورة")
    assert set(learn(stored(60, *lines), DESK)) == set(map(line_key, lines))


def test_a_line_within_what_stays_is_not_at_the_edge() -> None:
    stays = SENTENCE.format(0, 0)
    bodies = [(body.replace(own(n)[1], CALL).replace(own(n)[2], stays) if n % 2 else body, day)
              for n, (body, day) in enumerate(stored(100))]  # fmt: skip
    assert learn(bodies, DESK) == ()


def test_lines_of_several_printings_are_learnt_together() -> None:
    assert set(learn(stored(60, CALL, "حقوق النشر للجريدة", above=["ملف اليوم"]), DESK)) == {
        line_key(CALL), line_key("حقوق النشر للجريدة"), line_key("ملف اليوم"),
    }  # fmt: skip


def test_what_is_known_is_as_if_it_were_not_there() -> None:
    known = frozenset({line_key(CALL)})
    assert learn(stored(60, CALL), DESK, known) == ()
    older = stored(20, "حقوق النشر للجريدة", CALL)
    assert learn([*older, *stored(20, "حقوق النشر للجريدة", start=20)], DESK, known) == (
        line_key("حقوق النشر للجريدة"),
    )


LINES = st.sampled_from(
    [CALL, "إعلان", "توصيات التقرير", "تابعوا الجريدة على:", "دمشق", SENTENCE.format(0, 0), "نعم", "12"]
)
BODIES = st.lists(
    st.tuples(st.lists(LINES, min_size=1, max_size=5).map("\n\n".join), st.dates(date(2026, 2, 1), date(2026, 2, 12))),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(BODIES, st.randoms(use_true_random=False))
def test_learning_does_not_depend_on_order(bodies: list[tuple[str, date]], random: Random) -> None:
    many = [*bodies * 8, *stored(33, CALL, "إعلان")]
    shuffled = list(many)
    random.shuffle(shuffled)
    assert learn(shuffled, DESK) == learn(many, DESK)


@given(st.lists(LINES, max_size=8), st.frozensets(LINES.map(line_key)))
def test_cutting_takes_what_the_snapshot_names_and_no_sentence(texts: list[str], named: frozenset[str]) -> None:
    kept, gone = Template(3, named).cut([Line(text) for text in texts])
    assert [line.text for line in kept] == [text for text in texts if is_sentence(text) or line_key(text) not in named]
    assert sorted([line.text for line in kept] + [text for text, _ in gone]) == sorted(texts)
    assert {rule for _, rule in gone} <= {"template 3"}


TEMPLATE = Template(2, frozenset({line_key(CALL), line_key("ملف اليوم")}))


def page(html: str) -> Page:
    return Page(URL, html.encode(), FETCHED_AT)


def test_an_article_says_what_was_cut_and_by_which_snapshot() -> None:
    article = extract(page(story(paragraphs("ملف اليوم", *STORY, CALL))), OUTLET, TEMPLATE)
    assert not isinstance(article, NoArticle)
    assert article.body.split("\n\n") == list(STORY)
    assert article.template == 2
    assert {Removed("ملف اليوم", "template 2"), Removed(CALL, "template 2")} <= set(article.removed)


def test_a_snapshot_that_cuts_nothing_is_told_too() -> None:
    with_, without = (extract(page(story()), OUTLET, template) for template in (TEMPLATE, None))
    assert not isinstance(with_, NoArticle)
    assert not isinstance(without, NoArticle)
    assert (with_.template, without.template) == (2, None)
    assert with_.body == without.body
    assert with_.removed == without.removed


def test_a_credit_above_what_recurs_is_found() -> None:
    lines = (*STORY, "المصدر: سانا", CALL, CALL + " دائما", CALL + " معا")
    template = Template(1, frozenset(map(line_key, lines[-3:])))
    article = extract(page(story(paragraphs(*lines))), OUTLET, template)
    assert not isinstance(article, NoArticle)
    assert article.credit == "سانا"
    assert article.body.split("\n\n") == list(STORY)


def test_a_page_of_nothing_but_what_recurs_is_no_article() -> None:
    html = document(f"<article><h1>{HEADLINE}</h1><div class='text'>{paragraphs('ملف اليوم', CALL)}</div></article>")
    found = extract(page(html), OUTLET, TEMPLATE)
    assert isinstance(found, NoArticle)


def test_a_snapshot_is_small_enough_to_go_with_every_page() -> None:
    full = Template(9, frozenset(line_key(f"{CALL} {number}") for number in range(500)))
    assert pickle.loads(pickle.dumps(full)) == full
    assert len(pickle.dumps(full)) < 100_000
