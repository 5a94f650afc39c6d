"""Invented news, and the records that the crawler makes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import text

from crawler.text.fingerprint import content_hash, sampled, shingles
from storage.database import Database
from storage.records import ArticleRecord, LinkRecord, OutletRecord, SourceRecord, VisitRecord
from storage.runs import Runs

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FEED = "https://naba.example/feed"
PLACES = ("الحديقة", "المكتبة", "المدرسة", "السوق", "الجسر", "المخبز", "الملعب", "المتحف", "المحطة", "الميناء")
DEEDS = ("رممت", "افتتحت", "نظفت", "وسعت", "أنارت", "زرعت", "طلت", "جهزت", "رتبت", "أصلحت")


def story(number: int, sentences: int = 14) -> str:
    """A text of about ten words a sentence that shares next to no three words in a row with one of another number."""
    lines = []
    for line in range(sentences):
        turn = number * 31 + line * 7
        place, deed = PLACES[turn % 10], DEEDS[(turn // 10 + line) % 10]
        lines.append(
            f"{deed} البلدية {number * 100 + line} {place} رقم {turn} قبل {line + number} يوما بحضور {turn + 3} زائرا."
        )
    return "\n\n".join(lines)


def key(url: str) -> str:
    """What stands for the key of a URL here."""
    return blake2b(url.encode("utf-8", "replace"), digest_size=16).hexdigest()


def outlet(slug: str, **changes: Any) -> OutletRecord:
    """An outlet with one feed."""
    record = OutletRecord(
        slug=slug,
        name_ar="نبأ",
        name_en="Naba",
        domains=(f"{slug}.example",),
        country="SY",
        time_zone="Asia/Damascus",
        sources=(SourceRecord(FEED, "feed"),),
    )
    return replace(record, **changes)


def start(database: Database, slug: str = "naba", started_at: datetime = NOW) -> int:
    """The id of a new run."""
    return Runs(database).start_run(outlet(slug), started_at, "latest")


def link(url: str, **changes: Any) -> LinkRecord:
    """A link to a page."""
    return LinkRecord(key(url), url, **changes)


def article(url: str, body: str, headline: str = "خبر من المدينة", **changes: Any) -> ArticleRecord:
    """An article as the crawler would hand it over."""
    record = ArticleRecord(
        keys=(key(url),),
        canonical_url=url,
        headline=headline,
        body=body,
        content_hash=content_hash(headline, body),
        shingles=sampled(shingles(body)),
        word_count=len(body.split()),
        language="ar",
        language_confidence=0.99,
        is_relevant=True,
        relevance_score=0.9,
        relevance_evidence={"version": 1, "names": ["دمشق"]},
        extractor="naba/1",
        authors=("هالة الكاتبة",),
        published_at=NOW - timedelta(hours=1),
        published_on=NOW.date(),
        published_precision="minute",
    )
    return replace(record, **changes)


def visit(run_id: int, url: str, article: ArticleRecord | None = None, **changes: Any) -> VisitRecord:
    """A visit of a run to a page of its outlet."""
    record = VisitRecord("naba", run_id, key(url), url, NOW, 200, body_hash=key("bytes of " + url), article=article)
    return replace(record, **changes)


def rows(database: Database, sql: str, **parameters: object) -> Sequence[Any]:
    """What a consumer's query gives: the single column's values, or tuples."""
    with database.reading() as connection:
        result = connection.execute(text(sql), parameters).all()
    return [row[0] if len(row) == 1 else tuple(row) for row in result]
