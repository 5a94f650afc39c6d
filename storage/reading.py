"""What is shown at the end of a run, read from the views that other programs read too."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import JSON, Date, column, select, table

from storage.database import Database
from storage.models import Article, ArticleUrl, Outlet, Run, RunCount
from storage.records import RunSummary
from storage.times import UtcDateTime

PUBLISHED = table(
    "published_articles",
    column("outlet_name_ar"),
    column("headline"),
    column("published_on", Date),
    column("collected_at", UtcDateTime),
    column("appeared_at", UtcDateTime),
)
VERSIONS = table(
    "article_versions",
    column("uid"),
    column("seen_at", UtcDateTime),
    column("url"),
    column("headline"),
    column("body"),
    column("authors"),
    column("published_at", UtcDateTime),
    column("changed", JSON),
    column("change_share"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, which of headline, body, byline and time it changed, and the share of the words."""

    seen_at: datetime
    url: str
    headline: str
    body: str
    authors: str | None
    published_at: datetime | None
    changed: tuple[str, ...]
    change_share: float | None


@dataclass(frozen=True, slots=True)
class NewestArticle:
    """A line of the list of newest articles. `published_on` is the day it was collected if its page has no date."""

    outlet_name: str
    headline: str
    published_on: date


def newest_articles(database: Database, limit: int) -> list[NewestArticle]:
    """The `limit` relevant articles that appeared last, newest first."""
    wanted = select(
        PUBLISHED.c.outlet_name_ar, PUBLISHED.c.headline, PUBLISHED.c.published_on, PUBLISHED.c.collected_at
    )
    with database.reading() as connection:
        rows = connection.execute(wanted.order_by(PUBLISHED.c.appeared_at.desc()).limit(limit))
        return [NewestArticle(name, headline, day or seen.date()) for name, headline, day, seen in rows]


def last_run(database: Database, outlet: str) -> RunSummary:
    """What the last run of `outlet` counted. Raises sqlalchemy.exc.NoResultFound when it never ran."""
    ran = select(Run.id).join(Outlet).where(Outlet.slug == outlet).order_by(Run.started_at.desc(), Run.id.desc())
    with database.reading() as connection:
        run_id = connection.execute(ran.limit(1)).scalar_one()
    return run_summary(database, run_id)


def run_summary(database: Database, run_id: int) -> RunSummary:
    """What a run counted, and how it ended when something was the matter."""
    of_run = select(Outlet.slug, Run.announced, Run.copies, Run.message).join(Outlet).where(Run.id == run_id)
    counted = select(RunCount.outcome, RunCount.n).where(RunCount.run_id == run_id)
    with database.reading() as connection:
        slug, announced, copies, message = connection.execute(of_run).one()
        counts = dict(connection.execute(counted).all())
    return RunSummary(slug, counts, announced, copies, (message,) if message else ())


def versions(database: Database, url_key: str) -> list[Version]:
    """The versions of the published article that a key stands for, the oldest first; none without such an article."""
    uid = select(Article.uid).join(ArticleUrl).where(ArticleUrl.url_key == url_key).scalar_subquery()
    v = VERSIONS.c
    wanted = select(v.seen_at, v.url, v.headline, v.body, v.authors, v.published_at, v.changed, v.change_share).where(
        v.uid == uid
    )
    with database.reading() as connection:
        rows = connection.execute(wanted.order_by(v.seen_at)).all()
        return [Version(*row[:6], tuple(row.changed), row.change_share) for row in rows]
