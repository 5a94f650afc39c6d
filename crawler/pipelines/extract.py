"""Bytes to article, in worker processes."""

import logging
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import ExtractionError, ExtractionInterrupted
from crawler.extraction.announced import as_announced, page_of
from crawler.extraction.article import NoArticle
from crawler.visit import Visit
from crawler.workers import ExtractionWorkers
from storage.outcomes import Outcome
from storage.records import AnnouncedText

logger = logging.getLogger(__name__)


class ExtractPipeline:
    """Reads each page. A document that hangs or kills its worker costs one page."""

    def __init__(self, crawler: Crawler) -> None:
        self.workers = ExtractionWorkers.shared(
            crawler.settings.getint("EXTRACTION_WORKERS"),
            crawler.settings.getfloat("EXTRACTION_TIME_LIMIT"),
            crawler.settings.getint("EXTRACTION_MEMORY_LIMIT"),
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        """Add the article of `visit`, or the outcome that there is none."""
        if visit.announced is not None:
            return await self._read_announced(visit, visit.announced)
        if visit.page is None:
            return visit
        try:
            result = await self.workers.extract(visit.page, visit.outlet, visit.template)
        except ExtractionInterrupted as error:
            raise DropItem(str(error)) from None  # without an outcome the page stays due
        except ExtractionError as error:
            logger.warning("%s: %s", visit.url, error)
            return replace(visit, outcome=Outcome.FAILED, reason=str(error))
        if isinstance(result, NoArticle):
            return replace(visit, outcome=Outcome.NO_ARTICLE, reason=result.reason)
        return replace(visit, article=result)

    async def _read_announced(self, visit: Visit, text: AnnouncedText) -> Visit:
        """Add the article that the source of a blocked page gave in its place, if it is one."""
        page = page_of(visit.url, text.headline, text.content, text.published_at, visit.fetched_at)
        try:
            result = await self.workers.extract(page, visit.outlet, visit.template)
        except ExtractionError as error:
            logger.warning("what a source says of %s: %s", visit.url, error)
            return replace(visit, announced=None)
        if isinstance(result, NoArticle):
            return replace(visit, announced=None)
        return replace(visit, article=as_announced(result), reason=f"{visit.reason}; read from its source")

    async def close_spider(self) -> None:
        """End the worker processes."""
        await self.workers.close()
