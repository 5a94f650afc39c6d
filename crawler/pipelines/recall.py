"""What is known before a page is read: the lines that recur at its outlet, and what its source said of the article."""

from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from crawler.extensions.run import Run, run_of
from crawler.visit import Visit
from storage.errors import StorageError
from storage.records import AnnouncedText


class RecallPipeline:
    """Adds to each page what its source said, and the outlet's newest snapshot of recurring lines: the same one to all
    pages of a run, whatever it learns."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        """Add them to one visit that has a page, or whose page is blocked and has words of its source."""
        if visit.page is None and not visit.is_blocked:
            return visit
        run = run_of(self.crawler)
        try:
            visit = replace(visit, announced=await _said(run, visit.key))
            if visit.page is None and visit.announced is None:
                return visit
            return replace(visit, template=await run.memory.of(visit.outlet))
        except (StorageError, CloseSpider):
            return visit  # the store has failed: the pipeline that writes stops the run


async def _said(run: Run, key: str) -> AnnouncedText | None:
    """What a source said in this run or before; an ingest asks no source."""
    return await run.frontier.announced_text(key) if run.frontier else None
