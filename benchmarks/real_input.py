"""`python -m benchmarks.real_input --pages DIR`: `scrapy extract` and `scrapy ingest` over a folder of real pages.

DIR has a `manifest.jsonl` (path and url of each HTML file) and an `index.json` (file, kind, language). Every page must
come out without an exception and as what it is: articles in Arabic as articles, listings and feeds as `no_article`,
other languages as `not_arabic`. Exits with 1 when one does not.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.report import report
from crawler.text.urls import normalise

SCRAPY = [sys.executable, "-m", "scrapy"]


def expected(entry: dict[str, str]) -> set[str]:
    """The outcomes that are right for a page of the index."""
    arabic = entry["language"] == "ar"
    if entry["kind"].startswith("charset"):
        return {"article", "no_article"}  # a sentence in an old encoding: it must be read, as what does not matter
    if entry["kind"].startswith("article"):
        return {"article"} if arabic else {"not_arabic"}
    return {"no_article"} if arabic else {"no_article", "not_arabic"}


def extract(paths: list[Path]) -> dict[str, dict[str, object]]:
    """What `scrapy extract` says of each page, by its address or path."""
    run = subprocess.run([*SCRAPY, "extract", *map(str, paths)], check=True, capture_output=True, text=True)
    if "Traceback" in run.stderr:
        raise SystemExit(f"scrapy extract raised:\n{run.stderr}")
    return {normalise(str(line["url"])): line for line in map(json.loads, run.stdout.splitlines())}


def ingest(paths: list[Path], database: Path) -> Counter[str]:
    """The outcome counts of `scrapy ingest`."""
    command = [*SCRAPY, "ingest", *map(str, paths), "-s", f"DATABASE_URL=sqlite:///{database}"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    if "Traceback" in run.stderr:
        raise SystemExit(f"scrapy ingest raised:\n{run.stderr}")
    with sqlite3.connect(database) as connection:
        return Counter(dict(connection.execute("SELECT outcome, sum(n) FROM run_counts GROUP BY outcome")))


def main() -> None:
    """Run, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    index = json.loads((options.pages / "index.json").read_text(encoding="utf-8"))
    manifest = options.pages / "manifest.jsonl"
    table: Counter[tuple[str, str, str]] = Counter()
    wrong = []
    address = {line["path"]: line["url"] for line in map(json.loads, manifest.read_text("utf-8").splitlines())}
    # The manifest lists the HTML files; feeds and sitemaps are given beside it.
    paths = [options.pages, *(options.pages / entry["file"] for entry in index if entry["file"] not in address)]
    lines = extract(paths)
    for entry in index:
        file = entry["file"]
        line = lines[normalise(address.get(file) or (options.pages / file).resolve().as_uri())]
        table[entry["kind"], entry["language"], str(line["outcome"])] += 1
        if line["outcome"] not in expected(entry):
            wrong.append(f"{file}: {line['outcome']} ({line['reason']}), not {' or '.join(expected(entry))}")
    with tempfile.TemporaryDirectory() as folder:
        counts = ingest(paths, Path(folder) / "news.db")
    report(
        {
            **{f"extract: {kind}, {language}: {outcome}": n for (kind, language, outcome), n in sorted(table.items())},
            **{f"ingest: {outcome}": n for outcome, n in sorted(counts.items())},
            "pages ingested": sum(counts.values()),
            "pages that came out wrong": len(wrong),
        },
        options.json,
    )
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
