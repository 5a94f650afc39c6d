"""A replay answers as the recorded server did, and never asks the network."""

import asyncio
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse, Response, XmlResponse
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from scrapy.utils.test import get_crawler

from crawler.clock import fetched_at
from crawler.commands.running import REPLAY_SETTINGS
from crawler.downloadhandlers.replay import NOT_RECORDED, ReplayDownloadHandler
from crawler.errors import RecordingError
from samples.compile import gzip_member, warc_record

SITE = "https://outlet.example"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
TAG = 'ETag: "a1"'
CHANGED = "Last-Modified: Mon, 02 Mar 2026 08:00:00 GMT"
PACKED = gzip.compress("<p>أمطار".encode(), mtime=0)
SITE_ANSWERS = (
    ("/page", ("200 OK", "Content-Type: text/html; charset=utf-8", TAG, CHANGED), b"<p>rain"),
    ("/feed", ("200 OK", "Content-Type: application/rss+xml"), b"<rss/>"),
    ("/packed", ("200 OK", "Content-Type: text/html", "Content-Encoding: gzip"), PACKED),
    ("/old", ("301 Moved Permanently", f"Location: {SITE}/page", TAG), b""),
    ("/gone", ("410 Gone", "Content-Type: text/html"), b"<p>gone"),
    ("/dated", ("200 OK", CHANGED), b"dated"),
    ("/cookies", ("200 OK", "Set-Cookie: a=1", "Set-Cookie: b=2"), b"cookies"),
)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A WARC of the answers above, one a second."""
    path = tmp_path / "site.warc.gz"
    records = []
    for second, (place, head, body) in enumerate(SITE_ANSWERS):
        block = "\r\n".join([f"HTTP/1.1 {head[0]}", *head[1:], "", ""]).encode() + body
        moment = START + timedelta(seconds=second)
        target = f"WARC-Target-URI: {SITE}{place}"
        records.append(warc_record("response", place, "day1", moment, "application/http", block, target))
    path.write_bytes(b"".join(map(gzip_member, records)))
    return path


@pytest.fixture
def handler(recording: Path) -> ReplayDownloadHandler:
    crawler = get_crawler(settings_dict={"REPLAY": [str(recording)], "DOWNLOAD_MAXSIZE": 1000})
    return ReplayDownloadHandler.from_crawler(crawler)


def ask(handler: ReplayDownloadHandler, place: str, meta: dict[str, Any] | None = None, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(f"{SITE}{place}", headers=named, meta=meta)
    response = asyncio.run(handler.download_request(request))
    response.request = request
    return response


def moment_of(response: Response) -> datetime:
    assert response.request is not None
    return fetched_at(response.request)


def test_an_answer_is_served_as_recorded(handler: ReplayDownloadHandler) -> None:
    response = ask(handler, "/page")
    assert isinstance(response, HtmlResponse)
    assert (response.url, response.status, response.body) == (f"{SITE}/page", 200, b"<p>rain")
    assert response.headers["ETag"] == b'"a1"'


def test_the_kind_of_response_follows_its_content_type(handler: ReplayDownloadHandler) -> None:
    assert isinstance(ask(handler, "/feed"), XmlResponse)


def test_every_value_of_a_repeated_header_is_kept(handler: ReplayDownloadHandler) -> None:
    assert ask(handler, "/cookies").headers.getlist("Set-Cookie") == [b"a=1", b"b=2"]


def test_a_compressed_body_stays_compressed_for_scrapy_to_unpack(handler: ReplayDownloadHandler) -> None:
    response = ask(handler, "/packed")
    assert (response.body, response.headers["Content-Encoding"]) == (PACKED, b"gzip")


def test_redirects_and_errors_are_served_as_recorded(handler: ReplayDownloadHandler) -> None:
    moved = ask(handler, "/old", If_None_Match='"a1"')
    assert (moved.status, moved.headers["Location"]) == (301, f"{SITE}/page".encode())
    assert ask(handler, "/gone").status == 410


def test_what_is_not_recorded_is_a_404_that_no_server_gave(handler: ReplayDownloadHandler) -> None:
    response = ask(handler, "/missing")
    assert (response.status, response.flags) == (404, [NOT_RECORDED])
    assert ask(handler, "/gone").flags == []


def test_the_time_of_an_answer_is_that_of_its_record(handler: ReplayDownloadHandler) -> None:
    assert moment_of(ask(handler, "/feed")) == START + timedelta(seconds=1)
    assert moment_of(ask(handler, "/missing")) == START + timedelta(seconds=len(SITE_ANSWERS) - 1)


@pytest.mark.parametrize("tags", ['"a1"', 'W/"a1"', '"z9", "a1"'])
def test_an_unchanged_entity_tag_is_answered_with_304(handler: ReplayDownloadHandler, tags: str) -> None:
    response = ask(handler, "/page", If_None_Match=tags)
    assert (response.status, response.body, response.headers["ETag"]) == (304, b"", b'"a1"')
    assert moment_of(response) == START


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 02 Mar 2026 08:00:00 GMT", 304),
        ("Tue, 03 Mar 2026 08:00:00 GMT", 304),
        ("Sun, 01 Mar 2026 08:00:00 GMT", 200),
        ("Mon, 02 Mar 2026 08:00:00", 200),
        ("yesterday", 200),
    ],
)
def test_a_page_changed_since_is_sent_and_another_is_not(
    handler: ReplayDownloadHandler, since: str, status: int
) -> None:
    assert ask(handler, "/dated", If_Modified_Since=since).status == status


def test_the_entity_tag_decides_where_both_are_sent(handler: ReplayDownloadHandler) -> None:
    later = "Tue, 03 Mar 2026 08:00:00 GMT"
    assert ask(handler, "/page", If_None_Match='"z9"', If_Modified_Since=later).status == 200


def test_without_recorded_validators_the_page_is_sent(handler: ReplayDownloadHandler) -> None:
    later = "Tue, 03 Mar 2026 08:00:00 GMT"
    assert ask(handler, "/feed", If_None_Match='"a1"', If_Modified_Since=later).status == 200


def test_an_answer_larger_than_a_page_may_be_is_refused(recording: Path) -> None:
    crawler = get_crawler(settings_dict={"REPLAY": [str(recording)], "DOWNLOAD_MAXSIZE": 5})
    handler = ReplayDownloadHandler.from_crawler(crawler)
    with pytest.raises(DownloadCancelledError, match="/page has 7 bytes, more than the limit of 5"):
        ask(handler, "/page")
    assert ask(handler, "/page", meta={"download_maxsize": 7}).status == 200


def test_a_recording_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    crawler = get_crawler(settings_dict={"REPLAY": [str(tmp_path / "missing.warc.gz")]})
    with pytest.raises(RecordingError, match=r"missing\.warc\.gz cannot be read"):
        ReplayDownloadHandler.from_crawler(crawler)


def test_the_commands_hand_every_page_to_the_replay() -> None:
    handlers = Settings({"DOWNLOAD_HANDLERS": REPLAY_SETTINGS["DOWNLOAD_HANDLERS"]}).getdict("DOWNLOAD_HANDLERS")
    for scheme in ("http", "https", "file"):
        assert load_object(handlers[scheme]) is ReplayDownloadHandler
