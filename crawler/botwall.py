"""Recognises the pages that bot walls send instead of the one that was asked for. No evasion of any kind is tried."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Challenges are 1 to 60 KB; what is larger is a page.
_LARGEST = 150_000
# A challenge links its maker and little else. Counting links is far quicker than looking for every mark.
_LINKS = 40
# Words of its own that a page has and a challenge has not. Cloudflare's say some sixty.
_WORDS = 150
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.DOTALL)
_NO_TEXT = re.compile(rb"<(script|style|head|noscript|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Wall:
    """The conditions of one signature, all of which must hold; see botwall.toml."""

    name: str
    header: tuple[str, str] | None
    title: tuple[bytes, ...]
    body: tuple[bytes, ...]
    statuses: frozenset[int]
    words: int

    def sign(self, status: int, headers: Mapping[str, str], title: bytes, body: bytes) -> str | None:
        """What the wall was known by; None when it is not this one."""
        if self.statuses and status not in self.statuses:
            return None
        if self.header:
            name, value = self.header
            return f"header {name}" if name in headers and value in headers[name].lower() else None
        in_title = next((text for text in self.title if text in title), None)
        if (self.title and in_title is None) or not all(mark in body for mark in self.body):
            return None
        return f"title {in_title.decode()!r}" if in_title else f"mark {self.body[0].decode()!r}"


def _read_walls(path: Path) -> tuple[_Wall, ...]:
    return tuple(
        _Wall(
            name=wall["name"],
            header=(wall["header"][0], wall["header"][1]) if "header" in wall else None,
            title=tuple(text.encode() for text in wall.get("title", ())),
            body=tuple(text.encode() for text in wall.get("body", ())),
            statuses=frozenset(wall.get("statuses", ())),
            words=wall.get("words", _WORDS),
        )
        for wall in tomllib.loads(path.read_text(encoding="utf-8"))["wall"]
    )


_WALLS = _read_walls(Path(__file__).with_name("botwall.toml"))


def bot_wall(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The name of the wall that sent this answer, and the sign that it was known by; None for an ordinary answer.

    `headers` are those of the answer, in any case. Ordinary pages that carry a wall's script, that tell of a wall, or
    that say 403 or 404 on a site's own account, are no walls.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    small = body.lower() if len(body) <= _LARGEST and body.count(b"<a ") <= _LINKS else b""
    match = _TITLE.search(small)
    title = match[1] if match else b""
    for wall in _WALLS:
        sign = wall.sign(status, lower, title, small)
        if sign and (wall.header or len(_NO_TEXT.sub(b" ", small).split()) < wall.words):
            return f"{wall.name}, by its {sign}"
    return None
