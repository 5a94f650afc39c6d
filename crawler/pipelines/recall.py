"""The lines that recur at an outlet, as far as they were learnt before this run."""

from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from crawler.extensions.run import run_of
from crawler.visit import Visit
from storage.errors import StorageError


class RecallPipeline:
    """Adds the outlet's newest snapshot to each page: the same to all pages of a run, whatever it learns."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        """Add the snapshot to one visit that has a page."""
        if visit.page is None and visit.announced is None:
            return visit
        try:
            return replace(visit, template=await run_of(self.crawler).memory.of(visit.outlet))
        except StorageError:
            return visit  # the store has failed: the pipeline that writes stops the run
