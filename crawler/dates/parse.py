"""What moment a text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from crawler.dates import words
from crawler.dates.clock import Clock, first_clock
from crawler.dates.days import Day, first_day
from crawler.dates.relative import counted_back
from crawler.dates.words import END, START, any_of
from crawler.text.arabic import clean, fold

_LONGEST = 200  # characters; a stamp is a line, what is longer is prose
_PROSE = 6  # words on the line that no stamp uses; a desk and an author's name have fewer, sentences more

_COMPACT = re.compile(r"(?<![\d.:/-])(\d{4})(\d\d)(\d\d)(?:t(\d\d)(\d\d)(\d\d)(z|[+-]\d{4})?)?(?![\d.:/-])")  # ISO 8601
_UNIX = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?")  # 2001 to 2033, in seconds or milliseconds
_DOT_NET = re.compile(r"\\?/date\((?P<milliseconds>\d{12,13})(?:(?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d))?\)\\?/")
_YEAR = re.compile(r"\d{4}")
_LABEL = re.compile(rf"{START}و?(?:(?P<updated>{any_of(words.UPDATED)})|{any_of(words.PUBLISHED)}){END}")
_WITHIN = re.compile(
    rf"(?P<word>[^\W\d_]+)\s+(?:{any_of(words.WITHIN)}\s+)+(?:{any_of(words.WEEKDAY_NAMES)}{END}\W*)?\Z"
)
_BYLINE = re.compile(rf"{START}(?:{any_of(words.BYLINES)}){END}")
_ELSEWHERE = re.compile(rf"{START}(?:{any_of(words.ELSEWHERE)}){END}")


Form = Literal["gregorian", "hijri", "relative", "unix"]
Label = Literal["published", "updated"]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A moment that a text names. `value` is zone-aware; with precision 'day' it is that day's local midnight.

    `other` is the second reading of a day that can be read in two ways, 05/06/2020: a question that the outlet's habit
    answers. A Hijri day without a weekday may be off by one: countries see the new moon on different evenings.
    """

    value: datetime
    precision: Literal["minute", "day"]
    raw: str  # the cleaned text
    has_offset: bool = False  # whether the text itself names the offset, or the city whose time it gives
    form: Form = "gregorian"
    other: datetime | None = None
    place: str | None = None  # whose clock it is, where words say so: دمشق, مكة المكرمة, GMT
    label: Label | None = None  # behind which it stands: 'تاريخ النشر' or 'آخر تحديث'


def parse_date(text: str, zone: ZoneInfo, now: datetime, *, month_first: bool | None = None) -> ParsedDate | None:
    """The moment that `text` names, be it a bare date or a label and a date; None when it names none for sure.

    Levantine, Egyptian, Maghrebi, paired and English month names; day, month or year first; Arabic and Persian digits;
    ISO 8601; RFC 5322, where a wrong weekday does not matter; Unix time and .NET's; the Hijri calendar of Umm al-Qura,
    unless a Gregorian date stands beside; 'منذ ساعتين' and 'أمس' against `now`, which is zone-aware. Times are in the
    text's own offset, else in `zone`. Of several dates, the first that is not behind an update label. `month_first`
    says which reading of 05/06/2020 the outlet means; with None a weekday beside it does, else it is the 5th of June
    and `other` the 6th of May. A date without a day or without four digits of year is none, and a span of days neither.
    """
    return next(iter(parse_dates(text, zone, now, month_first=month_first)), None)


def parse_dates(text: str, zone: ZoneInfo, now: datetime, *, month_first: bool | None = None) -> list[ParsedDate]:
    """Every labelled moment in `text`, those behind update labels last. Each is read as `parse_date` does."""
    raw = clean(text)
    if not raw or len(raw) > _LONGEST:
        return []
    folded = fold(raw)
    reading = _Reading(raw, zone, now)
    found = reading.machine(folded) or reading.relative(folded)
    moments = [found] if found else reading.calendar(folded, month_first)
    return [one for one in moments if one.value.year <= now.year + 1]


@dataclass(frozen=True)
class _Reading:
    """Reads one text as somebody in `zone` does at `now`."""

    raw: str
    zone: ZoneInfo
    now: datetime

    def machine(self, text: str) -> ParsedDate | None:
        """A number of seconds or milliseconds since 1970."""
        if unix := _UNIX.fullmatch(text):
            return ParsedDate(datetime.fromtimestamp(int(unix["seconds"]), UTC), "minute", self.raw, True, "unix")
        if net := _DOT_NET.fullmatch(text):
            value = datetime.fromtimestamp(int(net["milliseconds"]) // 1000, UTC)
            if net["sign"]:
                offset = timedelta(hours=int(net["hours"]), minutes=int(net["minutes"]))
                if offset < timedelta(days=1):
                    value = value.astimezone(timezone(-offset if net["sign"] == "-" else offset))
            return ParsedDate(value, "minute", self.raw, True, "unix")
        return None

    def relative(self, text: str) -> ParsedDate | None:
        """A moment counted back from now."""
        ago = counted_back(text, self.now.astimezone(self.zone))
        if ago is None:
            return None
        label = _label(_LABEL.match(text))
        if ago.minute is not None:
            return ParsedDate(ago.minute, "minute", self.raw, form="relative", label=label)
        assert ago.day is not None
        return self._at(Day(ago.day, 0, 0), ago.clock, label, "relative")

    def calendar(self, text: str, month_first: bool | None) -> Iterator[ParsedDate]:
        """The first date of each labelled part with the time that goes with it, those behind update labels last."""
        if not _YEAR.search(text):
            return
        text = _COMPACT.sub(_spread, text)
        text = "\n".join(line for line in text.split("\n") if not _is_about_something_else(line))
        has_label = not words.LABEL_WORDS.isdisjoint(words.WORD.findall(text))
        labels = list(_LABEL.finditer(text)) if has_label else []
        ends = [*(label.start() for label in labels), len(text)]
        updates = []
        bare: ParsedDate | None = None  # a day before all labels, without an hour
        for match, start, end in zip((None, *labels), (0, *ends), ends, strict=False):
            part, label = text[start:end], _label(match)
            day = first_day(part, month_first)
            if day and label is None and _is_in_sentence(part[: day.start]):
                continue
            clock = first_clock(part[day.end :]) or first_clock(part[: day.start]) if day else first_clock(part)
            if day is None and bare and label == "updated" and clock:
                # '4 آب 2013، آخر تحديث 02:21' says when it was changed, and nothing else
                updates.append(self._at(Day(bare.value.date(), 0, 0), clock, label))
                bare = None
            if day is None:
                continue
            found = self._at(day, clock, label, "hijri" if day.is_hijri else "gregorian")
            if label == "updated":
                updates.append(found)
            elif label is None and clock is None:
                bare = found
            else:
                yield from filter(None, (bare, found))
                bare = None
        yield from filter(None, (bare, *updates))

    def _at(self, day: Day, clock: Clock | None, label: Label | None, form: Form = "gregorian") -> ParsedDate:
        if clock is None or not day.is_sure:
            other = self._midnight(day.other) if day.other else None
            return ParsedDate(self._midnight(day.value), "day", self.raw, False, form, other, None, label)
        zone = clock.zone or self.zone
        value, other = (datetime.combine(one, clock.at, zone) if one else None for one in (day.value, day.other))
        assert value is not None
        return ParsedDate(value, "minute", self.raw, clock.zone is not None, form, other, clock.place, label)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


def _label(match: re.Match[str] | None) -> Label | None:
    return None if match is None else "updated" if match["updated"] else "published"


def _spread(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second, offset = match.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}:{second}{offset or ''}" if hour else "")


def _is_in_sentence(before: str) -> bool:
    """Whether the text before a day makes it the day of something told: a word of no stamp, and 'في'."""
    match = _WITHIN.search(before)
    return match is not None and match["word"] not in words.STAMP_WORDS and not _BYLINE.search(before)


def _is_about_something_else(line: str) -> bool:
    """Whether a line is a sentence, or says of what else it gives the day."""
    found = words.WORD.findall(line)
    others = [word for word in found if word not in words.STAMP_WORDS]
    if len(others) > _PROSE or not words.SENTENCE.isdisjoint(others) or "©" in line:
        return True
    return not words.LABEL_WORDS.isdisjoint(found) and _ELSEWHERE.search(line) is not None
