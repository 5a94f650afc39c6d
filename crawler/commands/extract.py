"""`scrapy extract PATH|URL...`: what would be stored of a page, and why; touches no database, or reads it if asked."""

import argparse
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.choices import apply_choices, relevance_thresholds
from crawler.commands.running import check_choices, name_contact, use_recording
from crawler.errors import ConfigurationError
from crawler.failures import failed_request
from crawler.memory import template_of
from crawler.outlet import Outlet
from crawler.recording import open_recordings
from crawler.spiders import outlet_of, outlets
from crawler.text.urls import normalise, url_key
from crawler.visit import Visit, failed_visit, visit_of
from storage.database import open_for_reading
from storage.errors import StorageError
from storage.templates import Templates

logger = logging.getLogger(__name__)


class ExtractSpider(Spider):
    """Asks for the pages that the command names, as a crawl would."""

    name = "extract"

    def __init__(
        self, urls: list[str], outlet: Outlet | None, page_url: str | None, templates: Templates | None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.templates = templates
        self.urls = urls
        self.outlet = outlet
        self.page_url = page_url

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build with what the operator chose for the outlet, if it is asked."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.outlet and not crawler.settings.getlist("REPLAY"):
            apply_choices(crawler.settings, spider.outlet.slug)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every page."""
        recordings = self.settings.getlist("REPLAY")
        for url in open_recordings(*recordings).urls() if recordings else map(normalise, self.urls):
            yield Request(url, self.parse, errback=self.failed, dont_filter=True, cb_kwargs={"url": url})

    def parse(self, response: Response, url: str) -> Iterable[Visit]:
        """Read one page, under the address that it is said to have."""
        outlet = self._outlet(url)
        visit = visit_of(response, outlet, url_key(url), url)
        if self.templates:
            visit = replace(visit, template=template_of(self.templates.newest(outlet.slug)))
        if self.page_url and visit.page:
            visit = replace(visit, url=self.page_url, page=replace(visit.page, url=self.page_url))
        yield visit

    def failed(self, failure: Failure) -> Iterable[Visit]:
        """Say why there is no page."""
        url = failed_request(failure).cb_kwargs["url"]
        yield failed_visit(failure, self._outlet(url), url_key(url), url)

    def _outlet(self, url: str) -> Outlet:
        return self.outlet or outlet_at(self.page_url or url)


def outlet_at(url: str) -> Outlet:
    """The outlet on whose site `url` is, declared or not."""
    return outlet_of(url) or Outlet.undeclared((urlsplit(url).hostname or "saved").removeprefix("www."))


def by_outlet(urls: Iterable[str]) -> Iterable[tuple[Outlet, list[str]]]:
    """Live pages with their outlets: each is asked in its own way."""
    found: dict[str, tuple[Outlet, list[str]]] = {}
    for url in urls:
        outlet = outlet_at(url)
        found.setdefault(outlet.slug, (outlet, []))[1].append(url)
    return found.values()


# The pipelines of a crawl, with the store's place taken by a print-out; no run, and so no database.
SETTINGS = {
    "EXTENSIONS": {
        "crawler.extensions.manners.Manners": 0,
        "scrapy.extensions.throttle.AutoThrottle": None,
        "crawler.extensions.throttle.Throttle": 0,
    },
    "ITEM_PIPELINES": {
        "crawler.pipelines.extract.ExtractPipeline": 100,
        "crawler.pipelines.screen.ScreenPipeline": 200,
        "crawler.pipelines.deduplicate.DeduplicatePipeline": 300,
        "crawler.pipelines.show.ShowPipeline": 400,
    },
}


class Command(ScrapyCommand):
    """Exit status 0, whatever the pages hold; 1 for a database that cannot be read; 2 for wrong use."""

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[options] PATH|URL..."

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Show as JSON lines what would be stored of saved or live pages, and why; writes to no database"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--url", help="the address of the one saved page that PATH is")
        parser.add_argument("--outlet", metavar="SLUG", help="read the pages by this outlet's rules")
        parser.add_argument(
            "--template",
            action="store_true",
            help="cut the lines that recur at the outlet, as DATABASE_URL has learnt them; it is only read",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; paths and addresses do not mix."""
        super().process_options(args, opts)
        live = [arg for arg in args if arg.startswith(("http://", "https://"))]
        if not args or (live and len(live) < len(args)):
            raise UsageError("name saved pages or addresses, not both and not none")
        if opts.outlet and opts.outlet not in outlets():
            raise UsageError(f"{opts.outlet} is not an outlet; `scrapy list` shows them", print_help=False)
        assert self.settings is not None
        try:
            relevance_thresholds(self.settings)
        except ConfigurationError as error:
            raise UsageError(str(error), print_help=False) from None
        name_contact(self.settings)
        self.settings.setdict(SETTINGS, priority="cmdline")
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
        if live:
            try:
                check_choices(self.settings, outlets())
            except ConfigurationError as error:
                raise UsageError(str(error), print_help=False) from None
        else:
            use_recording(self.settings, args)
            self.settings.set("ROBOTSTXT_OBEY", False, priority="cmdline")  # nothing is asked

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the pages that `args` names."""
        assert self.crawler_process is not None
        assert self.settings is not None
        try:
            database = open_for_reading(self.settings["DATABASE_URL"]) if opts.template else None
        except StorageError as error:
            logger.critical("%s", error)
            self.exitcode = 1
            return
        templates = Templates(database) if database else None
        given = outlets()[opts.outlet] if opts.outlet else None
        is_live = given is None and not self.settings.getlist("REPLAY")
        for outlet, urls in by_outlet(args) if is_live else [(given, args)]:
            self.crawler_process.crawl(ExtractSpider, urls=urls, outlet=outlet, page_url=opts.url, templates=templates)
        self.crawler_process.start()
        if database:
            database.close()
