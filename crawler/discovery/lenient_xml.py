"""XML as sites really send it, read without trust: no entity is expanded, nothing is loaded, errors are mended."""

import re
from html.entities import html5
from typing import Any
from xml.sax.saxutils import escape

# What keeps libxml2 from reading the rest as its author meant it: an HTML entity or a bare '&' in text or address (it
# would drop the word that follows), '<' before a digit or space, HTML's unclosed tags in a description. CDATA stays.
_FAULT = re.compile(
    rb"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))"
    rb"|&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9A-Fa-f]+);)(?P<entity>[A-Za-z]\w*;)?"
    rb"|(?P<less><(?![A-Za-z_/!?]))"
    rb"|<(?:br|hr|img)\b[^<>]*>",
    re.DOTALL,
)

# For lxml's parsers of UTF-8 bytes that `mend` gave.
PARSER_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "recover": True,
    "resolve_entities": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
}


def mend(xml: bytes) -> bytes:
    """`xml` (UTF-8) with character references that XML knows, and without stray '&', '<' and NUL.

    An entity that the document itself declares comes out as text, so that one which multiplies is inert.
    """
    return _FAULT.sub(_mended, xml.replace(b"\0", b""))  # a NUL within a comment ends libxml2's document


def _mended(fault: re.Match[bytes]) -> bytes:
    if fault["cdata"]:
        return fault["cdata"]
    if fault["less"]:
        return b"&lt;"
    if fault[0].startswith(b"<"):
        return b" "
    entity = fault["entity"] or b""
    character = html5.get(entity.decode())
    return escape(character).encode() if character else b"&amp;" + entity


def local_name(tag: str) -> str:
    """'title' of '{http://…}title', of 'news:title' whose prefix nobody declared, and of 'Title'."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()
