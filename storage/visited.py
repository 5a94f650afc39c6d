"""How a page stands after a visit: gone or there, and when it is visited again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage import schedule
from storage.ledger import Row
from storage.outcomes import Outcome
from storage.records import FRONT_PAGE, VisitRecord
from storage.shelf import Standing
from storage.withdrawal import ANSWERED


def page_after(
    visit: VisitRecord, outcome: Outcome, before: Row, standing: Standing | None, revisit_after: Sequence[timedelta]
) -> Row:
    """What a visit changes of its page's row, `before` being the row and `standing` that of its article, if any."""
    settles = outcome.final and not visit.may_pass
    row = {
        "fetched_at": visit.fetched_at if outcome.fetched else before.get("fetched_at"),
        "status": visit.status,
        "outcome": outcome,
        "reason": visit.reason,
        "attempts": 0 if settles else before.get("attempts", 0) + 1,
        "etag": visit.validators.etag,
        "last_modified": visit.validators.last_modified,
        "body_hash": visit.body_hash,
        "led_to": visit.led_to,
    }
    if visit.status == 304 or not settles:
        # No document came, or not the page's own: the validators of a challenge page would later turn into a 304 that
        # means "the challenge has not changed".
        row |= {name: before.get(name) for name in ("etag", "last_modified", "body_hash")}
    row |= _goneness(visit, outcome, before, standing)
    due_at = _due_at(visit, row, before, standing, revisit_after)
    if (
        standing is not None
        and outcome.final
        and schedule.is_last_revisit(standing.collected_at, due_at, revisit_after)
    ):
        row |= {"etag": None, "last_modified": None}
    return row | {"due_at": due_at}


def _goneness(visit: VisitRecord, outcome: Outcome, before: Row, standing: Standing | None) -> Row:
    """Since when the page of an article is gone, and how often it was found so; a failure says neither.

    A redirect to the front page is no such visit: sites do that to all their pages when they are built anew.
    """
    if standing is None or outcome in ANSWERED:
        return {"gone_since": None, "gone_visits": 0}
    since, visits = before.get("gone_since"), before.get("gone_visits", 0)
    if outcome is Outcome.GONE:
        return {"gone_since": since or visit.fetched_at, "gone_visits": visits + (visit.led_to != FRONT_PAGE)}
    return {"gone_since": since, "gone_visits": visits}


def _due_at(
    visit: VisitRecord, page: Row, before: Row, standing: Standing | None, revisit_after: Sequence[timedelta]
) -> datetime | None:
    """When the page is to be visited again by itself: to try again, or for edits."""
    outcome: Outcome = page["outcome"]
    if outcome is Outcome.DISALLOWED:
        return visit.fetched_at  # robots.txt is asked in every run anyway
    if outcome is Outcome.GONE and page["gone_since"] is not None:
        return schedule.next_gone_visit(page["gone_since"], visit.fetched_at, page["gone_visits"])
    if not outcome.final:
        return schedule.next_try(page["attempts"], visit.fetched_at)
    if visit.may_pass:
        return schedule.next_look(page["attempts"], visit.fetched_at)
    if standing is None or outcome is Outcome.DUPLICATE_URL:  # its other address is visited
        return None
    said = (before.get("announced_published_at"), before.get("announced_modified_at"))
    out_at = min([standing.appeared_at, *filter(None, said)])
    return schedule.next_revisit(standing.collected_at, out_at, visit.fetched_at, revisit_after)
