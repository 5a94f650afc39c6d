"""Asks no host that wants to be left alone, and hears what it answers about that."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.downloadermiddlewares.robots import ROBOTS_REQUEST
from crawler.extensions.manners import TOO_MUCH, manners_of


class MannersMiddleware:
    """Refuses early what `crawler.extensions.manners` would refuse later, and passes answers on to it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let `request` pass or raise NotNow."""
        request.meta.pop("download_slot", None)  # of the host that redirected here: each host has a pace of its own
        await manners_of(self.crawler).admit(request)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Pass `response` on, or have its request sent once more when its host asked for a short wait."""
        if request.meta.get(ROBOTS_REQUEST) and response.status not in TOO_MUCH:
            return response  # walls let robots.txt pass: it is no sign that they are gone
        return await manners_of(self.crawler).answered(request, response) or response
