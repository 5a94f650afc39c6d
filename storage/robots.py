"""The robots.txt of each site as last read, so that a site whose robots.txt fails for a while keeps its rules."""

from sqlalchemy import select

from storage.database import Database
from storage.dialects import insert
from storage.models import RobotsRow
from storage.records import RobotsFile


class Robots:
    """Keeps the last robots.txt of every origin."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def robots_file(self, origin: str) -> RobotsFile | None:
        """The robots.txt last read of `origin`, such as 'https://example.com'; None when none was kept."""
        wanted = select(RobotsRow.origin, RobotsRow.status, RobotsRow.body, RobotsRow.fetched_at)
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(RobotsRow.origin == origin)).one_or_none()
        return RobotsFile(*row) if row else None

    def keep_robots_file(self, robots: RobotsFile) -> None:
        """Keep `robots` in place of what its origin sent before."""
        sent = {"status": robots.status, "body": robots.body, "fetched_at": robots.fetched_at}
        with self._database.writing() as connection:
            upsert = insert(connection, RobotsRow).values(origin=robots.origin, **sent)
            connection.execute(upsert.on_conflict_do_update(index_elements=["origin"], set_=sent))
