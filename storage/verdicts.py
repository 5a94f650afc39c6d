"""Verdicts on stored articles, to be given anew when the rules change: read in batches, written where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from storage.database import Database
from storage.models import Article, Outlet, Revision
from storage.outcomes import ArticleState

# Texts in memory at once, 1 MB of them; judged in a tenth of a second and written in less.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an article is about Syria, and what that rests on."""

    is_relevant: bool
    score: float
    evidence: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JudgedArticle:
    """A stored article as it reads now, and the verdict on it."""

    id: int
    revision_id: int
    outlet: str
    country: str  # of its outlet, ISO 3166-1 alpha-2
    headline: str
    body: str
    published_on: date | None
    verdict: Verdict


class Verdicts:
    """The verdicts in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def batches(self) -> Iterator[list[JudgedArticle]]:
        """Every article that has a text, the off-topic and the withdrawn ones too, in the order of their ids."""
        last = 0
        while batch := self._after(last):
            yield batch
            last = batch[-1].id

    def change(self, verdicts: Sequence[tuple[JudgedArticle, Verdict]]) -> int:
        """Store new verdicts, in one transaction; returns how many.

        An article that was edited since it was read is left as it is: whoever stored the edit judged it.
        """
        changed = 0
        with self._database.writing() as connection:
            for article, verdict in verdicts:
                same_text = (Article.id == article.id, Article.current_revision_id == article.revision_id)
                changed += connection.execute(
                    update(Article)
                    .where(*same_text)
                    .values(
                        is_relevant=verdict.is_relevant,
                        relevance_score=verdict.score,
                        relevance_evidence=dict(verdict.evidence),
                    )
                ).rowcount
        return changed

    def _after(self, last: int) -> list[JudgedArticle]:
        wanted = (
            select(
                Article.id,
                Article.current_revision_id,
                Outlet.slug,
                Outlet.country,
                Revision.headline,
                Revision.body,
                Revision.published_on,
                Article.is_relevant,
                Article.relevance_score,
                Article.relevance_evidence,
            )
            .join(Outlet, Outlet.id == Article.outlet_id)
            .join(Revision, Revision.id == Article.current_revision_id)
            .where(Article.id > last, Article.state != ArticleState.ERASED)
            .order_by(Article.id)
            .limit(BATCH)
        )
        with self._database.reading() as connection:
            return [
                JudgedArticle(id_, revision_id, slug, country, headline, body, day, Verdict(*verdict))
                for id_, revision_id, slug, country, headline, body, day, *verdict in connection.execute(wanted)
            ]
