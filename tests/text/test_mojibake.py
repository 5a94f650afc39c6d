"""Arabic that was read by the wrong table is repaired, and nothing else is touched."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.text.mojibake import repair

Misread = Callable[[str], str]
TEXT = "قالت البلدية في بيان: «إن المياه ستصل، بعد ١٢ يوماً؛ من الآن»؟ – هذا “كل” شيء… 😀"


def browsers(text: str) -> str:
    """UTF-8 as windows-1252, which in browsers has a sign for every byte."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


MISREADINGS = (browsers, lambda text: text.encode().decode("latin-1"), lambda text: text.encode().decode("cp1256"))
# Words as people write them: of letters, with the signs of their language at their ends.
WORD = st.text(st.sampled_from("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىًٌٍَُِّْ"), min_size=1, max_size=9)
PERSIAN = st.text(st.sampled_from("ابپتجچحدرزژسشطظعغفقکگلمنوهیٔ\u200cٹڈڑںھےۀ"), min_size=1, max_size=9)
FRENCH = st.text(st.sampled_from("abcdefgilmnorstuéèêëàâçîïôùûœæÉÈÀÇØÙÚÛ'’"), min_size=1, max_size=9)
OPEN, SHUT = st.sampled_from(["", "«", "« ", "“", "(", "‘", "„", "¿"]), st.sampled_from(
    ["", "،", "؛", "؟", "»", " »", "”", ".", "…", "’", " –", "—", "•", "°", "²", "™", "®", " £", " €", "ـ", "\u00a0", "\u200f"]
)  # fmt: skip
TOKEN = st.tuples(OPEN, WORD | PERSIAN | FRENCH, SHUT).map("".join)
SOUND = st.lists(TOKEN, max_size=12).flatmap(
    lambda tokens: st.sampled_from(["", " ", "، ", "،", "<br>"]).map(lambda between: between.join(tokens))
)


@pytest.mark.parametrize("misread", MISREADINGS)
@pytest.mark.parametrize(
    "text", [TEXT, "خبر", "سلمية", "أسعار الذهب في دمشق", "وەزارەتی ناوخۆ", "گزارش کوتاه", "غيث في ثقة"]
)
def test_what_was_read_by_the_wrong_table_is_as_it_was_written(misread: Misread, text: str) -> None:
    assert repair(misread(text)) == text


@pytest.mark.parametrize("misread", MISREADINGS)
def test_only_the_spoilt_parts_of_a_page_change(misread: Misread) -> None:
    sound = "<h1>قال «المجلس» ط، ظ؛ café Ørsted Ùber</h1>"
    page = "<title>{0}</title>" + sound + "<p>{0}</p><p>{0}</p>"
    assert repair(page.format(misread(TEXT))) == page.format(TEXT)


def test_one_sign_that_cannot_be_repaired_costs_no_more_than_its_word() -> None:
    spoilt = browsers("المياه في الحي").replace("\x81", "?")
    assert repair(spoilt) == "المياه Ù?ي الحي"


def test_entities_of_a_php_that_took_utf8_for_latin1_are_letters() -> None:
    named = "&Oslash;&sect;&Ugrave;&#132;&Oslash;&sup3;&Oslash;&laquo;"
    assert repair(f"<p>{named} &lt;b&gt; &amp;</p>") == "<p>السث &lt;b&gt; &amp;</p>"
    assert repair("&#216;&#167;&#217;&#132;&#216;&#179;") == "الس"


@pytest.mark.parametrize(
    "text",
    [
        "ط، ظ، ع، غ", "ط،ظ،ع،غ،ف،ق", "ط؛ظ؛ع؛غ", "«ط»«ظ»«ع»«غ»", "فقط… وسط، حفظ؛ بيع» فقط»", "ط…ط…ط…", "غ—ع–ظ”ط’",
        "Ø Ù Ú Û", "ØÙÚÛ", "Ø±, Ù±, Ú±", "DÉJÀ VU À ÇA", "Ørsted, Ångström, Ùna", "&Oslash;rsted &Ugrave;na &#216;",
        "عکس گچ عچ غژ طپ ظک", "٢٤°، ط ٢٥°، ظ ٢٦°", "الساعة ١٢°ط°ع", "فظ™", "وسط© حفظ® بيع™",
    ],
)  # fmt: skip
def test_signs_that_look_alike_in_sound_text_stay(text: str) -> None:
    assert repair(text) == text


@given(SOUND)
@example("ط«ظ«ع«")
def test_sound_text_never_changes(text: str) -> None:
    assert repair(text) == text


@given(
    st.lists(WORD.filter(lambda word: len(re.sub(r"\W", "", word)) > 2), min_size=1, max_size=8),
    st.sampled_from(MISREADINGS),
)
def test_a_misread_sentence_comes_back(words: list[str], misread: Misread) -> None:
    text = "قالت البلدية " + " ".join(words)
    assert repair(misread(text)) == text
    assert repair(repair(misread(text))) == text
