"""Outlets on loopback: declared in a module of their own, which SPIDER_MODULES names, as an operator's would be."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.pages import feed, numbered
from tests.running import ON_LOOPBACK, PROJECT, command
from tests.site import LoopbackSite, page

DECLARATION = """
class {name}(OutletSpider):
    name = "{name}"
    outlet = Outlet("{name}", "صحيفة", "{name}", ("127.0.0.1",), "SY", "UTC",
                    sources=(Feed("{url}feed/"),), article_url=r"^/\\d+", publisher_group={group!r})
"""


def declare(folder: Path, urls: Mapping[str, str], group: str | None = None) -> None:
    """Write a module `declared` into `folder` with one outlet for every name and address of a site."""
    outlets = (DECLARATION.format(name=name, url=url, group=group) for name, url in urls.items())
    head = "from crawler.outlet import Feed, Outlet\nfrom crawler.spiders.outlet_spider import OutletSpider\n"
    (folder / "declared.py").write_text(head + "".join(outlets), encoding="utf-8")


@contextmanager
def sites(*numbers: int, articles: int = 2) -> Iterator[list[LoopbackSite]]:
    """Sites whose feeds announce articles of their own, numbered so that no two sites share one."""
    with ExitStack() as stack:
        made = []
        for number in numbers:
            site = stack.enter_context(LoopbackSite())
            paths = [f"/{1000 * number + article}" for article in range(articles)]
            site.routes |= {path: page(numbered(1000 * number + at)) for at, path in enumerate(paths)}
            site.routes["/feed/"] = page(feed(*map(site.url, paths)), "application/rss+xml", etag='"1"')
            made.append(site)
        yield made


def line(folder: Path, *args: str, **settings: str) -> tuple[list[str], dict[str, str]]:
    """The command line and environment of `scrapy *args` over the outlets declared in `folder`, its database there."""
    common = {**ON_LOOPBACK, "SPIDER_MODULES": "declared", "DATABASE_URL": f"sqlite:///{folder / 'news.db'}"}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(PROJECT), str(folder)))}
    return command(*args, **{**common, **settings}), environment


def run(folder: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `scrapy *args` over the outlets declared in `folder` and wait for it."""
    args_, environment = line(folder, *args, **settings)
    return subprocess.run(args_, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def started(folder: Path, *args: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """`scrapy *args` over the outlets declared in `folder`, running; killed when the test is done with it."""
    args_, environment = line(folder, *args, **settings)
    pipe = subprocess.PIPE
    with subprocess.Popen(args_, cwd=PROJECT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
