"""Polls and revisits against a real server on loopback, with the stored times moved back between two crawls."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.pages import PARAGRAPHS, article, feed, numbered
from tests.running import crawl_site, opened, outcomes
from tests.site import LoopbackSite, page, redirect

PATHS = tuple(f"/{1000 + number}-a" for number in range(8))


def site_with(*paths: str) -> LoopbackSite:
    """A site whose feed announces `paths`, each of them an article with an ETag."""
    site = LoopbackSite({path: page(numbered(number), etag=f'"{number}"') for number, path in enumerate(paths)})
    site.routes["/"] = page("<html lang='ar'><body></body></html>")
    site.routes["/feed/"] = page(feed(*map(site.url, paths)), "application/rss+xml")
    return site


def crawl(site: LoopbackSite, database: Path, **settings: str) -> list[str]:
    """Crawl, and the paths that were asked for."""
    before = len(site.asked)
    run = crawl_site(site.url(), database, **settings)
    assert run.returncode == 0, run.stderr
    return [asked.path for asked in site.asked[before:]]


def move_back(database: Path, by: timedelta) -> None:
    """Make everything that is stored so much older."""
    with opened(database) as connection:
        for table in ("pages", "articles", "revisions", "sources", "robots_files", "outlets"):
            for column in connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall():
                name = column["name"]
                if not name.endswith(("_at", "gone_since")):
                    continue
                rows = connection.execute(f"SELECT DISTINCT {name} AS at FROM {table}").fetchall()
                for moment in (row["at"] for row in rows if row["at"]):
                    earlier = f"{datetime.fromisoformat(moment) - by:%Y-%m-%dT%H:%M:%S.%fZ}"
                    connection.execute(f"UPDATE {table} SET {name} = ? WHERE {name} = ?", (earlier, moment))
        connection.commit()


def value(database: Path, sql: str) -> object:
    with opened(database) as connection:
        return connection.execute(sql).fetchone()[0]


def test_an_article_that_was_an_error_page_with_status_200_is_stored_once_it_is_there(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    broken = (
        "",
        "<h1>Error establishing a database connection</h1>",
        "<title>صيانة</title><h1>الموقع قيد الصيانة</h1>",
    )
    with site_with(*PATHS[:4]) as site:
        for path, body in zip(PATHS, broken, strict=False):
            site.routes[path] = page(body, etag='"broken"')
        crawl(site, database)
        assert outcomes(database) == {"stored": 1, "no_article": 3}
        assert not set(PATHS) & set(crawl(site, database))
        move_back(database, timedelta(minutes=61))
        for number, path in enumerate(PATHS[:3]):
            site.routes[path] = page(numbered(number))
        crawl(site, database)
    assert outcomes(database)["stored"] == 4


def test_articles_are_asked_for_again_conditionally_and_an_edit_is_a_version(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with(*PATHS[:2]) as site:
        crawl(site, database)
        assert not set(PATHS) & set(crawl(site, database))
        move_back(database, timedelta(minutes=61))
        edited = numbered(1).replace("</div>", f"<p>{PARAGRAPHS[1]}</p></div>")
        site.routes[PATHS[1]] = page(edited, etag='"edited"')
        before = len(site.asked)
        assert set(PATHS[:2]) <= set(crawl(site, database))
        conditions = {asked.path: asked.headers.get("if-none-match") for asked in site.asked[before:]}
        assert not set(PATHS) & set(crawl(site, database))
    assert (conditions[PATHS[0]], conditions[PATHS[1]]) == ('"0"', '"1"')
    with opened(database) as connection:
        counts = dict(connection.execute("SELECT outcome, n FROM run_counts WHERE run_id = 3").fetchall())
    assert counts == {"unchanged": 1, "revised": 1}
    assert value(database, "SELECT count(*) FROM revisions") == 3


def test_a_source_and_an_article_whose_validators_lie_are_read_again(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with(*PATHS[:2]) as site:
        first, second = (page(feed(*map(site.url, paths)), etag='"1"') for paths in (PATHS[:1], PATHS[:2]))
        site.routes["/feed/"] = first
        crawl(site, database)
        site.routes["/feed/"] = second
        site.routes[PATHS[0]] = page(numbered(0).replace("</div>", f"<p>{PARAGRAPHS[1]}</p></div>"), etag='"0"')
        move_back(database, timedelta(hours=25))
        crawl(site, database)
        assert value(database, "SELECT count(*) FROM revisions") == 1
        with opened(database) as connection:
            connection.execute("UPDATE sources SET asked = 8")
            connection.commit()
        move_back(database, timedelta(days=6))
        assert PATHS[1] in crawl(site, database)
    assert value(database, "SELECT count(*) FROM published_articles") == 2
    assert value(database, "SELECT count(*) FROM revisions") == 3


def test_no_article_is_asked_for_again_when_the_operator_wants_none(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with(*PATHS[:2]) as site:
        crawl(site, database, REVISIT_AFTER="")
        move_back(database, timedelta(days=8))
        assert not set(PATHS) & set(crawl(site, database, REVISIT_AFTER=""))
        wrong = crawl_site(site.url(), database, REVISIT_AFTER="soon")
    assert wrong.returncode == 2
    assert "REVISIT_AFTER='soon'" in wrong.stderr


def test_sources_that_are_not_due_are_left_when_only_due_ones_are_wanted(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    sources = {"/feed/", "/rss.xml", "/sitemap.xml"}
    with site_with(*PATHS[:2]) as site:
        assert sources <= set(crawl(site, database))
        assert sources <= set(crawl(site, database))
        assert len(sources & set(crawl(site, database, ONLY_DUE_SOURCES="1"))) <= 1
        move_back(database, timedelta(days=8))
        assert sources <= set(crawl(site, database, ONLY_DUE_SOURCES="1"))
    assert value(database, "SELECT failure FROM sources WHERE url LIKE '%/rss.xml'") == "hard"
    # The feed sends no validators, and the same bytes every time.
    assert value(database, "SELECT length(body_hash) FROM sources WHERE url LIKE '%/feed/'") == 32


def test_an_article_that_is_taken_down_is_withdrawn_within_a_week_and_comes_back(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    state = "SELECT state FROM all_articles ORDER BY url LIMIT 1"
    with site_with(*PATHS) as site:
        crawl(site, database)
        move_back(database, timedelta(days=3))
        there = site.routes[PATHS[0]]
        site.routes[PATHS[0]] = (404, {}, b"")
        for _ in range(3):
            assert value(database, state) == "published"
            assert PATHS[0] in crawl(site, database)
            move_back(database, timedelta(days=4))
        assert value(database, state) == "withdrawn"
        assert PATHS[0] not in crawl(site, database)
        site.routes[PATHS[0]] = there
        move_back(database, timedelta(days=31))
        assert PATHS[0] in crawl(site, database)
    assert value(database, state) == "published"
    assert value(database, "SELECT verdict FROM outlets") is None


def test_an_outlet_that_forgot_its_addresses_has_migrated_and_one_that_redirects_has_moved(tmp_path: Path) -> None:
    migrated, moved = tmp_path / "migrated.db", tmp_path / "moved.db"
    with site_with(*PATHS) as site:
        for database in (migrated, moved):
            crawl(site, database)
            move_back(database, timedelta(hours=2))
        site.routes |= dict.fromkeys(PATHS[:4], redirect("/"))
        crawl(site, migrated)
        site.routes |= dict.fromkeys(PATHS, redirect("https://www.naba.test/"))
        asked = crawl(site, moved)
    assert value(migrated, "SELECT verdict FROM outlets") == "migrated"
    assert value(migrated, "SELECT count(*) FROM pages WHERE led_to = '/' AND outcome = 'gone'") == 4
    with opened(moved) as connection:
        [outlet] = connection.execute("SELECT verdict, moved_to FROM outlets").fetchall()
    assert tuple(outlet) == ("moved", "naba.test")
    assert set(PATHS) <= set(asked)
    assert value(moved, "SELECT count(*) FROM published_articles") == len(PATHS)


def test_a_page_that_fails_is_given_up_with_its_reason(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    with site_with(PATHS[0]) as site:
        site.routes[PATHS[0]] = (500, {}, b"")
        for _ in range(12):
            assert PATHS[0] in crawl(site, database, RETRY_ENABLED="0")
            move_back(database, timedelta(days=1))
        assert PATHS[0] not in crawl(site, database, RETRY_ENABLED="0")
    assert value(database, "SELECT reason FROM pages") == "HTTP status 500"


def test_the_front_page_of_an_article_is_an_article_when_it_is_asked_for_itself(tmp_path: Path) -> None:
    urls = tmp_path / "urls.txt"
    with site_with() as site:
        site.routes["/"] = page(article("خبر من سلمية"))
        urls.write_text(site.url("/"))
        assert crawl_site(site.url(), tmp_path / "news.db", "-a", f"urls={urls}").returncode == 0
    assert value(tmp_path / "news.db", "SELECT led_to FROM pages") is None
