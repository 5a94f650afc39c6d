"""What is shown at the end of a run, read from the views that other programs read too."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, column, select, table

from storage.database import Database
from storage.models import Outlet, Run, RunCount
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
