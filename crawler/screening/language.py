"""Which language a text is in: letters and small words for the languages of the Arabic script, langdetect for the rest.

langdetect takes a lone 'سوريا' for Urdu, Sorani for Persian and Kurmanji for Croatian, and unseeded it differs from run
to run. So it is seeded, and sees only what is in another script, and little of that: its time grows with the length.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from langdetect import DetectorFactory, LangDetectException, detect_langs

from crawler.text.arabic import clean

DetectorFactory.seed = 0

UNDETERMINED = "und"  # ISO 639-2: no letters, or none that tell

_SAMPLE = 6000  # characters whose words vote; an article's language shows long before
_LANGDETECT_SAMPLE = 800  # characters; 3 ms
_OPENING = 20  # letters
_OPENS_A_MIXED_TEXT = 0.05  # the share of Arabic script below which a headline merely stands over a foreign text
_NO_VOTES = 0.3  # the confidence that a text without a sign of any language is Arabic, as most are that come here
_ENOUGH_VOTES = 4  # below, confidence falls in proportion: one word proves little
_OWN_LETTER_VOTES = 2  # of a word with a letter that no Arabic word is ever written with

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_SCRIPT = re.compile("[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff]+")
_DECORATION = re.compile("[\u0610-\u061aـ\u064b-\u065f\u0670\u06d6-\u06ed]+")  # tashkeel and tatweel vote for nothing

# Letters that Arabic does not have, and the languages that do. Not here: ی and ک, which Persian keyboards put into
# Arabic, and ڤ, which writes the v of foreign names in Arabic. Dari is Persian, as in ISO 639-1; 'az' is Azerbaijani as
# in Iran, 'ota' Ottoman Turkish, 'ms' Malay in Jawi, 'ckb' every Kurdish in Arabic script.
_LETTERS = {
    "fa": "پچژگ",
    "ur": "پچژگٹڈڑںےۓہھۂ",
    "ckb": "پچژگەێۆڕڵ",
    "ug": "پچژگەېۆۇۈۋڭ",
    "ps": "پچژښځۍړډټګڼېڅږ",
    "sd": "پچڀٿڄڃڇڏڌڊڙڦڪڱڻٺٽڳ",
    "az": "پچژگۆۇ",
    "ota": "پچژگڭ",
    "ms": "چڠڽݢ",
}
# Those that Arabic borrows for its dialects and for foreign names (چاي, گعد, پاريس, ژان, أڭادير).
_LOAN_LETTERS = frozenset("پچژگڭ")
# Small words of one language that are none, or rare, in Arabic; and those of Arabic that the others did not borrow.
_WORDS = {
    "ar": "في فى من على عن الى التي الذي الذين هذا هذه ذلك تلك كان كانت قال قالت لم لن قد حيث خلال ثم لكن منذ مع بين "
    "اللي ليش وين شو شلون شلونكم هيك مبارح عشان علشان دلوقتي النهارده احنا ماكو بزاف غدوة "
    "چان گال وگال گاعد گعد گلت هسه شنو",
    "fa": "است را در از که می برای شده شد های خود این آن بود کرده دارد نیز یک اند باشد شود کند کنند ها چه نمی نیست ای "
    "شدن کردن کشور مردم امروز دیروز فردا هستند بودند خواهد باید دولت وزارت آغاز بانوان هزار با رسید رفت روز تازه هفته",
    "ur": "کی کا کو نے سے میں اور پر یہ وہ تھا تھی ہے ہیں",
    "ps": "چې په کې یې دې هغه سره",
    "sd": "جي جو کي ۾ ۽ آهي",
    "az": "بیر ایله اوچون اولان اولوب ائدیب ائتدی دئدی بوتون یئنی چوخ اولدو بیز سیز اؤز یوخ",
    "ota": "ايله ايچون اولان اولدى اولوب ايدوب ايدن ايتدى اولنان اولمش اولديغنى دخى اوزره كبى صكره يكي",
    "ms": "يڠ دان ايت دڠن اونتوق كڤد ڤد اوليه اداله تيدق",
}
# Endings of one language, of which Arabic has no word: plurals, participles and tenses of Turkish.
_ENDINGS = {
    "az": re.compile(r"\w{2,}(?:لاری|لارین|میشدیر|اجاق|یلیب|غدی|لاندی|یلدی)|\w{2,}(?<!دو)(?:لر|لار)"),
    "ota": re.compile(r"\w{2,}(?:لرينك|لرنده|لرده|مشدر|مقده\w*|ديغى|ديغنى|جغى|جغنى)"),
}
_FOREIGN_LETTERS = frozenset("".join(_LETTERS.values()))
_PERSIAN_KEYBOARD = str.maketrans("یک", "يك")
_PERSIAN_LETTERS = frozenset("یک")
_ON_PERSIAN_KEYBOARDS = frozenset({"fa", "ur", "ps"})
# Urdu is not written on Arabic keyboards, and Arabic has كي; Persian and Pashto are on any.
_WORD_SETS = {
    code: frozenset((text if code in ("ur", "az") else text.translate(_PERSIAN_KEYBOARD)).split())
    for code, text in _WORDS.items()
}
# The article, alone or after a clitic, and letters that only Arabic keeps in use.
_ARTICLE = re.compile(r"(?:[وفبك]|وب)?ال\w{2,}|[وف]?لل\w{2,}")
_ARABIC_FORM = re.compile(r"\w*[ةأإ]\w*|\w+ى")

_KURMANJI = (
    "û ji li ku ên yên yê jî xwe wê wî bi bû bûn dê lê pê rê tê hîn kir kirin hat hatin hatiye dike dikin gelek nav "
    "wan ev ew êdî çû dît got heye dest"
)
_KURMANJI_WORDS = frozenset(_KURMANJI.split())
_KURMANJI_SHARE = 0.15  # of the words; Turkish and French share single ones with it


@dataclass(frozen=True, slots=True)
class Language:
    """A verdict: an ISO 639 code ('und' when nothing tells), how sure 0 to 1, and whether the text is Arabic."""

    code: str
    confidence: float
    is_arabic: bool


def detect(text: str) -> Language:
    """The language of most of `text`; a quotation in another language does not change it.

    Text in the Arabic script without a sign of any language is Arabic, with low confidence: a headline of one name.
    """
    parted = text[: 2 * _SAMPLE].replace("\u200c", " ")  # Persian joins می and ها with it: words that speak for it
    sample = _DECORATION.sub("", clean(parted))[:_SAMPLE]
    words = _WORD.findall(sample)
    if not words:
        return Language(UNDETERMINED, 0.0, False)
    # A mixed text is in the script that it opens in: lists of film titles, photo stories with the agency's captions.
    letters = "".join(words)
    share, opening = _arabic_share(letters), _arabic_share(letters[:_OPENING])
    if share >= 0.5 or (opening >= 0.5 and share >= _OPENS_A_MIXED_TEXT):
        return _arabic_script(words)
    return _other_script(words)


def _arabic_share(letters: str) -> float:
    return sum(map(len, _ARABIC_SCRIPT.findall(letters))) / len(letters)


def _arabic_script(words: list[str]) -> Language:
    ballots = Counter(ballot for word in words if (ballot := _votes(word)))
    if not ballots:
        return Language("ar", _NO_VOTES, True)
    votes: Counter[str] = Counter()
    for (weight, codes), times in ballots.items():
        for code in codes:
            votes[code] += weight * times
    code, most = votes.most_common(1)[0]
    # The others share words of Arabic, it shares none of theirs: جو بايدن is no Sindhi.
    letters = frozenset("".join(words))
    is_proof = most > 1 or (code in _ON_PERSIAN_KEYBOARDS and letters & _PERSIAN_LETTERS)
    if votes["ar"] == most or not is_proof:
        code, most = "ar", votes["ar"]
    confidence = most / sum(weight * times for (weight, _), times in ballots.items()) * min(1.0, most / _ENOUGH_VOTES)
    return Language(code, round(max(confidence, _NO_VOTES if code == "ar" else 0.0), 3), code == "ar")


@lru_cache(maxsize=1 << 16)
def _votes(word: str) -> tuple[int, tuple[str, ...]] | None:
    """The languages that `word` speaks for, by itself, by the Arabic article, by letters or form; and how much."""
    spelled = word.translate(_PERSIAN_KEYBOARD)
    if known := tuple(code for code, words in _WORD_SETS.items() if spelled in words or word in words):
        return 1, known
    if foreign := _FOREIGN_LETTERS.intersection(word):
        if foreign <= _LOAN_LETTERS and _ARTICLE.fullmatch(spelled):
            return 1, ("ar",)  # 'الچلبي'
        codes = tuple(code for code, letters in _LETTERS.items() if foreign.issubset(letters))
        return (1 if foreign <= _LOAN_LETTERS else _OWN_LETTER_VOTES), codes
    if _ARTICLE.fullmatch(spelled):
        return 1, ("ar",)
    if ending := tuple(code for code, endings in _ENDINGS.items() if endings.fullmatch(word)):
        return 1, ending
    return (1, ("ar",)) if _ARABIC_FORM.fullmatch(word) else None


def _other_script(words: list[str]) -> Language:
    lowered = [word.lower() for word in words]
    share = sum(word in _KURMANJI_WORDS or word.endswith("ê") for word in lowered) / len(lowered)
    if share >= _KURMANJI_SHARE and any("ê" in word or "î" in word or "û" in word for word in lowered):
        return Language("ku", round(min(1.0, 0.5 + share), 3), False)
    try:
        best = detect_langs(" ".join(words)[:_LANGDETECT_SAMPLE])[0]
    except LangDetectException:
        return Language(UNDETERMINED, 0.0, False)
    return Language(best.lang, round(best.prob, 3), best.lang == "ar")
