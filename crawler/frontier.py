"""What is to be fetched: announced links in, due pages out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar

from scrapy.exceptions import CloseSpider

from crawler.discovery.links import Link
from crawler.outlet import Feed, Outlet, Section, Sitemap, WordPressApi
from crawler.store import STORAGE_FAILED, Store
from crawler.text.urls import normalise, url_key
from storage.errors import StorageError
from storage.pages import Pages
from storage.records import DuePage, LinkRecord, Validators

P = ParamSpec("P")
T = TypeVar("T")

KINDS: dict[type, str] = {Feed: "feed", Sitemap: "sitemap", Section: "section", WordPressApi: "wordpress_api"}


# Of what earlier runs left over, at most so much in one run: two hours at a request a second.
PENDING = 7_200


@dataclass(frozen=True, slots=True)
class Due:
    """The pages of one announcement to fetch now."""

    pages: tuple[DuePage, ...]
    all_new: bool  # it named no page that is already settled
    repeats: bool  # the source named nothing in it that it had not named before in this run


class Frontier:
    """The links of one run. Links are stored before they are fetched, so that a killed run loses none of them.

    A page is due when it was never fetched, when its source says that it changed since, or when it failed and may be
    tried again. Each is handed out once a run, whatever number of sources announce it, and at most `limit` in all.
    """

    def __init__(self, store: Store, outlet: Outlet, run_id: int, limit: int | None) -> None:
        self._store = store
        self._pages = Pages(store.database)
        self._outlet = outlet
        self._run_id = run_id
        self._left = limit
        self._handed_out: set[str] = set()
        self._announced: dict[str, set[str]] = {}  # by source

    @property
    def announced(self) -> int:
        """How many different links the sources announced in this run."""
        return len(set().union(*self._announced.values()))

    async def validators(self) -> dict[str, Validators]:
        """What each source of the outlet gave at its last visit, by URL."""
        return await self._call(self._pages.source_validators, self._outlet.slug)

    async def announce(
        self, source_url: str, links: Iterable[Link], seen_at: datetime, status: int, validators: Validators | None
    ) -> Due:
        """Store the links that `source_url` announced at `seen_at` and say which of them are due.

        Without `validators`, as from the later pages of a pager, those of the source stay what they were.
        """
        records = {record.key: record for record in (link_record(link, seen_at) for link in links)}
        due = await self._call(
            self._pages.announce,
            self._run_id,
            self._outlet.slug,
            source_url,
            list(records.values()),
            seen_at,
            validators,
            status,
        )
        before = self._announced.setdefault(source_url, set())
        repeats = records.keys() <= before
        before.update(records)
        return Due(self._hand_out(due), all_new=bool(records) and len(due) == len(records), repeats=repeats)

    async def source_silent(self, source_url: str, seen_at: datetime, status: int | None, reason: str | None) -> None:
        """Note a source that announced nothing, for `reason` or because it has not changed."""
        note = self._pages.note_source
        await self._call(note, self._outlet.slug, source_url, seen_at, status=status, error=reason)

    async def pending(self, now: datetime) -> tuple[DuePage, ...]:
        """What earlier runs announced and did not fetch, or failed to and may try again."""
        return self._hand_out(await self._call(self._pages.pending, self._outlet.slug, now, PENDING))

    async def _call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._store.call(function, *args, **kwargs)
        except StorageError:
            raise CloseSpider(
                STORAGE_FAILED
            ) from None  # Scrapy's way to end a crawl from a callback; the store knows why

    def _hand_out(self, due: list[DuePage]) -> tuple[DuePage, ...]:
        fresh = [page for page in due if page.key not in self._handed_out]
        if self._left is not None:
            fresh = fresh[: self._left]
            self._left -= len(fresh)
        self._handed_out.update(page.key for page in fresh)
        return tuple(fresh)


def link_record(link: Link, seen_at: datetime) -> LinkRecord:
    """A link as the store keeps it.

    An outlet without times of change moves an edited article up in its feed under a new date. A date that is still to
    come says nothing: it is local time called UTC, and would make the page due in every run.
    """
    dates = [date for date in (link.modified_at, link.published_at) if date and date <= seen_at]
    url = normalise(link.url)
    return LinkRecord(url_key(url), url, link.headline, link.published_at, max(dates, default=None))
