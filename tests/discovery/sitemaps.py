"""A sitemap read to its end, as tests compare it; a crawl takes its parts as they come."""

import io
from typing import BinaryIO

from crawler.discovery import sitemap_parts
from crawler.discovery.links import Announcement


def read(document: bytes | BinaryIO, url: str) -> Announcement:
    """What all parts announce."""
    parts = list(sitemap_parts(io.BytesIO(document) if isinstance(document, bytes) else document, url))
    return Announcement(
        tuple(link for part in parts for link in part.links),
        tuple(child for part in parts for child in part.children),
    )
