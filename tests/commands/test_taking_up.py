"""What a killed crawl had not come to in a pager: real processes, a real site on loopback, kill -9."""

import threading
from pathlib import Path

from tests.outlets import run, started
from tests.pages import numbered
from tests.running import outcomes
from tests.site import Asked, Fault, LoopbackSite, page

AT_MOST = 60
DECLARATION = """
from crawler.outlet import Outlet, Section
from crawler.spiders.outlet_spider import OutletSpider
class Paper(OutletSpider):
    name = "paper"
    outlet = Outlet("paper", "صحيفة", "Paper", ("127.0.0.1",), "SY", "UTC",
                    sources=(Section("{url}news/{{page}}", links="a"),), article_url=r"^/\\d+")
"""


def paper(folder: Path, pages: int) -> LoopbackSite:
    """A site whose listing has so many pages of two articles each, and answers 304 when it is asked with its ETag."""
    site = LoopbackSite()
    for number in range(pages):
        links = [f"/{10 * number + at + 1000}" for at in (1, 2)]
        site.routes |= {path: page(numbered(int(path[1:]))) for path in links}
        listing = "".join(f"<a href='{path}'>خبر {path[1:]}</a>" for path in links)
        site.routes[f"/news/{number + 1}"] = page(f"<html><body>{listing}</body></html>", etag=f'"{number}"')
    (folder / "declared.py").write_text(DECLARATION.format(url=site.url()), encoding="utf-8")
    return site


def killed_at(site: LoopbackSite, folder: Path, path: str, mode: str, stored: int) -> None:
    """Crawl until `path` is asked for, which hangs, and all before it is stored, and kill the process there."""
    asked, calm = threading.Event(), site.routes[path]

    def hang(_: Asked) -> Fault:
        asked.set()
        return Fault.HANG

    site.routes[path] = hang
    with started(folder, "crawl", "paper", "-a", f"mode={mode}") as process:
        assert asked.wait(AT_MOST)
        while outcomes(folder / "news.db") != {"stored": stored}:
            assert process.poll() is None
    site.routes[path] = calm


def test_a_latest_crawl_takes_up_the_pager_of_one_that_was_killed_though_its_first_page_is_known(
    tmp_path: Path,
) -> None:
    with paper(tmp_path, pages=3) as site:
        killed_at(site, tmp_path, "/news/2", "latest", stored=2)
        assert run(tmp_path, "crawl", "paper").returncode == 0
        assert outcomes(tmp_path / "news.db") == {"stored": 6}
        before = len(site.paths)
        assert run(tmp_path, "crawl", "paper").returncode == 0
        assert site.paths[before:] == ["/news/1"]  # which has not changed


def test_an_archive_that_was_killed_is_walked_through_to_its_end_the_next_time(tmp_path: Path) -> None:
    with paper(tmp_path, pages=36) as site:
        killed_at(site, tmp_path, "/news/35", "archive", stored=68)
        assert run(tmp_path, "crawl", "paper", "-a", "mode=archive").returncode == 0
    assert outcomes(tmp_path / "news.db") == {"stored": 72}
