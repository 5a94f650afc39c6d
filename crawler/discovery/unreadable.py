"""What stands at a source's address when it is not what was declared there."""

import re
from html import unescape

from crawler.botwall import bot_wall
from crawler.errors import UnreadableSource
from crawler.extraction.document import foreign_format

_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|a|script|br)[\s>/]", re.IGNORECASE)


def unreadable(url: str, wanted: str, text: str) -> UnreadableSource:
    """The error to raise when `text` came from `url` and is not `wanted` ('a feed')."""
    return UnreadableSource(f"{url} gave {_found(text)} where {wanted} was expected; correct the outlet's sources")


def wall(text: str) -> str | None:
    """The bot wall whose challenge page `text` is, whatever status it came with."""
    return bot_wall(200, {}, text.encode("utf-8", "replace"))


def looks_like_html(text: str) -> bool:
    """Whether `text` opens as an HTML page or a fragment of one."""
    return _HTML.search(text[:2000]) is not None


def _found(text: str) -> str:
    if not text.strip():
        return "an empty document"
    if name := wall(text):
        return f"the challenge page of a bot wall ({name})"
    if name := foreign_format(text):
        return name
    if title := _TITLE.search(text):
        return f"an HTML page titled {' '.join(unescape(title[1]).split())!r}"
    return "an HTML page" if looks_like_html(text) else f"text that starts {text.strip()[:60]!r}"
