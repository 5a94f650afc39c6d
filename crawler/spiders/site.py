"""Any site, without a declaration."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import available_timezones

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.discovery.fields import resolve
from crawler.errors import ConfigurationError
from crawler.outlet import Feed, Outlet, Section, Sitemap, Source
from crawler.robots import parse
from crawler.spiders.outlet_spider import OutletSpider
from crawler.text.urls import normalise

# The usual addresses, tried when the site's own pages do not say better.
USUAL_SOURCES: tuple[Source, ...] = (
    Feed("/feed/", guess=True),
    Feed("/rss.xml", guess=True),
    Sitemap("/sitemap.xml", guess=True),
)
FEED_LINKS = 'link[rel~="alternate"][type*="rss"]::attr(href), link[rel~="alternate"][type*="atom"]::attr(href)'
# What nearly all article addresses of the outlets looked at have: a number of four digits or more, or a headline of
# three words or more joined by hyphens.
ARTICLE_URL = (
    r"^(?!.*/(?:tag|tags|category|author|page|feed|search|wp-[a-z]+|amp)(?:/|$))"
    r".*(?:\d{4,}|[^/?-]+[-_][^/?-]+[-_][^/?]+)"
)


class SiteSpider(OutletSpider):
    """`scrapy crawl site -a url=https://example.com/` crawls a site that nobody declared.

    Its sources are found on its front page: feeds that it links, the links themselves, and the usual addresses.
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

    async def start(self) -> AsyncIterator[Request]:
        """Ask the front page where the site announces its articles, unless `urls` says what to fetch."""
        if self.urls is None:
            yield Request(self.front_page, self.parse_front_page, errback=self.front_page_failed, dont_filter=True)
            await self._sources_known.wait()
        async for request in super().start():
            yield request

    async def parse_front_page(self, response: Response) -> None:
        """Take as sources what the front page, robots.txt and custom name."""
        try:
            self.outlet = replace(self.outlet, sources=await self._named_sources(response))
        finally:
            self._sources_known.set()

    async def _named_sources(self, response: Response) -> tuple[Source, ...]:
        feeds = response.css(FEED_LINKS).getall() if isinstance(response, TextResponse) else []
        robots = await self.run.store.robots_file(origin(response.url))
        sitemaps = parse(robots).sitemaps if robots else ()
        named = [
            *map(Feed, addresses(response.url, feeds)),
            *map(Sitemap, addresses(response.url, sitemaps)),
            Section(response.url, links="a", guess=True),
            *self.usual_sources(),
        ]
        by_url = {source.url: source for source in reversed(named)}  # the first that names an address is right
        return tuple(reversed(by_url.values()))

    def front_page_failed(self, failure: Failure) -> None:
        """Take the usual addresses when the front page cannot be read."""
        self.outlet = replace(self.outlet, sources=self.usual_sources())
        self._sources_known.set()

    def usual_sources(self) -> tuple[Source, ...]:
        """The usual addresses on this site."""
        return tuple(replace(source, url=urljoin(self.front_page, source.url)) for source in USUAL_SOURCES)


def origin(url: str) -> str:
    """The scheme and authority of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def addresses(base: str, written: Iterable[str]) -> list[str]:
    """The addresses that a page names, without those that are none."""
    return [url for url in (resolve(base, href) for href in written) if url]
