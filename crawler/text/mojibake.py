"""Repairs Arabic that was decoded by the wrong table before it was encoded again: «Ø§Ù„» and «ط§ظ„» for «ال».

A database or a plugin read the bytes of UTF-8 as windows-1252, Latin-1 or windows-1256. ftfy repairs such text for the
first two and does not know the third, the one that befalls Arabic sites. It also judges whole texts by their look; here
a text is changed only where three pairs of signs in a row are the two bytes of an Arabic letter each.
"""

import html
import re

# The two bytes of the letters, marks and digits that Arabic, Persian, Urdu and Kurdish write. The rare signs between
# them are left out: real text that spells them in this way is likelier than they are.
_LETTER_BYTES = (
    (0xD8, (0x8C, 0x9B, 0x9F, *range(0xA1, 0xBB))),
    (0xD9, (*range(0x81, 0x93), *range(0xA0, 0xAB), 0xAE, 0xB0)),
    (0xDA, (0x86, 0x88, 0x91, 0x98, 0xA9, 0xAF, 0xB5, 0xBA, 0xBE)),
    (0xDB, (0x81, 0x86, 0x8C, 0x92, 0x95, *range(0xB0, 0xBA))),
)
_PAIRS = 3
# Letters and marks of windows-1256 that stand beside ط, ظ, ع and غ in real text; the others of its second half do not.
_ORDINARY = frozenset("پٹچژڈگکڑںھ،؛؟«»‘’“”•–—…‹›\u200c\u200d\u00a0\u00ad")
_LATIN_NAMES = re.compile(r"&(?:#\d{3};|[a-zA-Z]{3,6}\d?;)")
_REFERENCES = re.compile(r"(?:&(?:Oslash|Ugrave|#21[67]);(?:&#?\w{2,6};|[\x80-\u2122])){3}")


class _Misreading:
    """One table by which the bytes of UTF-8 may have been read: its signs, and what a spoilt stretch looks like."""

    def __init__(self, *encodings: str) -> None:
        self._byte: dict[str, int] = {}
        signs: dict[int, str] = {}
        for value in range(0x80, 0x100):
            for encoding in encodings:
                sign = bytes([value]).decode(encoding, "ignore")
                if sign:
                    self._byte.setdefault(sign, value)
                    signs[value] = signs.get(value, "") + sign

        def any_of(*values: int) -> str:
            return f"[{re.escape(''.join(dict.fromkeys(''.join(signs[value] for value in values))))}]"

        tail = any_of(*range(0x80, 0xC0))
        letter = "|".join(any_of(lead) + any_of(*tails) for lead, tails in _LETTER_BYTES)
        self._leads = signs[0xD8] + signs[0xD9]  # three letters in a row with neither lead are no Arabic word
        # Every sign that UTF-8 writes in two to four bytes. Between them may stand what is one byte in every table.
        other = "|".join(
            any_of(*range(start, end)) + tail * more
            for start, end, more in ((0xC2, 0xE0, 1), (0xE0, 0xF0, 2), (0xF0, 0xF5, 3))
        )
        self._hint = re.compile(f"[{self._leads}]{tail}" * _PAIRS)
        self._letters = re.compile(rf"(?:{letter}){{{_PAIRS}}}")
        self._spoilt = re.compile(rf"(?:{other})+(?:[\x20-\x3b=?-\x7e\s]{{1,80}}(?:{other})+)*")

    def repaired(self, text: str) -> str:
        """`text` with its spoilt stretches as they were meant."""
        return self._spoilt.sub(self._meant, text) if self._may_be_spoilt(text) else text

    def _may_be_spoilt(self, text: str) -> bool:
        """All that a sound page pays for: its few leads are found faster one by one than by an expression."""
        for lead in self._leads:
            at = text.find(lead)
            while at >= 0:
                if self._hint.match(text, at):
                    return True
                at = text.find(lead, at + 1)
        return False

    def _meant(self, stretch: re.Match[str]) -> str:
        text = stretch[0]
        if (
            not self._letters.search(text)
            or sum(sign not in _ORDINARY for sign in text if self._byte.get(sign, 0xFF) < 0xC0) < 2
        ):
            return text
        try:
            return bytes(self._byte.get(sign, ord(sign) & 0x7F) for sign in text).decode("utf-8")
        except UnicodeDecodeError:
            return text


_MISREADINGS = (_Misreading("cp1252", "latin-1"), _Misreading("cp1256"))


def repair(text: str) -> str:
    """`text` with double-encoded Arabic as it was written. Text that is not spoilt comes back as it is."""
    if "&Oslash;" in text or "&#216;" in text:  # htmlentities() of a PHP that took UTF-8 for Latin-1
        text = _spelt_out(text)
    for misreading in _MISREADINGS:
        text = misreading.repaired(text)
    return text


def _spelt_out(text: str) -> str:
    if not _REFERENCES.search(text):
        return text
    return _LATIN_NAMES.sub(lambda name: sign if (sign := html.unescape(name[0])) >= "\x80" else name[0], text)
