"""`scrapy ingest PATH...`: pages from WARC files or saved HTML through the same steps as a crawl, without a network."""

import argparse
from collections.abc import AsyncIterator, Iterable
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.commands.running import name_contact, run_spider, use_recording
from crawler.failures import failed_request
from crawler.outlet import Outlet
from crawler.recording import open_recordings
from crawler.refused import Interrupted
from crawler.spiders import outlet_of
from crawler.text.urls import url_key
from crawler.visit import Visit, failed_visit, visit_of


class IngestSpider(Spider):
    """Asks for every page of a recording once, in its order."""

    name = "ingest"
    # Whoever made the recording has answered for that.
    custom_settings = {"ROBOTSTXT_OBEY": False}  # noqa: RUF012 - Scrapy's attribute

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every page; of a declared outlet's recording for what has an article's address."""
        for url in open_recordings(*self.settings.getlist("REPLAY")).urls():
            outlet = outlet_of(url)
            if outlet is None or outlet.is_article(url):
                outlet = outlet or Outlet.undeclared((urlsplit(url).hostname or "saved").removeprefix("www."))
                yield Request(
                    url,
                    self.parse,
                    errback=self.failed,
                    dont_filter=True,
                    cb_kwargs={"outlet": outlet, "key": url_key(url), "url": url},
                )

    def parse(self, response: Response, outlet: Outlet, key: str, url: str) -> Iterable[Visit]:
        """Hand a page to the pipelines."""
        yield visit_of(response, outlet, key, url)

    def failed(self, failure: Failure) -> Iterable[Visit]:
        """Hand on that a recorded answer is no page: a 404, a redirect out of the recording."""
        if not isinstance(failure.value, Interrupted):
            yield failed_visit(failure, **failed_request(failure).cb_kwargs)


class Command(ScrapyCommand):
    """Exit status 0: every page was read and stored. 1: the database failed, or interrupted. 2: wrong use."""

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[options] PATH..."

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Store the pages of WARC files, saved HTML files or folders of them; no network"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a path that holds no recording is wrong use."""
        super().process_options(args, opts)
        if not args:
            raise UsageError("name a WARC file, an HTML file or a folder")
        assert self.settings is not None
        name_contact(self.settings)
        use_recording(self.settings, args)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Ingest the pages at `args`."""
        self.exitcode = run_spider(self, IngestSpider, {})
