"""Where a report is filed from, whom it credits and who wrote it: datelines, credit lines and bylines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.extraction.body import Line
from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import fold

# Places, agencies and people are parted by dashes, slashes and brackets, and by a hyphen within 'دمشق-سانا'.
_PARTS = re.compile(r"\s*[()\[\]«»\"“”|:؛+]\s*|\s*[–—ـ/]+\s*|\s+-+\s*|-+\s+|--+|(?<=[^\W\d_])-(?=[^\W\d_])")
_EDGES = ' \t-–—ـ|/:؛،,.*«»"“”()[]'
_CREDIT_LABEL = re.compile(
    r"[\W_]*(?:(?:(?:ال)?مصادر|(?:ال)?مصدر(?:\s+الخبر)?|source)\s*[:：–—-]|نقل(?:اً|ًا|ا)\s+عن\b\s*[:：]?)\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:نقل(?:اً|ًا|ا) عن |[(/\[]\s*)([^()/\[\]]{2,40}?)\s*[)/\]]?[.\s]*$")
_BETWEEN_SOURCES = re.compile(r"\s*[+،,؛/&|]\s*|\s+[-–—ـ]\s+")
_BETWEEN_NAMES = re.compile(r"\s*[،,؛;/&|•+\n]\s*|\s+[-–—ـ]+\s+|\s+و\s+|\s+and\s+")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|net|org|sy)\b", re.IGNORECASE)

# Lengths in words. Three take 'ريف حلب الشمالي', five the longest Arabic name in use, nine a byline with its city.
_PLACE, _NAME, _LINE = 3, 5, 9
_EDGE_LINES = 3  # a credit stands in the first or the last lines of a story, not amidst it


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(name) for name in names)


_AGENCIES, _PLACES, _OWN_WORK, _LABELS, _BARE_LABELS, _DESKS = (
    _folded(NEWSROOMS[name])
    for name in ("agencies", "places", "own_work", "byline_labels", "bare_byline_labels", "no_authors")
)
_NO_AUTHORS = _DESKS | _OWN_WORK | _LABELS
_LABEL_MARKS = " \t:：/–—-"

Role = Literal["agency", "own", "place", "unknown"]


@dataclass(frozen=True, slots=True)
class Credits:
    """What a line or a story says of its origin; all as published."""

    dateline: str | None = None
    credit: str | None = None  # several joined by '، '
    authors: tuple[str, ...] = ()

    def filled_from(self, other: "Credits") -> "Credits":
        """These, and what `other` knows beyond them."""
        return Credits(self.dateline or other.dateline, self.credit or other.credit, self.authors or other.authors)


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads credits for one outlet, whose own names are no credit. `own` are folded."""

    own: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str | None]) -> "Desk":
        """The desk of the outlet that calls itself by `names`."""
        return cls(_folded(name for name in names if name))

    def place(self, text: str) -> Credits:
        """The credits in `text`, which stands where the outlet's rule says that a credit stands."""
        if labelled := self._labelled(text):
            return labelled
        if _unlabelled(text) != text:
            return self.people([text])
        parts = self._parts(text)
        roles = {role for _, role in parts}
        agencies = [name for name, role in parts if role == "agency"]
        places = [name for name, role in parts if role == "place"]
        unknown = [name for name, role in parts if role == "unknown"]
        if not places and unknown and len(parts) > 1:
            places = [unknown.pop(0)]
        if not agencies and unknown and "own" not in roles and not places:
            agencies = [unknown.pop(0)]
        return Credits(places[0] if places else None, "، ".join(agencies) or None, self.people(unknown).authors)

    def people(self, bylines: Iterable[str]) -> Credits:
        """The authors that `bylines` name, without labels, cities and the newsroom itself; an agency is a credit."""
        authors: dict[str, None] = {}
        agencies: dict[str, None] = {}
        for byline in bylines:
            if _ADDRESS.search(byline):
                continue
            for name, role in map(self._role, _BETWEEN_NAMES.split(_unlabelled(byline))):
                if role == "agency":
                    agencies[name] = None
                elif role == "unknown" and fold(name) not in _NO_AUTHORS and _is_short(name, _NAME):
                    authors[name] = None
        return Credits(None, "، ".join(agencies) or None, tuple(authors))

    def filed(self, line: str) -> Credits | None:
        """The place and the agency of a line that is nothing else: 'إسطنبول ـ وكالات', 'المصدر: سانا'."""
        return (self._labelled(line) or self._filed(line, whole=False)) if _is_short(line, _LINE) else None

    def story(self, lines: Sequence[Line]) -> tuple[list[Line], Credits]:
        """The lines of a story without those that are nothing but a credit, and what they said.

        A dateline that opens the text and an agency's mark in brackets at its end stay where they are and are told too.
        """
        kept, told = list(lines), Credits()
        for edge in ("start", "end"):
            for line in kept[:_EDGE_LINES] if edge == "start" else kept[: -_EDGE_LINES - 1 : -1]:
                credits = None if line.kind == "heading" else self._standing(line.text, at_start=edge == "start")
                if credits is not None:
                    kept.remove(line)
                    told = told.filled_from(credits)
        text = [line.text for line in kept if line.kind == "text"]
        if text:
            told = told.filled_from(self._opening(text[0])).filled_from(self._closing(text[-1]))
        return kept, told

    def _standing(self, text: str, *, at_start: bool) -> Credits | None:
        """The credits of a line that is nothing else; none at all in the newsroom's own name below a story."""
        if not _is_short(text, _LINE):
            return None
        if fold(text.strip(_EDGES)) in self.own:
            return Credits()
        if labelled := self._labelled(text):
            return labelled
        if _unlabelled(text, bare=at_start and not text.rstrip().endswith(".")) != text:
            people = self.people([text])
            return people if people != Credits() else None
        return None if text.startswith(("(", "-", "/")) else self._filed(text, whole=True)

    def _labelled(self, text: str) -> Credits | None:
        """The sources after 'المصدر:'."""
        label = _CREDIT_LABEL.match(text)
        parts = _BETWEEN_SOURCES.split(text[label.end() :]) if label else []
        names = [name for name in (part.strip(_EDGES) for part in parts) if name]
        return Credits(credit="، ".join(names)) if names and all(_is_short(name, _NAME) for name in names) else None

    def _opening(self, text: str) -> Credits:
        """The dateline that the first paragraph opens with: 'دمشق - سانا: ...', 'دمشق، سوريا (CNN) -- ...'."""
        words, found = text.split(), None
        for length in range(1, min(_LINE, len(words))):
            filed = self._filed(" ".join(words[:length]), whole=False)
            if found and not filed:
                break
            found = filed or found
        return found or Credits()

    def _closing(self, text: str) -> Credits:
        signed = _SIGNED.search(text)
        names = [part.strip(_EDGES) for part in _BETWEEN_SOURCES.split(signed[1])] if signed else []
        return (
            Credits(credit="، ".join(names)) if names and all(fold(name) in _AGENCIES for name in names) else Credits()
        )

    def _filed(self, text: str, *, whole: bool) -> Credits | None:
        """A place and who filed from it. An agency alone counts where it is the `whole` line or stands in brackets."""
        parts = self._parts(text)
        roles = [role for _, role in parts]
        if not 1 <= len(parts) <= 4 or not {"agency", "own"} & set(roles) or roles.count("unknown") > 1:
            return None
        if len(parts) == 1 and not (roles == ["agency"] and (whole or text.startswith("("))):
            return None
        if "unknown" in roles and (roles[-1] == "unknown" or not all(_is_short(name, _PLACE) for name, _ in parts)):
            return None
        dateline = next((name for name, role in parts if role in ("place", "unknown")), None)
        return Credits(dateline, "، ".join(name for name, role in parts if role == "agency") or None)

    def _parts(self, text: str) -> list[tuple[str, Role]]:
        return [(name, role) for name, role in map(self._role, _PARTS.split(text)) if name]

    def _role(self, part: str) -> tuple[str, Role]:
        name = " ".join(part.split()).strip(_EDGES)
        key = fold(name)
        if key in self.own or key in _OWN_WORK:
            return name, "own"
        if key in _PLACES or (key.split("،")[0] in _PLACES and "،" in key):
            return name, "place"
        return name, "agency" if key in _AGENCIES else "unknown"


def _unlabelled(byline: str, *, bare: bool = True) -> str:
    """`byline` without 'بقلم:', 'إعداد وترجمة:' and their like before the name, those without a colon if `bare`."""
    words = byline.split()
    for count in (3, 2, 1):
        before = " ".join(words[:count])
        label = fold(before).rstrip(_LABEL_MARKS)
        marked = before[-1:] in _LABEL_MARKS or " ".join(words[count:])[:1] in _LABEL_MARKS
        if len(words) > count and label in (_LABELS if marked else _BARE_LABELS) and (marked or bare):
            return " ".join(words[count:]).lstrip(_EDGES)
    return byline


def _is_short(text: str, limit: int) -> bool:
    return 0 < len(text.split()) <= limit
