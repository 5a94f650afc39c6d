"""Datelines, credits and bylines become fields; a dateline that opens a paragraph stays in it as well."""

import pytest

from crawler.extraction.body import Line
from crawler.extraction.credits import Credits, Desk
from crawler.outlet import ArticleRules, Outlet
from tests.extraction.reading import STORY, paragraphs, read, story

DESK = Desk.of(["الجريدة", "The Paper"])


@pytest.mark.parametrize(
    ("line", "dateline", "credit"),
    [
        ("إسطنبول ـ وكالات", "إسطنبول", "وكالات"),
        ("دمشق-سانا", "دمشق", "سانا"),
        ("دمشق - سانا", "دمشق", "سانا"),
        ("القامشلي المدينة ـ وكالات", "القامشلي المدينة", "وكالات"),
        ("إسطنبول / الأناضول", "إسطنبول", "الأناضول"),
        ("وكالات - دمشق", "دمشق", "وكالات"),
        ("حلب ـ خاص", "حلب", None),
        ("المصدر: سانا", None, "سانا"),
        ("المصدر : الجزيرة + وكالات", None, "الجزيرة، وكالات"),
        ("نقلاً عن رويترز", None, "رويترز"),
        ("وكالات", None, "وكالات"),
        ("الجريدة", None, None),
    ],
)
@pytest.mark.parametrize("at_end", [False, True])
def test_a_line_that_is_only_a_credit_becomes_fields(
    line: str, dateline: str | None, credit: str | None, at_end: bool
) -> None:
    article = read(story(paragraphs(*((*STORY, line) if at_end else (line, *STORY)))))
    assert article.body.split("\n\n") == list(STORY)
    assert (article.dateline, article.credit) == (dateline, credit)


@pytest.mark.parametrize(
    ("opening", "dateline", "credit"),
    [
        ("دمشق - سانا: ", "دمشق", "سانا"),
        ("دمشق-سانا ", "دمشق", "سانا"),
        ("دمشق، سوريا (CNN) -- ", "دمشق، سوريا", "CNN"),
        ("القاهرة (أ ف ب) - ", "القاهرة", "أ ف ب"),
        ("لندن: «الشرق الأوسط» ", "لندن", "الشرق الأوسط"),
        ("(رويترز) - ", None, "رويترز"),
        ("عواصم ـ وكالات ـ ", "عواصم", "وكالات"),
    ],
)
def test_a_dateline_that_opens_the_text_stays_and_is_told(opening: str, dateline: str | None, credit: str) -> None:
    article = read(story(paragraphs(opening + STORY[0], *STORY[1:])))
    assert article.body.split("\n\n") == [opening + STORY[0], *STORY[1:]]
    assert (article.dateline, article.credit) == (dateline, credit)


@pytest.mark.parametrize("line", ["بيروت ـ الجريدة", "بيروت-الجريدة", "بيروت/ كنان الحلبي/ الجريدة"])
def test_the_newsrooms_own_dateline_above_the_text_stays_and_is_told(line: str) -> None:
    article = read(story(paragraphs(line, *STORY)))
    assert article.body.split("\n\n") == [line, *STORY]
    assert (article.dateline, article.credit) == ("بيروت", None)


def test_an_own_dateline_above_a_single_paragraph_stays_and_one_below_goes() -> None:
    line, text = Line("الجريدة - دمشق"), Line(STORY[0])
    assert DESK.story([line, text])[0] == [line, text]
    assert DESK.story([text, line])[0] == [text]


def test_an_agency_that_is_also_a_given_name_is_none_where_the_name_goes_on() -> None:
    desk = Desk.of(["الجريدة"])
    told = [
        desk.story([Line(f"{opening} {STORY[0]}")])[1].credit for opening in ("طهران- فارس:", "الجريدة- فارس نور- حلب:")
    ]
    assert told == ["فارس", None]


def test_an_agency_is_known_at_its_own_address() -> None:
    sana = Outlet.undeclared("sana.sy")
    article = read(story(paragraphs("دمشق-سانا", *STORY)), url="https://sana.sy/economy/2597552/", outlet=sana)
    assert (article.body.split("\n\n")[0], article.dateline, article.credit) == ("دمشق-سانا", "دمشق", None)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("(تغطية صحفية رنا سامر - إعداد وسيم نور للنشرة العربية - تحرير سلمى حداد)", "رنا سامر"),
        ("(إعداد وسيم نور للنشرة العربية - تحرير سلمى حداد)", "وسيم نور"),
        ("(تحرير سلمى حداد للنشرة العربية - تغطية صحفية رنا سامر من حلب)", "رنا سامر"),
    ],
)
def test_a_wires_signature_in_brackets_names_who_reported_else_who_prepared(line: str, author: str) -> None:
    article = read(story(paragraphs(*STORY, line)))
    assert (article.authors, article.body.split("\n\n")) == ((author,), list(STORY))


@pytest.mark.parametrize(
    "line",
    [
        "(إعداد المدينة للشتاء - تحرير الأنابيب من الصدأ)",
        "(تغطية صحفية واسعة - وسائل إعلام محلية حضرت الافتتاح)",
        "(تغطية صحفية رنا سامر قالت إن الأهالي ينتظرون الماء منذ ثلاثة أيام في الحي الشرقي)",
    ],
)
def test_a_remark_in_brackets_that_begins_like_a_wires_signature_stays(line: str) -> None:
    article = read(story(paragraphs(*STORY, line)))
    assert (article.authors, article.body.split("\n\n")) == ((), [*STORY, line])


@pytest.mark.parametrize(
    ("closing", "credit"),
    [("--(بترا)", "بترا"), ("(أ ف ب)", "أ ف ب"), ("وينتهي العمل غدا، نقلاً عن وكالات.", "وكالات")],
)
def test_an_agencys_mark_at_the_end_stays_and_is_told(closing: str, credit: str) -> None:
    article = read(story(paragraphs(*STORY, closing)))
    assert article.body.endswith(closing)
    assert article.credit == credit


@pytest.mark.parametrize(
    "opening",
    ["أعلنت وكالات الأمم المتحدة ", "قالت البلدية: ", "دمشق وحلب: ", "المياه - وهي الأهم - ", "في الأخبار "],
)
def test_prose_opens_with_no_dateline(opening: str) -> None:
    article = read(story(paragraphs(opening + STORY[0], *STORY[1:])))
    assert (article.dateline, article.credit) == (None, None)


@pytest.mark.parametrize("line", ["تقرير أممي جديد", "دمشق – حلب", "كتب مدرسية للطلاب.", "مقتل جندي ـ جريح"])
def test_short_lines_that_are_no_credit_stay(line: str) -> None:
    article = read(story(paragraphs(*STORY, line)))
    assert article.body.endswith(line)
    assert article.authors == ()


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("بقلم: رنا سامر", ("رنا سامر",)),
        ("كتبت رنا سامر", ("رنا سامر",)),
        ("إعداد وترجمة: رنا سامر", ("رنا سامر",)),
        ("رنا سامر - حلب", ("رنا سامر",)),
        ("رنا سامر، وسيم نور", ("رنا سامر", "وسيم نور")),
        ("الجريدة – رنا سامر", ("رنا سامر",)),
        ("بواسطة: admin", ()),
        ("هيئة التحرير", ()),
        ("The Paper", ()),
        ("https://facebook.com/paper", ()),
        ("paper@paper.example", ()),
        ("", ()),
    ],
)
def test_bylines_give_names_without_labels_cities_and_the_outlet(byline: str, authors: tuple[str, ...]) -> None:
    assert DESK.people([byline]).authors == authors


def test_an_agency_where_an_author_would_stand_is_the_credit() -> None:
    article = read(story(head='<meta name="author" content="وكالات">'))
    assert (article.authors, article.credit) == ((), "وكالات")


def test_a_byline_in_the_text_becomes_the_author() -> None:
    article = read(story(paragraphs("إعداد: رنا سامر", *STORY)))
    assert article.authors == ("رنا سامر",)
    assert article.body.split("\n\n") == list(STORY)


def test_at_the_place_that_the_outlet_names_a_person_is_an_author() -> None:
    assert DESK.place("درعا ـ رنا سامر") == Credits("درعا", None, ("رنا سامر",))


def test_a_credit_below_the_headline_is_read_without_a_rule() -> None:
    article = read(story(above='<div class="from">حمص ـ سانا</div>'), ArticleRules(body=("div.text",)))
    assert (article.dateline, article.credit) == ("حمص", "سانا")
    assert article.body.split("\n\n") == list(STORY)


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\u00ad"])
def test_what_no_reader_sees_is_in_no_credit_and_hides_none(unseen: str) -> None:
    article = read(story(paragraphs(f"{unseen}دمشق{unseen} - سا{unseen}نا: {STORY[0]}", *STORY[1:])))
    assert (article.dateline, article.credit) == ("دمشق", "سانا")
    assert read(story(paragraphs(*STORY, f"رنا{unseen} سامر"))).authors == ("رنا سامر",)


@pytest.mark.parametrize(
    ("opening", "dateline", "credit"),
    [
        ("عمان 12 أيلول (بترا)- رنا سامر- ", "عمان", "بترا"),
        ("إربد 12 أيلول (شمس) - رنا سامر - ", "إربد", None),
        ("دمشق - سانا - رنا سامر - ", "دمشق", "سانا"),
    ],
)
def test_a_dateline_with_its_day_may_name_the_reporter(opening: str, dateline: str, credit: str | None) -> None:
    article = read(story(paragraphs(opening + STORY[0], *STORY[1:])))
    assert (article.dateline, article.credit, article.authors) == (dateline, credit, ("رنا سامر",))
