"""What each host asks of us, and whether it may be asked now: for this run, and for the runs after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions.run import Run
from crawler.pace import LONGEST_DELAY, Pace
from crawler.refused import NotNow
from crawler.visit import Visit
from crawler.waiting import retry_after
from storage.hosts import FIRST_HOLD, Hosts
from storage.outcomes import Outcome
from storage.records import HostRecord

# The statuses with which a server says that it is asked too much (RFC 6585, section 4; RFC 9110, section 15.6.4).
TOO_MUCH = frozenset({429, 503})
# A Retry-After of up to two minutes is waited for; a run that waited longer would keep the next one from starting.
SHORT = timedelta(minutes=2)
# After so many refusals without an answer between them, the run leaves a host alone. Outlets have up to four sources,
# and some guard those alone; a fifth refusal in a row means all of us.
REFUSALS = 5
# Marks a request that is sent for the second time, because its host asked to wait.
ASKED_AGAIN = "asked_again"


@dataclass(slots=True)
class _Host:
    kept: HostRecord
    turns: asyncio.Semaphore
    pace: Pace = field(default_factory=Pace)
    wait_until: float = 0.0  # by the event loop's clock
    spent_until: datetime | None = None  # the daily budget
    refusals: int = 0  # in a row


class Manners:
    """Decides at the moment of sending whether a host may be asked, from its robots.txt and from what it answered.

    In a replay there is nobody to be polite to: everything may be asked, and nothing is remembered.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.own_delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.replayed = bool(crawler.settings.getlist("REPLAY"))
        self._hosts: dict[str, asyncio.Future[_Host]] = {}
        crawler.signals.connect(self.page_read, signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings."""
        return cls(crawler)

    # --- before a request is sent --------------------------------------------------------------------------------

    async def admit(self, request: Request) -> None:
        """Let `request` join those that wait for its host, or raise NotNow."""
        if not self.replayed:
            self._check(await self._host(request))

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """The time in which `request` is the one that its host is asked, or one of so many; entering raises NotNow.

        What waits for a host joined before the host's last answer came, so it is decided here, last of all. Scrapy's
        slots alone would let all that waits go at once when there is no delay.
        """
        if self.replayed:
            yield
            return
        host = await self._host(request)
        async with host.turns:
            while (wait := host.wait_until - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(wait)
                if slot := self.crawler.engine.downloader.slots.get(host.kept.name):
                    slot.lastseen = monotonic()  # the next one waits for its delay from now on
            self._check(host)
            if host.pace.a_day:
                await self._spend(host, host.pace.a_day)
            yield

    async def _spend(self, host: _Host, a_day: int) -> None:
        """Take one request from the daily budget of a host, as soon as there is one; or raise NotNow."""
        spacing = timedelta(seconds=LONGEST_DELAY)
        granted = self._run is None  # `scrapy extract` asks for a page or two, and has no database to count in
        while not granted and self._run:
            now = self._run.now()
            store = self._run.store
            granted, following = await store.call(Hosts(store.database).spend, host.kept.name, now, a_day, spacing)
            if following - now > spacing:
                host.spent_until = following
                self._let_go(host)
            if not granted:
                self._check(host)
                await asyncio.sleep((following - now).total_seconds())  # another crawl asked it less than a minute ago

    def _check(self, host: _Host) -> None:
        if refusal := self._refusal(host):
            raise refusal

    def _refusal(self, host: _Host) -> NotNow | None:
        now, kept = self._now(), host.kept
        if kept.held_until and kept.held_until > now:
            return NotNow(f"{kept.name} is not asked before {_written(kept.held_until)}: {kept.held_for}")
        if host.spent_until and host.spent_until > now:
            return NotNow(
                f"{kept.name} is not asked before {_written(host.spent_until)}: its robots.txt allows "
                f"{host.pace.a_day} requests in 24 hours"
            )
        return None

    def _let_go(self, host: _Host) -> None:
        """Refuse what waits for a host: at the pace of its slot the refusals alone would take minutes."""
        slot = self.crawler.engine.downloader.slots.get(host.kept.name)
        refusal = self._refusal(host)
        while slot and refusal and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(refusal))  # type: ignore[no-untyped-call]

    # --- what robots.txt asks ------------------------------------------------------------------------------------

    async def keep_pace(self, request: Request, pace: Pace) -> None:
        """Ask the host of `request` no faster than `pace`, nor than any other that its robots.txt files asked for."""
        if self.replayed or not pace.declared:
            return
        host = await self._host(request)
        if pace.delay >= host.pace.delay:
            host.pace = pace
        downloader = self.crawler.engine.downloader
        # A slot that was idle for a minute is made anew, by these settings.
        made_as = downloader.per_slot_settings.setdefault(host.kept.name, {})
        made_as |= {"delay": max(host.pace.delay, made_as.get("delay", 0.0)), "jitter": 0.0}
        if slot := downloader.slots.get(host.kept.name):
            slot.delay, slot.jitter = max(slot.delay, host.pace.delay), 0.0

    def slowest(self, host: str) -> float:
        """The least delay with which the host of that name may be asked."""
        known = self._hosts.get(host)
        kept = known.result().pace.delay if known and known.done() and not known.exception() else 0.0
        return max(kept, self.own_delay)

    # --- what it answered ----------------------------------------------------------------------------------------

    def heard(self, request: Request, response: Response) -> None:
        """Keep to what an answer asks for from this moment on: the next request is sent as soon as this returns."""
        host = self._hosts[_name(request)].result()
        wait = self._waits(response) if response.status in TOO_MUCH else None
        if wait is not None and wait <= SHORT:
            host.wait_until = asyncio.get_running_loop().time() + wait.total_seconds()
        elif wait is not None:
            self._leave_alone(host, self._now() + wait, f"it answered with status {response.status} and Retry-After")

    async def answered(self, request: Request, response: Response) -> Request | None:
        """Learn from an answer that is no wall. Returns the request to send once more, after the time it asked for."""
        if self.replayed:
            return None
        host = await self._host(request)
        if response.status not in TOO_MUCH:
            host.refusals = 0
            return None
        wait = self._waits(response)
        if wait is None:
            if response.status == 429:
                await self._refused(host, "it answered with status 429")
            return None
        request.meta["dont_retry"] = True  # Scrapy would ask again at once
        if wait > SHORT:
            await self._remember(host)
            return None
        if request.meta.get(ASKED_AGAIN):
            await self._refused(host, f"it answered with status {response.status}")
            return None
        again = request.replace(dont_filter=True, priority=request.priority + 1)
        again.meta[ASKED_AGAIN] = True
        return again

    async def walled(self, request: Request, response: Response) -> None:
        """Learn that a wall stood in the way."""
        if self.replayed:
            return
        host = await self._host(request)
        if response.status in TOO_MUCH:
            await self._remember(host)
        await self._refused(host, "a bot wall answered")

    async def page_read(self, item: object) -> None:
        """Forget the walls of a host that gave an article. Its feeds prove nothing: many walls let them pass."""
        if isinstance(item, Visit) and (item.article or item.outcome is Outcome.UNCHANGED) and self._run:
            known = self._hosts.get(urlsplit(item.url).hostname or "")
            if known and (host := await known).kept.walls and not self._refusal(host):
                host.kept = await self._run.store.call(Hosts(self._run.store.database).release, host.kept.name)

    async def _refused(self, host: _Host, reason: str) -> None:
        host.refusals += 1
        if host.refusals < REFUSALS:
            return
        host.refusals, reason = 0, f"{reason}, {REFUSALS} times in a row"
        now = self._now()
        self._leave_alone(host, now + FIRST_HOLD, reason)
        if run := self._run:
            hold = Hosts(run.store.database).hold_for_walls
            host.kept = await run.store.call(hold, host.kept.name, now, reason)

    def _leave_alone(self, host: _Host, until: datetime, reason: str) -> None:
        if not host.kept.held_until or host.kept.held_until < until:
            host.kept = replace(host.kept, held_until=until, held_for=reason)
        self._let_go(host)

    async def _remember(self, host: _Host) -> None:
        """Have later runs leave a host alone as long as this one does."""
        kept = host.kept
        if self._run and kept.held_until and kept.held_for:
            hold = Hosts(self._run.store.database).hold
            host.kept = await self._run.store.call(hold, kept.name, kept.held_until, kept.held_for)

    def _waits(self, response: Response) -> timedelta | None:
        value, date = ((response.headers.get(name) or b"").decode("latin-1") for name in ("Retry-After", "Date"))
        return retry_after(value, date, self._now())

    # --- who and when --------------------------------------------------------------------------------------------

    @property
    def _run(self) -> Run | None:
        return self.crawler.get_extension(Run)

    def _now(self) -> datetime:
        return self._run.now() if self._run else datetime.now(UTC)

    async def _host(self, request: Request) -> _Host:
        name = _name(request)
        if name not in self._hosts:
            self._hosts[name] = asyncio.ensure_future(self._known(name))
        return await self._hosts[name]

    async def _known(self, name: str) -> _Host:
        run = self._run
        kept = await run.store.call(Hosts(run.store.database).host, name) if run else HostRecord(name)
        return _Host(kept, asyncio.Semaphore(self.at_once))


def manners_of(crawler: Crawler) -> Manners:
    """The manners of `crawler`."""
    manners = crawler.get_extension(Manners)
    assert manners is not None
    return manners


def _name(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
