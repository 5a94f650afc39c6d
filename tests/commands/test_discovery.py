"""How articles are found, against a real server on loopback."""

import gzip
import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.discovery.wordpress import posts_url
from tests.pages import PARAGRAPHS, article, feed, numbered
from tests.running import ON_LOOPBACK, PROJECT, command, crawl_site, opened, outcomes, page_outcomes
from tests.site import LoopbackSite, page

SPIDER = """
from crawler.outlet import Feed, Outlet, Section, Sitemap, WordPressApi
from crawler.spiders.outlet_spider import OutletSpider
class Loopback(OutletSpider):
    name = 'loopback'
    outlet = Outlet('loopback', 'محلي', 'Loopback', ('127.0.0.1',), 'SY', 'UTC', sources=(SOURCES,),
                    article_url=r'^/(?:(?P<year>\\d{4})/(?P<month>\\d\\d)/(?P<day>\\d\\d)/)?\\d{4}$')
"""
XML, RSS, JSON = "application/xml", "application/rss+xml", "application/json"


def crawl(site: LoopbackSite, folder: Path, sources: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Crawl an outlet with `sources`, in which SITE stands for the site, into `folder`/news.db."""
    (folder / "loopback.py").write_text(SPIDER.replace("SOURCES", sources.replace("SITE", site.url().rstrip("/"))))
    settings = {**ON_LOOPBACK, "DATABASE_URL": f"sqlite:///{folder / 'news.db'}", "SPIDER_MODULES": "loopback"}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(PROJECT), str(folder)))}
    line = command("crawl", "loopback", *args, **settings)
    return subprocess.run(line, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def urlset(*urls: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>"


def test_a_blocked_page_is_read_from_its_feed_until_the_wall_falls(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    whole = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    with LoopbackSite() as site:
        item = (
            f"<item><title>صيانة شبكة المياه في سلمية</title><link>{site.url('/1001')}</link>"
            f"<pubDate>Mon, 02 Mar 2026 08:30:00 +0300</pubDate>"
            f"<content:encoded><![CDATA[{whole}<p>The post <a href='/'>x</a> appeared first on y.</p>]]></content:encoded></item>"
        )
        site.routes["/feed/"] = page(f"<rss version='2.0'><channel>{item}</channel></rss>", RSS, etag='"1"')
        site.routes["/1001"] = (403, {}, b"")
        first = crawl(site, tmp_path, "Feed('SITE/feed/')")
        assert first.returncode == 0, first.stderr
        assert "1 of the blocked read from their sources" in first.stderr
        assert outcomes(database) == {"blocked": 1}
        assert page_outcomes(database) == {"/1001": ("blocked", "HTTP status 403; read from its source")}
        with opened(database) as connection:
            [stored] = connection.execute("SELECT * FROM published_articles").fetchall()
            connection.execute("UPDATE pages SET due_at = fetched_at")
            connection.commit()
        assert stored["body"].split("\n\n") == list(PARAGRAPHS)
        assert stored["extractor"].startswith("feed@")
        assert stored["published_at"] == "2026-03-02T05:30:00.000000Z"

        site.routes["/1001"] = page(article("صيانة شبكة المياه في سلمية", PARAGRAPHS[:2]))
        assert crawl(site, tmp_path, "Feed('SITE/feed/')").returncode == 0  # the feed answers 304
    assert outcomes(database) == {"blocked": 1, "stored": 1}
    with opened(database) as connection:
        [replaced] = connection.execute("SELECT * FROM published_articles").fetchall()
        assert connection.execute("SELECT count(*) FROM announced_texts").fetchone()[0] == 0
    assert (replaced["uid"], replaced["revisions"]) == (stored["uid"], 1)
    assert replaced["body"].split("\n\n") == list(PARAGRAPHS[:2])
    assert not replaced["extractor"].startswith("feed@")


def test_behind_a_wall_every_article_of_a_feed_is_read_from_it_within_a_few_runs(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with LoopbackSite() as site:
        words = PARAGRAPHS[0].split()
        items = "".join(
            f"<item><title>خبر رقم {number} من سلمية</title><link>{site.url(f'/{number}')}</link><content:encoded>"
            f"<![CDATA[<p>{' '.join(f'{word} {number}{at}' for at, word in enumerate(words))}</p>]]>"
            "</content:encoded></item>"
            for number in range(1001, 1017)
        )
        site.routes["/feed/"] = page(f"<rss version='2.0'><channel>{items}</channel></rss>", RSS, etag='"1"')
        wall = (403, {"Server": "cloudflare", "cf-mitigated": "challenge"}, b"")
        site.routes |= {f"/{number}": wall for number in range(1001, 1017)}
        for _ in range(3):  # each is allowed five or six refusals
            assert crawl(site, tmp_path, "Feed('SITE/feed/')").returncode == 0
            with opened(database) as connection:
                connection.execute("UPDATE pages SET due_at = fetched_at")
                connection.execute("UPDATE hosts SET held_until = NULL")
                connection.commit()
        assert len(site.paths) < 30
    with opened(database) as connection:
        stored = connection.execute("SELECT extractor FROM published_articles").fetchall()
    assert [extractor.startswith("feed@") for (extractor,) in stored] == [True] * 16


def test_a_large_sitemap_is_read_from_a_file_and_a_small_one_from_memory(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        addresses = [site.url(f"/{number:04}") for number in range(10_000)]
        large = urlset(*addresses[:9_000]).replace("</loc>", f"</loc><priority>{'0' * 250}</priority>")
        site.routes |= {
            "/large.xml": (200, {"Content-Type": XML, "Content-Encoding": "gzip"}, gzip.compress(large.encode())),
            "/small.xml.gz": page(gzip.compress(urlset(*addresses[9_000:]).encode()), "application/gzip"),
            "/8999": page(numbered(1)),
        }
        run = crawl(site, tmp_path, "Sitemap('SITE/large.xml'), Sitemap('SITE/small.xml.gz')", "-a", "limit=1")
        encodings = {asked.headers["accept-encoding"] for asked in site.asked if "xml" in asked.path}
    assert len(large) > 2_000_000
    assert run.returncode == 0, run.stderr
    assert encodings == {"gzip"}
    with opened(tmp_path / "news.db") as connection:
        assert connection.execute("SELECT announced FROM runs").fetchone()[0] == 10_000


def test_an_archive_is_walked_past_one_page_that_fails_and_not_past_two_and_the_run_names_them(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        for number in range(1, 8):
            site.routes[f"/{1000 + number}"] = page(numbered(number))
            site.routes[f"/news/{number}"] = page(f"<html><body><a href='/{1000 + number}'>خبر</a></body></html>")
        site.routes |= dict.fromkeys(("/news/2", "/news/4", "/news/5"), (500, {}, b""))
        run = crawl(site, tmp_path, "Section('SITE/news/{page}', links='a')", "-a", "mode=archive")
        asked = set(site.paths)
    assert run.returncode == 0, run.stderr
    assert {path for path in asked if path.startswith("/news/")} == {f"/news/{number}" for number in range(1, 6)}
    assert outcomes(tmp_path / "news.db") == {"stored": 2}
    with opened(tmp_path / "news.db") as connection:
        [[message]] = connection.execute("SELECT message FROM runs").fetchall()
    assert all(f"/news/{number} was not read: HTTP status 500" in message for number in (2, 4, 5))


def test_links_that_are_not_for_us_are_counted_and_not_fetched(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        strangers = ["https://shop.example/1001", "https://ads.example/1", *map(site.url, ("/en/1001", "/tr/1001"))]
        old = site.url("/2020/01/01/1003")
        site.routes["/feed/"] = page(feed(*strangers, old, site.url("/1002")), RSS)
        site.routes["/1002"] = page(numbered(2))
        run = crawl(site, tmp_path, "Feed('SITE/feed/')", "-a", "since=2024-01-01")
        asked = site.paths
    assert "links left: off-site 2, other language 2, outside the window 1" in run.stderr
    assert asked == ["/robots.txt", "/feed/", "/1002"]


def test_a_listing_is_followed_by_its_own_link_to_its_end(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        site.routes |= {f"/{number}": page(numbered(number)) for number in (1001, 1002, 1003)}
        for number, older in ((1001, "/news/b"), (1002, "/news/c"), (1003, "/news/")):
            name = {1001: "/news/", 1002: "/news/b", 1003: "/news/c"}[number]
            site.routes[name] = page(
                f"<html><body><a href='/{number}'>خبر</a><a href='{older}'>الأقدم »</a></body></html>"
            )
        run = crawl(site, tmp_path, "Section('SITE/news/', links='a')", "-a", "mode=archive")
        asked = site.paths
    assert run.returncode == 0, run.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 3}
    assert asked.count("/news/c") == 1
    assert "/news/ lists what an earlier page of the pager listed" in run.stderr


def test_a_daily_sitemap_is_asked_for_each_day_of_the_window(tmp_path: Path) -> None:
    template = "/days.xml?yyyy={yyyy}&mm={mm}&dd={dd}"
    with LoopbackSite() as site:
        day_of = "/days.xml?yyyy=2024&mm=03&dd={:02}".format
        site.routes |= {day_of(day): page(urlset(site.url(f"/10{day:02}")), XML) for day in (4, 2)}  # 404 on the 3rd
        site.routes |= {f"/10{day:02}": page(numbered(day)) for day in (4, 2)}
        run = crawl(
            site, tmp_path, f"Sitemap('SITE{template}')", "-a", "mode=archive", "-a", "since=2024-03-02",
            "-a", "until=2024-03-04",
        )  # fmt: skip
        days = [path for path in site.paths if path.startswith("/days")]
    assert run.returncode == 0, run.stderr
    assert days == [day_of(day) for day in (4, 3, 2)]
    assert outcomes(tmp_path / "news.db") == {"stored": 2}


def test_the_wordpress_api_is_asked_for_the_window_and_stands_in_for_what_is_blocked(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        content = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        post = {"link": site.url("/1001"), "date_gmt": "2024-03-02T05:30:00", "title": {"rendered": "صيانة الشبكة"},
                "content": {"rendered": content}}  # fmt: skip
        path = (
            "/posts?per_page=100&page=1&_fields=link,title,date_gmt,modified_gmt,_links.wp:term,_embedded,content"
            "&_embed=wp:term&after=2024-02-29T00:00:00"
        )
        site.routes |= {path: page(json.dumps([post]), JSON), "/1001": (429, {}, b"")}
        run = crawl(site, tmp_path, "WordPressApi('SITE/posts')", "-a", "since=2024-03-01")
        asked = site.paths
    assert run.returncode == 0, run.stderr
    assert path in asked
    with opened(tmp_path / "news.db") as connection:
        [stored] = connection.execute("SELECT headline, published_on FROM published_articles").fetchall()
    assert tuple(stored) == ("صيانة الشبكة", "2024-03-02")


def test_what_the_wordpress_api_says_stands_beside_the_page(tmp_path: Path) -> None:
    terms = [[{"taxonomy": "category", "name": "خدمات"}], [{"taxonomy": "post_tag", "name": "مياه"}]]
    posts, pages = [], {}
    with LoopbackSite() as site:
        for number, paragraphs in ((1001, PARAGRAPHS), (1002, PARAGRAPHS[:1])):  # the second page shows its beginning
            content = "".join(f"<p>{number} {paragraph}</p>" for paragraph in PARAGRAPHS)
            title = f"صيانة الشبكة {number}"
            posts.append({"link": site.url(f"/{number}"), "date_gmt": "2026-03-02T05:30:00", "title": title,
                          "content": {"rendered": content}, "_embedded": {"wp:term": terms}})  # fmt: skip
            pages[f"/{number}"] = page(article(title, tuple(f"{number} {paragraph}" for paragraph in paragraphs)))
        site.routes |= pages | {posts_url("/posts", 1, None, None, with_content=True): page(json.dumps(posts), JSON)}
        run = crawl(site, tmp_path, "WordPressApi('SITE/posts')")
    assert run.returncode == 0, run.stderr
    with opened(tmp_path / "news.db") as connection:
        stored = connection.execute("SELECT * FROM all_articles ORDER BY url").fetchall()
        counted = connection.execute(
            "SELECT outlet, count(*) FROM all_articles "
            """WHERE CAST(disagreements AS text) LIKE '%"other_origin": "source"%' GROUP BY outlet"""
        ).fetchall()
        assert connection.execute("SELECT count(*) FROM announced_texts").fetchone()[0] == 0
    assert [row["section"] for row in stored] == ["خدمات", "خدمات"]
    assert [row["keywords"] for row in stored] == ["مياه", "مياه"]
    assert {json.loads(row["origins"])["section"] for row in stored} == {"wordpress"}
    assert [tuple(row) for row in counted] == [("loopback", 1)]
    assert stored[1]["body"] == f"1002 {PARAGRAPHS[0]}"
    whole, [short] = (json.loads(row["disagreements"]) for row in stored)
    assert whole == []
    assert (short["field"], short["other_origin"]) == ("body", "source")
    assert f"of them not in the other: 1002 {PARAGRAPHS[1][:40]}" in short["other"]


def test_where_no_declared_source_can_be_read_the_site_is_asked_once_where_they_are(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        site.routes |= {
            "/": page(f"<html><head><link rel='alternate' type='{RSS}' href='/new-feed'></head><body></body></html>"),
            "/new-feed": page(feed(site.url("/1001")), RSS),
            "/1001": page(numbered(1)),
        }
        run = crawl(site, tmp_path, "Feed('SITE/feed/'), Sitemap('SITE/old.xml', guess=True)")
        asked = site.paths
    assert run.returncode == 0, run.stderr
    assert f"sources found: feed {site.url('/new-feed')}" in run.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 1}
    assert asked.count("/feed/") == 1
    with opened(tmp_path / "news.db") as connection:
        found = connection.execute("SELECT kind, is_guess FROM sources WHERE url LIKE '%/new-feed'").fetchall()
    assert [tuple(row) for row in found] == [("feed", 0)]


def test_what_was_found_is_asked_in_the_next_runs_until_what_is_declared_answers(tmp_path: Path) -> None:
    with LoopbackSite() as site:
        front = page(f"<html><head><link rel='alternate' type='{RSS}' href='/new-feed'></head><body></body></html>")
        site.routes |= {"/": front, "/new-feed": page(feed(site.url("/1001")), RSS)}
        site.routes |= {f"/{number}": page(numbered(number)) for number in (1001, 1002, 1003)}
        assert crawl(site, tmp_path, "Feed('SITE/feed/')").returncode == 0
        del site.asked[:]
        site.routes["/new-feed"] = page(feed(site.url("/1002")), RSS)
        again = crawl(site, tmp_path, "Feed('SITE/feed/')")
        assert again.returncode == 0, again.stderr
        assert sorted(site.paths) == ["/1002", "/feed/", "/new-feed"]
        del site.asked[:]
        site.routes["/feed/"] = page(feed(site.url("/1003")), RSS)
        assert crawl(site, tmp_path, "Feed('SITE/feed/')").returncode == 0
        del site.asked[:]
        last = crawl(site, tmp_path, "Feed('SITE/feed/')")
        assert site.paths == ["/feed/"]
    with opened(tmp_path / "news.db") as connection:
        said = [row[0] for row in connection.execute("SELECT message FROM runs ORDER BY id")]
    assert [message and f"feed {site.url('/new-feed')}" in message for message in said] == [True, True, True, None]
    assert f"sources found: feed {site.url('/new-feed')}" in again.stderr
    assert "sources found" not in last.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 3}


def test_a_site_that_has_nothing_anywhere_costs_a_dozen_requests(tmp_path: Path) -> None:
    with LoopbackSite({"/": page("<html><body></body></html>")}) as site:
        run = crawl(site, tmp_path, "Feed('SITE/feed/')")
        asked = site.paths
    assert run.returncode == 1
    assert len(asked) <= 15
    assert len(asked) == len(set(asked)) + 1  # the front page is read, and then read as a listing


def test_a_site_that_is_down_is_not_asked_where_else_to_look(tmp_path: Path) -> None:
    with LoopbackSite({"/feed/": (500, {}, b"")}) as site:
        assert crawl(site, tmp_path, "Feed('SITE/feed/')").returncode == 1
        assert "/" not in site.paths


def test_what_was_found_on_an_undeclared_site_is_said(tmp_path: Path) -> None:
    published = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    with LoopbackSite() as site:
        items = [{"url": site.url("/1001-rain"), "title": "أمطار", "date_published": published}]
        site.routes |= {
            "/": page(
                "<html><head><link rel='alternate' type='application/feed+json' href='/feed.json'></head></html>"
            ),
            "/feed.json": page(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), JSON),
            "/1001-rain": page(numbered(1)),
        }
        run = crawl_site(site.url(), tmp_path / "news.db")
    assert run.returncode == 0, run.stderr
    assert f"sources found: feed {site.url('/feed.json')}" in run.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 1}
