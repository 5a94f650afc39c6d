"""`python -m benchmarks.throughput`: a whole crawl against a bare loop of trafilatura over the same bytes.

The crawl: 600 distinct pages of about 100 KB from a loopback server, everything on (robots.txt, extraction workers,
screening, deduplication, SQLite), timed from the first page request to the end of the run, when all is committed. The loop:
`trafilatura.bare_extraction(with_metadata=True)` over the same pages in a process a core, warm, nothing else. Both in
the same run, so the ratio does not depend on the machine.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import psutil
import trafilatura

from benchmarks.report import report
from benchmarks.synthetic_site import Served, Size, article_html, serve
from crawler.settings import EXTRACTION_WORKERS

# The site is on loopback and ours: manners would measure themselves.
SETTINGS = {
    "ALLOW_PRIVATE_ADDRESSES": "1",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
}


def crawl_command(origin: str, database: Path, **settings: str) -> list[str]:
    """The command that crawls the site at `origin` into `database`."""
    chosen = {**SETTINGS, "DATABASE_URL": f"sqlite:///{database}", **settings}
    return [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "site",
        "-a",
        f"url={origin}/",
        "-a",
        "country=SY",
        "-L",
        "WARNING",
        *(part for name, value in chosen.items() for part in ("-s", f"{name}={value}")),
    ]


class PeakMemory:
    """The largest resident set of a process and of its children together, sampled ten times a second, in MB."""

    def __init__(self, pid: int) -> None:
        self.parent = self.workers = 0.0
        self._process = psutil.Process(pid)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            try:
                children = [child.memory_info().rss for child in self._process.children(recursive=True)]
                self.parent = max(self.parent, self._process.memory_info().rss / 1e6)
                self.workers = max(self.workers, sum(children) / 1e6)
            except psutil.NoSuchProcess:
                continue

    def stop(self) -> None:
        """Stop sampling."""
        self._ended.set()
        self._thread.join()


def watched(command: list[str]) -> PeakMemory:
    """The memory of a crawl, once it has ended well."""
    process = subprocess.Popen(command)
    memory = PeakMemory(process.pid)
    status = process.wait()
    memory.stop()
    if status:
        raise SystemExit(f"the crawl ended with status {status}")
    return memory


def crawl(site: Served, database: Path, workers: int) -> tuple[float, PeakMemory]:
    """Seconds from the first page request to the end of the run, and its memory."""
    memory = watched(crawl_command(site.origin, database, EXTRACTION_WORKERS=str(workers)))
    with closing(sqlite3.connect(database)) as connection:
        [[ended_at]] = connection.execute("SELECT ended_at FROM runs").fetchall()
    ended = datetime.fromisoformat(ended_at).timestamp()
    first = min(moment for path, moment in site.requests() if path.endswith("/story/"))
    return ended - first, memory


def read_bare(page: str) -> int:
    """What the bare loop does with a page."""
    document = trafilatura.bare_extraction(page, with_metadata=True)
    return len(document.text or "") if document else 0


def bare_loop(pages: list[str], processes: int) -> float:
    """Seconds that `processes` warm processes take for `pages`."""
    with get_context("spawn").Pool(processes) as pool:
        pool.map(read_bare, pages[: 4 * processes], chunksize=1)
        started = time.time()
        pool.map(read_bare, pages, chunksize=4)
        return time.time() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--workers", type=int, default=EXTRACTION_WORKERS, help="of the crawl")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="of the loop")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    size = Size(articles=options.pages)
    pages = [article_html(number, size) for number in range(options.pages)]
    with tempfile.TemporaryDirectory() as folder, serve(size) as site:
        bare = bare_loop(pages, options.processes)
        database = Path(folder) / "news.db"
        seconds, memory = crawl(site, database, options.workers)
        with sqlite3.connect(database) as connection:
            stored = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    bare = (bare + bare_loop(pages, options.processes)) / 2  # before and after: the machine may have other work
    report(
        {
            "pages": options.pages,
            "bytes a page": sum(len(page.encode()) for page in pages) // len(pages),
            "articles stored": stored,
            "crawl, articles/s": stored / seconds,
            "bare loop, pages/s": options.pages / bare,
            "ratio (at least 1.0)": stored / seconds / (options.pages / bare),
            "peak RSS of the crawler, MB": memory.parent,
            "peak RSS of its workers, MB": memory.workers,
        },
        options.json,
    )


if __name__ == "__main__":
    main()
