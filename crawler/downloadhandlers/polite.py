"""Scrapy's handler for http and https, which asks leave at the moment of sending and reads no endless headers."""

from typing import cast

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HTTP11ClientProtocol, ParseError
from twisted.web._newclient import Request as TwistedRequest
from twisted.web.iweb import IResponse

from crawler.downloader import InterruptibleDownloader
from crawler.downloadhandlers.spooling import SpoolingDownloadHandler
from crawler.extensions.manners import manners_of

# What Chromium reads of an answer's headers. Twisted limits each line, to 16 KB, and not their number: until the time
# was up, a server could fill the memory with them.
LARGEST_HEADERS = 256 * 1024


class PoliteDownloadHandler(SpoolingDownloadHandler):
    """Sends a request when its host may be asked; see `crawler.extensions.manners`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """The answer to `request`. Raises NotNow when its host has asked to be left alone meanwhile, and Interrupted
        when the crawl is being ended."""
        manners = manners_of(self._crawler)
        async with manners.turn(request):
            cast("InterruptibleDownloader", self._crawler.engine.downloader).check(request)
            response = await super().download_request(request)
            manners.heard(request, response)
        return response


class _BoundedParser(_LenientHTTPClientParser):
    """Scrapy makes a parser of its class after Twisted made it, so there is no constructor to set a counter in."""

    received = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.received += len(line) + 2
        if self.received > LARGEST_HEADERS:
            fault = f"the headers are larger than {LARGEST_HEADERS} bytes"
            raise ParseError(fault, line[:100])  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: TwistedRequest) -> "Deferred[IResponse]":
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802 - Twisted's name
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
