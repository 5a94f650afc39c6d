"""Arabic text in its two forms: as it is stored, and as it is compared."""

import re
import unicodedata
from functools import lru_cache

# Bidi and zero-width controls (UAX #9 and the joiners), soft hyphen, and what neither a database column nor XML can
# hold: C0 and C1 controls except tab and line ends, and lone surrogates, which JSON-LD with a broken '\ud83d' yields.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]+"
)
_PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but the single plain space, of which a page has hundreds
_SPACE_AT_LINE_END = re.compile(" \n ?|\n ")

# Tashkeel, the small Quranic signs and the superscript alef: marks that writers add or leave out at will.
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]+")
_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("آأإٱ", "ا"),
        **dict.fromkeys("ىئی", "ي"),
        "ة": "ه",
        "ؤ": "و",
        "ک": "ك",
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **{char: str(unicodedata.decimal(char)) for char in map(chr, range(0x80, 0x10000)) if char.isdecimal()},
    }
)

# A tatweel is not a letter here, although Unicode files it under letters (Lm).
_LETTER = r"[^\W\d_ـ]"
# Shaam writes 'د|عـ ـش', others 'داعـ ش', to slip past word filters. The Hijri sign in '1437 هـ وقال' stays a word.
_BROKEN_BY_TATWEEL = re.compile(rf"(?<={_LETTER})(?<!(?<!{_LETTER})ه)ـ+ +ـ*(?={_LETTER})")
_TATWEEL_AS_DASH = re.compile(r"(?<![^\W\d_])ـ+(?![^\W\d_])")
_BROKEN_BY_BAR = re.compile(r"(?<=\b[^\W\d_])\|(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """`text` as it is stored: as published, without what no reader can see.

    NFC; controls removed; presentation forms (U+FB50 to U+FDFF, U+FE70 to U+FEFE), which old pages and PDF copies
    carry, become the letters they show; runs of spaces become one, lines stay lines. Idempotent.
    """
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return _tidy(_PRESENTATION_FORM.sub(_letters_shown, text))


def fold(text: str) -> str:
    """`text` as it is compared: two spellings of one text give one string.

    Cleaned, without tashkeel and tatweel, one form of alef, yeh, waw, heh and kaf, ASCII digits, straight quotes,
    casefolded. Idempotent.
    """
    text = _MARKS.sub("", clean(text).translate(_SPELLINGS))
    if "ـ" in text:
        text = _TATWEEL_AS_DASH.sub("-", _BROKEN_BY_TATWEEL.sub("", text)).replace("ـ", "")
    if "|" in text:
        text = _BROKEN_BY_BAR.sub("", text)
    return _tidy(text.casefold())


def words(text: str) -> list[str]:
    """The words of the folded text, in order: runs of letters and digits, nothing else."""
    text = _MARKS.sub("", clean(text))
    if "ـ " in text:  # it can join what the space parts, so the text is folded as a whole
        return _WORD.findall(fold(text))
    return [word for token in text.split() for word in _token_words(token)]


@lru_cache(maxsize=1 << 15)  # common words are a third of the time of folding it all; rare ones only fill memory
def _token_words(token: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(token)))


def _letters_shown(match: re.Match[str]) -> str:
    # A vowel sign on its own decomposes to a space and the sign; the space would break the word that it stands in.
    return unicodedata.normalize("NFKC", match[0]).lstrip(" ")


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return _SPACE_AT_LINE_END.sub("\n", text).strip(" \n")
