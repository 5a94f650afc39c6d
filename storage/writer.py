"""Storing visits: a batch is one transaction, and one bad visit costs itself only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import StatementError

from storage.batch import Batch
from storage.comparing import Comparison
from storage.database import Database
from storage.dialects import storable
from storage.errors import StorageError
from storage.outcomes import Outcome
from storage.records import Stored, Validators, VisitRecord
from storage.schedule import REVISIT_AFTER

# What a value that a column cannot hold raises: from the database, from its driver, from a column's type.
BAD_DATA = (StatementError, ValueError, TypeError, OverflowError)


class Writer:
    """Writes visits. `comparison` tells copies from other texts, and edits from what is none.

    Articles are visited again for edits `revisit_after` they were first stored.
    """

    def __init__(
        self,
        database: Database,
        comparison: Comparison,
        revisit_after: Sequence[timedelta] = REVISIT_AFTER,
    ) -> None:
        self._database = database
        self._comparison = comparison
        self._revisit_after = tuple(revisit_after)

    def store(self, visits: Sequence[VisitRecord]) -> list[Stored]:
        """Store `visits` in one transaction and say what became of each, in their order.

        Deduplication is decided inside the transaction, which is the only one that writes. A visit that cannot be
        stored is set aside: its page is recorded as failed, with the error. Raises StorageError when the database
        fails as a whole (full, gone, read-only); then nothing of the batch is stored.
        """
        with self._database.writing() as connection:
            try:
                return self._store(connection, visits)
            except BAD_DATA:  # stored one by one, only the bad ones fail
                return [self._store_or_set_aside(connection, visit) for visit in visits]

    def _store(self, connection: Connection, visits: Sequence[VisitRecord]) -> list[Stored]:
        savepoint = connection.begin_nested()
        try:
            stored = Batch(connection, visits, self._comparison, self._revisit_after).store()
        except StorageError:
            raise  # SQLite has ended the whole transaction by itself, when its disk is full: there is no savepoint left
        except BaseException:
            savepoint.rollback()
            raise
        savepoint.commit()
        return stored

    def _store_or_set_aside(self, connection: Connection, visit: VisitRecord) -> Stored:
        try:
            return self._store(connection, [visit])[0]
        except BAD_DATA as error:
            # The error of a driver or type says what is wrong; SQLAlchemy's would repeat the statement and the text.
            fault = error.orig if isinstance(error, StatementError) else error
            reason = storable(f"{type(fault).__name__}: {fault}")
            failed = replace(
                visit,
                url=storable(visit.url),
                outcome=Outcome.FAILED,
                reason=reason,
                validators=Validators(),
                article=None,
            )
            self._store(connection, [failed])
            return Stored(Outcome.FAILED, error=reason)
