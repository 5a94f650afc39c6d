from crawler.comparing import COMPARISON
from storage.database import Database
from storage.shingles import NEWEST, newest_under, replace
from storage.writer import Writer
from tests.storage.news import article, start, story, visit

LARGE, SMALL = 2**63 - 8, -(2**63)


def stored_ids(database: Database, count: int) -> list[int]:
    """The ids of so many articles."""
    run_id = start(database)
    urls = [f"https://naba.example/{number}" for number in range(count)]
    visits = [visit(run_id, url, article(url, story(n), shingles=())) for n, url in enumerate(urls)]
    Writer(database, COMPARISON).store(visits)
    with database.reading() as connection:
        return list(connection.exec_driver_sql("SELECT id FROM articles ORDER BY id").scalars())


def test_articles_are_found_under_their_hashes(database: Database) -> None:
    first, second = stored_ids(database, 2)
    with database.writing() as connection:
        replace(connection, {first: (LARGE, 8), second: (SMALL, 8)})
        found = sorted(newest_under(connection, [LARGE, SMALL, 8, 16]))
    assert found == sorted([(LARGE, first), (8, first), (SMALL, second), (8, second)])


def test_the_hashes_of_a_newer_version_take_the_place_of_the_older_ones(database: Database) -> None:
    [one] = stored_ids(database, 1)
    with database.writing() as connection:
        replace(connection, {one: (8, 16)})
        replace(connection, {one: (16, 24)})
        assert sorted(newest_under(connection, [8, 16, 24])) == [(16, one), (24, one)]


def test_of_a_stock_phrase_only_the_newest_articles_are_found(database: Database) -> None:
    ids = stored_ids(database, NEWEST + 5)
    with database.writing() as connection:
        replace(connection, dict.fromkeys(ids, (8,)))
        assert sorted(newest_under(connection, [8])) == [(8, id_) for id_ in ids[-NEWEST:]]
