"""`scrapy extract` and `scrapy ingest`: saved pages and recordings through the steps of a crawl, without a network."""

import io
import json
import sqlite3
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.runs import KILLED_INGEST
from tests.outlets import declare, run, started
from tests.pages import article, numbered
from tests.running import ON_LOOPBACK, PROJECT, opened, outcomes, page_outcomes, scrapy
from tests.site import LoopbackSite
from tests.site import page as html_page

KEYS = {
    "url", "canonical_url", "outlet", "headline", "alternative_headline", "description", "body", "authors", "credit",
    "dateline", "published_at", "published_raw", "published_precision", "published_source", "modified_at", "section",
    "keywords", "image_url", "image_caption", "language", "language_confidence", "is_arabic", "relevance",
    "content_hash", "word_count", "removed", "extractor",
}  # fmt: skip
SAMPLE = PROJECT / "samples" / "enab_baladi" / "day1" / "700101.html"


def recording(path: Path, answers: dict[str, tuple[str, dict[str, str], bytes]]) -> Path:
    """A WARC file of `answers`: status, headers and body by URL."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, (status, headers, body) in answers.items():
            http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http))
    return path


def html(body: str) -> tuple[str, dict[str, str], bytes]:
    """A recorded page."""
    return "200 OK", {"Content-Type": "text/html; charset=utf-8"}, body.encode()


def extracted(*args: str) -> list[dict[str, object]]:
    """The lines that `scrapy extract` prints."""
    run = scrapy("extract", *args)
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_extract_shows_every_field_that_would_be_stored_and_why(tmp_path: Path) -> None:
    [line] = extracted(str(SAMPLE), "--url", "https://www.enabbaladi.net/700101/", "--outlet", "enab_baladi")
    assert line.keys() >= KEYS
    assert (line["outlet"], line["outcome"]) == ("enab_baladi", "article")
    assert str(line["extractor"]).startswith("enab_baladi")
    assert line["relevance"]["is_relevant"] is True  # type: ignore[index]
    assert line["relevance"]["evidence"]  # type: ignore[index]


def test_extract_says_why_a_page_is_no_article_or_not_arabic(tmp_path: Path) -> None:
    english = tmp_path / "english.html"
    english.write_text(
        article("A report", ("The harvest began early this year in most of the valley and beyond.",) * 4)
    )
    empty = tmp_path / "empty.html"
    empty.write_text("")
    by_outcome = {line["outcome"]: line for line in extracted(str(english), str(empty))}
    assert by_outcome.keys() == {"not_arabic", "no_article"}
    assert all(line["reason"] for line in by_outcome.values())


def test_extract_asks_each_outlet_of_live_pages_as_the_operator_chose(tmp_path: Path) -> None:
    choices = tmp_path / "outlets.toml"
    choices.write_text('["127.0.0.1"]\nuser_agent_form = "compatible"\n')
    settings = {**ON_LOOPBACK, "OUTLETS_FILE": str(choices)}
    with LoopbackSite({f"/{number}": html_page(numbered(number)) for number in (1, 2)}) as site:
        named = site.url("/2").replace("127.0.0.1", "localhost")  # another outlet
        run = scrapy("extract", site.url("/1"), named, **settings)
    assert run.returncode == 0, run.stderr
    lines = {line["outlet"]: line["headline"] for line in map(json.loads, run.stdout.splitlines())}
    assert lines == {"127.0.0.1": "خبر رقم 1 من سلمية", "localhost": "خبر رقم 2 من سلمية"}
    agents = {asked.headers["host"].split(":")[0]: asked.headers["user-agent"] for asked in site.asked}
    assert agents["127.0.0.1"].startswith("Mozilla/5.0 (compatible; ")
    assert not agents["localhost"].startswith("Mozilla")

    choices.write_text('["127.0.0.1"]\nuser_agent_form = "chrome"\n')
    wrong = scrapy("extract", site.url("/1"), **settings)
    assert wrong.returncode == 2
    assert 'user_agent_form = "chrome" will not do' in wrong.stdout + wrong.stderr


def test_extract_touches_no_database(tmp_path: Path) -> None:
    run = scrapy("extract", str(SAMPLE), DATABASE_URL=f"sqlite:///{tmp_path / 'news.db'}")
    assert run.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_ingest_stores_a_recording_once_and_by_the_outlet_of_each_page(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    settings = {"DATABASE_URL": f"sqlite:///{database}", "EXTRACTION_WORKERS": "0"}
    warc = recording(
        tmp_path / "pages.warc.gz",
        {
            "https://www.enabbaladi.net/800001/": html(numbered(1)),
            "https://www.enabbaladi.net/category/politics/": html(numbered(2)),
            "https://elsewhere.example/story": html(numbered(3)),
            "https://elsewhere.example/gone": ("404 Not Found", {}, b""),
        },
    )
    assert scrapy("ingest", str(warc), **settings).returncode == 0
    assert scrapy("ingest", str(warc), **settings).returncode == 0
    with opened(database) as connection:
        rows = connection.execute("SELECT outlet, url FROM all_articles ORDER BY outlet").fetchall()
        runs = connection.execute("SELECT outcome, count(*) FROM runs GROUP BY outcome").fetchall()
    assert list(map(tuple, runs)) == [("finished", 4)]  # two outlets, twice
    assert [row["outlet"] for row in rows] == ["elsewhere.example", "enab_baladi"]
    assert outcomes(database)["unchanged"] == 2


def test_an_ingest_that_was_killed_is_closed_by_the_next_command_and_goes_on_where_it_was(tmp_path: Path) -> None:
    saved = recording(
        tmp_path / "pages.warc.gz",
        {f"https://naba.example/{number}": html(numbered(number)) for number in range(60)},
    )
    declare(tmp_path, {})
    other = recording(tmp_path / "other.warc.gz", {"https://elsewhere.example/story": html(numbered(99))})

    def runs() -> list[tuple[str, str, bool, str | None]]:
        with opened(tmp_path / "news.db") as connection:
            query = "SELECT slug, outcome, ended_at IS NULL, message FROM runs JOIN outlets ON outlets.id = outlet_id"
            return [tuple(row) for row in connection.execute(query + " ORDER BY runs.id")]

    with started(tmp_path, "ingest", str(saved), EXTRACTION_WORKERS="0") as process:
        while not ((tmp_path / "news.db").exists() and has_stored(tmp_path / "news.db")):
            assert process.poll() is None
    assert [one[:3] for one in runs()] == [("naba.example", "running", True)]
    before = sum(outcomes(tmp_path / "news.db").values())
    assert before < 60
    assert run(tmp_path, "ingest", str(other)).returncode == 0
    [killed, _] = runs()
    assert killed[1:] == ("interrupted", True, KILLED_INGEST)
    assert run(tmp_path, "ingest", str(saved)).returncode == 0
    assert [one[1] for one in runs()] == ["interrupted", "finished", "finished"]
    with opened(tmp_path / "news.db") as connection:
        assert connection.execute("SELECT count(*) FROM revisions").fetchone()[0] == 61


def has_stored(database: Path) -> bool:
    """Whether a process that is beginning has stored its first pages."""
    try:
        return bool(outcomes(database))
    except sqlite3.OperationalError:
        return False  # its tables are being made


def test_a_manifest_says_where_saved_pages_came_from(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "page.html").write_text(numbered(1))
    line = {"path": "page.html", "url": "https://www.enabbaladi.net/800002/"}
    (tmp_path / "saved" / "manifest.jsonl").write_text(json.dumps(line))
    database = tmp_path / "news.db"
    assert scrapy("ingest", str(tmp_path / "saved"), DATABASE_URL=f"sqlite:///{database}").returncode == 0
    assert page_outcomes(database)["/800002/"][0] in {"stored", "off_topic"}


@pytest.mark.parametrize("command", ["ingest", "extract"])
@pytest.mark.parametrize("args", [(), ("/nowhere/page.html",), (str(PROJECT / "Makefile"),)])
def test_what_is_no_recording_is_wrong_use(command: str, args: tuple[str, ...]) -> None:
    run = scrapy(command, *args)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_a_redirect_out_of_the_outlet_or_into_the_own_network_is_not_followed(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    site = "https://www.enabbaladi.net"
    feed = (
        '<rss version="2.0"><channel><title>أخبار</title>'
        + "".join(
            f"<item><title>خبر</title><link>{site}/{number}/</link></item>" for number in (900001, 900002, 900003)
        )
        + "</channel></rss>"
    )
    warc = recording(
        tmp_path / "redirects.warc.gz",
        {
            f"{site}/robots.txt": ("404 Not Found", {}, b""),
            f"{site}/feed/": ("200 OK", {"Content-Type": "application/rss+xml"}, feed.encode()),
            f"{site}/900001/": ("302 Found", {"Location": "http://192.168.1.1/900001/"}, b""),
            f"{site}/900002/": ("302 Found", {"Location": "https://shop.example/900002/"}, b""),
            f"{site}/900003/": html(numbered(3)),
            "http://192.168.1.1/900001/": html(numbered(1)),
            "https://shop.example/900002/": html(numbered(2)),
        },
    )
    run = scrapy("crawl", "enab_baladi", REPLAY=str(warc), DATABASE_URL=f"sqlite:///{database}")
    assert run.returncode == 0, run.stderr
    found = page_outcomes(database)
    assert found["/900001/"] == ("failed", "OutOfScope: 192.168.1.1 is not a public address")
    assert found["/900002/"][0] == "failed"
    assert "redirects to another site, shop.example" in str(found["/900002/"][1])
    assert found["/900003/"][0] == "stored"
