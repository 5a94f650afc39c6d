"""The rows that a batch adds and changes, gathered while it decides and written table by table."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, select, update
from sqlalchemy import insert as plain_insert

from storage import announced, shingles
from storage.dialects import chunks, insert
from storage.models import (
    Article,
    ArticleUrl,
    Author,
    Keyword,
    Page,
    Revision,
    RevisionAuthor,
    RevisionKeyword,
    RunCount,
    Story,
)
from storage.outcomes import ArticleState, Outcome

Row = dict[str, Any]


class Ledger:
    """Rows to write. `pages` has one row a page: the last visit of a batch says how a page stands."""

    def __init__(self) -> None:
        self.stories: list[Row] = []
        self.articles: list[Row] = []
        self.changed_articles: list[Row] = []  # with `article_id` for the row to change
        self.published_again: set[int] = set()  # articles that were withdrawn, by id
        self.article_urls: list[Row] = []
        self.revisions: list[Row] = []
        self.replaced_revisions: list[int] = []
        self.authors: list[Row] = []  # revision_id, position, name
        self.keywords: list[Row] = []
        self.shingles: dict[int, tuple[int, ...]] = {}  # by article id, in place of those it has
        self.pages: dict[str, Row] = {}
        self.counts: Counter[tuple[int, Outcome]] = Counter()

    def write(self, connection: Connection) -> None:
        """Write everything, each table with one statement for all its rows."""
        for model, rows in (
            (Story, self.stories),
            (Article, self.articles),
            (ArticleUrl, self.article_urls),
            (Revision, self.revisions),
        ):
            if rows:
                connection.execute(plain_insert(model), rows)
        _name(connection, Author, RevisionAuthor, "author_id", self.authors)
        _name(connection, Keyword, RevisionKeyword, "keyword_id", self.keywords)
        self._write_changes(connection)
        if self.replaced_revisions:
            connection.execute(delete(Revision).where(Revision.id.in_(self.replaced_revisions)))
        shingles.replace(connection, self.shingles)
        self._write_pages(connection)
        settled = [key for key, row in self.pages.items() if row["outcome"].final or row["due_at"] is None]
        announced.forget(connection, settled)
        self._write_counts(connection)

    def _write_changes(self, connection: Connection) -> None:
        if self.changed_articles:
            names = self.changed_articles[0].keys() - {"article_id"}
            change = update(Article).where(Article.id == bindparam("article_id"))
            connection.execute(change.values({name: bindparam(name) for name in names}), self.changed_articles)

        for ids in chunks(self.published_again):
            again = update(Article).where(Article.id.in_(ids), Article.state == ArticleState.WITHDRAWN)
            connection.execute(again.values(state=ArticleState.PUBLISHED))

    def _write_pages(self, connection: Connection) -> None:
        upsert = insert(connection, Page)
        rows = list(self.pages.values())
        if rows:
            seen = rows[0].keys() - {"url_key", "url", "outlet_id", "run_id"}  # those stay as when it was first seen
            upsert = upsert.on_conflict_do_update(
                index_elements=["url_key"], set_={name: upsert.excluded[name] for name in seen}
            )
            connection.execute(upsert, rows)

    def _write_counts(self, connection: Connection) -> None:
        upsert = insert(connection, RunCount)
        upsert = upsert.on_conflict_do_update(
            index_elements=["run_id", "outcome"], set_={"n": RunCount.n + upsert.excluded.n}
        )
        rows = [{"run_id": run_id, "outcome": outcome, "n": n} for (run_id, outcome), n in self.counts.items()]
        if rows:
            connection.execute(upsert, rows)


def _name(
    connection: Connection,
    model: type[Author] | type[Keyword],
    link: type[RevisionAuthor] | type[RevisionKeyword],
    column: str,
    rows: list[Row],
) -> None:
    """Link revisions to names, each name being one row however many revisions carry it."""
    if not rows:
        return
    names = [{"name": name} for name in dict.fromkeys(row["name"] for row in rows)]
    connection.execute(insert(connection, model).on_conflict_do_nothing(index_elements=["name"]), names)
    named = select(bindparam("revision_id", type_=Integer), bindparam("position", type_=Integer), model.id).where(
        model.name == bindparam("name")
    )
    connection.execute(plain_insert(link).from_select(["revision_id", "position", column], named), rows)
