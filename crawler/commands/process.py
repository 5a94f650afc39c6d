"""The process in which spiders run, and how it ends when it is told to."""

import asyncio
import gc
import logging
import os
import signal
import time
from collections.abc import Coroutine
from types import FrameType
from typing import Any, TypeVar, cast

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.ossignal import install_shutdown_handlers
from twisted.internet.base import ReactorBase

from crawler.downloader import InterruptibleDownloader
from crawler.extensions.run import Run
from crawler.pipelines.extract import ExtractPipeline
from storage.errors import StorageError

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Seconds in which answers that are on their way may still arrive, and pages be read: most need less than one.
GRACE = 10
# Seconds after which the kernel ends a process that has not ended itself, whatever holds it up: a database that hangs,
# a name server that does not answer, a document in a C library. That costs what a kill costs: nothing that was stored.
LAST_RESORT = 25
# How many new objects make Python look for cycles among the young, the middle-aged and all. By its own 700, 10 and 10
# it looks every other page, through all that Scrapy, Twisted and SQLAlchemy hold: a tenth of the crawler's time.
GC_THRESHOLD = (20_000, 20, 100)
# `timeout` tells its child, and then its child's whole group: two signals within so many seconds are one.
ONE_SIGNAL = 1


class CrawlProcess:
    """Runs crawlers on Scrapy's reactor. SIGTERM or Ctrl-C ends them in order within half a minute, a second at once.

    In order: requests that are not on the wire are given up at once, the others after a few seconds, like pages that
    are being read; what was fetched is stored, and the runs are ended as interrupted.
    """

    def __init__(self, process: AsyncCrawlerProcess) -> None:
        self._process = process
        self._loop = asyncio.get_event_loop()
        self._told_at: float | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def stopping(self) -> bool:
        """Whether the process was told to end: nothing new is to be begun."""
        return self._told_at is not None

    def run(self, main: Coroutine[Any, Any, T], at_most: int = 0) -> T:
        """What `main` returns; the reactor runs as long as it does. Told to end after `at_most` seconds; 0: never."""
        task = self._loop.create_task(main)
        task.add_done_callback(self._done)
        install_shutdown_handlers(self._told_to_end)
        signal.signal(signal.SIGALRM, self._told_to_end)
        signal.alarm(at_most)
        gc.freeze()  # what is loaded by now stays
        gc.set_threshold(*GC_THRESHOLD)
        self._process.start(stop_after_crawl=False, install_signal_handlers=False)
        return task.result()

    async def crawl(self, crawler: Crawler, **arguments: Any) -> Run | None:
        """Run `crawler` to its end; None when it could not be started, which is logged."""
        try:
            await self._process.crawl(crawler, **arguments)
        except StorageError as error:
            logger.critical("%s", error)
        except Exception:
            logger.critical("%s could not be started", crawler.spidercls.name, exc_info=True)
        else:
            return crawler.get_extension(Run)
        return None

    def _done(self, _: object) -> None:
        from twisted.internet import reactor

        cast("ReactorBase", reactor).stop()

    def _told_to_end(self, number: int, _: FrameType | None) -> None:
        """A signal's handler: between any two instructions of the program, so it only leaves word."""
        if self._told_at is None:
            self._told_at = time.monotonic()
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(LAST_RESORT)
            self._loop.call_soon_threadsafe(self._begin_to_end, signal.Signals(number).name)
        elif time.monotonic() - self._told_at > ONE_SIGNAL:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    def _begin_to_end(self, name: str) -> None:
        logger.warning("%s: ending within %s seconds; send it again to end at once", name, LAST_RESORT)
        self._ending = self._loop.create_task(self._end())

    async def _end(self) -> None:
        """Ends every crawler, those too that are only starting, which Scrapy's own way to stop would not."""
        grace_ends = self._loop.time() + GRACE
        stops = []
        while True:
            grace_is_over = self._loop.time() >= grace_ends
            for crawler in list(self._process.crawlers):
                try:
                    engine = crawler.engine
                except RuntimeError:  # it has none yet
                    continue
                if crawler.crawling and engine.running:
                    stops.append(self._loop.create_task(crawler.stop_async()))
                cast("InterruptibleDownloader", engine.downloader).interrupt(sent=grace_is_over)
                pipeline = crawler.get_item_pipeline(ExtractPipeline)
                if grace_is_over and pipeline is not None:
                    await pipeline.workers.interrupt()
            await asyncio.sleep(0.1)
