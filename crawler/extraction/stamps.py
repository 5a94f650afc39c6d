"""Every moment at which a page says that its article appeared or changed, and in which place it says so."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from lxml.html import HtmlElement

from crawler.dates import Label, month_first_habit, parse_dates
from crawler.extraction.article import Page
from crawler.extraction.blocks import spaced
from crawler.extraction.metadata import Layers, Origin
from crawler.extraction.surroundings import Said, said_elsewhere, said_near, said_of_change
from crawler.outlet import Outlet, path_and_query
from crawler.text.arabic import fold, words

Source = Literal["json-ld", "meta", "rule", "time", "text", "url"]
Witness = Literal["machine", "reader", "url"]
_SOURCES: dict[Origin, Source] = {
    "json-ld": "json-ld", "meta": "meta", "microdata": "meta", "rdfa": "meta", "rule": "rule",
}  # fmt: skip
_WITNESSES: dict[Source, Witness] = {
    "json-ld": "machine", "meta": "machine", "rule": "reader", "time": "reader", "text": "reader", "url": "url",
}  # fmt: skip

# Names of meta elements that many systems fill with the moment in which they made the page.
_WEAK_META = frozenset({"date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created"})
# JSON-LD whose headline has fewer of its words on the page's own title and heading describes another article.
_OWN_HEADLINE, _TELLING = 0.34, 4  # a headline of three words may be the section's
# Stamps that differ by more days are of different articles.
APART = timedelta(days=3)
_A_DAY = timedelta(days=1)
# What was made for the request carries the time of the fetch.
_BUILT = timedelta(minutes=10)

_PARTS = frozenset({"year", "month", "day", "hour", "minute"})
# /2022/08/10/, /2013/middle_east/8/3/ (CNN), ?date=2022-08-10, /20220810-slug (France 24), and Joomla's names for
# articles whose headline has no Latin letter, /17-2022-08-10-09-30-15
_PATH_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"/(?P<year>20\d\d|199\d)[/-](?:[a-z_]+/)?(?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?=[/-]|$)",
        r"(?<![\d-])(?P<year>20\d\d|199\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"/(?P<year>20\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-2]\d|3[01])(?=[/-])",
        r"-(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)-\d\d-\d\d-\d\d(?!\d)",
    )
)
_PATH_MONTH = re.compile(r"/(?P<year>20\d\d)/(?P<month>\d\d)/")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment that the page names, and where. `value` is in the offset that the page gives, else in the outlet's."""

    value: datetime
    precision: Literal["minute", "day"]
    raw: str
    source: Source
    has_offset: bool = False
    is_relative: bool = False
    label: Label | None = None  # behind which it stands
    other: datetime | None = None  # the second reading of 05/06/2020

    @property
    def witness(self) -> Witness:
        """Who says so: a place for machines, what the page shows its reader, or its address."""
        return _WITNESSES[self.source]

    @property
    def wall(self) -> datetime:
        """The clock as the page gives it, to the minute, whatever its offset."""
        return self.value.replace(tzinfo=None, second=0, microsecond=0)


@dataclass
class Stamps:
    """Reads what one page says of time. Moments to come are among it: their zone may be a mistake."""

    page: Page
    tree: HtmlElement
    heading: HtmlElement | None
    layers: Layers
    outlet: Outlet

    @cached_property
    def published(self) -> list[Stamp]:
        """When the article appeared, the place that is believed most first."""
        found = self._of_machines + [stamp for stamp in self._shown if stamp.label != "updated"]
        if all(stamp.precision == "day" for stamp in found):
            found += self._elsewhere()
        return [self._settled(stamp) for stamp in (*found, *self.of_url)]

    @cached_property
    def modified(self) -> list[Stamp]:
        """When it changed."""
        told = self.layers.values("modified", "json-ld", "meta", "microdata", "rdfa")
        found = [stamp for origin, text in told for stamp in self._read(text, _SOURCES[origin])]
        found += [stamp for stamp in self._shown if stamp.label == "updated"]
        if not found and self.heading is not None:
            found = [stamp for said in said_of_change(self.tree, self.heading) for stamp in self._of(said)]
            found = found if len({stamp.value.date() for stamp in found}) == 1 else []
        return [self._settled(stamp) for stamp in found]

    @cached_property
    def weak(self) -> frozenset[str]:
        """What only those meta elements say that many systems fill with the moment in which they made the page."""
        told: dict[bool, set[str]] = {True: set(), False: set()}
        for meta in self.tree.iter("meta"):
            name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
            told[name in _WEAK_META].add(meta.get("content", "").strip())
        return frozenset(told[True] - told[False])

    @cached_property
    def is_wordpress(self) -> bool:
        """Whether WordPress made the page. It computes the offsets of its stamps; in UTC, it shows hours of UTC."""
        for element in self.tree.iter("meta", "link", "script", "img"):
            if element.tag == "meta":
                if element.get("name", "").lower() == "generator" and "wordpress" in element.get("content", "").lower():
                    return True
            elif re.search(r"/wp-(?:content|json|includes)/", element.get("href") or element.get("src") or ""):
                return True
        return False

    @cached_property
    def of_url(self) -> list[Stamp]:
        """The date in the address: where the outlet's pattern names its parts, else a path like /2022/08/10/."""
        path = path_and_query(self.page.url)
        matches = (re.search(self.outlet.article_url, path), *(pattern.search(path) for pattern in _PATH_DAYS))
        for match in filter(None, matches):
            parts = {name: int(value) for name, value in match.groupdict().items() if name in _PARTS and value}
            if not {"year", "month", "day"} <= parts.keys():
                continue
            parts["year"] += 2000 if parts["year"] < 100 else 0
            text = "{year}-{month:02}-{day:02}".format(**parts)
            if {"hour", "minute"} <= parts.keys():
                text += " {hour:02}:{minute:02}".format(**parts)
            if found := self._read(text, "url"):
                return [stamp for stamp in found if stamp.value <= self.page.fetched_at + _A_DAY]
        return []

    @cached_property
    def _of_machines(self) -> list[Stamp]:
        found = {
            origin: [stamp for _, text in self.layers.values("published", origin) for stamp in self._read(text, source)]
            for origin, source in _SOURCES.items()
        }
        if found["json-ld"] and not self._describes_this_article():
            found["json-ld"] = []
        if any(self._is_built(stamp) for stamp in found["meta"]):
            found["meta"] = [stamp for stamp in found["meta"] if not self._is_built(stamp)]
        microdata = found["microdata"]  # of cards as well, when it names several days
        days = [stamp.value for stamp in microdata]
        if days and max(days) - min(days) > APART:
            found["microdata"] = []
        return [stamp for stamps in found.values() for stamp in stamps]

    def _is_built(self, stamp: Stamp) -> bool:
        """Whether a stamp says when the server made the page."""
        return abs(stamp.value - self.page.fetched_at) <= _BUILT and stamp.raw in self.weak

    def _describes_this_article(self) -> bool:
        told = words(self.layers.first("headline", "json-ld") or "")
        known = " ".join(text for _, text in self.layers.values("headline", "rule", "meta"))
        title = self.tree.findtext(".//title") or ""
        own = {*words(known), *words(title), *(words(spaced(self.heading)) if self.heading is not None else ())}
        return len(told) < _TELLING or not own or sum(word in own for word in told) >= _OWN_HEADLINE * len(told)

    @cached_property
    def _shown(self) -> list[Stamp]:
        """What stands near the headline, <time> elements first."""
        near = said_near(self.tree, self.heading) if self.heading is not None else []
        return [
            stamp for source in ("time", "text") for said in near if said.source == source for stamp in self._of(said)
        ]

    def _elsewhere(self) -> list[Stamp]:
        """What is labelled or marked as the time of publication away from the headline, if it is one day in all."""
        labelled, marked = [], []
        for is_marked, said in said_elsewhere(self.tree, self.heading) if self.heading is not None else ():
            for stamp in self._of(said):
                if stamp.label == "published":
                    labelled.append(stamp)
                elif is_marked and stamp.label is None:
                    marked.append(stamp)
        return next((found for found in (labelled, marked) if len({stamp.value.date() for stamp in found}) == 1), [])

    def _of(self, said: Said) -> list[Stamp]:
        found = self._read(said.text, said.source)
        return [replace(stamp, label="updated") for stamp in found] if said.updated else found

    def _read(self, text: str, source: Source) -> list[Stamp]:
        """The moments in `text`. Midnight sharp, as a machine writes it, is a day."""
        zone, found = self.outlet.zone, []
        for parsed in parse_dates(text, zone, self.page.fetched_at, month_first=self.outlet.month_first):
            if source == "text" and parsed.form == "unix":
                continue  # any number of ten digits
            value, precision, has_offset = parsed.value, parsed.precision, parsed.has_offset
            if precision == "minute" and source in ("json-ld", "meta", "time"):
                local = value.astimezone(zone) if has_offset and self.outlet.time_zone else value
                if midnight := next((one for one in (value, local) if one.time() == time()), None):
                    value, precision, has_offset = midnight.replace(tzinfo=zone), "day", False
            is_relative = parsed.form == "relative"
            found.append(
                Stamp(value, precision, parsed.raw, source, has_offset, is_relative, parsed.label, parsed.other)
            )
        return found

    def _settled(self, stamp: Stamp) -> Stamp:
        """`stamp` with the one reading that the page's other dates, the time of the fetch or its habit leave, else the
        first: Arabic outlets put the day first."""
        if stamp.other is None:
            return stamp
        readings = (stamp.value, stamp.other)
        near = [value for value in readings if any(abs(value.date() - day) <= _A_DAY for day in self._sure)]
        month = [value for value in readings if (value.year, value.month) == self._month_of_url]
        past = [value for value in readings if value <= self.page.fetched_at + _A_DAY]
        chosen = next((found[0] for found in (near, month, past) if len(found) == 1), None)
        if chosen is None:
            chosen = stamp.other if self._has_month_first else stamp.value
        return replace(stamp, value=chosen, other=None)

    @cached_property
    def _has_month_first(self) -> bool:
        return month_first_habit(fold(" ".join(self.tree.itertext()))) is True

    @cached_property
    def _sure(self) -> list[date]:
        """The days that the page names in a form of one reading."""
        told = (*self._of_machines, *self._shown, *self.of_url)
        return [stamp.value.date() for stamp in told if stamp.other is None]

    @cached_property
    def _month_of_url(self) -> tuple[int, int] | None:
        match = _PATH_MONTH.search(path_and_query(self.page.url))
        return (int(match["year"]), int(match["month"])) if match else None
