"""`make demo`: five recorded outlets through the whole pipeline into data/news.db, and what came of it.

Runs `scrapy crawl OUTLET -s REPLAY=...` once an outlet, as cron would, and reads the result from the database.
"""

import os
import subprocess
import sys
from pathlib import Path

from storage.database import open_database
from storage.outcomes import Outcome
from storage.reading import last_run, newest_articles

SAMPLES = Path(__file__).parent
DAY = "day1"
# Made-up news: it goes where README says, and not into a database that was configured for real news.
DATABASE_URL = "sqlite:///data/news.db"
COLUMNS = ("pages fetched", "articles stored", "copies linked", "off topic", "not Arabic", "no article")


def crawl(outlet: str) -> None:
    """Play one outlet's recording. Exits with the crawl's status when it fails."""
    recording = SAMPLES / f"{outlet}-{DAY}.warc.gz"
    command = [sys.executable, "-m", "scrapy", "crawl", outlet, "-s", f"REPLAY={recording}", "-L", "WARNING"]
    status = subprocess.run(command, env={**os.environ, "DATABASE_URL": DATABASE_URL}, check=False).returncode
    if status:
        sys.exit(status)


def main() -> None:
    """Crawl all samples and print the table and the newest headlines."""
    outlets = sorted(site.parent.name for site in SAMPLES.glob("*/site.json"))
    for outlet in outlets:
        crawl(outlet)
    database = open_database(DATABASE_URL)
    print(f"{'outlet':16}" + "".join(f"{column:>17}" for column in COLUMNS))
    for outlet in outlets:
        run = last_run(database, outlet)
        counts = run.counts
        cells = (
            sum(counts.values()),
            counts.get(Outcome.STORED, 0) + counts.get(Outcome.OFF_TOPIC, 0),
            run.copies,
            counts.get(Outcome.OFF_TOPIC, 0),
            counts.get(Outcome.NOT_ARABIC, 0),
            counts.get(Outcome.NO_ARTICLE, 0),
        )
        print(f"{outlet:16}" + "".join(f"{cell:>17}" for cell in cells))
    print("Copies are among the stored. The other pages are second addresses of an article, or gone.")
    print("\nnewest ten")
    for article in newest_articles(database, 10):
        print(f"{article.published_on}  {article.outlet_name}: {article.headline}")
    print("\nIt is all in data/news.db, for example: sqlite3 data/news.db 'SELECT headline FROM published_articles'")
    print("The articles are invented: remove data/news.db before you crawl for real.")
    database.close()


if __name__ == "__main__":
    main()
