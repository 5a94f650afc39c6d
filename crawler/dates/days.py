"""The days that a folded text names, by the Gregorian calendar and by the Hijri one."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from hijridate import Hijri

from crawler.dates import words
from crawler.dates.words import END, START, any_of, key

_EARLIEST_YEAR = 1990  # before the web; keeps Hijri (14xx) and Persian (13xx, 14xx) years out as well

_MONTHS, _HIJRI_MONTHS, _WEEKDAYS = map(any_of, (words.MONTH_NAMES, words.HIJRI_MONTH_NAMES, words.WEEKDAY_NAMES))
_MONTH = rf"{START}(?P<month>{_MONTHS}){END}(?:\s*[/\\|(–-]?\s*(?P<twin>{_MONTHS}){END}\s*\)?)?"
_GAP = r"[\s,،./\\|–-]*(?:(?:من|شهر|عام|العام|لعام|سنه|of)\s+)*"
_DAY, _YEAR = r"(?P<day>\d{1,2})\s?(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_MARK, _SAME = r"\s*(?P<mark>[-/.\\])\s*", r"\s*(?P=mark)\s*"
_TWO_NUMBERS = rf"(?<![\d/.-])(?P<first>\d{{1,2}}){_MARK}(?P<second>\d{{1,2}}){_SAME}{_YEAR}(?!\d|[/.]\d)"
_YEAR_FIRST = rf"(?<![\d/.-]){_YEAR}{_MARK}(?P<number>\d{{1,2}}){_SAME}(?P<day>\d{{1,2}})(?!\d|[/.]\d)"
_BY_NAME = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.:])(?<!\d/)(?<!عدد ){_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}(?!\d)",  # after 'العدد' an issue's number
        rf"{_MONTH}{_GAP}{_DAY}(?!\d){_GAP}{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}(?![\d:])",
        rf"(?<!\d){_YEAR}\s+{_WEEKDAYS}\s*[,،]\s*{_DAY}{_GAP}{_MONTH}",  # GMT 06:15 2018 السبت ,22 أيلول
        rf"(?<!\d){_YEAR}\s*{_WEEKDAYS}[\s,،]*{_DAY}{_GAP}{_MONTH}(?!{_GAP}\d{{4}})",  # Arabs Today
    )
)
_BY_NUMBER = (re.compile(_YEAR_FIRST), re.compile(_TWO_NUMBERS))
# The sign of the Hijri calendar may follow the time: '22/01/1437 الساعة 22:07 هـ'. 'هـ ش' is the Persian calendar's.
_SIGN = (
    rf"(?=\s*(?:\W?\s*(?:الساعه\s*)?\d{{1,2}}:\d\d(?::\d\d)?)?\s*(?:ه|هجري|هجريه|هجريا|للهجره|h|ah){END}"
    r"(?!\s*\.?\s*ش))"
)
_HIJRI_MONTH = rf"{START}(?P<month>{_HIJRI_MONTHS}){END}"
_HIJRI_YEAR = r"(?P<year>1[345]\d\d)"
_HIJRI_YEARS = re.compile(_HIJRI_YEAR)
_HIJRI = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.:])(?<!\d/){_DAY}{_GAP}{_HIJRI_MONTH}{_GAP}{_HIJRI_YEAR}(?!\d)",
        rf"{_HIJRI_MONTH}{_GAP}{_DAY}(?!\d){_GAP}{_HIJRI_YEAR}(?!\d)",
        rf"(?<!\d){_HIJRI_YEAR}{_GAP}{_HIJRI_MONTH}{_GAP}{_DAY}(?![\d:])",
        _YEAR_FIRST + _SIGN,
        _TWO_NUMBERS + _SIGN,
    )
)

_WEEKDAY = re.compile(rf"{START}(?P<weekday>{_WEEKDAYS}){END}")
_WEEKDAY_BEFORE, _WEEKDAY_AFTER = 25, 14  # characters between a day and its weekday

# '12 - 14 شباط 2024' and '12 شباط - 14 آذار 2024' before the day, '12 شباط 2024 - 14 آذار' and '2024/02/12-14' after.
_JOIN = rf"\s*(?:[-–]|{START}(?:و|{any_of(words.TO)}){END})\s*"
_SPAN_BEFORE = re.compile(rf"(?<![\d:./-])[0-3]?\d(?:\s*{_MONTHS}{END}(?:\s*\d{{4}})?)?{_JOIN}\Z")
_SPAN_AFTER = re.compile(rf"{_JOIN}(?:{_WEEKDAYS}\s*)?[0-3]?\d(?:\s*{_MONTHS}{END}|[/.-]\d|\s*[,،]\s*\d{{4}}|\s*\Z)")


class Day(NamedTuple):
    """A day and where in the text it stands; `other` is its other reading, where 05/06/2020 may be either."""

    value: date
    start: int
    end: int
    other: date | None = None
    is_hijri: bool = False
    is_sure: bool = True  # False for a Hijri day without a weekday: sightings of the moon differ by a day


def first_day(text: str, month_first: bool | None) -> Day | None:
    """The first Gregorian day that the folded `text` names, else the first Hijri one; None where it names a span."""
    for day, match in _gregorian_days(text, month_first):
        if _is_span(text, match):
            return None
        return _settled_by_hijri(day, text) if day.other else day
    return next((day for day, match in _hijri_days(text) if not _is_span(text, match)), None)


def month_first_habit(text: str) -> bool | None:
    """Whether the dates in numbers in the folded `text` that can be read in one way only have the month first.

    None where there are none, or where they contradict each other.
    """
    numbers = ((int(match["first"]), int(match["second"])) for match in _BY_NUMBER[-1].finditer(text))
    habits = {second > 12 for first, second in numbers if min(first, second) <= 12 < max(first, second) <= 31}
    return habits.pop() if len(habits) == 1 else None


def _gregorian_days(text: str, month_first: bool | None) -> Iterator[tuple[Day, re.Match[str]]]:
    has_month = not words.MONTH_WORDS.isdisjoint(words.WORD.findall(text))
    for match in _in_order((*_BY_NAME, *_BY_NUMBER) if has_month else _BY_NUMBER, text):
        if day := _gregorian(match, month_first, _weekday(text, match)):
            yield day, match


def _hijri_days(text: str) -> Iterator[tuple[Day, re.Match[str]]]:
    for match in _in_order(_HIJRI, text) if _HIJRI_YEARS.search(text) else ():
        if day := _hijri(match, _weekday(text, match)):
            yield day, match


def _in_order(patterns: Iterable[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    return sorted((match for pattern in patterns for match in pattern.finditer(text)), key=re.Match.start)


def _settled_by_hijri(day: Day, text: str) -> Day:
    """A day of two readings, of which a Hijri day beside it fits but one."""
    readings = [reading for reading in (day.value, day.other) if reading]
    for hijri, _ in _hijri_days(text):
        fitting = [reading for reading in readings if abs(reading - hijri.value) <= timedelta(days=1)]
        if len(fitting) == 1:
            return day._replace(value=fitting[0], other=None)
    return day


def _is_span(text: str, match: re.Match[str]) -> bool:
    return _SPAN_BEFORE.search(text[: match.start()]) is not None or _SPAN_AFTER.match(text[match.end() :]) is not None


def _weekday(text: str, match: re.Match[str]) -> int | None:
    """The weekday printed with a day: the last before it, else one right after it."""
    before = list(_WEEKDAY.finditer(text[max(0, match.start() - _WEEKDAY_BEFORE) : match.start()]))
    found = before[-1] if before else _WEEKDAY.search(text[match.start() : match.end() + _WEEKDAY_AFTER])
    return words.WEEKDAYS[key(found["weekday"])] if found else None


def _gregorian(match: re.Match[str], month_first: bool | None, weekday: int | None) -> Day | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if year < _EARLIEST_YEAR:
        return None
    if "first" not in parts:
        value = _date(year, *_month_and_day(parts, words.MONTHS))
        return Day(value, *match.span()) if value else None
    first, second = int(parts["first"]), int(parts["second"])
    readings = [value for value in (_date(year, second, first), _date(year, first, second)) if value]
    if month_first:
        readings.reverse()
    if not readings:
        return None
    others = [other for other in readings[1:] if other != readings[0]]
    if month_first is not None or not others:
        return Day(readings[0], *match.span())
    fitting = [reading for reading in readings if reading.weekday() == weekday]
    return Day(fitting[0], *match.span()) if fitting else Day(readings[0], *match.span(), others[0])


def _hijri(match: re.Match[str], weekday: int | None) -> Day | None:
    """The day by the Umm al-Qura calendar, moved by one where the weekday says so; none where it says anything else."""
    parts = match.groupdict()
    month, day = (
        (int(parts["second"]), int(parts["first"])) if "first" in parts else _month_and_day(parts, words.HIJRI_MONTHS)
    )
    try:
        value = Hijri(int(parts["year"]), month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    computed = date(value.year, value.month, value.day)
    if weekday is None:
        return Day(computed, *match.span(), is_hijri=True, is_sure=False)
    near = (computed, computed - timedelta(days=1), computed + timedelta(days=1))
    seen = next((one for one in near if one.weekday() == weekday), None)
    return Day(seen, *match.span(), is_hijri=True) if seen else None


def _month_and_day(parts: dict[str, str | None], months: dict[str, int]) -> tuple[int, int]:
    """Month and day of a match; month 0, which no date has, where two names contradict each other."""
    day = int(parts["day"] or 0)
    if number := parts.get("number"):
        return int(number), day
    month = months[key(parts["month"] or "")]
    twin = parts.get("twin")
    return (0 if twin and months[key(twin)] != month else month), day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
