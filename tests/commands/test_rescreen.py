"""`scrapy rescreen`: new rules over what is stored, and what they change."""

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import pytest

import storage.verdicts
from crawler.commands.rescreen import Change, rescreen
from storage.database import open_database
from tests.pages import numbered
from tests.running import PROJECT, opened, scrapy

FOREIGN = "https://foreign.example"
OLD = json.dumps({"version": "rules 0"})


def stored(tmp_path: Path, pages: int = 3) -> tuple[str, Path]:
    """A database with articles of two outlets: a Syrian one's, and a foreign one's that name no place of Syria."""
    folder, database = tmp_path / "pages", tmp_path / "news.db"
    folder.mkdir()
    lines = []
    for number in range(pages):
        for name, site in (("home", "https://www.enabbaladi.net/9000"), ("abroad", f"{FOREIGN}/9000")):
            html = (
                numbered(number)
                if name == "home"
                else numbered(500 + number).replace("سلمية", "النخيل").replace("حماة", "النهر")
            )
            (folder / f"{name}{number}.html").write_text(html)
            lines.append({"path": f"{name}{number}.html", "url": f"{site}{number:02}/"})
    (folder / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    url = f"sqlite:///{database}"
    run = scrapy("ingest", str(folder), DATABASE_URL=url, EXTRACTION_WORKERS="0")
    assert run.returncode == 0, run.stderr
    return url, database


def verdicts(database: Path) -> dict[str, int]:
    with opened(database) as connection:
        return dict(connection.execute("SELECT url, is_relevant FROM all_articles").fetchall())


def age(database: Path) -> None:
    """Make every verdict one that older rules gave, and wrong."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE articles SET is_relevant = 1 - is_relevant, relevance_score = 0.3, relevance_evidence = ?", (OLD,)
        )


def lines_of(stdout: str) -> dict[str, list[str]]:
    """The cells of the table's lines, by outlet."""
    return {line.split()[0]: line.split()[1:] for line in stdout.splitlines()[1:] if not line.startswith("by ")}


def test_new_rules_reach_every_stored_article_and_the_table_says_what_changed(tmp_path: Path) -> None:
    url, database = stored(tmp_path)
    by_the_rules = verdicts(database)
    age(database)
    dry = scrapy("rescreen", "--dry-run", DATABASE_URL=url)
    assert "nothing was written" in dry.stdout
    assert verdicts(database) != by_the_rules
    run = scrapy("rescreen", DATABASE_URL=url)
    assert run.returncode == 0, run.stderr
    assert lines_of(run.stdout) == lines_of(dry.stdout)
    assert lines_of(run.stdout) == {
        "enab_baladi": ["3", "3", "0", "0", "0"],
        "foreign.example": ["3", "0", "3", "0", "0"],
        "all": ["6", "3", "3", "0", "0"],
    }
    assert verdicts(database) == by_the_rules
    with opened(database) as connection:
        evidence = [json.loads(row[0]) for row in connection.execute("SELECT relevance_evidence FROM articles")]
    assert all(one["version"] in run.stdout for one in evidence)
    again = scrapy("rescreen", DATABASE_URL=url)
    assert lines_of(again.stdout)["all"] == ["6", "0", "0", "0", "6"]


def test_a_threshold_of_the_operator_decides_anew(tmp_path: Path) -> None:
    url, database = stored(tmp_path)
    file = tmp_path / "outlets.toml"
    file.write_text('["foreign.example"]\nrelevance_threshold = 0\n')
    run = scrapy("rescreen", DATABASE_URL=url, OUTLETS_FILE=str(file))
    assert lines_of(run.stdout)["foreign.example"] == ["3", "3", "0", "0", "0"]
    assert all(verdicts(database).values())
    run = scrapy("rescreen", DATABASE_URL=url, OUTLETS_FILE=str(file), RELEVANCE_THRESHOLD="0.9")  # outranks the file
    assert lines_of(run.stdout)["foreign.example"] == ["3", "0", "3", "0", "0"]


def test_a_threshold_that_is_no_score_is_wrong_use(tmp_path: Path) -> None:
    for name in ("rescreen", "crawlall", "extract"):
        args = [name, str(PROJECT / "samples")] if name == "extract" else [name]
        run = scrapy(*args, DATABASE_URL=f"sqlite:///{tmp_path / 'news.db'}", RELEVANCE_THRESHOLD="7")
        assert run.returncode == 2
        assert "RELEVANCE_THRESHOLD='7' is no score" in run.stdout + run.stderr


def test_what_was_judged_before_an_interruption_stays_judged_and_the_next_one_does_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, file = stored(tmp_path)
    by_the_rules = verdicts(file)
    age(file)
    monkeypatch.setattr(storage.verdicts, "BATCH", 2)
    judged = []

    def interrupted_at_the_fifth(outlet: str) -> float:
        judged.append(outlet)
        if len(judged) == 5:
            raise KeyboardInterrupt
        return 0.5

    changes: defaultdict[str, Counter[Change]] = defaultdict(Counter)
    database = open_database(url)
    with pytest.raises(KeyboardInterrupt):
        rescreen(database, interrupted_at_the_fifth, changes)
    database.close()
    assert sum(counts.total() for counts in changes.values()) == 4
    right = [verdict == by_the_rules[url] for url, verdict in verdicts(file).items()]
    assert right.count(True) == 4
    assert scrapy("rescreen", DATABASE_URL=url).returncode == 0
    assert verdicts(file) == by_the_rules
