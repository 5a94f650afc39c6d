"""Extraction in worker processes: a document that hangs or kills its process costs one page and nothing else."""

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from crawler.errors import ExtractionCrash, ExtractionError, ExtractionTimeout
from crawler.extraction import Article, NoArticle, Page, Template, extract
from crawler.outlet import Outlet

_STATM = Path("/proc/self/statm")  # proc(5): the size of the address space in pages comes first

# Documents that a worker reads before another takes its place, within a quarter of a second. What libraries and the
# allocator keep grows by a megabyte in a thousand documents.
LIFETIME = 4500

Read = Callable[[Page, Outlet, Template | None], Article | NoArticle]


@dataclass(eq=False)
class _Worker:
    """One process in a pool of its own, so that its end is nobody else's."""

    pool: ProcessPoolExecutor
    pid: asyncio.Future[int]  # known once the process has started
    documents: int = 0  # that it has read
    _end: asyncio.Task[None] | None = None

    async def kill(self) -> None:
        """Ends the process at once and waits until it is gone. Once, whoever asks: a pool cannot be shut down twice."""
        self._end = self._end or asyncio.create_task(self._kill())
        await asyncio.shield(self._end)

    async def _kill(self) -> None:
        with suppress(BrokenProcessPool, ProcessLookupError):  # it died before us
            os.kill(await self.pid, signal.SIGKILL)
        await asyncio.to_thread(self.pool.shutdown)


class ExtractionWorkers:
    """`count` processes that read pages, each `time_limit` seconds a page; 0 reads in this process, without a limit.

    `memory_limit` is how many megabytes a process may take beyond those with which it starts; 0 sets no limit. After
    `lifetime` documents a process makes way for a new one.
    `read` is what they run. It must be importable by name, and so must the exceptions that it raises.
    """

    def __init__(
        self, count: int, time_limit: float, read: Read = extract, memory_limit: int = 0, lifetime: int = LIFETIME
    ) -> None:
        self._time_limit = time_limit
        self._memory_limit = memory_limit
        self._lifetime = lifetime
        self._read = read
        self._workers: set[_Worker] = set()
        # A slot is a worker or the leave to start one: workers start when they are needed.
        self._free: asyncio.Queue[_Worker | None] = asyncio.Queue()
        self._inline = count == 0
        for _ in range(count):
            self._free.put_nowait(None)
        # The fork server imports what workers need once; a worker is a fork of it and reads its first page at once.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__, read.__module__])

    async def extract(self, page: Page, outlet: Outlet, template: Template | None = None) -> Article | NoArticle:
        """What `page` holds. Waits for a free worker.

        Raises ExtractionTimeout when reading took longer than the limit, ExtractionCrash when the worker died, and
        ExtractionError when the reading function raised; each message names the page.
        """
        if self._inline:
            return self._read(page, outlet, template)
        worker = await self._free.get() or self._start()
        again: _Worker | None = None
        try:
            await asyncio.shield(worker.pid)  # a worker's start is not the document's time
            result = await asyncio.wait_for(self._submit(worker, page, outlet, template), self._time_limit)
        except TimeoutError:
            await self._end(worker)
            told = f"{page.url} was not read within {self._time_limit:g} s; its worker was killed"
            raise ExtractionTimeout(told) from None
        except BrokenProcessPool:
            await self._end(worker)
            raise ExtractionCrash(f"{page.url} killed its worker (out of memory, or a fault in a C library)") from None
        except MemoryError:
            await self._end(worker)  # what it still holds is not known
            told = f"{page.url} needs more than {self._memory_limit} MB to be read; its worker was ended"
            raise ExtractionCrash(told) from None
        except asyncio.CancelledError:
            await self._end(worker)
            raise
        except Exception as error:
            again = worker
            raise ExtractionError(f"{page.url} could not be read: {error!r}") from error
        else:
            worker.documents += 1
            if worker.documents < self._lifetime:
                again = worker
            else:
                await self._end(worker)
            return result
        finally:
            self._free.put_nowait(again)

    async def close(self) -> None:
        """Ends every worker, busy or not. The fork server itself, which is idle, ends with this process."""
        await asyncio.gather(*(worker.kill() for worker in self._workers))
        self._workers.clear()

    def _start(self) -> _Worker:
        pool = ProcessPoolExecutor(1, mp_context=self._context, initializer=_prepare, initargs=(self._memory_limit,))
        worker = _Worker(pool, asyncio.get_running_loop().run_in_executor(pool, os.getpid))
        self._workers.add(worker)
        return worker

    def _submit(
        self, worker: _Worker, page: Page, outlet: Outlet, template: Template | None
    ) -> asyncio.Future[Article | NoArticle]:
        return asyncio.get_running_loop().run_in_executor(worker.pool, self._read, page, outlet, template)

    async def _end(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        await worker.kill()


def _prepare(memory_limit: int) -> None:
    """Runs first in each worker. `memory_limit` is in megabytes, as in ExtractionWorkers."""
    # Ctrl-C reaches every process of the terminal; the crawler decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory_limit and _STATM.exists():  # elsewhere than on Linux the limit would not hold
        size = int(_STATM.read_text().split()[0]) * resource.getpagesize() + memory_limit * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _end_with_parent() -> None:
    """Ends this worker when the crawler is killed, which leaves it nobody to tell it to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
