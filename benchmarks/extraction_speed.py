"""`python -m benchmarks.extraction_speed`: the processor time of extraction, as a share of trafilatura's.

Ours is all of it, from the bytes of a page to the article; theirs `trafilatura.bare_extraction(with_metadata=True)` on
the same bytes. Both read the same article pages in turns, in one process, warm, and the ratio is the median over the
rounds. In each round a few words and numbers of every page are others, so that the caches of both know as much of a
page as in a long crawl: its common words and not its lines. lxml's parse alone is the floor of both.

The profile samples which module of the extraction is at work; what a module lets trafilatura or lxml do is its own time.
Pages are the project's, or those below --pages (addresses from its manifest.jsonl, or its parent's).
"""

import argparse
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from types import FrameType

from lxml.html import document_fromstring
from trafilatura import bare_extraction

from benchmarks.extraction import own_cases
from benchmarks.report import report
from crawler.extraction import Article, Page, extract
from crawler.extraction.decode import decode
from crawler.outlet import Outlet

TARGET = 0.5
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)
OUTLET = Outlet.undeclared("paper.example")
SAMPLE = 0.001  # seconds
_WORD = re.compile(r"[\u0621-\u064a]{4,}")
_NUMBER = re.compile(r"(?<![\d:/-])\d{5,}(?![\d:/-])")


def read_pages(folder: Path) -> list[Page]:
    """The HTML files below `folder`."""
    manifests = [at / "manifest.jsonl" for at in (folder, folder.parent) if (at / "manifest.jsonl").exists()]
    address = {
        (manifest.parent / line["path"]).resolve(): line["url"]
        for manifest in manifests
        for line in map(json.loads, manifest.read_text("utf-8").splitlines())
    }
    files = sorted(folder.rglob("*.htm*"))
    fallback = "https://www.paper.example/news/{}/"
    return [
        Page(address.get(file.resolve(), fallback.format(n)), file.read_bytes(), FETCHED_AT)
        for n, file in enumerate(files)
    ]


def varied(page: Page, draw: random.Random) -> Page:
    """`page` with every twentieth word and half of its long numbers others, of the same length."""

    def word(match: re.Match[str]) -> str:
        return "".join(draw.sample(match[0], len(match[0]))) if draw.random() < 0.05 else match[0]

    def number(match: re.Match[str]) -> str:
        return str(draw.randrange(10 ** len(match[0]))) if draw.random() < 0.5 else match[0]

    text = _NUMBER.sub(number, _WORD.sub(word, decode(page.body, page.content_type)))
    return Page(page.url, text.encode("utf-8", "replace"), page.fetched_at, "text/html; charset=utf-8")


def seconds(work: Callable[[Page], object], pages: Sequence[Page]) -> float:
    """Processor time of `work` on all `pages`."""
    began = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - began


def ours(page: Page) -> object:
    """The whole extraction."""
    return extract(page, OUTLET)


def theirs(page: Page) -> object:
    """What it is compared with."""
    return bare_extraction(page.body, url=page.url, with_metadata=True)


def parse(page: Page) -> object:
    """The floor of both."""
    return document_fromstring(page.body)


class Profile:
    """Processor time by module of the extraction, by sampling: each sample counts the time since the one before.

    A module's time is that in which it is the innermost of the extraction on the stack, so that what it calls
    elsewhere (words, selectors, lxml) is its own; trafilatura is told apart.
    """

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._last = 0.0

    def run(self, pages: Sequence[Page]) -> dict[str, float]:
        """The share of each module, the largest first."""
        signal.signal(signal.SIGPROF, self._sample)
        self._last = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SAMPLE, SAMPLE)
        for page in pages:
            ours(page)
        signal.setitimer(signal.ITIMER_PROF, 0)
        total = self.spent.total()
        return {stage: spent / total for stage, spent in self.spent.most_common()}

    def _sample(self, signum: int, frame: FrameType | None) -> None:
        now = time.process_time()
        self.spent[_stage(frame)] += now - self._last
        self._last = now


def _stage(frame: FrameType | None) -> str:
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("trafilatura."):
            return "trafilatura"
        if module.startswith("crawler.extraction."):
            return module.removeprefix("crawler.extraction.")
        frame = frame.f_back
    return "beside"


def first_documents(page: Page) -> dict[str, float]:
    """What the first document of a fresh worker costs, its start included, and the very first of a crawl."""
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        Path(file.name).write_bytes(page.body)
        command = [sys.executable, "-m", "benchmarks.first_document", file.name]
        found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction_speed", description=__doc__)
    parser.add_argument("--pages", type=Path, metavar="DIR", help="saved article pages (default: the project's)")
    parser.add_argument("--rounds", type=int, default=9, help="(default: 9)")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    pages = read_pages(options.pages) if options.pages else [case.page for case in own_cases()]
    pages = [page for page in pages if isinstance(ours(page), Article)]
    if not pages:
        parser.error(f"--pages {options.pages} holds no article page")
    draw = random.Random(0)
    first = first_documents(pages[0])
    times: list[tuple[float, float, float]] = []
    for _ in range(options.rounds + 1):
        round_pages = [varied(page, draw) for page in pages]
        times.append((seconds(ours, round_pages), seconds(theirs, round_pages), seconds(parse, round_pages)))
    warm = times[1:]
    again = [varied(page, draw) for _ in range(options.rounds) for page in pages]
    profile = Profile().run(again)
    ratio = median(us / them for us, them, _ in warm)

    def a_page(column: int) -> float:
        return median(row[column] for row in warm) * 1000 / len(pages)

    report(
        {
            "article pages": len(pages),
            "KB a page": sum(len(page.body) for page in pages) / len(pages) / 1000,
            "ms of processor time a page": a_page(0),
            "trafilatura with metadata, ms": a_page(1),
            "lxml's parse alone, ms": a_page(2),
            f"ratio to trafilatura (at most {TARGET})": ratio,
            "ratio to trafilatura, least and most of a round": " to ".join(
                f"{extreme(us / them for us, them, _ in warm):.2f}" for extreme in (min, max)
            ),
            "lxml's parse as a share of trafilatura": median(floor / them for _, them, floor in warm),
            **{f"profile, %: {stage}": 100 * share for stage, share in profile.items()},
            **first,
        },
        options.json,
    )
    sys.exit(0 if ratio <= TARGET else 1)


if __name__ == "__main__":
    main()
