"""The views that other programs read; docs/database.md says what their columns mean."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

# What the two databases spell differently: names joined in order, the UTC day of a time, whole seconds from one time to
# another, and the time a week before.
SPELLINGS = {
    "sqlite": {
        "joined": "group_concat",
        "day": "date({})",
        "seconds": "strftime('%s', {1}) - strftime('%s', {0})",
        "week_before": "strftime('%Y-%m-%dT%H:%M:%fZ', {}, '-7 days')",
    },
    "postgresql": {
        "joined": "string_agg",
        "day": "date({} AT TIME ZONE 'UTC')",
        "seconds": "CAST(floor(extract(epoch FROM {1})) - floor(extract(epoch FROM {0})) AS bigint)",
        "week_before": "{} - interval '7 days'",
    },
}
PUBLISHED = """
    uid, outlet, outlet_name_ar, outlet_name_en, outlet_country, publisher_group, story_id, url, headline,
    alternative_headline, description, body, word_count, authors, credit, dateline, section, keywords, image_url,
    image_caption, kind, published_at, published_on, published_precision, published_raw, published_source, modified_at,
    appeared_at, collected_at, revised_at, revisions, language, relevance_score, content_hash, extractor
"""


def upgrade() -> None:
    create()


def create(published: Sequence[str] = (), unpublished: Sequence[str] = ()) -> None:
    """Create the views. Later migrations give further columns of `revisions`, the `unpublished` for all_articles only.

    They stand last, so that PostgreSQL can put the new views in place of the old: who may read those may read these.
    """
    dialect = op.get_bind().dialect.name
    spelling = SPELLINGS[dialect]
    columns = ", ".join((PUBLISHED.strip(), *published))
    for view in (
        all_articles(spelling["joined"], (*published, *unpublished)),
        f"published_articles AS SELECT {columns} FROM all_articles WHERE is_relevant AND state = 'published'",
        unique_articles(published),
        story_coverage(spelling["seconds"].format("origin.appeared_at", "a.appeared_at")),
        outlet_health(spelling["week_before"].format("last.started_at")),
        coverage(spelling["day"].format("r.started_at")),
    ):
        op.execute(f"{'CREATE' if dialect == 'sqlite' else 'CREATE OR REPLACE'} VIEW {view}")


def all_articles(joined: str, further: Sequence[str]) -> str:
    def names(table: str, column: str) -> str:
        return f"""(
            SELECT {joined}(name, '، ') FROM (
                SELECT n.name FROM {table} n JOIN revision_{table} l ON l.{column} = n.id
                WHERE l.revision_id = r.id ORDER BY l.position
            ) ordered
        ) AS {table}"""

    return f"""
        all_articles AS
        SELECT
            a.uid, o.slug AS outlet, o.name_ar AS outlet_name_ar, o.name_en AS outlet_name_en,
            o.country AS outlet_country, o.publisher_group, a.story_id, r.url, r.headline, r.alternative_headline,
            r.description, r.body, r.word_count, {names("authors", "author_id")}, r.credit, r.dateline, r.section,
            {names("keywords", "keyword_id")}, r.image_url, r.image_caption, r.kind, r.published_at, r.published_on,
            r.published_precision, r.published_raw, r.published_source, r.modified_at, a.appeared_at, a.collected_at,
            r.seen_at AS revised_at,
            (SELECT count(*) FROM revisions v WHERE v.article_id = a.id) AS revisions,
            a.language, a.language_confidence, a.is_relevant, a.relevance_score, a.relevance_evidence, a.state,
            {", ".join(f"r.{column}" for column in ("content_hash", "extractor", *further))}
        FROM articles a
        JOIN outlets o ON o.id = a.outlet_id
        JOIN revisions r ON r.id = a.current_revision_id
    """


def unique_articles(further: Sequence[str]) -> str:
    columns = ", ".join(f"p.{column.strip()}" for column in PUBLISHED.split(","))
    return f"""
        unique_articles AS
        SELECT {columns}, (
            SELECT count(*) FROM articles c
            WHERE c.story_id = a.story_id AND c.id <> a.id AND c.is_relevant AND c.state = 'published'
        ) AS {", ".join(("copies", *(f"p.{column}" for column in further)))}
        FROM published_articles p JOIN articles a ON a.uid = p.uid
        WHERE NOT EXISTS (
            SELECT 1 FROM articles e
            WHERE e.story_id = a.story_id AND e.is_relevant AND e.state = 'published'
            AND (e.appeared_at, e.id) < (a.appeared_at, a.id)
        )
    """


def story_coverage(seconds_after_origin: str) -> str:
    return f"""
        story_coverage AS
        SELECT
            a.story_id, a.uid, o.slug AS outlet, o.publisher_group, r.url, r.headline, a.is_relevant, a.appeared_at,
            r.published_precision, a.id = origin.id AS is_origin, origin.uid AS origin_uid,
            first.slug AS origin_outlet, {seconds_after_origin} AS seconds_after_origin
        FROM articles a
        JOIN outlets o ON o.id = a.outlet_id
        JOIN revisions r ON r.id = a.current_revision_id
        JOIN articles origin ON origin.id = (
            SELECT e.id FROM articles e WHERE e.story_id = a.story_id ORDER BY e.appeared_at, e.id LIMIT 1
        )
        JOIN outlets first ON first.id = origin.outlet_id
        WHERE a.state = 'published'
    """


def outlet_health(week_before_last_run: str) -> str:
    def of_the_week(measure: str, joined: str = "") -> str:
        return f"""(
            SELECT {measure} FROM runs w {joined}
            WHERE w.outlet_id = o.id AND w.started_at > {week_before_last_run}
        )"""

    def counted(condition: str) -> str:
        return of_the_week(
            f"coalesce(sum(CASE WHEN {condition} THEN c.n ELSE 0 END), 0)", "JOIN run_counts c ON c.run_id = w.id"
        )

    return f"""
        outlet_health AS
        SELECT
            o.slug AS outlet, o.name_ar AS outlet_name_ar, o.name_en AS outlet_name_en,
            last.started_at AS last_run_started_at, last.ended_at AS last_run_ended_at,
            last.outcome AS last_run_outcome, last.message AS last_run_message,
            (SELECT max(a.collected_at) FROM articles a WHERE a.outlet_id = o.id) AS last_article_at,
            {of_the_week("count(*)")} AS runs_7d,
            {counted("true")} AS fetched_7d,
            {counted("c.outcome = 'stored'")} AS stored_7d,
            {counted("c.outcome = 'blocked'")} AS blocked_7d,
            {counted("c.outcome = 'failed'")} AS failed_7d
        FROM outlets o
        LEFT JOIN runs last ON last.id = (
            SELECT r.id FROM runs r WHERE r.outlet_id = o.id ORDER BY r.started_at DESC, r.id DESC LIMIT 1
        )
    """


def coverage(day: str) -> str:
    def total(of: str) -> str:
        return f"CAST(coalesce(sum({of}), 0) AS integer) AS {of.partition('.')[2]}"

    return f"""
        coverage AS
        SELECT
            o.slug AS outlet, {day} AS day, count(*) AS runs, {total("r.announced")}, {total("c.fetched")},
            {total("c.blocked")}, {total("c.stored")}
        FROM runs r
        JOIN outlets o ON o.id = r.outlet_id
        LEFT JOIN (
            SELECT
                run_id, sum(n) AS fetched,
                sum(CASE WHEN outcome = 'blocked' THEN n ELSE 0 END) AS blocked,
                sum(CASE WHEN outcome = 'stored' THEN n ELSE 0 END) AS stored
            FROM run_counts GROUP BY run_id
        ) c ON c.run_id = r.id
        GROUP BY o.slug, {day}
    """


def downgrade() -> None:
    for name in (
        "coverage",
        "outlet_health",
        "story_coverage",
        "unique_articles",
        "published_articles",
        "all_articles",
    ):
        op.execute(f"DROP VIEW {name}")
