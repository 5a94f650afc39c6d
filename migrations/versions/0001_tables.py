"""The tables of storage/models.py."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None

Time = sa.DateTime(timezone=True)
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OUTCOMES = (
    "stored",
    "off_topic",
    "revised",
    "unchanged",
    "duplicate_url",
    "not_arabic",
    "no_article",
    "gone",
    "blocked",
    "failed",
    "disallowed",
)


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def refers(column: str, ondelete: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete=ondelete)


def upgrade() -> None:
    create_outlets_and_runs()
    create_articles()
    create_revisions()
    create_pages()


def create_outlets_and_runs() -> None:
    op.create_table(
        "outlets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("name_ar", sa.Text, nullable=False),
        sa.Column("name_en", sa.Text, nullable=False),
        sa.Column("domains", Json, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("publisher_group", sa.Text),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("outlet_id", sa.Integer, refers("outlets.id", "RESTRICT"), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("is_guess", sa.Boolean, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_fetched_at", Time),
        sa.Column("last_error", sa.Text),
        sa.UniqueConstraint("outlet_id", "url"),
        sa.CheckConstraint("kind IN ('feed', 'sitemap', 'section', 'wordpress_api', 'linked')", name="kind"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("outlet_id", sa.Integer, refers("outlets.id", "RESTRICT"), nullable=False),
        sa.Column("started_at", Time, nullable=False),
        sa.Column("ended_at", Time),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("outcome", one_of("outcome", "running", "finished", "interrupted", "failed"), nullable=False),
        sa.Column("announced", sa.Integer, nullable=False),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.Column("message", sa.Text),
        sa.Index(None, "outlet_id", "started_at"),
    )
    op.create_table(
        "run_counts",
        sa.Column("run_id", sa.Integer, refers("runs.id", "CASCADE"), primary_key=True),
        sa.Column("outcome", one_of("outcome", *OUTCOMES), primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )
    op.create_table(
        "robots_files",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("fetched_at", Time, nullable=False),
    )


def create_articles() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("created_at", Time, nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("uid", sa.String(36), nullable=False, unique=True),
        sa.Column("outlet_id", sa.Integer, refers("outlets.id", "RESTRICT"), nullable=False),
        sa.Column("story_id", sa.Integer, refers("stories.id", "RESTRICT"), nullable=False),
        sa.Column("current_revision_id", sa.Integer, nullable=False),
        sa.Column("collected_at", Time, nullable=False, index=True),
        sa.Column("appeared_at", Time, nullable=False, index=True),
        sa.Column("state", one_of("state", "published", "withdrawn", "erased"), nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("language_confidence", sa.Double, nullable=False),
        sa.Column("is_relevant", sa.Boolean, nullable=False),
        sa.Column("relevance_score", sa.Double, nullable=False),
        sa.Column("relevance_evidence", Json, nullable=False),
        sa.Index(None, "story_id", "appeared_at"),
        sa.Index(None, "outlet_id", "collected_at"),
    )
    op.create_table(
        "article_urls",
        sa.Column("url_key", sa.String(32), primary_key=True),
        sa.Column("article_id", sa.Integer, refers("articles.id", "CASCADE"), nullable=False, index=True),
    )
    op.create_table(
        "shingles",
        sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Integer, refers("articles.id", "CASCADE"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )


def create_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Integer, refers("articles.id", "CASCADE"), nullable=False),
        sa.Column("seen_at", Time, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("alternative_headline", sa.Text),
        sa.Column("description", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("word_count", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String(32), nullable=False, index=True),
        sa.Column("credit", sa.Text),
        sa.Column("dateline", sa.Text),
        sa.Column("published_at", Time),
        sa.Column("published_on", sa.Date),
        sa.Column("published_raw", sa.Text),
        sa.Column("published_precision", sa.Text),
        sa.Column("published_source", sa.Text),
        sa.Column("modified_at", Time),
        sa.Column("section", sa.Text),
        sa.Column("image_url", sa.Text),
        sa.Column("image_caption", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("removed", Json, nullable=False),
        sa.CheckConstraint("published_precision IN ('minute', 'day')", name="published_precision"),
        sa.Index(None, "article_id", "seen_at"),
    )
    # Articles and revisions refer to each other: one of the two references is added when both tables are there.
    with op.batch_alter_table("articles") as articles:
        articles.create_foreign_key(
            op.f("fk_articles_current_revision_id"),
            "revisions",
            ["current_revision_id"],
            ["id"],
            ondelete="NO ACTION",
            deferrable=True,
            initially="DEFERRED",
        )
    for name, names in (("author", "authors"), ("keyword", "keywords")):
        op.create_table(
            names,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("name", sa.Text, nullable=False, unique=True),
        )
        op.create_table(
            f"revision_{names}",
            sa.Column("revision_id", sa.Integer, refers("revisions.id", "CASCADE"), primary_key=True),
            sa.Column("position", sa.Integer, primary_key=True),
            sa.Column(f"{name}_id", sa.Integer, refers(f"{names}.id", "RESTRICT"), nullable=False, index=True),
        )


def create_pages() -> None:
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("url_key", sa.String(32), nullable=False, unique=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet_id", sa.Integer, refers("outlets.id", "RESTRICT"), nullable=False),
        sa.Column("source_id", sa.Integer, refers("sources.id", "SET NULL")),
        sa.Column("run_id", sa.Integer, refers("runs.id", "SET NULL")),
        sa.Column("article_id", sa.Integer, refers("articles.id", "SET NULL"), index=True),
        sa.Column("announced_at", Time),
        sa.Column("announced_headline", sa.Text),
        sa.Column("announced_published_at", Time),
        sa.Column("announced_modified_at", Time),
        sa.Column("fetched_at", Time),
        sa.Column("status", sa.Integer),
        sa.Column("outcome", one_of("outcome", *OUTCOMES)),
        sa.Column("reason", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("retry_at", Time),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("body_hash", sa.Text),
        sa.Index(None, "outlet_id", "outcome"),
    )


def downgrade() -> None:
    op.drop_table("pages")
    for names in ("keywords", "authors"):
        op.drop_table(f"revision_{names}")
        op.drop_table(names)
    with op.batch_alter_table("articles") as articles:
        articles.drop_constraint(op.f("fk_articles_current_revision_id"), type_="foreignkey")
    for name in ("revisions", "shingles", "article_urls", "articles", "stories"):
        op.drop_table(name)
    for name in ("robots_files", "run_counts", "runs", "sources", "outlets"):
        op.drop_table(name)
