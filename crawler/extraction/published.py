"""When the article was published and changed, decided between all places of a page that say so. Nothing is guessed.

The day:

1. A place is believed in this order: JSON-LD, meta elements, microdata, the outlet's place, <time>, what stands by the
   headline, what is labelled or marked as a date elsewhere in the article's box, the address.
2. Places that differ by more than three days speak of different things. Then the day stands that most kinds of
   witness name: places for machines, what a reader sees, the address. Of equally many, the address is right; then the
   place that is believed first, a meta element such as 'date' last: many systems write there when they made the page.
3. A day is made exact by a place that knows the hour of that day.

The hour, where a place gives an offset:

4. A clock without offset on the same page that shows the same instant in the outlet's zone confirms it.
5. A clock that shows the same hour, though the outlet is in another zone, refutes it: local time was marked as UTC,
   and the zone is the outlet's. WordPress computes its offsets; set to UTC it shows hours of UTC, and its instants are
   true. Where the outlet's zone is not known, the hour is in doubt.
6. A clock that is off by other half hours puts the hour in doubt, unless a third place confirms what it shows; and so
   does a day that a reader sees, where it is the day of a stamp in UTC but not in the outlet's zone.
7. Of an hour in doubt the day alone is kept, and so it is where neither page nor outlet give a zone.

A moment to come, by more than clocks differ, is read in the outlet's zone, and refused if that does not help.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from lxml.html import HtmlElement

from crawler.extraction.article import Disagreement, Page
from crawler.extraction.metadata import Layers
from crawler.extraction.stamps import APART, Source, Stamp, Stamps
from crawler.outlet import Outlet

Zone = Literal["page", "outlet"]

# Clocks of servers differ by minutes; an article of tomorrow has a clock in another zone or a mistyped year.
_FUTURE = timedelta(minutes=15)
# A system that stores an article twice while publishing it changes nothing that a reader would see.
_EDIT = timedelta(minutes=1)
# Two renderings of one moment differ by their seconds, zones by half hours, and no zone by more from UTC.
_SAME, _HALF_HOUR, _WIDEST = timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=14)
# What the clocks of Arabic newsrooms are ahead of UTC, London in summer to Tehran.
_NEWSROOMS = (timedelta(hours=1), timedelta(hours=5))

# Rules that Disagreement names.
_MOST_WITNESSES, _FALSE_ZONE = "the day that most kinds of witness name", "local time marked as another zone's"
_DOUBT, _TO_COME = "clocks that no zone explains", "a time to come is local"


@dataclass(frozen=True, slots=True)
class Published:
    """When the article appeared. With precision 'day' it is that day's midnight and `zone` is None."""

    value: datetime  # in the outlet's zone; in the page's own where the outlet's is not known
    precision: Literal["minute", "day"]
    raw: str
    source: Source
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """When the article appeared and when it last changed; None where the page does not say."""

    published: Published | None = None
    modified: datetime | None = None
    refused: str | None = None  # what the page says instead, of a time that has not come
    disagreements: tuple[Disagreement, ...] = ()


def read_publication(
    page: Page, tree: HtmlElement, heading: HtmlElement | None, layers: Layers, outlet: Outlet
) -> Publication:
    """The publication of `page`, by the rules of this module."""
    return _Reading(Stamps(page, tree, heading, layers, outlet)).publication()


class _Reading:
    """One page's stamps, and what is found to be wrong with their clocks."""

    def __init__(self, stamps: Stamps) -> None:
        self.stamps = stamps
        self.now = stamps.page.fetched_at
        self.zone: tzinfo = stamps.outlet.zone
        self.knows_zone = stamps.outlet.time_zone is not None
        self.disagreements: list[Disagreement] = []

    def publication(self) -> Publication:
        told = [self._present(stamp) for stamp in self.stamps.published]
        present = [stamp for stamp in told if stamp is not None]
        if not present:
            refused = next((stamp.raw for stamp in self.stamps.published), None)
            return Publication(None, self._changed(None), refused)
        agreed = self._agreed(present)
        first = agreed[0]
        same_day = [stamp for stamp in agreed if self._day(stamp) == self._day(first) and stamp.precision == "minute"]
        timed = (self._timed(stamp, present) for stamp in ([first] if first in same_day else same_day))
        published = next((one for one in timed if one), None) or self._whole_day(first, self._day(first))
        return Publication(published, self._changed(published), None, tuple(self.disagreements))

    def _day(self, stamp: Stamp) -> date:
        """The outlet's calendar day of `stamp`; the day as printed where the outlet's zone is not known."""
        return (stamp.value.astimezone(self.zone) if self.knows_zone else stamp.value).date()

    def _present(self, stamp: Stamp) -> Stamp | None:
        """`stamp`, unless it is to come; then as the clock of the outlet's zone, if that is past."""
        if stamp.value <= self.now + _FUTURE and stamp.precision == "minute":
            return stamp
        if stamp.precision == "day":
            return stamp if stamp.value <= self.now + (_FUTURE if self.knows_zone else _WIDEST) else None
        for zone in (self.zone, UTC) if self.knows_zone else ():
            value = stamp.value.replace(tzinfo=zone)
            if value <= self.now + _FUTURE:
                self._disagree(value, stamp, stamp.value.isoformat(), stamp.source, _TO_COME)
                return replace(stamp, value=value, has_offset=False)
        if not self.knows_zone and stamp.value <= self.now + _WIDEST:  # the clock of a zone that nobody knows
            return replace(stamp, value=datetime.combine(stamp.wall, time(), self.zone), precision="day")
        return None

    # The day

    def _agreed(self, stamps: list[Stamp]) -> list[Stamp]:
        """The stamps that speak of this article's publication, the most reliable first."""
        groups: list[list[Stamp]] = []
        for stamp in stamps:
            near = (group for group in groups if abs(self._day(group[0]) - self._day(stamp)) <= APART)
            if (group := next(near, None)) is not None:
                group.append(stamp)
            else:
                groups.append([stamp])
        if len(groups) == 1:
            return stamps
        best = max(groups, key=self._weight)  # the first of equals
        for group in groups:
            if group is not best:
                other = group[0]
                self._disagree(best[0].value, best[0], self._day(other).isoformat(), other.source, _MOST_WITNESSES)
        return best

    def _weight(self, group: list[Stamp]) -> tuple[int, bool, bool]:
        witnesses = {stamp.witness for stamp in group}
        is_weak = all(stamp.raw in self.stamps.weak for stamp in group)
        return len(witnesses), "url" in witnesses, not is_weak

    def _whole_day(self, stamp: Stamp, day: date) -> Published:
        return Published(datetime.combine(day, time(), self.zone), "day", stamp.raw, stamp.source)

    # The hour

    def _timed(self, stamp: Stamp, others: list[Stamp]) -> Published | None:
        """`stamp` to the minute, or its day where the hour is in doubt; None where nothing says in which zone it is."""
        if stamp.is_relative:
            return Published(stamp.value.astimezone(self.zone), "minute", stamp.raw, stamp.source, "page")
        if not stamp.has_offset:
            exact = next((other for other in others if self._gives_offset(other, stamp)), None)
            if exact is not None:
                return self._timed(exact, others)
            if not self.knows_zone:
                return None
            return Published(stamp.value, "minute", stamp.raw, stamp.source, "outlet")
        clocks = list(self._clocks(stamp, others))
        if any(self._confirms(clock, stamp) for clock in clocks):
            return self._of_page(stamp, clocks)
        same = next((clock for clock in clocks if abs(clock.wall - stamp.wall) <= _SAME), None)
        if self.stamps.is_wordpress if same else not clocks:
            return self._on_another_day(stamp, others) or self._of_page(stamp, clocks)
        if same and self.knows_zone:
            value = stamp.value.replace(tzinfo=self.zone)
            self._disagree(value, same, stamp.value.isoformat(), stamp.source, _FALSE_ZONE)
            return Published(value, "minute", stamp.raw, stamp.source, "outlet")
        clock = same or clocks[0]
        if third := next((one for one in others if one.has_offset and self._confirms(clock, one)), None):
            self._disagree(third.value, third, stamp.value.isoformat(), stamp.source, "the clock that two places show")
            return self._of_page(third, [clock])
        return self._in_doubt(stamp, clock)

    def _on_another_day(self, stamp: Stamp, others: list[Stamp]) -> Published | None:
        """The day that a reader sees where that is the day of `stamp` in its offset, and not in the outlet's zone."""
        if self._day(stamp) == stamp.wall.date() or self.stamps.is_wordpress:
            return None
        seen = [other for other in others if other.source == "text" and not other.is_relative]
        shown = next((other for other in seen if self._day(other) == stamp.wall.date()), None)
        return self._in_doubt(stamp, shown) if shown and shown is seen[0] else None

    def _in_doubt(self, stamp: Stamp, shown: Stamp) -> Published:
        self._disagree(shown.wall, replace(shown, precision="day"), stamp.value.isoformat(), stamp.source, _DOUBT)
        return self._whole_day(shown, shown.wall.date())

    def _clocks(self, stamp: Stamp, others: list[Stamp]) -> Iterator[Stamp]:
        """The clocks without offset that show the moment of `stamp` in some zone, and no moment of a change."""
        for other in others:
            if other.precision == "day" or other.has_offset or other.is_relative or other.source == "url":
                continue
            ahead = other.wall - stamp.wall
            is_zone = abs(ahead) <= _WIDEST and abs(ahead - round(ahead / _HALF_HOUR) * _HALF_HOUR) <= _SAME
            if is_zone and (abs(ahead) <= _SAME or not self._is_change(other)):
                yield other

    def _is_change(self, clock: Stamp) -> bool:
        shown = [replace(one, value=one.value.astimezone(self.zone)) for one in self.stamps.modified if one.has_offset]
        return any(clock.wall == one.wall for one in (*self.stamps.modified, *shown))

    def _confirms(self, clock: Stamp, stamp: Stamp) -> bool:
        """Whether a clock without offset shows the instant of `stamp`.

        That is in the outlet's zone, or in UTC where `stamp` has another offset; where no zone of the outlet is known,
        in that offset or in a newsroom's.
        """
        offset = stamp.value.utcoffset() or timedelta()
        ahead = clock.wall - stamp.wall + offset  # of UTC
        if offset and abs(ahead) <= _SAME and not self._is_foreign(stamp):
            return True
        if self.knows_zone:
            return abs(clock.wall - stamp.value.astimezone(self.zone).replace(tzinfo=None)) <= _SAME
        return bool(offset and clock.wall == stamp.wall) or _NEWSROOMS[0] - _SAME <= ahead <= _NEWSROOMS[1] + _SAME

    def _is_foreign(self, stamp: Stamp) -> bool:
        """Whether the offset of `stamp` is not the outlet's."""
        return self.knows_zone and stamp.value.utcoffset() != stamp.value.astimezone(self.zone).utcoffset()

    def _gives_offset(self, exact: Stamp, stamp: Stamp) -> bool:
        """Whether `exact` says in which zone the clock of `stamp` is."""
        if not exact.has_offset or exact.precision == "day" or self._day(exact) != self._day(stamp):
            return False
        return self._confirms(stamp, exact) or (exact.wall == stamp.wall and bool(exact.value.utcoffset()))

    def _of_page(self, stamp: Stamp, clocks: list[Stamp]) -> Published:
        """`stamp` as the page's own offset has it, in the outlet's zone or in that of the clock beside it."""
        zone: tzinfo | None = self.zone if self.knows_zone else stamp.value.tzinfo
        if not self.knows_zone and clocks and not stamp.value.utcoffset():
            zone = timezone(round((clocks[0].wall - stamp.wall) / _HALF_HOUR) * _HALF_HOUR)
        return Published(stamp.value.astimezone(zone), "minute", stamp.raw, stamp.source, "page")

    # The change

    def _changed(self, published: Published | None) -> datetime | None:
        """The first moment of a change that is past and later than publication, in the zone that was found there."""
        for stamp in self.stamps.modified:
            value = self._local(stamp, published)
            if value is None or value > self.now + _FUTURE:
                continue
            if published is None or (published.precision == "day" and value.date() >= published.value.date()):
                return value
            if published.precision == "minute" and value >= published.value + _EDIT:
                return value
        return None

    def _local(self, stamp: Stamp, published: Published | None) -> datetime | None:
        """The moment of a change; None where its hour or its zone is not known."""
        if stamp.precision == "day" or not (stamp.has_offset or stamp.is_relative or self.knows_zone):
            return None
        for told in self.disagreements:
            if told.rule == _FALSE_ZONE and stamp.has_offset:
                return stamp.value.replace(tzinfo=self.zone)
            if told.rule == _DOUBT and stamp.has_offset:
                return None
        if published and published.zone == "page" and not self.knows_zone:
            return stamp.value.astimezone(published.value.tzinfo)
        return stamp.value.astimezone(self.zone) if self.knows_zone else stamp.value

    def _disagree(self, kept: datetime, stamp: Stamp, other: str, other_source: str, rule: str) -> None:
        shown = kept.date().isoformat() if stamp.precision == "day" else kept.isoformat()
        self.disagreements.append(Disagreement("published", shown, stamp.source, other, other_source, rule))
