"""Compiles the sample sites: `python -m samples.compile [OUTLET...]` writes samples/OUTLET-dayN.warc.gz.

The same sources give the same bytes on every machine: ids and times are made from the URL and the day, and records are
stored in gzip without compression, because no two builds of zlib promise to compress alike.
"""

import json
import struct
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

SAMPLES = Path(__file__).parent
DEFAULT_TYPE = "text/html; charset=UTF-8"
_STORED_BLOCK = 0xFFFF  # RFC 1951, section 3.2.4: a block's length has 16 bits


def compile_site(folder: Path, target: Path) -> list[Path]:
    """Write one WARC file a day of the site in `folder` to the folder `target`; the files that were written."""
    site = json.loads((folder / "site.json").read_text(encoding="utf-8"))
    files = []
    for day, recorded in site["days"].items():
        file = target / f"{site['outlet']}-{day}.warc.gz"
        file.write_bytes(b"".join(gzip_member(record) for record in day_records(folder, file.name, day, recorded)))
        files.append(file)
    return files


def day_records(folder: Path, name: str, day: str, recorded: dict[str, Any]) -> Iterator[bytes]:
    """The records of one day: a warcinfo, then a response each second, in the order of site.json."""
    start = datetime.fromisoformat(recorded["date"]).astimezone(UTC)
    info = b"software: samples.compile\r\nformat: WARC File Format 1.0\r\n"
    yield warc_record("warcinfo", name, day, start, "application/warc-fields", info, f"WARC-Filename: {name}")
    for second, answer in enumerate(recorded["responses"]):
        url = percent_encoded(answer["url"])
        body = (folder / answer["file"]).read_bytes() if "file" in answer else b""
        moment = start + timedelta(seconds=second)
        block = http_response(answer, body)
        yield warc_record(
            "response", url, day, moment, "application/http; msgtype=response", block, f"WARC-Target-URI: {url}"
        )


def http_response(answer: dict[str, Any], body: bytes) -> bytes:
    """One answer of site.json as a server would send it; its entity tag is made from the body."""
    status = HTTPStatus(answer.get("status", 200))
    headers = [f"HTTP/1.1 {status.value} {status.phrase}"]
    if body:
        headers.append(f"Content-Type: {answer.get('type', DEFAULT_TYPE)}")
    if "location" in answer:
        headers.append(f"Location: {percent_encoded(answer['location'])}")
    if status is HTTPStatus.OK:
        headers.append(f'ETag: "{sha256(body).hexdigest()[:16]}"')
    headers.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*headers, "", ""]).encode("ascii") + body


def warc_record(
    kind: str, identity: str, day: str, moment: datetime, content_type: str, block: bytes, *more: str
) -> bytes:
    """One record (ISO 28500). Its id is made from what it records and the day."""
    headers = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, f'{identity}#{day}')}>",
        f"WARC-Date: {moment:%Y-%m-%dT%H:%M:%SZ}",
        *more,
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*headers, "", ""]).encode("ascii") + block + b"\r\n\r\n"


def gzip_member(data: bytes) -> bytes:
    """`data` in one gzip member (RFC 1952) of stored blocks, without a time."""
    blocks = [data[start : start + _STORED_BLOCK] for start in range(0, len(data), _STORED_BLOCK)]
    stored = b"".join(
        struct.pack("<BHH", block is blocks[-1], len(block), len(block) ^ 0xFFFF) + block for block in blocks
    )
    header = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # deflate, no flags, no time, unknown system
    return header + stored + struct.pack("<LL", zlib.crc32(data), len(data))


def percent_encoded(url: str) -> str:
    """`url` as a browser shows it, as it is sent."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def main(outlets: list[str]) -> int:
    """Compile the sites of `outlets`, or all; the process's exit status, 2 for an outlet that has no site."""
    known = sorted(file.parent.name for file in SAMPLES.glob("*/site.json"))
    if unknown := sorted(set(outlets) - set(known)):
        print(f"no sample site for {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for outlet in outlets or known:
        for file in compile_site(SAMPLES / outlet, SAMPLES):
            print(f"{file.name}: {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
