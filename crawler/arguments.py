"""What an operator may say to a crawl with `-a NAME=VALUE`, each read or refused with the way to write it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from crawler.discovery.fields import resolve
from crawler.discovery.windows import Window
from crawler.errors import ConfigurationError
from crawler.text.urls import normalise
from crawler.walk import Mode


def read_window(since: str | None, until: str | None, zone: ZoneInfo) -> Window:
    """The days from `since` to `until`, both included, as they are in `zone`."""
    return Window(_day("since", since, zone), _day("until", until, zone, plus=timedelta(days=1)))


def _day(name: str, value: str | None, zone: ZoneInfo, plus: timedelta = timedelta(0)) -> datetime | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=zone) + plus
    except (ValueError, OverflowError):
        raise ConfigurationError(f"{name}={value!r} is not a day; write it as 2024-12-08") from None


def read_mode(value: str) -> Mode:
    """How far sources are followed."""
    if value not in ("latest", "archive"):
        raise ConfigurationError(f"mode={value!r} is not known; say latest or archive")
    return cast("Mode", value)


def read_urls(file: str) -> list[str]:
    """The addresses in `file`, one a line; empty lines and lines that start with # are passed over."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"urls={file!r} cannot be read: {error}") from None
    urls = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line and not line.startswith("#"):
            if not resolve(line, line):
                raise ConfigurationError(f"urls={file!r}, line {number}: {line!r} is not an http or https address")
            urls.append(normalise(line))
    return urls


def read_limit(value: str) -> int:
    """A positive whole number."""
    if not value.isdecimal() or not int(value):
        raise ConfigurationError(f"limit={value!r} is not a number of pages; write it as 50")
    return int(value)
