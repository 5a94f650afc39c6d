"""The compiled samples are what their sources say, byte for byte, and their sources are complete."""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from crawler.recording import open_recording
from crawler.spiders import outlets
from samples.compile import SAMPLES, compile_site, gzip_member, main, percent_encoded

SITES = sorted(file.parent for file in SAMPLES.glob("*/site.json"))


def site_of(folder: Path) -> dict[str, Any]:
    site: dict[str, Any] = json.loads((folder / "site.json").read_text(encoding="utf-8"))
    return site


def answers(folder: Path) -> list[dict[str, Any]]:
    return [answer for day in site_of(folder)["days"].values() for answer in day["responses"]]


def test_there_is_a_sample_of_each_outlet_that_the_demo_crawls() -> None:
    assert [site.name for site in SITES] == ["arabs_today", "enab_baladi", "hadi_abdullah", "ouruba", "syria_tv"]


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_compiling_again_gives_the_committed_bytes(folder: Path, tmp_path: Path) -> None:
    compiled = compile_site(folder, tmp_path)
    assert [file.name for file in compiled] == [f"{folder.name}-day1.warc.gz", f"{folder.name}-day2.warc.gz"]
    for file in compiled:
        assert file.read_bytes() == (SAMPLES / file.name).read_bytes(), f"{file.name} is stale; run `make samples`"


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_a_compiled_site_is_a_recording_of_every_answer(folder: Path) -> None:
    for name, day in site_of(folder)["days"].items():
        recording = open_recording(SAMPLES / f"{folder.name}-{name}.warc.gz")
        assert list(recording.urls()) == [percent_encoded(answer["url"]) for answer in day["responses"]]
        for answer in day["responses"]:
            response = recording.response(percent_encoded(answer["url"]))
            assert response and response.status == answer.get("status", 200)
            assert response.body == ((folder / answer["file"]).read_bytes() if "file" in answer else b"")
            assert ("ETag" in dict(response.headers)) == (response.status == 200)


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_every_file_of_a_site_is_used(folder: Path) -> None:
    used = {answer["file"] for answer in answers(folder) if "file" in answer}
    used |= {str(Path(file).with_suffix(".json")) for file in used}
    present = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert present - used == {"site.json"}


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_every_article_page_has_its_expected_result(folder: Path) -> None:
    outlet = outlets()[folder.name]
    pages = {
        answer["file"]
        for answer in answers(folder)
        if answer.get("file", "").endswith(".html") and outlet.is_article(answer["url"])
    }
    assert len(pages) >= 8
    assert [page for page in sorted(pages) if not (folder / page).with_suffix(".json").is_file()] == []


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 200_000])
def test_a_gzip_member_unpacks_to_what_it_was_made_of(size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    assert gzip.decompress(gzip_member(data)) == data
    assert gzip.decompress(gzip_member(data) + gzip_member(b"x")) == data + b"x"
    with pytest.raises(zlib.error):
        gzip.decompress(gzip_member(data)[:10] + b"\xff" + gzip_member(data)[11:])


def test_addresses_are_encoded_once_and_keep_their_marks() -> None:
    assert percent_encoded("https://a.example/أ ب/?s=ت&p=1#x") == "https://a.example/%D8%A3%20%D8%A8/?s=%D8%AA&p=1#x"
    assert percent_encoded("https://a.example/%d8%a3/") == "https://a.example/%d8%a3/"


def test_an_outlet_without_a_sample_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no_such_outlet"]) == 2
    assert "no sample site for no_such_outlet; there are arabs_today, " in capsys.readouterr().err
