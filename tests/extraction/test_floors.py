"""Extraction reads the project's own pages as well as it ever did; and the gate that says so shuts."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import extraction, floors
from benchmarks.extraction import GENERIC, WITH_RULES, Reading, own_cases, readings
from crawler.extraction import Article, NoArticle, Page
from crawler.outlet import Outlet


@pytest.fixture(scope="module")
def found() -> dict[str, Reading]:
    return readings(own_cases(), {})


def test_no_figure_is_below_its_floor(found: dict[str, Reading]) -> None:
    worse = floors.falls(floors.read(), floors.measured(found))
    wrong = [
        f"{name}: {one.page}: {line}" for name, reading in found.items() for one in reading.scores for line in one.why
    ]
    assert not worse, "\n".join([*worse, "", *wrong])


def test_the_rules_of_an_outlet_leave_nothing_wrong() -> None:
    ruled = floors.read()[WITH_RULES]
    assert ruled.pop("invented") == 0
    assert ruled.pop("body F1") >= 0.995
    assert set(ruled.values()) == {1.0}


@pytest.mark.parametrize(
    ("damage", "column"),
    [
        (lambda article: replace(article, body=article.body.partition("\n\n")[2] or "نص"), "body F1"),
        (lambda article: replace(article, body=article.body[:-40]), "clean"),
        (lambda article: replace(article, headline=article.headline + " - الموقع"), "headline"),
        (lambda article: replace(article, published_at=None), "day"),
        (lambda article: replace(article, published_precision="day"), "minute+zone"),
        (lambda article: replace(article, published_at=article.published_at and article.published_at.replace(year=1999)), "invented"),
        (lambda article: replace(article, authors=(*article.authors, "هيئة التحرير")), "authors F1"),
        (lambda article: replace(article, section="الرئيسية"), "fields"),
        (lambda article: NoArticle(article.url, "too few words"), "body F1"),
    ],
)  # fmt: skip
def test_a_worse_reading_falls_below_the_floors(monkeypatch: pytest.MonkeyPatch, damage: object, column: str) -> None:
    def damaged(page: Page, outlet: Outlet) -> Article | NoArticle:
        result = whole(page, outlet)
        return damage(result) if isinstance(result, Article) else result

    whole = extraction.extract
    monkeypatch.setattr(extraction, "extract", damaged)
    some = [case for case in own_cases() if case.declared][::5]
    worse = floors.falls(floors.read(), floors.measured(readings(some, {})))
    assert any(line.startswith(f"{WITH_RULES}: {column} is ") for line in worse), worse


def test_an_article_found_where_there_is_none_falls_below_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    some = next(case for case in own_cases() if not case.gold.get("no_article"))
    article = extraction.extract(some.page, some.undeclared)
    none = [case for case in own_cases() if case.gold.get("no_article")]
    monkeypatch.setattr(extraction, "extract", lambda page, outlet: article)
    worse = floors.falls(floors.read(), floors.measured(readings(none, {})))
    assert any(line.startswith(f"{GENERIC}: no article is ") for line in worse), worse


def test_a_floor_is_raised_silently_and_lowered_on_purpose(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    floors.write({"generic": {"clean": 0.5, "invented": 0.1}}, file)
    floors.write({"generic": {"clean": 0.75, "invented": 0.05}}, file)
    with pytest.raises(floors.LowerFloorError, match=r"(?s)--lower.*clean is 0\.7000; its floor is 0\.75"):
        floors.write({"generic": {"clean": 0.7, "invented": 0.05}}, file)
    with pytest.raises(floors.LowerFloorError, match=r"invented is 0\.0600; its ceiling is 0\.05"):
        floors.write({"generic": {"clean": 0.75, "invented": 0.06}}, file)
    assert floors.read(file) == {"generic": {"clean": 0.75, "invented": 0.05}}
    floors.write({"generic": {"clean": 0.7, "invented": 0.06}}, file, lower=True)
    assert floors.read(file) == {"generic": {"clean": 0.7, "invented": 0.06}}


def test_a_floor_that_is_no_longer_measured_has_fallen() -> None:
    assert floors.falls({"generic": {"clean": 0.5}}, {"generic": {}}) != []


def test_a_figure_is_never_below_the_floor_that_it_sets(tmp_path: Path) -> None:
    file, figures = tmp_path / "floors.json", {"generic": {"clean": 2 / 3, "invented": 1 / 3}}
    floors.write(figures, file)
    assert floors.falls(floors.read(file), figures) == []
