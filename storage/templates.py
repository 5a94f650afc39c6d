"""Snapshots of the lines that recur across an outlet's articles, and the texts that they are learnt from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy import insert as plain_insert

from storage.database import Database
from storage.models import Article, Outlet, Revision, Template
from storage.outcomes import ArticleState
from storage.records import StoredText, TemplateRecord
from storage.runs import find_outlet

# So many texts are looked at, spread evenly over the newest articles: 500 in a row are two or three days of a large
# outlet, in which nothing can recur for a week. It takes 30 ms, and no longer when the outlet has a million.
SAMPLE, NEWEST = 500, 5_000


class Templates:
    """Keeps the snapshots of every outlet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, outlet: str) -> TemplateRecord | None:
        """The newest snapshot of `outlet`; None when it has none, or never ran."""
        with self._database.reading() as connection:
            return _newest(connection, outlet)

    def texts(self, outlet: str) -> list[StoredText]:
        """At most `SAMPLE` current texts of `outlet`, spread evenly over its `NEWEST` newest articles."""
        newest = (
            select(Article.current_revision_id, Article.appeared_at, Article.collected_at, Article.id)
            .join(Outlet, Outlet.id == Article.outlet_id)
            .where(Outlet.slug == outlet, Article.state == ArticleState.PUBLISHED)
            .order_by(Article.collected_at.desc(), Article.id.desc())
            .limit(NEWEST)
            .subquery()
        )
        place = func.row_number().over(order_by=(newest.c.collected_at.desc(), newest.c.id.desc())) - 1
        placed = select(newest, place.label("place"), func.count().over().label("total")).subquery()
        apart = (placed.c.total + SAMPLE - 1) // SAMPLE
        wanted = (
            select(Revision.body, placed.c.appeared_at)
            .join(placed, placed.c.current_revision_id == Revision.id)
            .where(placed.c.place % apart == 0)
        )
        with self._database.reading() as connection:
            return [StoredText(body, moment.date()) for body, moment in connection.execute(wanted)]

    def keep(self, outlet: str, lines: Sequence[str], learnt_from: int, created_at: datetime) -> TemplateRecord | None:
        """Store the next snapshot of `outlet`: the lines of its newest and those of `lines` that this one lacks.

        `learnt_from` is the number of texts that were looked at. Returns None, and stores nothing, when `lines` holds
        none that is new.
        """
        with self._database.writing() as connection:  # the only one: two runs that end at once learn a line once
            before = _newest(connection, outlet) or TemplateRecord(0, ())
            new = [line for line in dict.fromkeys(lines) if line not in before.lines]
            if not new:
                return None
            snapshot = TemplateRecord(before.number + 1, (*before.lines, *new))
            row = plain_insert(Template).values(
                outlet_id=find_outlet(connection, outlet),
                number=snapshot.number,
                created_at=created_at,
                learnt_from=learnt_from,
                lines=list(snapshot.lines),
            )
            connection.execute(row)
            return snapshot


def _newest(connection: Connection, outlet: str) -> TemplateRecord | None:
    wanted = select(Template.number, Template.lines).join(Outlet, Outlet.id == Template.outlet_id)
    row = connection.execute(
        wanted.where(Outlet.slug == outlet).order_by(Template.number.desc()).limit(1)
    ).one_or_none()
    return TemplateRecord(row.number, tuple(row.lines)) if row else None
