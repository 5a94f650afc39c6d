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
    StoryLink,
)
from storage.outcomes import ArticleState, Outcome

Row = dict[str, Any]


class Ledger:
    """Rows to write. `pages` has one row a page: the last visit of a batch says how a page stands."""

    def __init__(self) -> None:
        self.stories: dict[int, Row] = {}  # new ones
        self.settled_stories: dict[int, Row] = {}  # those that were stored before
        self.merged: dict[int, int] = {}  # stories that are part of another one now
        self.gone_stories: list[int] = []  # of these, those that were stored before
        self.links: dict[tuple[int, int], tuple[str, float]] = {}  # by article and story: kind and share
        self.articles: dict[int, Row] = {}
        self.placed_articles: dict[int, Row] = {}
        self.changed_articles: list[Row] = []  # with `row_id` for the row to change
        self.published_again: set[int] = set()  # articles that were withdrawn, by id
        self.article_urls: list[Row] = []
        self.revisions: list[Row] = []
        self.replaced_revisions: list[int] = []
        self.changes: dict[int, Row] = {}  # by the revision that was stored before the one that it is compared with
        self.authors: list[Row] = []  # revision_id, position, name
        self.keywords: list[Row] = []
        self.shingles: dict[int, tuple[int, ...]] = {}  # by article id, in place of those it has
        self.pages: dict[str, Row] = {}
        self.counts: Counter[tuple[int, Outcome]] = Counter()

    def now(self, story_id: int) -> int:
        """The story that one is, or is part of."""
        while story_id in self.merged:
            story_id = self.merged[story_id]
        return story_id

    def merge(self, gone: int, kept: int) -> None:
        """Have the articles and links of one story be those of another."""
        self.merged[gone] = kept
        if self.stories.pop(gone, None) is None:
            self.gone_stories.append(gone)

    def link(self, article_id: int, story_id: int, kind: str, share: float) -> None:
        """Say that an article has much of a story's text; of several kinds and shares the one that says most counts."""
        found = (kind, share)
        self.links[article_id, story_id] = min(
            found, self.links.get((article_id, story_id), found), key=lambda link: (link[0] != "carries", -link[1])
        )

    def settle_story(self, story_id: int, row: Row) -> None:
        """Say which article a story comes from."""
        if story_id in self.stories:
            self.stories[story_id].update(row)
        else:
            self.settled_stories[story_id] = row

    def place(self, article_id: int, row: Row) -> None:
        """Say in which story an article is, and how it stands to its origin."""
        if article_id in self.articles:
            self.articles[article_id].update(row)
        else:
            self.placed_articles[article_id] = row

    def write(self, connection: Connection) -> None:
        """Write everything, each table with one statement for all its rows."""
        for model, rows in (
            (Story, list(self.stories.values())),
            (Article, list(self.articles.values())),
            (ArticleUrl, self.article_urls),
            (Revision, self.revisions),
        ):
            if rows:
                connection.execute(plain_insert(model), rows)
        _name(connection, Author, RevisionAuthor, "author_id", self.authors)
        _name(connection, Keyword, RevisionKeyword, "keyword_id", self.keywords)
        self._write_changes(connection)
        self._write_stories(connection)
        _update(connection, Revision, [{"row_id": id_} | row for id_, row in self.changes.items()])
        if self.replaced_revisions:
            connection.execute(delete(Revision).where(Revision.id.in_(self.replaced_revisions)))
        shingles.replace(connection, self.shingles)
        self._write_pages(connection)
        settled = [key for key, row in self.pages.items() if row["outcome"].final or row["due_at"] is None]
        announced.forget(connection, settled)
        self._write_counts(connection)

    def _write_changes(self, connection: Connection) -> None:
        _update(connection, Article, self.changed_articles)
        _update(connection, Article, [{"row_id": id_} | row for id_, row in self.placed_articles.items()])
        for ids in chunks(self.published_again):
            again = update(Article).where(Article.id.in_(ids), Article.state == ArticleState.WITHDRAWN)
            connection.execute(again.values(state=ArticleState.PUBLISHED))

    def _write_stories(self, connection: Connection) -> None:
        _update(connection, Story, [{"row_id": id_} | row for id_, row in self.settled_stories.items()])
        rows = {
            (article_id, self.now(story_id)): {"kind": kind, "share": share}
            for (article_id, story_id), (kind, share) in self.links.items()
        }
        for gone in self.gone_stories:
            stored = select(StoryLink.article_id, StoryLink.kind, StoryLink.share).where(StoryLink.story_id == gone)
            for article_id, kind, share in connection.execute(stored).all():
                rows.setdefault((article_id, self.now(gone)), {"kind": kind, "share": share})
        upsert = insert(connection, StoryLink)
        upsert = upsert.on_conflict_do_update(
            index_elements=["article_id", "story_id"],
            set_={"kind": upsert.excluded.kind, "share": upsert.excluded.share},
        )
        if rows:
            connection.execute(upsert, [{"article_id": a, "story_id": s} | row for (a, s), row in rows.items()])
        # An article that came into a story is one of its own.
        for ids in chunks({article_id for article_id, _ in rows} | self.placed_articles.keys()):
            inside = select(Article.story_id).where(Article.id == StoryLink.article_id).scalar_subquery()
            connection.execute(delete(StoryLink).where(StoryLink.article_id.in_(ids), StoryLink.story_id == inside))
        for ids in chunks(self.gone_stories):
            connection.execute(delete(Story).where(Story.id.in_(ids)))

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


def _update(connection: Connection, model: type[Article] | type[Story] | type[Revision], rows: list[Row]) -> None:
    """Change rows, each of which says by `row_id` which one it is."""
    if rows:
        names = rows[0].keys() - {"row_id"}
        change = update(model).where(model.id == bindparam("row_id"))
        connection.execute(change.values({name: bindparam(name) for name in names}), rows)


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
