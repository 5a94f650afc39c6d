"""What a source announced."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    """An article URL that a source announced, with what the source said about it. Times are zone-aware."""

    url: str
    headline: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    content: str | None = field(default=None, repr=False)  # HTML of the whole article, where the source carries it
    sections: tuple[str, ...] = ()  # that the source files it under, where it says so
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Announcement:
    """The links of one source document, in its order, and the further documents that it points to."""

    links: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()  # a sitemap index's sitemaps; `modified_at` is their lastmod
    next_page: str | None = None  # the listing of what is older, where a listing links it
