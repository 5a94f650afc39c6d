"""Pages that sources announced: which of them are new, which are due again, which wait from earlier runs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from storage import announced
from storage.database import Database
from storage.dialects import chunks, insert, storable
from storage.models import Article, ArticleUrl, Outlet, Page, Revision, Source
from storage.records import Announced, DuePage, LinkRecord, Validators
from storage.runs import find_outlet

# The one place that says when a page is due. It may have been read under another address, which is then an address of
# its article: it is due only when its source says that it changed after that.
UNTRIED = and_(Page.outcome.is_(None), Article.id.is_(None))
CHANGED = Page.announced_modified_at > func.coalesce(Page.fetched_at, Revision.seen_at)
DUE = (
    select(Page.id, Page.url_key, Page.url, Page.etag, Page.last_modified, UNTRIED.label("is_untried"))
    .outerjoin(ArticleUrl, ArticleUrl.url_key == Page.url_key)
    .outerjoin(Article, Article.id == ArticleUrl.article_id)
    .outerjoin(Revision, Revision.id == Article.current_revision_id)
)


class Pages:
    """What sources announced, and what is left to fetch of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def announce(
        self,
        run_id: int,
        outlet: str,
        source_url: str | None,
        links: Sequence[LinkRecord],
        seen_at: datetime,
        validators: Validators | None = None,
        status: int | None = None,
    ) -> Announced:
        """Store the links of one source document and say what is to be fetched of them.

        The source's validators are stored in the same transaction: only then may it answer 304 next time. Without
        `validators` it keeps those it has: the later pages of a listing have none of their own to keep. Without
        `source_url` the links come from the operator.
        """
        distinct: dict[str, LinkRecord] = {}
        for link in links:
            distinct.setdefault(link.key, link)
        with self._database.writing() as connection:
            outlet_id = find_outlet(connection, outlet)
            source_id = None
            if source_url is not None:
                answer: dict[str, object] = {"last_status": status, "last_error": None}
                if validators is not None:
                    answer |= {"etag": validators.etag, "last_modified": validators.last_modified}
                source_id = _note(connection, outlet_id, source_url, seen_at, **answer)
            origin = {"outlet_id": outlet_id, "source_id": source_id, "run_id": run_id, "announced_at": seen_at}
            _remember(connection, [_announced(link) | origin for link in distinct.values()])
            announced.keep(connection, distinct.values())
            due = DUE.where(or_(UNTRIED, CHANGED))
            found = [
                row for chunk in chunks(distinct) for row in connection.execute(due.where(Page.url_key.in_(chunk)))
            ]
        return Announced(
            links=len(distinct),
            untried=frozenset(row.url_key for row in found if row.is_untried),
            changed=tuple(_due(row for row in found if not row.is_untried)),
        )

    def fresh(self, outlet: str, run_id: int, after: int, limit: int) -> list[DuePage]:
        """At most `limit` untried pages that the run was the first to announce, in order, with ids above `after`."""
        with self._database.reading() as connection:
            waiting = DUE.where(Page.outlet_id == find_outlet(connection, outlet), UNTRIED)
            waiting = waiting.where(Page.run_id == run_id, Page.id > after)
            return list(_due(connection.execute(waiting.order_by(Page.id).limit(limit))))

    def left_over(self, outlet: str, run_id: int, now: datetime, before: int | None, limit: int) -> list[DuePage]:
        """At most `limit` pages of earlier runs that are due at `now`: untried, to be tried again, or changed.

        The newest first, with ids below `before`.
        """
        with self._database.reading() as connection:
            waiting = DUE.where(
                Page.outlet_id == find_outlet(connection, outlet), or_(UNTRIED, Page.retry_at <= now, CHANGED)
            )
            waiting = waiting.where(Page.run_id.is_distinct_from(run_id))
            if before is not None:
                waiting = waiting.where(Page.id < before)
            return list(_due(connection.execute(waiting.order_by(Page.id.desc()).limit(limit))))

    def source_validators(self, outlet: str) -> dict[str, Validators]:
        """By URL, what each source of `outlet` that can be asked conditionally gave last time."""
        wanted = select(Source.url, Source.etag, Source.last_modified).join(Outlet, Outlet.id == Source.outlet_id)
        wanted = wanted.where(Outlet.slug == outlet, or_(Source.etag.is_not(None), Source.last_modified.is_not(None)))
        with self._database.reading() as connection:
            return {row.url: Validators(row.etag, row.last_modified) for row in connection.execute(wanted)}

    def note_source(
        self, outlet: str, url: str, fetched_at: datetime, *, status: int | None = None, error: str | None = None
    ) -> None:
        """Note a source that announced nothing: it failed with `error`, or answered 304. Its validators stay."""
        with self._database.writing() as connection:
            outlet_id = find_outlet(connection, outlet)
            error = None if error is None else storable(error)
            _note(connection, outlet_id, url, fetched_at, last_status=status, last_error=error)


def _note(connection: Connection, outlet_id: int, url: str, fetched_at: datetime, **seen: object) -> int:
    """Store what was seen of a source and return its id. One that nobody declared is reached from one that is."""
    seen["last_fetched_at"] = fetched_at
    upsert = insert(connection, Source).values(outlet_id=outlet_id, url=url, kind="linked", is_guess=False, **seen)
    upsert = upsert.on_conflict_do_update(index_elements=["outlet_id", "url"], set_=seen)
    return connection.execute(upsert.returning(Source.id)).scalar_one()


def _announced(link: LinkRecord) -> dict[str, object]:
    return {
        "url_key": link.key,
        "url": storable(link.url),
        "announced_headline": None if link.headline is None else storable(link.headline),
        "announced_published_at": link.published_at,
        "announced_modified_at": link.modified_at,
        "attempts": 0,
    }


def _remember(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Insert pages that are new; of a known one keep the first announcement and the newest time of change."""
    upsert = insert(connection, Page)
    new = upsert.excluded
    upsert = upsert.on_conflict_do_update(
        index_elements=["url_key"],
        set_={
            "source_id": func.coalesce(Page.source_id, new.source_id),
            "announced_at": func.coalesce(Page.announced_at, new.announced_at),
            "announced_headline": func.coalesce(Page.announced_headline, new.announced_headline),
            "announced_published_at": func.coalesce(Page.announced_published_at, new.announced_published_at),
            "announced_modified_at": func.coalesce(new.announced_modified_at, Page.announced_modified_at),
        },
        # Most links of most runs are known and unchanged: they cost no write.
        where=or_(
            Page.announced_at.is_(None),
            new.announced_modified_at > Page.announced_modified_at,
            and_(new.announced_modified_at.is_not(None), Page.announced_modified_at.is_(None)),
        ),
    )
    if rows:
        connection.execute(upsert, rows)


def _due(rows: Iterable[Any]) -> Iterator[DuePage]:
    for row in rows:
        yield DuePage(row.id, row.url_key, row.url, Validators(row.etag, row.last_modified))
