"""`scrapy revisions URL`: what an article's outlet changed, as a unified diff; the database is only read."""

import argparse
import logging
from itertools import pairwise

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.text.diff import unified
from crawler.text.urls import url_key
from storage.database import open_for_reading
from storage.errors import DatabaseUrlError, StorageError
from storage.reading import Version, versions

logger = logging.getLogger(__name__)


class Command(ScrapyCommand):
    """Exit status 0; 1 when no article is stored under the address, or for a database that cannot be read."""

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[options] URL"

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Show what an outlet changed in an article, version by version"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; one address is asked for."""
        super().process_options(args, opts)
        if len(args) != 1:
            raise UsageError("name the address of one article")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the versions of the article at the address."""
        assert self.settings is not None
        try:
            database = open_for_reading(self.settings["DATABASE_URL"])
        except DatabaseUrlError as error:
            raise UsageError(str(error), print_help=False) from None
        except StorageError as error:
            logger.critical("%s", error)
            self.exitcode = 1
            return
        found = versions(database, url_key(args[0]))
        database.close()
        if not found:
            logger.error("no article is stored under %s; is it in DATABASE_URL %s?", args[0], database.name)
            self.exitcode = 1
            return
        print("\n".join(shown(found)))


def shown(found: list[Version]) -> list[str]:
    """The first version's headline, then what each of the next ones changed."""
    first = found[0]
    lines = [first.url, f"{_time(first)}  {first.headline}"]
    for before, after in pairwise(found):
        share = f", {after.change_share:.0%} of the words" if after.change_share is not None else ""
        lines += ["", f"{_time(after)}  changed: {', '.join(after.changed) or 'not known'}{share}"]
        lines += unified(_text(before), _text(after), _time(before), _time(after))
    return lines


def _time(version: Version) -> str:
    return f"{version.seen_at:%Y-%m-%d %H:%M} UTC"


def _text(version: Version) -> list[str]:
    """A version as lines: what stands above the story, each with its label, then its paragraphs."""
    above = [f"[headline] {version.headline}", f"[byline] {version.authors or '-'}"]
    published = f"{version.published_at:%Y-%m-%d %H:%M} UTC" if version.published_at else "-"
    return [*above, f"[time] {published}", *version.body.split("\n\n")]
