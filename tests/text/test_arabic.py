"""Arabic text as it is stored and as it is compared."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.text.arabic import clean, fold, words

# Every kind of character that the rules speak of, often enough to meet each other.
ARABIC = st.text(
    st.sampled_from(
        "ابتهعةىيئؤأإآٱکیـًَُِّٰ٠٣۷ \n\u00a0\u200c\u200f\u202a\ufeff|-،«»\ufefb\ufe8d\ufc5e\ufe70\x00e\u0301ß❤\ufe0f\u200d🏴\U000e0067\U000e007f1\u20e3\ufffd\ue001"
    )
)


class TestClean:
    def test_text_as_published_is_left_alone(self) -> None:
        text = "قالَ الناطق: «بدأَت الأعمال في ١٥ شباط» — المرحلة الأولى؛ ومدّتها ٣ أشهر.\n\nالتتمّـــة غداً"
        assert clean(text) == text

    def test_what_no_reader_sees_is_gone(self) -> None:
        assert clean("\ufeff\u202bسو\u200cر\u200bيا\u202c\x00\u00ad\u2067!\u2069\x07") == "سوريا!"

    @pytest.mark.parametrize(
        "sign",
        ["\ufffc", "\u034f", "\u200d", "\ufe0f", "\ufe00", "\U000e0041", "\U000e007f", "\U000e0101", "\u3164", "\u115f", "\ufdd0", "\ufff9", "\u180e"],
    )  # fmt: skip
    def test_signs_that_show_nothing_do_not_break_a_word(self, sign: str) -> None:
        assert clean(f"سو{sign}{sign}ريا {sign} الآن{sign}") == "سوريا الآن"

    @pytest.mark.parametrize(
        "sign", ["\u00a0", "\u202f", "\u3000", "\u2009", "\u205f", "\ue001", "\U000f0141", "\u2800"]
    )
    def test_a_gap_is_a_space(self, sign: str) -> None:
        assert clean(f"{sign}دمشق{sign}{sign}الآن{sign}") == "دمشق الآن"

    @pytest.mark.parametrize(
        "emoji", ["👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🇸🇾", "👍🏽", "✅", "⬅\ufe0f", "🏳\ufe0f\u200d🌈"]
    )  # fmt: skip
    def test_emoji_stay_whole(self, emoji: str) -> None:
        assert clean(f"شكرا {emoji} لكم{emoji}") == f"شكرا {emoji} لكم{emoji}"

    def test_that_a_letter_was_lost_stays_to_be_seen(self) -> None:
        assert clean("الم\ufffdاه") == "الم\ufffdاه"

    def test_half_an_emoji_from_broken_json_is_gone(self) -> None:
        assert clean("خبر \ud83d عاجل") == "خبر عاجل"

    def test_presentation_forms_become_the_letters_they_show(self) -> None:
        assert clean("\ufee3\ufeae\ufea3\ufe92\ufe8e \ufefb \ufdf2 \ufd3e\ufd3f") == "مرحبا لا الله \ufd3e\ufd3f"

    def test_a_vowel_sign_in_presentation_form_does_not_break_its_word(self) -> None:
        assert clean("در\ufe70عا") == "در\u064bعا"

    def test_spaces_of_every_kind_become_one_and_lines_stay(self) -> None:
        assert clean("  أول\u00a0 \t ثان \r\n\r\n ثالث\u2028رابع  ") == "أول ثان\n\nثالث\nرابع"

    def test_letter_and_mark_are_composed(self) -> None:
        assert clean("ا\u0653ب \u0627\u0654") == "آب أ"

    @given(st.text() | ARABIC)
    @example("e\u200d\u0301")
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        assert clean(clean(text)) == clean(text)

    @given(st.text())
    def test_clean_text_can_be_stored(self, text: str) -> None:
        stored = clean(text).encode("utf-8")
        assert b"\x00" not in stored


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("الجُمهُوريَّةُ العَرَبِيَّة", "الجمهورية العربية"),
            ("دمـــشـــق", "دمشق"),
            ("أحمد إلى آب ٱلآن", "احمد الى اب الان"),
            ("مستشفى", "مستشفي"),
            ("حماة", "حماه"),
            ("مسؤول شؤون", "مسوول شوون"),
            ("رئيس مسائل", "رييس مسايل"),
            ("سوریا ترکیا", "سوريا تركيا"),
            ("٢٠٢٤ و۲۰۲۴", "2024 و2024"),
            ("«قسد» “قسد” „قسد‟", '"قسد" "قسد" "قسد"'),
            ("قال ’نعم‘", "قال 'نعم'"),
            ("REUTERS", "reuters"),
            ("ﺳﻮﺭﻳﺎ", "سوريا"),
        ],
    )
    def test_two_spellings_are_one(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize("broken", ["د|عـ ـش", "داعـ ش", "دا عش"])
    def test_words_that_were_broken_to_slip_past_filters_are_whole(self, broken: str) -> None:
        assert fold(broken) == {"د|عـ ـش": "دعش", "داعـ ش": "داعش", "دا عش": "دا عش"}[broken]

    def test_a_tatweel_that_stands_for_a_dash_joins_nothing(self) -> None:
        assert fold("إسطنبول ـ وكالات") == "اسطنبول - وكالات"

    def test_the_hijri_sign_stays_a_word(self) -> None:
        assert words("عام 1437 هـ وقال") == ["عام", "1437", "ه", "وقال"]

    def test_bars_between_words_stay(self) -> None:
        assert fold("سوريا|دمشق") == "سوريا|دمشق"

    @given(st.text() | ARABIC)
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text() | ARABIC)
    def test_a_text_folds_as_its_clean_form_does(self, text: str) -> None:
        assert fold(clean(text)) == fold(text)


class TestWords:
    def test_they_are_letters_and_digits_only(self) -> None:
        assert words("«قال»، إنّ 3,5 مليون/شخص_هنا (CNN)!") == ["قال", "ان", "3", "5", "مليون", "شخص", "هنا", "cnn"]

    def test_an_empty_text_has_none(self) -> None:
        assert words(" ،.ـ \u064b") == []

    @given(st.text() | ARABIC)
    def test_they_are_the_words_of_the_folded_text(self, text: str) -> None:
        assert words(text) == words(fold(text))
