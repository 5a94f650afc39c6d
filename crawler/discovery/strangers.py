"""Links of a source that are not the outlet's Arabic news, told by their address, before anything is fetched."""

import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.outlet import Outlet

_DATA = tomllib.loads(Path(__file__).with_name("editions.toml").read_text(encoding="utf-8"))
_LANGUAGES = frozenset(_DATA["languages"])
_ADVERTISING = frozenset(_DATA["advertising"])

OFF_SITE, OTHER_LANGUAGE, ADVERTISING = "off-site", "other language", "advertising"


def stranger(url: str, outlet: Outlet) -> str | None:
    """What kind of stranger a link is to `outlet`; None for one of its own.

    An edition whose name stands in the outlet's `article_url` or domains is asked for, and no stranger.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if not outlet.owns(url):
        subdomain = next((host[: -len(domain) - 1] for domain in outlet.domains if host.endswith(f".{domain}")), "")
        return OTHER_LANGUAGE if subdomain in _LANGUAGES else OFF_SITE
    segments = [part for part in unquote(parts.path).casefold().split("/") if part not in ("", "index.php")]
    named = {*segments[:1], *map(str.casefold, parse_qs(parts.query).get("lang", ()))} & _LANGUAGES
    if named - set(re.findall(r"[a-z]+(?:-[a-z]+)?", outlet.article_url)):
        return OTHER_LANGUAGE
    return ADVERTISING if _ADVERTISING.intersection(segments[:-1]) else None
