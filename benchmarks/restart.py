"""`python -m benchmarks.restart`: what a second crawl of an unchanged site costs.

A loopback site of 5,000 small articles is crawled once. The second crawl must ask for no article, and end within five
seconds of having read the feed and the sitemap.
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.report import report
from benchmarks.synthetic_site import Size, serve
from benchmarks.throughput import crawl_command


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    size = Size(articles=options.articles, words=100, page_bytes=4_000)
    with tempfile.TemporaryDirectory() as folder, serve(size) as site:
        command = crawl_command(site.origin, Path(folder) / "news.db")
        subprocess.run(command, check=True)
        before = len(site.requests())
        subprocess.run(command, check=True)
        ended = time.time()
        second = site.requests()[before:]
    sources = [moment for path, moment in second if path in {"/feed/", "/sitemap.xml"}]
    report(
        {
            "articles": options.articles,
            "article requests of the second crawl (none)": sum(path.endswith("/story/") for path, _ in second),
            "all requests of the second crawl": len(second),
            "seconds from the last source read to the end (at most 5)": ended - max(sources),
        },
        options.json,
    )


if __name__ == "__main__":
    main()
