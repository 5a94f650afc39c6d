"""What the crawler hands to the storage layer and gets back: plain values, no ORM objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from storage.outcomes import FailureKind, FoundBy, Outcome

# How much of a stretch of text that was cut from an article is kept, in characters.
CUT_SHOWN = 200
# Where a page led, in place of another site's host: the front page of its own.
FRONT_PAGE = "/"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A place where an outlet announces articles. `kind` is feed, sitemap, section or wordpress_api."""

    url: str
    kind: str
    is_guess: bool = False
    found_by: FoundBy = FoundBy.DECLARATION


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """An outlet's identity as declared when a run starts."""

    slug: str
    name_ar: str
    name_en: str
    domains: tuple[str, ...]
    country: str  # ISO 3166-1 alpha-2
    time_zone: str | None  # IANA name; None when nobody knows it
    publisher_group: str | None = None
    sources: tuple[SourceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """An article URL that a source announced. `key` identifies the page whatever way its address is spelled."""

    key: str  # 32 hexadecimal digits, see crawler.text.urls.url_key
    url: str
    headline: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None  # when the source says the article last changed
    content: str | None = field(default=None, repr=False)  # HTML of the whole article, where the source carries it
    sections: tuple[str, ...] = ()  # that the source files it under
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnouncedText:
    """What a source said of an article, beside where it is."""

    headline: str | None
    published_at: datetime | None
    content: str | None  # HTML of the whole article
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether a document changed (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as it stands: what to ask it with, and what its schedule goes by."""

    url: str
    validators: Validators = Validators()
    body_hash: str | None = None  # of the last announcement, for servers whose validators lie
    asked: int = 0  # times
    fetched_at: datetime | None = None  # when last
    news_at: datetime | None = None  # when it last announced a page that was new
    due_at: datetime | None = None  # None: it was never asked
    interval: timedelta | None = None
    failures: int = 0  # in a row
    failure: FailureKind | None = None
    kind: str = "linked"  # as in SourceRecord, or linked for a document that another source leads to
    is_guess: bool = False
    found_by: FoundBy = FoundBy.LINK


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index lists."""

    url: str
    modified_at: datetime | None = None  # by the index


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """Why a source could not be read. `led_to` is the host of another site that it redirected to."""

    kind: FailureKind
    reason: str
    status: int | None = None
    led_to: str | None = None


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page to fetch now, with what is needed to ask for it conditionally when it was fetched before."""

    id: int  # of its row; a page that was announced later has a greater one
    key: str
    url: str
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source document said, as far as its schedule goes by it. Without anything: it has not changed."""

    listed: int = 0  # links
    news: int = 0  # of them pages that were new, and of now
    spans: timedelta | None = None  # how far back its dates go; None where it gives none

    def __add__(self, other: "Answer") -> "Answer":
        spans = max((one.spans for one in (self, other) if one.spans is not None), default=None)
        return Answer(self.listed + other.listed, self.news + other.news, spans)


@dataclass(frozen=True, slots=True)
class Announced:
    """What one source document announced."""

    links: int  # different ones
    untried: frozenset[str] = frozenset()  # keys of those not yet visited, whichever run learnt of them
    changed: tuple[DuePage, ...] = ()  # of these, visited before their source says that they changed
    answer: Answer = Answer()  # what the document said until now, the parts before this one included


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """The robots.txt of one scheme and authority, as last read."""

    origin: str  # 'https://example.com'
    status: int
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class HostRecord:
    """How a host wants to be left alone."""

    name: str  # without a port
    held_until: datetime | None = None  # it is not asked before
    held_for: str | None = None  # why, in words
    walls: int = 0  # how often in a row it was held because it refused one request after another


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An Arabic article ready to store. All times are zone-aware; `body` separates paragraphs by a blank line."""

    keys: tuple[str, ...]  # every key that identifies the article: fetched URL, canonical URL, article number
    canonical_url: str
    headline: str
    body: str
    content_hash: str  # 32 hexadecimal digits over the normalised text
    shingles: tuple[int, ...]  # sampled hashes of normalised word 3-grams, each within signed 64 bits
    word_count: int
    language: str
    language_confidence: float
    is_relevant: bool
    relevance_score: float
    relevance_evidence: Mapping[str, object]
    extractor: str
    kind: str = "article"  # article, flash, live, gallery, video or opinion
    kicker: str | None = None  # the short label above the headline
    alternative_headline: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    dateline: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None  # the day by the outlet's own calendar and zone
    published_raw: str | None = None
    published_precision: str | None = None  # minute or day
    published_source: str | None = None
    published_zone: str | None = None  # page or outlet: whose zone made the instant
    modified_at: datetime | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image_url: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None
    template: int | None = None  # number of the snapshot of recurring lines that was applied
    removed: tuple[str, ...] = ()  # 'rule: text', of the text at least the first CUT_SHOWN characters
    origins: Mapping[str, str] = field(default_factory=dict)  # by field, where it was read
    disagreements: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """One snapshot of the lines that recur across an outlet's articles, in the form in which lines are compared."""

    number: int  # counted from 1 in each outlet
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredText:
    """The current text of one article, as far as lines that recur are learnt from it."""

    body: str
    day: date  # UTC, of `appeared_at`


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One fetched page and how it ended. With `article` the writer decides the outcome, without it is given.

    With both, the page gave no article and its source did: it is stored unless the outlet's article is known.
    """

    outlet: str
    run_id: int
    key: str
    url: str
    fetched_at: datetime
    status: int | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    may_pass: bool = False  # whether a page without an article is looked at again
    validators: Validators = Validators()
    body_hash: str | None = None
    final_key: str | None = None  # where redirects ended, when that is another page
    led_to: str | None = None  # the host of another site that it redirected to, or FRONT_PAGE
    article: ArticleRecord | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one visit once its transaction committed."""

    outcome: Outcome
    article_uid: str | None = None
    is_copy: bool = False  # a new article that joined the story of an earlier one
    from_source: bool = False  # a new article, in the words of its source, for its page could not be read
    error: str | None = None  # why this visit was set aside, when the outcome is FAILED here


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The counts of one finished run."""

    outlet: str
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    announced: int = 0
    copies: int = 0
    errors: tuple[str, ...] = ()
