"""docs/database.md says what the database has, and nothing else."""

import re
from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import Database

DOCUMENT = (Path(__file__).parent.parent.parent / "docs/database.md").read_text(encoding="utf-8")


def documented() -> dict[str, set[str]]:
    """The columns of every view and table that the document describes."""
    described: dict[str, set[str]] = {}
    for name, section in re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", DOCUMENT, re.MULTILINE | re.DOTALL):
        described[name] = set(re.findall(r"^\| `(\w+)` \| \S", section, re.MULTILINE))
        for other in re.findall(r"Every column of\s+`(\w+)`, and:", section):
            described[name] |= described[other]
    return described


def test_the_document_and_the_database_agree(database: Database) -> None:
    with database.reading() as connection:
        inspector = inspect(connection)
        names = {*inspector.get_table_names(), *inspector.get_view_names()} - {"alembic_version"}
        assert documented() == {name: {column["name"] for column in inspector.get_columns(name)} for name in names}


def test_the_first_queries_run(database: Database) -> None:
    [queries] = re.findall(r"```sql\n(.*?)```", DOCUMENT, re.DOTALL)
    with database.reading() as connection:
        for query in queries.split(";\n"):
            connection.execute(text(query))


def test_what_is_deleted_with_its_parent_is_documented_so(database: Database) -> None:
    said = {"CASCADE": "goes with it", "SET NULL": "is emptied with it"}
    with database.reading() as connection:
        inspector = inspect(connection)
        for table in inspector.get_table_names():
            section = DOCUMENT.partition(f"### `{table}`")[2].partition("\n### ")[0]
            for key in inspector.get_foreign_keys(table):
                [line] = re.findall(rf"^\| `{key['constrained_columns'][0]}` \|.*$", section, re.MULTILINE)
                for rule, words in said.items():
                    assert (words in line) == (key["options"].get("ondelete") == rule), (table, line)
