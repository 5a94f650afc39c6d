"""The item that travels down the pipelines: one fetched page and what is known of it so far."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.clock import fetched_at
from crawler.extraction.article import Article, Page
from crawler.extraction.templates import Template
from crawler.failures import classify, failed_request, led_to
from crawler.outlet import Outlet
from crawler.screening.language import Language
from crawler.screening.relevance import Relevance
from crawler.text.urls import is_front_page
from storage.outcomes import Outcome
from storage.records import FRONT_PAGE, AnnouncedText
from storage.records import Validators as Validators  # for the spiders, which do not touch storage


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How the store knows an article again: its addresses, its text, and samples of its word sequences."""

    keys: tuple[str, ...]
    content_hash: str
    shingles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One page that was asked for. Each pipeline adds what it found; a set `outcome` ends the journey early."""

    outlet: Outlet
    key: str
    url: str
    fetched_at: datetime
    status: int | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    may_pass: bool = False  # whether the page carries no article for a reason that may pass, as an error of the site
    page: Page | None = field(default=None, repr=False)  # the answer, its URL the one that redirects led to
    validators: Validators = Validators()
    led_to: str | None = None  # the host of another site that it redirected to, or FRONT_PAGE
    template: Template | None = field(default=None, repr=False)  # the lines that recur at the outlet
    article: Article | None = field(default=None, repr=False)
    language: Language | None = None
    relevance: Relevance | None = field(default=None, repr=False)
    fingerprint: Fingerprint | None = field(default=None, repr=False)
    # What its source says of the article beside where it is: until its page is read, or when it is blocked instead.
    announced: AnnouncedText | None = field(default=None, repr=False)

    @property
    def is_blocked(self) -> bool:
        """Whether a wall or a refusal kept the page, which says nothing of its article."""
        return self.outcome is Outcome.BLOCKED

    @property
    def is_open(self) -> bool:
        """Whether an article may still be found: there is no outcome yet, or the source stands in for the page."""
        return self.outcome is None or self.announced is not None


def visit_of(response: Response, outlet: Outlet, key: str, url: str) -> Visit:
    """The visit of a page that answered, with 304 when it had not changed."""
    request = cast("Request", response.request)
    moment = fetched_at(request)
    visit = Visit(outlet, key, url, moment, status=response.status, validators=validators_of(response))
    if response.status == 304:
        return replace(visit, outcome=Outcome.UNCHANGED)
    if is_front_page(response.url) and not is_front_page(url):
        # What sites do with addresses that they no longer have, instead of saying so.
        return replace(
            visit,
            outcome=Outcome.GONE,
            reason="it redirects to the front page",
            led_to=FRONT_PAGE,
            validators=Validators(),
        )
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1") or None
    return replace(visit, page=Page(response.url, response.body, moment, content_type))


def failed_visit(failure: Failure, outlet: Outlet, key: str, url: str) -> Visit:
    """The visit of a page that could not be fetched, or must not be."""
    outcome, reason, status = classify(failure)
    return Visit(
        outlet,
        key,
        url,
        fetched_at(failed_request(failure)),
        status=status,
        outcome=outcome,
        reason=reason,
        led_to=led_to(failure),
    )


def validators_of(response: Response) -> Validators:
    """What `response` gave to ask later whether the document changed."""
    etag, last_modified = (
        (response.headers.get(name) or b"").decode("latin-1") or None for name in ("ETag", "Last-Modified")
    )
    return Validators(etag, last_modified)


def conditional_headers(validators: Validators) -> dict[str, str]:
    """The request headers that ask for a document only if it changed (RFC 9110, section 13.1)."""
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}
