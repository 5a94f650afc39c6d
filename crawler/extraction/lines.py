"""Lines of a story that only say what its fields say: the headline, the date, the caption."""

from collections.abc import Sequence
from datetime import datetime

from crawler.extraction.body import Line
from crawler.extraction.headline import without_site
from crawler.extraction.phrases import SENTENCE_END
from crawler.outlet import ArticleRules, Outlet
from crawler.text.arabic import words
from crawler.text.dates import parse_date

# The headline and the date are repeated above the text; a paragraph that appears twice was printed twice.
_TOP = 3
_STAMP_WORDS = 12
_SHORTEST_REPEATED = 8
_CAPTION_WORDS = 30


def without_repeated(
    lines: Sequence[Line], headline: str, site_names: frozenset[str], fetched_at: datetime, outlet: Outlet
) -> tuple[list[Line], list[tuple[str, str]]]:
    """The lines without the headline, the date and repeated paragraphs; and the repeated ones, each with its rule."""
    kept: list[Line] = []
    gone: list[tuple[str, str]] = []
    seen: set[str] = set()
    title = words(headline)
    for index, line in enumerate(lines):
        if line.text in seen and len(line.text.split()) >= _SHORTEST_REPEATED:
            gone.append((line.text, "repeated"))
        elif index >= _TOP or not (
            words(without_site(line.text, site_names)) == title or _is_stamp(line, fetched_at, outlet)
        ):
            kept.append(line)
        seen.add(line.text)
    return kept, gone


def without_caption(lines: list[Line], rules: ArticleRules) -> tuple[list[Line], str | None]:
    """The lines without the lead image's caption, where an outlet prints it as the first of them, and the caption."""
    if not rules.caption_first or len(lines) < 2 or lines[0].kind == "heading":
        return lines, None
    first = lines[0].text
    is_caption = len(first.split()) <= _CAPTION_WORDS and not SENTENCE_END.search(first)
    return (lines[1:], first) if is_caption else (lines, None)


def _is_stamp(line: Line, fetched_at: datetime, outlet: Outlet) -> bool:
    if len(line.text.split()) > _STAMP_WORDS or not any(map(str.isdecimal, line.text)) or line.text.endswith("."):
        return False
    return parse_date(line.text, outlet.zone, fetched_at, month_first=outlet.month_first) is not None
