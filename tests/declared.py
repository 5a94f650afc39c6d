"""Crawls of a declared outlet on loopback that has one feed, so that every request is foreseen."""

import json
import os
import subprocess
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from storage.database import open_database
from storage.models import HostRow
from tests.pages import feed, numbered
from tests.running import ON_LOOPBACK, PROJECT, command, opened
from tests.site import LoopbackSite, page

# Says at its end how its host was asked: the downloader's slots.
SPIDER = """
import json
from crawler.outlet import Feed, Outlet
from crawler.spiders.outlet_spider import OutletSpider
class Loopback(OutletSpider):
    name = 'loopback'
    outlet = Outlet('loopback', 'محلي', 'Loopback', ('127.0.0.1',), 'SY', 'UTC', sources=(Feed('SITE/feed/'),),
                    article_url=r'^/\\d+')
    def closed(self, reason):
        for name, slot in self.crawler.engine.downloader.slots.items():
            print(json.dumps({'slot': name, 'delay': slot.delay, 'jitter': slot.jitter, 'at_once': slot.concurrency}))
"""


def site_of(articles: int, certificate: Path | None = None) -> LoopbackSite:
    """A site with `articles` articles, /1001 and so on, in its feed."""
    site = LoopbackSite(certificate=certificate)
    paths = [f"/{1001 + number}" for number in range(articles)]
    site.routes |= {path: page(numbered(number)) for number, path in enumerate(paths)}
    site.routes["/feed/"] = page(feed(*map(site.url, paths)), "application/rss+xml")
    return site


def crawl(site: LoopbackSite, folder: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Crawl the outlet into `folder`/news.db, by `folder`/outlets.toml if there is one."""
    (folder / "loopback.py").write_text(SPIDER.replace("SITE", site.url().rstrip("/")))
    settings = {
        **ON_LOOPBACK,
        "DATABASE_URL": database_url(folder),
        "OUTLETS_FILE": str(folder / "outlets.toml"),
        "SPIDER_MODULES": "loopback",
        **settings,
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(PROJECT), str(folder)))}
    line = command("crawl", "loopback", *args, **{name: value for name, value in settings.items() if value})
    return subprocess.run(line, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def slot(run: subprocess.CompletedProcess[str]) -> dict[str, float]:
    """How a crawl asked its one host in the end."""
    [line] = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return line  # type: ignore[no-any-return]


def database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'news.db'}"


def states(folder: Path) -> dict[str, tuple[str | None, int]]:
    """Outcome and attempts of each page, by its path."""
    with opened(folder / "news.db") as connection:
        rows = connection.execute("SELECT url, outcome, attempts FROM pages").fetchall()
    return {"/" + row["url"].split("/", 3)[3]: (row["outcome"], row["attempts"]) for row in rows}


def held(folder: Path) -> tuple[datetime | None, int]:
    """Until when the host is held, and for which row of walls."""
    with closing(open_database(database_url(folder))) as database, database.reading() as connection:
        [row] = connection.execute(HostRow.__table__.select()).all()
    return row.held_until, row.walls


def let_time_pass(folder: Path, time: timedelta) -> None:
    """Move what is stored of the host, and when its pages may be tried again, into the past."""
    with closing(open_database(database_url(folder))) as database, database.writing() as connection:
        for row in connection.execute(HostRow.__table__.select()).all():
            changed = {
                "held_until": row.held_until and row.held_until - time,
                "asked": [moment - time.total_seconds() for moment in row.asked],
            }
            connection.execute(HostRow.__table__.update().values(changed))
        connection.exec_driver_sql("UPDATE pages SET due_at = fetched_at WHERE due_at IS NOT NULL")
