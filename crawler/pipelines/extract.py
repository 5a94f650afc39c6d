"""Bytes to article, in worker processes."""

import logging
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import ExtractionError, ExtractionInterrupted
from crawler.extraction.announced import as_announced, compared, filed, is_whole, page_of
from crawler.extraction.article import Article, NoArticle
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
        page, said = visit.page, visit.announced
        if page is None:
            return await self._stand_in(visit, said) if said else visit
        visit = replace(visit, announced=None)
        try:
            result = await self.workers.extract(page, visit.outlet, visit.template)
        except ExtractionInterrupted as error:
            raise DropItem(str(error)) from None  # without an outcome the page stays due
        except ExtractionError as error:
            logger.warning("%s: %s", visit.url, error)
            return replace(visit, outcome=Outcome.FAILED, reason=str(error))
        if isinstance(result, NoArticle):
            return replace(visit, outcome=Outcome.NO_ARTICLE, reason=result.reason, may_pass=result.may_pass)
        return replace(visit, article=await self._beside(result, visit, said) if said else result)

    async def _stand_in(self, visit: Visit, said: AnnouncedText) -> Visit:
        """Add the article that the source of a blocked page gave in its place, if it is one."""
        announced = await self._read(visit, said, said.headline)
        if announced is None:
            return replace(visit, announced=None)
        article = filed(as_announced(announced), said.sections, said.keywords)
        return replace(visit, article=article, reason=f"{visit.reason}; read from its source")

    async def _beside(self, article: Article, visit: Visit, said: AnnouncedText) -> Article:
        """The article of a page that was read, beside what its source says of it."""
        article = filed(article, said.sections, said.keywords)
        if said.content is None or not is_whole(said.content):
            return article
        announced = await self._read(visit, said, said.headline or article.headline)
        return compared(article, announced) if announced else article

    async def _read(self, visit: Visit, said: AnnouncedText, headline: str | None) -> Article | None:
        """The article that a source gave whole, read by the rules of its outlet, if it did."""
        if said.content is None or headline is None:
            return None
        page = page_of(visit.url, headline, said.content, said.published_at, visit.fetched_at)
        try:
            result = await self.workers.extract(page, visit.outlet, visit.template)
        except ExtractionError as error:
            logger.warning("what a source says of %s: %s", visit.url, error)
            return None
        return None if isinstance(result, NoArticle) else result

    async def close_spider(self) -> None:
        """End the worker processes."""
        await self.workers.close()
