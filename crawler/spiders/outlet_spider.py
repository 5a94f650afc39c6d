"""The spider that every outlet is: ask the sources, fetch what is due, hand each page to the pipelines."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.arguments import read_limit, read_mode, read_urls, read_window
from crawler.choices import apply_choices
from crawler.clock import fetched_at
from crawler.discovery.autodiscovery import find_sources
from crawler.discovery.links import Announcement, Link
from crawler.discovery.sieve import Sieve
from crawler.discovery.strangers import OFF_SITE
from crawler.discovery.windows import Window
from crawler.discovery.wordpress import POSTS_PER_PAGE
from crawler.document import SPOOL, digest, opened
from crawler.errors import ConfigurationError, UnreadableSource
from crawler.extensions.run import Run, run_of
from crawler.failures import SourceFailure, failed_request, not_sent, site_is_up, source_failure, unanswered, unreadable
from crawler.frontier import DRAWN, Announced, Answer, Frontier
from crawler.outlet import Outlet, Section, Source, WordPressApi
from crawler.polling import Polling
from crawler.refused import Interrupted
from crawler.robots import parse
from crawler.sitemaps import SitemapWalk
from crawler.step import Asking, Step, announcements, next_page, page_after_failed
from crawler.text.urls import url_key
from crawler.visit import Validators, Visit, conditional_headers, failed_visit, validators_of, visit_of
from crawler.walk import Walk

logger = logging.getLogger(__name__)

# Of a sitemap index in a `latest` crawl, so many sitemaps are asked, by what they brought until now.
LATEST_SITEMAPS = 3
# An index within an index within an index: deeper than any site that was seen, and the end of one that lists itself.
SITEMAP_DEPTH = 3
# Further pages of pagers, and days of daily sitemaps, are asked so many at a time.
AT_ONCE = 20


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
        self.window = read_window(since, until, self.outlet.zone)
        self.urls = read_urls(urls) if urls else None
        self.limit = read_limit(limit) if limit else None
        self.mode = read_mode(mode)
        self.asking = Asking(self.mode, self.window, datetime.now(self.outlet.zone))
        self._sitemaps_seen: set[str] = set()
        self._polling = Polling()
        self._walks: dict[str, Walk] = {}  # by the first document of the pager
        self._sitemap_walks: dict[str, SitemapWalk[Step]] = {}  # in an archive crawl, by the source that lists them
        self._further: list[Step] = []  # what to ask when nothing else is left to do, in its order
        self._found: set[str] = set()  # addresses of sources that nobody declared
        self._has_looked = False  # for them
        self._is_up = False  # whether the site answers, if not with what is declared
        self._asked = 0  # sources that have not answered yet
        self._has_drawn = False  # whether there are pages to fetch, as far as is known
        self._not_sent = 0  # pages in a row that were not asked for, because their host is left alone
        self._progress = asyncio.Event()

    def owns(self, url: str) -> bool:
        """Whether a request to `url` stays within the outlet."""
        return self.outlet.owns(url)

    @property
    def sieve(self) -> Sieve:
        """What this crawl takes of the links that sources announce."""
        return Sieve(self.outlet, self.window)

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
        self.asking = replace(self.asking, now=self.run.now().astimezone(self.outlet.zone))
        for source in self.sources_to_ask():
            yield self.source_request(Step(source))
        while True:
            self._has_drawn = False
            self._progress.clear()
            asked = self._asked  # what these announce may come too late for this draw
            # A host that is left alone need not refuse a whole archive, one by one.
            pages = await self.frontier.draw() if self._not_sent < DRAWN else ()
            self._has_drawn = bool(pages)
            for page in pages:
                yield self.article_request(page.key, page.url, conditional_headers(page.validators))
            if not pages:
                further, self._further = self._further[:AT_ONCE], self._further[AT_ONCE:]
                further += [step for walk in self._sitemap_walks.values() for step in walk.take()]
                for step in () if self.frontier.is_exhausted else further:
                    yield self.source_request(step)
                if not asked and not self._asked:
                    if self._has_looked or self.run.sources_read or not self._is_up:
                        return
                    yield self.front_page_request()
            await self._progress.wait()

    def sources_to_ask(self) -> list[Source]:
        """The outlet's sources, best first and guesses last; with ONLY_DUE_SOURCES those that are due.

        While all of them fail, those that were found before are asked too, one of them in any case: that it answers is
        what the pages wait for.
        """
        found = self._polling.found(self.outlet.sources)
        self._found.update(source.url for source in found)
        declared = sorted(self.outlet.sources, key=lambda source: source.guess)
        sources = {source.url: source for source in (*declared, *found)}
        if not self.settings.getbool("ONLY_DUE_SOURCES"):
            return list(sources.values())
        due = self._polling.due(list(sources))
        if not any(source.url in due for source in found):
            due += [source.url for source in found[:1]]
        return [sources[url] for url in due]

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
        is_conditional = self.is_poll(step) and not self.takes_up(step)
        validators = self._polling.validators(step.document) if is_conditional else Validators()
        meta = {
            "handle_httpstatus_list": [304],
            "download_maxsize": self.settings.getint("SOURCE_MAXSIZE"),
            SPOOL: True,
        }
        return Request(
            self.asking.url(step),
            self.parse_source,
            errback=self.source_failed,
            headers={"Accept-Encoding": "gzip", **conditional_headers(validators)},
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
        if response.status == 304:
            await self.frontier.source_unchanged(step.document, fetched_at(request), response.status)
            self.source_read(step)
            return
        with opened(response) as document:
            body_hash = digest(document)
            if self.is_unchanged(step, body_hash):
                await self.frontier.source_unchanged(step.document, fetched_at(request), response.status)
                self.source_read(step)
                return
            children: list[Link] = []
            links = untried = 0
            answer: Answer | None = None
            try:
                for part, is_last in announcements(document, response.url, step.source):
                    children += part.children
                    if is_last:
                        self.source_read(step)
                    announced = await self.frontier.announce(
                        step.document,
                        tuple(self.sifted(part.links, step.source)),
                        fetched_at(request),
                        response.status,
                        self.kept_validators(response, bool(children), step),
                        body_hash=None if children else body_hash,
                        root=step.source.url,
                        before=answer,
                        is_last=is_last,
                        is_poll=self.is_poll(step),
                        sitemaps=[child.url for child in children] if is_last else (),
                    )
                    answer = announced.answer
                    links, untried = links + announced.links, untried + len(announced.untried)
                    brought = await self.brought(part, step, announced)
                    if is_last and (further := self.goes_on(part, step, announced, brought)):
                        self._further.append(further)
            except UnreadableSource as error:
                await self._source_failed(step, request, unreadable(str(error), response.status))
                return
        for request in self.ask_sitemaps(tuple(children), step):
            yield request
        if not children:
            self.sitemap_read(step, links, untried)

    def is_poll(self, step: Step) -> bool:
        """Whether a request asks what is new.

        An archive is walked, and a window searched, whether the source changed or not; neither they nor the later pages
        of a pager say how often there is news.
        """
        return self.mode == "latest" and step.page == 1 and self.window == Window()

    def is_unchanged(self, step: Step, body_hash: str) -> bool:
        """Whether a source sent the bytes of its last announcement, whatever its validators say."""
        is_same = body_hash == self._polling.source(step.document).body_hash
        return is_same and self.is_poll(step) and not self.takes_up(step)

    def takes_up(self, step: Step) -> bool:
        """Whether a source has later pages that the run before, which was cut short, may not have come to."""
        return self._polling.takes_up and isinstance(step.source, Section | WordPressApi)

    def source_read(self, step: Step) -> None:
        """Note that a source answered: from now on, what earlier runs left over is fetched too.

        Not before: while no source answers, the outlet is down or walled off, and its pages would be too.
        """
        self.run.source_read()
        self.frontier.takes_up = True
        if step.source.url in self._found:
            self.run.source_found(step.source)

    def kept_validators(self, response: Response, is_index: bool, step: Step) -> Validators | None:
        """What to ask a source with next time; None for what it was asked with until now.

        Nothing of an index, whose sitemaps change while it stays the same. Nothing new from a later page of a pager, or
        when a window dropped links: a source that answers 304 must have told all it has.
        """
        if step.page > 1 or step.is_daily or self.window != Window():
            return None
        return Validators() if is_index else validators_of(response)

    def sifted(self, links: Iterable[Link], source: Source) -> Iterable[Link]:
        """The links that are wanted; the run counts why others are left.

        A listing links social networks, and whoever made the site: only in other sources is a link off the site news.
        """
        sieve = self.sieve
        for link in links:
            why = sieve.why_left(link)
            if why is None and self.outlet.is_article(link.url):
                yield link
            elif why and not (why == OFF_SITE and isinstance(source, Section)):
                self.run.link_left(why, link.url)

    def sitemaps_to_read(self, children: tuple[Link, ...], step: Step) -> Iterable[Link]:
        """The sitemaps of an index that may announce articles, each once a run."""
        self._sitemaps_seen.add(step.document)
        if step.depth >= SITEMAP_DEPTH:
            return []
        sieve = self.sieve
        listed = [child for child in children if sieve.may_announce(child) and child.url not in self._sitemaps_seen]
        chosen = self._polling.sitemaps_due(listed, LATEST_SITEMAPS) if self.mode == "latest" else listed
        chosen = list({child.url: child for child in chosen}.values())
        self._sitemaps_seen.update(child.url for child in chosen)
        return chosen

    def ask_sitemaps(self, children: tuple[Link, ...], step: Step) -> Iterable[Request]:
        """Ask the sitemaps of an index: in a latest crawl at once, for they are few; those of an archive in turn."""
        chosen = self.sitemaps_to_read(children, step)
        steps = [replace(step, depth=step.depth + 1, child=child.url) for child in chosen]
        if self.mode == "latest":
            return map(self.source_request, steps)
        self._sitemap_walks.setdefault(step.source.url, SitemapWalk()).add(steps)
        return ()

    def sitemap_read(self, step: Step, links: int, untried: int) -> None:
        """Tell the walk through an index what one of its sitemaps named."""
        if step.child and (walk := self._sitemap_walks.get(step.source.url)):
            was_asked = self._polling.source(step.child).asked > 0
            if end := walk.answered(links, untried, was_asked):
                self.run.source_left(f"{step.source.url} {end}")

    async def brought(self, announcement: Announcement, step: Step, announced: Announced) -> frozenset[str]:
        """What the pager of an archive brought before, of a page that names nothing new."""
        if self.mode == "latest" or announced.untried or next_page(step, announcement) is None:
            return frozenset()
        return await self.frontier.brought(step.document, [url_key(link.url) for link in announcement.links])

    def goes_on(
        self, announcement: Announcement, step: Step, announced: Announced, brought: frozenset[str] = frozenset()
    ) -> Step | None:
        """The next page of a pager, if it is worth asking for; where not, the log says why."""
        if step.is_daily:
            return self.asking.day_before(step, is_empty=not announcement.links)
        further = next_page(step, announcement)
        if further is None:
            return None
        articles = [link for link in announcement.links if self.outlet.is_article(link.url)]
        walk = self._walks.setdefault(step.document, Walk(self.mode, self._polling.takes_up))
        keys = frozenset(url_key(link.url) for link in articles)
        end = walk.document(keys, announced.untried, not all(map(self.sieve.is_wanted, articles)), brought)
        if isinstance(step.source, WordPressApi) and len(announcement.links) < POSTS_PER_PAGE:
            return None
        if articles and all(map(self.sieve.is_past, articles)):
            return None
        if walk.is_trap:
            self.run.source_left(f"{self.asking.url(step)} {end}")
        elif end:
            level = logging.INFO if self.mode == "archive" else logging.DEBUG
            logger.log(level, "%s: %s %s", self.name, self.asking.url(step), end)
        return None if end else further

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
            if step.is_daily and said.status == 404:
                await self._day_missing(step, request, said)
            elif step.page == 1 or said.status not in {400, 404}:
                await self._source_failed(step, request, said, unanswered=unanswered(failure))
        finally:
            self.source_done()
        return
        yield  # an asynchronous generator, as Scrapy wants of an errback that awaits

    async def _source_failed(
        self, step: Step, request: Request, failure: SourceFailure, *, unanswered: bool = False
    ) -> None:
        self._is_up |= site_is_up(failure.status)
        self.run.source_failed(f"{self.asking.url(step)}: {failure.reason}", expected=step.source.guess)
        note = partial(self.frontier.source_failed, step.document, fetched_at(request), failure)
        await (self.run.unanswered(note) if unanswered else note())
        self.sitemap_read(step, 0, 0)
        if self.mode == "archive" and step.page > 1:
            self.run.source_left(f"{self.asking.url(step)} was not read: {failure.reason}")
            if further := page_after_failed(step):
                self._further.append(further)

    async def _day_missing(self, step: Step, request: Request, failure: SourceFailure) -> None:
        """Go on to the day before. A template that leads to no day at all has failed."""
        if before := self.asking.day_before(step, is_empty=True):
            self._further.append(before)
        elif step.empty_days == step.page - 1:
            await self._source_failed(step, request, failure)

    # --- where else the outlet may announce its articles ---------------------------------------------------------

    def front_page_request(self) -> Request:
        """A request for the page on which the outlet may say where its sources are now."""
        self._has_looked = True
        self._asked += 1
        url = "{0.scheme}://{0.netloc}/".format(urlsplit(self.outlet.sources[0].url))
        return Request(url, self.parse_front_page, errback=self.front_page_failed, dont_filter=True)

    async def parse_front_page(self, response: Response) -> AsyncIterator[Request]:
        """Ask what the front page, robots.txt and custom name, since nothing that is declared could be read."""
        try:
            for source in await self.look(response.url, response.body):
                yield self.source_request(Step(source))
        finally:
            self.source_done()

    async def look(self, url: str, page: bytes | None) -> tuple[Source, ...]:
        """The sources that the site of a front page names, apart from those that were asked already."""
        robots = await self.run.store.robots_file("{0.scheme}://{0.netloc}".format(urlsplit(url)))
        asked = [*(source.url for source in self.outlet.sources), *self._found]
        found = find_sources(self.outlet, url, page, parse(robots).sitemaps if robots else (), asked)
        await self.run.record_sources(self.outlet, found)
        self._found.update(source.url for source in found)
        return found

    async def front_page_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Leave it: the run says that no source could be read."""
        self.source_done()
        return
        yield

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
        if unanswered(failure) and self.run.outage:
            await self.run.unanswered(partial(self.run.keep_failed, visit))
        else:
            yield visit
