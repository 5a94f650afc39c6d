"""Articles whose pages are gone: withdrawn by their outlet, or the outlet itself went elsewhere.

Decided in the transaction that stores a batch of visits, after its pages are written. `storage.schedule` has the rules.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select, update
from sqlalchemy.orm import aliased

from storage import schedule
from storage.models import Article, Outlet, Page
from storage.outcomes import ArticleState, Outcome, OutletVerdict
from storage.records import FRONT_PAGE

# How the page of an article ends that is there.
ANSWERED = frozenset({Outcome.STORED, Outcome.OFF_TOPIC, Outcome.REVISED, Outcome.UNCHANGED, Outcome.DUPLICATE_URL})
Row = Mapping[str, Any]


def settle(connection: Connection, pages: Iterable[Row], came_back: Iterable[int]) -> None:
    """Judge what the visits to `pages` say of their articles and outlets; the pages of `came_back` had been gone.

    `pages` are rows as they were written, `came_back` the ids of outlets.
    """
    by_outlet: dict[int, list[Row]] = {}
    for page in pages:
        if page["led_to"] is not None or (page["outcome"] is Outcome.GONE and page["gone_since"] is not None):
            by_outlet.setdefault(page["outlet_id"], []).append(page)
    for outlet_id in came_back:
        _lift(connection, outlet_id)
    for outlet_id, rows in by_outlet.items():
        now = max(row["fetched_at"] for row in rows)
        for host in sorted({row["led_to"] for row in rows} - {None, FRONT_PAGE}):
            _judge_move(connection, outlet_id, host, now)
        gone = [row for row in rows if row["outcome"] is Outcome.GONE and row["article_id"] is not None]
        if gone:
            _judge_gone(connection, outlet_id, gone, now)


def _judge_gone(connection: Connection, outlet_id: int, gone: list[Row], now: datetime) -> None:
    """Withdraw what is gone for good, unless the outlet has another verdict by now."""
    window = now - schedule.GONE_FOR
    if schedule.has_migrated(*_old_pages(connection, outlet_id, window, Article.collected_at < Page.fetched_at)):
        _say(connection, outlet_id, OutletVerdict.MIGRATED, now)
    stands = connection.scalar(select(Outlet.verdict).where(Outlet.id == outlet_id)) is not None
    for row in gone:
        since = row["gone_since"]
        counted = _old_pages(connection, outlet_id, since, Article.collected_at <= since - schedule.KNOWN_BEFORE)
        if not counted[2]:
            _visit_along(connection, outlet_id, row)
        elif not stands and schedule.is_gone_for_good(since, row["fetched_at"], row["gone_visits"]):
            if schedule.has_migrated(*counted):
                stands = True
                _say(connection, outlet_id, OutletVerdict.MIGRATED, now)
            else:
                _withdraw(connection, row)
        if row["gone_visits"] == 1:
            _visit_other_addresses(connection, row)


def _old_pages(connection: Connection, outlet_id: int, since: datetime, is_old: Any) -> tuple[int, int, int]:
    """Of an outlet's old articles' pages that were visited since a time: gone since then, of these by a redirect to the
    front page, and answered."""
    is_gone = and_(Page.outcome == Outcome.GONE, Page.gone_since >= since)

    def counted(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    wanted = select(
        counted(is_gone), counted(and_(is_gone, Page.led_to == FRONT_PAGE)), counted(Page.outcome.in_(ANSWERED))
    )
    wanted = wanted.join(Article, Article.id == Page.article_id)
    wanted = wanted.where(Page.outlet_id == outlet_id, Page.fetched_at >= since, is_old)
    gone, to_front_page, answered = connection.execute(wanted).one()
    return gone, to_front_page, answered


def _withdraw(connection: Connection, row: Row) -> None:
    """Withdraw an article, unless another address of it is not known to be gone."""
    elsewhere = select(Page.id).where(Page.article_id == row["article_id"], Page.gone_since.is_(None))
    gone = update(Article).where(Article.id == row["article_id"], Article.state == ArticleState.PUBLISHED)
    connection.execute(gone.where(~elsewhere.exists()).values(state=ArticleState.WITHDRAWN))


def _visit_other_addresses(connection: Connection, row: Row) -> None:
    """Have the other pages of an article visited along with one that is gone."""
    others = update(Page).where(Page.article_id == row["article_id"], Page.url_key != row["url_key"])
    others = others.where(Page.gone_since.is_(None), _later_than(row["due_at"]))
    connection.execute(others.values(due_at=row["due_at"]))


def _visit_along(connection: Connection, outlet_id: int, row: Row) -> None:
    """Have some pages that answered visited along with one that is gone: they tell whether the outlet is there."""
    control = aliased(Page)
    controls = (
        select(control.id)
        .join(Article, Article.id == control.article_id)
        .where(
            control.outlet_id == outlet_id,
            control.article_id != row["article_id"],
            control.outcome.in_(ANSWERED),
            control.fetched_at < row["fetched_at"],
            Article.collected_at <= row["gone_since"] - schedule.KNOWN_BEFORE,
        )
        .order_by(control.fetched_at.desc(), control.id)
        .limit(schedule.CONTROLS)
    )
    ids = list(connection.scalars(controls))
    along = update(Page).where(Page.id.in_(ids), _later_than(row["due_at"]))
    connection.execute(along.values(due_at=row["due_at"]))


def _later_than(due_at: datetime) -> Any:
    return or_(Page.due_at.is_(None), Page.due_at > due_at)


def _judge_move(connection: Connection, outlet_id: int, host: str, now: datetime) -> None:
    """Say that an outlet moved when many of its pages led to one other site, more than answered since."""
    led_there = [Page.outlet_id == outlet_id, Page.led_to == host, Page.fetched_at >= now - schedule.GONE_FOR]
    moved, first = connection.execute(select(func.count(), func.min(Page.fetched_at)).where(*led_there)).one()
    if moved < schedule.MANY_MOVED:
        return
    answered = select(func.count()).where(
        Page.outlet_id == outlet_id, Page.fetched_at >= first, Page.outcome.in_(ANSWERED)
    )
    if moved > connection.execute(answered).scalar_one():
        _say(connection, outlet_id, OutletVerdict.MOVED, now, host)


def _say(
    connection: Connection, outlet_id: int, verdict: OutletVerdict, now: datetime, moved_to: str | None = None
) -> None:
    """Give an outlet a verdict. One that stands keeps its time, and where it moved says more than that it changed."""
    said = update(Outlet).where(Outlet.id == outlet_id, Outlet.verdict.is_distinct_from(verdict))
    if verdict is OutletVerdict.MIGRATED:
        said = said.where(Outlet.verdict.is_(None))
    connection.execute(said.values(verdict=verdict, verdict_at=now, moved_to=moved_to))


def _lift(connection: Connection, outlet_id: int) -> None:
    """Take a verdict back when the pages that it rested on answer again."""
    still = select(func.count()).where(
        Page.outlet_id == outlet_id,
        or_(Page.gone_since.is_not(None), Page.led_to.is_not(None)),
        func.coalesce(Page.gone_since, Page.fetched_at)
        <= select(Outlet.verdict_at).where(Outlet.id == outlet_id).scalar_subquery(),
    )
    lifted = update(Outlet).where(
        Outlet.id == outlet_id,
        Outlet.verdict.is_not(None),
        still.scalar_subquery() < schedule.MANY_TO_FRONT_PAGE,
    )
    connection.execute(lifted.values(verdict=None, verdict_at=None))
