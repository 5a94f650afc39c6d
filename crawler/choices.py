"""The operator's own choices, one table an outlet, in one file that upgrades do not touch: `outlets.toml`."""

import difflib
import logging
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler import UserAgentForm, user_agent
from crawler.errors import ConfigurationError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the operator chose for one outlet; None leaves it to the settings."""

    enabled: bool = True  # whether crawls of all outlets crawl it; asked for by name it is crawled all the same
    user_agent_form: UserAgentForm | None = None
    download_delay: float | None = None  # seconds between two requests; its robots.txt can ask for more
    concurrency: int | None = None  # requests at once to one of its hosts
    verify_certificates: bool = True
    moved_to: str | None = None  # the domain that its pages redirect to, and that is to be followed
    relevance_threshold: float | None = None  # the score from which its articles are about Syria


_DOMAIN = re.compile(r"(?!www\.)[a-z0-9.-]+")
LARGEST_DELAY = 3600.0
# As many as a browser opens to one host.
LARGEST_CONCURRENCY = 6


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else repr(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# By key: whether a value will do, and how to write one that does.
_YES_NO: tuple[Callable[[Any], bool], str] = (lambda value: isinstance(value, bool), "write true or false")
CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "enabled": _YES_NO,
    "verify_certificates": _YES_NO,
    "user_agent_form": (
        lambda value: value in get_args(UserAgentForm),
        f"write one of {', '.join(map(_written, get_args(UserAgentForm)))}",
    ),
    "download_delay": (
        lambda value: _is_number(value) and 0 <= value <= LARGEST_DELAY,
        f"write seconds, 0 to {LARGEST_DELAY:.0f}",
    ),
    "concurrency": (
        lambda value: _is_number(value) and isinstance(value, int) and 1 <= value <= LARGEST_CONCURRENCY,
        f"write a whole number, 1 to {LARGEST_CONCURRENCY}",
    ),
    "moved_to": (
        lambda value: isinstance(value, str) and _DOMAIN.fullmatch(value) is not None,
        'write the domain alone, such as "example.com"',
    ),
    "relevance_threshold": (lambda value: _is_number(value) and 0 <= value <= 1, "write a score, 0 to 1"),
}


def read_choices(file: str | Path) -> Mapping[str, Choices]:
    """The choices in `file` by the outlet's short name; none when there is no such file.

    A site that nobody declared goes by its domain: `["example.com"]`. Raises ConfigurationError, which names the file,
    the table, the key and what to write instead.
    """
    path = Path(file)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as TOML: {error}") from None
    return {name: _choices(path, name, table) for name, table in tables.items()}


def apply_choices(settings: BaseSettings, outlet: str) -> Choices:
    """Make the settings of a crawl what the operator chose for its outlet. What the command line says outranks it.

    An exception from the verification of certificates is said in each run.
    """
    choices = read_choices(settings["OUTLETS_FILE"]).get(outlet, Choices())
    chosen = {
        "DOWNLOAD_DELAY": choices.download_delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": choices.concurrency,
        "USER_AGENT": choices.user_agent_form and user_agent(settings["CRAWLER_CONTACT"], choices.user_agent_form),
        "DOWNLOAD_VERIFY_CERTIFICATES": None if choices.verify_certificates else False,
    }
    for name, value in chosen.items():
        if value is not None:
            settings.set(name, value, priority="spider")
    if not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
        logger.warning(
            "%s: certificates are not verified, by %s; whoever stands between can change what is read",
            outlet,
            settings["OUTLETS_FILE"] if not choices.verify_certificates else "DOWNLOAD_VERIFY_CERTIFICATES",
        )
    return choices


def relevance_thresholds(settings: BaseSettings) -> Callable[[str], float]:
    """Gives the score from which an outlet's articles are about Syria, by its short name or domain.

    The operator's choice for the outlet, or RELEVANCE_THRESHOLD; what the command line says outranks both. Raises
    ConfigurationError when one of them is no score.
    """
    try:
        threshold = settings.getfloat("RELEVANCE_THRESHOLD")
    except ValueError:
        threshold = -1.0
    if not 0 <= threshold <= 1:
        raise ConfigurationError(
            f"RELEVANCE_THRESHOLD={settings['RELEVANCE_THRESHOLD']!r} is no score; write a number from 0 to 1"
        )
    if (settings.getpriority("RELEVANCE_THRESHOLD") or 0) >= SETTINGS_PRIORITIES["cmdline"]:
        return lambda outlet: threshold
    chosen = {
        outlet: choices.relevance_threshold
        for outlet, choices in read_choices(settings["OUTLETS_FILE"]).items()
        if choices.relevance_threshold is not None
    }
    return lambda outlet: chosen.get(outlet, threshold)


def _choices(path: Path, name: str, table: object) -> Choices:
    if not isinstance(table, dict):
        raise ConfigurationError(
            f"{path}: {name} stands outside the table of an outlet; put a line such as [enab_baladi] above it"
        )
    for key, value in table.items():
        if key not in CHECKS:
            raise ConfigurationError(
                f"{path}, [{name}]: {key} is not known;{did_you_mean(key, CHECKS)} there are {', '.join(CHECKS)}"
            )
        will_do, remedy = CHECKS[key]
        if not will_do(value):
            raise ConfigurationError(f"{path}, [{name}]: {key} = {_written(value)} will not do; {remedy}")
    return Choices(**cast("dict[str, Any]", table))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names what `word` was probably meant to be; empty when nothing is like it."""
    close = difflib.get_close_matches(word, list(known), 1)
    return f" did you mean {close[0]}?" if close else ""
