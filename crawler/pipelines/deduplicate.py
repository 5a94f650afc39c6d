"""The marks by which the store tells a new article from a known one and a copy from an original."""

from dataclasses import replace

from crawler.extraction.article import Article
from crawler.outlet import Outlet
from crawler.text.fingerprint import content_hash, sampled, shingles
from crawler.text.urls import number_key, url_key
from crawler.visit import Fingerprint, Visit


class DeduplicatePipeline:
    """Adds the fingerprint. The decision falls in the store, inside the transaction that writes: two crawls that meet
    copies of one story at the same moment must not both find that there is none yet."""

    def process_item(self, visit: Visit) -> Visit:
        """Add the fingerprint of one article."""
        if visit.article is None or not visit.is_open:
            return visit
        return replace(visit, fingerprint=fingerprint(visit.article, visit.outlet, visit.key))


def fingerprint(article: Article, outlet: Outlet, key: str) -> Fingerprint:
    """The fingerprint of `article`, which was fetched under `key`."""
    keys = [key, url_key(article.url), url_key(article.canonical_url)]
    keys += [
        number_key(outlet.slug, number)
        for number in map(outlet.article_number, (article.url, article.canonical_url))
        if number
    ]
    return Fingerprint(
        keys=tuple(dict.fromkeys(keys)),
        content_hash=content_hash(article.headline, article.body),
        shingles=sampled(shingles(article.body)),
    )
