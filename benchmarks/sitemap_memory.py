"""`python -m benchmarks.sitemap_memory`: what a sitemap of 50 MB, the largest that the protocol allows, adds to a crawl.

The same crawl is run twice on loopback, with a sitemap of ten addresses and with one of 50,000 whose entries have the
news and image fields that make them a kilobyte each. The difference of their peaks is what the sitemap costs.
"""

import argparse
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from benchmarks.report import report
from benchmarks.synthetic_site import NOT_FOUND, Site, Size, answer, serve
from benchmarks.throughput import crawl_command, watched

SLUG = quote("هطول-أمطار-غزيرة-على-قرى-الساحل-وفيضان-السواقي")
HEADLINE = "هطول أمطار غزيرة على قرى الساحل وفيضان السواقي حول الطريق القديم "
LEAST = 10  # addresses of the small one


class SitemapSite(Site):
    """A site with nothing but a sitemap; its articles are not asked for."""

    def fill(self, origin: str) -> None:
        body = "".join(entry(origin, number) for number in range(self.size.articles))
        robots = f"User-agent: *\nAllow: /\nSitemap: {origin}/sitemap.xml\n"
        self.documents = {
            "/": answer("text/html; charset=utf-8", '<html lang="ar"><body></body></html>'),
            "/robots.txt": answer("text/plain", robots),
            "/sitemap.xml": answer("application/xml", f"<urlset>{body}</urlset>"),
        }

    def document(self, path: str) -> bytes:
        return self.documents.get(path, NOT_FOUND)


def entry(origin: str, number: int) -> str:
    """An entry of about a kilobyte."""
    return (
        f"<url><loc>{origin}/{100_000 + number}/{SLUG}</loc><lastmod>2026-03-02T08:30:00+03:00</lastmod><news:news>"
        f"<news:publication_date>2026-03-02T08:30:00+03:00</news:publication_date><news:title>{HEADLINE}{number}"
        f"</news:title></news:news><image:image><image:loc>{origin}/{number}.jpg</image:loc></image:image></url>\n"
    )


def crawl(articles: int) -> tuple[float, int]:
    """Peak memory in MB of a crawl that asks for one page of a site with so many, and the links that it stored."""
    with tempfile.TemporaryDirectory() as folder, serve(Size(articles), SitemapSite) as site:
        database = Path(folder) / "news.db"
        memory = watched([*crawl_command(site.origin, database), "-a", "limit=1", "-a", "mode=archive"])
        with closing(sqlite3.connect(database)) as connection:
            return memory.parent, connection.execute("SELECT sum(announced) FROM runs").fetchone()[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    articles = options.megabytes * 1_000_000 // len(entry("http://127.0.0.1:12345", 0).encode())
    without, _ = crawl(LEAST)
    with_it, announced = crawl(articles)
    report(
        {
            "size of the sitemap, MB": options.megabytes,
            "its links, all stored": announced,
            "peak RSS of the crawl without it, MB": without,
            "peak RSS of the crawl with it, MB": with_it,
            "added, MB (at most 60)": with_it - without,
        },
        options.json,
    )


if __name__ == "__main__":
    main()
