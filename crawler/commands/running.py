"""What the commands that run a spider share: checks before anything starts, and an exit status after."""

import logging
from collections.abc import Collection
from typing import Any

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler import user_agent
from crawler.choices import did_you_mean, read_choices, relevance_thresholds
from crawler.commands.process import CrawlProcess
from crawler.errors import ConfigurationError, RecordingError
from crawler.outlet import Outlet
from crawler.recording import open_recordings
from crawler.store import revisit_steps
from storage.database import open_database
from storage.errors import DatabaseUrlError, StorageError
from storage.locks import Holder, share_lock, try_lock
from storage.outcomes import RunOutcome
from storage.runs import INGEST, Runs

logger = logging.getLogger(__name__)

# Exit status of a crawl whose outlet another process crawls.
IS_BEING_CRAWLED = 3

HANDLER = "crawler.downloadhandlers.replay.ReplayDownloadHandler"
NUMBERS = (
    "EXTRACTION_WORKERS",
    "EXTRACTION_TIME_LIMIT",
    "EXTRACTION_MEMORY_LIMIT",
    "SOURCE_MAXSIZE",
    "OUTLETS_AT_ONCE",
    "OUTLET_TIME_LIMIT",
)
# Waiting for a recording is no politeness.
REPLAY_SETTINGS = {
    "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER, "file": HANDLER},
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
}


def name_contact(settings: Settings) -> None:
    """Put CRAWLER_CONTACT into the User-Agent when it was given as a setting, and not in the environment."""
    if contact := settings["CRAWLER_CONTACT"]:
        settings.set("USER_AGENT", user_agent(contact), priority="project")


def configure(settings: Settings) -> None:
    """What every crawling command makes of its settings. Raises UsageError when a recording cannot be opened."""
    name_contact(settings)
    if replay := settings.getlist("REPLAY"):
        use_recording(settings, replay)


def check_numbers(settings: Settings) -> None:
    """Raise ConfigurationError for a setting of ours that should be a number and is none."""
    for name in NUMBERS:
        try:
            settings.getfloat(name)
        except ValueError:
            raise ConfigurationError(f"{name}={settings[name]!r} is not a number") from None
    revisit_steps(settings.getlist("REVISIT_AFTER"))
    relevance_thresholds(settings)
    if settings.getint("OUTLETS_AT_ONCE") < 1:
        raise ConfigurationError(f"OUTLETS_AT_ONCE={settings['OUTLETS_AT_ONCE']!r} crawls nothing; set at least 1")


def check_choices(settings: Settings, outlets: Collection[str]) -> None:
    """Raise ConfigurationError when outlets.toml is wrong; warn of a table that is no outlet's, as after a renaming."""
    file = settings["OUTLETS_FILE"]
    for name in read_choices(file):
        if name not in outlets and "." not in name:  # a site that nobody declared goes by its domain
            meant = did_you_mean(name, outlets)
            logger.warning("%s: [%s] is not an outlet;%s nothing is done with it", file, name, meant)


def use_recording(settings: Settings, paths: list[str]) -> None:
    """Serve every request from the recordings at `paths`. Raises UsageError when one cannot be opened."""
    try:
        open_recordings(*paths)
    except RecordingError as error:
        raise UsageError(str(error), print_help=False) from None
    settings.setdict({**REPLAY_SETTINGS, "REPLAY": paths}, priority="cmdline")


def quieten(settings: Settings) -> None:
    """Leave out Scrapy's lists of parts at every start, which would hide our one line; -L DEBUG shows all there is."""
    if settings["LOG_LEVEL"] == "INFO":
        for talkative in ("scrapy", "alembic"):
            logging.getLogger(talkative).setLevel(logging.WARNING)


def ready(settings: Settings) -> bool:
    """Whether the database can be used; one line in the log says why not. Settings that cannot work are wrong use.

    Ingests that were killed are closed.
    """
    try:
        check_numbers(settings)
        check_choices(settings, get_spider_loader(settings).list())
        database = open_database(settings["DATABASE_URL"])
        try:
            Runs(database).close_killed_ingests(settings["DATABASE_URL"])
        finally:
            database.close()
    except (ConfigurationError, DatabaseUrlError) as error:
        raise UsageError(str(error), print_help=False) from None
    except StorageError as error:
        logger.critical("%s", error)
        return False
    return True


def async_process(command: ScrapyCommand) -> AsyncCrawlerProcess:
    """The process that Scrapy gives to a command. It is another kind only with another reactor than ours."""
    if not isinstance(command.crawler_process, AsyncCrawlerProcess):
        raise UsageError("this project runs on Scrapy's asyncio reactor; leave TWISTED_REACTOR as it is")
    return command.crawler_process


def run_spider(command: ScrapyCommand, spider: type[Spider] | str, arguments: dict[str, Any]) -> int:
    """Run one spider to its end; returns the exit status, 0 only when the run finished.

    Wrong arguments and a DATABASE_URL that is none raise UsageError, which exits with 2; a database that cannot be
    used is one line in the log and status 1, and an outlet that is being crawled already is one and status 3, before a
    single request.
    """
    assert command.settings is not None
    process = async_process(command)
    quieten(command.settings)
    try:
        crawler = process.create_crawler(spider)
    except KeyError:
        raise UsageError(f"{spider} is not an outlet; `scrapy list` shows them", print_help=False) from None
    try:
        outlet: Outlet | None = getattr(crawler.spidercls(**arguments), "outlet", None)
    except ConfigurationError as error:
        raise UsageError(str(error), print_help=False) from None
    if not ready(command.settings):
        return 1
    try:
        url = command.settings["DATABASE_URL"]
        lock = try_lock(url, outlet.slug) if outlet else share_lock(url, INGEST)
    except StorageError as error:
        logger.critical("%s", error)
        return 1
    if isinstance(lock, Holder):
        logger.error("%s is being crawled already, by %s; nothing was asked", crawler.spidercls.name, lock)
        return IS_BEING_CRAWLED
    crawling = CrawlProcess(process)
    run = crawling.run(crawling.crawl(crawler, **arguments))
    lock.release()
    return 0 if run and run.outcome is RunOutcome.FINISHED else 1
