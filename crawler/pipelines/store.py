"""Writes what became of each page."""

import asyncio
import hashlib
import logging
from dataclasses import asdict, replace
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions.run import run_of
from crawler.store import STORAGE_FAILED
from crawler.text.urls import url_key
from crawler.visit import Visit
from storage.errors import StorageError
from storage.outcomes import Outcome
from storage.records import CUT_SHOWN, ArticleRecord, VisitRecord

logger = logging.getLogger(__name__)


class StorePipeline:
    """Stores every visit, with its article if it has one. A database that fails stops the run: pages that were not
    stored are not marked as seen, so the next run fetches them again."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._closing: asyncio.Task[None] | None = None
        crawler.signals.connect(self.item_error, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    async def process_item(self, visit: Visit) -> Visit:
        """Store one visit."""
        run = run_of(self.crawler)
        try:
            stored = await run.store.put(visit_record(visit, await run.of(visit.outlet)))
        except StorageError:
            if self._closing is None:
                self._closing = asyncio.create_task(self.crawler.engine.close_spider_async(reason=STORAGE_FAILED))
            raise DropItem(f"{visit.url} was not stored") from None
        if stored.error:
            logger.warning("%s was set aside: %s", visit.url, stored.error)
        run.count(visit.outlet, stored)
        return replace(visit, outcome=stored.outcome)

    async def item_error(self, item: Visit, response: Response, failure: Failure) -> None:
        """Give a page an outcome whose pipeline raised: a fault of ours costs one page, and is said."""
        if item.is_open or item.is_blocked:
            reason = f"internal error: {failure.value!r}"
            outcome = item.outcome or Outcome.FAILED
            await self.process_item(replace(item, outcome=outcome, reason=reason, announced=None))


def visit_record(visit: Visit, run_id: int) -> VisitRecord:
    """A visit as the store keeps it."""
    final_key = url_key(visit.page.url) if visit.page else None
    return VisitRecord(
        outlet=visit.outlet.slug,
        run_id=run_id,
        key=visit.key,
        url=visit.url,
        fetched_at=visit.fetched_at,
        status=visit.status,
        outcome=visit.outcome,
        reason=visit.reason,
        may_pass=visit.may_pass,
        validators=visit.validators,
        body_hash=hashlib.blake2b(visit.page.body, digest_size=16).hexdigest() if visit.page else None,
        final_key=final_key if final_key != visit.key else None,
        led_to=visit.led_to,
        article=article_record(visit),
    )


def article_record(visit: Visit) -> ArticleRecord | None:
    """The article of a visit as the store keeps it, if the page had one that is Arabic."""
    article, language, relevance, fingerprint = visit.article, visit.language, visit.relevance, visit.fingerprint
    if not visit.is_open or article is None or language is None or relevance is None or fingerprint is None:
        return None
    return ArticleRecord(
        keys=fingerprint.keys,
        content_hash=fingerprint.content_hash,
        shingles=fingerprint.shingles,
        language=language.code,
        language_confidence=language.confidence,
        is_relevant=relevance.is_relevant,
        relevance_score=relevance.score,
        relevance_evidence=relevance.evidence,
        canonical_url=article.canonical_url,
        headline=article.headline,
        kicker=article.kicker,
        alternative_headline=article.alternative_headline,
        description=article.description,
        body=article.body,
        word_count=article.word_count,
        kind=article.kind,
        authors=article.authors,
        credit=article.credit,
        dateline=article.dateline,
        published_at=article.published_at,
        published_on=article.published_on,
        published_raw=article.published_raw,
        published_precision=article.published_precision,
        published_source=article.published_source,
        published_zone=article.published_zone,
        modified_at=article.modified_at,
        section=article.section,
        keywords=article.keywords,
        image_url=article.image_url,
        image_caption=article.image_caption,
        image_credit=article.image_credit,
        removed=tuple(f"{removed.rule}: {removed.text[:CUT_SHOWN]}" for removed in article.removed),
        extractor=article.extractor,
        template=article.template,
        origins=article.origins,
        disagreements=tuple(map(asdict, article.disagreements)),
    )
