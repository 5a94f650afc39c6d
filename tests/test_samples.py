"""The recorded samples: what extraction makes of every page, and what two days of crawling leave in the database."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.extraction.article import Article, NoArticle, Page
from crawler.screening.language import detect
from crawler.screening.relevance import judge
from crawler.spiders import outlets
from crawler.text.urls import normalise
from storage.outcomes import Outcome
from tests.running import opened, scrapy

SAMPLES = Path(__file__).parent.parent / "samples"
SITES = {site.parent.name: json.loads(site.read_text(encoding="utf-8")) for site in SAMPLES.glob("*/site.json")}
DAYS = ("day1", "day2")
FIELDS = (
    "canonical_url", "headline", "alternative_headline", "description", "authors", "credit", "dateline",
    "published_at", "published_precision", "modified_at", "section", "keywords", "image_url", "image_caption",
    "image_credit", "kicker",
)  # fmt: skip


def sample_pages() -> list[Any]:
    """Every recorded article page with its expected result beside it."""
    cases = []
    for slug, site in sorted(SITES.items()):
        for day in DAYS:
            recorded = datetime.fromisoformat(site["days"][day]["date"])
            for response in site["days"][day]["responses"]:
                page = SAMPLES / slug / response.get("file", "")
                expected = page.with_suffix(".json")
                if page.suffix == ".html" and expected.exists():
                    case = (slug, response, page, expected, recorded)
                    cases.append(pytest.param(*case, id=f"{slug}-{day}-{page.stem}-{response['url'][-12:]}"))
    return cases


@pytest.mark.parametrize(("slug", "response", "file", "expected_file", "recorded"), sample_pages())
def test_a_recorded_page_is_read_as_a_reader_would(
    slug: str, response: dict[str, Any], file: Path, expected_file: Path, recorded: datetime
) -> None:
    expected = json.loads(expected_file.read_text(encoding="utf-8"))
    outlet = outlets()[slug]
    content_type = response.get("type", "text/html; charset=UTF-8")
    result = extract(Page(response["url"], file.read_bytes(), recorded, content_type), outlet)
    if expected.get("no_article"):
        assert isinstance(result, NoArticle)
        return
    assert isinstance(result, Article)
    language = detect(f"{result.headline}\n{result.body}")
    assert language.is_arabic is expected.get("is_arabic", True)
    if not language.is_arabic:
        return
    assert result.body.split("\n\n") == expected["body"]
    read = {name: plain(value) for name, value in asdict(result).items() if name in FIELDS}
    wanted = {name: expected[name] for name in FIELDS}
    wanted["canonical_url"] = normalise(wanted["canonical_url"])  # the sources show addresses as a browser does
    if response["url"] != expected["url"]:  # one page under two addresses has one result beside it
        del read["canonical_url"], wanted["canonical_url"]
    assert read == wanted
    assert judge(result.headline, result.body, outlet.country).is_relevant is expected["is_relevant"]


def plain(value: object) -> object:
    """A field as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database into which both days of all five outlets were played, in the order of the demo."""
    database = tmp_path_factory.mktemp("samples") / "news.db"
    for day in DAYS:
        for slug in sorted(SITES):
            run = scrapy(
                "crawl",
                slug,
                REPLAY=str(SAMPLES / f"{slug}-{day}.warc.gz"),
                DATABASE_URL=f"sqlite:///{database}",
                EXTRACTION_WORKERS="1",
            )
            assert run.returncode == 0, run.stderr
    return database


@pytest.mark.parametrize("slug", sorted(SITES))
@pytest.mark.parametrize("day", DAYS)
def test_a_day_of_crawling_counts_what_the_site_says(crawled: Path, slug: str, day: str) -> None:
    with opened(crawled) as connection:
        [run] = connection.execute(
            "SELECT runs.id FROM runs JOIN outlets ON outlets.id = runs.outlet_id WHERE slug = ? ORDER BY runs.id "
            "LIMIT 1 OFFSET ?",
            (slug, DAYS.index(day)),
        ).fetchone()
        counts = dict(connection.execute("SELECT outcome, n FROM run_counts WHERE run_id = ?", (run,)).fetchall())
    assert counts == SITES[slug]["days"][day]["outcomes"]


def test_wire_copies_of_different_outlets_are_one_story(crawled: Path) -> None:
    with opened(crawled) as connection:
        stories = connection.execute(
            "SELECT group_concat(outlet, ' ') AS outlets FROM (SELECT DISTINCT story_id, outlet FROM all_articles "
            "ORDER BY outlet) GROUP BY story_id HAVING count(*) > 1"
        ).fetchall()
    assert sorted(row["outlets"] for row in stories) == [
        "arabs_today enab_baladi ouruba", "hadi_abdullah syria_tv",
    ]  # fmt: skip


def test_an_edited_article_keeps_both_versions(crawled: Path) -> None:
    with opened(crawled) as connection:
        rows = connection.execute(
            "SELECT slug, count(*) AS versions FROM revisions JOIN articles ON articles.id = revisions.article_id "
            "JOIN outlets ON outlets.id = articles.outlet_id GROUP BY articles.id HAVING count(*) > 1"
        ).fetchall()
    assert sorted(row["slug"] for row in rows) == sorted(SITES)
    assert {row["versions"] for row in rows} == {2}


def test_the_clock_of_a_replay_is_the_recordings(crawled: Path) -> None:
    with opened(crawled) as connection:
        [collected] = connection.execute("SELECT min(collected_at) FROM all_articles").fetchone()
        [latest] = connection.execute("SELECT max(collected_at) FROM all_articles").fetchone()
    dates = [datetime.fromisoformat(site["days"][day]["date"]) for site in SITES.values() for day in DAYS]
    assert min(dates) <= datetime.fromisoformat(collected).replace(tzinfo=UTC)
    assert datetime.fromisoformat(latest).replace(tzinfo=UTC).date() == max(dates).date()


def test_playing_a_day_again_fetches_nothing_that_has_not_changed(crawled: Path) -> None:
    with opened(crawled) as connection:
        [before] = connection.execute("SELECT count(*) FROM revisions").fetchone()
    for slug in sorted(SITES):
        run = scrapy("crawl", slug, REPLAY=str(SAMPLES / f"{slug}-day2.warc.gz"), DATABASE_URL=f"sqlite:///{crawled}")
        assert run.returncode == 0, run.stderr
    with opened(crawled) as connection:
        [after] = connection.execute("SELECT count(*) FROM revisions").fetchone()
        [fetched] = connection.execute(
            "SELECT coalesce(sum(n), 0) FROM run_counts WHERE run_id IN (SELECT max(id) FROM runs GROUP BY outlet_id)"
        ).fetchone()
    assert (after, fetched) == (before, 0)


def test_every_outcome_of_the_samples_is_known() -> None:
    counted = {outcome for site in SITES.values() for day in DAYS for outcome in site["days"][day]["outcomes"]}
    assert counted <= set(Outcome)
