"""The sampled word 3-grams of current texts as rows, and which articles share them with a text.

Hashes go to the database as one parameter: thousands of them cost SQLAlchemy more than they cost the database.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, delete, text

from storage.dialects import chunks
from storage.models import Shingle

NEWEST = 64  # articles per hash: without a cap the hashes of stock phrases make the 99th percentile 100 times slower

HASHES = {
    "sqlite": "SELECT value AS hash FROM json_each(:hashes)",
    "postgresql": "SELECT unnest(CAST(:hashes AS bigint[])) AS hash",
}
NEWEST_UNDER = """
    WITH wanted AS ({hashes})
    SELECT s.hash, s.article_id FROM wanted JOIN shingles s ON s.hash = wanted.hash AND s.article_id >= coalesce(
        (SELECT o.article_id FROM shingles o WHERE o.hash = wanted.hash
         ORDER BY o.article_id DESC LIMIT 1 OFFSET {last}), 0
    )
"""
KEEP = "INSERT INTO shingles (hash, article_id) SELECT hash, :article_id FROM ({hashes}) AS wanted"


def newest_under(connection: Connection, hashes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(hash, article id) of the newest articles under each of `hashes`."""
    query = text(NEWEST_UNDER.format(hashes=HASHES[connection.dialect.name], last=NEWEST - 1))
    for chunk in chunks(hashes):
        for row in connection.execute(query, {"hashes": _parameter(connection, chunk)}):
            yield row.hash, row.article_id


def replace(connection: Connection, hashes: Mapping[int, Iterable[int]]) -> None:
    """Keep `hashes`, by article id, in place of those that the articles had."""
    if hashes:
        connection.execute(delete(Shingle).where(Shingle.article_id.in_(hashes)))
        connection.execute(
            text(KEEP.format(hashes=HASHES[connection.dialect.name])),
            [{"article_id": id_, "hashes": _parameter(connection, set(of_one))} for id_, of_one in hashes.items()],
        )


def _parameter(connection: Connection, hashes: Iterable[int]) -> object:
    return json.dumps(list(hashes)) if connection.dialect.name == "sqlite" else list(hashes)
