"""Dates as Arabic pages, feeds and metadata print them. Nothing is invented: in doubt there is no date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from crawler.text import date_words as table
from crawler.text.arabic import clean, fold

_LONGEST = 200  # characters; a stamp is a line, what is longer is prose
_PROSE = 6  # words on the line that no stamp uses; a desk and an author's name have fewer, sentences more
_EARLIEST_YEAR = 1990  # before the web; keeps Hijri (14xx) and Persian (13xx, 14xx) years out as well
_WIDEST_OFFSET = timedelta(hours=14)  # Kiribati's


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A moment that a text names. `value` is zone-aware; with precision 'day' it is that day's local midnight."""

    value: datetime
    precision: Literal["minute", "day"]
    raw: str  # the cleaned text
    has_offset: bool  # whether the text itself names the offset, or the city whose time it gives


class _Moment(NamedTuple):
    value: datetime
    has_time: bool = True
    has_offset: bool = False


class _Clock(NamedTuple):
    """A time of day, the zone that it says it is in, and where in the text it stands."""

    at: time
    zone: tzinfo | None
    start: int
    end: int


def parse_date(text: str, zone: ZoneInfo, now: datetime, *, month_first: bool = False) -> ParsedDate | None:
    """The moment that `text` names, be it a bare date or a label and a date; None when it names none for sure.

    Levantine, Egyptian, Maghrebi, paired and English month names; day, month or year first; Arabic and Persian digits;
    ISO 8601; RFC 5322, where a wrong weekday does not matter; Unix time; 'منذ ساعتين' and 'أمس' against `now`, which is
    zone-aware. Times are in the text's own offset, else in `zone`. Of several dates, the first that is not behind an
    update label. `month_first` settles 05/06/2020, which otherwise is the 5th of June. A date without a year or a day
    is none, and so is a Hijri date alone: its day depends on the moon and the country.
    """
    raw = clean(text)
    if not raw or len(raw) > _LONGEST:
        return None
    folded = fold(raw)
    moment = _unix(folded) or _relative(folded, zone, now) or _calendar(folded, zone, month_first)
    if moment is None or moment.value.year > now.year + 1:
        return None
    return ParsedDate(moment.value, "minute" if moment.has_time else "day", raw, moment.has_offset)


_START, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"  # where a word may begin and end; digits may touch it


def _any(names: Iterable[str]) -> str:
    """An expression for any of `names`, the longest first, whatever the spaces in them."""
    longest_first = sorted(names, key=len, reverse=True)
    spaced = (r"\s*".join(map(re.escape, name.split())) for name in longest_first)
    return "(?:" + "|".join(name + r"(?!\d)" * name[-1].isdigit() for name in spaced) + ")"


_MONTH_NAMES = _any(name for names in table.MONTHS.values() for name in names)
_MONTH = rf"{_START}(?P<month>{_MONTH_NAMES}){_END}(?:\s*[/\\|(–-]\s*(?P<twin>{_MONTH_NAMES}){_END}\s*\)?)?"
_MONTH_NUMBERS = {"".join(name.split()): number for number, names in table.MONTHS.items() for name in names}
_GAP = r"[\s,،./\\|–-]*(?:(?:من|شهر|عام|سنه|of)\s+)*"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d/.:])(?<!عدد ){_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}(?!\d)",  # 'العدد 12 شباط 2020' is a magazine's issue
        rf"{_MONTH}{_GAP}{_DAY}(?!\d){_GAP}{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}(?![\d:])",
        rf"(?<!\d){_YEAR}\s+{_any(table.WEEKDAYS)}\s*[,،]\s*{_DAY}{_GAP}{_MONTH}",  # GMT 06:15 2018 السبت ,22 أيلول
        rf"(?<!\d){_YEAR}\s*{_any(table.WEEKDAYS)}[\s,،]*{_DAY}{_GAP}{_MONTH}(?!{_GAP}\d{{4}})",  # Arabs Today
        rf"(?<![\d/.-]){_YEAR}\s*(?P<mark>[-/.\\])\s*(?P<number>\d{{1,2}})\s*(?P=mark)\s*(?P<day>\d{{1,2}})(?!\d|[/.]\d)",
        rf"(?<![\d/.-])(?P<first>\d{{1,2}})\s*(?P<mark>[-/.\\])\s*(?P<second>\d{{1,2}})\s*(?P=mark)\s*{_YEAR}(?!\d|[/.]\d)",
    )
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:t(\d\d)(\d\d)(\d\d)(z|[+-]\d{4})?)?")  # ISO 8601 basic format

_HALVES = {
    re.sub(r"\s", "", name): half
    for half, names in {"am": table.MORNING, "pm": table.EVENING, "noon": table.NOON, "night": table.NIGHT}.items()
    for name in names
}
_HALF_NAMES = _any((*table.MORNING, *table.EVENING, *table.NOON, *table.NIGHT))
_LONG_HALF_NAMES = _any(name for name in _HALVES if len(name) > 1)
_ZONE = (
    rf"(?:\s*[(\[]?\s*(?:بتوقيت\s+(?P<place>{_any(table.ZONES)}){_END}|(?P<city>{_any(table.ZONES_ALONE)}){_END}"
    rf"|(?:بتوقيت\s+)?(?P<label>{_any(table.OFFSETS)}){_END}\s*(?P<shift>[+-]\s?\d{{1,2}}(?::?\d\d)?)?))?"
)
_OFFSET = r"(?P<offset>\s?[+-]\d\d:?\d\d(?![\d/.-])|[+-]\d\d(?![\d/.:-]))?"
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_START}(?P<ahead>{_any(table.OFFSETS)})\s+)?(?<![\d:.])(?:{_START}(?P<before>{_LONG_HALF_NAMES})\s*)?(?P<hour>\d{{1,2}})\s?[:h]\s?(?P<minute>\d\d)"
        rf"(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?!\d)(?:\s*(?P<half>{_HALF_NAMES}){_END})?{_OFFSET}{_ZONE}",
        rf"(?<![\d:./-])(?P<hour>\d{{1,2}})\s*(?P<half>{_LONG_HALF_NAMES}){_END}{_ZONE}",
    )
)

_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(rf"{_START}و?(?:(?P<updated>{_any(table.UPDATED)})|{_any(table.PUBLISHED)}){_END}")
_STAMP_WORDS = frozenset(
    word
    for names in (
        *table.MONTHS.values(), table.WEEKDAYS, table.MORNING, table.EVENING, table.NOON, table.NIGHT, table.PUBLISHED,
        table.UPDATED, table.OFFSETS, table.ZONES, table.FILLERS,
    )
    for name in names
    for word in _WORD.findall(name)
)  # fmt: skip

_LABELLED = rf"(?:{_any((*table.UPDATED, *table.PUBLISHED))}\W*)?"
_AGO = re.compile(
    rf"{_LABELLED}(?:منذ|قبل)\s+(?:حوالي\s+|نحو\s+)?(?:(?P<count>\d{{1,3}})\s*)?(?P<span>{_any(table.SPANS)})"
    r"(?:\s+(?:واحده?|تقريبا|مضت))?"
)
_DAY_AGO = re.compile(rf"{_LABELLED}(?P<day>{_any(table.DAYS_AGO)})(?P<rest>\W.*)?")
_AT_OR_NOTHING = re.compile(r"[\W_]*(?:الساعه[\W_]*)?")


def _unix(text: str) -> _Moment | None:
    if not re.fullmatch(r"\d{10}|\d{13}", text):
        return None
    return _Moment(datetime.fromtimestamp(int(text[:10]), UTC), has_offset=True)


def _relative(text: str, zone: ZoneInfo, now: datetime) -> _Moment | None:
    here = now.astimezone(zone).replace(second=0, microsecond=0)
    if text in table.NOW:
        return _Moment(here)
    if ago := _AGO.fullmatch(text):
        seconds, alone = table.SPANS[ago["span"]]
        count = int(ago["count"]) if ago["count"] else alone
        if seconds == 86400:
            return _midnight(here.date() - timedelta(days=count), zone) if count else None
        return _Moment((here.astimezone(UTC) - timedelta(seconds=seconds * count)).astimezone(zone)) if count else None
    if named := _DAY_AGO.fullmatch(text):
        day = here.date() - timedelta(days=table.DAYS_AGO[" ".join(named["day"].split())])
        rest = named["rest"] or ""
        clock = _clock(rest)
        if not _AT_OR_NOTHING.fullmatch(rest[: clock.start] + rest[clock.end :] if clock else rest):
            return None  # a sentence that begins with 'اليوم'
        return _at(day, clock, zone) if clock else _midnight(day, zone)
    return None


def _calendar(text: str, zone: ZoneInfo, month_first: bool) -> _Moment | None:
    """The first date that is behind no update label, else the first that is, with the time that goes with it."""
    text = _COMPACT.sub(r"\1-\2-\3 \4:\5:\6\7", text)
    text = "\n".join(line for line in text.split("\n") if not _is_prose(line))
    labels = list(_LABEL.finditer(text))
    starts = [0, *(label.start() for label in labels)]
    ends = [*starts[1:], len(text)]
    updated = [False, *(label["updated"] is not None for label in labels)]
    for _, start, end in sorted(zip(updated, starts, ends, strict=True)):
        part = text[start:end]
        matches = (match for pattern in _DATES for match in pattern.finditer(part))
        for match in sorted(matches, key=lambda match: match.start()):
            if day := _day(match, month_first):
                clock = _clock(part[match.end() :]) or _clock(part[: match.start()])
                return _at(day, clock, zone) if clock else _midnight(day, zone)
    return None


def _is_prose(line: str) -> bool:
    others = [word for word in _WORD.findall(line) if word not in _STAMP_WORDS]
    return len(others) > _PROSE or not table.SENTENCE_WORDS.isdisjoint(others)


def _day(match: re.Match[str], month_first: bool) -> date | None:
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first > 12 or second > 12:  # 25/12 and 12/25 can be read in one way only
            month_first = second > 12
        month, day = (first, second) if month_first else (second, first)
    elif "number" in parts:
        month, day = int(parts["number"]), int(parts["day"])
    else:
        month, day = _month(parts["month"]), int(parts["day"])
        if parts["twin"] and _month(parts["twin"]) != month:
            return None
    year = int(parts["year"])
    try:
        return date(year, month, day) if year >= _EARLIEST_YEAR else None
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTH_NUMBERS["".join(name.split())]


def _clock(text: str) -> _Clock | None:
    """The first time of day in `text`."""
    for match in (match for pattern in _TIMES for match in pattern.finditer(text)):
        if (at := _time(match)) is not None:
            return _Clock(at, _own_zone(match), match.start(), match.end())
    return None


def _time(match: re.Match[str]) -> time | None:
    parts = match.groupdict()
    hour, half = int(parts["hour"]), parts.get("before") or parts["half"] or ""
    match _HALVES.get("".join(half.split())):
        case "am" if hour == 12:
            hour = 0
        case "pm" if hour < 12:
            hour += 12
        case "noon" if hour < 5:
            hour += 12
        case "night" if 6 <= hour <= 12:
            hour = (hour + 12) % 24
    try:
        return time(hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return None


def _own_zone(match: re.Match[str]) -> tzinfo | None:
    parts = match.groupdict()
    if place := parts["place"] or parts["city"]:
        return ZoneInfo(table.ZONES[" ".join(place.split())])
    shift, label = parts.get("offset") or parts["shift"], parts["label"] or parts.get("ahead")
    if not shift and not label:
        return None
    hours, minutes = 0, 0
    if shift:
        digits = re.sub(r"\D", "", shift)
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if "-" in shift:
            hours, minutes = -hours, -minutes
    own = timedelta(hours=hours, minutes=minutes) + timedelta(hours=table.OFFSETS[label] if label else 0)
    return timezone(own) if abs(own) <= _WIDEST_OFFSET else None


def _at(day: date, clock: _Clock, zone: ZoneInfo) -> _Moment:
    return _Moment(datetime.combine(day, clock.at, clock.zone or zone), has_offset=clock.zone is not None)


def _midnight(day: date, zone: ZoneInfo) -> _Moment:
    return _Moment(datetime.combine(day, time(), zone), has_time=False)
