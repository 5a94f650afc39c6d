"""How well and how fast articles are read from saved pages: `python -m benchmarks.extraction --gold DIR`.

DIR holds one JSON a page, with its `page` (a path below --pages, by default below DIR's parent) and `url`. No outlet's
rules are used, since the pages are of outlets that nobody declared. Predictions are written as JSON lines: page,
headline, body, published, authors. Speed is told as a ratio to trafilatura's own extraction with metadata, in this run.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trafilatura import bare_extraction

from benchmarks.report import report
from crawler.extraction import Article, NoArticle, Page, extract
from crawler.outlet import Outlet


def neutral(folder: str, url: str, zones: dict[str, str]) -> Outlet:
    """An outlet without rules and names, in the zone that `zones` has for its folder, else in its domain's country's."""
    undeclared = Outlet.undeclared(urlsplit(url).hostname or "", time_zone=zones.get(folder))
    return replace(undeclared, slug=folder, name_ar="", name_en="", domains=())


def read_pages(gold: Path, pages: Path) -> dict[str, Page]:
    """The pages that the JSON files in `gold` name, by their `page`; all fetched now, by the clock."""
    now = datetime.now(UTC)
    entries = (json.loads(file.read_text(encoding="utf-8")) for file in sorted(gold.glob("*__*.json")))
    return {entry["page"]: Page(entry["url"], (pages / entry["page"]).read_bytes(), now) for entry in entries}


def prediction(name: str, result: Article | NoArticle) -> dict[str, Any]:
    """One line of the predictions file."""
    if isinstance(result, NoArticle):
        return {"page": name, "headline": None, "body": "", "published": None, "authors": [], "reason": result.reason}
    when = result.published_at
    is_day = result.published_precision == "day"
    return {
        "page": name,
        "headline": result.headline,
        "body": result.body,
        "published": None if when is None else when.date().isoformat() if is_day else when.isoformat(),
        "authors": list(result.authors),
    }


def median_ms(read_all: Callable[[], None], rounds: int) -> float:
    """Milliseconds that `read_all` takes, the median of `rounds` after one untimed round."""
    read_all()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        read_all()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder of one JSON a page")
    parser.add_argument("--pages", type=Path, help="what the `page` paths start from (default: the parent of --gold)")
    parser.add_argument(
        "--zones", type=Path, help="JSON: IANA zone by outlet folder; that of the domain's country for others"
    )
    parser.add_argument("--predictions", type=Path, help="where to write the predictions")
    parser.add_argument("--json", metavar="FILE", help="where to write the figures")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (default: 3)")
    options = parser.parse_args()

    pages = read_pages(options.gold, options.pages or options.gold.parent)
    if not pages:
        parser.error(f"--gold {options.gold} holds no file named OUTLET__PAGE.json")
    zones = json.loads(options.zones.read_text(encoding="utf-8")) if options.zones else {}
    outlets = {name: neutral(Path(name).parent.name, page.url, zones) for name, page in pages.items()}
    results = {name: extract(page, outlets[name]) for name, page in pages.items()}
    if options.predictions:
        lines = (json.dumps(prediction(name, result), ensure_ascii=False) for name, result in results.items())
        options.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def ours() -> None:
        for name, page in pages.items():
            extract(page, outlets[name])

    def theirs() -> None:
        for page in pages.values():
            bare_extraction(page.body, url=page.url, with_metadata=True)

    milliseconds = median_ms(ours, options.rounds) / len(pages)
    trafilatura = median_ms(theirs, options.rounds) / len(pages)
    report(
        {
            "pages": len(pages),
            "articles": sum(isinstance(result, Article) for result in results.values()),
            "ms a page": milliseconds,
            "trafilatura with metadata, ms a page": trafilatura,
            "ratio of the times": milliseconds / trafilatura,
        },
        options.json,
    )


if __name__ == "__main__":
    main()
