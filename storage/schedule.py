"""When sources are polled and pages visited again: the one place with the numbers and their reasons.

Pure: values and times in, values and times out. `storage.sources` and `storage.batch` keep what it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import zip_longest
from math import sqrt

from storage.outcomes import FailureKind
from storage.records import Answer, Child, SourceState

DAY = timedelta(days=1)

# --- Polling ------------------------------------------------------------------------------------------------------

# Of all schedules with the same number of polls, the one whose intervals go with the inverse root of the rates keeps
# an article waiting for the shortest time. So a source with one new page a day is polled every 80 minutes, one with
# sixteen every 20, one with a hundred every 8. With 80 outlets of 1 to 300 articles a day, and a cron line every five
# minutes, the median article is found 4 minutes after it was out, and in the median outlet 11, for a third of the polls
# that every cron line would make; the simulation is in tests/storage/test_schedule.py.
AT_ONE_A_DAY = timedelta(minutes=80)
# What cron can do, and what an outlet's administrator would not call a nuisance.
FLOOR = timedelta(minutes=5)
# A source that has said nothing new for weeks, such as a listing of what the feed says first, costs one request a day.
CEILING = DAY
# The rate is remembered over two days: one evening does not hide the next morning, and a source that falls silent is
# at the ceiling after two to three weeks.
MEMORY = timedelta(days=2)
# The first answer of a source that gives no dates says nothing of its rate.
FIRST_INTERVAL = timedelta(hours=1)
# Where more than half of what is listed was new, the next poll may come too late for the first to leave the list.
NEWS_SHARE = 0.5
# Intervals are drawn out by up to a fifth, a different part for every address and every poll, so that sources which
# were first asked together do not stay together.
JITTER = 0.2
# What falls due before half of a floor has passed is asked now: else a cron line every five minutes would find a source
# not due by the seconds that its last poll took, and poll it every ten.
SLACK = FLOOR / 2
# A new page counts as news while its date is this near. What an archive brings up says nothing of the rate.
NEWS_AGE = MEMORY


@dataclass(frozen=True, slots=True)
class Poll:
    """When a source is due again, and the interval that this came from, which is also the memory of its rate."""

    interval: timedelta
    due_at: datetime


def next_poll(state: SourceState, answered_at: datetime, answer: Answer) -> Poll:
    """When a source that answered at `answered_at` is asked again; `state` is how it stood before."""
    passed = max(answered_at - state.fetched_at, timedelta(0)) if state.fetched_at else None
    share = answer.news / answer.listed if answer.listed else 0.0
    if state.interval is None or passed is None:
        wait = _first_interval(answer)
    else:
        # A list that is all news covers only so much of the time that passed.
        covered = min(passed, answer.spans) if answer.spans is not None and share > NEWS_SHARE else passed
        seen = answer.news + _rate(state.interval) * (MEMORY / DAY)
        wait = _interval(seen / ((MEMORY + covered) / DAY))
        if share > NEWS_SHARE and passed:
            wait = min(wait, passed * (NEWS_SHARE / share))
    interval = _clamped(wait)
    return Poll(interval, answered_at + _spread(interval, state))


# Some servers and caches answer 304 for ever, with one ETag for every body: so every eighth poll asks without
# validators. For a source that had news until now that is within a day or two; of bodies it saves seven in eight.
BELIEVED = 8


def is_believed(state: SourceState) -> bool:
    """Whether a source is to be asked with its validators, so that it may answer that it has not changed."""
    return state.asked % BELIEVED != 0


def _first_interval(answer: Answer) -> timedelta:
    if answer.spans is None or not answer.news:
        return FIRST_INTERVAL
    return _interval(answer.news / (min(max(answer.spans, FLOOR), NEWS_AGE) / DAY))


def _interval(per_day: float) -> timedelta:
    """The interval for a number of new pages a day."""
    return AT_ONE_A_DAY / sqrt(max(per_day, _rate(CEILING)))


def _rate(interval: timedelta) -> float:
    """The number of new pages a day for which `interval` is right."""
    return (AT_ONE_A_DAY / interval) ** 2


def _clamped(interval: timedelta) -> timedelta:
    return min(max(interval, FLOOR), CEILING)


def _spread(interval: timedelta, state: SourceState) -> timedelta:
    """`interval`, drawn out by a part that the address and the number of the poll decide."""
    drawn = blake2b(f"{state.url} {state.asked}".encode(errors="replace"), digest_size=4).digest()
    return interval * (1 + JITTER * int.from_bytes(drawn) / 2**32)


# --- Sources that fail --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long a source rests after its first failure, twice as long after each further one, up to `most`."""

    first: timedelta
    most: timedelta
    patience: int  # failures in a row after which it counts as dead


BACK_OFF = {
    # A server that restarts, is overloaded or without power: the newest articles are lost after some hours. A week.
    FailureKind.TEMPORARY: BackOff(timedelta(minutes=10), timedelta(hours=6), 32),
    # A wall or a document that is none takes somebody's hand; asking more often would make it worse. A fortnight.
    FailureKind.SOFT: BackOff(timedelta(hours=1), DAY, 18),
    # What is not there comes back when somebody puts it back. A week.
    FailureKind.HARD: BackOff(timedelta(hours=6), DAY, 8),
}
# Feeds come back to life: a dead one is tried for ever, at a request a week.
DEAD = timedelta(days=7)


def after_failure(state: SourceState, kind: FailureKind, failed_at: datetime) -> datetime:
    """When a source that failed once more is asked again; `state` is how it stood before."""
    policy, failures = BACK_OFF[kind], state.failures + 1
    doubled = policy.first * (1 << min(failures - 1, 16))
    return failed_at + _spread(DEAD if failures > policy.patience else min(doubled, policy.most), state)


# When a source has failed twice, its outlet's others are asked at once: they were polled rarely because it said
# everything first.
STAND_IN = 2

# --- Sitemaps below an index --------------------------------------------------------------------------------------


def sitemaps_due(children: Sequence[Child], known: Mapping[str, SourceState], now: datetime, limit: int) -> list[str]:
    """At most `limit` of an index's sitemaps to ask in a run, however many it lists: the addresses.

    What was never asked goes first, for it may hold anything, but leaves the last place to those that brought news: an
    index that lists other addresses every time would else hide them. Those that were asked come when they are due by
    what they brought, whatever their index says of their time of change.
    """
    fresh = [child for child in children if not _was_asked(known.get(child.url))]
    due = [(child, known[child.url]) for child in children if _was_asked(known.get(child.url))]
    due = [
        (child, state) for child, state in due if is_due(state, now, state.interval / 2 if state.interval else SLACK)
    ]
    oldest = datetime.min.replace(tzinfo=UTC)
    due.sort(key=lambda pair: (pair[1].news_at or oldest, pair[0].modified_at or oldest), reverse=True)
    first = [child.url for child in newest_first(fresh)]
    second = [child.url for child, _ in due]
    kept = min(len(second), 1 if first else limit)
    return (first[: limit - kept] + second)[:limit]


def newest_first(children: Sequence[Child]) -> list[Child]:
    """An index's sitemaps, the likeliest to hold new articles first.

    Where it gives no times, from both ends: some sites put the newest first and some last.
    """
    if any(child.modified_at for child in children):
        oldest = datetime.min.replace(tzinfo=UTC)
        return sorted(children, key=lambda child: child.modified_at or oldest, reverse=True)
    half = (len(children) + 2) // 3  # two of the last for one of the first: most append
    ends = zip_longest(children[:half], *_pairs(list(reversed(children[half:]))))
    return [child for group in ends for child in group if child is not None]


def _pairs(children: Sequence[Child]) -> Iterable[Sequence[Child]]:
    return children[0::2], children[1::2]


def _was_asked(state: SourceState | None) -> bool:
    return state is not None and state.asked > 0


def is_due(state: SourceState, now: datetime, slack: timedelta = SLACK) -> bool:
    """Whether a source is to be asked at `now`; one that was never asked is."""
    return state.due_at is None or state.due_at <= now + slack


# --- Pages that settle nothing ------------------------------------------------------------------------------------

# A server that is down for a night or behind a wall for days must not cost its articles, and must not be pestered:
# twelve attempts, each after twice the time of the one before, spread over five days.
MAX_ATTEMPTS = 12
FIRST_RETRY, LAST_RETRY = timedelta(minutes=15), DAY


def next_try(attempts: int, visited_at: datetime) -> datetime | None:
    """When a page is tried again after `attempts` visits in a row that settled nothing; None when it is given up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return visited_at + min(FIRST_RETRY * (1 << (attempts - 1)), LAST_RETRY)


# Sites break with status 200, too: an error, a notice of maintenance, an empty page. Most are whole within the hour or
# the day; what is still no article after that is none.
LOOKED_AGAIN = (timedelta(hours=1), DAY, 4 * DAY)


def next_look(attempts: int, visited_at: datetime) -> datetime | None:
    """When a page is looked at again that had no article for a reason that may pass, `attempts` times in a row."""
    return visited_at + LOOKED_AGAIN[attempts - 1] if attempts <= len(LOOKED_AGAIN) else None


# --- Revisits for edits -------------------------------------------------------------------------------------------

# Most corrections come within hours, and nearly all within a week.
REVISIT_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(days=7))
# A crawler that stood still for longer, or a recording that was read in years later, has nothing to catch up with.
LATEST_REVISIT = timedelta(days=30)


def next_revisit(
    collected_at: datetime, out_at: datetime, visited_at: datetime, steps: Sequence[timedelta]
) -> datetime | None:
    """When an article is visited again for edits, None when no more.

    It was first stored at `collected_at`, was out at `out_at`, and was visited at `visited_at`. What was older than the
    last step when it was stored is not visited again: ten years of archive would cost four more fetches an article.
    """
    if not steps or collected_at - out_at > max(steps):
        return None
    return min((due for step in steps if (due := collected_at + step) > visited_at), default=None)


def is_last_revisit(collected_at: datetime, due_at: datetime | None, steps: Sequence[timedelta]) -> bool:
    """Whether the visit at `due_at` is an article's last for edits. It asks without validators, for some lie."""
    return bool(steps) and due_at == collected_at + max(steps)


# --- Withdrawal ---------------------------------------------------------------------------------------------------

# Outlets lose power, and editors take a page down for an hour.
GONE_VISITS, GONE_FOR = 3, timedelta(days=7)
# Three visits fall over the week: at its beginning, in its middle, at its end.
GONE_AGAIN = GONE_FOR / 2
# Then rarely: a withdrawn article that comes back is found after as long as it was gone, at most half a year.
GONE_RARELY, GONE_MOST_RARELY = timedelta(days=30), timedelta(days=180)
# So many old pages gone within a week, and so great a part of those that were visited, are no withdrawals.
MANY_GONE, GONE_SHARE = 5, 0.2
# One page that redirects to the front page is a careless deletion; three are a site that no longer has its addresses.
MANY_TO_FRONT_PAGE = 3
# So many pages that redirect to one other site, more than answered since, are a move.
MANY_MOVED = 5
# A page tells that the old site is there when its article was known so long before: a new site's own pages answer too,
# and that it is new may be noticed a day or two later.
KNOWN_BEFORE = timedelta(days=2)
# Pages that answered are visited along with one that is gone, where nothing else tells whether the outlet is there.
CONTROLS = 3


def next_gone_visit(gone_since: datetime, visited_at: datetime, visits: int) -> datetime:
    """When the page of an article is visited again that has been gone since `gone_since`, at `visits` visits."""
    gone_for = visited_at - gone_since
    if visits < GONE_VISITS or gone_for < GONE_FOR:
        end = gone_since + GONE_FOR
        return min(visited_at + GONE_AGAIN, end) if visited_at < end and visits != 2 else max(end, visited_at + DAY)
    return visited_at + min(max(gone_for, GONE_RARELY), GONE_MOST_RARELY)


def is_gone_for_good(gone_since: datetime, visited_at: datetime, visits: int) -> bool:
    """Whether a page was gone often and long enough to be withdrawn, if its outlet is there."""
    return visits >= GONE_VISITS and visited_at - gone_since >= GONE_FOR


def has_migrated(gone: int, to_front_page: int, answered: int) -> bool:
    """Whether so many of an outlet's old pages are `gone`, some by a redirect to the front page, that it changed."""
    is_large = gone > GONE_SHARE * (gone + answered)
    return is_large and (gone >= MANY_GONE or to_front_page >= MANY_TO_FRONT_PAGE)
