"""Pages that sources announced: which of them are new, which are due again, which wait from earlier runs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from storage import announced, schedule
from storage.database import Database
from storage.dialects import chunks, insert, storable
from storage.models import Article, ArticleUrl, Page, Revision
from storage.outcomes import UNSETTLED, Outcome
from storage.records import Announced, Answer, DuePage, LinkRecord, Validators
from storage.runs import find_outlet
from storage.sources import Kept, answer_of, find_source, forget_unlisted, known_source, note_answer

# The one place that says when a page is due. It may have been read under another address, which is then an address of
# its article: it is due only when its source says that it changed after that.
UNTRIED = and_(Page.outcome.is_(None), Article.id.is_(None))
# What all of these have in common, as the index `ix_pages_unsettled` says it.
MAY_BE_DUE = or_(Page.outcome.is_(None), Page.due_at.is_not(None), Page.announced_modified_at > Page.fetched_at)
CHANGED = Page.announced_modified_at > func.coalesce(Page.fetched_at, Revision.seen_at)
DUE = (
    select(
        Page.id,
        Page.url_key,
        Page.url,
        Page.etag,
        Page.last_modified,
        Page.announced_at,
        Page.source_id,
        UNTRIED.label("is_untried"),
    )
    .outerjoin(ArticleUrl, ArticleUrl.url_key == Page.url_key)
    .outerjoin(Article, Article.id == ArticleUrl.article_id)
    .outerjoin(Revision, Revision.id == Article.current_revision_id)
)


def due_by_itself(now: datetime) -> Any:
    """A page that is tried again, or an article that is revisited. A revisit may be too late to catch up with."""
    return and_(Page.due_at <= now, or_(Page.outcome.in_(UNSETTLED), Page.due_at > now - schedule.LATEST_REVISIT))


# A wall stood before it, and its article is stored in the words of its source, or of an earlier visit.
STANDS_IN = and_(Page.outcome.is_not_distinct_from(Outcome.BLOCKED), Page.article_id.is_not(None))


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
        *,
        body_hash: str | None = None,
        root: str | None = None,
        before: Answer | None = None,
        is_last: bool = True,
        is_poll: bool = True,
        sitemaps: Collection[str] = (),
    ) -> Announced:
        """Store the links of one source document, or of a part of it, and say what is to be fetched of them.

        Of a document in parts, what was in those `before` is passed on, and the last one says that the source answered.

        The source's validators and the hash of its bytes are stored in the same transaction: only then may it answer
        304 next time. Without `validators` it keeps those it has: the later pages of a listing have none of their own
        to keep. `root` is the source whose index leads to this one. What is no poll, as the walk through an archive,
        says nothing of how often there is news. Of `sitemaps` that an index lists, those of long ago which it lists no
        more are forgotten. Without `source_url` the links come from the operator.
        """
        distinct: dict[str, LinkRecord] = {}
        for link in links:
            distinct.setdefault(link.key, link)
        with self._database.writing() as connection:
            outlet_id = find_outlet(connection, outlet)
            source_id = None if source_url is None else find_source(connection, outlet_id, source_url)
            origin = {"outlet_id": outlet_id, "source_id": source_id, "run_id": run_id, "announced_at": seen_at}
            _remember(connection, [_announced(link) | origin for link in distinct.values()])
            announced.keep(connection, distinct.values())
            due = DUE.where(or_(UNTRIED, CHANGED))
            found = [
                row for chunk in chunks(distinct) for row in connection.execute(due.where(Page.url_key.in_(chunk)))
            ]
            new = {
                row.url_key
                for row in found
                if row.is_untried and (row.announced_at, row.source_id) == (seen_at, source_id)
            }
            answer = (before or Answer()) + answer_of(distinct.values(), new, seen_at)
            if source_url is not None and is_last:
                kept = None if validators is None else Kept(validators, body_hash)
                polled = answer if is_poll else None
                note_answer(connection, outlet_id, source_url, seen_at, status, polled, kept=kept, root=root)
            if sitemaps and is_last:
                forget_unlisted(connection, outlet_id, sitemaps, seen_at)
        return Announced(
            links=len(distinct),
            untried=frozenset(row.url_key for row in found if row.is_untried),
            changed=tuple(_due(row for row in found if not row.is_untried)),
            answer=answer,
        )

    def brought(self, outlet: str, source_url: str, keys: Iterable[str]) -> frozenset[str]:
        """Those of `keys` whose pages a source was the first to announce, and that led to an article."""
        with self._database.reading() as connection:
            source_id = known_source(connection, find_outlet(connection, outlet), source_url)
            led = select(Page.url_key).where(Page.source_id == source_id, Page.article_id.is_not(None))
            return frozenset(
                key for chunk in chunks(keys) for key in connection.scalars(led.where(Page.url_key.in_(chunk)))
            )

    def fresh(self, outlet: str, run_id: int, after: int, limit: int) -> list[DuePage]:
        """At most `limit` untried pages that the run was the first to announce, in order, with ids above `after`."""
        with self._database.reading() as connection:
            waiting = DUE.where(Page.outlet_id == find_outlet(connection, outlet), UNTRIED)
            waiting = waiting.where(Page.run_id == run_id, Page.id > after)
            return list(_due(connection.execute(waiting.order_by(Page.id).limit(limit))))

    def left_over(
        self,
        outlet: str,
        run_id: int,
        now: datetime,
        before: int | None,
        limit: int,
        *,
        stands_in: bool = False,
    ) -> list[DuePage]:
        """At most `limit` pages of earlier runs that are due at `now`.

        Untried, to be tried again, to be revisited, or changed; the newest first, with ids below `before`. Blocked
        pages whose articles are stored all the same are asked for apart: those for which something `stands_in`.
        """
        with self._database.reading() as connection:
            waiting = DUE.where(
                Page.outlet_id == find_outlet(connection, outlet),
                MAY_BE_DUE,
                or_(UNTRIED, due_by_itself(now), CHANGED),
                STANDS_IN if stands_in else ~STANDS_IN,
            )
            waiting = waiting.where(Page.run_id.is_distinct_from(run_id))
            if before is not None:
                waiting = waiting.where(Page.id < before)
            return list(_due(connection.execute(waiting.order_by(Page.id.desc()).limit(limit))))


def _announced(link: LinkRecord) -> dict[str, object]:
    return {
        "url_key": link.key,
        "url": storable(link.url),
        "announced_headline": None if link.headline is None else storable(link.headline),
        "announced_published_at": link.published_at,
        "announced_modified_at": link.modified_at,
        "attempts": 0,
        "gone_visits": 0,
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
