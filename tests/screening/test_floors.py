"""Screening tells languages and relevance as well as it ever did on the project's own sets; and the gate that says so shuts."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import floors, languages, relevance
from benchmarks.screening import FLOORS, read_set, wilson
from crawler.screening.language import Language, detect
from crawler.screening.relevance import Relevance, judge


def measured() -> dict[str, dict[str, float]]:
    pairs = [(item, languages.detect(item["text"])) for item in read_set(*languages.OWN)]
    return {"languages": languages.accuracy(pairs), **relevance.own_figures()}


def test_no_figure_is_below_its_floor() -> None:
    assert set(floors.read(FLOORS)) == {"languages", *(file.stem for file in relevance.OWN)}
    assert not floors.falls(floors.read(FLOORS), measured())


def test_every_text_of_the_set_of_languages_is_told_rightly() -> None:
    wrong = [item for item in read_set(*languages.OWN) if not languages.is_right(item, detect(item["text"]))]
    assert not wrong


@pytest.mark.parametrize("name", ["relevance", "relevance-later"])
def test_the_floors_of_relevance_are_not_low(name: str) -> None:
    assert min(floors.read(FLOORS)[name].values()) >= 0.9


def test_a_worse_gazetteer_falls_below_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_homes(headline: str, body: str, outlet_country: str, year: int | None) -> Relevance:
        return judge(headline, body, "", year)

    monkeypatch.setattr(relevance, "judge", without_homes)
    assert any("recall" in line for line in floors.falls(floors.read(FLOORS), measured()))


def test_a_language_let_in_falls_below_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    def lenient(text: str) -> Language:
        found = detect(text)
        return replace(found, code="ar", is_arabic=True) if found.code == "ug" else found

    monkeypatch.setattr(languages, "detect", lenient)
    assert any("Arabic or not" in line for line in floors.falls(floors.read(FLOORS), measured()))


def test_the_sets_cover_what_they_should() -> None:
    articles = read_set(*relevance.OWN)
    assert len(read_set(relevance.OWN[0])) >= 80
    assert len(read_set(relevance.OWN[1])) >= 40
    assert len({item["id"] for item in articles}) == len(articles)
    assert all(item["date"] >= relevance.FALL for item in articles)
    assert 0.4 < sum(item["label"] == relevance.SYRIA for item in articles) / len(articles) < 0.6
    labels = {item["label"] for item in read_set(*languages.OWN)}
    assert labels >= {"ar", "fa", "ur", "ckb", "ku", "ug", "ps", "sd", "ota", "az", "en", "und"}


def test_predictions_can_be_scored_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, keys in ((relevance, {"syria", "not_syria"}), (languages, {"ar", "fa"})):
        file = tmp_path / f"{module.__name__}.jsonl"
        monkeypatch.setattr("sys.argv", ["benchmark", "--predictions", str(file)])
        with pytest.raises(SystemExit) as ended:
            module.main()
        assert ended.value.code == 0
        lines = read_set(file)
        assert [line["id"] for line in lines] == [item["id"] for item in read_set(*module.OWN)]
        assert {line["label"] for line in lines} >= keys


def test_an_interval_holds_its_proportion_and_narrows_with_number() -> None:
    assert wilson(0, 0) == (0, 1)
    low, high = wilson(95, 100)  # as tables give it: 0.888 to 0.978
    assert (round(low, 3), round(high, 3)) == (0.888, 0.978)
    assert wilson(950, 1000)[0] > low
    assert wilson(20, 20)[0] < 1
