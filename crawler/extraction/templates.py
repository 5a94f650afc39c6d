"""Template memory: lines that recur across an outlet's articles are boilerplate even when no phrase list knows them.

`learn` finds them in stored articles; a `Template` is what was learnt, frozen, and cuts them from the next ones.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from crawler.extraction.body import Line
from crawler.extraction.credits import Desk
from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import fold, words

# A line qualifies after it stood in so many articles, of so many different days: a phrase of one event is soon gone.
ARTICLES, DAYS = 30, 7
# A frame is printed around most articles, a label only in its own series. Of the articles that appeared from its first
# day to its last, a line that closes or opens the text stands in a fifth at least: a daily bulletin in an outlet of ten
# articles a day, or its busiest columnist, stays below. One that stands amid the text may be a subhead: no newsroom
# writes one into four of five articles.
EDGE_SHARE, SHARE = 0.2, 0.8
# So many of its articles have a line of the edge with nothing but such lines between it and the end of the text: where
# the body was cut short, or something new was added, it may stand within.
AT_EDGE = 0.9
# The longest paragraph without a full stop that may be a label or a call, and the longest with one: more is a sentence.
_LONGEST, _LONGEST_CLOSED = 11, 5
_SENTENCE_MARKS = (".", "؟", "?", "!", "…")
_MARKS_AROUND = " \t\"'«»“”()[]*•-–—ـ"
# More than any outlet has: a snapshot goes with every page to the process that reads it.
MOST_LINES = 500

_PLACES = frozenset(map(fold, NEWSROOMS["places"]))


@dataclass(frozen=True, slots=True)
class Template:
    """A numbered snapshot of the lines that recur across one outlet's articles."""

    number: int
    lines: frozenset[str]  # as `line_key` gives them

    def cut(self, lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
        """The `lines` that are the article's own, and the texts of the others, each with its rule.

        A sentence stays whatever the snapshot says: frequency alone is no reason to cut one.
        """
        gone = [line.text for line in lines if not is_sentence(line.text) and line_key(line.text) in self.lines]
        return [line for line in lines if line.text not in gone], [(text, f"template {self.number}") for text in gone]


def learn(bodies: Iterable[tuple[str, date]], desk: Desk, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The lines that recur in `bodies` and are not `known`, the most frequent first, whatever the order of `bodies`.

    A body separates its paragraphs by blank lines and comes with the day on which it appeared. Never learnt are
    sentences, datelines and credits as `desk` reads them, figures, and subheads: see the numbers above.
    """
    texts = [(list(_paragraphs(body, desk, known)), day) for body, day in bodies]
    days: defaultdict[str, list[date]] = defaultdict(list)
    for text, day in texts:
        for key in {paragraph.key for paragraph in text if paragraph.key}:
            days[key].append(day)
    all_days = sorted(day for _, day in texts)
    shares = {
        key: len(stood) / (bisect_right(all_days, max(stood)) - bisect_left(all_days, min(stood)))
        for key, stood in days.items()
        if len(stood) >= ARTICLES and len(set(stood)) >= DAYS
    }
    opening = {paragraph.key for text, _ in texts for paragraph in text if paragraph.opens}
    learnt = {key for key, share in shares.items() if share >= EDGE_SHARE}
    while True:  # what stands within a line that turns out to be the story's own is not at the edge either
        edges = Counter(key for text, _ in texts for key in _at_edge(text, learnt))
        left = {
            key
            for key in learnt
            if edges[key] >= AT_EDGE * len(days[key]) or (shares[key] >= SHARE and key not in opening)
        }
        if left == learnt:
            return tuple(sorted(learnt, key=lambda key: (-len(days[key]), key)))
        learnt = left


def line_key(text: str) -> str:
    """What two printings of one line have in common: its words, folded, without marks."""
    return " ".join(words(text))


def is_sentence(text: str) -> bool:
    """Whether a paragraph is as long as a sentence: 12 words, or 6 that end in a mark that closes one."""
    longest = _LONGEST_CLOSED if text.rstrip(_MARKS_AROUND).endswith(_SENTENCE_MARKS) else _LONGEST
    return len(text.split()) > longest


@dataclass(frozen=True, slots=True)
class _Paragraph:
    key: str  # empty when it is never learnt
    opens: bool  # whether it leads on to the next one


def _paragraphs(body: str, desk: Desk, known: frozenset[str]) -> Iterator[_Paragraph]:
    """The paragraphs of `body` that are not `known`."""
    for text in body.split("\n\n"):
        key = "" if is_sentence(text) else line_key(text)
        if key not in known:
            yield _Paragraph(key if _may_recur(text, key, desk) else "", text.rstrip(_MARKS_AROUND).endswith(":"))


def _may_recur(text: str, key: str, desk: Desk) -> bool:
    """Whether a line may be boilerplate: it is no figure, and nothing that tells where a report comes from."""
    return not key.replace(" ", "").isdecimal() and key not in _PLACES and desk.filed(text) is None


def _at_edge(text: Sequence[_Paragraph], learnt: set[str]) -> set[str]:
    """Those of the `learnt` that have nothing but such lines between them and an end of `text`.

    A line that opens what follows it is at the edge only when nothing of the story follows.
    """
    above = takewhile(lambda paragraph: paragraph.key in learnt and not paragraph.opens, text)
    below = takewhile(lambda paragraph: paragraph.key in learnt, reversed(text))
    return {paragraph.key for paragraph in (*above, *below)}
