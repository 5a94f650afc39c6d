"""Recordings serve what was recorded, and say clearly what cannot be read."""

import gzip
import logging
import os
import random
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import RecordingError
from crawler.recording import Recorded, open_recording, open_recordings

RAIN, BRIDGE = "https://outlet.example/1/", "https://outlet.example/2/"
MORNING, NOON = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)


class Warc:
    """A WARC file in the making; `ends` tells where each record ends."""

    def __init__(self, path: Path, gzipped: bool = True) -> None:
        self.path = path
        self.ends: list[int] = []
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=gzipped)

    def add(self, url: str, body: bytes = b"<p>x", moment: datetime = MORNING, status: str = "200 OK",
            kind: str = "response", **headers: str) -> "Warc":  # fmt: skip
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        record = self._writer.create_warc_record(
            url,
            kind,
            BytesIO(body),
            len(body),
            warc_headers_dict={"WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}"},
            http_headers=StatusAndHeaders(status, named, "HTTP/1.1") if kind == "response" else None,
        )
        self._writer.write_record(record)
        self.ends.append(self._out.tell())
        self.path.write_bytes(self._out.getvalue())
        return self

    def cut(self, size: int) -> None:
        self.path.write_bytes(self._out.getvalue()[:size])


@pytest.fixture(params=["site.warc.gz", "site.warc"])
def warc(request: pytest.FixtureRequest, tmp_path: Path) -> Warc:
    return Warc(tmp_path / request.param, gzipped=request.param.endswith(".gz"))


def test_a_response_comes_back_as_it_was_recorded(warc: Warc) -> None:
    body = gzip.compress("<p>أمطار".encode())
    warc.add(BRIDGE).add(RAIN, body, NOON, Content_Type="text/html", Content_Encoding="gzip", Set_Cookie="a=1")
    assert open_recording(warc.path).response(RAIN) == Recorded(
        RAIN,
        200,
        (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=1")),
        body,
        NOON,
    )


def test_what_was_not_recorded_has_no_response(warc: Warc) -> None:
    assert open_recording(warc.add(RAIN).path).response(BRIDGE) is None


def test_urls_come_in_recorded_order_and_the_dates_span_the_recording(warc: Warc) -> None:
    recording = open_recording(warc.add(BRIDGE, moment=NOON).add(RAIN).path)
    assert list(recording.urls()) == [BRIDGE, RAIN]
    assert (recording.first_date, recording.last_date) == (MORNING, NOON)


def test_a_later_record_of_a_url_supersedes_the_earlier(warc: Warc) -> None:
    recording = open_recording(warc.add(RAIN, b"old").add(BRIDGE).add(RAIN, b"new", NOON).path)
    assert list(recording.urls()) == [BRIDGE, RAIN]
    response = recording.response(RAIN)
    assert response and response.body == b"new"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://outlet.example/%d8%a3/?id=1",
        "https://OUTLET.example:443/أ/?id=1#comments",
        "https://outlet.example/%D8%A3/?id=1&utm_source=rss",
    ],
)
def test_a_url_is_found_however_it_is_spelled(warc: Warc, spelling: str) -> None:
    recording = open_recording(warc.add("https://outlet.example/%D8%A3/?id=1").path)
    assert recording.response(spelling)


@pytest.mark.parametrize(
    "other", ["http://outlet.example/?id=1", "https://outlet.example/?id=2", "https://outlet.example/"]
)
def test_scheme_path_and_query_tell_pages_apart(warc: Warc, other: str) -> None:
    assert open_recording(warc.add("https://outlet.example/?id=1").path).response(other) is None


def test_a_redirect_to_another_spelling_does_not_answer_for_its_target(warc: Warc) -> None:
    tracked = f"{RAIN}?utm_source=rss"
    warc.add(RAIN, b"page").add(tracked, b"", status="301 Moved Permanently", Location=RAIN)
    recording = open_recording(warc.path)
    assert [(recording.response(url) or pytest.fail(url)).status for url in (RAIN, tracked)] == [200, 301]


def test_chunks_are_joined_and_the_content_coding_kept(warc: Warc) -> None:
    packed = gzip.compress(b"<p>hello")
    chunks = b"5\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (packed[:5], len(packed) - 5, packed[5:])
    warc.add(RAIN, chunks, Transfer_Encoding="chunked", Content_Encoding="gzip")
    response = open_recording(warc.path).response(RAIN)
    assert response and response.body == packed
    assert response.headers == (("Content-Encoding", "gzip"),)


def test_only_responses_of_web_servers_are_pages(warc: Warc) -> None:
    warc.add(RAIN).add(BRIDGE, b"GET /2/ HTTP/1.1\r\n\r\n", NOON, kind="request").add("dns:outlet.example", b"1", NOON)
    recording = open_recording(warc.path)
    assert list(recording.urls()) == [RAIN]
    assert recording.last_date == MORNING


def test_of_a_file_cut_off_anywhere_the_complete_records_are_served(
    warc: Warc, caplog: pytest.LogCaptureFixture
) -> None:
    warc.add(RAIN).add(BRIDGE, random.Random(1).randbytes(500), NOON)
    first, last = warc.ends
    for size in range(first + 1, last - 60):
        caplog.clear()
        warc.cut(size)
        with caplog.at_level(logging.WARNING):
            recording = open_recording(warc.path)
        assert list(recording.urls()) == [RAIN]
        assert recording.last_date == MORNING
        assert recording.response(RAIN)
        assert f"{warc.path} is damaged; only its first 1 records are read" in caplog.text


def test_a_record_without_a_time_costs_only_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    warc = Warc(tmp_path / "site.warc", gzipped=False).add(RAIN).add(BRIDGE, moment=NOON)
    warc.path.write_bytes(warc.path.read_bytes().replace(b"2026-03-02T12:00:00Z", b"2026-03-02T25:00:00Z"))
    assert list(open_recording(warc.path).urls()) == [RAIN]
    assert f"the record of {BRIDGE} is left out" in caplog.text


def test_a_record_that_is_no_http_is_named_when_it_is_asked_for(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "site.warc", gzipped=False).add(RAIN).add(BRIDGE, status="OK")
    recording = open_recording(warc.path)
    assert recording.response(RAIN)
    with pytest.raises(RecordingError, match=f"the record of {BRIDGE} in .* is no HTTP response"):
        recording.response(BRIDGE)


def test_what_is_no_warc_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.warc"
    for content, message in (
        (b"hello", "is not a WARC file"),
        (b"\x1f\x8b broken", "is not a WARC file"),
        (gzip.compress(b"hello\r\n" * 100), "is not a WARC file"),
        (b"", "holds no complete response record"),
    ):
        path.write_bytes(content)
        with pytest.raises(RecordingError, match=message) as error:
            open_recording(path)
        assert str(path) in str(error.value)


def test_a_warc_gzipped_as_a_whole_says_how_to_mend_it(tmp_path: Path) -> None:
    plain = Warc(tmp_path / "site.warc", gzipped=False).add(RAIN).add(BRIDGE)
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(plain.path.read_bytes()))
    with pytest.raises(RecordingError, match="warcio recompress"):
        open_recording(whole)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for name in ("missing.warc.gz", "missing.html", "missing"):
        with pytest.raises(
            RecordingError, match=f"{name} cannot be read .No such file or directory.; name a WARC file"
        ):
            open_recording(tmp_path / name)


def test_several_recordings_are_one(tmp_path: Path) -> None:
    first = Warc(tmp_path / "1.warc.gz").add(RAIN, b"first")
    second = Warc(tmp_path / "2.warc.gz").add(RAIN, b"second", NOON).add(BRIDGE, moment=NOON)
    recording = open_recordings(str(first.path), str(second.path))
    assert list(recording.urls()) == [RAIN, BRIDGE]
    assert (recording.first_date, recording.last_date) == (MORNING, NOON)
    response = recording.response(RAIN)
    assert response and response.body == b"first"
    assert recording.response(f"{BRIDGE}3/") is None


def saved(path: Path, html: str, moment: datetime = MORNING) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def test_a_saved_page_is_found_by_the_address_that_it_names(tmp_path: Path) -> None:
    page = saved(tmp_path / "page.html", f'<link rel="canonical" href="{RAIN}"><p>أمطار')
    assert open_recording(page).response(RAIN) == Recorded(
        RAIN, 200, (("Content-Type", "text/html"),), page.read_bytes(), MORNING
    )


def test_a_folder_of_saved_pages_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    unnamed = saved(tmp_path / "a.htm", "<p>بلا عنوان")
    saved(tmp_path / "b" / "1.html", f'<meta property="og:url" content="{BRIDGE}">', NOON)
    saved(tmp_path / "c.html", f'<link rel="canonical" href="/relative"><meta property="og:url" content="{RAIN}">')
    saved(tmp_path / "picture.jpg", "no page")
    recording = open_recording(tmp_path)
    assert list(recording.urls()) == [unnamed.as_uri(), BRIDGE, RAIN]
    assert (recording.first_date, recording.last_date) == (MORNING, NOON)
    assert recording.response(unnamed.as_uri())


def test_pages_that_claim_one_address_are_all_kept(tmp_path: Path) -> None:
    front = '<link rel="canonical" href="https://outlet.example/">'
    saved(tmp_path / "1.html", f"{front}<p>1")
    second = saved(tmp_path / "2.html", f"{front}<p>2")
    saved(tmp_path / "3.html", f'{front}<meta property="og:url" content="{RAIN}">')
    assert list(open_recording(tmp_path).urls()) == ["https://outlet.example/", second.as_uri(), RAIN]


def test_a_manifest_says_what_is_read_and_where_and_when_it_comes_from(tmp_path: Path) -> None:
    saved(tmp_path / "1.html", f'<link rel="canonical" href="{BRIDGE}">')
    saved(tmp_path / "2.html", "<p>2", NOON)
    saved(tmp_path / "3.html", "<p>3")
    (tmp_path / "manifest.jsonl").write_text(
        f'{{"path": "2.html", "url": "{BRIDGE}"}}\n\n'
        f'{{"path": "1.html", "url": "{RAIN}", "date": "2020-01-01T00:00:00"}}\n'
    )
    recording = open_recording(tmp_path)
    dates = {url: (recording.response(url) or pytest.fail(url)).recorded_at for url in recording.urls()}
    assert dates == {BRIDGE: NOON, RAIN: datetime(2020, 1, 1, tzinfo=UTC)}


@pytest.mark.parametrize("line", ["{", "[]", '{"path": "1.html"}', '{"path": "1.html", "url": "x", "date": "soon"}'])
def test_a_broken_manifest_is_refused_by_line(tmp_path: Path, line: str) -> None:
    saved(tmp_path / "1.html", "<p>1")
    (tmp_path / "manifest.jsonl").write_text(f'{{"path": "1.html", "url": "{RAIN}"}}\n{line}\n')
    with pytest.raises(RecordingError, match=r"line 2 of .*manifest\.jsonl"):
        open_recording(tmp_path)


def test_a_manifest_that_lists_a_missing_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text(f'{{"path": "gone.html", "url": "{RAIN}"}}\n')
    with pytest.raises(RecordingError, match=r"gone\.html cannot be read"):
        open_recording(tmp_path)


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="holds no saved page"):
        open_recording(tmp_path)
