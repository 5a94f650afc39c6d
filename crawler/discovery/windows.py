"""The days that a crawl asks for, and what addresses tell of theirs before anything is fetched."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

from crawler.discovery.links import Link
from crawler.outlet import Outlet, path_and_query

# A day of an address is the outlet's own, or that of whoever set up its site: so much may it be off.
SLACK = timedelta(days=1)
# Days of a daily sitemap that a `latest` crawl asks for: of yesterday's, the last came after the last run.
LATEST_DAYS = 2
# An archive that is asked for without a beginning ends where so many days in a row have nothing: no outlet pauses for
# longer, and none is asked for every day since 1970.
EMPTY_DAYS = 90

_YEAR, _MONTH, _DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
# The forms seen: sitemap-2024-03.xml, /2024/03/05/, post-sitemap-20240305.xml, ?yyyy=2024&mm=03&dd=05. A year alone is
# none of them: posts-2024.xml may be the 2,024th.
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}([-_/.]){_MONTH}\2{_DAY}(?!\d)",
        rf"yy(?:yy)?={_YEAR}&(?:mm?|month)={_MONTH}&(?:dd?|day)={_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}{_MONTH}{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}[-_/.]?{_MONTH}(?!\d)",
        rf"yy(?:yy)?={_YEAR}&(?:mm?|month)={_MONTH}(?!\d)",
    )
)
_PATH_DAY = re.compile(rf"/{_YEAR}/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?=/|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """Days, from the first to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Window:
    """What a crawl asks for: from `since`, before `until`, zone-aware; None where it has no end."""

    since: datetime | None = None
    until: datetime | None = None

    def may_hold(self, link: Link, days: Span | None = None) -> bool:
        """Whether the article of `link` may be in the window; `days` are those that its address tells.

        What changed after `since` is asked for, whenever it was published. What nothing dates may be of any time.
        """
        changed = link.modified_at or link.published_at
        appeared = link.published_at or link.modified_at
        if (self.since and changed and changed < self.since) or (self.until and appeared and appeared >= self.until):
            return False
        if days is None or link.published_at:  # a source knows better than an address
            return True
        return not (self._ends_before(days) and not link.modified_at) and not self._begins_after(days)

    def may_hold_sitemap(self, sitemap: Link) -> bool:
        """Whether a sitemap of an index may name articles of the window, by its time of change and by its name."""
        if self.since and sitemap.modified_at and sitemap.modified_at < self.since:
            return False
        days = days_in_name(sitemap.url) if self.since or self.until else None
        return days is None or not (self._ends_before(days) or self._begins_after(days))

    def is_past(self, link: Link, days: Span | None = None) -> bool:
        """Whether the article of `link` was published before the window: what is older follows it in a listing."""
        if link.published_at:
            return self.since is not None and link.published_at < self.since
        return days is not None and self._ends_before(days)

    def _ends_before(self, days: Span) -> bool:
        return self.since is not None and days.last + SLACK < self.since.date()

    def _begins_after(self, days: Span) -> bool:
        return self.until is not None and days.first - SLACK >= self.until.date()


def span(year: int, month: int | None = None, day: int | None = None) -> Span | None:
    """The days of a year, of one of its months, or the one day; None for a day that no calendar has."""
    try:
        if day and month:
            only = date(year, month, day)
            return Span(only, only)
        first = date(year, month or 1, 1)
        following = date(year + (month in (None, 12)), 1 if month in (None, 12) else month + 1, 1)
        return Span(first, following - timedelta(days=1))
    except ValueError:
        return None


def days_in_name(url: str) -> Span | None:
    """The days that the name of a sitemap says: those of `sitemap-2024-03.xml` are March's. None when it says none."""
    name = url.partition("://")[2].partition("/")[2]
    if "20" not in name and "19" not in name:  # an index may have 100,000 sitemaps
        return None
    name = "/" + unquote(name)
    for pattern in _NAMES:
        if match := pattern.search(name):
            return span(*(int(part) for part in match.groupdict().values()))
    return None


def days_in_address(url: str, outlet: Outlet) -> Span | None:
    """The days of an article's address, where the outlet's pattern names their parts or the path is /2024/03/05/…."""
    path = path_and_query(url)
    for match in filter(None, (re.search(outlet.article_url, path), _PATH_DAY.search(path))):
        said = match.groupdict()
        if said.get("year"):
            year, month, day = (int(said.get(name) or 0) for name in ("year", "month", "day"))
            return span(year + 2000 if year < 100 else year, month or None, day or None)
    return None


def is_daily(url: str) -> bool:
    """Whether a declared address stands for one document a day."""
    return "{dd}" in url


def on_day(url: str, day: date) -> str:
    """The address of a daily document on `day`: `{yyyy}`, `{mm}` and `{dd}` stand for its parts."""
    for name, value in (("{yyyy}", f"{day:%Y}"), ("{mm}", f"{day:%m}"), ("{dd}", f"{day:%d}")):
        url = url.replace(name, value)
    return url


def first_day(window: Window, now: datetime) -> date:
    """The newest day of a window, in the zone of `now`: where the walk back through daily documents begins."""
    last = window.until - timedelta(microseconds=1) if window.until else now
    return min(last.astimezone(now.tzinfo or UTC), now).date()


def changed_at(sitemap: Link) -> datetime | None:
    """When a sitemap changed: as its index says, or else the last day of its name; None where neither tells."""
    if sitemap.modified_at:
        return sitemap.modified_at
    days = days_in_name(sitemap.url)
    return datetime(days.last.year, days.last.month, days.last.day, tzinfo=UTC) if days else None
