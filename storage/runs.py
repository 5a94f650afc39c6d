"""Runs: one crawl of one outlet each, from its start to how it ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy import insert as plain_insert

from storage.database import Database
from storage.dialects import insert, storable
from storage.locks import Holder, try_lock
from storage.models import Outlet, Run, Source
from storage.outcomes import OutletVerdict, RunOutcome
from storage.records import OutletRecord, SourceRecord

INGEST = "ingest"  # the mode of a run that reads saved pages, beside crawls
KILLED = "its process was killed; what was not fetched is due in the next run"
KILLED_INGEST = "its process was killed; ingest the same files again, and what is stored already stays as it is"


class Runs:
    """Starts and finishes runs. What a run fetched is counted by `storage.writer`, with the visits themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start_run(self, outlet: OutletRecord, started_at: datetime, mode: str, *, alone: bool = False) -> int:
        """Begin a run of `outlet` and return its id. The outlet and its sources are stored as now declared.

        Who is `alone` holds the outlet's lock: crawls of it that still count as running were killed, and are closed. An
        ingest is another thing, and may well be running.
        """
        with self._database.writing() as connection:
            outlet_id = _declare(connection, outlet)
            if alone:
                _close_killed(connection, KILLED, Run.mode != INGEST, Run.outlet_id == outlet_id)
            run = plain_insert(Run).values(
                outlet_id=outlet_id,
                started_at=started_at,
                mode=mode,
                outcome=RunOutcome.RUNNING,
                announced=0,
                copies=0,
            )
            return connection.execute(run.returning(Run.id)).scalar_one()

    def follows_cut_short(self, run_id: int) -> bool:
        """Whether the crawl of its outlet before this one was cut short, so that its sources may know more than we."""
        outlet_id = select(Run.outlet_id).where(Run.id == run_id).scalar_subquery()
        before = select(Run.outcome).where(Run.outlet_id == outlet_id, Run.id < run_id, Run.mode != INGEST)
        with self._database.reading() as connection:
            last = connection.scalar(before.order_by(Run.id.desc()).limit(1))
        return last in (RunOutcome.RUNNING, RunOutcome.INTERRUPTED)

    def close_killed_ingests(self, url: str) -> None:
        """Close ingests that still count as running, of all outlets, unless one goes on in the database at `url`.

        Ingests share a lock, since several may go on at once: who gets it alone knows that none does.
        """
        lock = try_lock(url, INGEST)
        if isinstance(lock, Holder):
            return
        try:
            with self._database.writing() as connection:
                _close_killed(connection, KILLED_INGEST, Run.mode == INGEST)
        finally:
            lock.release()

    def add_sources(self, outlet: str, sources: Sequence[SourceRecord]) -> None:
        """Store sources that were found beside those that are declared."""
        with self._database.writing() as connection:
            _keep_sources(connection, find_outlet(connection, outlet), sources)

    def finish_run(
        self,
        run_id: int,
        ended_at: datetime,
        outcome: RunOutcome,
        message: str | None = None,
        *,
        announced: int = 0,
        copies: int = 0,
    ) -> None:
        """Say how a run ended, how many links its sources announced, and how many articles it stored as copies."""
        end = update(Run).where(Run.id == run_id)
        with self._database.writing() as connection:
            connection.execute(
                end.values(
                    ended_at=ended_at,
                    outcome=outcome,
                    message=None if message is None else storable(message),
                    announced=announced,
                    copies=copies,
                )
            )


def find_outlet(connection: Connection, slug: str) -> int:
    """The id of an outlet that a run has declared."""
    return connection.execute(select(Outlet.id).where(Outlet.slug == slug)).scalar_one()


def _close_killed(connection: Connection, message: str, *whose: ColumnElement[bool]) -> None:
    """Say that runs were cut short. When is not known: it was never written."""
    killed = update(Run).where(Run.outcome == RunOutcome.RUNNING, *whose)
    connection.execute(killed.values(outcome=RunOutcome.INTERRUPTED, message=message))


def _declare(connection: Connection, outlet: OutletRecord) -> int:
    declared = {
        "name_ar": outlet.name_ar,
        "name_en": outlet.name_en,
        "domains": list(outlet.domains),
        "country": outlet.country,
        "time_zone": outlet.time_zone,
        "publisher_group": outlet.publisher_group,
    }
    upsert = insert(connection, Outlet).values(slug=outlet.slug, **declared)
    upsert = upsert.on_conflict_do_update(index_elements=["slug"], set_=declared)
    outlet_id = connection.execute(upsert.returning(Outlet.id)).scalar_one()
    _keep_sources(connection, outlet_id, outlet.sources)
    # Where the operator agreed to a move, the new domain is the outlet's own: nothing is left to say.
    settled = update(Outlet).where(Outlet.id == outlet_id, Outlet.verdict == OutletVerdict.MOVED)
    connection.execute(settled.where(Outlet.moved_to.in_(outlet.domains)).values(verdict=None, verdict_at=None))
    return outlet_id


def _keep_sources(connection: Connection, outlet_id: int, records: Sequence[SourceRecord]) -> None:
    sources = insert(connection, Source)
    sources = sources.on_conflict_do_update(
        index_elements=["outlet_id", "url"],
        set_={name: sources.excluded[name] for name in ("kind", "is_guess", "found_by")},
    )
    rows = [
        {
            "outlet_id": outlet_id,
            "url": source.url,
            "kind": source.kind,
            "is_guess": source.is_guess,
            "found_by": source.found_by,
            "asked": 0,
            "failures": 0,
        }
        for source in records
    ]
    if rows:
        connection.execute(sources, rows)
