"""The spider that every outlet is: ask the sources, fetch what is due, hand each page to the pipelines."""

import asyncio
import hashlib
import io
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.choices import apply_choices
from crawler.clock import fetched_at
from crawler.discovery import read_feed, read_section, read_sitemap, read_wordpress
from crawler.discovery.fields import resolve
from crawler.discovery.links import Announcement, Link
from crawler.errors import ConfigurationError, UnreadableSource
from crawler.extensions.run import Run, run_of
from crawler.failures import SourceFailure, failed_request, not_sent, source_failure, unanswered, unreadable
from crawler.frontier import DRAWN, Announced, Frontier
from crawler.outlet import POSTS_PER_PAGE, Feed, Outlet, Section, Sitemap, Source, WordPressApi, page_url
from crawler.polling import Polling
from crawler.refused import Interrupted
from crawler.sitemaps import SitemapWalk
from crawler.text.urls import normalise, url_key
from crawler.visit import Validators, Visit, conditional_headers, failed_visit, validators_of, visit_of
from crawler.walk import Mode, Walk

logger = logging.getLogger(__name__)

# Of a sitemap index in a `latest` crawl, so many sitemaps are asked, by what they brought until now.
LATEST_SITEMAPS = 3
# Sitemaps of tags, categories, authors and fixed pages announce no article.
NO_ARTICLE_SITEMAP = re.compile(r"taxonom|categor|[-_/]tags?[-_.]|author|[-_]users|posts-page|page-sitemap")
# An index within an index within an index: deeper than any site that was seen, and the end of one that lists itself.
SITEMAP_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Step:
    """Where in a source a request stands: at its start, on a page of its pager, or at a sitemap of its index."""

    source: Source
    page: int = 1  # of a pager, counted from 1
    depth: int = 0  # below a sitemap index
    child: str | None = None  # the sitemap's own address, below an index

    @property
    def document(self) -> str:
        """The address of what is announced from: what is asked again in the next run, if it changed."""
        return self.child or page_url(self.source, 1)

    @property
    def url(self) -> str:
        """The address to ask."""
        return self.child or page_url(self.source, self.page)


class OutletSpider(Spider):
    """Crawls one outlet as its declaration says. Subclasses set `outlet` and nothing else, unless data cannot say it.

    Arguments, each `-a NAME=VALUE`: `since` and `until` (YYYY-MM-DD in the outlet's zone) drop links that their source
    dates outside; `urls` names a file with one address a line, fetched whatever is known of them, and no source is
    asked; `limit` is the largest number of pages to fetch; `mode` is `latest` or `archive`, which walks sitemaps and
    pagers to their end. Raises ConfigurationError for a value that is none of these.
    """

    outlet: Outlet
    frontier: Frontier

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        urls: str | None = None,
        limit: str | None = None,
        mode: str = "latest",
        **kwargs: Any,
    ) -> None:
        super().__init__()
        if kwargs:
            raise ConfigurationError(
                f"{', '.join(kwargs)} is no argument of this spider; see `scrapy crawl -h` or README"
            )
        self.since = self._day("since", since)
        self.until = self._day("until", until, plus=timedelta(days=1))
        self.urls = read_urls(urls) if urls else None
        self.limit = read_limit(limit) if limit else None
        if mode not in ("latest", "archive"):
            raise ConfigurationError(f"mode={mode!r} is not known; say latest or archive")
        self.mode = cast("Mode", mode)
        self._sitemaps_seen: set[str] = set()
        self._polling = Polling()
        self._walks: dict[str, Walk] = {}  # by the first document of the pager
        self._sitemap_walks: dict[str, SitemapWalk[Step]] = {}  # in an archive crawl, by the source that lists them
        self._further: list[Step] = []  # pages of pagers to ask for when nothing else is left to do
        self._asked = 0  # sources that have not answered yet
        self._has_drawn = False  # whether there are pages to fetch, as far as is known
        self._not_sent = 0  # pages in a row that were not asked for, because their host is left alone
        self._progress = asyncio.Event()

    def _day(self, name: str, value: str | None, plus: timedelta = timedelta(0)) -> datetime | None:
        if not value:
            return None
        try:
            return datetime.fromisoformat(value).replace(tzinfo=self.outlet.zone) + plus
        except (ValueError, OverflowError):
            raise ConfigurationError(f"{name}={value!r} is not a day; write it as 2024-12-08") from None

    def owns(self, url: str) -> bool:
        """Whether a request to `url` stays within the outlet."""
        return self.outlet.owns(url)

    @property
    def run(self) -> Run:
        """The run that this crawl is."""
        return run_of(self.crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build with the signals that say how far the crawl is, and with what the operator chose for the outlet."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        choices = apply_choices(crawler.settings, spider.outlet.slug)
        if choices.moved_to:
            spider.outlet = spider.outlet.also_at(choices.moved_to)
        crawler.signals.connect(spider.scheduler_empty, signals.scheduler_empty)
        crawler.signals.connect(spider.page_settled, signals.item_scraped)
        return spider

    # --- what to ask ---------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Ask every source, best first and guesses last; then fetch what they announced, as long as there is any.

        Pages are drawn from the frontier when Scrapy has none left, so that memory does not grow with what is due, and
        pagers are followed when none is due, so that it is known by then whether the last page was worth it.
        """
        self.frontier = await self.run.open_frontier(self.outlet, self.limit)
        if self.urls is not None:
            for url in self.urls[: self.limit]:
                yield self.article_request(url_key(url), url)
            return
        self._polling = await self.frontier.polling()
        for source in self.sources_to_ask():
            yield self.source_request(Step(source))
        while True:
            self._has_drawn = False
            self._progress.clear()
            # A host that is left alone need not refuse a whole archive, one by one.
            pages = await self.frontier.draw() if self._not_sent < DRAWN else ()
            self._has_drawn = bool(pages)
            for page in pages:
                yield self.article_request(page.key, page.url, conditional_headers(page.validators))
            if not pages:
                sitemaps = [step for walk in self._sitemap_walks.values() for step in walk.take()]
                further, self._further = self._further + sitemaps, []
                for step in () if self.frontier.is_exhausted else further:
                    yield self.source_request(step)
                if not self._asked:
                    return
            await self._progress.wait()

    def sources_to_ask(self) -> list[Source]:
        """The outlet's sources, best first and guesses last; with ONLY_DUE_SOURCES those that are due."""
        sources = {page_url(source): source for source in sorted(self.outlet.sources, key=lambda source: source.guess)}
        if not self.settings.getbool("ONLY_DUE_SOURCES"):
            return list(sources.values())
        return [sources[url] for url in self._polling.due(list(sources))]

    def scheduler_empty(self) -> None:
        """Scrapy has sent every request it had: draw again."""
        if self._has_drawn:
            self._progress.set()

    def source_done(self) -> None:
        """A source has answered, or will not: what it announced can be drawn."""
        self._asked -= 1
        if not self._has_drawn:
            self._progress.set()

    def page_settled(self, item: Visit) -> None:
        """Tell the walks what became of a page."""
        if item.outcome is not None:
            for walk in self._walks.values():
                walk.settled(item.key, item.outcome)

    def source_request(self, step: Step) -> Request:
        """A request for a source document, conditional when it was read before.

        Sources come before pages, so that a run knows early what there is.
        """
        self._asked += 1
        # An archive is walked whether its first page changed or not.
        validators = Validators() if self.mode == "archive" else self._polling.source(step.url).validators
        meta = {"handle_httpstatus_list": [304], "download_maxsize": self.settings.getint("SOURCE_MAXSIZE")}
        return Request(
            step.url,
            self.parse_source,
            errback=self.source_failed,
            headers=conditional_headers(validators),
            cb_kwargs={"step": step},
            priority=10,
            dont_filter=True,
            meta=meta,
        )

    def article_request(self, key: str, url: str, headers: dict[str, str] | None = None) -> Request:
        """A request for a page."""
        return Request(
            url,
            self.parse_article,
            errback=self.article_failed,
            headers=headers,
            dont_filter=True,
            cb_kwargs={"key": key, "url": url},
            meta={"handle_httpstatus_list": [304]},
        )

    # --- what a source answered ----------------------------------------------------------------------------------

    async def parse_source(self, response: Response, step: Step) -> AsyncIterator[Request]:
        """Read what a source announced."""
        try:
            async for request in self._announced(response, step):
                yield request
        finally:
            self.source_done()

    async def _announced(self, response: Response, step: Step) -> AsyncIterator[Request]:
        request = cast("Request", response.request)
        body_hash = hashlib.blake2b(response.body, digest_size=16).hexdigest()
        if response.status == 304 or self.is_unchanged(step, body_hash):
            await self.frontier.source_unchanged(step.document, fetched_at(request), response.status)
            self.source_read()
            return
        try:
            announcement = read_source(response, step.source)
        except UnreadableSource as error:
            await self._source_failed(step, request, unreadable(str(error), response.status))
            return
        links = tuple(filter(self.wanted, announcement.links))
        validators = self.kept_validators(response, announcement, step)
        announced = await self.frontier.announce(
            step.document,
            links,
            fetched_at(request),
            response.status,
            validators,
            body_hash=None if announcement.children else body_hash,
            root=page_url(step.source),
            # The later pages of a pager, an archive and a window say nothing of how often there is news.
            is_poll=step.page == 1 and self.mode == "latest" and not self.since and not self.until,
        )
        self.source_read()
        for request in self.ask_sitemaps(announcement, step, announced):
            yield request
        if self.goes_on(announcement, step, announced):
            self._further.append(replace(step, page=step.page + 1))

    def is_unchanged(self, step: Step, body_hash: str) -> bool:
        """Whether a source sent the bytes of its last announcement, whatever its validators say."""
        return self.mode == "latest" and step.page == 1 and body_hash == self._polling.source(step.document).body_hash

    def source_read(self) -> None:
        """Note that a source answered: from now on, what earlier runs left over is fetched too.

        Not before: while no source answers, the outlet is down or walled off, and its pages would be too.
        """
        self.run.source_read()
        self.frontier.takes_up = True

    def kept_validators(self, response: Response, announcement: Announcement, step: Step) -> Validators | None:
        """What to ask a source with next time; None for what it was asked with until now.

        Nothing of an index, whose sitemaps change while it stays the same. Nothing new from a later page of a pager, or
        when a window dropped links: a source that answers 304 must have told all it has.
        """
        if step.page > 1 or self.since or self.until:
            return None
        return Validators() if announcement.children else validators_of(response)

    def wanted(self, link: Link) -> bool:
        """Whether a link is an article of this outlet within the window that was asked for."""
        if not self.outlet.is_article(link.url):
            return False
        latest = link.modified_at or link.published_at
        earliest = link.published_at or link.modified_at
        return not (
            (self.since and latest and latest < self.since) or (self.until and earliest and earliest >= self.until)
        )

    def sitemaps_to_read(self, children: tuple[Link, ...], step: Step) -> Iterable[Link]:
        """The sitemaps of an index that may announce articles, each once a run."""
        self._sitemaps_seen.add(step.url)
        if step.depth >= SITEMAP_DEPTH:
            return []
        listed = [child for child in children if self._may_announce(child) and child.url not in self._sitemaps_seen]
        chosen = self._polling.sitemaps_due(listed, LATEST_SITEMAPS) if self.mode == "latest" else listed
        chosen = list({child.url: child for child in chosen}.values())
        self._sitemaps_seen.update(child.url for child in chosen)
        return chosen

    def ask_sitemaps(self, announcement: Announcement, step: Step, announced: Announced) -> Iterable[Request]:
        """Ask the sitemaps of an index: in a latest crawl at once, for they are few; those of an archive in turn."""
        chosen = self.sitemaps_to_read(announcement.children, step)
        steps = [replace(step, depth=step.depth + 1, child=child.url) for child in chosen]
        if self.mode == "latest":
            return map(self.source_request, steps)
        self._sitemap_walks.setdefault(page_url(step.source), SitemapWalk()).add(steps)
        if not announcement.children:
            self.sitemap_read(step, announced.links, len(announced.untried))
        return ()

    def sitemap_read(self, step: Step, links: int, untried: int) -> None:
        """Tell the walk through an index what one of its sitemaps named."""
        index = page_url(step.source)
        if step.child and (walk := self._sitemap_walks.get(index)):
            was_asked = self._polling.source(step.child).asked > 0
            if end := walk.answered(links, untried, was_asked):
                self.run.source_left(f"{index} {end}")

    def _may_announce(self, sitemap: Link) -> bool:
        too_old = self.since and sitemap.modified_at and sitemap.modified_at < self.since
        return not too_old and self.owns(sitemap.url) and not NO_ARTICLE_SITEMAP.search(sitemap.url)

    def goes_on(self, announcement: Announcement, step: Step, announced: Announced) -> bool:
        """Whether the next page of a pager is worth asking for; where not, the log says why."""
        if not has_pager(step.source):
            return False
        articles = [link for link in announcement.links if self.outlet.is_article(link.url)]
        walk = self._walks.setdefault(step.document, Walk(self.mode))
        end = walk.document(
            frozenset(url_key(link.url) for link in articles), announced.untried, not all(map(self.wanted, articles))
        )
        if isinstance(step.source, WordPressApi) and len(announcement.links) < POSTS_PER_PAGE:
            return False
        if self.since and all(link.published_at and link.published_at < self.since for link in announcement.links):
            return False
        if walk.is_trap:
            self.run.source_left(f"{step.url} {end}")
        elif end:
            logger.log(logging.INFO if self.mode == "archive" else logging.DEBUG, "%s: %s %s", self.name, step.url, end)
        return end is None

    async def source_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Note a source that could not be read. The end of a pager is no failure: it answers 404, WordPress 400."""
        if not_sent(failure):
            self.run.not_sent(failure)
            self.source_done()
            return
        said = source_failure(failure)
        request = failed_request(failure)
        step: Step = request.cb_kwargs["step"]
        try:
            if isinstance(failure.value, Interrupted):
                return
            if step.page == 1 or said.status not in {400, 404}:
                await self._source_failed(step, request, said, unanswered=unanswered(failure))
        finally:
            self.source_done()
        return
        yield  # an asynchronous generator, as Scrapy wants of an errback that awaits

    async def _source_failed(
        self, step: Step, request: Request, failure: SourceFailure, *, unanswered: bool = False
    ) -> None:
        self.run.source_failed(f"{step.url}: {failure.reason}", expected=step.source.guess)
        note = partial(self.frontier.source_failed, step.document, fetched_at(request), failure)
        await (self.run.unanswered(note) if unanswered else note())
        self.sitemap_read(step, 0, 0)

    # --- what a page answered ------------------------------------------------------------------------------------

    def parse_article(self, response: Response, key: str, url: str) -> Iterable[Visit]:
        """Hand a page to the pipelines."""
        self._not_sent = 0
        yield visit_of(response, self.outlet, key, url)

    async def article_failed(self, failure: Failure) -> AsyncIterator[Visit]:
        """Hand on that a page could not be fetched, and why.

        One that was not asked for, or that the end of the crawl cut short, stays due.
        """
        if isinstance(failure.value, Interrupted):
            return
        if not_sent(failure):
            self.run.not_sent(failure)
            self._not_sent += 1
            return
        self._not_sent = 0
        visit = failed_visit(failure, self.outlet, **failed_request(failure).cb_kwargs)
        if unanswered(failure) and self.run.in_doubt:
            await self.run.unanswered(partial(self.run.keep_failed, visit))
        else:
            yield visit


READERS: dict[type, Callable[[Response, Any], Announcement]] = {
    Feed: lambda response, source: read_feed(response.body, response.url),
    Sitemap: lambda response, source: read_sitemap(io.BytesIO(response.body), response.url),
    Section: lambda response, source: read_section(response.body, response.url, source.links),
    WordPressApi: lambda response, source: read_wordpress(response.body, response.url),
}


def read_source(response: Response, source: Source) -> Announcement:
    """What a source announced. Raises UnreadableSource."""
    return READERS[type(source)](response, source)


def has_pager(source: Source) -> bool:
    """Whether a source comes in numbered pages."""
    return isinstance(source, WordPressApi) or (isinstance(source, Section) and "{page}" in source.url)


def read_urls(file: str) -> list[str]:
    """The addresses in `file`, one a line; empty lines and lines that start with # are passed over."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"urls={file!r} cannot be read: {error}") from None
    urls = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line and not line.startswith("#"):
            if not resolve(line, line):
                raise ConfigurationError(f"urls={file!r}, line {number}: {line!r} is not an http or https address")
            urls.append(normalise(line))
    return urls


def read_limit(value: str) -> int:
    """A positive whole number."""
    if not value.isdecimal() or not int(value):
        raise ConfigurationError(f"limit={value!r} is not a number of pages; write it as 50")
    return int(value)
