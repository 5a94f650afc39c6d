"""Sources: what each is asked with, when it is due, and what its answers say of that."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from storage import schedule
from storage.database import Database
from storage.dialects import chunks, insert, storable
from storage.models import Outlet, Page, Run, Source
from storage.outcomes import FoundBy, Outcome, OutletVerdict, RunOutcome
from storage.records import Answer, LinkRecord, SourceFailure, SourceState, Validators
from storage.runs import INGEST, find_outlet

# An outlet is asked for its pages' sake alone when one of them has waited for so long; until then they go along with
# the next poll, for a poll costs a request too.
PAGES_WAIT = timedelta(hours=1)
# A page that was announced and not asked for is what a killed run left: its run had taken it up at once.
LEFT_OVER = timedelta(minutes=30)

# A sitemap that its index lists no more is forgotten after so long, if no page is known from it: some indexes list
# other addresses every time, three of which are asked in a run. What is still listed, by another index, is asked anew.
UNLISTED = timedelta(days=30)
# At most so many in one transaction, which other writers wait for; more than a day of rounds adds.
MOST_FORGOTTEN = 1_000


class Sources:
    """The sources of outlets, declared ones and those that they lead to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def states(self, outlet: str) -> dict[str, SourceState]:
        """Every known source of `outlet`, by URL."""
        wanted = select(Source).join(Outlet, Outlet.id == Source.outlet_id).where(Outlet.slug == outlet)
        wanted = wanted.with_only_columns(*Source.__table__.c).order_by(Source.id)
        with self._database.reading() as connection:
            return {row.url: _state(row) for row in connection.execute(wanted)}

    def outlets_due(self, declared: Mapping[str, Iterable[str]], now: datetime) -> list[str]:
        """The outlets with something to do at `now`, of those in `declared`: URLs of their sources by slug.

        One that never ran is. So is one whose last run was cut short, or did not end: it was killed, or goes on, which
        its lock tells. And one with pages that an earlier run left, or that have waited for an hour. Where all that is
        declared fails, what was found in its place counts too.
        """
        known = select(Outlet.slug, Source.url).join(Source, Source.outlet_id == Outlet.id)
        resting = known.where(~_due_by(now), Source.due_at.is_not(None))
        waiting = or_(
            and_(Page.outcome.is_(None), Page.announced_at <= now - LEFT_OVER),
            and_(
                Page.due_at <= now - PAGES_WAIT,
                Page.due_at > now - schedule.LATEST_REVISIT,
                or_(Page.outcome.is_(None), Page.outcome != Outcome.DISALLOWED),
            ),
        )
        pages = select(Outlet.slug).where(
            select(Page.id).where(Page.outlet_id == Outlet.id, waiting).exists(),
            # Something must answer first, and a poll of an outlet that is down is not to be had by the back door.
            select(Source.id).where(Source.outlet_id == Outlet.id, Source.failures == 0, Source.asked > 0).exists(),
        )
        last = select(func.max(Run.id)).where(Run.mode != INGEST).group_by(Run.outlet_id)
        cut_short = (
            select(Outlet.slug)
            .join(Run, Run.outlet_id == Outlet.id)
            .where(Run.id.in_(last), Run.outcome.in_((RunOutcome.RUNNING, RunOutcome.INTERRUPTED)))
        )
        found = known.where(Source.found_by == FoundBy.AUTODISCOVERY).with_only_columns(Outlet.slug).distinct()
        with self._database.reading() as connection:
            rested = {(slug, url) for slug, url in connection.execute(resting)}
            due = {*connection.scalars(pages), *connection.scalars(cut_short)}
            with_found = set(connection.scalars(found))
        asked = {slug: list(urls) for slug, urls in declared.items()}
        for slug in asked.keys() & with_found:
            asked[slug] += [source.url for source in stand_ins(self.states(slug), asked[slug])]
        return [slug for slug, urls in asked.items() if slug in due or any((slug, url) not in rested for url in urls)]

    def unchanged(self, outlet: str, url: str, seen_at: datetime, status: int | None) -> None:
        """Note that a source said that it has not changed, or sent the same bytes. Its validators stay."""
        with self._database.writing() as connection:
            note_answer(connection, find_outlet(connection, outlet), url, seen_at, status, Answer())

    def failed(self, outlet: str, url: str, seen_at: datetime, failure: SourceFailure) -> None:
        """Note a source that could not be read. Its validators and its interval stay."""
        with self._database.writing() as connection:
            outlet_id = find_outlet(connection, outlet)
            state = _known(connection, outlet_id, url)
            due_at = schedule.after_failure(state, failure.kind, seen_at)
            _write(
                connection,
                outlet_id,
                url,
                last_fetched_at=seen_at,
                last_status=failure.status,
                last_error=storable(failure.reason),
                asked=state.asked + 1,
                failures=state.failures + 1,
                failure=failure.kind,
                led_to=failure.led_to,
                due_at=due_at,
            )
            if state.failures + 1 == schedule.STAND_IN:
                others = update(Source).where(Source.outlet_id == outlet_id, Source.url != url, Source.kind != "linked")
                connection.execute(others.where(Source.failures == 0, Source.due_at > seen_at).values(due_at=seen_at))
            if failure.led_to is not None:
                _note_move(connection, outlet_id, failure.led_to, seen_at)


@dataclass(frozen=True, slots=True)
class Kept:
    """What to ask a source with next time."""

    validators: Validators = Validators()
    body_hash: str | None = None


def known_source(connection: Connection, outlet_id: int, url: str) -> int | None:
    """The id of a source, if it is known."""
    return connection.scalar(select(Source.id).where(Source.outlet_id == outlet_id, Source.url == url))


def stand_ins(states: Mapping[str, SourceState], declared: Iterable[str]) -> list[SourceState]:
    """Of the sources that were found those that have answered, as long as every one that is `declared` fails."""
    declared = list(declared)
    if any(url not in states or not states[url].failures for url in declared):
        return []
    found = (state for state in states.values() if state.found_by is FoundBy.AUTODISCOVERY)
    return [state for state in found if state.asked > state.failures and state.url not in declared]


def find_source(connection: Connection, outlet_id: int, url: str) -> int:
    """The id of a source. One that nobody declared is reached from one that is."""
    return known_source(connection, outlet_id, url) or _write(connection, outlet_id, url, last_error=None)


def note_answer(
    connection: Connection,
    outlet_id: int,
    url: str,
    seen_at: datetime,
    status: int | None,
    answer: Answer | None,
    *,
    kept: Kept | None = None,
    root: str | None = None,
) -> None:
    """Store that a source answered, and when it is asked again.

    Without `answer` nothing is said of its schedule, without `kept` it is asked with what it was. What a sitemap brings
    is news of its `root` too, the source that leads to it.
    """
    state = _known(connection, outlet_id, url)
    if answer is not None:
        polled = _polled(state, seen_at, answer)
    elif state.due_at is None or state.failures:  # it has to be due at some time
        polled = {"due_at": schedule.next_poll(state, seen_at, Answer()).due_at}
    else:
        polled = {}
    kept_values = {}
    if kept is not None:
        given = kept.validators
        kept_values = {"etag": given.etag, "last_modified": given.last_modified, "body_hash": kept.body_hash}
    _write(
        connection,
        outlet_id,
        url,
        last_fetched_at=seen_at,
        last_status=status,
        last_error=None,
        asked=state.asked + 1,
        failures=0,
        failure=None,
        led_to=None,
        **polled,
        **kept_values,
    )
    if answer is not None and answer.news and root is not None and root != url:
        # A sitemap that was never asked brings up an archive: what it lists without a date may be years old.
        known = _known(connection, outlet_id, root)
        if known.asked and (state.asked or answer.spans is not None):
            _write(connection, outlet_id, root, **_polled(known, seen_at, Answer(news=answer.news)))


def forget_unlisted(connection: Connection, outlet_id: int, listed: Collection[str], seen_at: datetime) -> None:
    """Delete the outlet's sitemaps that brought nothing and are not among those that an index has just `listed`."""
    old = select(Source.id, Source.url).where(
        Source.outlet_id == outlet_id,
        Source.kind == "linked",
        Source.last_fetched_at < seen_at - UNLISTED,
        ~select(Page.id).where(Page.source_id == Source.id).exists(),
    )
    kept = set(listed)
    unlisted = [id_ for id_, url in connection.execute(old.order_by(Source.id)) if url not in kept]
    for ids in chunks(unlisted[:MOST_FORGOTTEN]):
        connection.execute(delete(Source).where(Source.id.in_(ids)))


def answer_of(links: Iterable[LinkRecord], new: set[str], seen_at: datetime) -> Answer:
    """What an announcement says of its source's schedule; `new` are the keys of the pages that it brought up."""
    listed = news = 0
    oldest: datetime | None = None
    for link in links:
        listed += 1
        dated = link.modified_at or link.published_at
        if dated is not None:
            oldest = min(oldest or dated, dated)
        news += link.key in new and (dated is None or dated >= seen_at - schedule.NEWS_AGE)
    return Answer(listed, news, max(seen_at - oldest, timedelta(0)) if oldest else None)


def _due_by(now: datetime) -> Any:
    return or_(Source.due_at.is_(None), Source.due_at <= now + schedule.SLACK)


def _polled(state: SourceState, seen_at: datetime, answer: Answer) -> dict[str, Any]:
    poll = schedule.next_poll(state, seen_at, answer)
    said = {"interval": round(poll.interval.total_seconds()), "due_at": poll.due_at}
    return said | {"news_at": seen_at} if answer.news else said


def _known(connection: Connection, outlet_id: int, url: str) -> SourceState:
    row = connection.execute(
        select(*Source.__table__.c).where(Source.outlet_id == outlet_id, Source.url == url)
    ).one_or_none()
    return _state(row) if row else SourceState(url)


def _state(row: Any) -> SourceState:
    return SourceState(
        row.url,
        Validators(row.etag, row.last_modified),
        row.body_hash,
        row.asked,
        row.last_fetched_at,
        row.news_at,
        row.due_at,
        None if row.interval is None else timedelta(seconds=row.interval),
        row.failures,
        row.failure,
        row.kind,
        row.is_guess,
        row.found_by,
    )


def _write(connection: Connection, outlet_id: int, url: str, **seen: Any) -> int:
    """Store what was seen of a source, which may be new, and return its id."""
    new = {"kind": "linked", "is_guess": False, "found_by": FoundBy.LINK, "asked": 0, "failures": 0} | seen
    upsert = insert(connection, Source).values(outlet_id=outlet_id, url=url, **new)
    upsert = upsert.on_conflict_do_update(index_elements=["outlet_id", "url"], set_=seen)
    return connection.execute(upsert.returning(Source.id)).scalar_one()


def _note_move(connection: Connection, outlet_id: int, host: str, seen_at: datetime) -> None:
    """Say that an outlet moved when all its sources have led to one other site three times in a row.

    Pages alone could not tell: none is asked for while no source answers.
    """
    own = [Source.outlet_id == outlet_id, Source.kind != "linked", Source.is_guess.is_(False), Source.asked > 0]
    steady = and_(Source.led_to == host, Source.failures >= schedule.GONE_VISITS)
    if not connection.scalar(select(Source.id).where(*own, ~steady | Source.led_to.is_(None)).limit(1)):
        moved = update(Outlet).where(Outlet.id == outlet_id, Outlet.verdict.is_distinct_from(OutletVerdict.MOVED))
        connection.execute(moved.values(verdict=OutletVerdict.MOVED, verdict_at=seen_at, moved_to=host))
