"""`python -m benchmarks.poll`: a round over 80 outlets of which nothing is new, as cron starts it most times.

Each outlet has an address of its own on loopback, a feed and a sitemap. A first round stores what there is. Then the feeds
are made due, and the sitemaps not: the second round must ask the feeds alone, conditionally, without a robots.txt, and
end within 20 seconds, start-up included.
"""

import argparse
import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from benchmarks.report import report
from benchmarks.synthetic_site import NOT_FOUND, Site, Size, answer, article_html, serve
from benchmarks.throughput import SETTINGS

NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'


class PolledSites(Site):
    """As many sites as `size.articles`, each at an address of its own with two articles; they share what was asked."""

    async def run(self) -> None:
        self.asked = []
        hosts = [f"127.0.0.{number + 1}" for number in range(self.size.articles)]
        servers = [await asyncio.start_server(self.answer, host, 0) for host in hosts]
        origins = [
            f"http://{host}:{server.sockets[0].getsockname()[1]}" for host, server in zip(hosts, servers, strict=True)
        ]
        self.control.send(",".join(origins))
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, self.control.recv) == "requests":
            self.control.send(list(self.asked))

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = writer.get_extra_info("sockname")[:2]
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1].decode("ascii")
                self.asked.append((path, time.time()))
                is_known = b'if-none-match: "1"' in request.lower()
                writer.write(NOT_MODIFIED if is_known else self.page(path, f"http://{host}:{port}", int(host[8:])))
        except (asyncio.IncompleteReadError, ConnectionError):  # the client hangs up when it is done
            pass
        writer.close()

    def page(self, path: str, origin: str, outlet: int) -> bytes:
        """The answer of one outlet's site."""
        numbers = (2 * outlet, 2 * outlet + 1)
        addresses = [f"{origin}/{number + 100_000}/story/" for number in numbers]
        etag = 'ETag: "1"\r\n'
        if path == "/feed/":
            items = "".join(f"<item><title>خبر</title><link>{address}</link></item>" for address in addresses)
            return answer("application/rss+xml", f"<rss version='2.0'><channel>{items}</channel></rss>", headers=etag)
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
            namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
            return answer("application/xml", f'<urlset xmlns="{namespace}">{urls}</urlset>', headers=etag)
        if path.endswith("/story/"):
            number = int(path.strip("/").split("/")[0]) - 100_000
            return answer("text/html; charset=utf-8", article_html(number, Size(1, words=100, page_bytes=4_000)))
        return NOT_FOUND


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=80)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serve(Size(options.outlets), PolledSites) as sites:
        database = Path(folder) / "news.db"
        settings = {
            **SETTINGS,
            "DATABASE_URL": f"sqlite:///{database}",
            "SPIDER_MODULES": "benchmarks.polled_spiders",
        }
        command = [sys.executable, "-m", "scrapy", "crawlall", "-L", "ERROR"]
        command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        environment = {**os.environ, "POLLED": sites.origin}
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        with closing(sqlite3.connect(database)) as connection, connection:
            [stored] = connection.execute("SELECT count(*) FROM articles").fetchone()
            connection.execute("UPDATE sources SET due_at = last_fetched_at WHERE kind = 'feed'")
        before = len(sites.requests())
        began = time.time()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds = time.time() - began
        asked = Counter(path for path, _ in sites.requests()[before:])
    report(
        {
            "outlets": options.outlets,
            "articles stored by the first round": stored,
            "sources due in the second": options.outlets,
            "feeds asked": asked["/feed/"],
            "asked beside them (none)": asked.total() - asked["/feed/"],
            "seconds of the second round (under 20)": seconds,
        },
        options.json,
    )


if __name__ == "__main__":
    main()
