"""Is it Arabic? Is it about Syria?"""

from dataclasses import replace

from crawler.screening.language import detect
from crawler.screening.relevance import judge
from crawler.visit import Visit
from storage.outcomes import Outcome


class ScreenPipeline:
    """Adds language and verdict. Every Arabic article goes on with its verdict, off-topic ones too."""

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
        return replace(visit, language=language, relevance=judge(article.headline, article.body, visit.outlet.country))
