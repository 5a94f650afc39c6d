"""The names that a text carries."""

import json
from importlib.resources import files
from typing import get_args

import pytest

from crawler.screening.gazetteer import Kind, mentions, tokens_of
from crawler.text.arabic import fold

DATA = json.loads(files("crawler.screening").joinpath("gazetteer.json").read_text("utf-8"))
RULES = ("alone", "company", "context", "alias", "home")
OTHERS = ("elsewhere", "subject")


def names(text: str) -> list[str]:
    return [mention.name.name for mention in mentions(tokens_of(text)) if mention.name.rule not in OTHERS]


def countries(text: str) -> list[str]:
    return [mention.name.name for mention in mentions(tokens_of(text)) if mention.name.rule == "elsewhere"]


@pytest.mark.parametrize("clitic", ["", "و", "ف", "ب", "ك", "ل", "وب", "ول"])
def test_a_name_is_known_after_each_clitic(clitic: str) -> None:
    assert names(f"كلام {clitic}دمشق كلام") == ["دمشق"]


@pytest.mark.parametrize(
    "form", ["الزبداني", "والزبداني", "بالزبداني", "كالزبداني", "فالزبداني", "للزبداني", "وللزبداني"]
)
def test_the_article_is_part_of_the_name(form: str) -> None:
    assert names(f"كلام {form} كلام") == ["الزبداني"]


@pytest.mark.parametrize("form", ["سورية", "سوريّا", "السوريون", "للسوريين", "بالسورية", "سوريتين", "سورياً"])
def test_the_country_and_its_people_in_every_form(form: str) -> None:
    assert names(form) == ["سوريا"]


@pytest.mark.parametrize(
    "text",
    [
        "اللاعب السورينامي",
        "شركة الحلبات للصناعة",
        "قالت فاطمة وفاطمة وبفاطمة",
        "المهاجم سيباستيان سوريا",
        "حماة الوطن وحماة الديار",
        "دومًا ودوماً",
        "تسلّم درعاً تذكارية",
        "تنظيم الدولة في العراق والشام",
        "استأثرت الشركة بحصة الأسد",
        "قاعدة عين الأسد في الأنبار",
        "حلب الأبقار والأغنام آلياً",
        "تسلم درعا تذكارية",
        "برج الأسد وبرج الميزان",
        "الأمن العام اللبناني",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert names(text) == []


def test_the_longer_of_two_names_that_start_together_is_meant() -> None:
    assert names("ريف دمشق") == ["ريف دمشق"]
    assert names("على الحدود مع سوريا") == ["الحدود مع سوريا"]


def test_two_names_side_by_side_are_two() -> None:
    assert names("حلب دمشق حلب") == ["حلب", "دمشق", "حلب"]


def test_a_mention_knows_its_words() -> None:
    (found,) = mentions(tokens_of("في مدينة دير الزور أمس"))
    assert (found.start, found.end) == (2, 4)


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("مدينة الباب", True),
        ("بمدينة الباب", True),
        ("الباب السورية", True),
        ("فتح الباب", False),
        ("إلى بلده بسلوك حسن", False),
        ("الباب", False),
    ],
)
def test_a_place_word_makes_a_common_word_a_place(text: str, is_place: bool) -> None:
    assert mentions(tokens_of(text))[0].in_place_context == is_place


def test_other_countries_are_known_by_name_people_and_capital() -> None:
    assert countries("قال الناطق العراقي في بغداد إن لبنان واللبنانيين") == ["IQ", "IQ", "LB", "LB"]


def test_a_text_without_words_has_no_names() -> None:
    assert mentions([]) == []


class TestDataFile:
    def test_every_entry_names_a_known_source(self) -> None:
        assert {entry["source"] for entry in DATA["names"]} <= set(DATA["sources"])

    def test_no_spelling_is_under_two_rules(self) -> None:
        spellings = [
            " ".join(tokens_of(spelling))
            for entry in DATA["names"]
            for rule in RULES
            for spelling in entry.get(rule, ())
        ]
        assert len(spellings) == len(set(spellings))

    def test_every_entry_counts_somehow(self) -> None:
        assert all(any(entry.get(rule) for rule in RULES) for entry in DATA["names"])

    def test_every_entry_has_a_kind_that_is_weighed(self) -> None:
        assert {entry["kind"] for entry in DATA["names"]} <= set(get_args(Kind))

    def test_a_span_of_years_has_a_beginning_that_is_no_later_than_its_end(self) -> None:
        spans = [entry["years"] for entry in DATA["names"] if "years" in entry]
        assert spans
        assert all(since is not None and (until is None or since <= until) for since, until in spans)

    def test_no_word_of_a_subject_is_the_name_of_a_country_or_of_something_syrian(self) -> None:
        words = {fold(word) for entry in DATA["subjects"] for word in entry["words"]}
        names = {fold(name) for entry in DATA["names"] for rule in RULES for name in entry.get(rule, ())}
        assert not words & (names | {fold(name) for entry in DATA["elsewhere"] for name in entry["names"]})

    def test_an_alias_has_a_full_name_to_stand_for(self) -> None:
        assert all(entry.get("alone") for entry in DATA["names"] if entry.get("alias"))

    @pytest.mark.parametrize("word", ["صور", "الزيارة", "داعش", "التبني", "المنصورة", "رويترز"])
    def test_words_that_prove_nothing_are_left_out(self, word: str) -> None:
        everything = {fold(name) for entry in DATA["names"] for rule in RULES for name in entry.get(rule, ())}
        assert fold(word) not in everything
