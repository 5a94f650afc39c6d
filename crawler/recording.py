"""Recorded answers of the web, from WARC files and from saved pages: what `-s REPLAY=` and `scrapy ingest` read."""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from crawler.errors import RecordingError
from crawler.extraction.decode import decode
from crawler.extraction.document import parse
from crawler.text.urls import normalise

logger = logging.getLogger(__name__)

# What counts as a saved page, and the type it is served with. No charset: nobody wrote down what the server said.
SAVED_PAGES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".xml": "application/xml",
}  # fmt: skip
# The flag of a 404 that no server gave: what is not recorded has not been withdrawn.
NOT_RECORDED = "not recorded"
MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded answer. The body is as the server sent it, without its transfer coding but in its content coding."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    recorded_at: datetime  # zone-aware


class Recording(Protocol):
    """Answers by URL, and the span of time that they come from, which is the clock of a replay."""

    first_date: datetime
    last_date: datetime

    def urls(self) -> Iterator[str]:
        """Every URL that has an answer, once, in recorded order."""

    def response(self, url: str) -> Recorded | None:
        """The answer to `url`, however its address is spelled, or None. Raises RecordingError when it is damaged."""


def open_recording(path: str | Path) -> Recording:
    """The recording at `path`: a WARC file, a saved page or a folder of saved pages.

    Raises RecordingError when it is none of these or holds nothing.
    """
    path = Path(path)
    try:
        if path.is_dir() or path.suffix.lower() in SAVED_PAGES:
            return FolderRecording(path)
        return WarcRecording(path)
    except OSError as error:
        raise RecordingError(
            f"{error.filename} cannot be read ({error.strerror}); name a WARC file, a saved page or a folder of them"
        ) from None


@cache
def open_recordings(*paths: str) -> Recording:
    """The recordings at `paths` as one; of an address that several have, the first answers. Opened once a process.

    Raises RecordingError.
    """
    return Recordings(tuple(map(open_recording, paths))) if len(paths) > 1 else open_recording(paths[0])


class Recordings:
    """Several recordings as one."""

    def __init__(self, recordings: tuple[Recording, ...]) -> None:
        self.recordings = recordings
        self.first_date = min(recording.first_date for recording in recordings)
        self.last_date = max(recording.last_date for recording in recordings)

    def urls(self) -> Iterator[str]:
        """Every URL of all of them, once."""
        return iter(dict.fromkeys(chain.from_iterable(recording.urls() for recording in self.recordings)))

    def response(self, url: str) -> Recorded | None:
        """The answer of the first that has one."""
        return next(filter(None, (recording.response(url) for recording in self.recordings)), None)


class WarcRecording:
    """The HTTP responses of a WARC file (ISO 28500), plain or gzipped record by record.

    The index keeps offsets only; bodies are read when asked for. Of several records of one URL the last counts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: dict[str, tuple[int, datetime]] = {}  # offset and time
        dates = []
        for url, offset, date in self._responses():
            self._records.pop(url, None)
            self._records[url] = offset, date
            dates.append(date)
        if not dates:
            raise RecordingError(f"{path} holds no complete response record; there is nothing to read")
        self.first_date, self.last_date = min(dates), max(dates)
        self._spellings = _spellings(self._records)

    def urls(self) -> Iterator[str]:
        """Every recorded URL, in order of its last record."""
        return iter(self._records)

    def response(self, url: str) -> Recorded | None:
        """The last answer to `url`, or None. Raises RecordingError when it is no HTTP."""
        recorded_url = self._spellings.get(url) or self._spellings.get(normalise(url))
        if recorded_url is None:
            return None
        offset, date = self._records[recorded_url]
        with self.path.open("rb") as file:
            file.seek(offset)
            return self._recorded(next(WARCIterator(file)), recorded_url, date)

    def _recorded(self, record: Any, url: str, date: datetime) -> Recorded:
        headers, body = record.http_headers, record.raw_stream
        status = headers.get_statuscode() if headers else ""
        if not status.isdecimal():
            raise RecordingError(f"the record of {url} in {self.path} is no HTTP response; record that page again")
        pairs = headers.headers
        if "chunked" in headers.get_header("Transfer-Encoding", "").lower():
            body = ChunkedDataReader(body, decomp_type=None)
            pairs = [(name, value) for name, value in pairs if name.lower() != "transfer-encoding"]
        return Recorded(url, int(status), tuple(pairs), body.read(), date)

    def _responses(self) -> Iterator[tuple[str, int, datetime]]:
        """URL, offset and time of each complete response record."""
        for record, offset in self._complete():
            url = record.rec_headers.get_header("WARC-Target-URI", "")
            if record.rec_type == "response" and url.startswith(("http://", "https://")):
                date = record.rec_headers.get_header("WARC-Date", "")
                try:
                    yield url, offset, _moment(date)
                except ValueError:
                    logger.warning("%s: the record of %s is left out, its WARC-Date is %r", self.path, url, date)

    def _complete(self) -> Iterator[tuple[Any, int]]:
        """The records before the file's end or its first damage, each with its offset."""
        complete = end = 0
        try:
            with self.path.open("rb") as file:
                records = WARCIterator(file, no_record_parse=True)
                for record in records:
                    if not _read_to_end(record):
                        raise ArchiveLoadFailed("the file ends within a record")
                    complete += 1
                    yield record, records.get_record_offset()
                    end = records.get_record_offset() + records.get_record_length()
                file.seek(end)
                if file.read().strip():  # so little of the next record that nothing of it could be unpacked
                    raise ArchiveLoadFailed("the file ends within a record")
        except ArchiveLoadFailed as error:
            if "non-chunked gzip" in str(error):
                raise RecordingError(
                    f"{self.path} is gzipped as a whole; `warcio recompress` makes its records readable one by one"
                ) from None
            if not complete:
                raise RecordingError(f"{self.path} is not a WARC file: {error}") from None
            logger.warning("%s is damaged; only its first %d records are read: %s", self.path, complete, error)


class FolderRecording:
    """Saved pages: one file, or all below a folder, in the order of their names.

    A folder may have a `manifest.jsonl`, one `{"path", "url", "date"}` a line, that says what is to be read and where
    it came from. Without one a page's URL is its rel=canonical or og:url, else that of the file itself. `date` (ISO
    8601, UTC unless it says else) may be left out: then the file's own time counts.
    """

    def __init__(self, path: Path) -> None:
        manifest = path / MANIFEST
        self._pages: dict[str, tuple[Path, datetime]] = {}
        for file, url, date in _listed(manifest) if manifest.is_file() else _found(path):
            if url is None or url in self._pages:  # a site may claim one address for every page: none of them is lost
                url = file.resolve().as_uri()
            self._pages[url] = file, date or datetime.fromtimestamp(file.stat().st_mtime, UTC)
        if not self._pages:
            raise RecordingError(f"{path} holds no saved page ({', '.join(SAVED_PAGES)})")
        dates = [date for _, date in self._pages.values()]
        self.first_date, self.last_date = min(dates), max(dates)
        self._spellings = _spellings(self._pages)

    def urls(self) -> Iterator[str]:
        """Every page's URL, in the order of the manifest or of the file names."""
        return iter(self._pages)

    def response(self, url: str) -> Recorded | None:
        """The page that was saved from `url`, or None."""
        saved_url = self._spellings.get(url) or self._spellings.get(normalise(url))
        if saved_url is None:
            return None
        file, date = self._pages[saved_url]
        content_type = SAVED_PAGES.get(file.suffix.lower(), "text/html")
        return Recorded(saved_url, 200, (("Content-Type", content_type),), file.read_bytes(), date)


def _spellings(urls: Iterable[str]) -> dict[str, str]:
    """The recorded URL by its own and by its normal spelling. Its own goes first: a page and its AMP form, or the
    two ends of a redirect, have one normal form."""
    urls = tuple(urls)
    return {normalise(url): url for url in urls} | {url: url for url in urls}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_to_end(record: Any) -> bool:
    """Read a record to its end; whether it is as long as it says."""
    while record.raw_stream.read(1 << 16):
        pass
    declared = record.rec_headers.get_header("Content-Length") or ""  # the file may end amid the header
    return declared.isdecimal() and record.raw_stream.tell() == int(declared)


_SavedPage = tuple[Path, str | None, datetime | None]  # the file, where it came from, and when


def _listed(manifest: Path) -> Iterator[_SavedPage]:
    for number, line in enumerate(manifest.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            date = entry.get("date")
            yield manifest.parent / entry["path"], entry["url"] or None, _moment(date) if date else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RecordingError(
                f'line {number} of {manifest} is not {{"path": …, "url": …, "date": an ISO 8601 time}}: {error!r}'
            ) from None


def _found(path: Path) -> Iterator[_SavedPage]:
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix.lower() in SAVED_PAGES:
            yield file, _own_url(file.read_bytes()), None


def _own_url(body: bytes) -> str | None:
    """The address that a page names as its own; the front page only when it names no other."""
    tree = parse(decode(body, None))
    if tree is None:
        return None
    named = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    urls = [url.strip() for url in named if url.strip().startswith(("http://", "https://"))]
    return next(iter(sorted(urls, key=lambda url: urlsplit(url).path in ("", "/"))), None)
