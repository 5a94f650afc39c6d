"""Arabic text in its two forms: as it is stored, and as it is compared."""

import re
import unicodedata
from functools import lru_cache

# Any sign that one of the expressions below may speak of: most lines have none, and a search is all that they pay.
_UNUSUAL = re.compile("[^\t\n -~\u00a0\u00ab\u00bb\u060c-\u061b\u061d-\u06ff\u2013\u2014\u2018-\u201d\u2026]")

# What no reader sees: bidi and zero-width controls (UAX #9), soft hyphen, joiners, fillers and other ignorable signs
# (Default_Ignorable_Code_Point), the object that a copy from a document leaves; and what neither a database column nor
# XML can hold: C0 and C1 controls except tab and line ends, noncharacters, and lone surrogates, which JSON-LD with a
# broken '\ud83d' yields. The zero-width non-joiner goes too: Arabic, unlike Persian, spells no word with it, and pages
# have it where their editor put it.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e001f\U000e0080-\U000e0fff]+"
)
# What joins signs to one emoji (UTS #51), a family or a flag, and nothing anywhere else: the zero-width joiner, the
# selectors of its look, the letters of a region.
_EMOJI = "(?:[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]|[#*0-9](?=[\ufe0e\ufe0f]))"
_JOINER = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]")
_EMOJI_SEQUENCE = re.compile(
    f"(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f|{_EMOJI}[\ufe0e\ufe0f]?(?:\u200d{_EMOJI}[\ufe0e\ufe0f]?)*)"
    "|[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]"
)
# The glyphs of icon fonts, in the areas for private use, and the blank of Braille show nothing or a gap.
_BLANK = re.compile("[\ue000-\uf8ff\u2800\U000f0000-\U0010ffff]+")
_PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but the single plain space, of which a page has hundreds
_ODD_SPACE = re.compile(r"[^\S\n ]")
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

    NFC; controls removed, emoji kept whole; presentation forms (U+FB50 to U+FDFF, U+FE70 to U+FEFE), which old pages
    and PDF copies carry, become the letters they show; runs of spaces become one, lines stay lines. Idempotent.
    """
    if _UNUSUAL.search(text):
        text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
        if _JOINER.search(text):
            text = _EMOJI_SEQUENCE.sub(r"\1", text)
        text = _PRESENTATION_FORM.sub(_letters_shown, _BLANK.sub(" ", text))
    return _tidy(text)


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
    text = unicodedata.normalize("NFC", text)
    if "  " in text or _ODD_SPACE.search(text):  # to look is a third of what a substitution costs that finds nothing
        text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _SPACE_AT_LINE_END.sub("\n", text)
    return text.strip(" \n")
