"""One run of one spider: opens the database, starts and ends the run, and says in one line how it went."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.frontier import KINDS, Frontier
from crawler.memory import Memory
from crawler.outage import Note, Outage
from crawler.outlet import Outlet, Source
from crawler.recording import open_recordings
from crawler.store import Store, revisit_steps
from crawler.text.urls import url_key
from crawler.visit import Visit
from storage.errors import StorageError
from storage.outcomes import FoundBy, Outcome, RunOutcome
from storage.records import OutletRecord, SourceRecord, Stored, VisitRecord
from storage.runs import INGEST, Runs

logger = logging.getLogger(__name__)

# Scrapy's reasons for closing a spider that are not failures of ours.
FINISHED = "finished"
INTERRUPTED = "shutdown"
TIME_IS_UP = "closespider_timeout"
LEFT_FOR_LATER = "what was not fetched is due in the next run"


class Run:
    """What the parts of a crawl share: the store, the runs by outlet, and the clock.

    A crawl has one outlet; `scrapy ingest` meets several, and starts a run for each when it meets it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.store = Store.open(
            crawler.settings["DATABASE_URL"], revisit_steps(crawler.settings.getlist("REVISIT_AFTER"))
        )
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
        self.left_due: Counter[str] = Counter()  # by why they were not asked for
        self.sources_found: dict[str, str] = {}  # that nobody declared, by address
        self.links_left: dict[str, set[int]] = {}  # hashes of addresses, by why they were left
        self.from_sources = 0
        self.frontier: Frontier | None = None
        self.outcome = RunOutcome.RUNNING
        self.message: str | None = None  # why it did not finish
        self.outage: Outage | None = None  # of the round that this crawl is part of, if it is
        self.fault: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings. Raises the errors of `storage.errors` when the database cannot be opened."""
        run = cls(crawler)
        crawler.signals.connect(run.spider_error, signals.spider_error)
        crawler.signals.connect(run.spider_closed, signals.spider_closed)
        return run

    @cached_property
    def recorded(self) -> frozenset[str] | None:
        """The keys of the pages that a replay can be asked for; None on the network."""
        replay = self.crawler.settings.getlist("REPLAY")
        return frozenset(map(url_key, open_recordings(*replay).urls())) if replay else None

    @cached_property
    def now(self) -> Callable[[], datetime]:
        """The time."""
        return clock_of(self.crawler.settings)

    async def of(self, outlet: Outlet) -> int:
        """The id of the run for `outlet`, started if it is not yet."""
        if outlet.slug not in self._started:  # a task, for several pages may ask before the run is there
            mode = getattr(self.crawler.spider, "mode", INGEST)
            # `crawl` and `crawlall` hold the outlet's lock: whoever was crawling it before is gone.
            alone = hasattr(self.crawler.spider, "outlet")
            starting = self.store.call(self._runs.start_run, outlet_record(outlet), self.now(), mode, alone=alone)
            self._started[outlet.slug] = asyncio.ensure_future(starting)
        return await self._started[outlet.slug]

    async def open_frontier(self, outlet: Outlet, limit: int | None) -> Frontier:
        """Start the run for `outlet` and give the frontier that its spider works through."""
        self.frontier = Frontier(self.store, outlet, await self.of(outlet), self.now(), limit, self.recorded)
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

    def not_sent(self, failure: Failure) -> None:
        """Count a page or source that was not asked for, because its host is not to be asked now."""
        self.left_due[str(failure.value)] += 1

    async def unanswered(self, note: Note) -> None:
        """Have `note` write down that a request got no answer, unless that turns out to be our own outage."""
        await (self.outage.unanswered(self._spider, note) if self.outage else note())

    async def keep_failed(self, visit: Visit) -> None:
        """Store a page that could not be fetched, without the way through the pipelines."""
        failed = VisitRecord(
            visit.outlet.slug, await self.of(visit.outlet), visit.key, visit.url, visit.fetched_at, visit.status,
            visit.outcome, visit.reason,
        )  # fmt: skip
        self.count(visit.outlet, await self.store.put(failed))

    @property
    def _spider(self) -> str:
        assert self.crawler.spider is not None
        return self.crawler.spider.name

    async def record_sources(self, outlet: Outlet, sources: Iterable[Source]) -> None:
        """Keep sources that nobody declared with those of their outlet."""
        await self.of(outlet)
        await self.store.call(self._runs.add_sources, outlet.slug, source_records(sources, FoundBy.AUTODISCOVERY))

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
        outcome, message = self._ending(reason)
        end = partial(self._end, spider, outcome, message, self.now())
        outage = self.outage
        is_silent = outage is not None and outcome is RunOutcome.FAILED and outage.is_silent(spider.name)
        if outage is not None and (is_silent or outage.in_doubt(spider.name)):
            outage.at_end(spider.name, end)
        else:
            await end(our_outage=False)

    async def _end(
        self, spider: Spider, outcome: RunOutcome, message: str | None, ended_at: datetime, our_outage: bool
    ) -> None:
        if our_outage:
            outcome, message = RunOutcome.INTERRUPTED, f"nothing answered, here or elsewhere; {LEFT_FOR_LATER}"
        self.outcome, self.message = outcome, message
        try:
            await self._finish(ended_at)
            await self._learn()
        finally:
            await self.store.close()
        if our_outage:
            return  # one line for all outlets says so
        if self.outcome is RunOutcome.FINISHED:  # or one line says it all
            for warning in self.warnings:
                logger.warning("%s: source not read, %s", spider.name, warning)
        counts = ", ".join(f"{outcome} {self.counts[outcome]}" for outcome in Outcome if self.counts[outcome])
        level = logging.INFO if self.outcome is RunOutcome.FINISHED else logging.ERROR
        if self.left_due and level == logging.INFO:
            level = logging.WARNING
        said = f"{self.outcome}: {message}" if message else self.outcome
        logger.log(level, "%s %s; %s", spider.name, said, "; ".join([counts or "no page fetched", *self._remarks()]))

    def _remarks(self) -> Iterator[str]:
        """What else to say of a run in its line."""
        if self.from_sources:
            yield f"{self.from_sources} of the blocked read from their sources"
        if self.links_left:
            yield "links left: " + ", ".join(f"{why} {len(urls)}" for why, urls in sorted(self.links_left.items()))

    async def _finish(self, ended_at: datetime) -> None:
        announced = self.frontier.announced if self.frontier else 0
        for slug, started in self._started.items():
            try:
                await self.store.call(
                    self._runs.finish_run,
                    await started,
                    ended_at,
                    self.outcome,
                    self.message,
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
            return RunOutcome.INTERRUPTED, LEFT_FOR_LATER
        if reason == TIME_IS_UP:
            return RunOutcome.INTERRUPTED, f"its time is up; {LEFT_FOR_LATER}"
        if self.source_errors and not self.sources_read:
            left = "".join(f"; {reason}" for reason in self.left_due)
            return RunOutcome.FAILED, f"none of its sources could be read; {self.source_errors[0]}{left}"
        if reason != FINISHED:
            return RunOutcome.FAILED, f"closed for {reason}"
        left_due = (f"{reason} ({number} not asked for)" for reason, number in self.left_due.items())
        found = ", ".join(f"{kind} {url}" for url, kind in self.sources_found.items())
        said = (f"sources found: {found}",) if found else ()
        return RunOutcome.FINISHED, "; ".join((*said, *self.sources_left, *left_due)) or None


def clock_of(settings: BaseSettings) -> Callable[[], datetime]:
    """What tells the time: in a replay it is the recording's first moment."""
    replay = settings.getlist("REPLAY")
    recorded_from = open_recordings(*replay).first_date if replay else None
    return lambda: recorded_from or datetime.now(UTC)


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


def source_records(sources: Iterable[Source], found_by: FoundBy = FoundBy.DECLARATION) -> tuple[SourceRecord, ...]:
    """Sources as the store keeps them."""
    return tuple(SourceRecord(source.url, KINDS[type(source)], source.guess, found_by) for source in sources)
