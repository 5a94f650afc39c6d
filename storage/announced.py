"""What sources said of articles, kept until their pages are settled: a feed may answer 304 while a wall stands."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from storage.database import Database
from storage.dialects import chunks, insert, storable
from storage.models import AnnouncedText as Row
from storage.models import ArticleUrl, Outlet, Page
from storage.outcomes import Outcome
from storage.records import AnnouncedText, LinkRecord

_UNSETTLED = [outcome for outcome in Outcome if not outcome.final]
_SAID = ("content", "sections", "keywords")


class AnnouncedTexts:
    """What stands in for pages that are blocked, and beside those that are read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any(self, outlet: str) -> bool:
        """Whether anything is kept of the outlet's pages."""
        kept = select(Row.page_id).join(Page, Page.id == Row.page_id).join(Outlet, Outlet.id == Page.outlet_id)
        with self._database.reading() as connection:
            return connection.scalar(kept.where(Outlet.slug == outlet).limit(1)) is not None

    def of(self, key: str) -> AnnouncedText | None:
        """What a source said of the page `key`; None when it gave neither its text nor what it files it under."""
        wanted = select(
            Page.announced_headline, Page.announced_published_at, Row.content, Row.sections, Row.keywords
        ).join(Row, Row.page_id == Page.id)
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(Page.url_key == key)).one_or_none()
        if row is None:
            return None
        headline, published_at, content, sections, keywords = row
        return AnnouncedText(headline, published_at, content, tuple(sections), tuple(keywords))


def says_more(link: LinkRecord) -> bool:
    """Whether a source says of an article what is kept here."""
    return bool(link.content or link.sections or link.keywords)


def keep(connection: Connection, links: Iterable[LinkRecord]) -> None:
    """Store what is said of links whose pages are to be read: not settled, or changed since."""
    said = {link.key: link for link in links if says_more(link)}
    is_new = ArticleUrl.url_key.is_(None) & or_(Page.outcome.is_(None), Page.outcome.in_(_UNSETTLED))
    waiting = (
        select(Page.id, Page.url_key)
        .outerjoin(ArticleUrl, ArticleUrl.url_key == Page.url_key)
        .where(or_(is_new, Page.announced_modified_at > Page.fetched_at))
    )
    rows = [
        {"page_id": row.id, **_said(said[row.url_key])}
        for chunk in chunks(said)
        for row in connection.execute(waiting.where(Page.url_key.in_(chunk)))
    ]
    if rows:
        upsert = insert(connection, Row)
        new = {name: upsert.excluded[name] for name in _SAID}
        upsert = upsert.on_conflict_do_update(
            index_elements=["page_id"],
            set_=new,
            where=or_(*(getattr(Row, name).is_distinct_from(new[name]) for name in _SAID)),  # most are what they were
        )
        connection.execute(upsert, rows)


def _said(link: LinkRecord) -> dict[str, Any]:
    return {
        "content": link.content and storable(link.content),
        "sections": list(map(storable, link.sections)),
        "keywords": list(map(storable, link.keywords)),
    }


def forget(connection: Connection, keys: Sequence[str]) -> None:
    """Delete what was said of pages that will not be asked for again."""
    for chunk in chunks(keys):
        pages = select(Page.id).where(Page.url_key.in_(chunk))
        connection.execute(delete(Row).where(Row.page_id.in_(pages)))
