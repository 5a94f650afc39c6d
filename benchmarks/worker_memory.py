"""`python -m benchmarks.worker_memory`: whether an extraction worker grows over a long crawl.

One real worker reads thousands of documents of 50 to 100 KB, no two of which share their text, addresses, ids or class
names, as in a crawl: equal ones would stay in caches that real ones overflow. Growth is from its resident set after a
thousand documents, when all that is loaded once is loaded, to the most that it has at any later moment.
"""

import argparse
import asyncio
import random
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.first_document import workers_of_this_process
from benchmarks.mutations import own_pages, pages_below
from benchmarks.report import report
from benchmarks.synthetic_site import Size, article_html, script, teaser
from crawler.extraction import Article, Page
from crawler.outlet import Outlet
from crawler.settings import EXTRACTION_TIME_LIMIT
from crawler.workers import ExtractionWorkers

WARM = 1000  # documents
SAMPLED = 25  # of so many documents after one
FETCHED_AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{3,}")
_NAMES = re.compile(r'(\b(?:class|id)=")([^"<>]+)(")')
_NUMBER = re.compile(r"\d{3,}")
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def word(draw: random.Random) -> str:
    """A word of a vocabulary of half a million, the few first ones often and most hardly ever, as in a language."""
    rank = int(draw.random() ** 4 * len(_LETTERS) ** 4)
    letters = []
    for _ in range(4):
        rank, letter = divmod(rank, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return ("ال" if rank % 3 else "") + "".join(letters)


def distinct(page: str, number: int) -> str:
    """`page` as the `number`th page of the crawl: its weight padded, a third of its words and all its names its own."""
    draw = random.Random(number)
    size = draw.randrange(50_000, 100_000)
    padding, weight = [], len(page.encode())
    while weight < size:
        piece = draw.choice((teaser, teaser, script))(draw)
        padding.append(piece)
        weight += len(piece.encode())
    at = page.rfind("</body>")
    page = f"{page[:at]}<div class='sidebar'>{''.join(padding)}</div>{page[at:]}"
    page = _ARABIC_WORD.sub(lambda match: word(draw) if draw.random() < 0.3 else match[0], page)
    page = _NUMBER.sub(lambda m: m[0] if m[0].startswith("20") else str(draw.randrange(10 ** len(m[0]))), page)
    return _NAMES.sub(lambda m: m[1] + " ".join(f"{name} {name}-{number}" for name in m[2].split()[:5]) + m[3], page)


def worker_rss() -> float:
    """The resident set of the one worker, in MB."""
    return float(sum(worker.memory_info().rss for worker in workers_of_this_process())) / 1e6


async def crawl(pages: list[str], documents: int, outlet: Outlet) -> tuple[list[float], int]:
    """The worker's MB after a thousand documents, the most within each later thousand, and how many were articles."""
    workers = ExtractionWorkers(1, EXTRACTION_TIME_LIMIT)
    weights = [0.0]
    articles = 0
    began = time.monotonic()
    for number in range(documents):
        document = distinct(pages[number % len(pages)], number).encode("utf-8", "replace")
        url = f"https://www.{outlet.domains[0]}/news/{number}/"
        articles += isinstance(await workers.extract(Page(url, document, FETCHED_AT), outlet), Article)
        done = number + 1
        if done == WARM or (done > WARM and done % SAMPLED == 0):
            weights[-1] = max(weights[-1], worker_rss())
        if done % WARM == 0 or done == documents:
            print(f"{done:>7} documents  {weights[-1]:7.1f} MB  {time.monotonic() - began:6.0f} s", flush=True)
            weights += [0.0] if done < documents else []
    await workers.close()
    return weights, articles


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worker_memory", description=__doc__)
    parser.add_argument("--documents", type=int, default=4000, help="(default: 4000; a long crawl is 20000)")
    parser.add_argument("--pages", type=Path, action="append", default=[], metavar="DIR", help="more pages to vary")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    if options.documents <= WARM:
        parser.error(f"--documents {options.documents} must be more than the {WARM} before which nothing counts")
    pages = [article_html(number, Size(1)) for number in range(5)]
    pages += [*own_pages(), *pages_below(options.pages)]
    outlet = Outlet.undeclared("paper.example", time_zone="Asia/Damascus")
    weights, articles = asyncio.run(crawl(pages, options.documents, outlet))
    report(
        {
            "documents": options.documents,
            "articles": articles,
            f"MB after {WARM}": weights[0],
            "most MB within the last thousand": weights[-1],
            "most MB after the first thousand": max(weights[1:]),
            "growth, % (at most 10)": 100 * (max(weights[1:]) / weights[0] - 1),
        },
        options.json,
    )


if __name__ == "__main__":
    main()
