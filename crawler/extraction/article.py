"""What extraction takes and gives: a page in, an article or the reason why there is none out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

# What sort of piece it is; the database takes no other.
ArticleKind = Literal["article", "flash", "live", "gallery", "video", "opinion"]


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one document as a server sent them, transfer and content coding removed."""

    url: str
    body: bytes
    fetched_at: datetime  # zone-aware; the only clock that extraction knows
    content_type: str | None = None  # the header's value, with its charset


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of text that was cut from the body, and the rule that cut it."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two places of a page that say different things of one field, which was kept, and the rule that chose it."""

    field: str
    kept: str
    origin: str
    other: str
    other_origin: str
    rule: str


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one published piece. Field names follow schema.org NewsArticle."""

    url: str
    canonical_url: str
    outlet: str
    headline: str
    body: str  # paragraphs separated by a blank line
    word_count: int
    extractor: str  # rule name and version
    kind: ArticleKind = "article"
    alternative_headline: str | None = None  # the deck below the headline
    description: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None  # the agency or paper named as the source, or several joined by '، '
    dateline: str | None = None  # the place the report is filed from
    published_at: datetime | None = None  # zone-aware, in the outlet's zone; in the page's own when that is unknown
    published_raw: str | None = None
    published_precision: str | None = None  # 'minute' or 'day'
    published_source: str | None = None  # where on the page: 'json-ld', 'meta', 'rule', 'time', 'text', 'url'
    published_zone: Literal["page", "outlet"] | None = None  # whose zone made the instant; None where it is a day
    modified_at: datetime | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image_url: str | None = None
    image_caption: str | None = None
    removed: tuple[Removed, ...] = ()
    kicker: str | None = None  # the short label above the headline
    image_credit: str | None = None  # who made the lead image
    # By field that has a value, the place that gave it: 'rule', 'json-ld', 'meta', 'microdata', 'rdfa', 'h1' and other
    # elements, 'title', 'breadcrumb', 'byline', 'text'.
    origins: Mapping[str, str] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    template: int | None = None  # number of the snapshot of recurring lines that was applied

    @property
    def published_on(self) -> date | None:
        """The day of publication by the outlet's own calendar."""
        return self.published_at.date() if self.published_at else None


@dataclass(frozen=True, slots=True)
class NoArticle:
    """A page that carries no article, and why."""

    url: str
    reason: str
    may_pass: bool = False  # an error, a challenge, nothing at all: the site may answer otherwise another time
