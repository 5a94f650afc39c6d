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
_NO_VOTES = 0.3  # the confidence that a text without a sign of any language is Arabic, as most are that come here
_ENOUGH_VOTES = 4  # below, confidence falls in proportion: one word proves little

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_SCRIPT = re.compile("[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff]+")
_DECORATION = re.compile("[\u0610-\u061aـ\u064b-\u065f\u0670\u06d6-\u06ed]+")  # tashkeel and tatweel vote for nothing

# Letters that Arabic does not have, and the languages that do. Not here: ی and ک, which Persian keyboards put into
# Arabic, and ڤ, which writes the v of foreign names in Arabic. Dari is Persian, as in ISO 639-1.
_LETTERS = {
    "fa": "پچژگ",
    "ur": "پچژگٹڈڑںےۓہھۂ",
    "ckb": "پچژگەێۆڕڵ",
    "ug": "پچژگەېۆۇۈۋڭ",
    "ps": "پچژښځۍړډټګڼېڅږ",
    "sd": "پچڀٿڄڃڇڏڌڊڙڦڪڱڻٺٽڳ",
}
# Small words of one language that are none, or rare, in Arabic; and those of Arabic that the others did not borrow.
_WORDS = {
    "ar": "في فى من على عن الى التي الذي الذين هذا هذه ذلك تلك كان كانت قال قالت لم لن قد حيث خلال ثم لكن منذ مع بين",
    "fa": "است را در از که می برای شده شد های خود این آن بود کرده دارد نیز یک اند باشد شود کند کنند ها چه نمی نیست ای",
    "ur": "کی کا کو نے سے میں اور پر یہ وہ تھا تھی",
    "ps": "چې په کې یې دې هغه سره",
    "sd": "جي جو کي ۾ ۽ آهي",
}
_FOREIGN_LETTERS = frozenset("".join(_LETTERS.values()))
_PERSIAN_KEYBOARD = str.maketrans("یک", "يك")
_WORD_SETS = {code: frozenset(text.translate(_PERSIAN_KEYBOARD).split()) for code, text in _WORDS.items()}
# The article, alone or after a clitic, and letters that only Arabic keeps in use.
_ARABIC_FORM = re.compile(r"(?:[وفبك]|وب)?ال\w{2,}|[وف]?لل\w{2,}|\w*[ةأإ]\w*|\w+ى")

_KURMANJI_WORDS = frozenset(
    {"û", "ji", "li", "ku", "ên", "yên", "yê", "jî", "xwe", "wê", "wî", "di", "de", "bi", "ya", "bû"}
)
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
    sample = _DECORATION.sub("", clean(text[: 2 * _SAMPLE]))[:_SAMPLE]
    words = _WORD.findall(sample)
    if not words:
        return Language(UNDETERMINED, 0.0, False)
    # A mixed text is in the script that it opens in: lists of film titles, photo stories with the agency's captions.
    if _arabic_share("".join(words)) >= 0.5 or _arabic_share("".join(words)[:_OPENING]) >= 0.5:
        return _arabic_script(words)
    return _other_script(words)


def _arabic_share(letters: str) -> float:
    return sum(map(len, _ARABIC_SCRIPT.findall(letters))) / len(letters)


def _arabic_script(words: list[str]) -> Language:
    ballots = [ballot for word in words if (ballot := _votes(word))]
    if not ballots:
        return Language("ar", _NO_VOTES, True)
    votes = Counter(code for ballot in ballots for code in ballot)
    code, most = votes.most_common(1)[0]
    if votes["ar"] == most:  # the others share words of Arabic, it shares none of theirs
        code = "ar"
    confidence = most / len(ballots) * min(1.0, most / _ENOUGH_VOTES)
    return Language(code, round(confidence, 3), code == "ar")


@lru_cache(maxsize=1 << 16)
def _votes(word: str) -> tuple[str, ...]:
    """The languages that `word` speaks for: by itself, by the Arabic article, by its letters, by an Arabic form."""
    spelled = word.translate(_PERSIAN_KEYBOARD)
    if known := tuple(code for code, words in _WORD_SETS.items() if spelled in words):
        return known
    if foreign := _FOREIGN_LETTERS.intersection(word):
        codes = tuple(code for code, letters in _LETTERS.items() if foreign.issubset(letters))
        return ("ar",) if "fa" in codes and word.startswith("ال") else codes  # 'الچلبي'
    return ("ar",) if _ARABIC_FORM.fullmatch(word) else ()


def _other_script(words: list[str]) -> Language:
    lowered = [word.lower() for word in words]
    share = sum(word in _KURMANJI_WORDS for word in lowered) / len(lowered)
    if share >= _KURMANJI_SHARE and any("ê" in word or "î" in word or "û" in word for word in lowered):
        return Language("ku", round(min(1.0, 0.5 + share), 3), False)
    try:
        best = detect_langs(" ".join(words)[:_LANGDETECT_SAMPLE])[0]
    except LangDetectException:
        return Language(UNDETERMINED, 0.0, False)
    return Language(best.lang, round(best.prob, 3), best.lang == "ar")
