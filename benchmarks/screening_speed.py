"""`python -m benchmarks.screening_speed`: the processor time of screening, as a share of trafilatura's.

Ours is language, relevance and fingerprint of an article that was read already; theirs
`trafilatura.bare_extraction(with_metadata=True)` on the bytes of its page. Both take the same pages in turns, in one
process, warm; the share is the median over the rounds. As in benchmarks/extraction_speed.py, some words of every page
are others in each round. What the database has to do is not part of it.
"""

import argparse
import random
import sys
from pathlib import Path
from statistics import median

from benchmarks.extraction import own_cases
from benchmarks.extraction_speed import OUTLET, ours, read_pages, seconds, theirs, varied
from benchmarks.report import report
from crawler.extraction import Article, Page
from crawler.pipelines.deduplicate import fingerprint
from crawler.screening.language import detect
from crawler.screening.relevance import judge

TARGET = 0.15


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screening_speed", description=__doc__)
    parser.add_argument("--pages", type=Path, metavar="DIR", help="saved article pages (default: the project's)")
    parser.add_argument("--rounds", type=int, default=9, help="(default: 9)")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    pages = read_pages(options.pages) if options.pages else [case.page for case in own_cases()]
    pages = [page for page in pages if isinstance(ours(page), Article)]
    if not pages:
        parser.error(f"--pages {options.pages} holds no article page")
    draw = random.Random(0)
    times = [one_round([varied(page, draw) for page in pages]) for _ in range(options.rounds + 1)][1:]
    parts = {name: median(row[name] / row["trafilatura"] for row in times) for name in times[0]}
    share = median((row["language"] + row["relevance"] + row["fingerprint"]) / row["trafilatura"] for row in times)
    report(
        {
            "article pages": len(pages),
            "trafilatura with metadata, ms a page": median(row["trafilatura"] for row in times) * 1000 / len(pages),
            "language, % of trafilatura": 100 * parts["language"],
            "relevance, %": 100 * parts["relevance"],
            "fingerprint, %": 100 * parts["fingerprint"],
            f"all, % (at most {100 * TARGET:.0f})": 100 * share,
        },
        options.json,
    )
    sys.exit(0 if share <= TARGET else 1)


def one_round(pages: list[Page]) -> dict[str, float]:
    """Seconds of processor time by part, on all `pages`. The articles are read beforehand, for none of the parts."""
    articles = {page.url: article for page in pages if isinstance(article := ours(page), Article)}
    read = [page for page in pages if page.url in articles]

    def language(page: Page) -> object:
        return detect(f"{articles[page.url].headline}\n{articles[page.url].body}")

    def relevance(page: Page) -> object:
        return judge(articles[page.url].headline, articles[page.url].body, "SY", 2026)

    def marks(page: Page) -> object:
        return fingerprint(articles[page.url], OUTLET, page.url)

    return {
        "trafilatura": seconds(theirs, read),
        "language": seconds(language, read),
        "relevance": seconds(relevance, read),
        "fingerprint": seconds(marks, read),
    }


if __name__ == "__main__":
    main()
