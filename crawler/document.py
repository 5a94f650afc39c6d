"""Source documents between the network and their readers: in memory while they are small, else in a file."""

import hashlib
import io
import tempfile
import zlib
from typing import IO, BinaryIO, cast

from scrapy.http import Response

# Asks the download handler, in `request.meta`, to keep the answer in a file when it is large.
SPOOL = "spool"
# Where the handler puts that file, in `request.meta`. The body of the response is empty then.
SPOOLED = "spooled"
# Feeds, listings and answers of an API have up to half a megabyte: they stay in memory, where all of Scrapy sees them.
IN_MEMORY = 1024 * 1024
# Of a compressed document, so much is unpacked at once.
_PIECE = 256 * 1024


class Spool:
    """Takes in a document as it arrives, unpacked when it is `gzipped` on its way. `size` counts what is unpacked.

    What exceeds `limit` bytes is dropped, and `size` tells. After the end of a gzip stream, junk is passed over. It has
    the methods of the buffer in whose place it stands.
    """

    def __init__(self, gzipped: bool, limit: int) -> None:
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if gzipped else None
        self._is_broken = False
        self._limit = limit
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the reader closes it
        self.size = 0

    def write(self, data: bytes) -> None:
        """Take in the next bytes of the answer."""
        if self._unpacker is None:
            self._keep(data)
        while self._unpacker and data and not self._is_broken:
            if self._unpacker.eof:  # the next of several gzip members, or what stands behind the last
                self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                self._keep(self._unpacker.decompress(data, _PIECE))
            except zlib.error:
                self._is_broken = True
            data = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def _keep(self, data: bytes) -> None:
        self.size += len(data)
        if self.size <= self._limit or not self._limit:
            self._file.write(data)

    @property
    def is_too_large(self) -> bool:
        """Whether the document exceeds the limit."""
        return bool(self._limit) and self.size > self._limit

    @property
    def file(self) -> BinaryIO | None:
        """The file that holds the document, if it is large."""
        return cast("BinaryIO", self._file) if self.size > IN_MEMORY else None

    def getvalue(self) -> bytes:
        """The whole document, if it is small; else nothing."""
        if self.file:
            return b""
        self._file.seek(0)
        with self._file:
            return self._file.read()

    def truncate(self, size: int) -> None:
        """Drop what was taken in beyond `size` bytes."""
        self._file.truncate(size)


def opened(response: Response) -> BinaryIO:
    """The document that a source answered with, from its beginning; the caller closes it."""
    spooled: BinaryIO | None = response.meta.get(SPOOLED) if response.request else None
    if spooled is None or response.body:
        return io.BytesIO(response.body)
    spooled.seek(0)
    return spooled


def digest(document: BinaryIO) -> str:
    """32 hexadecimal digits that tell one document from another; it is put back to its beginning."""
    hashed = hashlib.blake2b(digest_size=16)
    document.seek(0)
    while piece := document.read(_PIECE):
        hashed.update(piece)
    document.seek(0)
    return hashed.hexdigest()
