"""One run of one spider: opens the database, starts and ends the run, and says in one line how it went."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from crawler.frontier import KINDS, Frontier
from crawler.memory import Memory
from crawler.outlet import Outlet, Source
from crawler.recording import open_recordings
from crawler.store import Store
from storage.errors import StorageError
from storage.outcomes import Outcome, RunOutcome
from storage.records import OutletRecord, SourceRecord, Stored
from storage.runs import Runs

logger = logging.getLogger(__name__)

# Scrapy's reasons for closing a spider that are not failures of ours.
FINISHED = "finished"
INTERRUPTED = "shutdown"


class Run:
    """What the parts of a crawl share: the store, the runs by outlet, and the clock.

    A crawl has one outlet; `scrapy ingest` meets several, and starts a run for each when it meets it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = Store.open(crawler.settings["DATABASE_URL"])
        self.memory = Memory(self.store)
        self._runs = Runs(self.store.database)
        self._started: dict[str, asyncio.Task[int]] = {}
        self._with_new_text: dict[str, Outlet] = {}
        self._copies: Counter[str] = Counter()
        self.counts: Counter[Outcome] = Counter()
        self.sources_read = 0
        self.source_errors: list[str] = []
        self.warnings: list[str] = []
        self.sources_left: list[str] = []
        self.sources_found: dict[str, str] = {}  # that nobody declared, by address
        self.links_left: dict[str, set[int]] = {}  # hashes of addresses, by why they were left
        self.from_sources = 0
        self.frontier: Frontier | None = None
        self.outcome = RunOutcome.RUNNING
        self.fault: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings. Raises the errors of `storage.errors` when the database cannot be opened."""
        run = cls(crawler)
        crawler.signals.connect(run.spider_error, signals.spider_error)
        crawler.signals.connect(run.spider_closed, signals.spider_closed)
        return run

    @cached_property
    def _recorded_from(self) -> datetime | None:
        replay = self.crawler.settings.getlist("REPLAY")
        return open_recordings(*replay).first_date if replay else None

    def now(self) -> datetime:
        """The time: the recording's first moment in a replay."""
        return self._recorded_from or datetime.now(UTC)

    async def of(self, outlet: Outlet) -> int:
        """The id of the run for `outlet`, started if it is not yet."""
        if outlet.slug not in self._started:  # a task, for several pages may ask before the run is there
            mode = getattr(self.crawler.spider, "mode", "ingest")
            starting = self.store.call(self._runs.start_run, outlet_record(outlet), self.now(), mode)
            self._started[outlet.slug] = asyncio.ensure_future(starting)
        return await self._started[outlet.slug]

    async def open_frontier(self, outlet: Outlet, limit: int | None) -> Frontier:
        """Start the run for `outlet` and give the frontier that its spider works through."""
        self.frontier = Frontier(self.store, outlet, await self.of(outlet), self.now(), limit)
        return self.frontier

    def count(self, outlet: Outlet, stored: Stored) -> None:
        """Count the outcome of one page."""
        self.counts[stored.outcome] += 1
        self._copies[outlet.slug] += stored.is_copy
        self.from_sources += stored.from_source
        if stored.from_source or stored.outcome in (Outcome.STORED, Outcome.OFF_TOPIC, Outcome.REVISED):
            self._with_new_text[outlet.slug] = outlet

    def source_read(self) -> None:
        """Count a source that answered."""
        self.sources_read += 1

    def source_failed(self, message: str, expected: bool) -> None:
        """Remember why a source could not be read; that a guessed one does not exist was to be expected."""
        self.source_errors.append(message)
        if not expected:
            self.warnings.append(message)

    def source_left(self, message: str) -> None:
        """Remember a source that was not walked to its end, for it led nowhere: the run's message names it."""
        self.sources_left.append(message)

    async def record_sources(self, outlet: Outlet, sources: Iterable[Source]) -> None:
        """Keep sources that nobody declared with those of their outlet."""
        await self.of(outlet)
        await self.store.call(self._runs.add_sources, outlet.slug, source_records(sources))

    def source_found(self, source: Source) -> None:
        """Remember a source that nobody declared and that could be read."""
        self.sources_found[source.url] = KINDS[type(source)]

    def link_left(self, why: str, url: str) -> None:
        """Count a link that was announced and is not for us to fetch."""
        self.links_left.setdefault(why, set()).add(hash(url))

    def spider_error(self, failure: Failure) -> None:
        """Remember a fault of ours in a spider: the run does not count as finished."""
        self.fault = f"internal error: {failure.value!r}"

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """End the runs, close the database and say in one line how it went."""
        self.outcome, message = self._ending(reason)
        try:
            await self._finish(message)
            await self._learn()
        finally:
            await self.store.close()
        if self.outcome is RunOutcome.FINISHED:  # or one line says it all
            for warning in self.warnings:
                logger.warning("%s: source not read, %s", spider.name, warning)
        counts = ", ".join(f"{outcome} {self.counts[outcome]}" for outcome in Outcome if self.counts[outcome])
        level = logging.INFO if self.outcome is RunOutcome.FINISHED else logging.ERROR
        said = f"{self.outcome}: {message}" if message else self.outcome
        logger.log(level, "%s %s; %s", spider.name, said, "; ".join([counts or "no page fetched", *self._remarks()]))

    def _remarks(self) -> Iterator[str]:
        """What else to say of a run in its line."""
        if self.from_sources:
            yield f"{self.from_sources} of the blocked read from their sources"
        if self.links_left:
            yield "links left: " + ", ".join(f"{why} {len(urls)}" for why, urls in sorted(self.links_left.items()))
        if self.sources_found:
            yield "sources found: " + ", ".join(f"{kind} {url}" for url, kind in self.sources_found.items())

    async def _finish(self, message: str | None) -> None:
        announced = self.frontier.announced if self.frontier else 0
        for slug, started in self._started.items():
            try:
                await self.store.call(
                    self._runs.finish_run,
                    await started,
                    self.now(),
                    self.outcome,
                    message,
                    announced=announced,
                    copies=self._copies[slug],
                )
            except StorageError:
                logger.debug("the run could not be ended", exc_info=True)  # the store has failed: its error is said

    async def _learn(self) -> None:
        """Learn what recurs at the outlets whose articles came in: the next run cuts it."""
        for outlet in () if self.store.failure else self._with_new_text.values():
            try:
                await self.memory.learn(outlet, self.now())
            except StorageError:
                logger.debug("nothing could be learnt", exc_info=True)

    def _ending(self, reason: str) -> tuple[RunOutcome, str | None]:
        """The outcome of the run, and why it is not that it finished."""
        if fault := self.store.failure or self.fault:
            return RunOutcome.FAILED, fault
        if reason == INTERRUPTED:
            return RunOutcome.INTERRUPTED, "what was not fetched is due in the next run"
        if self.source_errors and not self.sources_read:
            return RunOutcome.FAILED, f"none of its sources could be read; {self.source_errors[0]}"
        if reason != FINISHED:
            return RunOutcome.FAILED, f"closed for {reason}"
        return RunOutcome.FINISHED, "; ".join(self.sources_left) or None


def run_of(crawler: Crawler) -> Run:
    """The run that `crawler` is. Every crawl is one but `scrapy extract`, which stores nothing."""
    run = crawler.get_extension(Run)
    assert run is not None
    return run


def outlet_record(outlet: Outlet) -> OutletRecord:
    """An outlet's identity as the store keeps it."""
    return OutletRecord(
        slug=outlet.slug,
        name_ar=outlet.name_ar,
        name_en=outlet.name_en,
        domains=outlet.domains,
        country=outlet.country,
        time_zone=outlet.time_zone,
        publisher_group=outlet.publisher_group,
        sources=source_records(outlet.sources),
    )


def source_records(sources: Iterable[Source]) -> tuple[SourceRecord, ...]:
    """Sources as the store keeps them."""
    return tuple(SourceRecord(source.url, KINDS[type(source)], source.guess) for source in sources)
