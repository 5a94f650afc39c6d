"""When the article was published and changed, from the place of the page that knows it best. Nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Literal

from lxml.html import HtmlElement

from crawler.dates import parse_date
from crawler.extraction.article import Page
from crawler.extraction.metadata import Field, Layers
from crawler.extraction.surroundings import Said, said_near
from crawler.outlet import Outlet, path_and_query

Source = Literal["json-ld", "meta", "rule", "time", "text", "url"]
_BY_ORIGIN: dict[str, Source] = {"json-ld": "json-ld", "meta": "meta", "microdata": "meta", "rule": "rule"}

# Clocks of servers differ by minutes; an article of tomorrow has a clock in another zone or a mistyped year.
_FUTURE = timedelta(minutes=15)
# A system that stores an article twice while publishing it changes nothing that a reader would see.
_EDIT = timedelta(minutes=1)
_PARTS = frozenset({"year", "month", "day", "hour", "minute"})
_PATH_DAY = re.compile(r"/(?P<year>20\d\d|199\d)[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment that the page names, and where. `value` is in the offset that the page gives, else in the outlet's."""

    value: datetime
    precision: Literal["minute", "day"]
    raw: str
    source: Source
    has_offset: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """When the article appeared and when it last changed, in the outlet's zone; None where the page does not say."""

    published: Stamp | None = None
    modified: datetime | None = None


def read_publication(
    page: Page, tree: HtmlElement, heading: HtmlElement | None, layers: Layers, outlet: Outlet
) -> Publication:
    """The publication of `page`: JSON-LD, meta, the outlet's place, <time>, a visible stamp by the headline, the URL.

    Where a machine's stamp names the hour that the page shows its reader, but in another zone than the outlet's, the
    zone is a lie ('09:23Z' beside '09:23' in Cairo) and the hour is the outlet's. A day is made exact by a stamp that
    knows the hour of that day.
    """
    reader = _Reader(page, tree, heading, layers, outlet)
    published = next(reader.stamps("published"), None)
    if published is None:
        return Publication(None, None)
    zone_is_false = reader.is_shown_in_another_zone(published)
    if published.precision == "day":
        exact = (stamp for stamp in reader.stamps("published") if stamp.precision == "minute")
        published = next((stamp for stamp in exact if reader.day(stamp) == reader.day(published)), published)
    value = reader.local(published.value, zone_is_false)
    changes = (
        reader.local(stamp.value, zone_is_false) for stamp in reader.stamps("modified") if stamp.precision == "minute"
    )
    modified = next(changes, None)
    return Publication(
        Stamp(value, published.precision, published.raw, published.source),
        modified if modified and modified >= value + _EDIT else None,
    )


@dataclass
class _Reader:
    """Reads what one page says of time."""

    page: Page
    tree: HtmlElement
    heading: HtmlElement | None
    layers: Layers
    outlet: Outlet

    @cached_property
    def _near(self) -> list[Said]:
        return said_near(self.tree, self.heading) if self.heading is not None else []

    def stamps(self, field: Field) -> Iterator[Stamp]:
        """Every readable moment of the `field`, published or modified, the most reliable place first."""
        for origin, text in self.layers.values(field, "json-ld", "meta", "microdata", "rule"):
            yield from self._read(text, _BY_ORIGIN[origin])
        for source in ("time", "text"):
            for said in self._near:
                if said.source == source and said.updated == (field == "modified"):
                    yield from self._read(said.text, said.source)
        if field == "published":
            yield from self._from_url()

    def is_shown_in_another_zone(self, stamp: Stamp) -> bool:
        """Whether a stamp in a foreign offset has the hour that a reader sees without any offset."""
        local = stamp.value.replace(tzinfo=self.outlet.zone)
        if not stamp.has_offset or stamp.precision == "day" or stamp.value.utcoffset() == local.utcoffset():
            return False
        shown = (other for said in self._near for other in self._read(said.text, "text") if said.source == "text")
        return any(
            not other.has_offset and other.precision == "minute" and _hour(other) == _hour(stamp) for other in shown
        )

    def local(self, value: datetime, zone_is_false: bool) -> datetime:
        """`value` in the outlet's zone."""
        return value.replace(tzinfo=self.outlet.zone) if zone_is_false else value.astimezone(self.outlet.zone)

    def day(self, stamp: Stamp) -> object:
        """The outlet's calendar day of `stamp`."""
        return stamp.value.astimezone(self.outlet.zone).date()

    def _read(self, text: str, source: Source) -> Iterator[Stamp]:
        """The moment in `text`, unless it is to come. Midnight sharp, as a machine writes it, stands for the day."""
        parsed = parse_date(text, self.outlet.zone, self.page.fetched_at, month_first=self.outlet.month_first)
        if parsed is None:
            return
        value, precision = parsed.value, parsed.precision
        if precision == "minute" and source in ("json-ld", "meta") and value.time() == time():
            value, precision = value.replace(tzinfo=self.outlet.zone), "day"
        if value <= self.page.fetched_at + _FUTURE:
            yield Stamp(value, precision, parsed.raw, source, parsed.has_offset)

    def _from_url(self) -> Iterator[Stamp]:
        """The date in the address: where the outlet's pattern names its parts, else a path like /2022/08/10/."""
        path = path_and_query(self.page.url)
        for match in (re.search(self.outlet.article_url, path), _PATH_DAY.search(path)):
            parts = (
                {name: int(value) for name, value in match.groupdict().items() if name in _PARTS and value}
                if match
                else {}
            )
            if {"year", "month", "day"} <= parts.keys():
                century = 2000 if parts["year"] < 100 else 0
                day = f"{parts['year'] + century}-{parts['month']:02}-{parts['day']:02}"
                hour = f" {parts['hour']:02}:{parts['minute']:02}" if {"hour", "minute"} <= parts.keys() else ""
                yield from self._read(day + hour, "url")


def _hour(stamp: Stamp) -> datetime:
    return stamp.value.replace(tzinfo=None, second=0, microsecond=0)
