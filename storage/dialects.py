"""What SQLite and PostgreSQL both do but SQLAlchemy spells per dialect, and what neither or only one of them takes."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from storage.models import Base

# Values in one query: few queries, and far below the limits on parameters (SQLite 32,766, PostgreSQL 65,535).
CHUNK = 1_000

T = TypeVar("T")


def insert(connection: Connection, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what to do when the row is there already."""
    return sqlite.insert(model) if connection.dialect.name == "sqlite" else postgresql.insert(model)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """`values` in lists that one query takes."""
    ordered = list(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def storable(text: str) -> str:
    """`text` without NUL, which PostgreSQL refuses, and with lone surrogates, which UTF-8 cannot hold, as escapes."""
    return text.replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")
