"""`scrapy crawl OUTLET`: Scrapy's command, with the exit statuses that cron and people need."""

import argparse

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.commands.running import configure, run_spider


class Command(ScrapyCrawl):
    """Exit status 0: finished. 1: no source could be read, the database failed, or interrupted. 2: wrong use. 3: the
    outlet is being crawled by another process."""

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Crawl one outlet now; -s REPLAY=FILE.warc.gz plays a recording instead of the network"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a recording that cannot be played is wrong use."""
        super().process_options(args, opts)
        assert self.settings is not None
        configure(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the outlet that `args` names."""
        if len(args) != 1:
            raise UsageError("name one outlet; `scrapy list` shows them")
        self.exitcode = run_spider(self, args[0], opts.spargs)
