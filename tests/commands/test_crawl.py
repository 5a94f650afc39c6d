"""`scrapy crawl` against a real server on loopback: manners, bad input, bad databases, interruption."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.pages import PARAGRAPHS, article, feed, numbered
from tests.running import (
    ON_LOOPBACK,
    PROJECT,
    command,
    crawl_site,
    opened,
    outcomes,
    page_outcomes,
    scrapy,
)  # fmt: skip
from tests.site import Fault, LoopbackSite, gzip_bomb, page, pouring, redirect

CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={cType: 'managed'};"
    "document.head.append('/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1')</script>"
    "<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)


def site_with(*paths: str) -> LoopbackSite:
    """A site whose feed announces `paths`, each of them an article unless a test puts something else there."""
    site = LoopbackSite({path: page(numbered(number)) for number, path in enumerate(paths)})
    site.routes["/"] = page("<html lang='ar'><body></body></html>")
    site.routes["/feed/"] = page(feed(*map(site.url, paths)), "application/rss+xml", etag='"1"')
    return site


def test_a_second_crawl_of_an_unchanged_site_asks_for_no_article(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with("/1001-a", "/1002-b") as site:
        assert crawl_site(site.url(), database).returncode == 0
        first = len(site.paths)
        assert crawl_site(site.url(), database).returncode == 0
        again = site.asked[first:]
    assert outcomes(database) == {"stored": 2}
    assert not [asked.path for asked in again if asked.path.startswith("/100")]
    [feed_request] = [asked for asked in again if asked.path == "/feed/"]
    assert feed_request.headers["if-none-match"] == '"1"'


def test_the_counts_of_a_run_sum_to_the_pages_that_the_server_was_asked_for(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    paths = ("/1001-a", "/1002-b", "/1003-c", "/1004-d", "/1005-e", "/1006-f", "/1007-g", "/1008-h")
    with site_with(*paths) as site:
        site.routes["/1002-b"] = (404, {}, b"")
        site.routes["/1003-c"] = page(CHALLENGE)
        site.routes["/1004-d"] = page(
            article(
                "تقرير",
                (
                    "Only a few English words stand here, and they are enough to "
                    "see that this page was not written in Arabic at all.",
                )
                * 3,
            )
        )
        site.routes["/1005-e"] = page("<html><body></body></html>")
        site.routes["/1006-f"] = (500, {}, b"")
        site.routes["/1007-g"] = site.routes["/1001-a"]
        site.routes["/robots.txt"] = page("User-agent: *\nDisallow: /1008", "text/plain")
        run = crawl_site(site.url(), database, RETRY_ENABLED="0")
        asked = [path for path in site.paths if path.startswith("/100")]
    assert run.returncode == 0, run.stderr
    counts = outcomes(database)
    assert counts == {
        "stored": 1,
        "duplicate_url": 1,
        "gone": 1,
        "blocked": 1,
        "not_arabic": 1,
        "no_article": 1,
        "failed": 1,
    }
    assert sum(counts.values()) == len(asked) == len(set(asked))
    assert page_outcomes(database)["/1008-h"][0] == "disallowed"


def test_every_kind_of_bad_page_costs_one_page_and_has_a_clear_outcome(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    text = article("خبر عن صيانة شبكة المياه")
    paths = [f"/{1000 + number}-page" for number in range(17)]
    (truncated, empty, challenge, loop, elsewhere, undeclared, lying, huge, bomb, nul, deep, broken_json, dropped, cut,
     hanging, good, mojibake) = paths  # fmt: skip
    with site_with(*paths) as site:
        distinct = {path: "".join(chr(0x627 + (7 * n + i) % 20) for i in range(6)) for n, path in enumerate(paths)}

        def own(path: str) -> str:
            """The article with words of its own, so that no page is a copy of another."""
            words = " ".join(f"{word} {distinct[path]}" for word in PARAGRAPHS[0].split())
            return article(f"خبر {distinct[path]} عن صيانة شبكة المياه", (words, *PARAGRAPHS[1:]))

        site.routes |= {
            truncated: page(own(truncated)[:-120]),
            empty: page(""),
            challenge: page(CHALLENGE),
            loop: redirect(loop),
            elsewhere: redirect("http://localhost.example/"),
            undeclared: page(own(undeclared).replace('<meta charset="utf-8">', "").encode("cp1256", "ignore"), "text/html"),
            lying: page(own(lying).encode(), "text/html; charset=iso-8859-1"),
            huge: pouring(30 * 1024 * 1024),
            bomb: gzip_bomb(200 * 1024 * 1024),
            nul: page(own(nul).replace("البلدية", "البل\0دية")),
            deep: page("<div>" * 5000 + own(deep)),
            broken_json: page(own(broken_json).replace("</head>", '<script type="application/ld+json">{"@type": '
                                                       '"NewsArticle", oops</script></head>')),
            dropped: Fault.DROP,
            cut: Fault.CUT_OFF,
            hanging: Fault.HANG,
            good: page(own(good)),
            mojibake: page(own(mojibake).replace('charset="utf-8"', 'charset="windows-1256"').encode(), "text/html"),
        }  # fmt: skip
        run = crawl_site(site.url(), database, DOWNLOAD_TIMEOUT="3", RETRY_ENABLED="0", EXTRACTION_WORKERS="1")
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    found = page_outcomes(database)
    assert {path: found[path][0] for path in paths} == {
        truncated: "stored", empty: "no_article", challenge: "blocked", loop: "failed", elsewhere: "failed",
        undeclared: "stored", lying: "stored", huge: "failed", bomb: "failed", nul: "stored", deep: found[deep][0],
        broken_json: "stored", dropped: "failed", cut: "failed", hanging: "failed", good: "stored", mojibake: "stored",
    }  # fmt: skip
    assert found[deep][0] in {"stored", "no_article"}
    assert all(reason for outcome, reason in found.values() if outcome in {"failed", "blocked", "no_article"})
    with opened(database) as connection:
        headlines = dict(connection.execute("SELECT url, headline FROM all_articles").fetchall())
    for path in (undeclared, lying, nul, mojibake):
        assert any(distinct[path] in headline for headline in headlines.values()), path
    assert text not in headlines


def test_bad_sources_are_said_and_the_others_are_read(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with LoopbackSite() as site:
        links = "".join(
            f'<link rel="alternate" type="application/rss+xml" href="/{name}.xml">'
            for name in ("html", "cut", "ads", "wall")
        )
        site.routes |= {
            "/": page(f"<html lang='ar'><head>{links}</head><body></body></html>"),
            "/html.xml": page("<html><body><p>لا خلاصة هنا</p></body></html>"),
            "/cut.xml": page(feed(site.url("/1001-a"), site.url("/1002-b")).encode()[:-70], "application/rss+xml"),
            "/ads.xml": page(feed("https://shop.example/1001-offer", site.url("/1003-c")), "application/rss+xml"),
            "/wall.xml": page(CHALLENGE),
            "/robots.txt": page(f"Sitemap: {site.url('/sitemap.xml')}\n", "text/plain"),
            "/sitemap.xml": page("<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                                 f"<sitemap><loc>{site.url('/sitemap.xml')}</loc></sitemap></sitemapindex>",
                                 "application/xml"),
            "/1001-a": page(numbered(1)), "/1002-b": page(numbered(2)), "/1003-c": page(numbered(3)),
        }  # fmt: skip
        run = crawl_site(site.url(), database)
        asked = site.paths
    assert run.returncode == 0, run.stderr
    assert "/html.xml" in run.stderr
    assert "/wall.xml" in run.stderr
    assert asked.count("/sitemap.xml") <= 2
    assert {"/1001-a", "/1003-c"} <= set(asked)
    with opened(database) as connection:
        hosts = {row["url"].split("/")[2] for row in connection.execute("SELECT url FROM pages")}
    assert hosts == {site.host}


@pytest.mark.parametrize("answer", [(500, {}, b""), page(CHALLENGE), Fault.DROP], ids=["500", "challenge", "dropped"])
def test_an_unreadable_robots_txt_forbids_everything(tmp_path: Path, answer: object) -> None:
    with site_with("/1001-a") as site:
        site.routes["/robots.txt"] = answer  # type: ignore[assignment]
        run = crawl_site(site.url(), tmp_path / "news.db")
        asked = set(site.paths)
    assert asked == {"/robots.txt"}
    assert run.returncode == 1
    assert "robots.txt" in run.stderr


def test_an_unreadable_robots_txt_is_stood_in_for_by_a_copy_of_the_same_day(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with("/1001-a") as site:
        site.routes["/robots.txt"] = page("User-agent: *\nAllow: /", "text/plain")
        assert crawl_site(site.url(), database).returncode == 0
        site.routes["/robots.txt"] = (500, {}, b"")
        site.routes["/feed/"] = page(feed(site.url("/1002-b")), "application/rss+xml")
        site.routes["/1002-b"] = page(numbered(2))
        assert crawl_site(site.url(), database).returncode == 0
    assert outcomes(database) == {"stored": 2}


def test_private_addresses_are_refused(tmp_path: Path) -> None:
    with site_with("/1001-a") as site:
        by_number = crawl_site(site.url(), tmp_path / "a.db", ALLOW_PRIVATE_ADDRESSES="0")
        by_name = crawl_site(
            site.url().replace("127.0.0.1", "localhost"), tmp_path / "b.db", ALLOW_PRIVATE_ADDRESSES="0"
        )
    assert site.asked == []
    assert by_number.returncode == by_name.returncode == 1
    assert "not a public address" in by_number.stderr


def test_without_a_network_a_crawl_ends_in_one_line_and_status_1(tmp_path: Path) -> None:
    # Port 9 of loopback has no listener: as near to no network as a test can come without touching one.
    run = crawl_site("http://127.0.0.1:9/", tmp_path / "news.db", "-L", "ERROR")
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert "none of its sources could be read" in run.stderr


@pytest.mark.parametrize(("args", "settings", "said"), [
    (("enab_baladi",), {"REPLAY": "/nowhere/day.warc.gz"}, "/nowhere/day.warc.gz"),
    (("no_such_outlet",), {}, "no_such_outlet"),
    (("enab_baladi", "-a", "since=yesterday"), {}, "since='yesterday'"),
    (("enab_baladi", "-a", "mode=fast"), {}, "mode='fast'"),
    (("enab_baladi", "-a", "limit=-1"), {}, "limit='-1'"),
        (("enab_baladi", "-a", "sicne=2025-01-01"), {}, "sicne is no argument"),
        (("enab_baladi",), {"EXTRACTION_WORKERS": "many"}, "EXTRACTION_WORKERS='many'"),
        (("site", "-a", "url=example"), {}, "url='example'"),
    (("enab_baladi", "-a", "urls=/nowhere"), {}, "urls='/nowhere'"),
    (("enab_baladi",), {"DATABASE_URL": "postgres://u:secret@h/d"}, "postgresql+psycopg://"),
])  # fmt: skip
def test_wrong_use_exits_with_2_and_says_what_is_wrong(
    tmp_path: Path, args: tuple[str, ...], settings: dict[str, str], said: str
) -> None:
    run = scrapy("crawl", *args, **{"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}", **settings})
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert "secret" not in run.stderr


def test_a_database_that_cannot_be_used_is_one_line_and_no_request(tmp_path: Path) -> None:
    with site_with("/1001-a") as site:
        elsewhere = {"DATABASE_URL": "postgresql+psycopg://u@127.0.0.1:9/news"}
        unreachable = crawl_site(site.url(), tmp_path / "x.db", "-L", "ERROR", **elsewhere)
        blocked = tmp_path / "file"
        blocked.write_text("not a folder")
        unwritable = crawl_site(site.url(), blocked / "news.db", "-L", "ERROR")
    assert site.asked == []
    for run in (unreachable, unwritable):
        assert run.returncode == 1
        assert "Traceback" not in run.stderr
        assert len(run.stderr.splitlines()) == 1, run.stderr


FULL_DISK = """
import sys
from sqlalchemy import Engine, event
from scrapy.cmdline import execute

@event.listens_for(Engine, "connect")
def a_small_disk(connection, _):
    [[pages]] = connection.execute("PRAGMA page_count").fetchall()
    connection.execute(f"PRAGMA max_page_count = {pages + 4}")

execute(["scrapy", *sys.argv[1:]])
"""


def test_a_full_disk_stops_the_run_and_loses_nothing(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    paths = tuple(f"/{1000 + number}-a" for number in range(40))
    script = tmp_path / "full_disk.py"
    script.write_text(FULL_DISK)
    with site_with(*paths) as site:
        everything = site.routes["/feed/"]
        site.routes["/feed/"] = page(feed(site.url(paths[0])), "application/rss+xml")
        assert crawl_site(site.url(), database).returncode == 0
        site.routes["/feed/"] = everything
        settings = {**ON_LOOPBACK, "DATABASE_URL": f"sqlite:///{database}"}
        args = command("crawl", "site", "-a", f"url={site.url()}", "-a", "country=SY", **settings)
        args[1:3] = [str(script)]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
        run = subprocess.run(args, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 1
        assert "is full" in run.stderr
        assert "Traceback" not in run.stderr
        assert outcomes(database).get("stored", 0) < len(paths)
        assert crawl_site(site.url(), database).returncode == 0
    assert outcomes(database) == {"stored": len(paths)}


def test_an_interrupted_run_is_marked_and_the_next_one_takes_up_what_was_left(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    paths = tuple(f"/{1000 + number}-a" for number in range(30))
    with site_with(*paths) as site:
        args = command(
            "crawl",
            "site",
            "-a",
            f"url={site.url()}",
            "-a",
            "country=SY",
            **{**ON_LOOPBACK, "CONCURRENT_REQUESTS": "1", "DATABASE_URL": f"sqlite:///{database}"},
        )
        process = subprocess.Popen(args, cwd=PROJECT, stderr=subprocess.PIPE, text=True)
        calm = site.routes["/1010-a"]

        def interrupt(asked: object) -> object:
            """Ctrl-C arrives while the eleventh page is being fetched."""
            process.send_signal(signal.SIGINT)
            return calm

        site.routes["/1010-a"] = interrupt  # type: ignore[assignment]
        _, log = process.communicate()
        assert process.returncode == 1, log
        with opened(database) as connection:
            assert [row["outcome"] for row in connection.execute("SELECT outcome FROM runs")] == ["interrupted"]
        site.routes["/1010-a"] = calm
        assert crawl_site(site.url(), database).returncode == 0
        fetched = [path for path in site.paths if path in paths]
    assert outcomes(database) == {"stored": len(paths)}
    assert len(fetched) <= len(paths) + 1  # what was on the wire may be asked for again


def test_an_archive_crawl_goes_on_where_the_latest_one_stopped(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    spider = tmp_path / "paged.py"
    spider.write_text(
        "from crawler.outlet import Outlet, Section\n"
        "from crawler.spiders.outlet_spider import OutletSpider\n"
        "class Paged(OutletSpider):\n"
        "    name = 'paged'\n"
        "    outlet = Outlet('paged', 'مرقّم', 'Paged', ('127.0.0.1',), 'SY', 'UTC',\n"
        "                    sources=(Section('SITE/news/{page}', links='a'),), article_url=r'^/\\d+')\n"
    )
    with LoopbackSite() as site:
        spider.write_text(spider.read_text().replace("SITE", site.url().rstrip("/")))
        for number in range(1, 9):
            site.routes[f"/news/{number}"] = page(
                f'<html lang="ar"><body><a href="/{1000 + number}">خبر</a></body></html>'
            )
            site.routes[f"/{1000 + number}"] = page(numbered(number))
        settings = {**ON_LOOPBACK, "DATABASE_URL": f"sqlite:///{database}", "SPIDER_MODULES": "paged"}
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(PROJECT), str(tmp_path)))}

        def crawl(*args: str) -> int:
            line = command("crawl", "paged", *args, **settings)
            return subprocess.run(line, cwd=PROJECT, env=environment, capture_output=True, check=False).returncode

        assert crawl() == 0
        assert outcomes(database) == {"stored": 5}
        assert crawl("-a", "mode=archive") == 0
    assert outcomes(database) == {"stored": 8}


def test_a_window_does_not_hide_from_later_runs_what_it_dropped(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with("/1001-a", "/1002-b") as site:
        dated = feed(site.url("/1001-a"), site.url("/1002-b")).replace(
            "<title>خبر</title>", "<title>خبر</title><pubDate>Mon, 05 Feb 2024 10:00:00 GMT</pubDate>", 1
        )
        site.routes["/feed/"] = page(dated, "application/rss+xml", etag='"1"')
        assert crawl_site(site.url(), database, "-a", "since=2025-01-01").returncode == 0
        assert outcomes(database) == {"stored": 1}
        assert crawl_site(site.url(), database).returncode == 0
    assert outcomes(database) == {"stored": 2}


def test_broken_addresses_of_sources_do_not_end_a_crawl(tmp_path: Path) -> None:
    with site_with("/1001-a") as site:
        site.routes["/robots.txt"] = page("Sitemap: http://[bad\nSitemap: /sitemap.xml\n", "text/plain")
        link = '<link rel="alternate" type="application/rss+xml" href="http://[bad/feed">'
        site.routes["/"] = page(f"<html lang='ar'><head>{link}</head><body></body></html>")
        run = crawl_site(site.url(), tmp_path / "news.db")
    assert run.returncode == 0, run.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 1}


def test_robots_txt_is_read_for_our_name_alone_and_whatever_mark_it_begins_with(tmp_path: Path) -> None:
    contact = {"CRAWLER_CONTACT": "https://example.org/bot"}
    with site_with("/1001-a") as site:
        site.routes["/robots.txt"] = page("User-agent: bot\nDisallow: /\n", "text/plain")
        assert crawl_site(site.url(), tmp_path / "a.db", **contact).returncode == 0
        assert {asked.headers["user-agent"] for asked in site.asked} == {
            "syria-news-crawler/0.1.0 (+https://example.org/bot)"
        }
        site.routes["/robots.txt"] = page(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", "text/plain")
        assert crawl_site(site.url(), tmp_path / "b.db", **contact).returncode == 1
    assert outcomes(tmp_path / "a.db") == {"stored": 1}


def test_a_page_that_answers_404_too_early_is_not_lost(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with("/1001-a") as site:
        there = site.routes["/1001-a"]
        site.routes["/1001-a"] = (404, {}, b"")
        assert crawl_site(site.url(), database).returncode == 0
        site.routes["/1001-a"] = there
        with opened(database) as connection:
            connection.execute("UPDATE pages SET due_at = fetched_at")  # a quarter of an hour later
            connection.commit()
        assert crawl_site(site.url(), database).returncode == 0
    assert outcomes(database) == {"gone": 1, "stored": 1}
