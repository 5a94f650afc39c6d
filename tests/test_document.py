"""Large documents are kept in files, unpacked, and within their limit."""

import gzip

import pytest

from crawler.document import IN_MEMORY, Spool, digest

LARGE = b"".join(b"<url>%d</url>" % number for number in range(200_000))


def filled(data: bytes, gzipped: bool = False, limit: int = 0) -> Spool:
    spool = Spool(gzipped, limit)
    for start in range(0, len(data), 10_000):
        spool.write(data[start : start + 10_000])
    return spool


def text(spool: Spool) -> bytes:
    if spool.file is None:
        return spool.getvalue()
    assert spool.getvalue() == b""
    with spool.file as file:
        file.seek(0)
        return file.read()


@pytest.mark.parametrize("document", [b"", b"<rss/>", LARGE], ids=["empty", "small", "large"])
@pytest.mark.parametrize("gzipped", [False, True])
def test_a_document_comes_out_as_it_was(document: bytes, gzipped: bool) -> None:
    spool = filled(gzip.compress(document) if gzipped else document, gzipped)
    assert (spool.file is not None) == (len(document) > IN_MEMORY)
    assert text(spool) == document


def test_several_gzip_members_are_one_document_and_junk_behind_them_is_passed_over() -> None:
    assert text(filled(gzip.compress(b"<rss>") + gzip.compress(b"</rss>") + b"junk", gzipped=True)) == b"<rss></rss>"


def test_what_is_no_gzip_is_empty() -> None:
    assert text(filled(b"<rss/>", gzipped=True)) == b""


def test_a_bomb_is_not_kept() -> None:
    spool = filled(gzip.compress(b"x" * 50_000_000), gzipped=True, limit=2_000_000)
    assert spool.is_too_large
    assert len(text(spool)) <= 2_000_000


def test_a_document_has_a_digest_wherever_it_lies() -> None:
    spool = filled(LARGE)
    assert spool.file is not None
    in_file = digest(spool.file)
    assert spool.file.tell() == 0
    assert in_file == digest(filled(gzip.compress(LARGE), gzipped=True).file or spool.file)
    assert in_file != digest(filled(LARGE + b" ").file or spool.file)
