"""The tables. docs/database.md says what every column means; the migrations in `migrations/` create them.

An article's row holds what it is (its outlet, its story, the verdict on it), a revision's row what its page said at one
time, byline and dates included, so that an edit keeps every version whole.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.outcomes import ArticleState, FailureKind, FoundBy, Outcome, OutletVerdict, RunOutcome
from storage.times import UtcDateTime

Json = JSON().with_variant(JSONB(), "postgresql")
Key = String(32)


def _checked(values: type[StrEnum], name: str) -> Enum:
    """A text column that a check constraint holds to the values of an enum."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )


def _one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    """A check that holds a text column to a closed set which only the records name."""
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy
        str: Text,
        datetime: UtcDateTime,
        Outcome: _checked(Outcome, "outcome"),
        RunOutcome: _checked(RunOutcome, "outcome"),
        ArticleState: _checked(ArticleState, "state"),
        FailureKind: _checked(FailureKind, "failure"),
        FoundBy: _checked(FoundBy, "found_by"),
        OutletVerdict: _checked(OutletVerdict, "verdict"),
    }


class Outlet(Base):
    __tablename__ = "outlets"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_ar: Mapped[str]
    name_en: Mapped[str]
    domains: Mapped[list[str]] = mapped_column(Json)
    country: Mapped[str]
    time_zone: Mapped[str | None]
    publisher_group: Mapped[str | None]
    verdict: Mapped[OutletVerdict | None]
    verdict_at: Mapped[datetime | None]
    moved_to: Mapped[str | None]


class Source(Base):
    __tablename__ = "sources"
    __table_args__ = (
        Unique("outlet_id", "url"),
        _one_of("kind", ("feed", "sitemap", "section", "wordpress_api", "linked")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="RESTRICT"))
    url: Mapped[str]
    kind: Mapped[str]
    is_guess: Mapped[bool]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    last_status: Mapped[int | None]
    last_fetched_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    body_hash: Mapped[str | None]
    asked: Mapped[int]
    news_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    interval: Mapped[int | None]
    failures: Mapped[int]
    failure: Mapped[FailureKind | None]
    led_to: Mapped[str | None]
    found_by: Mapped[FoundBy]


class Run(Base):
    __tablename__ = "runs"
    __table_args__ = (Index(None, "outlet_id", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="RESTRICT"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    mode: Mapped[str]
    outcome: Mapped[RunOutcome]
    announced: Mapped[int]
    copies: Mapped[int]
    message: Mapped[str | None]


class RunCount(Base):
    __tablename__ = "run_counts"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(primary_key=True)
    n: Mapped[int]


class RobotsRow(Base):
    __tablename__ = "robots_files"

    origin: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    fetched_at: Mapped[datetime]


class HostRow(Base):
    """`asked` has the times of the last 24 hours' requests, of a host that allows only so many a day."""

    __tablename__ = "hosts"

    name: Mapped[str] = mapped_column(primary_key=True)
    held_until: Mapped[datetime | None]
    held_for: Mapped[str | None]
    walls: Mapped[int]
    asked: Mapped[list[float]] = mapped_column(Json)


class Story(Base):
    """`storage.stories` says which articles it has and which one is its origin."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]
    # Deferred, for a story and its articles refer to each other.
    origin_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL", use_alter=True, deferrable=True, initially="DEFERRED"),
        index=True,
    )
    origin_since: Mapped[datetime]
    changed_at: Mapped[datetime]


class Article(Base):
    """`storage.writer` gives the ids of stories, articles and revisions: it is the only writer while it works."""

    __tablename__ = "articles"
    __table_args__ = (Index(None, "story_id", "appeared_at"), Index(None, "outlet_id", "collected_at"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="RESTRICT"))
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="RESTRICT"))
    # Deferred, for an article and its first revision refer to each other. SQLite looks for the article of each revision
    # that it inserts meanwhile: without the index, in all there are.
    current_revision_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id", ondelete="NO ACTION", use_alter=True, deferrable=True, initially="DEFERRED"),
        index=True,
    )
    collected_at: Mapped[datetime] = mapped_column(index=True)
    appeared_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[ArticleState]
    language: Mapped[str]
    language_confidence: Mapped[float]
    is_relevant: Mapped[bool]
    relevance_score: Mapped[float]
    relevance_evidence: Mapped[dict[str, Any]] = mapped_column(Json)
    similarity: Mapped[float | None]
    credits_origin: Mapped[bool]
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED"), index=True
    )


class StoryLink(Base):
    """An article that has much of a story's text and is no version of it."""

    __tablename__ = "story_links"
    __table_args__ = (_one_of("kind", ("carries", "resembles")),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str]
    share: Mapped[float]


class ArticleUrl(Base):
    __tablename__ = "article_urls"

    url_key: Mapped[str] = mapped_column(Key, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)


# The pages that may be due: some thousands of a million, in an index of their own. A database uses it for a query that
# has the same condition, term by term: `MAY_BE_DUE` in storage/pages.py.
MAY_BE_DUE = text("outcome IS NULL OR due_at IS NOT NULL OR announced_modified_at > fetched_at")


class Page(Base):
    __tablename__ = "pages"
    __table_args__ = (
        Index("ix_pages_unsettled", "outlet_id", "id", sqlite_where=MAY_BE_DUE, postgresql_where=MAY_BE_DUE),
        Index(None, "outlet_id", "outcome"),
        Index(None, "outlet_id", "due_at"),
        Index(None, "outlet_id", "fetched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url_key: Mapped[str] = mapped_column(Key, unique=True)
    url: Mapped[str]
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="RESTRICT"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id", ondelete="SET NULL"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"), index=True)
    announced_at: Mapped[datetime | None]
    announced_headline: Mapped[str | None]
    announced_published_at: Mapped[datetime | None]
    announced_modified_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    status: Mapped[int | None]
    outcome: Mapped[Outcome | None]
    reason: Mapped[str | None]
    attempts: Mapped[int]
    due_at: Mapped[datetime | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_hash: Mapped[str | None]
    gone_since: Mapped[datetime | None]
    gone_visits: Mapped[int]
    led_to: Mapped[str | None]


class AnnouncedText(Base):
    """What a source said of an article beside where it is, its whole text too, kept until its page is settled."""

    __tablename__ = "announced_texts"

    page_id: Mapped[int] = mapped_column(
        ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    content: Mapped[str | None]
    sections: Mapped[list[str]] = mapped_column(Json)
    keywords: Mapped[list[str]] = mapped_column(Json)


class Revision(Base):
    __tablename__ = "revisions"
    __table_args__ = (
        Index(None, "article_id", "seen_at"),
        _one_of("published_precision", ("minute", "day")),
        _one_of("published_zone", ("page", "outlet")),
        _one_of("kind", ("article", "flash", "live", "gallery", "video", "opinion")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    seen_at: Mapped[datetime]
    url: Mapped[str]
    headline: Mapped[str]
    kicker: Mapped[str | None]
    alternative_headline: Mapped[str | None]
    description: Mapped[str | None]
    body: Mapped[str]
    word_count: Mapped[int]
    content_hash: Mapped[str] = mapped_column(Key, index=True)
    credit: Mapped[str | None]
    dateline: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_on: Mapped[date | None]
    published_raw: Mapped[str | None]
    published_precision: Mapped[str | None]
    published_source: Mapped[str | None]
    published_zone: Mapped[str | None]
    modified_at: Mapped[datetime | None]
    section: Mapped[str | None]
    image_url: Mapped[str | None]
    image_caption: Mapped[str | None]
    image_credit: Mapped[str | None]
    kind: Mapped[str]
    extractor: Mapped[str]
    template: Mapped[int | None]
    removed: Mapped[list[str]] = mapped_column(Json)
    origins: Mapped[dict[str, str]] = mapped_column(Json)
    disagreements: Mapped[list[dict[str, str]]] = mapped_column(Json)
    changed: Mapped[list[str]] = mapped_column(Json)
    change_share: Mapped[float | None]


class Template(Base):
    """A snapshot of the lines that recur across an outlet's articles; never changed once it is stored."""

    __tablename__ = "templates"

    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="RESTRICT"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]
    learnt_from: Mapped[int]
    lines: Mapped[list[str]] = mapped_column(Json)


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class RevisionAuthor(Base):
    __tablename__ = "revision_authors"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id", ondelete="RESTRICT"), index=True)


class Keyword(Base):
    __tablename__ = "keywords"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class RevisionKeyword(Base):
    __tablename__ = "revision_keywords"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    keyword_id: Mapped[int] = mapped_column(ForeignKey("keywords.id", ondelete="RESTRICT"), index=True)


class Shingle(Base):
    """The sampled word 3-grams of current revisions, newest article last under each hash."""

    __tablename__ = "shingles"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True)
