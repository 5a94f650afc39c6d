"""Recognises challenge pages before anyone takes them for content."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.botwall import bot_wall
from crawler.extensions.manners import manners_of
from crawler.refused import BotWall


class BotWallMiddleware:
    """Turns the challenge of a bot wall, whatever its status, into a refusal. No evasion of any kind is tried."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Pass `response` on or raise BotWall."""
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, values in response.headers.items()
            for value in values[:1]
        }
        if wall := bot_wall(response.status, headers, response.body):
            await manners_of(self.crawler).walled(request, response)
            raise BotWall(f"a bot wall answered with status {response.status}: {wall}")
        return response
