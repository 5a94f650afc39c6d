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

    def spend(self, name: str, now: datetime, a_day: int, spacing: timedelta) -> tuple[bool, datetime]:
        """Take a request to a host that allows `a_day` of them in any 24 hours, each `spacing` after the one before.

        Returns whether it may be sent now, and from when a further one may be. It is counted before it is sent, so
        that a killed run has spent it; what may not be sent is not counted.
        """
        with self._database.writing() as connection:
            kept = connection.execute(select(HostRow.asked).where(HostRow.name == name)).scalar() or []
            today = [time for time in kept if time > (now - DAY).timestamp()]
            if _next(today, a_day, spacing) > now.timestamp():
                return False, datetime.fromtimestamp(_next(today, a_day, spacing), now.tzinfo)
            today.append(now.timestamp())
            upsert = insert(connection, HostRow).values(name=name, walls=0, asked=today)
            connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_={"asked": today}))
        return True, datetime.fromtimestamp(_next(today, a_day, spacing), now.tzinfo)


def _next(asked: list[float], a_day: int, spacing: timedelta) -> float:
    """When a host may be asked next that was asked at these times of the last 24 hours, and at no other."""
    by_spacing = asked[-1] + spacing.total_seconds() if asked else 0.0
    by_budget = asked[-a_day] + DAY.total_seconds() if len(asked) >= a_day else 0.0
    return max(by_spacing, by_budget)


def _read(connection: Connection, name: str) -> HostRecord:
    wanted = select(HostRow.held_until, HostRow.held_for, HostRow.walls).where(HostRow.name == name)
    row = connection.execute(wanted).one_or_none()
    return HostRecord(name, *row) if row else HostRecord(name)


def _write(connection: Connection, host: HostRecord) -> HostRecord:
    values = {"held_until": host.held_until, "held_for": host.held_for, "walls": host.walls}
    upsert = insert(connection, HostRow).values(name=host.name, asked=[], **values)
    connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=values))
    return host
