"""robots.txt as RFC 9309 reads it."""

import asyncio
import logging
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

from crawler import product_token
from crawler.clock import fetched_at
from crawler.downloadermiddlewares.scope import ANY_SITE
from crawler.extensions.manners import manners_of
from crawler.extensions.run import Run
from crawler.pace import pace
from crawler.recording import NOT_RECORDED
from crawler.refused import Disallowed, NotNow
from crawler.robots import parse
from storage.records import RobotsFile

logger = logging.getLogger(__name__)

# Marks our own request for robots.txt, which nothing can forbid.
ROBOTS_REQUEST = "robots_request"
# Section 2.4: a copy should not be used for longer than a day.
LIFETIME = timedelta(hours=24)
# Section 2.5: at least 500 kibibytes must be read; more is not.
READ_LIMIT = 500 * 1024


class RobotsMiddleware:
    """Asks robots.txt before the first request to an origin and keeps the answer for a day, across runs.

    A 4xx answer allows everything. A 5xx answer, a bot wall or no answer at all forbids everything, unless a copy of
    less than 24 hours is known (sections 2.3.1.3 and 2.3.1.4). So does 429, the 4xx answer that says nothing about the
    file: we may, but who is asked too much need not be asked for more.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent = product_token(crawler.settings["USER_AGENT"])
        self.own_delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.rules: dict[str, asyncio.Future[Protego | Disallowed]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let `request` pass or raise Disallowed; NotNow when the site is not to be asked for robots.txt now."""
        if request.meta.get(ROBOTS_REQUEST):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.rules:
            self.rules[origin] = asyncio.ensure_future(self._rules(request, origin))
        try:
            rules = await self.rules[origin]
        except NotNow:
            self.rules.pop(origin, None)  # a long run may ask again
            raise
        if isinstance(rules, Disallowed):
            raise rules
        if not rules.can_fetch(request.url, self.agent):
            raise Disallowed(f"robots.txt of {origin} forbids it")

    async def _rules(self, request: Request, origin: str) -> Protego | Disallowed:
        file = await self._file(origin)
        if isinstance(file, Disallowed):
            return file
        rules = parse(file)
        await manners_of(self.crawler).keep_pace(request, pace(rules, self.agent, self.own_delay))
        return rules

    async def _file(self, origin: str) -> RobotsFile | Disallowed:
        run = self.crawler.get_extension(Run)
        known = await run.store.robots_file(origin) if run else None
        if run and known and run.now() - known.fetched_at < LIFETIME:
            return known
        asked = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            priority=1000,
            dont_filter=True,
            meta={
                ROBOTS_REQUEST: True,
                ANY_SITE: True,
                "download_maxsize": self.crawler.settings.getint("SOURCE_MAXSIZE"),
            },
        )
        try:
            response = await self.crawler.engine.download_async(asked)
        except NotNow:
            raise
        except Exception as error:
            refused = Disallowed(f"robots.txt of {origin} could not be read, so nothing there may be: {error!s:.200}")
            refused.__cause__ = error  # whether anybody answered
            return refused
        if response.status >= 500 or response.status == 429:
            return Disallowed(
                f"robots.txt of {origin} answered with status {response.status}, so nothing there may "
                "be read until it answers"
            )
        answer = RobotsFile(origin, response.status, response.body[:READ_LIMIT], fetched_at(response.request or asked))
        if run and NOT_RECORDED not in response.flags:  # `scrapy extract` has no run: it touches no database
            await run.store.keep_robots_file(answer)
        return answer
