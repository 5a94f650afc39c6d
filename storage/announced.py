"""Whole texts that sources announced, kept until their pages are settled: a feed may answer 304 while a wall stands."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, or_, select

from storage.database import Database
from storage.dialects import chunks, insert, storable
from storage.models import AnnouncedText as Row
from storage.models import ArticleUrl, Page
from storage.outcomes import Outcome
from storage.records import AnnouncedText, LinkRecord

_UNSETTLED = [outcome for outcome in Outcome if not outcome.final]


class AnnouncedTexts:
    """What stands in for pages that are blocked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, key: str) -> AnnouncedText | None:
        """The text that a source announced for the page `key`, with its headline; None without either."""
        wanted = select(Page.announced_headline, Page.announced_published_at, Row.content).join(
            Row, Row.page_id == Page.id
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(Page.url_key == key)).one_or_none()
        if row is None or not row.announced_headline:
            return None
        return AnnouncedText(row.announced_headline, row.announced_published_at, row.content)


def keep(connection: Connection, links: Iterable[LinkRecord]) -> None:
    """Store the texts of links whose pages are not settled, and whose articles are not stored yet."""
    texts = {link.key: link.content for link in links if link.content}
    waiting = (
        select(Page.id, Page.url_key)
        .outerjoin(ArticleUrl, ArticleUrl.url_key == Page.url_key)
        .where(ArticleUrl.url_key.is_(None), or_(Page.outcome.is_(None), Page.outcome.in_(_UNSETTLED)))
    )
    rows = [
        {"page_id": row.id, "content": storable(texts[row.url_key])}
        for chunk in chunks(texts)
        for row in connection.execute(waiting.where(Page.url_key.in_(chunk)))
    ]
    if rows:
        upsert = insert(connection, Row)
        new = upsert.excluded.content
        upsert = upsert.on_conflict_do_update(
            index_elements=["page_id"],
            set_={"content": new},
            where=Row.content != new,  # most are what they were
        )
        connection.execute(upsert, rows)


def forget(connection: Connection, keys: Sequence[str]) -> None:
    """Delete the texts of pages that will not be asked for again."""
    for chunk in chunks(keys):
        pages = select(Page.id).where(Page.url_key.in_(chunk))
        connection.execute(delete(Row).where(Row.page_id.in_(pages)))
