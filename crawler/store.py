"""The database as the crawler's event loop sees it: one thread, and writes gathered into batches."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import ParamSpec, TypeVar

from crawler.comparing import COMPARISON
from crawler.errors import ConfigurationError
from crawler.sharing import Shared
from storage.database import Database, open_database
from storage.errors import StorageError
from storage.records import RobotsFile, Stored, VisitRecord
from storage.robots import Robots
from storage.schedule import REVISIT_AFTER
from storage.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

# The reason for which a spider is closed when its database fails.
STORAGE_FAILED = "storage_failed"

# A transaction of 100 articles takes SQLite about 50 ms: long enough to pay for its commit, short enough to wait for.
BATCH = 100
# Seconds in which a batch gathers. The downloader goes on meanwhile: Scrapy holds 5 MB of pages before it waits.
GATHERING = 0.1


class Store:
    """One database behind one thread, so that the event loop never waits and SQLite never sees two writers of ours.

    Raises the errors of `storage.errors` from every method.
    """

    def __init__(self, database: Database, revisit_after: Sequence[timedelta] = REVISIT_AFTER) -> None:
        self.database = database
        self._writer = Writer(database, COMPARISON, revisit_after)
        self._robots = Robots(database)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self.failure: str | None = None  # the first error: why the run cannot go on
        self._waiting: list[tuple[VisitRecord, asyncio.Future[Stored]]] = []
        self._writing: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, url: str, revisit_after: Sequence[timedelta] = REVISIT_AFTER) -> "Store":
        """The store of the database at `url`, opened now if no crawl of this process has it; a SQLite file is created
        or migrated. Whoever opened it closes it.

        Articles are visited again for edits `revisit_after` they were first stored.
        """
        return _STORES.borrow(url, lambda: cls(open_database(url), revisit_after))

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `function`, run in the database's thread."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: function(*args, **kwargs))
        except StorageError as error:
            self.failure = self.failure or str(error)
            raise

    async def put(self, visit: VisitRecord) -> Stored:
        """Store one visit; returns once the transaction that holds it has committed.

        What comes in within a tenth of a second is written together: a transaction of one page costs nearly as much
        as one of twenty, and nobody waits for a page that was just fetched.
        """
        done: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self._waiting.append((visit, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(GATHERING)
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                try:
                    results = await self.call(self._writer.store, [visit for visit, _ in batch])
                except Exception as error:
                    for _, done in batch:
                        done.set_exception(error)
                else:
                    for (_, done), result in zip(batch, results, strict=True):
                        done.set_result(result)
        finally:
            self._writing = None

    async def robots_file(self, origin: str) -> RobotsFile | None:
        """The last robots.txt of `origin`."""
        return await self.call(self._robots.robots_file, origin)

    async def keep_robots_file(self, file: RobotsFile) -> None:
        """Keep a robots.txt for later runs."""
        await self.call(self._robots.keep_robots_file, file)

    async def close(self) -> None:
        """Write what waits and close the database, unless another crawl of this process has it open."""
        if not _STORES.give_back(self):
            return
        if self._writing is not None:
            await self._writing
        await self.call(self.database.close)
        self._thread.shutdown()


_STORES: Shared[Store] = Shared()


def revisit_steps(hours: Sequence[str | float]) -> tuple[timedelta, ...]:
    """How long after it was first stored an article is visited again, from the setting REVISIT_AFTER."""
    try:
        steps = tuple(timedelta(hours=float(step)) for step in hours)
    except (ValueError, OverflowError):
        steps = (timedelta(-1),)
    if any(step <= timedelta(0) for step in steps):
        raise ConfigurationError(
            f"REVISIT_AFTER={','.join(map(str, hours))!r} is no list of hours; write it as 1,6,24,168 or leave it empty"
        )
    return steps
