"""What is to be fetched: announced links in, due pages out."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import ParamSpec, TypeVar

from scrapy.exceptions import CloseSpider

from crawler.discovery.links import Link
from crawler.outlet import Feed, Outlet, Section, Sitemap, WordPressApi
from crawler.polling import Polling
from crawler.store import STORAGE_FAILED, Store
from crawler.text.urls import normalise, url_key
from storage.announced import AnnouncedTexts, says_more
from storage.errors import StorageError
from storage.pages import Pages
from storage.records import Announced as Announced  # for the spiders, which do not touch storage
from storage.records import AnnouncedText, DuePage, LinkRecord, SourceFailure, Validators
from storage.records import Answer as Answer
from storage.runs import Runs
from storage.sources import Sources

P = ParamSpec("P")
T = TypeVar("T")

KINDS: dict[type, str] = {Feed: "feed", Sitemap: "sitemap", Section: "section", WordPressApi: "wordpress_api"}


# Of what earlier runs left over, at most so much in one run: two hours at a request a second.
LEFT_OVER = 7_200
# Pages are drawn from the database so many at a time: some minutes of a polite crawl, and a megabyte of requests.
DRAWN = 200
# Of what sources say has changed, so many pages are remembered for this run. What is above, as when a site touches its
# whole archive, is left to the next.
MOST_CHANGED = 1_000


class Frontier:
    """The links of one run. They are stored before they are fetched, and drawn from the database when the crawl has
    room for more: a killed run loses none, and a run of a million needs no more memory than one of a hundred.

    A page is due when it was never fetched, when its source says that it changed since, when it failed and may be tried
    again, or when its article is visited again for edits. Each is handed out once a run, whatever number of sources
    announce it, and at most `limit` in all.
    """

    def __init__(
        self,
        store: Store,
        outlet: Outlet,
        run_id: int,
        started_at: datetime,
        limit: int | None,
        recorded: frozenset[str] | None = None,
    ) -> None:
        self._store = store
        self._pages = Pages(store.database)
        self._sources = Sources(store.database)
        self._runs = Runs(store.database)
        self._recorded = recorded  # the keys of what a replay can be asked for
        self._texts = AnnouncedTexts(store.database)
        self._says_more: bool | None = None  # whether sources say more of articles than where they are
        self._outlet = outlet
        self._run_id = run_id
        self._started_at = started_at
        self._left = limit
        self._left_over = LEFT_OVER
        self._last_fresh = 0  # ids of the last pages drawn
        self._last_left_over: int | None = None
        self._draws_stood_in = False  # whether of these only blocked pages are left whose articles are stored
        self._changed: dict[str, DuePage] = {}  # by key, still to be handed out
        self._known: set[str] = set()  # keys of the pages handed out that this run did not learn of itself
        self._announced: set[int] = set()  # short hashes of keys, for there may be a million
        self.takes_up = False  # whether what earlier runs left over is handed out too

    @property
    def announced(self) -> int:
        """How many different links the sources announced in this run."""
        return len(self._announced)

    @property
    def is_exhausted(self) -> bool:
        """Whether `limit` pages were handed out."""
        return self._left == 0

    async def polling(self) -> Polling:
        """How the outlet's sources stand, as the run begins."""
        states = await self._call(self._sources.states, self._outlet.slug)
        return Polling(states, self._started_at, await self._call(self._runs.follows_cut_short, self._run_id))

    async def announce(
        self,
        source_url: str,
        links: Iterable[Link],
        seen_at: datetime,
        status: int,
        validators: Validators | None,
        *,
        body_hash: str | None = None,
        root: str | None = None,
        before: Answer | None = None,
        is_last: bool = True,
        is_poll: bool = True,
        sitemaps: Collection[str] = (),
    ) -> Announced:
        """Store the links that `source_url` announced at `seen_at`.

        Without `validators`, as from the later pages of a pager, those of the source stay what they were. `root` is the
        source whose index leads to it; `is_poll` is whether what is new says how often there is news; `sitemaps` are
        what an index lists. Of a document in parts, `before` is the answer of those before this one, and the source has
        answered with the one that `is_last`.
        """
        records = {record.key: record for record in (link_record(link, seen_at) for link in links)}
        announced = await self._call(
            self._pages.announce,
            self._run_id,
            self._outlet.slug,
            source_url,
            list(records.values()),
            seen_at,
            validators,
            status,
            body_hash=body_hash,
            root=root,
            before=before,
            is_last=is_last,
            is_poll=is_poll,
            sitemaps=sitemaps,
        )
        self._says_more = any(map(says_more, records.values())) or self._says_more
        self._announced.update(map(short, records))
        for page in announced.changed[: MOST_CHANGED - len(self._changed)]:
            if page.key not in self._known:
                self._changed[page.key] = page
        return announced

    async def brought(self, source_url: str, keys: Iterable[str]) -> frozenset[str]:
        """The pages among `keys` that a source was the first to announce, and that led to an article."""
        return await self._call(self._pages.brought, self._outlet.slug, source_url, keys)

    async def source_unchanged(self, source_url: str, seen_at: datetime, status: int | None) -> None:
        """Note a source that has not changed."""
        await self._call(self._sources.unchanged, self._outlet.slug, source_url, seen_at, status)

    async def source_failed(self, source_url: str, seen_at: datetime, failure: SourceFailure) -> None:
        """Note a source that could not be read."""
        await self._call(self._sources.failed, self._outlet.slug, source_url, seen_at, failure)

    async def announced_text(self, key: str) -> AnnouncedText | None:
        """What a source said of an article beside where it is. Where no source of the outlet does, it costs nothing."""
        if self._says_more is None:
            self._says_more = await self._call(self._texts.any, self._outlet.slug)
        return await self._call(self._texts.of, key) if self._says_more else None

    async def draw(self) -> tuple[DuePage, ...]:
        """The next pages to fetch: what sources say has changed, what this run learnt of, what earlier runs left over.

        Empty when nothing that is known so far is due.
        """
        wanted = DRAWN if self._left is None else min(DRAWN, self._left)
        if not wanted:
            return ()
        drawn = [self._changed.pop(key) for key in list(self._changed)[:wanted]]
        self._known.update(page.key for page in drawn)
        drawn += await self._fresh(wanted - len(drawn))
        if self.takes_up:
            drawn += await self._taken_up(wanted - len(drawn))
        if self._left is not None:
            self._left -= len(drawn)
        return tuple(drawn)

    async def _fresh(self, wanted: int) -> list[DuePage]:
        if not wanted:
            return []
        pages = await self._call(self._pages.fresh, self._outlet.slug, self._run_id, self._last_fresh, wanted)
        self._last_fresh = pages[-1].id if pages else self._last_fresh
        return pages

    async def _taken_up(self, wanted: int) -> list[DuePage]:
        """What is due of earlier runs' pages and was not handed out yet. A draw may come up short of them.

        Pages behind a wall whose articles are stored all the same go last: a wall lets a run ask for five, and these
        would be the same five in every run, while the texts of all others wait.
        """
        wanted = min(wanted, self._left_over)
        if not wanted:
            return []
        pages = await self._call(
            self._pages.left_over,
            self._outlet.slug,
            self._run_id,
            self._started_at,
            self._last_left_over,
            wanted,
            stands_in=self._draws_stood_in,
        )
        if not pages and not self._draws_stood_in:
            self._draws_stood_in, self._last_left_over = True, None
            return await self._taken_up(wanted)
        self._last_left_over = pages[-1].id if pages else self._last_left_over
        self._left_over -= len(pages)
        fresh = [page for page in pages if page.key not in self._known and self._can_be_asked(page)]
        self._known.update(page.key for page in fresh)
        for page in fresh:
            self._changed.pop(page.key, None)
        return fresh if fresh or not pages else await self._taken_up(wanted)

    def _can_be_asked(self, page: DuePage) -> bool:
        """A recording that does not hold an older page says nothing of it."""
        return self._recorded is None or page.key in self._recorded

    async def _call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._store.call(function, *args, **kwargs)
        except StorageError:
            raise CloseSpider(
                STORAGE_FAILED
            ) from None  # Scrapy's way to end a crawl from a callback; the store knows why


def short(key: str) -> int:
    """64 bits of a page's key, in a fifth of its memory."""
    return int(key[:16], 16)


def link_record(link: Link, seen_at: datetime) -> LinkRecord:
    """A link as the store keeps it.

    An outlet without times of change moves an edited article up in its feed under a new date. A date that is still to
    come says nothing: it is local time called UTC, and would make the page due in every run.
    """
    dates = [date for date in (link.modified_at, link.published_at) if date and date <= seen_at]
    url = normalise(link.url)
    changed = max(dates, default=None)
    return LinkRecord(
        url_key(url), url, link.headline, link.published_at, changed, link.content, link.sections, link.keywords
    )
