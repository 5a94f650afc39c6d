"""What a source says of an article beside its page: what it files it under, and its whole text, read as if it were one.

The text stands in for a page that is blocked, and is compared with one that is not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape

from crawler.extraction import fields
from crawler.extraction.article import Article, Page
from crawler.extraction.disagreements import of_bodies
from crawler.extraction.extract import VERSION

# Says, in the place of a rule's name, that the page was not read. `storage.rereading` knows it by this.
EXTRACTOR = f"feed@{VERSION}"
_ORIGIN = "feed"
_FILED = "wordpress"  # no other source says what it files articles under
_SOURCE = "source"
# Marks of page builders and plugins that nobody replaced by what they stand for: [vc_row], [/caption], [gallery ids=1].
# That may be half the article. [CNN] is none.
_SHORTCODE = re.compile(r"\[/[a-z][\w-]*\]|\[[a-z]+_\w+[^\[\]]{0,2000}\]|\[[a-z][\w-]*\s+[\w-]+=[^\[\]]{0,2000}\]")


def page_of(url: str, headline: str, content: str, published_at: datetime | None, fetched_at: datetime) -> Page:
    """A page as plain as can be, of what a source said of the article at `url`; `content` is HTML."""
    time = f'<meta property="article:published_time" content="{published_at.isoformat()}">' if published_at else ""
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(headline)}</title>'
        f'<meta property="og:type" content="article">{time}</head><body><article><h1>{escape(headline)}</h1>'
        f'<div class="entry-content">{_SHORTCODE.sub("", content)}</div></article></body></html>'
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


def is_whole(content: str) -> bool:
    """Whether a page can be measured by the text of its source: nothing stands for something else in it."""
    return _SHORTCODE.search(content) is None


def compared(article: Article, announced: Article) -> Article:
    """`article`, its disagreement with the one that its source `announced` noted: far more words, or far fewer."""
    found = of_bodies(article.body, article.extractor, announced.body, _SOURCE)
    return replace(article, disagreements=(*article.disagreements, *found)) if found else article


def filed(article: Article, sections: Sequence[str], keywords: Sequence[str]) -> Article:
    """`article` with the section and the keywords under which its source files it, where its page gives none."""
    if article.section is None and (section := fields.filed_section(sections, article.headline)):
        article = replace(article, section=section, origins={**article.origins, "section": _FILED})
    if not article.keywords and (named := fields.filed_keywords(keywords)):
        article = replace(article, keywords=named, origins={**article.origins, "keywords": _FILED})
    return article
