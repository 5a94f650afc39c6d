from datetime import timedelta

import pytest

from storage.database import Database
from storage.hosts import FIRST_HOLD, LAST_HOLD, Hosts
from storage.records import HostRecord
from tests.storage.news import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def hosts(database: Database) -> Hosts:
    return Hosts(database)


def test_a_host_that_nobody_met_is_not_held(hosts: Hosts) -> None:
    assert hosts.host("naba.example") == HostRecord("naba.example")


def test_a_host_is_held_until_the_later_of_two_times(hosts: Hosts) -> None:
    hosts.hold("naba.example", NOW + 2 * HOUR, "it asked for two hours")
    hosts.hold("naba.example", NOW + HOUR, "it asked for one")
    assert hosts.host("naba.example") == HostRecord("naba.example", NOW + 2 * HOUR, "it asked for two hours")


def test_each_further_row_of_walls_holds_a_host_for_twice_as_long_up_to_a_day(hosts: Hosts) -> None:
    now, pauses = NOW, []
    for _ in range(12):
        held = hosts.hold_for_walls("naba.example", now, "walls")
        assert held.held_until
        pauses.append(held.held_until - now)
        now = held.held_until
    assert pauses[:4] == [FIRST_HOLD, 2 * FIRST_HOLD, 4 * FIRST_HOLD, 8 * FIRST_HOLD]
    assert pauses[-1] == LAST_HOLD
    assert pauses == sorted(pauses)


def test_an_ordinary_page_makes_the_next_hold_a_first_one(hosts: Hosts) -> None:
    for _ in range(3):
        hosts.hold_for_walls("naba.example", NOW, "walls")
    hosts.release("naba.example")
    assert hosts.host("naba.example") == HostRecord("naba.example")
    assert hosts.hold_for_walls("naba.example", NOW, "walls").held_until == NOW + FIRST_HOLD


def test_no_24_hours_hold_more_requests_than_the_budget(hosts: Hosts) -> None:
    sent, now = [], NOW
    while now < NOW + timedelta(days=3):
        granted, following = hosts.spend("naba.example", now, 5, MINUTE)
        sent += [now] if granted else []
        assert following > now
        now = following
    assert sent[:6] == [NOW + n * MINUTE for n in range(5)] + [NOW + timedelta(days=1)]
    for start in sent:
        assert sum(start <= other < start + timedelta(days=1) for other in sent) <= 5


def test_requests_of_one_budget_are_a_minute_apart_whoever_sends_them(database: Database) -> None:
    assert Hosts(database).spend("naba.example", NOW, 100, MINUTE) == (True, NOW + MINUTE)
    assert Hosts(database).spend("naba.example", NOW + MINUTE / 2, 100, MINUTE) == (False, NOW + MINUTE)
    assert Hosts(database).spend("other.example", NOW + MINUTE / 2, 100, MINUTE)[0]


def test_budget_and_hold_do_not_overwrite_each_other(hosts: Hosts) -> None:
    hosts.hold_for_walls("naba.example", NOW, "walls")
    tomorrow = NOW + timedelta(days=1)
    assert hosts.spend("naba.example", NOW, 1, MINUTE) == (True, tomorrow)
    assert hosts.host("naba.example").held_until == NOW + FIRST_HOLD
    hosts.release("naba.example")
    assert hosts.spend("naba.example", NOW + HOUR, 1, MINUTE) == (False, tomorrow)
