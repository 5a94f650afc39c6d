"""The names that a text carries: Syria's, and other countries'. The names are data, in gazetteer.json beside this."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Literal

import ahocorasick

from crawler.text.arabic import words

# How a name counts for Syria.
#   alone       it can mean nothing else
#   company     it is ambiguous, and counts when a sure name is in the text or a place word before it
#   context     it is a common word, and counts right after a place word only ('مدينة الباب')
#   alias       it is a surname, and counts when its bearer's full name is in the text
#   home        it is how a Syrian outlet speaks of its country (منتخبنا)
#   pair        Syria in one breath with a neighbour (سوريا والعراق)
#   background  it says where, not what (الحدود السورية)
# 'elsewhere' is another country's name, 'subject' a word of a subject that has no country (recipes, telephones),
# 'local' a word of local news, wherever it is from (البلدية); 'not_syria' swallows what only looks like one (فاطمة).
Rule = Literal[
    "alone", "company", "context", "alias", "home", "pair", "background", "elsewhere", "subject", "local", "not_syria"
]
Kind = Literal["country", "people", "place", "party", "person", "institution", "home", "phrase", "subject"]

_CLITICS = ("", "و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل")
_DEMONYM_ENDINGS = ("", "ه", "ون", "ين", "ات", "اا")  # the last is tanwin, see tokens_of


@dataclass(frozen=True, slots=True)
class Name:
    """An entry of the gazetteer, and how the spelling at hand counts for it."""

    name: str  # for a country elsewhere its ISO 3166-1 code, for a word of a subject the subject
    rule: Rule
    kind: Kind
    since: int | None = None  # the years between which it is called so; None is without end
    until: int | None = None

    @property
    def has_years(self) -> bool:
        """Whether it means Syria in some years only: 'المخلوع' was another president before 2024."""
        return self.since is not None or self.until is not None

    def is_of(self, year: int) -> bool:
        """Whether it meant Syria in that year."""
        return (self.since or year) <= year <= (self.until or year)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at tokens[start:end] of a text."""

    name: Name
    start: int
    end: int
    spelling: str  # folded
    in_place_context: bool  # after 'مدينة', 'ريف' and the like, or before 'السورية'


def tokens_of(text: str) -> list[str]:
    """The folded words of `text`, but for tanwin: it tells 'دومًا' (always) from دوما, 'درعًا' (a shield) from درعا."""
    return words(text.replace("اً", "اا").replace("ًا", "اا"))


def mentions(tokens: Sequence[str]) -> list[Mention]:
    """The names in `tokens`, in order; where two overlap, the earlier one, and of two that start together the longer.

    Whole tokens only, with the clitics و ف ب ك ل and their pairs: 'الحلبات' is not حلب, 'بحلب' is.
    """
    if not tokens:
        return []
    gazetteer = _gazetteer()
    text = f" {' '.join(tokens)} "
    found = sorted(
        ((end - length + 1, length, name, is_bare) for end, (length, name, is_bare) in gazetteer.automaton.iter(text)),
        key=lambda match: (match[0], -match[1]),
    )
    if not found:
        return []
    starts = accumulate((len(token) + 1 for token in tokens), initial=0)  # of each token's leading space in `text`
    token_at = dict(zip(starts, range(len(tokens) + 1), strict=True))
    result: list[Mention] = []
    free_from = 0
    for position, length, name, is_bare in found:
        start, end = token_at[position], token_at[position + length - 1]
        if start < free_from:
            continue
        free_from = end
        if name.rule != "not_syria":
            context = is_bare and gazetteer.in_place_context(tokens, start, end)
            result.append(Mention(name, start, end, " ".join(tokens[start:end]), context))
    return result


class _Gazetteer:
    """The compiled data file: one automaton over every spelling of every name, each between two spaces."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.version: str = data["version"]
        self._place_words = {clitic + word for clitic in _CLITICS for word in _folded(data["place_words"])}
        self.automaton = ahocorasick.Automaton()
        for spelling, name in _names(data):
            for form in _with_clitics(spelling):
                pattern = f" {form} "
                if pattern not in self.automaton:  # the first rule that names a spelling decides
                    self.automaton.add_word(pattern, (len(pattern), name, form == spelling))
        self.automaton.make_automaton()

    def in_place_context(self, tokens: Sequence[str], start: int, end: int) -> bool:
        """Whether what stands around a name without a clitic says that it is a place: 'بلده بسلوك' does not."""
        after_place_word = start > 0 and tokens[start - 1] in self._place_words
        return after_place_word or (end < len(tokens) and tokens[end].startswith("السوري"))


@cache
def _gazetteer() -> _Gazetteer:
    return _Gazetteer(json.loads(files("crawler.screening").joinpath("gazetteer.json").read_text("utf-8")))


def gazetteer_version() -> str:
    """The data file's version: part of every verdict's evidence."""
    return _gazetteer().version


def _names(data: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    """Every folded spelling with what it stands for, the rules that decide first before the others."""
    phrases: tuple[Rule, ...] = ("not_syria", "background", "pair")
    for rule in phrases:
        for phrase in data[rule]:
            for spelling in _folded([phrase]):
                yield spelling, Name(phrase, rule, "phrase")
    rules: tuple[Rule, ...] = ("alone", "company", "context", "alias", "home")
    for rule in rules:
        for entry in data["names"]:
            name = Name(entry["name"], rule, entry["kind"], *entry.get("years", ()))
            for spelling in _folded(entry.get(rule, ())):
                yield spelling, name
    for entry in data["subjects"]:
        for spelling in _folded(entry["words"]):
            name = Name(entry["subject"], "subject", "subject")
            yield spelling, name
            yield (spelling[2:] if spelling.startswith("ال") else f"ال{spelling}"), name
    for spelling in _folded(data["local"]):
        yield spelling, Name(spelling, "local", "phrase")
    for entry in data["elsewhere"]:
        for spelling in _folded(entry["names"]):
            yield spelling, Name(entry["country"], "elsewhere", "country")
        people = Name(entry["country"], "elsewhere", "people")
        for demonym in _folded(entry.get("demonyms", ())):
            for ending in _DEMONYM_ENDINGS:
                yield demonym + ending, people
                yield f"ال{demonym}{ending}", people


def _folded(names: Iterable[str]) -> Iterator[str]:
    return (" ".join(tokens_of(name)) for name in names)


def _with_clitics(spelling: str) -> Iterator[str]:
    """`spelling` as it stands after each clitic; ل and the article make لل."""
    for clitic in _CLITICS:
        if clitic.endswith("ل") and spelling.startswith("ال"):
            yield f"{clitic}ل{spelling[2:]}"
        else:
            yield clitic + spelling
