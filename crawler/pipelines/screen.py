"""Is it Arabic? Is it about Syria?"""

from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from crawler.choices import relevance_thresholds
from crawler.screening.language import detect
from crawler.screening.relevance import judge
from crawler.visit import Visit
from storage.outcomes import Outcome


class ScreenPipeline:
    """Adds language and verdict. Every Arabic article goes on with its verdict, off-topic ones too."""

    def __init__(self, crawler: Crawler) -> None:
        self._threshold_of = relevance_thresholds(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings. Raises ConfigurationError when a threshold is no score."""
        return cls(crawler)

    def process_item(self, visit: Visit) -> Visit:
        """Screen one article."""
        article = visit.article
        if article is None:
            return visit
        language = detect(f"{article.headline}\n{article.body}")
        if not language.is_arabic and visit.announced is not None:
            return replace(visit, article=None, announced=None)
        if not language.is_arabic:
            return replace(
                visit,
                language=language,
                outcome=Outcome.NOT_ARABIC,
                reason=f"language {language.code}, confidence {language.confidence:.2f}",
            )
        relevance = judge(
            article.headline,
            article.body,
            visit.outlet.country,
            article.published_on.year if article.published_on else None,
            self._threshold_of(visit.outlet.slug),
        )
        return replace(visit, language=language, relevance=relevance)
