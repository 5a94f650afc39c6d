"""Telling an edit from a page that was read by other rules: the text differs, and the outlet has changed nothing.

Nor is it an edit when a page is read whose article was known in the words of its source alone: those are replaced.
"""

from dataclasses import dataclass
from datetime import date, datetime

from storage.records import CUT_SHOWN, ArticleRecord

# How the extractor of an article is called that was read from a feed or an API, since its page was blocked.
_FROM_SOURCE = "feed@"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a page made of it, and by which rules."""

    headline: str
    body: str
    extractor: str
    template: int | None
    removed: tuple[str, ...]
    authors: tuple[str, ...]
    published_at: datetime | None
    published_on: date | None
    published_precision: str | None

    @classmethod
    def of(cls, article: ArticleRecord) -> "Reading":
        """The reading that found `article`."""
        return cls(
            article.headline,
            article.body,
            article.extractor,
            article.template,
            article.removed,
            article.authors,
            article.published_at,
            article.published_on,
            article.published_precision,
        )

    @property
    def is_from_source(self) -> bool:
        """Whether these are the words of a source, and no reading of the page."""
        return self.extractor.startswith(_FROM_SOURCE)

    def differs_by_its_rules(self, other: "Reading") -> bool:
        """Whether other rules read the `other`, and each line that only one of them has was cut by the other one."""
        if self.headline != other.headline or (self.extractor, self.template) == (other.extractor, other.template):
            return False
        ours, theirs = self.body.split("\n\n"), other.body.split("\n\n")
        shared = set(ours) & set(theirs)
        return (
            [line for line in ours if line in shared] == [line for line in theirs if line in shared]
            and all(other._has_cut(line) for line in ours if line not in shared)
            and all(self._has_cut(line) for line in theirs if line not in shared)
        )

    def _has_cut(self, line: str) -> bool:
        return any(line[:CUT_SHOWN] in text for text in self.removed)
