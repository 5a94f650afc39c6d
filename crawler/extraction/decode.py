"""From bytes to text: which character set a page really uses, whatever it declares."""

import codecs
import re
from collections.abc import Iterator

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Browsers look into the first 1,024 bytes (WHATWG HTML, 13.2.3.2); old Arabic pages put scripts before their meta.
_DECLARED_WITHIN = 8192
_MARKUP_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)

# The encodings that a declaration may name here, by Python's name for them. Python knows far more, and some of those
# (punycode, utf-7, unicode_escape) turn bytes into text that no browser would show. Latin-1 is what servers say that
# say nothing of their own; like browsers (WHATWG Encoding, 4.2) it is read as windows-1252.
_TRUSTED = {
    "utf-8": "utf-8", "ascii": "utf-8", "cp1256": "cp1256", "iso8859-6": "iso8859-6",
    "cp1252": "cp1252", "iso8859-1": "cp1252", "iso8859-15": "iso8859-15", "cp1254": "cp1254", "iso8859-9": "cp1254",
}  # fmt: skip
_ARABIC_GUESSES = ("utf-8", "cp1256", "iso8859-6")

# Words of which any Arabic sentence has some. The Arabic code pages differ in every letter after the dad, so a wrong
# guess spells none of these: that decides where byte statistics waver.
_COMMON_WORDS = re.compile(r"(?<!\w)(?:في|من|على|إلى|الى|أن|ان|عن|التي|الذي|هذا|هذه|بعد|كما|قال)(?!\w)")
_SAMPLE = 200_000  # characters; the menu of a page alone holds some of those words

# What XML cannot hold, as characters and as numeric references: lxml refuses to move text that contains them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF]))(?:;|(?![0-9a-fA-F]))"
)


def decode(body: bytes, content_type: str | None) -> str:
    """The text of `body`, without the characters that XML cannot hold.

    A byte order mark decides, then valid UTF-8 whatever is declared; otherwise the declared encodings and the Arabic
    ones compete, and the one that yields the most everyday Arabic words wins.
    """
    return _FORBIDDEN.sub("", _text(body, content_type))


def _text(body: bytes, content_type: str | None) -> str:
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = list(_declared(body, content_type))
    texts = {encoding: body.decode(encoding, "replace") for encoding in (*declared, *_ARABIC_GUESSES)}
    best = max(texts.values(), key=_arabic_words)
    if _arabic_words(best):
        return best
    return texts[declared[0]] if declared else _without_arabic(body, texts["utf-8"])


def _without_arabic(body: bytes, utf8: str) -> str:
    """UTF-8 where only a few bytes are broken, as in a page cut off within a character; else what browsers assume."""
    beyond_ascii = len(utf8) - len(utf8.encode("ascii", "ignore"))
    return utf8 if utf8.count("\ufffd") * 10 < beyond_ascii else body.decode("cp1252", "replace")


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """The encodings that the header and the markup name, in that order, as far as they are trusted."""
    labels = _HEADER_CHARSET.findall(content_type or "")
    labels += (label.decode("ascii", "replace") for label in _MARKUP_CHARSET.findall(body[:_DECLARED_WITHIN]))
    for label in labels:
        try:
            name = codecs.lookup(label.lower().removeprefix("x-")).name
        except LookupError:
            continue
        if name in _TRUSTED:
            yield _TRUSTED[name]


def _arabic_words(text: str) -> int:
    return len(_COMMON_WORDS.findall(text, 0, _SAMPLE))
