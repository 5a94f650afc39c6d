"""What an outlet changed between two readings of one page, told from what changes by itself.

Spelling, marks and spaces, counters, and lists of other articles that slipped in are no edit.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain
from typing import Protocol

from crawler.extraction.related import any_of
from crawler.extraction.tables import BOILERPLATE
from crawler.text.arabic import fold, words

# A page that says 'منذ 3 ساعات' gives another moment on every visit, and is right to the hour.
_LATER = timedelta(hours=1)
_HEAD_AND_HEADLINE = 25  # words of a line that leads to another article
_COUNTER_WORDS = 8
_QUADRATIC = 1_000_000  # pairs of words; beyond, those that are frequent are not aligned
_HEAD = re.compile(rf"\W*(?:{any_of(BOILERPLATE['related_heads'])})(?!\w)")
_COUNTER = re.compile(
    r"(?:مشاهد|زيار|قراء[اةه]|تعليق|اعجاب|مشارك|متابع|views?\b|likes?\b|shares?\b|comments?\b|visits?\b)"
)
_PATTERNS = [re.compile(pattern["form"]) for pattern in BOILERPLATE["patterns"]]

Paragraph = tuple[str, ...]


class Telling(Protocol):
    """What an article says at one time."""

    @property
    def headline(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def published_on(self) -> date | None: ...
    @property
    def published_precision(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Edit:
    """`changed`: of headline, body, byline and time those that differ. `share` of the words that did, 0 to 1."""

    changed: tuple[str, ...]
    share: float


def edit(before: Telling, after: Telling) -> Edit | None:
    """What was changed; None where it is nothing that an outlet would call a change."""
    headline = tuple(words(before.headline)), tuple(words(after.headline))
    body = _story(before.body), _story(after.body)
    differing = {
        "headline": headline[0] != headline[1],
        "body": body[0] != body[1],
        "byline": _names(before) != _names(after),
        "time": _is_moved(before, after),
    }
    changed = tuple(name for name, differs in differing.items() if differs)
    return Edit(changed, _share([headline[0], *body[0]], [headline[1], *body[1]])) if changed else None


def _names(telling: Telling) -> set[str]:
    return {" ".join(words(name)) for name in telling.authors}


def _is_moved(before: Telling, after: Telling) -> bool:
    """Whether the time of publication is another one; a page that gives it only now has not changed it."""
    if before.published_at is None or after.published_at is None:
        return False
    if "day" in (before.published_precision, after.published_precision):
        return before.published_on != after.published_on
    return abs(before.published_at - after.published_at) > _LATER


@lru_cache(maxsize=64)  # an article is compared with the next one in its place
def _story(body: str) -> list[Paragraph]:
    """The words of each paragraph, without those that are no part of the story."""
    found = []
    for line in body.split("\n"):
        paragraph = tuple(words(line))
        if paragraph and not _is_furniture(line, len(paragraph)):
            found.append(paragraph)
    return found


def _is_furniture(line: str, length: int) -> bool:
    if length > _HEAD_AND_HEADLINE:
        return False
    folded = fold(line)
    if _HEAD.match(folded) or any(pattern.fullmatch(folded) for pattern in _PATTERNS):
        return True
    return length <= _COUNTER_WORDS and _COUNTER.search(folded) is not None and re.search(r"\d", folded) is not None


def _share(old: list[Paragraph], new: list[Paragraph]) -> float:
    """The share of the words of the longer text that were put in or taken out, whichever is more."""
    taken_out = put_in = 0
    for _, i, j, k, m in _differences(old, new):
        before, after = tuple(chain(*old[i:j])), tuple(chain(*new[k:m]))
        for _, a, b, c, d in _differences(before, after):
            taken_out, put_in = taken_out + b - a, put_in + d - c
    longer = max(sum(map(len, old)), sum(map(len, new)))
    return max(taken_out, put_in) / max(1, longer)


def _differences(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > _QUADRATIC)
    return [found for found in matcher.get_opcodes() if found[0] != "equal"]
