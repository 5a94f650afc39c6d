"""`python -m benchmarks.first_document FILE`: what the first document of a worker costs, its start included.

In a program of its own, because a worker imports what the program that starts it imports: here as in a crawl.
`benchmarks.extraction_speed` runs it. Prints one JSON object.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psutil
from scrapy.cmdline import execute  # noqa: F401  # what the `scrapy` command imports

from crawler.extraction import Page
from crawler.outlet import Outlet
from crawler.settings import EXTRACTION_TIME_LIMIT
from crawler.workers import ExtractionWorkers


def workers_of_this_process() -> list[psutil.Process]:
    """The extraction workers: children of the fork server, which is this process's child."""
    this = psutil.Process()
    own = {child.pid for child in this.children()}
    return [child for child in this.children(recursive=True) if child.pid not in own]


async def first_document(page: Page) -> tuple[float, float]:
    """Seconds, and seconds of the worker's processor time, until a fresh worker has read `page`."""
    workers = ExtractionWorkers(1, EXTRACTION_TIME_LIMIT)
    began = time.perf_counter()
    await workers.extract(page, Outlet.undeclared("paper.example"))
    elapsed = time.perf_counter() - began
    spent = [worker.cpu_times() for worker in workers_of_this_process()]
    await workers.close()
    return elapsed, sum(times.user + times.system for times in spent)


def main() -> None:
    """Measure and print."""
    body = Path(sys.argv[1]).read_bytes()
    page = Page("https://www.paper.example/news/17/", body, datetime(2026, 11, 1, tzinfo=UTC))
    (cold, _), *fresh = (asyncio.run(first_document(page)) for _ in range(4))
    print(
        json.dumps(
            {
                "first document of a crawl, s (starts the fork server)": cold,
                "first document of a fresh worker, s (under 1)": median(elapsed for elapsed, _ in fresh),
                "first document of a fresh worker, s of processor time": median(spent for _, spent in fresh),
            }
        )
    )


if __name__ == "__main__":
    main()
