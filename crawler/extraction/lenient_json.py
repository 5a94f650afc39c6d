"""JSON as pages write it: read as it is where it is JSON, else put right in one pass from left to right."""

import html
import json
import re
from typing import Any

# What surrounds the JSON in a script: comments and CDATA marks of XHTML's days.
_BEFORE = re.compile(r"[\s\ufeff]*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)?\s*")
_AFTER = ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>")
_ESCAPED = re.compile(r"\A[\s\[{]*&(?:quot|#0*34|#x0*22);", re.IGNORECASE)
_BETWEEN_VALUES = re.compile(r"[\s,;]*")

# What stands outside strings: blank and comments, marks, the start of a string, a bare word or a number.
_TOKEN = re.compile(
    r"""(?P<blank>\s+|/\*.{0,400}?\*/|//[^\n]*|<!--|-->)|(?P<mark>[{}\[\]:,])|(?P<quote>["'])|(?P<word>[^\s{}\[\]:,"']+)""",
    re.DOTALL,
)
_IN_STRING = {
    '"': re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL),
    "'": re.compile(r"[^'\\]*(?:\\.[^'\\]*)*", re.DOTALL),
}
# A quote ends its string where what follows goes on with the object or the array; else it stands within the text, as
# in "headline": "قال "نعم" للجميع". Looks so many characters ahead and no further.
_ENDS_KEY = re.compile(r"\s*:")
_ENDS_VALUE = re.compile(
    r"""\s*(?:\Z|[}\]]\s*(?:[,}\]\[{;/<]|\Z)|,[\s,]*(?:[}\]]|"[^"\n]{1,60}"\s*:|'[^'\n]{1,60}'\s*:|[\w@]{1,60}\s*:|/[/*])|"""
    r""""[^"\n]{1,60}"\s*:)"""
)
_ENDS_ITEM = re.compile(r"""\s*(?:\Z|\](?!\w)|,[\s,]*(?:["'{\[\]\d-]|true|false|null))""")
_BAD_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
_CONSTANT = re.compile(r"(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\Z")
_DEEPEST = 100
_CLOSES = {"{": "}", "[": "]"}


def values(text: str) -> list[Any]:
    """The values that `text` holds, one after the other; none where nothing can be made of it. Never raises."""
    text = _BEFORE.sub("", text, count=1).rstrip("; \t\r\n")
    text = next((text.removesuffix(mark) for mark in _AFTER if text.endswith(mark)), text).rstrip()
    if _ESCAPED.match(text):
        text = html.unescape(text)
    found = _decoded(text)
    return _decoded(_repaired(text)) or [] if found is None else found


def _decoded(text: str) -> list[Any] | None:
    """Several objects may be glued together. None where one of them is no JSON."""
    decoder = json.JSONDecoder(strict=False)  # raw line ends and tabs in strings are everywhere
    found, at = [], 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        found.append(value)
        at = _BETWEEN_VALUES.match(text, at).end()  # type: ignore[union-attr]  # it can match nothing
    return found


def _repaired(text: str) -> str:
    """`text` with its strings' quotes escaped, commas where they belong, and everything closed that was opened."""
    out: list[str] = []
    open_: list[str] = []
    at, before = 0, ""  # `before` is the last mark or 'v' after a value
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:  # pragma: no cover  # every character is of one of the kinds
            break
        at = token.end()
        if token["mark"]:
            before = _mark(token["mark"], before, out, open_)
        elif not token["blank"]:
            if before == "v" and open_:
                out.append(",")
            is_key = bool(open_) and open_[-1] == "{" and before != ":"
            if token["quote"]:
                value, at = _string(text, at, token["quote"], is_key=is_key, in_array=open_[-1:] == ["["])
            else:
                word = token["word"]
                value = word if _CONSTANT.match(word) and not is_key else json.dumps(word) if is_key else "null"
            out.append(value)
            before = "v"
        if len(open_) > _DEEPEST:
            return "!"
    if before == ":":
        out.append("null")
    elif before == "," and out:
        out.pop()
    return "".join(out) + "".join(_CLOSES[mark] for mark in reversed(open_))


def _mark(mark: str, before: str, out: list[str], open_: list[str]) -> str:
    """Writes a bracket, comma or colon down if it makes sense after what was `before`; tells what stands there now."""
    if mark in "}]":
        if not open_ or _CLOSES[open_[-1]] != mark:
            return before
        if before == ",":
            out.pop()
        elif before == ":":
            out.append("null")
        open_.pop()
        out.append(mark)
        return "v"
    if mark in "{[":
        if before == "v" and open_:
            out.append(",")
        open_.append(mark)
        out.append(mark)
        return mark
    if mark == ",":
        if before == ":":
            out.append("null")
        elif before != "v" or not open_:
            return before
    elif before != "v":
        return before
    out.append(mark)
    return mark


def _string(text: str, start: int, quote: str, *, is_key: bool, in_array: bool) -> tuple[str, int]:
    """The string that begins at `start`, as JSON writes it, and where it ends."""
    ends = _ENDS_KEY if is_key else _ENDS_ITEM if in_array else _ENDS_VALUE
    pieces: list[str] = []
    at = start
    while True:
        piece = _IN_STRING[quote].match(text, at)
        end = piece.end() if piece else at
        pieces.append(text[at:end])
        at = end + 1
        if end >= len(text) or ends.match(text, at):
            break
        pieces.append('\\"' if quote == '"' else quote)
    inner = _BAD_ESCAPE.sub(lambda match: f"\\{match[1]}" if match[1] else match[2], "".join(pieces))
    if quote == "'":
        inner = re.sub(r'(?<!\\)"', r'\\"', inner)
    return f'"{inner.rstrip(chr(92))}"', min(at, len(text))
