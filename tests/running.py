"""Runs `scrapy ...` as a user would, in a process of its own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PROJECT = Path(__file__).parent.parent
# A site on loopback needs no manners, and a test has no second to wait between two requests.
ON_LOOPBACK = {
    "ALLOW_PRIVATE_ADDRESSES": "1",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "EXTRACTION_WORKERS": "0",
    "RETRY_TIMES": "1",
}


def command(*args: str, **settings: str) -> list[str]:
    """The command line of `scrapy *args` with settings."""
    return [
        sys.executable,
        "-m",
        "scrapy",
        *args,
        *(part for name, value in settings.items() for part in ("-s", f"{name}={value}")),
    ]


def scrapy(*args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `scrapy *args` with settings in the project's folder and wait for it."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        command(*args, **settings), cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )


def crawl_site(url: str, database: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Crawl a loopback site into an SQLite file."""
    return scrapy(
        "crawl",
        "site",
        "-a",
        f"url={url}",
        "-a",
        "country=SY",
        *args,
        **{**ON_LOOPBACK, "DATABASE_URL": f"sqlite:///{database}", **settings},
    )


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """The SQLite file as a consumer reads it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def outcomes(database: Path) -> dict[str, int]:
    """The outcome counts of all runs."""
    with opened(database) as connection:
        return dict(connection.execute("SELECT outcome, sum(n) FROM run_counts GROUP BY outcome").fetchall())


def page_outcomes(database: Path) -> dict[str, tuple[str, str | None]]:
    """Outcome and reason of each page, by the path of its URL."""
    with opened(database) as connection:
        rows = connection.execute("SELECT url, outcome, reason FROM pages").fetchall()
    return {"/" + row["url"].split("/", 3)[3]: (row["outcome"], row["reason"]) for row in rows}
