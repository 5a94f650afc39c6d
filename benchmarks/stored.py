"""Articles of a corpus as the crawler would hand them to the store."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from crawler.text.fingerprint import content_hash, sampled, shingles
from crawler.text.urls import url_key
from storage.records import ArticleRecord, VisitRecord


def record(url: str, headline: str, body: str, day: datetime) -> ArticleRecord:
    """An article that its page dates by the day."""
    return ArticleRecord(
        keys=(url_key(url),),
        canonical_url=url,
        headline=headline,
        body=body,
        content_hash=content_hash(headline, body),
        shingles=sampled(shingles(body)),
        word_count=len(body.split()),
        language="ar",
        language_confidence=1.0,
        is_relevant=True,
        relevance_score=1.0,
        relevance_evidence={},
        extractor="corpus",
        published_at=day,
        published_on=day.date(),
        published_precision="day",
    )


def visit(article: ArticleRecord, outlet: str, runs: Mapping[str, int]) -> VisitRecord:
    """The visit that found `article`, two days after it was published."""
    assert article.published_at is not None
    key, url = article.keys[0], article.canonical_url
    return VisitRecord(outlet, runs[outlet], key, url, article.published_at + timedelta(days=2), 200, article=article)
