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
        return self not in UNSETTLED


UNSETTLED = frozenset({Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED, Outcome.DISALLOWED})


class RunOutcome(StrEnum):
    """How a run of one outlet ended."""

    RUNNING = "running"  # still going, or killed before it could say: the next one knows
    FINISHED = "finished"  # every source was asked and every due page fetched
    INTERRUPTED = "interrupted"  # by a signal, a kill, its time limit or our outage; the rest is due in the next run
    FAILED = "failed"  # no source could be read, or the database went away


class ArticleState(StrEnum):
    """Whether an article may be shown: the default views hold the published ones."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # its outlet took it down
    ERASED = "erased"  # the operator erased it; a row without content stays


class FailureKind(StrEnum):
    """Why a source could not be read, as far as it says when to ask again."""

    TEMPORARY = "temporary"  # it passes by itself: time-out, connection error, 5xx, 429, a name server in trouble
    SOFT = "soft"  # somebody must do something: 401, 403, a wall, a document that announces nothing readable
    HARD = "hard"  # it is not there: 404, 410, no such host name


class FoundBy(StrEnum):
    """How a source came to be known."""

    DECLARATION = "declaration"  # the outlet's own, or the operator's
    AUTODISCOVERY = "autodiscovery"  # the site names it, or it stands at a usual address
    LINK = "link"  # another source leads to it


class OutletVerdict(StrEnum):
    """What happened to an outlet's pages that is more than the withdrawal of some."""

    MIGRATED = "migrated"  # many old addresses are gone at once, or lead to the front page
    MOVED = "moved"  # its pages redirect to another domain
