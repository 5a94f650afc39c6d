"""What sort of piece an article is: a flash, a live page, a gallery, a video, an opinion, or just an article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.article import ArticleKind
from crawler.extraction.body import Body, Line
from crawler.extraction.headline import Headline
from crawler.extraction.metadata import Layers
from crawler.extraction.tables import KINDS
from crawler.text.arabic import fold

# Where the expression must fit the whole text, and not only its beginning.
_WHOLE = frozenset({"type", "og", "section", "address", "class"})
_TIME = r"\d{1,2}\s?[:.]\s?\d{2}(?!\d)(?:\s?(?:ص|م|صباحا|مساء|am|pm|gmt|بتوقيت \S+)\b)?"
# An entry of a live page is a line with nothing but its time and a paragraph below it, or a paragraph after its time.
_STAMP = re.compile(rf"\W*(?:\S+\s){{0,3}}?{_TIME}(?:\W+\w+){{0,3}}\W*\Z")
_STAMPED = re.compile(rf"\W*{_TIME}\W")
_ENTRY_WORDS, _STAMP_LENGTH = 10, 60  # words, characters


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of kinds.toml, where its fields are explained."""

    kind: ArticleKind
    where: str
    form: re.Pattern[str]
    words: int | None
    entries: int

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        return cls(row["kind"], row["where"], re.compile("|".join(row["any"])), row.get("words"), row.get("entries", 0))

    def fits(self, said: dict[str, list[str]]) -> bool:
        fits = self.form.fullmatch if self.where in _WHOLE else self.form.match
        return any(fits(text) for text in said[self.where])


_RULES = tuple(_Rule.of(row) for row in KINDS["rules"])


def read_kind(
    url: str,
    tree: HtmlElement,
    layers: Layers,
    headline: Headline,
    section: str | None,
    body: Body,
    story: Sequence[Line],
) -> ArticleKind:
    """The kind of the article at `url`, of which the other arguments were read; 'article' when in doubt."""
    said = {
        "type": [name for node in layers.nodes for name in jsonld.types(node)],
        "og": [
            meta.get("content", "").strip().lower()
            for meta in tree.iter("meta")
            if (meta.get("property") or meta.get("name")) == "og:type"
        ],
        "section": [fold(section)] if section else [],
        "address": [fold(part) for part in unquote(urlsplit(url).path).split("/")[:-1] if part],
        "class": [] if headline.element is None else _classes(headline.element),
        "headline": [fold(headline.whole)],
        "opening": [fold(line.text) for line in story[:1]],
        "disclaimer": [fold(cut.text) for cut in body.cuts if cut.rule == "disclaimer"],
    }
    words = sum(len(line.text.split()) for line in story)
    short_enough = (rule for rule in _RULES if rule.words is None or words <= rule.words)
    fitting = (rule for rule in short_enough if rule.fits(said))
    return next((rule.kind for rule in fitting if not rule.entries or rule.entries <= _entries(body, story)), "article")


def _classes(heading: HtmlElement) -> list[str]:
    return [name for outer in heading.iterancestors() for name in outer.get("class", "").lower().split()]


def _entries(body: Body, story: Sequence[Line]) -> int:
    """How many paragraphs of the story stand below a time of the day of their own, or begin with one."""
    paragraphs = {line.text for line in story}
    count, below_stamp = 0, False
    for block in body.blocks:
        if block.length >= _ENTRY_WORDS and block.text in paragraphs:
            count += below_stamp or _STAMPED.match(block.key) is not None
            below_stamp = False
        elif len(block.text) <= _STAMP_LENGTH and _STAMP.match(block.key):
            below_stamp = True
    return count
