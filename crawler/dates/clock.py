"""Times of day in a folded text, and the zones that they say they are in."""

import re
from datetime import time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crawler.dates import words
from crawler.dates.words import END, START, any_of, key

_WIDEST_OFFSET = timedelta(hours=14)  # Kiribati's

_HALVES = any_of(words.DAY_HALF_NAMES)
_LONG_HALVES = any_of(name for name in words.DAY_HALF_NAMES if len(name) > 1)
_PLACES, _LABELS = any_of(words.PLACE_NAMES), any_of(words.OFFSET_NAMES)
_BY = r"(?:(?:ب|حسب\s+|وفق\s+)?توقيت\s+)"
_ZONE = (
    rf"(?:\s*(?:ه{END}\s*)?[(\[]?\s*(?:{_BY}(?P<place>{_PLACES}){END}|(?<=[(\[])\s*(?P<bracketed>{_PLACES})\s*[)\]]"
    rf"|(?P<city>{any_of(words.BARE_PLACES)}){END}"
    rf"|{_BY}?(?P<label>{_LABELS}){END}\s*(?P<shift>[+-]\s?\d{{1,2}}(?::?\d\d)?)?))?"
)
_OFFSET = r"(?P<offset>\s?[+-]\d\d:?\d\d(?![\d/.-])|[+-]\d\d(?![\d/.:-]))?"
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{START}(?P<ahead>{_LABELS})\s+)?(?<![\d:.])(?:{START}(?P<before>{_LONG_HALVES})\s*)?"
        rf"(?P<hour>\d{{1,2}})\s?[:h]\s?(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?!\d)"
        rf"(?:\s*(?P<half>{_HALVES}){END})?{_OFFSET}{_ZONE}",
        rf"(?<![\d:./-])(?P<hour>\d{{1,2}})\s*(?P<half>{_LONG_HALVES}){END}{_ZONE}",
    )
)


class Clock(NamedTuple):
    """A time of day, the zone and the place that it says it is in, and where in the text it stands."""

    at: time
    zone: tzinfo | None
    place: str | None
    start: int
    end: int


def first_clock(text: str) -> Clock | None:
    """The first time of day in the folded `text`."""
    for match in (match for pattern in _TIMES for match in pattern.finditer(text)):
        if (at := _time(match)) is not None:
            zone, place = _own_zone(match)
            return Clock(at, zone, place, match.start(), match.end())
    return None


def _time(match: re.Match[str]) -> time | None:
    parts = match.groupdict()
    hour, half = int(parts["hour"]), parts.get("before") or parts["half"] or ""
    match words.DAY_HALVES.get(key(half)):
        case "morning" if hour == 12:
            hour = 0
        case "evening" if hour < 12:
            hour += 12
        case "noon" if hour < 5:
            hour += 12
        case "night" if 6 <= hour <= 12:
            hour = (hour + 12) % 24
    try:
        return time(hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return None


def _own_zone(match: re.Match[str]) -> tuple[tzinfo | None, str | None]:
    """The zone that a time says it is in, and the place or label that says so, where words do."""
    parts = match.groupdict()
    if place := parts["place"] or parts["bracketed"] or parts["city"]:
        name, zone = words.PLACES[key(place)]
        return ZoneInfo(zone), name
    shift, label = parts.get("offset") or parts["shift"], parts["label"] or parts.get("ahead")
    if not shift and not label:
        return None, None
    hours, minutes = 0, 0
    if shift:
        digits = re.sub(r"\D", "", shift)
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if "-" in shift:
            hours, minutes = -hours, -minutes
    written, base = words.OFFSETS[key(label)] if label else ("", 0)
    own = timedelta(hours=hours + base, minutes=minutes)
    return (timezone(own), written if len(written) > 1 else None) if abs(own) <= _WIDEST_OFFSET else (None, None)
