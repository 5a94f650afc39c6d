"""Any site, without a declaration."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import ConfigurationError
from crawler.outlet import Outlet
from crawler.spiders.outlet_spider import OutletSpider
from crawler.text.urls import normalise

# What nearly all article addresses of the outlets looked at have: a number of four digits or more, or a headline of
# three words or more joined by hyphens.
ARTICLE_URL = (
    r"^(?!.*/(?:tag|tags|category|author|page|feed|search|wp-[a-z]+|amp)(?:/|$))"
    r".*(?:\d{4,}|[^/?-]+[-_][^/?-]+[-_][^/?]+)"
)


class SiteSpider(OutletSpider):
    """`scrapy crawl site -a url=https://example.com/` crawls a site that nobody declared.

    Its sources are found on its front page: `crawler.discovery.autodiscovery` says how.
    `time_zone` (an IANA name) is what dates without an offset are read in; if it is not given, that of the domain's
    country, and where the domain has none, of such dates the day alone is kept. `country` (ISO 3166) SY makes its
    articles relevant unless they are about elsewhere.
    """

    name = "site"

    def __init__(self, url: str = "", time_zone: str | None = None, country: str = "XX", **kwargs: Any) -> None:
        self.front_page = normalise(url)
        host = urlsplit(self.front_page).hostname if self.front_page.startswith(("http://", "https://")) else None
        if not host:
            raise ConfigurationError(f"url={url!r} is not an address; write it as https://example.com/")
        if time_zone is not None and time_zone not in available_timezones():
            raise ConfigurationError(f"time_zone={time_zone!r} is not an IANA name such as Asia/Damascus")
        self.outlet = Outlet.undeclared(host.removeprefix("www."), country, time_zone, ARTICLE_URL)
        self._sources_known = asyncio.Event()
        super().__init__(**kwargs)
        self._has_looked = True  # before anything is asked

    async def start(self) -> AsyncIterator[Request]:
        """Ask the front page where the site announces its articles, unless `urls` says what to fetch."""
        if self.urls is None:
            yield Request(self.front_page, self.parse_front_page, errback=self.front_page_failed, dont_filter=True)
            await self._sources_known.wait()
        async for request in super().start():
            yield request

    async def parse_front_page(self, response: Response) -> AsyncIterator[Request]:
        """Take as sources what the front page, robots.txt and custom name."""
        try:
            self.outlet = replace(self.outlet, sources=await self.look(response.url, response.body))
        finally:
            self._sources_known.set()
        return
        yield  # an asynchronous generator, as that of every other outlet

    async def front_page_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Take the usual addresses when the front page cannot be read."""
        try:
            self.outlet = replace(self.outlet, sources=await self.look(self.front_page, None))
        finally:
            self._sources_known.set()
        return
        yield
