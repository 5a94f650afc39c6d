"""Moments counted back from now: 'منذ ساعتين', 'أمس، الساعة 9:15 مساءً'."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from crawler.dates import words
from crawler.dates.clock import Clock, first_clock
from crawler.dates.words import any_of, key

_LABELLED = rf"(?:{any_of((*words.UPDATED, *words.PUBLISHED))}\W*)?"
_AGO = re.compile(
    rf"{_LABELLED}(?:منذ|قبل)\s+(?:حوالي\s+|نحو\s+)?(?:(?P<count>\d{{1,3}})\s*)?(?P<span>{any_of(words.SPAN_NAMES)})"
    r"(?:\s+(?:واحده?|تقريبا|مضت))?"
)
_DAY_AGO = re.compile(rf"{_LABELLED}(?P<day>{any_of(words.DAYS_AGO_NAMES)})(?P<rest>\W.*)?")
_MAY_COUNT = re.compile(f"منذ|قبل|{any_of((*words.NOW, *words.DAYS_AGO_NAMES))}")
_AT_OR_NOTHING = re.compile(r"[\W_]*(?:(?:في\s+)?(?:تمام\s+)?الساعه[\W_]*)?")
_SECONDS_IN_DAY = 86400


class Ago(NamedTuple):
    """A moment back from now: to the minute, or a day with the clock that stands beside it."""

    minute: datetime | None = None
    day: date | None = None
    clock: Clock | None = None


def counted_back(text: str, here: datetime) -> Ago | None:
    """What the folded `text` counts back from `here`, the present in the zone of the text."""
    if not _MAY_COUNT.search(text):
        return None
    here = here.replace(second=0, microsecond=0)
    if text in words.NOW:
        return Ago(here)
    if ago := _AGO.fullmatch(text):
        seconds, alone = words.SPANS[key(ago["span"])]
        count = int(ago["count"]) if ago["count"] else alone
        if not count:
            return None
        if seconds == _SECONDS_IN_DAY:
            return Ago(day=here.date() - timedelta(days=count))
        return Ago(datetime.fromtimestamp(here.timestamp() - seconds * count, here.tzinfo))
    if named := _DAY_AGO.fullmatch(text):
        day = here.date() - timedelta(days=words.DAYS_AGO[key(named["day"])])
        rest = named["rest"] or ""
        clock = first_clock(rest)
        if _AT_OR_NOTHING.fullmatch(rest[: clock.start] + rest[clock.end :] if clock else rest):
            return Ago(day=day, clock=clock)
    return None  # also a sentence that begins with 'اليوم'
