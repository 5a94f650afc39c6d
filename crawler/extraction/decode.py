"""From bytes to text: which character set a page really uses, whatever it declares."""

import codecs
import re
from collections.abc import Iterator

from crawler.text.mojibake import repair

# UTF-16 has a mark, or shows in the first tag, whose letters are a byte of their own and a zero byte each.
_UTF16 = (
    (re.compile(rb"\xff\xfe|(?:\s\x00)*<\x00[!?a-zA-Z]\x00"), "utf-16-le"),
    (re.compile(rb"\xfe\xff|(?:\x00\s)*\x00<\x00[!?a-zA-Z]"), "utf-16-be"),
)
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
# All that WHATWG knows for Arabic; the code pages of DOS (cp720, cp864) and of the Macintosh are on no page.
_ARABIC_GUESSES = ("utf-8", "cp1256", "iso8859-6")

# Words of which any Arabic sentence has some, and the article before a word of a headline. The Arabic code pages differ
# in every letter after the dad, so a wrong guess spells none of these: that decides where byte statistics waver.
_COMMON_WORDS = re.compile(r"(?<!\w)(?:(?:في|من|على|إلى|الى|أن|ان|عن|التي|الذي|هذا|هذه|بعد|كما|قال)(?!\w)|ال\w{3})")
_SAMPLE = 200_000  # characters; the menu of a page alone holds some of those words

# Browsers show a numeric reference to a C1 control as the sign that windows-1252 has there (WHATWG HTML, 13.2.5.80).
_C1_REFERENCE = re.compile(r"&#(?:0*(1(?:2[89]|[34]\d|5\d))(?!\d)|[xX]0*([89][0-9a-fA-F])(?![0-9a-fA-F]));?")
# What a system escapes twice, its readers see as '&quot;' and '&nbsp;'.
_ESCAPED_TWICE = re.compile(
    r"&amp;(?=(?:nbsp|quot|amp|[lr]aquo|[lr][ds]quo|hellip|[nm]dash|zwn?j|[lr][lr]m|#\d{2,5}|#x[0-9a-fA-F]{2,5});)"
)

# What XML cannot hold, as bytes of any encoding but UTF-16, as characters and as numeric references: lxml refuses to
# move text that contains it.
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_NO_CHARACTERS = ("\ufffe", "\uffff")
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)


def decode(body: bytes, content_type: str | None) -> str:
    """The text of `body`, without the characters that XML cannot hold, and with what was encoded twice repaired.

    UTF-16 shows, and valid UTF-8 is believed whatever is declared; otherwise the encodings of the byte order mark, the
    header and the markup and those of Arabic compete, and the one that yields the most everyday Arabic words wins.
    """
    text = _text(_as_ascii_compatible(body).translate(None, _CONTROLS), content_type)
    text = repair(_FORBIDDEN_REFERENCE.sub("", _ESCAPED_TWICE.sub("&", text)))
    for sign in _NO_CHARACTERS:  # the repair, too, may find them
        text = text.replace(sign, "")
    return _C1_REFERENCE.sub(_as_browsers_show, text)


def _as_ascii_compatible(body: bytes) -> bytes:
    """`body`, in UTF-8 when it is UTF-16."""
    for start, encoding in _UTF16:
        if start.match(body):
            return body.decode(encoding, "replace").encode("utf-8", "replace")
    return body


def _text(body: bytes, content_type: str | None) -> str:
    try:
        return body.decode("utf-8").lstrip("\ufeff")  # each file that PHP includes may bring one
    except UnicodeDecodeError:
        pass
    marked = body.startswith(codecs.BOM_UTF8)
    body = body.removeprefix(codecs.BOM_UTF8)
    declared = [*(["utf-8"] if marked else []), *_declared(body, content_type)]
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


def _as_browsers_show(reference: re.Match[str]) -> str:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return bytes([code]).decode("cp1252", "ignore")


def _arabic_words(text: str) -> int:
    return len(_COMMON_WORDS.findall(text, 0, _SAMPLE))
