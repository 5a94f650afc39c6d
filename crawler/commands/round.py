"""One round over the outlets: those with something due are crawled, several at once, each by nobody else meanwhile."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.settings import Settings

from crawler.commands.process import CrawlProcess
from crawler.extensions.run import Run
from crawler.outage import Outage
from crawler.spiders.outlet_spider import OutletSpider
from crawler.store import Store, revisit_steps
from storage.errors import StorageError
from storage.locks import Holder, try_lock
from storage.outcomes import Outcome, RunOutcome
from storage.sources import Sources

logger = logging.getLogger(__name__)

# Not the name of an outlet: the lock of the round itself.
ROUND_LOCK = "crawlall"
PASSED_OVER = "passed over"
# Time-outs of a request that the end of an outlet's time may take: what is on the wire is waited for, or robots.txt.
LAST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one outlet."""

    outlet: str
    outcome: str  # of its run, or `PASSED_OVER`
    seconds: float
    sources: int = 0  # that were asked
    new: int = 0
    revised: int = 0
    failed: int = 0
    message: str = ""


class Round:
    """Crawls the outlets of `spiders` that have something due. One store and one pool of workers serve all of them."""

    def __init__(
        self,
        process: CrawlProcess,
        settings: Settings,
        spiders: Mapping[str, type[OutletSpider]],
        now: Callable[[], datetime],
    ) -> None:
        self._process = process
        self._settings = settings
        self._spiders = spiders
        self._now = now
        self._store: Store
        at_once = settings.getint("OUTLETS_AT_ONCE")
        self._places = asyncio.Semaphore(at_once)
        # Each crawler keeps the pace of a host for itself: outlets that have one together are crawled in turn.
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        # What a round may take. It never should: but one that hangs would keep all outlets from being crawled for ever.
        longest = settings.getint("OUTLET_TIME_LIMIT") and (
            settings.getint("OUTLET_TIME_LIMIT") + LAST_ANSWERS * settings.getint("DOWNLOAD_TIMEOUT")
        )
        self.at_most = longest * -(-len(spiders) // at_once)
        self._unsettled: list[tuple[str, float, Run]] = []
        self.outage = Outage()
        self.lines: list[Line] = []
        self.idle = 0  # outlets with nothing due
        self.failure: str | None = None  # the database's

    async def go(self) -> None:
        """Crawl, and wait for the last one."""
        self._store = Store.open(self._settings["DATABASE_URL"], revisit_steps(self._settings.getlist("REVISIT_AFTER")))
        try:
            due = await self._due()
            self.idle = len(self._spiders) - len(due)
            await asyncio.gather(*(self._visit(name, spider) for name, spider in due.items()))
            await self._settle()
        except (StorageError, CloseSpider):
            logger.debug("the round ends early", exc_info=True)  # the store has failed, and says why
        finally:
            self.failure = self._store.failure
            await self._store.close()

    async def _due(self) -> Mapping[str, type[OutletSpider]]:
        """The spiders whose outlets have anything due. To the others not even a crawler is made."""
        outlets = [spider.outlet for spider in self._spiders.values()]
        declared = {outlet.slug: [source.url for source in outlet.sources] for outlet in outlets}
        due = set(await self._store.call(Sources(self._store.database).outlets_due, declared, self._now()))
        return {name: spider for name, spider in self._spiders.items() if spider.outlet.slug in due}

    async def _visit(self, name: str, spider: type[OutletSpider]) -> None:
        async with AsyncExitStack() as turns:
            # Always in this order, so that no two outlets wait for each other.
            for host in sorted({urlsplit(source.url).netloc for source in spider.outlet.sources}):
                await turns.enter_async_context(self._hosts[host])
            await turns.enter_async_context(self._places)
            if self._process.stopping or self._store.failure or self.outage.is_clear:
                return
            begun = time.monotonic()
            lock = await asyncio.to_thread(try_lock, self._settings["DATABASE_URL"], spider.outlet.slug)
            if isinstance(lock, Holder):
                self.lines.append(Line(name, PASSED_OVER, 0, message=f"is being crawled by {lock}"))
                return
            try:
                run = await self._process.crawl(self._crawler(spider))
            finally:
                await asyncio.to_thread(lock.release)
            seconds = time.monotonic() - begun
            if run is None:
                self.lines.append(Line(name, RunOutcome.FAILED, seconds, message="could not be started; see the log"))
            elif run.outcome is RunOutcome.RUNNING:
                self._unsettled.append((name, seconds, run))
            else:
                self.lines.append(line_of(name, seconds, run))

    def _crawler(self, spider: type[OutletSpider]) -> Crawler:
        crawler = Crawler(spider, self._settings)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._answered, signals.response_downloaded)
        return crawler

    def _opened(self, spider: Spider) -> None:
        run = spider.crawler.get_extension(Run)
        assert run is not None
        run.outage = self.outage

    def _answered(self, spider: Spider, **_: Any) -> None:
        self.outage.answered(spider.name)

    async def _settle(self) -> None:
        await self.outage.settle()
        if self.outage.is_ours:
            logger.warning(
                "our own network seems to be down: %s of %s outlets gave no answer; nothing is held against them",
                len(self.outage.silent),
                self.outage.tried,
            )
        elif self.outage.excused:
            logger.warning(
                "our own network seems to have been down meanwhile: %s outlets gave no answer any more while no other "
                "did; nothing of that time is held against them",
                len(self.outage.excused),
            )
        self.lines += (line_of(*unsettled) for unsettled in self._unsettled)


def line_of(name: str, seconds: float, run: Run) -> Line:
    """What a run came to."""
    counts = run.counts
    return Line(
        name,
        run.outcome,
        seconds,
        sources=run.sources_read + len(run.source_errors),
        new=counts[Outcome.STORED] + counts[Outcome.OFF_TOPIC],
        revised=counts[Outcome.REVISED],
        failed=counts[Outcome.FAILED] + counts[Outcome.BLOCKED],
        message=run.message or "; ".join(run.warnings[:1]),
    )
