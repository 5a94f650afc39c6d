"""Why a visit to a page ended as it did."""

from enum import StrEnum


class Outcome(StrEnum):
    """Every page that a run fetched ends in exactly one of these, so a run's counts sum to its pages.

    `DISALLOWED` is the one that is not a fetch: robots.txt forbade it and nothing was sent. It is kept with the
    page and left out of the counts.
    """

    STORED = "stored"  # a new article, relevant
    OFF_TOPIC = "off_topic"  # a new article, stored in full with the verdict that it is not about Syria
    REVISED = "revised"  # a known article whose text or headline changed: a new revision
    UNCHANGED = "unchanged"  # a known article, same text, or the server answered 304
    DUPLICATE_URL = "duplicate_url"  # another address of an article that is already stored
    NOT_ARABIC = "not_arabic"  # a page in another language
    NO_ARTICLE = "no_article"  # a listing, an empty category, an error page with status 200
    GONE = "gone"  # 404 or 410; tried again, for outlets announce early and lose power
    BLOCKED = "blocked"  # a bot wall, 401, 403, 429 or 451: it says nothing about the article
    FAILED = "failed"  # anything else: time-out, 5xx, too large, unreadable; tried again in later runs
    DISALLOWED = "disallowed"  # forbidden by robots.txt

    @property
    def fetched(self) -> bool:
        """Whether a request for the page was sent, so that the outcome counts."""
        return self is not Outcome.DISALLOWED

    @property
    def final(self) -> bool:
        """Whether the page is settled: it is fetched again only when its source says that it changed."""
        return self not in {Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED, Outcome.DISALLOWED}


class RunOutcome(StrEnum):
    """How a run of one outlet ended."""

    RUNNING = "running"  # still going, or killed before it could say: the next crawl of the outlet knows
    FINISHED = "finished"  # every source was asked and every due page fetched
    INTERRUPTED = "interrupted"  # by a signal, a kill, its time limit or our outage; the rest is due in the next run
    FAILED = "failed"  # no source could be read, or the database went away


class ArticleState(StrEnum):
    """Whether an article may be shown: the default views hold the published ones."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # its outlet took it down
    ERASED = "erased"  # the operator erased it; a row without content stays
