"""Whether an outlet has anything to be asked or fetched: what a round looks at before it crawls it."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select

from storage.database import Database
from storage.models import Outlet, Page, Source
from storage.pages import DUE
from storage.times import UtcDateTime

# No source is asked again before so much time has passed.
POLL_EVERY = timedelta(minutes=10)


def anything_due(database: Database, outlet: str, now: datetime) -> bool:
    """Whether a source or a page of `outlet` is due at `now`; an outlet that was never crawled is."""
    asked_at = select(func.max(Source.last_fetched_at, type_=UtcDateTime)).join(Outlet).where(Outlet.slug == outlet)
    waiting = DUE.join(Outlet, Outlet.id == Page.outlet_id).where(Outlet.slug == bindparam("slug"))
    with database.reading() as connection:
        asked = connection.scalar(asked_at)
        if asked is None or asked <= now - POLL_EVERY:
            return True
        return bool(connection.scalar(select(exists(waiting.subquery().select())), {"now": now, "slug": outlet}))
