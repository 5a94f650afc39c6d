"""The article that a source carries whole, read as if it were a page: what stands in for a page that is blocked."""

from dataclasses import replace
from datetime import datetime
from html import escape

from crawler.extraction.article import Article, Page
from crawler.extraction.extract import VERSION

# Says, in the place of a rule's name, that the page was not read. `storage.rereading` knows it by this.
EXTRACTOR = f"feed@{VERSION}"
_ORIGIN = "feed"


def page_of(url: str, headline: str, content: str, published_at: datetime | None, fetched_at: datetime) -> Page:
    """A page as plain as can be, of what a source said of the article at `url`; `content` is HTML."""
    time = f'<meta property="article:published_time" content="{published_at.isoformat()}">' if published_at else ""
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(headline)}</title>'
        f'<meta property="og:type" content="article">{time}</head><body><article><h1>{escape(headline)}</h1>'
        f'<div class="entry-content">{content}</div></article></body></html>'
    )
    return Page(url, html.encode("utf-8", "replace"), fetched_at, "text/html; charset=utf-8")


def as_announced(article: Article) -> Article:
    """`article`, which was read on such a page, with its origin."""
    return replace(
        article,
        extractor=EXTRACTOR,
        published_source=article.published_source and _ORIGIN,
        origins=dict.fromkeys(article.origins, _ORIGIN),
    )
