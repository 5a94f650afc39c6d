"""The tables of words.toml, folded as `crawler.text.arabic.fold` spells them, and expressions made of them."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawler.text.arabic import fold

_FILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

START, END = r"(?<![^\W\d_])", r"(?![^\W\d_])"  # where a word may begin and end; digits may touch it


def any_of(names: Iterable[str]) -> str:
    """An expression for any of `names`, the longest first, whatever the spaces in them."""
    longest_first = sorted(names, key=len, reverse=True)
    spaced = (r"\s*".join(map(re.escape, name.split())) for name in longest_first)
    return "(?:" + "|".join(name + r"(?!\d)" * name[-1].isdigit() for name in spaced) + ")"


def key(name: str) -> str:
    """A name found by `any_of` as the tables below are keyed: without spaces."""
    return "".join(name.split())


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, names)))


def _numbers(table: dict[str, list[str]]) -> dict[str, int]:
    """The number of each name."""
    return {key(name): int(number) for number, names in table.items() for name in _folded(names)}


def _names(table: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(name for names in table.values() for name in _folded(names))


MONTH_NAMES, MONTHS = _names(_FILE["months"]), _numbers(_FILE["months"])
HIJRI_MONTH_NAMES, HIJRI_MONTHS = _names(_FILE["hijri_months"]), _numbers(_FILE["hijri_months"])
WEEKDAY_NAMES, WEEKDAYS = _names(_FILE["weekdays"]), _numbers(_FILE["weekdays"])  # Monday is 0

DAY_HALF_NAMES = _names(_FILE["day_halves"])
DAY_HALVES = {key(name): half for half, names in _FILE["day_halves"].items() for name in _folded(names)}

PUBLISHED, UPDATED, ELSEWHERE = (_folded(_FILE["labels"][label]) for label in ("published", "updated", "elsewhere"))
SENTENCE = frozenset(_folded(_FILE["stamps"]["sentence"]))
WITHIN = _folded(_FILE["stamps"]["within"])
BYLINES = _folded(_FILE["stamps"]["bylines"])
TO = _folded(_FILE["stamps"]["to"])

# What a label names: its offset in hours or its IANA zone, and the label as one writes it.
OFFSETS: dict[str, tuple[str, float]] = {key(fold(name)): (name, hours) for name, hours in _FILE["offsets"].items()}
OFFSET_NAMES = _folded(_FILE["offsets"])
PLACES: dict[str, tuple[str, str]] = {key(fold(name)): (name, zone) for name, zone in _FILE["places"].items()}
PLACE_NAMES, BARE_PLACES = _folded(_FILE["places"]), _folded(_FILE["relative"]["bare_places"])

NOW = frozenset(_folded(_FILE["relative"]["now"]))
DAYS_AGO = {key(fold(name)): days for name, days in _FILE["relative"]["days"].items()}
DAYS_AGO_NAMES = _folded(_FILE["relative"]["days"])
SPANS: dict[str, tuple[int, int]] = {
    key(fold(name)): (seconds, alone) for name, (seconds, alone) in _FILE["relative"]["spans"].items()
}
SPAN_NAMES = _folded(_FILE["relative"]["spans"])

WORD = re.compile(r"[^\W\d_]+")
MONTH_WORDS = frozenset(WORD.findall(" ".join(MONTH_NAMES)))
_LABEL_WORDS = WORD.findall(" ".join((*PUBLISHED, *UPDATED, *ELSEWHERE)))
LABEL_WORDS = frozenset((*_LABEL_WORDS, *(f"و{word}" for word in _LABEL_WORDS)))
# Every word that a stamp or its byline uses.
STAMP_WORDS = frozenset(
    word
    for names in (
        MONTH_NAMES, HIJRI_MONTH_NAMES, WEEKDAY_NAMES, DAY_HALF_NAMES, PUBLISHED, UPDATED, OFFSET_NAMES, PLACE_NAMES,
        _folded(_FILE["stamps"]["fillers"]),
    )
    for name in names
    for word in WORD.findall(name)
)  # fmt: skip
