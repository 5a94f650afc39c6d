"""The rules of the schedule, and a fortnight of 80 outlets on a simulated clock."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import cos, pi
from random import Random
from statistics import median

import pytest

from storage.outcomes import FailureKind
from storage.records import Child, SourceState
from storage.schedule import (
    CEILING,
    DAY,
    DEAD,
    FLOOR,
    GONE_FOR,
    JITTER,
    Answer,
    after_failure,
    has_migrated,
    is_due,
    is_gone_for_good,
    next_gone_visit,
    next_poll,
    next_revisit,
    sitemaps_due,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FEED = "https://naba.example/feed"


def polled(*answers: tuple[timedelta, Answer], url: str = FEED) -> SourceState:
    """A source after polls, each so long after the one before."""
    state, now = SourceState(url), NOW
    for waited, answer in answers:
        now += waited
        poll = next_poll(state, now, answer)
        state = replace(
            state, asked=state.asked + 1, fetched_at=now, interval=poll.interval, due_at=poll.due_at,
            news_at=now if answer.news else state.news_at,
        )  # fmt: skip
    return state


def interval(state: SourceState) -> timedelta:
    assert state.interval is not None
    return state.interval


# --- Simulation -----------------------------------------------------------------------------------------------------


@dataclass
class Outlet:
    """A feed of the newest thirty articles of an outlet that publishes by day more than by night."""

    name: str
    per_day: float
    published: list[datetime]
    state: SourceState
    stored: dict[int, timedelta] = field(default_factory=dict)  # by number, how long after it was out
    polls: int = 0
    seen: int = 0  # articles that were out at the last poll

    def poll(self, now: datetime) -> None:
        while self.seen < len(self.published) and self.published[self.seen] <= now:
            self.seen += 1
        listed = range(max(0, self.seen - 30), self.seen)
        new = [number for number in listed if number not in self.stored]
        recent = [number for number in new if now - self.published[number] <= 2 * DAY]
        spans = now - self.published[listed[0]] if listed else None
        self.stored |= {number: now - self.published[number] for number in new}
        poll = next_poll(self.state, now, Answer(len(listed), len(recent), spans))
        self.state = replace(
            self.state, asked=self.state.asked + 1, fetched_at=now, interval=poll.interval, due_at=poll.due_at
        )
        self.polls += 1


def published(random: Random, per_day: float, days: int) -> list[datetime]:
    """The times of articles, at random, four in five of them between eight and twenty o'clock."""
    moments, moment = [], NOW - 2 * DAY
    while moment < NOW + days * DAY:
        moment += timedelta(days=random.expovariate(2 * per_day))
        by_day = (1 - cos(2 * pi * ((moment.hour + moment.minute / 60) - 2) / 24)) / 2
        if random.random() < by_day:
            moments.append(moment)
    return moments


@pytest.fixture(scope="module")
def fortnight() -> list[Outlet]:
    """80 outlets of 1 to 300 articles a day after two weeks of a cron line every five minutes."""
    random = Random(80)
    rates = [300 ** (number / 79) for number in range(80)]
    outlets = [
        Outlet(f"o{number}", rate, published(random, rate, 14), SourceState(f"https://o{number}.example/feed"))
        for number, rate in enumerate(rates)
    ]
    for line in range(14 * 288):
        now = NOW + line * 5 * MINUTE + timedelta(seconds=20)
        for outlet in outlets:
            if is_due(outlet.state, now):
                outlet.poll(now)
    return outlets


def waits(outlet: Outlet) -> list[timedelta]:
    """How long each article waited that came out while the outlet was being polled."""
    return [wait for number, wait in outlet.stored.items() if outlet.published[number] > NOW + HOUR]


def test_the_median_article_is_stored_within_20_minutes_and_no_article_is_missed(fortnight: list[Outlet]) -> None:
    assert median(wait for outlet in fortnight for wait in waits(outlet)) <= 8 * MINUTE
    # Not only where there is most to find: the median outlet's own median too.
    assert median(median(waits(outlet)) for outlet in fortnight) <= 20 * MINUTE
    for outlet in fortnight:
        out = {number for number in range(outlet.seen) if outlet.published[number] > NOW + HOUR}
        assert out <= outlet.stored.keys()


def test_quiet_outlets_cost_some_twenty_polls_a_day_and_all_a_third_of_what_every_cron_line_would(
    fortnight: list[Outlet],
) -> None:
    quiet = [outlet for outlet in fortnight if outlet.per_day < 2]
    assert max(outlet.polls for outlet in quiet) / 14 < 30
    busy = [outlet for outlet in fortnight if outlet.per_day > 100]
    assert median(outlet.polls for outlet in busy) / 14 > 120
    assert sum(outlet.polls for outlet in fortnight) < 80 * 14 * 288 * 0.35


def test_outlets_first_asked_together_do_not_stay_together() -> None:
    waiting = [polled((HOUR, Answer()), url=f"https://o{number}.example/feed") for number in range(80)]
    minutes = [int((state.due_at - NOW) / MINUTE) for state in waiting if state.due_at]
    assert max(minutes.count(minute) for minute in minutes) < 20
    assert polled((HOUR, Answer())) == polled((HOUR, Answer()))


# --- Polling --------------------------------------------------------------------------------------------------------


def test_the_first_answer_tells_the_rate_by_its_dates() -> None:
    hourly = polled((HOUR, Answer(24, 24, spans=DAY)))
    weekly = polled((HOUR, Answer(20, 0, spans=140 * DAY)))
    assert interval(hourly) < 20 * MINUTE
    assert interval(weekly) == HOUR


def test_a_source_without_news_is_asked_ever_more_rarely_and_at_least_once_a_day() -> None:
    state = polled((HOUR, Answer(20, 20, spans=DAY)))
    waits = []
    for _ in range(400):
        state = replace(next_state(state, Answer()), news_at=None)
        waits.append(interval(state))
    assert waits == sorted(waits)
    assert waits[-1] == CEILING


def next_state(state: SourceState, answer: Answer) -> SourceState:
    assert state.due_at
    poll = next_poll(state, state.due_at, answer)
    return replace(state, asked=state.asked + 1, fetched_at=state.due_at, interval=poll.interval, due_at=poll.due_at)


def test_no_source_is_asked_more_often_than_every_five_minutes() -> None:
    state = polled((HOUR, Answer(20, 20, spans=MINUTE)), *[(5 * MINUTE, Answer(20, 20, spans=MINUTE))] * 50)
    assert interval(state) == FLOOR
    assert state.due_at and state.fetched_at
    assert FLOOR <= state.due_at - state.fetched_at <= FLOOR * (1 + JITTER)


def test_a_list_that_was_nearly_all_news_is_asked_again_before_it_can_overflow() -> None:
    calm = polled((HOUR, Answer(10, 0, spans=DAY)), (HOUR, Answer(10, 1)))
    burst = polled((HOUR, Answer(10, 0, spans=DAY)), (HOUR, Answer(10, 10, spans=20 * MINUTE)))
    assert interval(burst) <= HOUR / 2
    assert interval(burst) < interval(calm)


# --- Failures -------------------------------------------------------------------------------------------------------


def rests(kind: FailureKind, failures: int) -> list[timedelta]:
    """How long a source rests after each of its failures in a row."""
    return [after_failure(SourceState(FEED, failures=number), kind, NOW) - NOW for number in range(failures)]


def test_each_class_of_failure_has_its_own_back_off() -> None:
    temporary, soft, hard = (rests(kind, 1)[0] for kind in FailureKind)
    assert temporary < 15 * MINUTE < soft < 2 * HOUR < hard < 8 * HOUR


@pytest.mark.parametrize("kind", FailureKind)
def test_a_dead_source_is_tried_for_ever_once_a_week(kind: FailureKind) -> None:
    waited = rests(kind, 200)
    assert all(a <= b * (1 + JITTER) for a, b in pairwise(waited))
    assert all(DEAD <= wait <= DEAD * (1 + JITTER) for wait in waited[40:])
    assert sum(waited[:6], timedelta(0)) < 5 * DAY


# --- Sitemaps -------------------------------------------------------------------------------------------------------


def child(name: str, modified: datetime | None = None) -> Child:
    return Child(f"https://naba.example/{name}.xml", modified)


def known(name: str, *answers: tuple[timedelta, Answer]) -> dict[str, SourceState]:
    state = polled(*answers, url=child(name).url)
    return {state.url: state}


def test_a_sitemap_that_was_never_asked_goes_first() -> None:
    states = known("old", (HOUR, Answer(10, 3))) | known("older", (HOUR, Answer(10, 1)))
    chosen = sitemaps_due([child("old"), child("older"), child("fresh")], states, NOW + 30 * DAY, 2)
    assert chosen == [child("fresh").url, child("old").url]


def test_one_that_brings_nothing_is_asked_rarely_whatever_its_index_says() -> None:
    states = known("idle", (HOUR, Answer(50)), *[(DAY, Answer(50))] * 20)
    state = states[child("idle").url]
    assert state.fetched_at
    for hours, expected in ((1, []), (11, []), (30, [child("idle").url])):
        now = state.fetched_at + hours * HOUR
        assert sitemaps_due([child("idle", modified=now)], states, now, 3) == expected


def test_an_index_of_100000_rotating_sitemaps_costs_three_requests_and_does_not_hide_the_one_with_news() -> None:
    states = known("news", (HOUR, Answer(10, 5)), (HOUR, Answer(10, 5)))
    for turn in range(3):
        rotating = [child(f"{turn}-{number}", NOW + DAY) for number in range(100_000)]
        chosen = sitemaps_due([*rotating, child("news")], states, NOW + DAY, 3)
        assert len(chosen) == 3
        assert child("news").url in chosen


# --- Revisits and withdrawal ----------------------------------------------------------------------------------------

STEPS = (HOUR, 6 * HOUR, DAY, 7 * DAY)


def test_an_article_is_visited_again_at_each_step_and_then_no_more() -> None:
    visited, waits = NOW, []
    while (due := next_revisit(NOW, NOW - HOUR, visited, STEPS)) is not None:
        waits.append(due - NOW)
        visited = due + MINUTE
    assert waits == list(STEPS)


def test_a_visit_that_came_late_stands_for_the_steps_that_it_missed() -> None:
    assert next_revisit(NOW, NOW, NOW + 10 * HOUR, STEPS) == NOW + DAY


def test_what_an_archive_brought_up_is_not_visited_again() -> None:
    assert next_revisit(NOW, NOW - 8 * DAY, NOW, STEPS) is None
    assert next_revisit(NOW, NOW - 6 * DAY, NOW, STEPS) == NOW + HOUR
    assert next_revisit(NOW, NOW, NOW, ()) is None


def test_three_visits_to_a_page_that_is_gone_fall_over_a_week_and_the_next_ones_are_rare() -> None:
    moments, visited = [NOW], NOW
    for visits in range(1, 6):
        visited = next_gone_visit(NOW, visited, visits)
        moments.append(visited)
    assert moments[2] - NOW == GONE_FOR
    assert [is_gone_for_good(NOW, moment, number + 1) for number, moment in enumerate(moments)] == [
        False, False, True, True, True, True,
    ]  # fmt: skip
    rare = [later - earlier for earlier, later in pairwise(moments[2:])]
    assert all(30 * DAY <= wait <= 180 * DAY for wait in rare)


def test_visits_that_came_early_do_not_make_the_week_shorter() -> None:
    assert next_gone_visit(NOW, NOW + HOUR, 3) >= NOW + GONE_FOR / 2
    assert not is_gone_for_good(NOW, NOW + 6 * DAY, 9)


@pytest.mark.parametrize(
    ("gone", "to_front_page", "answered", "migrated"),
    [(5, 0, 19, True), (5, 0, 20, False), (4, 0, 0, False), (3, 3, 5, True), (2, 2, 0, False), (50, 0, 1000, False)],
)
def test_many_at_once_or_redirects_to_the_front_page_are_no_withdrawals(
    gone: int, to_front_page: int, answered: int, migrated: bool
) -> None:
    assert has_migrated(gone, to_front_page, answered) is migrated
