"""How each host wants to be left alone: until when it is not asked, and what of its daily budget is spent."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage.database import Database
from storage.dialects import insert, storable
from storage.models import HostRow
from storage.records import HostRecord

# After a row of walls: half an hour, then twice as long after each further row, a day at most. A wall that guards
# against a burst is gone by then; one that means us is asked a handful of times a day at first, and once a day later.
FIRST_HOLD, LAST_HOLD = timedelta(minutes=30), timedelta(days=1)
DAY = timedelta(days=1)


class Hosts:
    """Keeps what later runs, and other crawls at the same time, must know of a host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def host(self, name: str) -> HostRecord:
        """What is kept of the host called `name`."""
        with self._database.reading() as connection:
            return _read(connection, name)

    def hold(self, name: str, until: datetime, reason: str) -> HostRecord:
        """Do not ask a host before `until`, or before the later time that it is held until already."""
        with self._database.writing() as connection:
            known = _read(connection, name)
            if known.held_until and known.held_until > until:
                return known
            return _write(connection, HostRecord(name, until, storable(reason), known.walls))

    def hold_for_walls(self, name: str, now: datetime, reason: str) -> HostRecord:
        """Do not ask a host that refused one request after another: for longer each time that it does so again."""
        with self._database.writing() as connection:
            known = _read(connection, name)
            pause = min(FIRST_HOLD * 2 ** min(known.walls, 10), LAST_HOLD)  # 2 ** 6 is a day already
            until = max(now + pause, known.held_until or now)
            return _write(connection, HostRecord(name, until, storable(reason), known.walls + 1))

    def release(self, name: str) -> HostRecord:
        """Forget the walls of a host: it answered with an ordinary page."""
        with self._database.writing() as connection:
            return _write(connection, HostRecord(name))

    def spend(self, name: str, now: datetime, a_day: int, spacing: timedelta) -> datetime | None:
        """Count a request to a host that allows `a_day` of them in any 24 hours, each `spacing` after the one before.

        None when it may be sent now; it is counted before it is sent, so that a killed run has spent it. Otherwise
        nothing is counted, and the time from which the next one may be sent is returned.
        """
        with self._database.writing() as connection:
            row = connection.execute(select(HostRow.asked).where(HostRow.name == name)).one_or_none()
            today = [time for time in (row.asked if row else []) if time > (now - DAY).timestamp()]
            soonest = now
            if len(today) >= a_day:
                soonest = datetime.fromtimestamp(today[-a_day], now.tzinfo) + DAY
            if today:
                soonest = max(soonest, datetime.fromtimestamp(today[-1], now.tzinfo) + spacing)
            if soonest > now:
                return soonest
            values = {"asked": [*today, now.timestamp()]}
            upsert = insert(connection, HostRow).values(name=name, walls=0, **values)
            connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=values))
        return None


def _read(connection: Connection, name: str) -> HostRecord:
    wanted = select(HostRow.held_until, HostRow.held_for, HostRow.walls).where(HostRow.name == name)
    row = connection.execute(wanted).one_or_none()
    return HostRecord(name, *row) if row else HostRecord(name)


def _write(connection: Connection, host: HostRecord) -> HostRecord:
    values = {"held_until": host.held_until, "held_for": host.held_for, "walls": host.walls}
    upsert = insert(connection, HostRow).values(name=host.name, asked=[], **values)
    connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=values))
    return host
