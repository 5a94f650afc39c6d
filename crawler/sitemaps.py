"""The walk through the sitemaps of an index in an archive crawl: in groups, and not for ever."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

# Sitemaps asked together, when nothing else is left to fetch: what they announce is fetched before the next ones.
TOGETHER = 10
# Sitemaps in a row that were never asked before and named only pages that are known. An index that lists other
# addresses every time has 100,000 of them; one that an earlier run walked half through has none: those were asked.
FRUITLESS = 50
# Sitemaps in a row that were empty: a year of days on which an outlet was silent, and a month.
EMPTY = 400


@dataclass
class SitemapWalk(Generic[T]):
    """The walk through one index; `T` is what stands for a sitemap. It says when it leads nowhere."""

    fruitless: int = 0
    empty: int = 0
    waiting: deque[T] = field(default_factory=deque)

    def add(self, sitemaps: Iterable[T]) -> None:
        """Take in what the index lists."""
        self.waiting.extend(sitemaps)

    def take(self) -> list[T]:
        """The next sitemaps to ask."""
        return [self.waiting.popleft() for _ in range(min(TOGETHER, len(self.waiting)))]

    def answered(self, links: int, untried: int, was_asked: bool) -> str | None:
        """Take in a sitemap that named so many articles, so many of them to be visited. Why the rest is left; None to
        go on."""
        if untried:
            self.fruitless = self.empty = 0
        elif not links:
            self.empty += 1
        elif not was_asked:
            self.fruitless += 1
        if not self.waiting or (self.fruitless < FRUITLESS and self.empty < EMPTY):
            return None
        left = len(self.waiting)
        self.waiting.clear()
        in_a_row = f"{self.empty} were empty" if self.empty >= EMPTY else f"{self.fruitless} brought no new article"
        return f"is left with {left} sitemaps not asked, of the last {in_a_row}"
