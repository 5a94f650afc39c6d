"""`python -m benchmarks.crawl_site`: a backfill of a hostile site, whole, without a request too many, and through kills.

A loopback site of 20,000 articles: a sitemap index, a news sitemap, a feed, 300 section pages, a pager and a calendar that
never end, 2% of dead links, 1% of 500 that heal, 1% of 429 with Retry-After. One crawl must store each article once and
send at most 100 requests beyond those that nobody could do without; with --kills it is killed so many times with -9 at
random moments, and what was stored must not be fetched again. A smaller crawl before says what memory grows with.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from bisect import bisect
from collections import Counter
from contextlib import closing
from pathlib import Path

from benchmarks.report import report
from benchmarks.synthetic_site import NEWEST, NOT_FOUND, Served, Site, Size, answer, article_html, serve
from benchmarks.throughput import PeakMemory, crawl_command
from crawler.settings import CONCURRENT_REQUESTS

CHILD = 1_000  # articles a sitemap
LISTED = 20  # links a listing
SECTION_PAGES = 300
DEAD, BROKEN, BUSY = 50, 100, 100  # one article in so many: 404 beside it, 500 at first, 429 at first
HTML, XML = "text/html; charset=utf-8", "application/xml"


class BackfillSite(Site):
    """The site. Articles are made when they are asked for: 20,000 of them would fill the memory of the server."""

    def fill(self, origin: str) -> None:
        self.origin = origin
        self.times: Counter[str] = Counter()
        self.documents = {"/robots.txt": answer("text/plain", "User-agent: *\nCrawl-delay: 0\nAllow: /\n")}

    def document(self, path: str) -> bytes:
        self.times[path] += 1
        parts = path.strip("/").split("/")
        if parts[-1] == "story":
            return self.story(int(parts[0]) - 100_000, self.times[path] == 1)
        if path == "/feed/":
            return answer("application/rss+xml", self.feed())
        if path == "/news-sitemap.xml":
            return answer(XML, self.urls(range(min(CHILD, self.size.articles))))
        if path == "/sitemap.xml":
            return answer(XML, self.index())
        if parts[0] == "sitemap":
            first = int(parts[1]) * CHILD
            return answer(XML, self.urls(range(first, min(first + CHILD, self.size.articles))))
        if parts[0] == "section" and int(parts[1]) <= section_pages(self.size):
            first = (int(parts[1]) - 1) * LISTED
            return answer(HTML, self.listing(range(first, first + LISTED)))
        if parts[0] in ("latest", "calendar"):  # pages without end, of what everybody knows
            draw = random.Random(path)
            return answer(HTML, self.listing(draw.sample(range(self.size.articles), LISTED)))
        return self.documents.get(path, NOT_FOUND)

    def story(self, number: int, is_first: bool) -> bytes:
        if number >= self.size.articles:
            return NOT_FOUND
        if is_first and number % BROKEN == 7:
            return answer("text/plain", "", "500 Internal Server Error")
        if is_first and number % BUSY == 13:
            return answer("text/plain", "", "429 Too Many Requests", "Retry-After: 1\r\n")
        return answer(HTML, article_html(number, self.size))

    def address(self, number: int) -> str:
        return f"{self.origin}/{number + 100_000}/story/"

    def feed(self) -> str:
        items = "".join(
            f"<item><title>خبر</title><link>{self.address(number)}</link></item>" for number in range(LISTED)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>موقع القياس</title>{items}</channel></rss>'

    def urls(self, numbers: range) -> str:
        entries = []
        for number in numbers:
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NEWEST - 60 * number))
            entries.append(f"<url><loc>{self.address(number)}</loc><lastmod>{moment}</lastmod></url>")
            if number % DEAD == 0:
                dead = self.size.articles + number // DEAD
                entries.append(f"<url><loc>{self.address(dead)}</loc></url>")
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'

    def index(self) -> str:
        children = range((self.size.articles + CHILD - 1) // CHILD)
        entries = "".join(f"<sitemap><loc>{self.origin}/sitemap/{child}/</loc></sitemap>" for child in children)
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'

    def listing(self, numbers: "range | list[int]") -> str:
        links = "".join(f'<li><a href="/{number + 100_000}/story/">خبر {number}</a></li>' for number in numbers)
        return f"<html lang='ar'><body><ul>{links}</ul></body></html>"


def backfill_command(origin: str, database: Path) -> list[str]:
    """The command that walks the archive of the site at `origin` into `database`."""
    command = crawl_command(origin, database, SPIDER_MODULES="benchmarks.backfill_spider")
    at = command.index("site")
    return [*command[:at], "backfill", "-a", "mode=archive", *command[command.index("-L") :]]


def environment(origin: str) -> dict[str, str]:
    """What the declaration of the site reads."""
    return {**os.environ, "CRAWL_SITE": origin}


def section_pages(size: Size) -> int:
    """How many pages the section has."""
    return min(SECTION_PAGES, size.articles // LISTED)


def needed(size: Size) -> int:
    """Requests that nobody could do without: each document and article once, and again what failed at first."""
    articles = size.articles
    dead = (articles + DEAD - 1) // DEAD
    again = sum(number % BROKEN == 7 or number % BUSY == 13 for number in range(articles))
    children = (articles + CHILD - 1) // CHILD
    return articles + dead + again + children + section_pages(size) + 4  # robots.txt, feed, index, news sitemap


def stored(database: Path) -> tuple[int, int]:
    """How many articles there are, and how many of them under an address that another one has."""
    with closing(sqlite3.connect(database)) as connection:
        [articles] = connection.execute("SELECT count(*) FROM articles").fetchone()
        [addresses] = connection.execute("SELECT count(DISTINCT url) FROM revisions").fetchone()
    return articles, articles - addresses


def crawl(size: Size) -> tuple[dict[str, object], float]:
    """One backfill of a site of `size`: its figures, and the most memory that the crawler took, in MB."""
    with tempfile.TemporaryDirectory() as folder, serve(size, BackfillSite) as site:
        database = Path(folder) / "news.db"
        began = time.time()
        process = subprocess.Popen(backfill_command(site.origin, database), env=environment(site.origin))
        memory = PeakMemory(process.pid)
        status = process.wait()
        memory.stop()
        articles, double = stored(database)
        figures: dict[str, object] = {
            "articles of the site": size.articles,
            "exit status": status,
            "missing": size.articles - (articles - double),
            "double": double,
            "requests": len(site.requests()),
            "beyond the needed ones (at most 100)": len(site.requests()) - needed(size),
            "to endless pagers": sum(path.startswith(("/latest", "/calendar")) for path, _ in site.requests()),
            "articles/s": size.articles / (time.time() - began),
        }
    return figures, memory.parent


def killed(size: Size, kills: int, seed: int) -> dict[str, object]:
    """The same crawl, killed `kills` times at random moments and taken up until it is done."""
    draw = random.Random(seed)
    starts: list[int] = []  # of each crawl, by the requests before it
    with tempfile.TemporaryDirectory() as folder, serve(size, BackfillSite) as site:
        database = Path(folder) / "news.db"
        command = backfill_command(site.origin, database)
        for _ in range(kills):
            starts.append(len(site.requests()))
            process = subprocess.Popen(command, env=environment(site.origin))
            wait_for(site, starts[-1] + draw.randrange(1, 2 * size.articles // kills), process)
            process.send_signal(signal.SIGKILL)
            process.wait()
        starts.append(len(site.requests()))
        status = subprocess.run(command, env=environment(site.origin), check=False).returncode
        articles, double = stored(database)
        repeated = fetched_again([path for path, _ in site.requests()], starts)
    return {
        "articles of the killed crawls": size.articles,
        "kills with -9": kills,
        "exit status of the last": status,
        "lost": size.articles - (articles - double),
        "stored twice": double,
        f"articles fetched again, a kill (at most {CONCURRENT_REQUESTS})": max(repeated.values(), default=0),
    }


def wait_for(site: Served, requests: int, process: "subprocess.Popen[bytes]") -> None:
    """Return when the site has had so many requests, or the crawl has ended."""
    while len(site.requests()) < requests and process.poll() is None:
        time.sleep(0.05)


def fetched_again(paths: list[str], starts: list[int]) -> Counter[int]:
    """For each crawl, how many articles that it fetched had to be fetched by a later one."""
    crawls: dict[str, list[int]] = {}
    for at, path in enumerate(paths):
        if path.endswith("/story/"):
            crawls.setdefault(path, []).append(bisect(starts, at))
    return Counter(crawl for path, fetched in crawls.items() for crawl in fetched[fails_at_first(path) : -1])


def fails_at_first(path: str) -> int:
    """1 for an article that has to be asked for twice."""
    number = int(path.strip("/").split("/")[0]) - 100_000
    return int(number % BROKEN == 7 or number % BUSY == 13)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--killed-articles", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    small = Size(articles=options.articles // 4, words=100, page_bytes=4_000)
    large = Size(articles=options.articles, words=100, page_bytes=4_000)
    _, less = crawl(small)
    figures, more = crawl(large)
    figures |= {
        f"peak RSS of the crawler at {small.articles:,}, MB": less,
        f"peak RSS of the crawler at {large.articles:,}, MB": more,
        "growth (at most 0.20)": more / less - 1,
    }
    if options.kills:
        figures |= killed(Size(options.killed_articles, words=100, page_bytes=4_000), options.kills, options.seed)
    report(figures, options.json)


if __name__ == "__main__":
    main()
