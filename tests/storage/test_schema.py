import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from crawler.comparing import COMPARISON
from storage.database import Database, connect, migrate, open_database
from storage.errors import DatabaseUrlError, SchemaNewer, SchemaOutdated
from storage.models import Base
from storage.outcomes import Outcome
from storage.runs import Runs
from storage.schema import alembic_config
from storage.writer import Writer
from tests.storage.news import NOW, article, outlet, rows, start, story, visit

PROJECT = Path(__file__).parent.parent.parent
REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


def downgrade(database: Database, revision: str) -> None:
    with database.engine.execution_options(opening="migrate").begin() as connection:
        command.downgrade(alembic_config(connection), revision)


def shown(fact: dict[str, Any]) -> str:
    """One column, key or index; the condition of an index is an expression without a form of its own."""
    options = fact.get("dialect_options", {})
    return repr(fact | {"dialect_options": {name: str(value) for name, value in options.items()}})


def described(connection: Connection) -> dict[str, Any]:
    """Everything about tables that a database can tell, in an order of its own."""
    inspector = inspect(connection)
    facts = ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints", "indexes")
    return {
        table: {
            fact: sorted(map(shown, found))
            if isinstance(found := getattr(inspector, f"get_{fact}")(table), list)
            else repr(found)
            for fact in facts
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_models_and_migrations_agree(database: Database) -> None:
    with database.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_models_alone_would_create_what_the_migrations_create(database: Database, empty_url: str) -> None:
    fresh = create_engine(empty_url.replace("news.db", "models.db"))
    with fresh.begin() as connection:
        Base.metadata.create_all(connection)
        by_models = described(connection)
    with database.reading() as connection:
        assert described(connection) == by_models
    fresh.dispose()


def test_migrations_go_down_and_up_again(database: Database) -> None:
    with database.reading() as connection:
        before = described(connection), sorted(inspect(connection).get_view_names())
    downgrade(database, "base")
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert inspect(connection).get_view_names() == []
    migrate(database)
    with database.reading() as connection:
        assert (described(connection), sorted(inspect(connection).get_view_names())) == before


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_an_older_sqlite_file_is_upgraded_when_it_is_opened_and_keeps_its_rows(sqlite_url: str, revision: str) -> None:
    database = open_database(sqlite_url)
    run_id = start(database)
    downgrade(database, revision)
    database.close()
    database = open_database(sqlite_url)
    assert rows(database, "SELECT last_run_outcome FROM outlet_health") == ["running"]
    assert rows(database, "SELECT id FROM runs") == [run_id]
    database.close()


def test_articles_of_before_the_new_columns_keep_their_text_and_get_empty_values(database: Database) -> None:
    page = "https://naba.example/1"
    Writer(database, COMPARISON).store([visit(start(database), page, article(page, story(1)))])
    downgrade(database, "0002")
    migrate(database)
    assert rows(
        database, "SELECT body, kind, kicker, image_credit, published_zone, template FROM published_articles"
    ) == [(story(1), "article", None, None, None, None)]
    assert rows(database, "SELECT CAST(origins AS text), CAST(disagreements AS text) FROM all_articles") == [
        ("{}", "[]")
    ]


def test_a_zone_that_nobody_knows_is_utc_in_an_older_schema(database: Database) -> None:
    Runs(database).start_run(outlet("naba", time_zone=None), NOW, "latest")
    assert rows(database, "SELECT time_zone FROM outlets") == [None]
    downgrade(database, "0002")
    assert rows(database, "SELECT time_zone FROM outlets") == ["UTC"]


def test_the_schedule_of_before_is_kept_and_what_it_did_not_have_is_dropped_on_the_way_back(database: Database) -> None:
    run_id, failed, read = start(database), "https://naba.example/1", "https://naba.example/2"
    gone = visit(run_id, failed, outcome=Outcome.FAILED)
    Writer(database, COMPARISON).store([gone, visit(run_id, read, article(read, story(1)))])
    before = rows(database, "SELECT CAST(due_at AS text) FROM pages ORDER BY id")
    assert None not in before
    downgrade(database, "0003")
    assert rows(database, "SELECT CAST(retry_at AS text) FROM pages ORDER BY id") == [before[0], None]
    migrate(database)
    assert rows(database, "SELECT CAST(due_at AS text), gone_visits FROM pages ORDER BY id") == [
        (before[0], 0),
        (None, 0),
    ]
    assert rows(database, "SELECT asked, failures, found_by FROM sources") == [(0, 0, "declaration")]


def test_an_upgrade_leaves_who_may_read_the_views(url_of_template: str) -> None:
    database = open_database(url_of_template)
    downgrade(database, "0002")
    views = ("published_articles", "all_articles", "unique_articles", "coverage")
    with database.writing() as connection:
        connection.execute(text("CREATE ROLE analyst"))
        connection.execute(text(f"GRANT SELECT ON {', '.join(views)} TO analyst"))
    migrate(database)
    for view in views:
        assert rows(database, f"SELECT has_table_privilege('analyst', '{view}', 'SELECT')") == [True]
    with database.writing() as connection:
        connection.execute(text("DROP OWNED BY analyst"))
        connection.execute(text("DROP ROLE analyst"))
    database.close()


@pytest.mark.parametrize("revision", ["base", *REVISIONS[:-1]])
def test_an_older_postgresql_database_is_refused_with_the_command_to_run(url_of_template: str, revision: str) -> None:
    database = open_database(url_of_template)
    downgrade(database, revision)
    database.close()
    refused_with_a_command_that_works(url_of_template)


def test_an_empty_postgresql_database_is_refused_with_the_command_to_run(empty_postgres_url: str) -> None:
    refused_with_a_command_that_works(empty_postgres_url)


def refused_with_a_command_that_works(url: str) -> None:
    with pytest.raises(SchemaOutdated, match=r"python -m storage\.migrate") as caught:
        open_database(url)
    run = str(caught.value).rpartition("; run ")[2].replace("python", sys.executable, 1)
    subprocess.run(run, shell=True, cwd=PROJECT, check=True, capture_output=True)
    open_database(url).close()


def test_a_database_of_a_newer_release_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = database.engine.url.render_as_string(hide_password=False)
    with pytest.raises(SchemaNewer, match="schema 9999, which a newer release"):
        open_database(url)


def test_the_sqlite_file_of_another_program_is_left_alone(sqlite_url: str) -> None:
    database = connect(sqlite_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE bookmarks (id integer)"))
    with pytest.raises(DatabaseUrlError, match="another program: it has the tables bookmarks"):
        open_database(sqlite_url)
    assert rows(database, "SELECT name FROM sqlite_master") == ["bookmarks"]
    database.close()


def test_processes_that_open_a_new_sqlite_file_at_once_all_get_it(sqlite_url: str) -> None:
    script = "import sys; from storage.database import open_database; open_database(sys.argv[1]).close()"
    opening = [
        subprocess.Popen([sys.executable, "-c", script, sqlite_url], cwd=PROJECT, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    errors = [process.communicate()[1] for process in opening]
    assert errors == [""] * 4
    database = open_database(sqlite_url)
    assert rows(database, "SELECT version_num FROM alembic_version") == REVISIONS[-1:]
    database.close()
