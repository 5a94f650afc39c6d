"""Prints what would be stored, as JSON lines. Takes the place of the store in `scrapy extract`."""

import json
import sys
from dataclasses import asdict
from datetime import datetime

from crawler.visit import Visit


class ShowPipeline:
    """One JSON object a line on standard output, for every page."""

    def process_item(self, visit: Visit) -> Visit:
        """Print one visit."""
        sys.stdout.write(json.dumps(shown(visit), ensure_ascii=False, default=isoformat) + "\n")
        sys.stdout.flush()
        return visit


def shown(visit: Visit) -> dict[str, object]:
    """What is known of a visit: the article's fields and verdict, or the outcome that there is none and why."""
    line: dict[str, object] = {
        "url": visit.url,
        "outlet": visit.outlet.slug,
        "outcome": visit.outcome or "article",
        "reason": visit.reason,
    }
    if visit.article:
        line |= asdict(visit.article)
    if visit.language:
        line |= {
            "language": visit.language.code,
            "language_confidence": visit.language.confidence,
            "is_arabic": visit.language.is_arabic,
        }
    if visit.relevance:
        line["relevance"] = asdict(visit.relevance)
    if visit.fingerprint:
        line["content_hash"] = visit.fingerprint.content_hash
    return line


def isoformat(value: object) -> str:
    """Times as ISO 8601; nothing else needs help."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON form")
