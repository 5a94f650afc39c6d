"""Which outlets have anything to be asked or fetched: what a round looks at before it crawls any."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from storage.database import Database
from storage.models import Outlet, Page, Source
from storage.times import UtcDateTime

# No outlet is asked again before so much time has passed.
POLL_EVERY = timedelta(minutes=10)


def outlets_due(database: Database, declared: Mapping[str, Iterable[str]], now: datetime) -> list[str]:
    """The outlets with a source or a page due at `now`, of those in `declared`: URLs of their sources by slug.

    One that never ran is.
    """
    asked = select(Outlet.slug, func.max(Source.last_fetched_at, type_=UtcDateTime)).join(Source).group_by(Outlet.slug)
    waiting = or_(Page.outcome.is_(None), Page.retry_at <= now)
    with_pages = select(Outlet.slug).where(select(Page.id).where(Page.outlet_id == Outlet.id, waiting).exists())
    with database.reading() as connection:
        asked_at = {slug: moment for slug, moment in connection.execute(asked) if moment is not None}
        waited_for = set(connection.scalars(with_pages))
    return [
        slug for slug in declared if slug in waited_for or slug not in asked_at or asked_at[slug] <= now - POLL_EVERY
    ]
