"""How close a reading of a page comes to what a person says stands on it.

Both are JSON objects. Of the gold a missing key is not judged, and null means that there must be none: `page`, `headline`,
`body` (paragraphs), `optional` (texts that may stand in the body or not), `must` and `must_not` (texts that must stand in
it or not), `published` (ISO 8601), `published_precision`, `published_zone`, `published_accept_days`, `authors`,
`authors_optional`, and the further FIELDS; or `no_article`: true. Of the prediction: `headline`, `body` (text),
`published` (an ISO day, or a time with its offset), `authors`, FIELDS.

Texts are compared word by word: NFC, without tashkeel, tatweel, zero-width and bidi controls, casefolded, and nothing
but letters and digits. The columns:

- body F1, P, R: on the multiset of runs of four words, as scrapinghub/article-extraction-benchmark counts. Where an
  `optional` text occurs more often than in the gold, it is cut out first.
- clean: 1 when every `must` and no `must_not` stands in the body.
- headline: 1 when its words are the gold's.
- day: of the pages with a date, 1 when the day is right by the gold's clock.
- minute+zone: of the pages with a time and zone, 1 when the instant is within a minute; `explicit`: of
  those whose page states the zone.
- invented: 1 when a date is given and the page has none or another day. The less the better.
- authors P, R, F1: on the names of all pages together.
- fields: the share of the further fields that are exact, of all pages together, and of each field.
- no article: of the pages that hold none, 1 when none was found.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from statistics import fmean
from typing import Any

from crawler.text.urls import normalise

Json = Mapping[str, Any]

FIELDS = (
    "section", "keywords", "image", "modified", "kicker", "alternative_headline", "credit", "dateline", "image_caption",
    "image_credit", "kind",
)  # fmt: skip
MINUTE = timedelta(minutes=1)
_RUN = 4  # words
_IGNORED = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640"  # tashkeel, Quranic signs, tatweel
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Counts:
    """Names found, and rightly not; they add up over pages."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was to be found and nothing was."""
        found = self.right + self.false
        return self.right / found if found else float(not self.missed)

    @property
    def recall(self) -> float:
        """The share of what was to be found that was."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Score:
    """What one page scores: the columns that its gold judges, by name, and what is wrong in words."""

    page: str
    columns: Mapping[str, float] = field(default_factory=dict)
    authors: Counts | None = None
    fields: Mapping[str, bool] = field(default_factory=dict)
    why: tuple[str, ...] = ()

    @property
    def outlet(self) -> str:
        """The folder of the page."""
        return PurePosixPath(self.page).parent.name


def score(gold: Json, prediction: Json) -> Score:
    """What `prediction` scores against the `gold` of its page."""
    page = gold["page"]
    if gold.get("no_article"):
        right = not prediction.get("body")
        told = () if right else (f"is no article, found: {prediction.get('headline')}",)
        return Score(page, {"no article": float(right)}, why=told)
    columns: dict[str, float] = {}
    why: list[str] = [f"no article: {prediction['reason']}"] if prediction.get("reason") else []
    for part in (_score_body, _score_headline, _score_dates):
        part(gold, prediction, columns, why)
    fields = dict(_exact_fields(gold, prediction, why))
    return Score(page, columns, _authors(gold, prediction, why) if "authors" in gold else None, fields, tuple(why))


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """The means over pages, and of names and further fields over all together."""
    columns: dict[str, list[float]] = defaultdict(list)
    for one in scores:
        for name, value in one.columns.items():
            columns[name].append(value)
    figures = {name: fmean(values) for name, values in columns.items()}
    names = [one.authors for one in scores if one.authors is not None]
    if names:
        authors = sum(names, Counts())
        figures |= {"authors P": authors.precision, "authors R": authors.recall, "authors F1": authors.f1}
    if fields := [right for one in scores for right in one.fields.values()]:
        figures["fields"] = fmean(fields)
    for name in FIELDS:
        if found := [one.fields[name] for one in scores if name in one.fields]:
            figures[f"fields: {name}"] = fmean(found)
    return figures


def by_outlet(scores: Sequence[Score]) -> dict[str, float]:
    """The means over outlets of each outlet's `summary`, so that the outlet with most pages does not decide."""
    outlets: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        outlets[one.outlet].append(one)
    summaries = [summary(of_one) for of_one in outlets.values()]
    names = dict.fromkeys(name for figures in summaries for name in figures)
    return {name: fmean(figures[name] for figures in summaries if name in figures) for name in names}


def plain(text: str | None) -> list[str]:
    """The words of `text` as they are compared."""
    text = _IGNORED.sub("", unicodedata.normalize("NFC", text or "")).casefold()
    return [word for match in _WORD.findall(text) if (word := match.replace("_", ""))]


def _score_body(gold: Json, prediction: Json, columns: dict[str, float], why: list[str]) -> None:
    wanted, found = plain("\n".join(gold["body"])), plain(prediction.get("body"))
    judged = found
    for text in sorted(gold.get("optional") or (), key=len, reverse=True):
        judged = _without_surplus(judged, plain(text), len(_places(wanted, plain(text))))
    of_gold, of_prediction = _runs(wanted), _runs(judged)
    shared = (of_gold & of_prediction).total()
    counts = Counts(shared, of_prediction.total() - shared, of_gold.total() - shared) if found else Counts(0, 0, 1)
    recall = counts.recall if found else 0.0
    columns |= {"body F1": counts.f1, "body P": counts.precision, "body R": recall}
    whole = f" {' '.join(found)} "
    lacks = [text for text in gold.get("must") or () if f" {' '.join(plain(text))} " not in whole]
    leaks = [text for text in gold.get("must_not") or () if f" {' '.join(plain(text))} " in whole]
    columns["clean"] = float(not lacks and not leaks)
    why += [f"lacks: {text}" for text in lacks]
    why += [f"leaks: {text}" for text in leaks]
    if counts.f1 < 1 and found:
        why += [f"{sign} {text}" for sign, text in _differences(wanted, judged)]


def _score_headline(gold: Json, prediction: Json, columns: dict[str, float], why: list[str]) -> None:
    right = plain(prediction.get("headline")) == plain(gold["headline"])
    columns["headline"] = float(right)
    if not right:
        why.append(_told("headline", gold["headline"], prediction.get("headline")))


def _score_dates(gold: Json, prediction: Json, columns: dict[str, float], why: list[str]) -> None:
    if "published" not in gold:
        return
    wanted, found = _moment(gold["published"]), _moment(prediction.get("published"))
    local = found.astimezone(wanted.tzinfo) if found and wanted and found.tzinfo and wanted.tzinfo else found
    days = set(gold.get("published_accept_days") or ()) | ({wanted.date().isoformat()} if wanted else set())
    right = local is not None and local.date().isoformat() in days
    columns["invented"] = float(bool(prediction.get("published")) and not right)
    if wanted:
        columns["day"] = float(right)
    if wanted and wanted.tzinfo and gold.get("published_precision") == "minute":
        columns["minute+zone"] = float(found is not None and found.tzinfo is not None and abs(found - wanted) < MINUTE)
        if gold.get("published_zone") == "explicit":
            columns["minute+zone, explicit"] = columns["minute+zone"]
    if (not right and (wanted or found)) or not columns.get("minute+zone", 1.0):
        why.append(_told("published", gold["published"], prediction.get("published")))


def _authors(gold: Json, prediction: Json, why: list[str]) -> Counts:
    wanted, found, either = (
        {" ".join(plain(name)) for name in names or ()} - {""}
        for names in (gold["authors"], prediction.get("authors"), gold.get("authors_optional"))
    )
    found -= either - wanted
    if found != wanted:
        why.append(_told("authors", gold["authors"], prediction.get("authors")))
    return Counts(len(wanted & found), len(found - wanted), len(wanted - found))


def _exact_fields(gold: Json, prediction: Json, why: list[str]) -> Iterator[tuple[str, bool]]:
    for name in FIELDS:
        if name not in gold:
            continue
        right = _comparable(name, gold[name], gold) == _comparable(name, prediction.get(name), gold)
        if not right:
            why.append(_told(name, gold[name], prediction.get(name)))
        yield name, right


def _comparable(name: str, value: Any, gold: Json) -> object:
    """A field's value with what makes no difference taken off: of a list its order, of an address its spelling."""
    if not value:
        return None
    if name == "modified":
        moment = _moment(value)
        return moment and moment.replace(second=0, microsecond=0)
    if name == "image":
        return normalise(value)
    if isinstance(value, list):
        return sorted(" ".join(unicodedata.normalize("NFC", item).split()) for item in value)
    return " ".join(unicodedata.normalize("NFC", value).split())


def _moment(text: str | None) -> datetime | None:
    """The moment of an ISO 8601 day or time; a time without an offset, and a day, have no zone."""
    try:
        return datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None


def _runs(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """The runs of four words; of a shorter text the text."""
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _places(words: Sequence[str], part: Sequence[str]) -> list[int]:
    width = len(part)
    return [at for at in range(len(words) - width + 1) if words[at : at + width] == part] if width else []


def _without_surplus(words: list[str], part: Sequence[str], kept: int) -> list[str]:
    """`words` without the first occurrences of `part`, of which `kept` stay."""
    places = _places(words, part)
    for at in reversed(places[: max(0, len(places) - kept)]):
        words = words[:at] + words[at + len(part) :]
    return words


def _differences(wanted: list[str], found: list[str]) -> Iterator[tuple[str, str]]:
    """Where the two texts part, the first few places."""
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    for kind, a, b, c, d in [code for code in matcher.get_opcodes() if code[0] != "equal"][:10]:
        if kind != "insert":
            yield "body without:", " ".join(wanted[a:b])[:150]
        if kind != "delete":
            yield "body with:", " ".join(found[c:d])[:150]


def _told(name: str, wanted: object, found: object) -> str:
    return f"{name}: {wanted!r}, found {found!r}"
