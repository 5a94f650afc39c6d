"""Every test that takes `database` or `empty_url` runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database import Database, connect, migrate, open_database

NUMBERS = count(1)


@pytest.fixture(scope="session")
def template(postgres_url: str) -> str:
    """The name of a PostgreSQL database with the newest tables, which is copied faster than migrated."""
    url = create_postgres_database(postgres_url)
    database = connect(url)
    migrate(database)
    database.close()
    return str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """The database to test on."""
    return str(request.param)


@pytest.fixture
def empty_url(dialect: str, request: pytest.FixtureRequest) -> str:
    """The URL of a database that holds nothing."""
    if dialect == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return create_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def url(dialect: str, request: pytest.FixtureRequest) -> str:
    """The URL of a database with the newest tables; an SQLite file has them when it is opened."""
    if dialect == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return create_postgres_database(request.getfixturevalue("postgres_url"), request.getfixturevalue("template"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open database with the newest tables and no row."""
    database = open_database(url)
    yield database
    database.close()


def create_postgres_database(server: str, template: str = "template1") -> str:
    """The URL of a new database on the server."""
    name = f"news_{next(NUMBERS)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def url_of_template(postgres_url: str, template: str) -> str:
    """The URL of a PostgreSQL database with the newest tables."""
    return create_postgres_database(postgres_url, template)


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> str:
    """The URL of a PostgreSQL database that holds nothing."""
    return create_postgres_database(postgres_url)
