"""`python -m benchmarks.fuzz_extraction --minutes N`: what damaged pages do to extraction.

Pages of the project, and of --pages, are mutated (benchmarks/mutations.py) and read in a process of its own, by no
rules or by those of a declared outlet. A finding is an exception, a dead process, a document over the time limit, or an
article that breaks a promise (`broken_promises`). Time is processor time, so that a busy machine finds nothing. Each
finding is made as small as simple means allow and saved with its reason, one a place. Exits with 1 when there is one.
"""

import argparse
import faulthandler
import json
import math
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.mutations import mutated, own_pages, pages_below
from benchmarks.report import report
from crawler.extraction import Article, NoArticle, Page, extract
from crawler.extraction.decode import decode
from crawler.outlet import Outlet
from crawler.settings import EXTRACTION_TIME_LIMIT
from crawler.spiders import outlets
from crawler.text.arabic import clean, words

SLOW = 2.0  # seconds; a document that costs as much as a hundred pages is told, although it is within the limit
MEMORY = 2 << 30  # bytes of address space for the process that reads
FETCHED_AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TRIALS = 400  # of making a finding smaller
KEPT = 300  # characters of a reason


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where: findings of one place are one."""

    kind: str  # 'exception', 'crash', 'over the limit', 'slow', 'promise'
    place: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same finding as another."""
        return self.kind, self.place


def broken_promises(article: Article, page: Page) -> Iterator[str]:
    """Each promise of `Article` that this one breaks, in a word or two and the value."""
    texts = {name: value for name, value in asdict(article).items() if isinstance(value, str)}
    texts |= {f"{name}[]": value for name in ("authors", "keywords") for value in getattr(article, name)}
    texts |= {f"removed by {cut.rule}": cut.text for cut in article.removed}
    for name, value in texts.items():
        if name not in ("url", "image_url", "published_raw") and value.rstrip() != clean(value):
            yield f"{name} is not clean: {value[:80]!r}"
        if not value.strip() and not name.startswith("removed"):
            yield f"{name} is empty"
    if article.word_count != len(words(article.body)):
        yield f"word_count: {article.word_count}, not {len(words(article.body))}"
    for name in ("published_at", "modified_at"):
        moment = getattr(article, name)
        if moment and moment.tzinfo is None:
            yield f"{name} is naive: {moment}"
        elif moment and moment > page.fetched_at + timedelta(minutes=15):
            yield f"{name} is to come: {moment}"
    published, modified = article.published_at, article.modified_at
    if published and modified and modified < published:
        yield f"modified_at {modified} is before published_at {published}"
    if (published is None) is not (article.published_precision is None):
        yield f"published_precision: {article.published_precision} of {published}"
    for name in ("canonical_url", "image_url"):
        if (url := getattr(article, name)) and name != "canonical_url" and not url.startswith(("http://", "https://")):
            yield f"{name} is no address: {url[:80]!r}"
    try:
        json.dumps(asdict(article), ensure_ascii=False, default=datetime.isoformat).encode()
    except (TypeError, ValueError) as error:
        yield f"not serialisable: {error!r}"
    # One ligature can stand for 18 letters; and a '<' that came out of the page's own text is '&lt;' after a detour.
    if len(article.body) > 2 * len(unicodedata.normalize("NFKC", decode(page.body, page.content_type))):
        yield f"body of {len(article.body)} characters is longer than its document"


def read(page: Page, outlet: Outlet) -> tuple[Finding | None, str]:
    """What is wrong with the reading of `page`, and what became of it."""
    try:
        result = extract(page, outlet)
        broken = next(broken_promises(result, page), None) if isinstance(result, Article) else None
        # A second reading is the same as the first, unless something of the first was kept.
        if broken is None and len(page.body) % 20 == 0 and extract(page, outlet) != result:
            broken = "the second reading is another"
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = next((frame for frame in reversed(frames) if "/crawler/" in frame.filename), frames[-1])
        place = f"{Path(ours.filename).name}:{ours.lineno} {type(error).__name__}"
        return Finding("exception", place, traceback.format_exc(limit=-8)), "exception"
    if broken:
        return Finding("promise", broken.split(":")[0], broken), "article"
    return None, "no article" if isinstance(result, NoArticle) else "article"


def serve(connection: Connection, trace: Path) -> None:
    """The process that reads: documents in, findings out. The kernel ends it when a document takes too long."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with trace.open("w+", encoding="utf-8") as stack:
        faulthandler.register(signal.SIGPROF, stack, all_threads=False)  # says where it is, within C code too
        while (job := connection.recv()) is not None:
            began = time.process_time()
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(began + EXTRACTION_TIME_LIMIT), resource.RLIM_INFINITY))
            signal.setitimer(signal.ITIMER_PROF, SLOW)
            finding, what = read(*job)
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.send((finding, what, time.process_time() - began))


class Reader:
    """Reads documents in a process of its own, and starts another when one dies."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace
        self.slowest = 0.0
        self.outcomes: Counter[str] = Counter()
        self._start()

    def _start(self) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("fork")
        self.process = context.Process(target=serve, args=(theirs, self.trace), daemon=True)
        self.process.start()
        theirs.close()

    def read(self, page: Page, outlet: Outlet) -> Finding | None:
        """What is wrong with the reading of `page`."""
        self.trace.write_text("")
        try:
            self.connection.send((page, outlet))
            finding, what, seconds = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            killed = -(self.process.exitcode or 0)
            self._start()
            self.outcomes["process died"] += 1
            if killed == signal.SIGXCPU:
                return Finding("over the limit", self._where(), f"over {EXTRACTION_TIME_LIMIT} s of processor time")
            name = signal.Signals(killed).name if killed > 0 else f"exit {-killed}"
            return Finding("crash", name, f"the process died: {name}")
        self.outcomes[what] += 1
        self.slowest = max(self.slowest, seconds)
        if finding is None and seconds > SLOW:
            return Finding("slow", self._where(), f"{seconds:.1f} s for {len(page.body)} bytes")
        return finding

    def _where(self) -> str:
        """The innermost line of the project that the process was in when it had become slow."""
        lines = self.trace.read_text("utf-8", "replace").splitlines()
        frames = [line.strip() for line in lines if line.strip().startswith("File")]
        ours = next((frame for frame in frames if "/crawler/" in frame), frames[0] if frames else "unknown")
        return ours.rpartition("/")[2].replace('"', "").replace(", line ", ":")


def smaller(document: bytes, is_it: Callable[[bytes], bool], deadline: float) -> bytes:
    """`document` without every stretch that the finding does not need, by halving the stretches (ddmin)."""
    size, trials = len(document) // 2, 0
    while size:
        start = 0
        while start < len(document):
            shorter = document[:start] + document[start + size :]
            trials += 1
            if trials > TRIALS or time.monotonic() > deadline:
                return document
            if is_it(shorter):
                document = shorter
            else:
                start += size
        size //= 2
    return document


def save(folder: Path, number: int, finding: Finding, page: Page, outlet: Outlet) -> None:
    """The document and what it does, beside those found before."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{number:03}-{finding.kind.replace(' ', '-')}"
    (folder / f"{name}.html").write_bytes(page.body)
    (folder / f"{name}.txt").write_text(
        f"{finding.kind} at {finding.place}\n{page.url}\nread as {outlet.slug}\n\n{finding.reason}\n", "utf-8"
    )
    line = f"{name}: {finding.place}: {finding.reason.strip().splitlines()[-1][:KEPT]}"
    with (folder / "findings.txt").open("a", encoding="utf-8") as lines:
        lines.write(f"{line}\n")
    print(line, flush=True)


def readers() -> list[tuple[str, Outlet]]:
    """Outlets to read by, and an address of an article of each: half the documents are read by no rule."""
    declared = [(f"https://www.{outlet.domains[0]}/815636/", outlet) for outlet in outlets().values()]
    unknown = Outlet.undeclared("paper.example", time_zone="Asia/Damascus")
    return [("https://www.paper.example/2026/3/1/815636.html", unknown)] * len(declared) + declared


def main() -> None:
    """Fuzz and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_extraction", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--pages", type=Path, action="append", default=[], metavar="DIR", help="more pages to damage")
    parser.add_argument(
        "--findings", type=Path, default=Path("data/findings"), metavar="DIR", help="where to save them"
    )
    parser.add_argument("--seed", type=int, default=None, help="(default: another each time)")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    draw = random.Random(seed)
    pages = [*own_pages(), *pages_below(options.pages)]
    found: dict[tuple[str, str], int] = {}
    documents = 0
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder) / "stack")
        deadline = time.monotonic() + 60 * options.minutes
        while time.monotonic() < deadline:
            document = mutated(draw, pages)
            url, outlet = draw.choice(readers())
            finding = reader.read(Page(url, document, FETCHED_AT), outlet)
            documents += 1
            if finding is None:
                continue
            found[finding.key] = found.get(finding.key, 0) + 1
            if found[finding.key] > 1:
                continue

            def is_it(
                shorter: bytes, url: str = url, outlet: Outlet = outlet, key: tuple[str, str] = finding.key
            ) -> bool:
                again = reader.read(Page(url, shorter, FETCHED_AT), outlet)
                return again is not None and again.key == key

            if finding.kind not in ("slow", "over the limit"):  # a smaller document is a faster one
                document = smaller(document, is_it, time.monotonic() + 60)
            save(options.findings, len(found), finding, Page(url, document, FETCHED_AT), outlet)
        with suppress(OSError):
            reader.connection.send(None)
    report(
        {
            "seed": seed,
            "documents": documents,
            "documents a second": documents / (60 * options.minutes),
            "slowest, s of processor time": reader.slowest,
            **{f"became: {what}": count for what, count in sorted(reader.outcomes.items())},
            **{f"{kind}: {place}": count for (kind, place), count in sorted(found.items())},
            "findings": len(found),
        },
        options.json,
    )
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
