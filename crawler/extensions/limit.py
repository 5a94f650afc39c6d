"""Scrapy's limits of a crawl, after which no further page is asked for."""

from typing import cast

from scrapy.extensions.closespider import CloseSpider

from crawler.downloader import InterruptibleDownloader


class Limit(CloseSpider):
    """Ends a crawl whose time is up. Scrapy would still send what its downloader holds: a minute of a polite crawl."""

    def _close_spider(self, reason: str) -> None:
        cast("InterruptibleDownloader", self.crawler.engine.downloader).interrupt(sent=False)
        super()._close_spider(reason)
