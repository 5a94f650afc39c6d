"""A line that no phrase list knows is stored at first, learnt at the end of the run, and cut from what comes then."""

import json
from pathlib import Path

import pytest

from tests.pages import feed, numbered
from tests.running import crawl_site, opened, outcomes, scrapy
from tests.site import LoopbackSite, page

CALL = "ساحتنا الصغيرة مفتوحة لكم كل صباح"
OLD = tuple(f"/{1000 + number}-a" for number in range(36))
NEW = "/2000-b"


def with_call(number: int) -> str:
    """An article of one of nine days, with the line that recurs below its text."""
    published = f'<meta property="article:published_time" content="2026-02-{1 + number % 9:02}T09:00:00+00:00">'
    return numbered(number).replace("</head>", f"{published}</head>").replace("</div>", f"<p>{CALL}</p></div>")


def site_of_calls() -> LoopbackSite:
    """A site whose feed announces the old articles."""
    site = LoopbackSite({path: page(with_call(number)) for number, path in enumerate(OLD)})
    site.routes["/"] = page("<html lang='ar'><body></body></html>")
    announce(site, *OLD)
    return site


def announce(site: LoopbackSite, *paths: str) -> None:
    site.routes["/feed/"] = page(feed(*map(site.url, paths)), "application/rss+xml")


def texts(database: Path) -> dict[str, tuple[str, int | None, int]]:
    """Body, snapshot and number of versions of each article, by the path of its URL."""
    with opened(database) as connection:
        found = connection.execute("SELECT url, body, template, revisions FROM all_articles").fetchall()
    return {"/" + row["url"].rpartition("/")[2]: (row["body"], row["template"], row["revisions"]) for row in found}


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_crawl_learns_what_recurs_and_the_next_one_cuts_it(tmp_path: Path, workers: str) -> None:
    database, urls = tmp_path / "news.db", tmp_path / "urls.txt"
    with site_of_calls() as site:
        first = crawl_site(site.url(), database, EXTRACTION_WORKERS=workers)
        assert first.returncode == 0, first.stderr
        assert "template 1 cuts what recurs" in first.stderr
        assert all(body.endswith(CALL) and template is None for body, template, _ in texts(database).values())
        with opened(database) as connection:
            [snapshot] = connection.execute("SELECT number, learnt_from, lines FROM templates").fetchall()
        assert tuple(snapshot) == (1, len(OLD), json.dumps(["ساحتنا الصغيره مفتوحه لكم كل صباح"]))

        site.routes[NEW] = page(with_call(500))
        announce(site, NEW)
        assert crawl_site(site.url(), database, EXTRACTION_WORKERS=workers).returncode == 0
        body, template, _ = texts(database)[NEW]
        assert template == 1
        assert CALL not in body
        with opened(database) as connection:
            [removed] = connection.execute("SELECT removed FROM revisions WHERE template = 1").fetchone()
            assert f"template 1: {CALL}" in json.loads(removed)

        stored = outcomes(database)
        site.routes[OLD[1]] = page(with_call(1).replace("مياه الشرب", "المياه"))
        urls.write_text("\n".join(map(site.url, OLD[:2])))
        assert crawl_site(site.url(), database, "-a", f"urls={urls}", EXTRACTION_WORKERS=workers).returncode == 0
    assert outcomes(database) == stored | {"unchanged": 1, "revised": 1}
    assert texts(database)[OLD[0]][1:] == (None, 1)
    assert texts(database)[OLD[1]][1:] == (1, 2)
    with opened(database) as connection:
        assert connection.execute("SELECT count(*) FROM templates").fetchone()[0] == 1


def saved(folder: Path, numbers: range) -> Path:
    """Saved pages of one undeclared site, with the addresses that they had."""
    folder.mkdir()
    lines = []
    for number in numbers:
        (folder / f"{number}.html").write_text(with_call(number))
        lines.append(json.dumps({"path": f"{number}.html", "url": f"https://www.square.example/{1000 + number}"}))
    (folder / "manifest.jsonl").write_text("\n".join(lines))
    return folder


def test_ingest_learns_too_and_extract_shows_what_is_cut_when_asked(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    settings = {"DATABASE_URL": f"sqlite:///{database}", "EXTRACTION_WORKERS": "0"}
    assert scrapy("ingest", str(saved(tmp_path / "old", range(36))), **settings).returncode == 0
    new = saved(tmp_path / "new", range(500, 501))
    before = database.read_bytes()
    shown = {}
    for option in ((), ("--template",)):
        run = scrapy("extract", str(new), *option, **settings)
        assert run.returncode == 0, run.stderr
        shown[option] = json.loads(run.stdout)
    assert database.read_bytes() == before
    asked, unasked = shown[("--template",)], shown[()]
    assert (unasked["template"], asked["template"]) == (None, 1)
    assert unasked["body"] == f"{asked['body']}\n\n{CALL}"
    assert {"text": CALL, "rule": "template 1"} in asked["removed"]


@pytest.mark.parametrize("url", ["sqlite:////nowhere/news.db", "postgresql+psycopg://u@127.0.0.1:9/news"])
def test_a_database_that_extract_cannot_read_is_one_line(tmp_path: Path, url: str) -> None:
    run = scrapy("extract", str(saved(tmp_path / "new", range(1))), "--template", DATABASE_URL=url)
    assert run.returncode == 1
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1, run.stderr
