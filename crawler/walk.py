"""How long the walk through a pager goes on: an endless one must cost a few requests, and none of its articles."""

from dataclasses import dataclass, field
from typing import Literal

from storage.outcomes import Outcome

Mode = Literal["latest", "archive"]

# A pager is followed in a `latest` crawl while it lists news, for the first crawl of an outlet and for days when cron
# slept; five pages are some hundred articles, and what is older is the archive's.
LATEST_PAGES = 5
# Requests in a row, for documents and for the pages that they name, that brought nothing new. An archive is walked past
# what is known, since another source may have told it or an earlier run died on the way; but calendars, numbered pages
# without end and mazes of query strings bring nothing for ever. With the pages of the last document that makes fifty.
# What the pager itself brought before counts as new once in a walk: an archive that died after a thousand documents of
# news must get beyond them, and they are as many as there are.
FRUITLESS = 30

_NEW = frozenset({Outcome.STORED, Outcome.OFF_TOPIC, Outcome.REVISED, Outcome.NOT_ARABIC})
_NOTHING = frozenset({Outcome.DUPLICATE_URL, Outcome.NO_ARTICLE, Outcome.GONE})


@dataclass
class Walk:
    """The walk through one pager. It says why it ends, in words that follow the address of the document.

    A latest crawl that `takes_up` where an earlier one was cut short goes on past what is known.
    """

    mode: Mode
    takes_up: bool = False
    pages: int = 0
    is_trap: bool = False
    _fruitless: int = 0
    _first: frozenset[str] = frozenset()
    _last: frozenset[str] = frozenset()
    _unsettled: set[str] = field(default_factory=set)
    _brought: set[int] = field(default_factory=set)  # hashes of keys

    def document(
        self,
        keys: frozenset[str],
        untried: frozenset[str],
        is_outside: bool,
        brought: frozenset[str] = frozenset(),
    ) -> str | None:
        """Take in a document that names the pages `keys`, of which `untried` are to be visited; `is_outside` when it
        names some outside the window of the crawl, which it may be the way into. The pager has `brought` some as
        articles before. Why the walk ends there; None to go on."""
        self.pages += 1
        if not keys:
            return "lists no article"
        if self.pages > 1 and keys in (self._first, self._last):
            return "lists what an earlier page of the pager listed"
        self._first, self._last = self._first or keys, keys
        self._unsettled |= untried
        walked_before = set(map(hash, brought)) - self._brought
        self._brought |= walked_before
        self._fruitless += not untried and not is_outside and not walked_before
        if self.mode == "latest":
            if not untried and not is_outside and not self.takes_up:
                return "lists only known articles"
            return f"is page {LATEST_PAGES}, where a latest crawl ends" if self.pages >= LATEST_PAGES else None
        return self._trapped()

    def settled(self, key: str, outcome: Outcome) -> None:
        """Take in what became of a page, if this pager named it first."""
        if key not in self._unsettled:
            return
        self._unsettled.discard(key)
        if outcome in _NEW:
            self._fruitless = 0
        elif outcome in _NOTHING:
            self._fruitless += 1

    def _trapped(self) -> str | None:
        self.is_trap = self._fruitless >= FRUITLESS
        return f"is left: its last {self._fruitless} requests brought nothing new" if self.is_trap else None
