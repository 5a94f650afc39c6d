"""Extraction in worker processes: a document that hangs or kills its process costs one page and nothing else."""

import asyncio
import multiprocessing
import os
import pickle
import resource
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from crawler.errors import ExtractionCrash, ExtractionError, ExtractionInterrupted, ExtractionTimeout
from crawler.extraction import Article, NoArticle, Page, Template, extract
from crawler.outlet import Outlet
from crawler.sharing import Shared

_STATM = Path("/proc/self/statm")  # proc(5): the size of the address space in pages comes first

# Documents that a worker reads before another takes its place, within a quarter of a second. What libraries and the
# allocator keep grows by a megabyte in a thousand documents.
LIFETIME = 4500

# How a process ends that was told to by SIGTERM, and, as its fork server cannot say any more, when both were: `timeout`
# and systemd tell everyone in the crawler's group.
_ENDED_FROM_OUTSIDE = (-signal.SIGTERM, 255)

Read = Callable[[Page, Outlet, Template | None], Article | NoArticle]

# What a worker sends: this once it is ready, then its answers, each behind its length in so many bytes.
_READY = b"r"
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class _Raised:
    """The answer when the reading function raised."""

    error: str
    out_of_memory: bool = False


@dataclass(eq=False)
class _Worker:
    """One process and the stream to it, which the event loop serves itself.

    A ProcessPoolExecutor passes each document and each answer through two threads and two queues, which wait for the
    interpreter while the loop is busy: a millisecond a page, and the worker idle meanwhile.
    """

    process: BaseProcess
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    documents: int = 0  # that it has read

    async def ready(self) -> None:
        """Waits for its start. Raises EOFError or ConnectionError when it died, as does `ask`."""
        await self.reader.readexactly(len(_READY))

    async def ask(self, page: Page, outlet: Outlet, template: Template | None) -> Article | NoArticle | _Raised:
        """What it makes of a page."""
        self.writer.write(pickle.dumps((page, outlet, template), pickle.HIGHEST_PROTOCOL))
        length = int.from_bytes(await self.reader.readexactly(_LENGTH), "big")
        answer: Article | NoArticle | _Raised = pickle.loads(await self.reader.readexactly(length))
        self.documents += 1
        return answer

    async def kill(self) -> None:
        """Ends the process at once and waits until it is gone."""
        self.writer.close()  # one that is only starting reads the end of its stream, and ends
        if self.process.is_alive():
            self.process.kill()
            await asyncio.to_thread(self.process.join)


class ExtractionWorkers:
    """`count` processes that read pages, each `time_limit` seconds a page; 0 reads in this process, without a limit.

    `memory_limit` is how many megabytes a process may take beyond those with which it starts; 0 sets no limit. After
    `lifetime` documents a process makes way for a new one.
    `read` is what they run. It must be importable by name.
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
        self._interrupted = False
        for _ in range(count):
            self._free.put_nowait(None)
        # The fork server imports what workers need, once, and begins now; a worker is a fork of it and reads its first
        # page at once. A worker also imports the program that started the crawl, which is `scrapy`.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["scrapy.cmdline", __name__, read.__module__])
        if count:
            forkserver.ensure_running()

    @classmethod
    def shared(cls, count: int, time_limit: float, memory_limit: int) -> "ExtractionWorkers":
        """The workers that all crawls of this process have in common; each closes them when it is done with them."""
        key = (count, time_limit, memory_limit)
        return _WORKERS.borrow(key, lambda: cls(count, time_limit, memory_limit=memory_limit))

    async def extract(self, page: Page, outlet: Outlet, template: Template | None = None) -> Article | NoArticle:
        """What `page` holds. Waits for a free worker.

        Raises ExtractionTimeout when reading took longer than the limit, ExtractionCrash when the worker died,
        ExtractionInterrupted when the crawl is being ended, and ExtractionError when the reading function raised or no
        worker could be started; each message names the page.
        """
        if self._inline and not self._interrupted:
            return self._read(page, outlet, template)
        worker = await self._free.get()
        again: _Worker | None = None
        try:
            if self._interrupted:
                raise ExtractionInterrupted(f"{page.url} was not read: the crawl is being ended")
            worker = worker or await self._start(page.url)
            answer = await self._answer(worker, page, outlet, template)
            if worker in self._workers:
                again = worker
        finally:
            self._free.put_nowait(again)
        if isinstance(answer, _Raised):
            raise ExtractionError(f"{page.url} could not be read: {answer.error}")
        return answer

    async def _answer(
        self, worker: _Worker, page: Page, outlet: Outlet, template: Template | None
    ) -> Article | NoArticle | _Raised:
        """The worker's answer. A worker that may not be asked again is ended."""
        usable = False
        try:
            answer = await asyncio.wait_for(worker.ask(page, outlet, template), self._time_limit)
            out_of_memory = isinstance(answer, _Raised) and answer.out_of_memory  # what it still holds is not known
            usable = not out_of_memory and worker.documents < self._lifetime
        except TimeoutError:
            told = f"{page.url} was not read within {self._time_limit:g} s; its worker was killed"
            raise ExtractionTimeout(told) from None
        except (EOFError, ConnectionError):
            await self._end(worker)
            if self._interrupted or worker.process.exitcode in _ENDED_FROM_OUTSIDE:
                raise ExtractionInterrupted(f"{page.url} was not read: its worker was told to end") from None
            raise ExtractionCrash(f"{page.url} killed its worker (out of memory, or a fault in a C library)") from None
        finally:
            if not usable:
                await self._end(worker)
        if out_of_memory:
            told = f"{page.url} needs more than {self._memory_limit} MB to be read; its worker was ended"
            raise ExtractionCrash(told)
        return answer

    async def interrupt(self) -> None:
        """Give up every document, whether it is being read or waits for that."""
        self._interrupted = True
        await self._end_all()

    async def close(self) -> None:
        """Ends every worker, busy or not, unless another crawl of this process has them.

        The fork server itself, which is idle, ends with this process.
        """
        if _WORKERS.give_back(self):
            await self._end_all()

    async def _end_all(self) -> None:
        await asyncio.gather(*map(self._end, tuple(self._workers)))

    async def _start(self, url: str) -> _Worker:
        ours, theirs = socket.socketpair()
        process = self._context.Process(target=_serve, args=(theirs, self._read, self._memory_limit), daemon=True)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        worker = _Worker(process, reader, writer)
        self._workers.add(worker)
        try:
            with theirs:
                await asyncio.to_thread(process.start)  # the first waits for the fork server's imports
            await worker.ready()
        except asyncio.CancelledError:
            await self._end(worker)
            raise
        except (EOFError, OSError) as error:
            await self._end(worker)
            if self._interrupted:
                raise ExtractionInterrupted(f"{url} was not read: the crawl is being ended") from None
            raise ExtractionError(f"{url} was not read, since no worker could be started: {error!r}") from error
        return worker

    async def _end(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.discard(worker)
            await asyncio.shield(worker.kill())


_WORKERS: Shared[ExtractionWorkers] = Shared()


def _serve(stream: socket.socket, read: Read, memory_limit: int) -> None:
    """What a worker does until it is killed. `memory_limit` is in megabytes, as in ExtractionWorkers."""
    # Ctrl-C reaches every process of the terminal; the crawler decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory_limit and _STATM.exists():  # elsewhere than on Linux the limit would not hold
        size = int(_STATM.read_text().split()[0]) * resource.getpagesize() + memory_limit * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with stream, stream.makefile("rb") as documents:
        stream.sendall(_READY)
        while True:
            try:
                document = pickle.load(documents)
            except (EOFError, ConnectionError):  # the crawler has ended, or was killed while it spoke
                return
            answer = pickle.dumps(_attempt(read, document), pickle.HIGHEST_PROTOCOL)
            stream.sendall(len(answer).to_bytes(_LENGTH, "big") + answer)


def _attempt(read: Read, document: tuple[Page, Outlet, Template | None]) -> Article | NoArticle | _Raised:
    try:
        return read(*document)
    except MemoryError:
        return _Raised("out of memory", out_of_memory=True)
    except Exception as error:
        return _Raised(repr(error))


def _end_with_parent() -> None:
    """Ends this worker when the crawler is killed, which leaves it nobody to tell it to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
