"""Where a report is filed from, whom it credits and who wrote it: datelines, credit lines and bylines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crawler.extraction import names
from crawler.extraction.body import Line
from crawler.extraction.labels import Label, label_of, named_in, one_by_one, wire_signed
from crawler.extraction.names import AGENCIES, EDGES, NAME, PLACE, PLACES, SECTIONS, Role
from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import fold

# Places, agencies and people are parted by dashes, slashes and brackets, and by a hyphen within 'دمشق-سانا'.
_PARTS = re.compile(r"\s*[()\[\]«»\"“”|:؛+]\s*|\s*[–—ـ/]+\s*|\s+-+\s*|-+\s+|--+|(?<=[^\W\d_])-(?=[^\W\d_])")
_CREDIT_LABEL = re.compile(
    r"[\W_]*(?:(?:(?:ال)?مصادر|(?:ال)?مصدر(?:\s+الخبر)?|source)\s*[:：–—-]|نقل(?:اً|ًا|ا)\s+عن\b\s*[:：]?|"
    r"(?:خدمة|بالاتفاق\s+مع|خاص\s+بـ?)\s*[:：]?\s*(?=[«\"“]))\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:نقل(?:اً|ًا|ا) عن |[(/\[]\s*)([^()/\[\]]{2,40}?)\s*[)/\]]?[.\s]*$")
_PLACE_FIRST = re.compile(r"\s*([^\W\d_]+(?: [^\W\d_]+){0,2})\s*(?:[–—ـ]|\s-|-\s)")
# Agencies of Jordan: 'إربد 12 أيلول (بترا)'; papers: 'رنا سامر السبت 28 شباط 2026'.
_DAY_AFTER = re.compile(
    r"(?<=\w)(?:\s+(?:السبت|ال[أا]حد|ال[إا]ثنين|الثلاثاء|ال[أا]ربعاء|الخميس|الجمعة)[،,]?)?\s+\d{1,2}(?:\s+\w+){1,2}$"
)
_QUOTED = re.compile(r"[^–—ـ/:()|-]*[«\"“”]")  # 'ذكرت شبكة «العربية»' is prose
_BETWEEN_SOURCES = re.compile(r"\s*[+،,؛/&|]\s*|\s+[-–—ـ]+\s+")

_DASHES = ("-", "–", "—", "ـ")

# Nine words take a byline with its city, and so many characters.
_LINE, _LONGEST = 9, 160
_EDGE_LINES = 3  # a credit stands in the first or the last lines of a story, not amidst it
_PROSE = 8  # words that a paragraph has and a list of names has not


@dataclass(frozen=True, slots=True)
class Credits:
    """What a line or a story says of its origin; all as published."""

    dateline: str | None = None
    credit: str | None = None  # several joined by '، '
    authors: tuple[str, ...] = ()
    signed: bool = False  # whether a label says of people with known names that they wrote: 'بقلم: رنا سامر'

    def filled_from(self, other: "Credits") -> "Credits":
        """These, and what `other` knows beyond them."""
        authors = self if self.authors else other
        return Credits(self.dateline or other.dateline, self.credit or other.credit, authors.authors, authors.signed)


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads credits for one outlet, whose own names are no credit. `own` are folded, `host` is the site's."""

    own: frozenset[str]
    host: str = ""

    @classmethod
    def of(cls, own_names: Iterable[str | None], host: str = "") -> "Desk":
        """The desk of the outlet that calls itself by `own_names`."""
        keys = {
            fold(name) for name in (*own_names, *NEWSROOMS["agency_hosts"].get(host.removeprefix("www."), ())) if name
        }
        cores = {names.core(key) for key in keys if len(key.split()) > 1}
        return cls(frozenset(keys | (cores - PLACES - SECTIONS)), host)

    def place(self, text: str) -> Credits:
        """The credits in `text`, which stands where the outlet's rule says that a credit stands."""
        if labelled := self._labelled(text):
            return labelled
        if label_of(text)[0]:
            return self.people([text])
        parts = self._parts(text)
        roles = {role for _, role in parts}
        agencies = [name for name, role in parts if role == "agency"]
        places = [name for name, role in parts if role == "place"]
        unknown = [name for name, role in parts if role in ("unknown", "person", "organisation", "medium")]
        if not places and unknown and len(parts) > 1 and not names.is_surely_name(unknown[0]):
            places = [unknown.pop(0)]
        if not agencies and unknown and "own" not in roles and not places and not names.is_surely_name(unknown[0]):
            agencies = [unknown.pop(0)]
        return Credits(places[0] if places else None, "، ".join(agencies) or None, self.people(unknown).authors)

    def people(self, bylines: Iterable[str]) -> Credits:
        """The authors that `bylines` name, without labels, cities and the newsroom itself; an agency is a credit.

        Who translated, edited or photographed is an author where nobody else is named.
        """
        authors: dict[Label, list[str]] = {"author": [], "helper": []}
        agencies: dict[str, None] = {}
        places: dict[str, None] = {}
        for byline in (line for line in bylines if len(line) <= _LONGEST and not _is_sentence(line)):
            named: list[tuple[Label, str]] = []
            is_filed = False
            for label, name in named_in(byline):
                role = self._role_of(name)
                if role in ("agency", "medium", "organisation"):
                    is_filed = True
                    agencies |= {name: None} if label == "author" else {}  # who gave the picture gave no text
                elif role == "place":
                    places[name] = None
                elif role in ("person", "unknown") and names.is_name(name):
                    named.append((label, name))
            # Of 'رنا سامر - جسر الشغور' and 'وكالات - إزرع' a list of places knows few; a name alone stands alone.
            full = is_filed or any(len(name.split()) > 1 for _, name in named)
            for label, name in named:
                if len(name.split()) > 1 or not full or not names.is_arabic(name):
                    authors[label].append(name)
        place = next(iter(places)) if len(places) == 1 else None  # two authors in two cities file from neither
        return Credits(
            place, "، ".join(agencies) or None, names.without_doubles(authors["author"] or authors["helper"])
        )

    def sources(self, declared: Iterable[str]) -> Credits:
        """The agencies and papers among those that machines are told a piece is from; people there are its authors."""
        found: dict[str, None] = {}
        people: list[str] = []
        for name in (part for text in declared for part in _BETWEEN_SOURCES.split(text[:_LONGEST])):
            role = self._role_of(name)
            if role in ("agency", "medium", "organisation") and _is_short(name, NAME):
                found[name] = None
            elif role == "person":
                people.append(name)
        return Credits(credit="، ".join(found) or None, authors=names.without_doubles(people))

    def filed(self, line: str) -> Credits | None:
        """The place and the agency of a line that is nothing else: 'إسطنبول ـ وكالات', 'المصدر: سانا'."""
        if not _is_short(line, _LINE):
            return None
        return self._labelled(line) or self._filed(line, whole=False) or self._signature(line, alone=False)

    def byline(self, line: str, story: str) -> Credits | None:
        """Who wrote, and where, in a line between headline and `story` that is nothing else: 'كتب: رنا سامر',
        'رنا سامر – دمشق', 'رنا سامر'. Whom the story names is its subject."""
        if not _is_short(line, _LINE):
            return None
        if label_of(line)[0]:
            people = self.people([line])
            return self._marked_signed(line, people) if people.authors else None
        parts = [part for part in _PARTS.split(line) if not _is_dated(part)]
        signed = self._signature(" - ".join(parts), alone=not line.endswith(":"))
        return None if signed and any(name in story for name in signed.authors) else signed

    def story(self, lines: Sequence[Line]) -> tuple[list[Line], Credits]:
        """The lines of a story without those that are nothing but a credit, and what they said.

        A dateline that opens the text, with it or above it, and an agency's mark in brackets at its end stay where they
        are and are told too.
        """
        kept, told = list(lines), Credits()
        opening: Line | None = None  # of a story of few lines, which stand at both of its edges
        for at_start in (True, False):
            for line in kept[:_EDGE_LINES] if at_start else kept[: -_EDGE_LINES - 1 : -1]:
                credits = None if line.kind == "heading" else self._standing(line, kept, at_start=at_start)
                if credits is not None:
                    if at_start and line is not lines[-1] and self._is_own_dateline(line.text):
                        opening = line
                    elif line is not opening:
                        kept.remove(line)
                    told = told.filled_from(credits)
        text = [line.text for line in kept if line.kind == "text"]
        if text:
            told = told.filled_from(self._opening(text[0])).filled_from(self._closing(text[-1]))
        return kept, told

    def _standing(self, line: Line, kept: list[Line], *, at_start: bool) -> Credits | None:
        """The credits of a line that is nothing else; none at all in the newsroom's own name below a story."""
        text = line.text
        if not at_start and (signed := self._wire_signed(text)):
            return signed
        if not _is_short(text, _LINE):
            return None
        if fold(text.strip(EDGES)) in self.own:
            return Credits()
        if labelled := self._labelled(text):
            return labelled
        if label_of(text, bare=at_start and not text.rstrip().endswith("."))[0]:
            people = self.people([text])
            return self._marked_signed(text, people) if people != Credits() else None
        # A name alone is a signature where prose stands beside it, and one of a list where other names do.
        beside = kept[1:2] if line is kept[0] else kept[-2:-1] if line is kept[-1] else []
        alone = line.kind == "text" and bool(beside) and _is_prose(beside[0])
        # The name of whom the story is about stands below the picture and in the story.
        alone = alone and not any(text in other.text for other in kept if other is not line)
        if signed := self._signature(text, alone=alone):
            return signed
        return None if text.startswith(("(", "-", "/")) else self._filed(text, whole=True)

    def _wire_signed(self, text: str) -> Credits | None:
        """The reporters of a line that says of each what they did, else who prepared the report, else who edited it."""
        told = [self.people([people]).authors for people in wire_signed(text)]
        if not told or not all(authors and all(" " in name for name in authors) for authors in told):
            return None
        return Credits(authors=told[0], signed=all(map(names.is_surely_name, told[0])))

    def _is_own_dateline(self, line: str) -> bool:
        """Whether a line says where the newsroom itself reports from: 'دمشق-سانا' at SANA opens the story."""
        parts = self._parts(line)
        return any(role == "place" for _, role in parts) and any(
            role == "own" and fold(name) not in names.OWN_WORK for name, role in parts
        )

    @staticmethod
    def _marked_signed(line: str, people: Credits) -> Credits:
        signed = label_of(line)[0] == "author" and all(map(names.is_surely_name, people.authors))
        return replace(people, signed=signed and bool(people.authors))

    def _signature(self, text: str, *, alone: bool) -> Credits | None:
        """The people of a line that names nobody and nothing else but a place and a source. `alone`: not even those."""
        if text.rstrip().endswith((".", "؟", "!", "…")) or text.startswith("("):
            return None
        parts = self._parts(text)
        if any(role == "place" for _, role in parts):  # what stands in brackets behind it is who sent it
            parts = [(name, role) for name, role in parts if role != "unknown" or f"({name})" not in text]
        roles = [role for _, role in parts]
        if "person" not in roles or not set(roles) <= {"person", "place", "own", "agency"} or len(parts) > 4:
            return None
        # 'دمشق - رنا سامر:' begins a report, 'رنا سامر:' an answer.
        if set(roles) == {"person"} and (not alone or text.rstrip().endswith(":")):
            return None
        people = self.people(name for name, role in parts if role == "person")
        place = next((name for name, role in parts if role == "place"), None)
        return Credits(place, "، ".join(name for name, role in parts if role == "agency") or None, people.authors)

    def _labelled(self, text: str) -> Credits | None:
        """The sources after 'المصدر:'."""
        label = _CREDIT_LABEL.match(text)
        parts = _BETWEEN_SOURCES.split(text[label.end() :]) if label else []
        sources = [name for name in (part.strip(EDGES) for part in parts) if name]
        if not sources or not all(_is_short(name, NAME) for name in sources):
            return None
        if any(self._role_of(name) == "person" for name in sources):  # 'المصدر: خورفكان - رنا سامر'
            return self.place("ـ".join(sources))
        return Credits(credit="، ".join(name for name in sources if self._role_of(name) != "own") or None)

    def _opening(self, text: str) -> Credits:
        """The dateline that the first paragraph opens with: 'دمشق - سانا: ...', 'دمشق، سوريا (CNN) -- ...'."""
        if (place := _PLACE_FIRST.match(text)) and fold(place[1]) in PLACES:
            return Credits(place[1]).filled_from(self._filed_opening(text))
        return self._filed_opening(text)

    def _filed_opening(self, text: str) -> Credits:
        words, found, goes_on = text[:_LONGEST].split(None, _LINE)[:_LINE], None, True
        if not _PARTS.search(" ".join(words)):
            return Credits()
        for length in range(1, len(words)):
            before = " ".join(words[:length])
            # 'فارس' is an agency, and not where 'فارس نور' goes on.
            ends_in_name = names.is_surely_name(" ".join((_PARTS.split(before)[-1], words[length])).strip(EDGES))
            filed = self._filed(before, whole=False) if goes_on and not ends_in_name else None
            if not filed and (before.endswith((":", *_DASHES)) or words[length] in _DASHES):
                filed = self._signature(before.rstrip(":"), alone=False)  # 'عمان - بترا - رنا سامر -' has both
            goes_on = goes_on and (filed is not None or found is None)
            found = filed or found
        return found or Credits()

    def _closing(self, text: str) -> Credits:
        signed = _SIGNED.search(text[-_LONGEST:])
        sources = [part.strip(EDGES) for part in _BETWEEN_SOURCES.split(signed[1])] if signed else []
        is_credit = bool(sources) and all(fold(name) in AGENCIES for name in sources)
        return Credits(credit="، ".join(sources)) if is_credit else Credits()

    def _filed(self, text: str, *, whole: bool) -> Credits | None:
        """A place and who filed from it. An agency alone counts where it is the `whole` line or stands in brackets."""
        parts = self._parts(text)
        roles: list[Role] = [_FILED.get(role, role) for _, role in parts]
        if "@" in text or (len(parts) == 1 and parts[0][1] == "medium"):
            return None
        if not 1 <= len(parts) <= 4 or not {"agency", "own"} & set(roles) or roles.count("unknown") > 1:
            return None
        if len(parts) == 1 and not (roles == ["agency"] and (whole or text.startswith("("))):
            return None
        if "person" in roles or ("desk" in roles and "agency" not in roles):
            return None
        if "unknown" in roles and (
            roles[-1] == "unknown"
            or not all(_is_short(name, PLACE) and len(name) > 2 for name, _ in parts)
            or _QUOTED.match(text)
        ):
            return None
        dateline = next(
            (name for (name, _), role in zip(parts, roles, strict=True) if role in ("place", "unknown")), None
        )
        sources = (name for (name, _), role in zip(parts, roles, strict=True) if role == "agency")
        return Credits(dateline, "، ".join(sources) or None)

    def _parts(self, text: str) -> list[tuple[str, Role]]:
        stripped = (" ".join(part.split()).strip(EDGES) for part in _PARTS.split(text))
        undated = (_DAY_AFTER.sub("", part) for part in stripped)
        return [(name, self._role_of(name)) for name in undated if name]

    def _role_of(self, name: str) -> Role:
        return _role(name, self.own, self.host)


# The same few words stand in a dozen places of a page, and on all pages of an outlet.
@lru_cache(maxsize=1 << 12)
def _role(name: str, own: frozenset[str], host: str) -> Role:
    role = names.role(name, own)
    if role == "unknown" and _are_people(one_by_one(name)):
        return "person"
    is_host = role in ("unknown", "medium") and host and names.sounds_like_host(name, host)
    return "own" if is_host else role


# How a line that tells where a report is from takes what is no place.
_FILED: dict[Role, Role] = {"medium": "agency", "organisation": "unknown", "section": "own"}


def _are_people(several: list[str]) -> bool:
    """Whether names that stand together are people's: one is known to be, and the others have two words or more."""
    return any(map(names.is_surely_name, several)) and all(
        names.is_surely_name(one) or (names.is_name(one) and len(one.split()) > 1) for one in several
    )


def _is_sentence(line: str) -> bool:
    """Whether a line tells of somebody: 'كاتبة من حلب، ولها مجموعة قصصية للأطفال.'"""
    return line.rstrip().endswith((".", "…", "؟", "!")) and len(line.split()) > NAME


def _is_dated(part: str) -> bool:
    return any(map(str.isdecimal, part)) or not names.trimmed(part)


def _is_prose(line: Line) -> bool:
    return len(line.text.split()) >= _PROSE


def _is_short(text: str, limit: int) -> bool:
    return len(text) <= _LONGEST and 0 < len(text.split()) <= limit
