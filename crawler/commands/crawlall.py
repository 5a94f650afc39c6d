"""`scrapy crawlall`: every outlet that has something due, in one process. The line in the crontab."""

import argparse
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.choices import Choices, read_choices
from crawler.commands.process import CrawlProcess
from crawler.commands.round import ROUND_LOCK, Line, Round
from crawler.commands.running import async_process, configure, quieten, ready
from crawler.extensions.run import clock_of
from crawler.spiders import declared
from crawler.spiders.outlet_spider import OutletSpider
from storage.errors import StorageError
from storage.locks import Holder, try_lock
from storage.outcomes import RunOutcome

logger = logging.getLogger(__name__)

Spiders = Mapping[str, type[OutletSpider]]
HEADINGS = ("outlet", "outcome", "sources", "new", "revised", "failed", "seconds", "message")


class Command(ScrapyCommand):
    """Exit status 0: all is well, or a round is already going. 1: an outlet's run failed and needs someone, the
    database failed, or the round was interrupted. 2: wrong use."""

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Crawl all outlets that have something due; for cron"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which outlets."""
        super().add_options(parser)
        parser.add_argument(
            "--group", metavar="G", help="only the outlets of a folder of spiders or a publisher's group"
        )
        parser.add_argument("--outlets", metavar="A,B", help="only these outlets")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a setting that cannot work is wrong use."""
        super().process_options(args, opts)
        if args:
            raise UsageError(f"crawlall takes no {args[0]!r}; name outlets with --outlets A,B")
        assert self.settings is not None
        configure(self.settings)
        self.settings.set("ONLY_DUE_SOURCES", True, priority="cmdline")
        self.settings.set("CLOSESPIDER_TIMEOUT", self.settings["OUTLET_TIME_LIMIT"], priority="command")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl them."""
        self.exitcode = self._crawl(opts)

    def _crawl(self, opts: argparse.Namespace) -> int:
        assert self.settings is not None
        process = async_process(self)
        spiders = choose(declared(process.spider_loader), opts.group, opts.outlets)
        quieten(self.settings)
        url = self.settings["DATABASE_URL"]
        if not ready(self.settings):
            return 1
        if opts.outlets is None:
            spiders = enabled(spiders, read_choices(self.settings["OUTLETS_FILE"]))
        try:
            lock = try_lock(url, ROUND_LOCK)
        except StorageError as error:
            logger.critical("%s", error)
            return 1
        if isinstance(lock, Holder):
            logger.info("a round is going: %s", lock)
            return 0
        crawling = CrawlProcess(process)
        round_ = Round(crawling, self.settings, spiders, clock_of(self.settings))
        crawling.run(round_.go(), round_.at_most)
        lock.release()
        sys.stdout.write(table(round_.lines) + summary(round_, len(spiders)))
        if round_.failure:
            logger.critical("%s", round_.failure)
        failed = [line for line in round_.lines if line.outcome == RunOutcome.FAILED]
        return 1 if crawling.stopping or round_.failure or failed else 0


def choose(spiders: Spiders, group: str | None, names: str | None) -> Spiders:
    """The spiders that the options name: all, or those in both of `group` and `names`. Raises UsageError."""
    chosen = dict(spiders)
    if group is not None:
        chosen = {name: spider for name, spider in chosen.items() if group in groups_of(spider)}
        if not chosen:
            known = sorted(set().union(*map(groups_of, spiders.values())))
            raise UsageError(f"--group {group} has no outlet; there are {', '.join(known)}", print_help=False)
    if names is not None:
        named = [name for name in names.split(",") if name]
        if unknown := [name for name in named if name not in spiders]:
            raise UsageError(f"{', '.join(unknown)} is not an outlet; `scrapy list` shows them", print_help=False)
        chosen = {name: spider for name, spider in chosen.items() if name in named}
    if not chosen:
        raise UsageError("no outlet is left to crawl; `scrapy list` shows them", print_help=False)
    return chosen


def enabled(spiders: Spiders, choices: Mapping[str, Choices]) -> Spiders:
    """The spiders without those that the operator switched off."""
    return {name: spider for name, spider in spiders.items() if choices.get(spider.outlet.slug, Choices()).enabled}


def groups_of(spider: type[OutletSpider]) -> set[str]:
    """The groups of an outlet: the folder that declares it, and its publisher's."""
    folder = spider.__module__.rpartition(".")[0].rpartition(".")[2]
    return {group for group in (folder, spider.outlet.publisher_group) if group}


def table(lines: Sequence[Line]) -> str:
    """One line an outlet, the columns aligned; nothing when no outlet was crawled."""
    if not lines:
        return ""
    rows = [HEADINGS, *map(cells, sorted(lines, key=lambda line: line.outlet))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def cells(line: Line) -> tuple[str, ...]:
    """The cells of one line of the table."""
    figures: Iterable[int] = (line.sources, line.new, line.revised, line.failed)
    return (line.outlet, line.outcome, *map(str, figures), f"{line.seconds:.1f}", line.message)


def summary(round_: Round, outlets: int) -> str:
    """The table's last line."""
    left = outlets - len(round_.lines) - round_.idle
    return f"{outlets} outlets: {len(round_.lines)} above, {round_.idle} with nothing due" + (
        f", {left} not asked\n" if left else "\n"
    )
