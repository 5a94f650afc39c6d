"""Lines of a story that only say what its fields say: the headline, the date, the caption."""

from collections.abc import Sequence
from datetime import datetime

from crawler.dates import parse_date
from crawler.extraction import names
from crawler.extraction.blocks import LINE_IS_LINK
from crawler.extraction.body import Body, Line
from crawler.extraction.headline import Headline, without_site
from crawler.extraction.phrases import ends_sentence
from crawler.outlet import ArticleRules, Outlet
from crawler.text.arabic import fold, words

# A date is printed above the text, on old pages below it; a paragraph that appears twice was printed twice.
_TOP, _BOTTOM = 3, 2
# Words of a pulled quote: fewer may be a subhead that the text takes up, more are a paragraph.
_SHORTEST_PULLED, _LONGEST_PULLED = 5, 30
_PULLED_SHARE = 1.5  # the paragraph is so many times as long, at least
_STAMP_WORDS = 12
_SHORTEST_REPEATED = 8
_AFTER_COPY = 6  # lines below a copy of the story's beginning, two of which it holds
# Within so many lines and characters a quote is looked for, or a page of megabytes would be searched for each line.
_MOST_LINES, _MOST_TEXT = 500, 200_000
_SITE_NAME = 60  # characters that the site's name and marks may add to the headline
_CAPTION_WORDS = 30
_BIO_WORDS = 40


def without_repeated(
    body: Body, headline: Headline, site_names: frozenset[str], fetched_at: datetime, outlet: Outlet
) -> tuple[list[Line], list[tuple[str, str]]]:
    """The lines of `body` without the headline and what stands above it, the date, and paragraphs printed twice.

    The paragraphs printed twice are told, each with its rule.
    """
    titles = words(headline.text), words(headline.whole)  # a heading may hold the kicker
    below = body.lines[_below_headline(body, titles, len(headline.whole), site_names) :]
    copies = {index for index, line in enumerate(below) if _is_copy(line, below[index + 1 : index + 1 + _AFTER_COPY])}
    lines = [line for index, line in enumerate(below) if index not in copies]
    kept: list[Line] = []
    gone = [(below[index].text, "repeated") for index in sorted(copies)]
    seen: set[str] = set()
    top = lines[:_MOST_LINES]
    text = "\n".join(f" {line.text} " for line in top)[:_MOST_TEXT]
    for index, line in enumerate(lines):
        is_long = len(line.text.split()) >= _SHORTEST_REPEATED
        at_edge = len(seen) < _TOP or index >= max(_TOP, len(lines) - _BOTTOM)
        if (is_long and line.text in seen) or (index < _MOST_LINES and _is_pulled(line, text, top)):
            gone.append((line.text, "repeated"))
        elif not (at_edge and (words(line.text) in titles or _is_stamp(line, fetched_at, outlet))):
            kept.append(line)
        seen.add(line.text)
    return kept, gone


def _is_copy(line: Line, following: Sequence[Line]) -> bool:
    """Whether a line is nothing but those after it: microdata have a copy of the story that style sheets hide."""
    held = (other.text for other in following if other.text in line.text)
    return sum(len(text.split()) >= _SHORTEST_REPEATED for text in held) > 1


def _is_pulled(line: Line, text: str, lines: Sequence[Line]) -> bool:
    """Whether a line is pulled out of a longer one for show: a quote set in large letters beside the paragraph."""
    quote = line.text.strip(" \"'«»“”.…")
    if line.kind != "text" or not _SHORTEST_PULLED <= len(quote.split()) <= _LONGEST_PULLED:
        return False
    if text.count(quote) == text.count(f" {line.text} "):
        return False
    # One name of a list may begin with another; a paragraph goes on.
    return any(quote in other.text and len(other.text) > _PULLED_SHARE * len(quote) for other in lines)


def _below_headline(body: Body, titles: Sequence[list[str]], length: int, site_names: frozenset[str]) -> int:
    """The number of lines down to the last headline above the story; 0 when it stands nowhere above it."""
    last = {block.text: index for index, block in enumerate(body.blocks)}
    places = [last.get(line.text, -1) for line in body.lines]
    for index in reversed(range(max(places, default=0))):  # below that stands no line any more
        block = body.blocks[index]
        if len(block.text) > length + _SITE_NAME or block.linked >= LINE_IS_LINK:
            continue
        if words(without_site(block.text, site_names)) in titles:
            return next(number for number, place in enumerate(places) if place > index)
    return 0


def without_caption(lines: list[Line], rules: ArticleRules) -> tuple[list[Line], str | None]:
    """The lines without the lead image's caption, where an outlet prints it as the first of them, and the caption."""
    if not rules.caption_first or len(lines) < 2 or lines[0].kind == "heading":
        return lines, None
    first = lines[0].text
    is_caption = len(first.split()) <= _CAPTION_WORDS and not ends_sentence(first)
    return (lines[1:], first) if is_caption else (lines, None)


def without_author_box(lines: list[Line], authors: Sequence[str]) -> tuple[list[Line], list[tuple[str, str]]]:
    """The lines without the box above the story that introduces its author, by name and then by job, and the box."""
    told = {fold(name) for name in authors}
    for index, line in enumerate(lines[:_TOP]):
        if fold(line.text.strip(names.EDGES)) in told and len(lines) > index + 2:
            about = lines[index + 1].text
            if len(about.split()) <= _BIO_WORDS and names.begins_with_job(about):
                box = lines[index : index + 2]
                return lines[:index] + lines[index + 2 :], [(one.text, "author box") for one in box]
    return lines, []


def _is_stamp(line: Line, fetched_at: datetime, outlet: Outlet) -> bool:
    if len(line.text.split()) > _STAMP_WORDS or not any(map(str.isdecimal, line.text)) or line.text.endswith("."):
        return False
    return parse_date(line.text, outlet.zone, fetched_at, month_first=outlet.month_first) is not None
