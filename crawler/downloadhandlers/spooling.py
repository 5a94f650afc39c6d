"""Scrapy's download of http and https, with large source documents kept in files.

Scrapy holds an answer whole, then whole again unpacked, then as the body of a response.
"""

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from crawler.document import SPOOL, SPOOLED, Spool

_GZIP = {b"gzip", b"x-gzip"}


class SpoolingDownloadHandler(HTTP11DownloadHandler):
    """Requests whose meta say SPOOL are answered with `meta[SPOOLED]`, a file, where the document is large.

    It is unpacked as it comes, so that the setting for the largest document holds for what it unpacks to. All others
    are Scrapy's own.
    """

    async def download_request(self, request: Request) -> Response:
        """The answer to `request`. Raises what Scrapy's handler raises."""
        if not request.meta.get(SPOOL):
            return await super().download_request(request)
        request.meta.pop(SPOOLED, None)  # of an attempt before this one
        agent = _SpoolingAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        with wrap_twisted_exceptions():
            response = await maybe_deferred_to_future(agent.download_request(request))
        if agent.spool is not None:
            return _answer(request, response, agent.spool)
        return response


def _answer(request: Request, response: Response, spool: Spool) -> Response:
    """`response` without the encoding in which it came, and its document where it belongs."""
    if spool.is_too_large:
        raise DownloadCancelledError(f"{request.url} unpacks to more than it may")
    if "Content-Encoding" in response.headers:
        del response.headers["Content-Encoding"]
    if spool.file is not None:
        request.meta[SPOOLED] = spool.file
    return response


class _SpoolingAgent(_ScrapyAgent):
    """Has the body collected by a Spool, in the place of the buffer in which Scrapy's reader collects it."""

    spool: Spool | None = None

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        encodings = {value.strip().lower() for value in txresponse.headers.getRawHeaders(b"content-encoding", [])}
        if encodings <= _GZIP:  # the only one that is asked for; another is left to Scrapy
            self.spool = Spool(bool(encodings), request.meta.get("download_maxsize", self._maxsize))
            txresponse = _Diverted(txresponse, self.spool)
        return super()._cb_bodyready(txresponse, request)


class _Diverted:
    """An answer of Twisted's whose body goes to a spool."""

    def __init__(self, txresponse: Any, spool: Spool) -> None:
        self._diverted = txresponse
        self._spool = spool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._diverted, name)

    def deliverBody(self, reader: Any) -> None:  # noqa: N802 - Twisted's name
        reader._bodybuf = self._spool
        self._diverted.deliverBody(reader)
