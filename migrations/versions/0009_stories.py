"""Stories whose origin is kept, articles that are linked to them and are no versions, and what an edit changed."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql

revision: str = "0009"
down_revision: str | None = "0008"

Time = sa.DateTime(timezone=True)
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ORIGIN, FOLLOWS = "fk_stories_origin_id", "fk_articles_follows_id"
# An origin that was deleted leaves its place to the next until the story changes.
ORIGIN_OF_STORY = """coalesce(
            s.origin_id, (SELECT e.id FROM articles e WHERE e.story_id = s.id ORDER BY e.appeared_at, e.id LIMIT 1)
        )"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # it writes an altered table anew, and not while a view reads it
        module("0002").downgrade()
    change_stories()
    change_articles()
    op.create_table(
        "story_links",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("story_id", sa.Integer, sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("share", sa.Double, nullable=False),
        sa.CheckConstraint("kind IN ('carries', 'resembles')", name="kind"),
    )
    op.create_index(op.f("ix_story_links_story_id"), "story_links", ["story_id"])
    with op.batch_alter_table("revisions") as revisions:
        revisions.add_column(sa.Column("changed", Json, nullable=False, server_default="[]"))
        revisions.add_column(sa.Column("change_share", sa.Double))
    with op.batch_alter_table("revisions") as revisions:  # the default was for the rows that were there
        revisions.alter_column("changed", existing_type=Json, existing_nullable=False, server_default=None)
    create_views()


def change_stories() -> None:
    """Keep the origins: the earliest, of two at the same moment the one stored first."""
    with op.batch_alter_table("stories") as stories:
        stories.add_column(sa.Column("origin_id", sa.Integer))
        stories.add_column(sa.Column("origin_since", Time))
        stories.add_column(sa.Column("changed_at", Time))
    op.execute("DELETE FROM stories WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.story_id = stories.id)")
    op.execute(
        "UPDATE stories SET origin_since = created_at, changed_at = created_at, origin_id = "
        "(SELECT a.id FROM articles a WHERE a.story_id = stories.id ORDER BY a.appeared_at, a.id LIMIT 1)"
    )
    with op.batch_alter_table("stories") as stories:
        for column in ("origin_since", "changed_at"):
            stories.alter_column(column, existing_type=Time, nullable=False)
        stories.create_foreign_key(
            op.f(ORIGIN), "articles", ["origin_id"], ["id"], ondelete="SET NULL", deferrable=True, initially="DEFERRED"
        )
        stories.create_index(op.f("ix_stories_origin_id"), ["origin_id"])


def change_articles() -> None:
    with op.batch_alter_table("articles") as articles:
        articles.add_column(sa.Column("similarity", sa.Double))
        articles.add_column(sa.Column("credits_origin", sa.Boolean, nullable=False, server_default=sa.false()))
        articles.add_column(sa.Column("follows_id", sa.Integer))
    with op.batch_alter_table("articles") as articles:  # the default was for the rows that were there
        articles.alter_column("credits_origin", existing_type=sa.Boolean, existing_nullable=False, server_default=None)
        articles.create_foreign_key(
            op.f(FOLLOWS),
            "articles",
            ["follows_id"],
            ["id"],
            ondelete="SET NULL",
            deferrable=True,
            initially="DEFERRED",
        )
        articles.create_index(op.f("ix_articles_follows_id"), ["follows_id"])


def create_views() -> None:
    """Create the views of the migrations before, with those of this one."""
    dialect = op.get_bind().dialect.name
    views = module("0002")
    if dialect == "sqlite":
        columns = module("0003")
        views.create(columns.PUBLISHED, columns.UNPUBLISHED)
        op.execute("DROP VIEW story_coverage")
    seconds = views.SPELLINGS[dialect]["seconds"].format("origin.appeared_at", "a.appeared_at")
    joined = views.SPELLINGS[dialect]["joined"]
    for view in (story_coverage(seconds), carried_stories(), article_versions(joined)):
        op.execute(f"{'CREATE' if dialect == 'sqlite' else 'CREATE OR REPLACE'} VIEW {view}")


def story_coverage(seconds_after_origin: str) -> str:
    return f"""
        story_coverage AS
        SELECT
            a.story_id, a.uid, o.slug AS outlet, o.publisher_group, r.url, r.headline, a.is_relevant, a.appeared_at,
            r.published_precision, a.id = origin.id AS is_origin, origin.uid AS origin_uid,
            first.slug AS origin_outlet, {seconds_after_origin} AS seconds_after_origin,
            a.similarity, a.credits_origin, r.credit, f.uid AS follows_uid, s.origin_since, s.changed_at
        FROM articles a
        JOIN outlets o ON o.id = a.outlet_id
        JOIN revisions r ON r.id = a.current_revision_id
        JOIN stories s ON s.id = a.story_id
        JOIN articles origin ON origin.id = {ORIGIN_OF_STORY}
        JOIN outlets first ON first.id = origin.outlet_id
        LEFT JOIN articles f ON f.id = a.follows_id
        WHERE a.state = 'published'
    """


def carried_stories() -> str:
    return f"""
        carried_stories AS
        SELECT
            a.uid, o.slug AS outlet, r.url, r.headline, a.appeared_at, l.kind, l.share, l.story_id,
            origin.uid AS origin_uid, first.slug AS origin_outlet
        FROM story_links l
        JOIN articles a ON a.id = l.article_id
        JOIN outlets o ON o.id = a.outlet_id
        JOIN revisions r ON r.id = a.current_revision_id
        JOIN stories s ON s.id = l.story_id
        JOIN articles origin ON origin.id = {ORIGIN_OF_STORY}
        JOIN outlets first ON first.id = origin.outlet_id
        WHERE a.state = 'published'
    """


def article_versions(joined: str) -> str:
    return f"""
        article_versions AS
        SELECT
            a.uid, o.slug AS outlet, r.seen_at, r.id = a.current_revision_id AS is_current, r.changed, r.change_share,
            r.url, r.headline, r.body, r.word_count, (
                SELECT {joined}(name, '، ') FROM (
                    SELECT n.name FROM authors n JOIN revision_authors l ON l.author_id = n.id
                    WHERE l.revision_id = r.id ORDER BY l.position
                ) ordered
            ) AS authors, r.credit, r.published_at, r.published_precision, r.modified_at, r.content_hash, r.extractor
        FROM revisions r
        JOIN articles a ON a.id = r.article_id
        JOIN outlets o ON o.id = a.outlet_id
        WHERE a.state = 'published'
    """


def drop_views() -> None:
    for name in ("article_versions", "carried_stories", "story_coverage"):
        op.execute(f"DROP VIEW {name}")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE VIEW {coverage_of_before('sqlite')}")
        module("0002").downgrade()


def coverage_of_before(dialect: str) -> str:
    views = module("0002")
    statement: str = views.story_coverage(
        views.SPELLINGS[dialect]["seconds"].format("origin.appeared_at", "a.appeared_at")
    )
    return statement


def downgrade() -> None:
    drop_views()
    with op.batch_alter_table("revisions") as revisions:
        for column in ("changed", "change_share"):
            revisions.drop_column(column)
    op.drop_index(op.f("ix_story_links_story_id"), "story_links")
    op.drop_table("story_links")
    with op.batch_alter_table("articles") as articles:
        articles.drop_index(op.f("ix_articles_follows_id"))
        articles.drop_constraint(op.f(FOLLOWS), type_="foreignkey")
        for column in ("similarity", "credits_origin", "follows_id"):
            articles.drop_column(column)
    with op.batch_alter_table("stories") as stories:
        stories.drop_index(op.f("ix_stories_origin_id"))
        stories.drop_constraint(op.f(ORIGIN), type_="foreignkey")
        for column in ("origin_id", "origin_since", "changed_at"):
            stories.drop_column(column)
    if op.get_bind().dialect.name == "sqlite":
        columns = module("0003")
        module("0002").create(columns.PUBLISHED, columns.UNPUBLISHED)
    else:
        op.execute(f"CREATE VIEW {coverage_of_before('postgresql')}")


def module(number: str) -> Any:
    """An earlier migration."""
    config = op.get_context().config
    assert config is not None
    return ScriptDirectory.from_config(config).get_revision(number).module
