"""Answers every request from a recording, so that a crawl can be run again, anywhere, with the same result."""

from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.clock import FETCHED_AT
from crawler.recording import NOT_RECORDED, Recording, open_recordings


class ReplayDownloadHandler:
    """Serves every request from the recordings that the setting REPLAY names; it never touches the network.

    A URL that is not recorded gets a 404. Redirects are served as recorded. Conditional requests are answered as the
    recorded server would have. The time of an answer, in `request.meta["fetched_at"]`, is its record's.
    """

    lazy = True

    def __init__(self, recording: Recording, max_size: int) -> None:
        self.recording = recording
        self.max_size = max_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings. Raises RecordingError when REPLAY cannot be read."""
        return cls(open_recordings(*crawler.settings.getlist("REPLAY")), crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    async def download_request(self, request: Request) -> Response:
        """The recorded answer to `request`. Raises DownloadCancelledError when it is larger than a page may be."""
        recorded = self.recording.response(request.url)
        if recorded is None:
            request.meta[FETCHED_AT] = self.recording.last_date
            return Response(request.url, 404, flags=[NOT_RECORDED])
        request.meta[FETCHED_AT] = recorded.recorded_at
        headers = Headers(recorded.headers)
        if recorded.status == 200 and _is_unchanged(request.headers, headers):
            return Response(request.url, 304, headers)
        limit = request.meta.get("download_maxsize", self.max_size)
        if limit and len(recorded.body) > limit:
            raise DownloadCancelledError(
                f"{request.url} has {len(recorded.body)} bytes, more than the limit of {limit}"
            )
        kind = responsetypes.from_args(headers=headers, url=request.url, body=recorded.body)
        return kind(request.url, recorded.status, headers, recorded.body)

    async def close(self) -> None:
        """Nothing is held open."""


def _is_unchanged(asked: Headers, recorded: Headers) -> bool:
    """Whether a conditional request is answered with 304 (RFC 9110, section 13.2.2: the entity tag decides)."""
    if wanted := asked.get("If-None-Match"):
        etag = recorded.get("ETag")
        return etag is not None and etag.removeprefix(b"W/") in (
            tag.strip().removeprefix(b"W/") for tag in wanted.split(b",")
        )
    since, modified = asked.get("If-Modified-Since"), recorded.get("Last-Modified")
    if not since or not modified:
        return False
    try:
        return parsedate_to_datetime(modified.decode("latin-1")) <= parsedate_to_datetime(since.decode("latin-1"))
    except (ValueError, TypeError):  # no date, or one of the two without an offset
        return False
