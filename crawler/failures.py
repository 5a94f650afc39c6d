"""What a failed request says about its page."""

from typing import cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError
from twisted.python.failure import Failure

from crawler.recording import NOT_RECORDED
from crawler.refused import BotWall, Disallowed, NotNow, OutOfScope
from crawler.resolver import is_unknown
from storage.outcomes import FailureKind, Outcome
from storage.records import SourceFailure as SourceFailure  # for the spiders, which do not touch storage

# 401, 403, 407, 429 and 451 speak of us and not of the page: it may be there for the next visitor.
BLOCKED_STATUSES = frozenset({401, 403, 407, 429, 451})
GONE_STATUSES = frozenset({404, 410})

REASONS: dict[type[BaseException], str] = {
    CannotResolveHostError: "its host name could not be resolved",
    DownloadConnectionRefusedError: "its server refused the connection",
    DownloadTimeoutError: "its server did not answer in time",
    DownloadCancelledError: "it is larger than the limit",
    ResponseDataLossError: "its server cut the answer off",
}

# No HTTP answer came: the outlet is down, or we are.
NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    DownloadFailedError,
    ConnectError,  # of Twisted, for what Scrapy has no name: no route to the host
    OSError,
)


def unanswered(failure: Failure) -> bool:
    """Whether no HTTP answer came: to the request, or to the one for the robots.txt that should allow it."""
    error = failure.value
    return isinstance(error.__cause__ if isinstance(error, Disallowed) else error, NO_ANSWER)


def failed_request(failure: Failure) -> Request:
    """The request that failed; Scrapy sets it on every failure that it hands to an errback."""
    return cast("Request", vars(failure)["request"])


def not_sent(failure: Failure) -> bool:
    """Whether nothing was asked, so that the page or source stays as due as it was."""
    return isinstance(failure.value, NotNow)


def classify(failure: Failure) -> tuple[Outcome, str, int | None]:
    """The outcome of a page whose request failed, the reason in words, and the HTTP status if there was one."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        if NOT_RECORDED in error.response.flags:
            return Outcome.FAILED, NOT_RECORDED, status
        if status in GONE_STATUSES:
            return Outcome.GONE, f"HTTP status {status}", status
        if status in BLOCKED_STATUSES:
            return Outcome.BLOCKED, f"HTTP status {status}", status
        return Outcome.FAILED, f"HTTP status {status}", status
    if isinstance(error, BotWall):
        return Outcome.BLOCKED, str(error), None
    if isinstance(error, Disallowed):
        return Outcome.DISALLOWED, str(error), None
    for kind, reason in REASONS.items():
        if isinstance(error, kind):
            return Outcome.FAILED, f"{reason} ({error})" if str(error) else reason, None
    return Outcome.FAILED, f"{type(error).__name__}: {error}", None


def source_failure(failure: Failure) -> SourceFailure:
    """Why a source could not be read, and what kind of failure that is."""
    _, reason, status = classify(failure)
    return SourceFailure(failure_kind(failure), reason, status, led_to(failure))


def site_is_up(status: int | None) -> bool:
    """Whether a site that answered with `status` is there and talks to us, if not where it was asked."""
    return status is not None and status < 500 and status not in BLOCKED_STATUSES


def unreadable(reason: str, status: int) -> SourceFailure:
    """The failure of a source that answered with what is no announcement."""
    return SourceFailure(FailureKind.SOFT, reason, status)


def failure_kind(failure: Failure) -> FailureKind:
    """Whether a failure passes by itself, takes somebody's hand, or says that there is nothing."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        if NOT_RECORDED in error.response.flags:
            return FailureKind.TEMPORARY
        if status in GONE_STATUSES:
            return FailureKind.HARD
        passes = status >= 500 or status in {408, 425, 429}
        return FailureKind.TEMPORARY if passes else FailureKind.SOFT
    if isinstance(error, CannotResolveHostError):
        host = urlsplit(failed_request(failure).url).hostname or ""
        return FailureKind.HARD if is_unknown(host) else FailureKind.TEMPORARY
    # What robots.txt forbids is asked of robots.txt again, which costs nothing, and it may have been out of reach.
    return FailureKind.SOFT if isinstance(error, BotWall | OutOfScope) else FailureKind.TEMPORARY


def led_to(failure: Failure) -> str | None:
    """The host of another site that a request was redirected to, and was not followed."""
    return failure.value.led_to if isinstance(failure.value, OutOfScope) else None
