"""Keeps a crawl within its outlet's own sites."""

from typing import Protocol, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.refused import OutOfScope
from crawler.text.urls import is_public_host

# robots.txt may live elsewhere (RFC 9309, section 2.3.1.2); private addresses stay closed to it all the same.
ANY_SITE = "any_site"


class Scoped(Protocol):
    """A spider that stays within sites."""

    def owns(self, url: str) -> bool:
        """Whether a request to `url` stays within them."""


class ScopeMiddleware:
    """Refuses what leaves the outlet's domains, at the first request and at every redirect."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allow_private = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings, for a spider that has a scope: ingest has none, it reads recordings."""
        if not hasattr(crawler.spider, "owns"):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let `request` pass or raise OutOfScope."""
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"}:
            raise OutOfScope(f"{request.url} is not http or https")
        if not self.allow_private and not is_public_host(parts.hostname or ""):
            raise OutOfScope(f"{parts.hostname} is not a public address")
        if not request.meta.get(ANY_SITE) and not cast("Scoped", self.crawler.spider).owns(request.url):
            came_from = request.meta.get("redirect_urls", [None])[-1]
            raise OutOfScope(
                f"{came_from} redirects to another site, {parts.hostname}"
                if came_from
                else f"{parts.hostname} is not a site of this outlet",
                led_to=(parts.hostname or "").removeprefix("www.") if came_from else None,
            )
