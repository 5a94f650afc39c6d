"""What the commands that run a spider share: checks before anything starts, and an exit status after."""

import logging
from collections.abc import Collection
from typing import Any

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler import user_agent
from crawler.choices import did_you_mean, read_choices
from crawler.errors import ConfigurationError, RecordingError
from crawler.extensions.run import Run
from crawler.recording import open_recordings
from crawler.store import revisit_steps
from storage.database import open_database
from storage.errors import DatabaseUrlError, StorageError
from storage.outcomes import RunOutcome

logger = logging.getLogger(__name__)

HANDLER = "crawler.downloadhandlers.replay.ReplayDownloadHandler"
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


def check_numbers(settings: Settings) -> None:
    """Raise ConfigurationError for a setting of ours that should be a number and is none."""
    for name in ("EXTRACTION_WORKERS", "EXTRACTION_TIME_LIMIT", "EXTRACTION_MEMORY_LIMIT", "SOURCE_MAXSIZE"):
        try:
            settings.getfloat(name)
        except ValueError:
            raise ConfigurationError(f"{name}={settings[name]!r} is not a number") from None
    revisit_steps(settings.getlist("REVISIT_AFTER"))


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


def run_spider(command: ScrapyCommand, spider: type[Spider] | str, arguments: dict[str, Any]) -> int:
    """Run one spider to its end; returns the exit status, 0 only when the run finished.

    Wrong arguments and a DATABASE_URL that is none raise UsageError, which exits with 2; a database that cannot be
    used is one line in the log and status 1, before a single request.
    """
    assert command.crawler_process is not None
    assert command.settings is not None
    if command.settings["LOG_LEVEL"] == "INFO":
        # Their lists of parts at every start would hide our one line; -L DEBUG shows all there is.
        for talkative in ("scrapy", "alembic"):
            logging.getLogger(talkative).setLevel(logging.WARNING)
    try:
        crawler = command.crawler_process.create_crawler(spider)
    except KeyError:
        raise UsageError(f"{spider} is not an outlet; `scrapy list` shows them", print_help=False) from None
    try:
        check_numbers(command.settings)
        check_choices(command.settings, command.crawler_process.spider_loader.list())
        crawler.spidercls(**arguments)
        open_database(command.settings["DATABASE_URL"]).close()
    except (ConfigurationError, DatabaseUrlError) as error:
        raise UsageError(str(error), print_help=False) from None
    except StorageError as error:
        logger.critical("%s", error)
        return 1
    command.crawler_process.crawl(crawler, **arguments)
    command.crawler_process.start()
    run = crawler.get_extension(Run) if not command.crawler_process.bootstrap_failed else None
    return 0 if run and run.outcome is RunOutcome.FINISHED else 1
