"""The requests by which a source is read: what to ask next, and what an answer announces."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from crawler.discovery import read_feed, read_section, read_wordpress, sitemap_parts
from crawler.discovery.links import Announcement
from crawler.discovery.windows import EMPTY_DAYS, LATEST_DAYS, Window, first_day, is_daily, on_day
from crawler.discovery.wordpress import posts_url
from crawler.outlet import Feed, Section, Sitemap, Source, WordPressApi
from crawler.walk import Mode

# Pages in a row that could not be read end an archive's walk: one broken article breaks the page that lists it, two are
# a server in trouble, or one that answers 500 beyond the end.
FAILED_PAGES = 2


@dataclass(frozen=True, slots=True)
class Step:
    """Where in a source a request stands: at its start, on a page of its pager, or at a sitemap of its index."""

    source: Source
    page: int = 1  # of a pager, counted from 1; of a daily sitemap, days back from the newest
    depth: int = 0  # below a sitemap index
    child: str | None = None  # the sitemap's own address, below an index
    linked: str | None = None  # the page's own address, where the page before it links it
    empty_days: int = 0  # of a daily sitemap, before this one and in a row
    failed: int = 0  # pages of a pager, before this one and in a row, that could not be read

    @property
    def document(self) -> str:
        """What stands for the whole of the pager, or the sitemap, in the database: the address as declared."""
        return self.child or self.source.url

    @property
    def is_daily(self) -> bool:
        """Whether it is one of the sitemaps that a template names by their days."""
        return self.child is None and isinstance(self.source, Sitemap) and is_daily(self.source.url)


@dataclass(frozen=True, slots=True)
class Asking:
    """How one crawl asks. `now` is in the outlet's zone."""

    mode: Mode
    window: Window
    now: datetime

    def url(self, step: Step) -> str:
        """The address to ask.

        Content is asked of the WordPress API in a `latest` crawl: it stands in for blocked pages, and of a whole
        archive it would be a gigabyte.
        """
        source = step.source
        if address := step.child or step.linked:
            return address
        if isinstance(source, Section):
            return source.url.replace("{page}", str(source.first_page + step.page - 1))
        if isinstance(source, WordPressApi):
            window = self.window
            return posts_url(source.url, step.page, window.since, window.until, with_content=self.mode == "latest")
        return on_day(source.url, self.day(step)) if step.is_daily else source.url

    def day(self, step: Step) -> date:
        """The day of a daily sitemap that `step` asks for."""
        return first_day(self.window, self.now) - timedelta(days=step.page - 1)

    def day_before(self, step: Step, is_empty: bool) -> Step | None:
        """What to ask after one day's sitemap, which named nothing if it `is_empty`; None at the end of the window."""
        before = replace(step, page=step.page + 1, empty_days=step.empty_days + 1 if is_empty else 0)
        if self.window.since:
            goes_on = self.day(before) >= self.window.since.date()
        elif self.mode == "latest":
            goes_on = before.page <= LATEST_DAYS
        else:
            goes_on = before.empty_days < EMPTY_DAYS
        return before if goes_on else None


def next_page(step: Step, announcement: Announcement) -> Step | None:
    """The further page of a pager: by its number where the source has a pattern, else by the link on this one."""
    if isinstance(step.source, WordPressApi) or (isinstance(step.source, Section) and "{page}" in step.source.url):
        return replace(step, page=step.page + 1, failed=0)
    if isinstance(step.source, Section) and announcement.next_page:
        return replace(step, page=step.page + 1, linked=announcement.next_page)
    return None


def page_after_failed(step: Step) -> Step | None:
    """The page of an archive after one that could not be read, where pages have numbers and the first was read."""
    further = next_page(step, Announcement())
    if further is None or step.page == 1 or step.failed + 1 == FAILED_PAGES:
        return None
    return replace(further, failed=step.failed + 1)


_READERS: dict[type, Callable[[BinaryIO, str, Any], Iterator[Announcement]]] = {
    Feed: lambda document, url, source: iter((read_feed(document.read(), url),)),
    Sitemap: lambda document, url, source: sitemap_parts(document, url),
    Section: lambda document, url, source: iter((read_section(document.read(), url, source.links),)),
    WordPressApi: lambda document, url, source: iter((read_wordpress(document.read(), url),)),
}


def announcements(document: BinaryIO, url: str, source: Source) -> Iterator[tuple[Announcement, bool]]:
    """What a source's document announces, in parts that fit into memory, each with whether it is the last.

    There is at least one. Raises UnreadableSource, perhaps after some of them.
    """
    parts = _READERS[type(source)](document, url, source)
    part = next(parts)
    for following in parts:
        yield part, False
        part = following
    yield part, True
