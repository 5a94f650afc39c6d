"""Scrapy's downloader, which can give up what it is doing."""

from asyncio import CancelledError
from typing import TypeVar

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import CancelledError as TwistedCancelledError
from twisted.internet.defer import Deferred, fail
from twisted.python.failure import Failure

from crawler.refused import Interrupted

T = TypeVar("T")


class InterruptibleDownloader(Downloader):
    """Scrapy ends a crawl once every request has been answered: those, too, that wait for their turn, for a minute's
    delay or for a server that hangs. This one lets go of them; they fail with Interrupted, and their pages stay due.

    Nor does it run ahead of the store: a request is in flight until what it brought is committed, and no more than
    CONCURRENT_REQUESTS are. Where extraction is slower than the network, Scrapy would let 5 MB of pages gather, a
    thousand small ones, and all of them would be fetched again after a kill."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._fetches: dict[Request, Deferred[Response | Request]] = {}
        self._interrupted = False

    def fetch(self, request: Request, spider: Spider | None = None) -> "Deferred[Response | Request]":
        """Send `request` through the downloader middlewares to the network."""
        try:
            self.check(request)
        except Interrupted as interrupted:
            return fail(interrupted)
        fetching: Deferred[Response | Request] = super().fetch(request)
        self._fetches[request] = fetching
        return fetching.addBoth(self._ended, request)

    def check(self, request: Request) -> None:
        """Raise Interrupted when nothing is to be sent any more."""
        if self._interrupted:
            raise Interrupted(f"{request.url} was not asked for: the crawl is being ended")

    def needs_backout(self) -> bool:
        """Whether no further request is to be sent for now."""
        answered = self.crawler.engine.scraper.slot
        unstored = len(answered.queue) + len(answered.active) if answered else 0
        return len(self.active) + unstored >= self.total_concurrency

    def interrupt(self, *, sent: bool) -> None:
        """Start no further request and give up those that are not on the wire yet; with `sent`, those too that are."""
        if self._interrupted and not sent:
            return  # else an answer that has come, and is no longer on the wire, would be given up
        self._interrupted = True
        for slot in self.slots.values():
            slot.queue.clear()  # Scrapy sends what stands there, though nobody waits for the answer any more
        on_the_wire = {request for slot in self.slots.values() for request in slot.transferring}
        for request, fetching in list(self._fetches.items()):
            if sent or request not in on_the_wire:
                fetching.cancel()

    def _ended(self, result: T | Failure, request: Request) -> T | Failure:
        self._fetches.pop(request, None)
        if isinstance(result, Failure) and isinstance(result.value, CancelledError | TwistedCancelledError):
            raise Interrupted(f"{request.url} was given up: the crawl is being ended")
        return result
