"""Deciding what a batch of visits means for the database: new article, new version, further address, or copy."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from uuid import uuid4

from sqlalchemy import Connection

from storage import schedule, withdrawal
from storage.comparing import Comparison, Edit
from storage.ledger import Ledger, Row
from storage.outcomes import ArticleState, Outcome
from storage.records import ArticleRecord, Stored, VisitRecord
from storage.rereading import Reading
from storage.shelf import Known, Shelf, Standing
from storage.stories import Stories
from storage.visited import page_after

SAME = 0.5  # share of the text from which a canonical link or a number that two pages have is believed
FIRST_NEWS_SITES = datetime(1995, 1, 1, tzinfo=UTC)  # an earlier date is an empty field of a CMS, such as 1970-01-01
SAME_NAMES = (  # columns of `revisions` that are called as in ArticleRecord
    "headline",
    "kicker",
    "alternative_headline",
    "description",
    "body",
    "word_count",
    "content_hash",
    "credit",
    "dateline",
    "published_at",
    "published_on",
    "published_raw",
    "published_precision",
    "published_source",
    "published_zone",
    "modified_at",
    "section",
    "image_url",
    "image_caption",
    "image_credit",
    "kind",
    "extractor",
    "template",
)


class Batch:
    """One batch of visits, whose texts `comparison` tells apart.

    Articles are visited again for edits `revisit_after` they were first stored.
    """

    def __init__(
        self,
        connection: Connection,
        visits: Sequence[VisitRecord],
        comparison: Comparison,
        revisit_after: Sequence[timedelta] = schedule.REVISIT_AFTER,
    ) -> None:
        self._connection = connection
        self._visits = visits
        self._comparison = comparison
        self._revisit_after = revisit_after
        self._came_back: set[int] = set()  # outlets with pages that were gone
        self._shelf = Shelf(connection, visits)
        self._ledger = Ledger()
        self._stories = Stories(self._shelf, self._ledger, comparison)

    def store(self) -> list[Stored]:
        """Decide every visit in its order, then write. A later visit sees what an earlier one added."""
        stored = [self._visit(visit) for visit in self._visits]
        self._stories.settle()
        self._ledger.write(self._connection)
        withdrawal.settle(self._connection, self._ledger.pages.values(), self._came_back)
        return stored

    def _visit(self, visit: VisitRecord) -> Stored:
        article_id = None
        if visit.article is not None and visit.outcome is not None:
            article_id, stored = self._stand_in(visit, visit.article, visit.outcome)
        elif visit.article is not None:
            article_id, stored = self._article(visit, visit.article)
        elif visit.outcome is not None:
            stored = Stored(visit.outcome)
        else:
            raise ValueError(f"the visit to {visit.url} has neither an article nor an outcome")
        self._page(visit, stored.outcome, article_id)
        if stored.outcome.fetched:
            self._ledger.counts[visit.run_id, stored.outcome] += 1
        return stored

    def _page(self, visit: VisitRecord, outcome: Outcome, article_id: int | None) -> None:
        """Say how the page stands after this visit."""
        before = self._shelf.pages.get(visit.key, {})
        article_id = article_id or before.get("article_id")
        standing = self._shelf.standing.get(article_id or 0)
        outlet_id = self._shelf.outlets[visit.outlet]
        named = {
            "url_key": visit.key,
            "url": visit.url,
            "outlet_id": outlet_id,
            "run_id": visit.run_id,
            "article_id": article_id,
        }
        row = named | page_after(visit, outcome, before, standing, self._revisit_after)
        if outcome in withdrawal.ANSWERED and article_id is not None and standing is not None:
            if before.get("gone_since") or before.get("led_to"):
                self._came_back.add(outlet_id)
            if standing.state is ArticleState.WITHDRAWN:
                self._ledger.published_again.add(article_id)
        self._shelf.pages[visit.key] = self._ledger.pages[visit.key] = row

    def _article(self, visit: VisitRecord, article: ArticleRecord) -> tuple[int, Stored]:
        """The id of the article that a visit found, and what was found out about it."""
        if known := self._at_known_address(visit, article):
            stored = Stored(self._compare(known, visit, article), known.uid)
        elif known := self._with_same_text(visit, article, candidates := self._shelf.candidates(article)):
            stored = Stored(Outcome.DUPLICATE_URL, known.uid)
        else:
            known = self._add(visit, article)
            matches = self._stories.matches(article, known, candidates)
            is_copy = self._stories.join(known, matches, visit.fetched_at)
            self._index(known.id, article)
            outcome = Outcome.STORED if article.is_relevant else Outcome.OFF_TOPIC
            stored = Stored(outcome, known.uid, is_copy=is_copy)
        for key in (*article.keys, visit.key, visit.final_key):
            if key and key not in self._shelf.by_key:
                self._shelf.by_key[key] = known.id
                self._ledger.article_urls.append({"url_key": key, "article_id": known.id})
        return known.id, stored

    def _stand_in(self, visit: VisitRecord, article: ArticleRecord, outcome: Outcome) -> tuple[int, Stored]:
        """Store what the source of a page says in its place, if nothing better is known; the page stays as it ended."""
        known = self._at_known_address(visit, article) or self._with_same_text(
            visit, article, self._shelf.candidates(article)
        )
        if known:
            return known.id, Stored(outcome, known.uid)
        article_id, stored = self._article(visit, article)
        return article_id, Stored(outcome, stored.article_uid, stored.is_copy, from_source=True)

    def _at_known_address(self, visit: VisitRecord, article: ArticleRecord) -> Known | None:
        """The outlet's article that is stored under one of the addresses of this one.

        The address that was asked, or that it led to, is proof. What the page says of itself, its canonical link and
        its number, must be borne out by the text: sites give one canonical link to all their pages.
        """
        for key in dict.fromkeys((visit.key, visit.final_key, *article.keys)):
            known = self._shelf.articles.get(self._shelf.by_key.get(key or "", 0))
            if known is None or known.outlet_id != self._shelf.outlets[visit.outlet]:
                continue
            if key in (visit.key, visit.final_key) or self._is_same_text(known, article):
                return known
        return None

    def _is_same_text(self, known: Known, article: ArticleRecord) -> bool:
        is_version = any(content_hash == article.content_hash for _, content_hash in known.versions)
        before = known.reading
        alike = self._comparison.likeness(article.headline, article.body, before.headline, before.body)
        return is_version or alike.share >= SAME

    def _with_same_text(
        self, visit: VisitRecord, article: ArticleRecord, candidates: Sequence[tuple[int, int]]
    ) -> Known | None:
        """The outlet's article that has, or had in an earlier version, the same words, or would by the same rules."""
        reading = Reading.of(article)
        same = [self._shelf.articles[id_] for id_ in self._shelf.by_text.get(article.content_hash, ())]
        near = (self._shelf.articles[id_] for id_, _ in candidates)
        found = chain(same, (known for known in near if known.reading.differs_by_its_rules(reading)))
        return next((known for known in found if known.outlet_id == self._shelf.outlets[visit.outlet]), None)

    def _compare(self, known: Known, visit: VisitRecord, article: ArticleRecord) -> Outcome:
        """Whether the text at a known address changed; a changed one is stored as a further version."""
        version, reading = (article.headline, article.content_hash), Reading.of(article)
        if known.reading.is_from_source and not reading.is_from_source:
            self._ledger.replaced_revisions.append(known.revision_id)
            known.versions.clear()
            self._make_current(known, visit, article)
            return Outcome.STORED if article.is_relevant else Outcome.OFF_TOPIC
        is_newest = visit.fetched_at >= known.seen_at  # a page read from an archive can be older than what is stored
        edit = self._comparison.edit(known.reading, reading)
        is_known = edit is None or (not is_newest and version in known.versions)
        if is_known or known.reading.differs_by_its_rules(reading):
            was_here = self._shelf.pages.get(visit.key, {}).get("article_id") == known.id
            return Outcome.UNCHANGED if was_here else Outcome.DUPLICATE_URL
        if is_newest:
            self._make_current(known, visit, article, edit)
        else:
            self._add_older(known, visit, article)
            known.versions.add(version)
        return Outcome.REVISED

    def _add_older(self, known: Known, visit: VisitRecord, article: ArticleRecord) -> None:
        """Store a version from before what is stored, and what each of the two after and before it changed."""
        compare = self._comparison.edit
        before, after = self._shelf.neighbours(known, visit.fetched_at)
        edit = compare(before[1], article) if before else None
        self._add_revision(known.id, visit, article, edit)
        if after and (later := compare(article, after[1])):
            self._ledger.changes[after[0]] = _change(later)

    def _make_current(self, known: Known, visit: VisitRecord, article: ArticleRecord, edit: Edit | None = None) -> None:
        """Store a further version of an article, which is from now on what it says."""
        known.revision_id = self._add_revision(known.id, visit, article, edit)
        known.version, known.seen_at = (article.headline, article.content_hash), visit.fetched_at
        known.versions.add(known.version)
        known.reading, known.word_count, known.credit = Reading.of(article), article.word_count, article.credit
        known.appeared_at = min(known.appeared_at, _appeared_at(visit, article))
        self._ledger.changed_articles.append(
            {"row_id": known.id, "current_revision_id": known.revision_id, "appeared_at": known.appeared_at}
            | _verdict(article)
        )
        self._stories.touch(known, visit.fetched_at)
        self._stories.join(
            known, self._stories.matches(article, known, self._shelf.candidates(article)), visit.fetched_at
        )
        self._index(known.id, article)

    def _add(self, visit: VisitRecord, article: ArticleRecord) -> Known:
        """Store a new article, in a story of its own."""
        shelf, ledger = self._shelf, self._ledger
        story_id = next(shelf.story_ids)
        article_id = next(shelf.article_ids)
        revision_id = self._add_revision(article_id, visit, article)
        version = (article.headline, article.content_hash)
        known = Known(
            article_id,
            str(uuid4()),
            shelf.outlets[visit.outlet],
            story_id,
            revision_id,
            _appeared_at(visit, article),
            version,
            visit.fetched_at,
            Reading.of(article),
            article.word_count,
            article.credit,
            None,
            {version},
        )
        ledger.articles[article_id] = {
            "id": article_id,
            "uid": known.uid,
            "outlet_id": known.outlet_id,
            "story_id": story_id,
            "current_revision_id": revision_id,
            "collected_at": visit.fetched_at,
            "appeared_at": known.appeared_at,
            "state": ArticleState.PUBLISHED,
        } | _verdict(article)
        shelf.articles[article_id] = known
        shelf.standing[article_id] = Standing(visit.fetched_at, known.appeared_at, ArticleState.PUBLISHED)
        self._stories.open(known, visit.fetched_at)
        return known

    def _add_revision(
        self, article_id: int, visit: VisitRecord, article: ArticleRecord, edit: Edit | None = None
    ) -> int:
        """Store what the page says now, byline and keywords included, and return the revision's id."""
        revision_id = next(self._shelf.revision_ids)
        self._ledger.revisions.append(
            {name: getattr(article, name) for name in SAME_NAMES}
            | {
                "id": revision_id,
                "article_id": article_id,
                "seen_at": visit.fetched_at,
                "url": article.canonical_url,
                "removed": list(article.removed),
                "origins": dict(article.origins),
                "disagreements": [dict(one) for one in article.disagreements],
            }
            | _change(edit)
        )
        for names, rows in ((article.authors, self._ledger.authors), (article.keywords, self._ledger.keywords)):
            rows += [
                {"revision_id": revision_id, "position": position, "name": name}
                for position, name in enumerate(names, start=1)
            ]
        self._shelf.by_text.setdefault(article.content_hash, []).append(article_id)
        return revision_id

    def _index(self, article_id: int, article: ArticleRecord) -> None:
        """Make the current text of an article findable by its shingles."""
        self._ledger.shingles[article_id] = article.shingles
        for hash_ in article.shingles:
            self._shelf.by_shingle.setdefault(hash_, []).append(article_id)


def _change(edit: Edit | None) -> Row:
    """What a version changed; nothing in the first one."""
    return {"changed": list(edit.changed) if edit else [], "change_share": edit.share if edit else None}


def _verdict(article: ArticleRecord) -> Row:
    return {
        "language": article.language,
        "language_confidence": article.language_confidence,
        "is_relevant": article.is_relevant,
        "relevance_score": article.relevance_score,
        "relevance_evidence": dict(article.relevance_evidence),
    }


def _appeared_at(visit: VisitRecord, article: ArticleRecord) -> datetime:
    """When the article was out, as far as can be known: its date where that is credible, else when it was fetched.

    A date without a time counts as the end of its day, so that it does not precede a report that gives its minute.
    """
    published = article.published_at
    if published is None or published < FIRST_NEWS_SITES:
        return visit.fetched_at
    if article.published_precision == "day":
        published += timedelta(days=1)
    return min(published, visit.fetched_at)
