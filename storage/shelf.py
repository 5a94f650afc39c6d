"""What is already stored that a batch of visits may meet: looked up once for the batch, kept up to date by it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from storage.dialects import chunks
from storage.models import Article, ArticleUrl, Author, Outlet, Page, Revision, RevisionAuthor, Story, StoryLink
from storage.outcomes import ArticleState
from storage.records import ArticleRecord, VisitRecord
from storage.rereading import Reading
from storage.shingles import newest_under

SHARED = 2  # sampled hashes that a candidate shares: finds 0.9997 of the pairs whose containment is at least 0.7
CANDIDATES = 32  # for one article at most; a corpus of 12,500 articles gives 4 in the mean, 30 at the 95th percentile


@dataclass(slots=True)
class Known:
    """A stored article. A version is its headline and content hash."""

    id: int
    uid: str
    outlet_id: int
    story_id: int
    revision_id: int  # of the current version
    appeared_at: datetime
    version: tuple[str, str]  # the current one
    seen_at: datetime  # when the current one was first seen
    reading: Reading  # of the current one
    word_count: int
    credit: str | None
    follows_id: int | None
    versions: set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides when the page of an article is visited again."""

    collected_at: datetime
    appeared_at: datetime
    state: ArticleState


class Shelf:
    """Everything a batch decides by. The dictionaries also receive what the batch itself adds."""

    def __init__(self, connection: Connection, visits: Sequence[VisitRecord]) -> None:
        self._connection = connection
        articles = [visit.article for visit in visits if visit.article]
        keys = {key for article in articles for key in article.keys}
        keys |= {key for visit in visits for key in (visit.key, visit.final_key) if key}
        outlets = connection.execute(select(Outlet.slug, Outlet.id, Outlet.name_ar, Outlet.name_en)).all()
        self.outlets = {slug: id_ for slug, id_, _, _ in outlets}
        self.names = {id_: (name_ar, name_en) for _, id_, name_ar, name_en in outlets}
        self.members: dict[int, list[int]] = {}  # articles by story, of the stories that were asked for
        self.pages: dict[str, dict[str, Any]] = {
            row.url_key: dict(row._mapping)
            for row in self._rows(select(Page.__table__), Page.url_key, {visit.key for visit in visits})
        }
        self.by_key: dict[str, int] = {
            row.url_key: row.article_id
            for row in self._rows(select(ArticleUrl.url_key, ArticleUrl.article_id), ArticleUrl.url_key, keys)
        }
        self.by_text: dict[str, list[int]] = {}
        texts = select(Revision.content_hash, Revision.article_id).order_by(Revision.article_id)
        for row in self._rows(texts, Revision.content_hash, {article.content_hash for article in articles}):
            self.by_text.setdefault(row.content_hash, []).append(row.article_id)
        self.by_shingle: dict[int, list[int]] = {}
        for hash_, article_id in newest_under(
            connection, {hash_ for article in articles for hash_ in article.shingles}
        ):
            self.by_shingle.setdefault(hash_, []).append(article_id)
        self.articles: dict[int, Known] = {}
        self._load(
            {*self.by_key.values()}
            | {id_ for ids in self.by_text.values() for id_ in ids}
            | {id_ for article in articles for id_, _ in self.candidates(article)}
        )
        standing = select(Article.id, Article.collected_at, Article.appeared_at, Article.state)
        visited = {page["article_id"] for page in self.pages.values()} - {None}
        self.standing: dict[int, Standing] = {
            row.id: Standing(row.collected_at, row.appeared_at, row.state)
            for row in self._rows(standing, Article.id, visited | self.articles.keys())
        }
        # The batch holds the writer's lock, so the next free ids stay free until it commits, and rows that refer to
        # each other can be written in bulk, without asking for an id in between.
        self.article_ids, self.revision_ids, self.story_ids = (
            count((connection.scalar(select(func.max(model.id))) or 0) + 1) for model in (Article, Revision, Story)
        )

    def candidates(self, article: ArticleRecord) -> list[tuple[int, int]]:
        """Articles that may share much of this one's text, as (id, sampled hashes shared), the likeliest first."""
        shared = Counter(id_ for hash_ in article.shingles for id_ in self.by_shingle.get(hash_, ()))
        enough = [(id_, n) for id_, n in shared.items() if n >= SHARED]
        return sorted(enough, key=lambda candidate: (-candidate[1], candidate[0]))[:CANDIDATES]

    def story(self, story_id: int) -> list[Known]:
        """The articles of a story."""
        if story_id not in self.members:
            stored = self._connection.scalars(select(Article.id).where(Article.story_id == story_id)).all()
            self._load(id_ for id_ in stored if id_ not in self.articles)
            # What the batch has moved elsewhere says so itself.
            self.members[story_id] = [id_ for id_ in stored if self.articles[id_].story_id == story_id]
        return [self.articles[id_] for id_ in self.members[story_id]]

    def carried(self, article_id: int) -> set[int]:
        """The stories that an article is stored as carrying."""
        carries = select(StoryLink.story_id).where(StoryLink.article_id == article_id, StoryLink.kind == "carries")
        return set(self._connection.scalars(carries))

    def origins(self, story_ids: Iterable[int]) -> dict[int, tuple[int, datetime, datetime]]:
        """The origin of stored stories, since when it is that, and when the story last changed."""
        wanted = select(Story.id, Story.origin_id, Story.origin_since, Story.changed_at)
        return {row[0]: (row[1], row[2], row[3]) for row in self._rows(wanted, Story.id, story_ids)}

    def _load(self, article_ids: Iterable[int]) -> None:
        """Have these articles in `articles`, with all their versions and the current body."""
        is_current = Revision.id == Article.current_revision_id
        wanted = select(
            Article.id,
            Article.uid,
            Article.outlet_id,
            Article.story_id,
            Article.current_revision_id,
            Article.appeared_at,
            Article.follows_id,
            Revision.headline,
            Revision.content_hash,
            Revision.seen_at,
            case((is_current, Revision.body)).label("body"),
            Revision.word_count,
            Revision.credit,
            Revision.extractor,
            Revision.template,
            case((is_current, Revision.removed)).label("removed"),
            Revision.published_at,
            Revision.published_on,
            Revision.published_precision,
        ).join(Revision, Revision.article_id == Article.id)
        versions: dict[int, set[tuple[str, str]]] = {}
        rows = list(self._rows(wanted, Article.id, article_ids))
        authors = self._authors({row.current_revision_id for row in rows})
        for row in rows:
            version = (row.headline, row.content_hash)
            versions.setdefault(row.id, set()).add(version)
            if row.body is not None:
                self.articles[row.id] = Known(
                    row.id,
                    row.uid,
                    row.outlet_id,
                    row.story_id,
                    row.current_revision_id,
                    row.appeared_at,
                    version,
                    row.seen_at,
                    _reading(row, authors.get(row.current_revision_id, ())),
                    row.word_count,
                    row.credit,
                    row.follows_id,
                    versions[row.id],
                )

    def neighbours(self, known: Known, at: datetime) -> tuple[tuple[int, Reading] | None, tuple[int, Reading] | None]:
        """The stored versions of an article before and after a moment, with the ids of their revisions."""
        of_article = select(Revision).where(Revision.article_id == known.id)
        found = []
        for wanted in (
            of_article.where(Revision.seen_at <= at).order_by(Revision.seen_at.desc(), Revision.id.desc()),
            of_article.where(Revision.seen_at > at).order_by(Revision.seen_at, Revision.id),
        ):
            row = self._connection.execute(wanted.limit(1)).one_or_none()
            found.append((row.id, _reading(row, self._authors([row.id]).get(row.id, ()))) if row else None)
        return found[0], found[1]

    def _authors(self, revision_ids: Iterable[int]) -> dict[int, list[str]]:
        """The bylines of these revisions."""
        wanted = select(RevisionAuthor.revision_id, Author.name).join(Author).order_by(RevisionAuthor.position)
        found: dict[int, list[str]] = {}
        for revision_id, name in self._rows(wanted, RevisionAuthor.revision_id, revision_ids):
            found.setdefault(revision_id, []).append(name)
        return found

    def _rows(self, query: Select[*tuple[Any, ...]], of: Any, wanted: Iterable[Any]) -> Iterator[Any]:
        for chunk in chunks(wanted):
            yield from self._connection.execute(query.where(of.in_(chunk)))


def _reading(row: Any, authors: Sequence[str]) -> Reading:
    return Reading(
        row.headline,
        row.body,
        row.extractor,
        row.template,
        tuple(row.removed),
        tuple(authors),
        row.published_at,
        row.published_on,
        row.published_precision,
    )
