"""How alike two articles are: versions of one text, a text that carries the other among more, or a form filled anew.

Word 3-grams say how much of the shorter text the longer one has. That alone takes forms for copies: bulletins, cables
and notices say the same of other things. So what a text speaks of is looked at too: the words that it repeats and the
figures that it gives are those of its copy, and not those of the next bulletin.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crawler.text.arabic import fold, words
from crawler.text.fingerprint import shingles

# Of labelled pairs all clear copies share more than a third of the shorter text's 3-grams, most more than a half.
LEAST = 0.33
# A line or two: most of its few 3-grams may be one name with its titles.
SHORT, LEAST_OF_SHORT = 24, 0.7
# The shares of 3-grams and of words together: a copy that was reworded keeps the words, reports of one event that were
# written apart do not. Labelled copies reach 1.02, other texts 0.97.
ENOUGH = 1.02
# Share of the words repeated in a text that the other one lacks, on both sides: 0.12 in copies, 0.18 in forms.
FOREIGN = 0.16
# The surest sign of a form: what the headline names, and the text repeats, is missing from the other, both ways. Above
# this share it is a spelling: سروج and سوروتش.
SAME_SUBJECT, OFTEN = 0.8, 3
SAME_FIGURES = 0.8  # from here on, other figures in the headline and another ordinal are an update of one text
# A text carries another among more when it is so much longer, and its headline speaks of something else.
CARRIES, OTHER_SUBJECT = 0.6, 0.25
# So it does when it opens with something else, and its headline speaks of that for the most part.
LEAD, IN_LEAD, MOST_OF_SUBJECT = 40, 0.1, 0.26
# The less it has of the shorter one, the likelier.
PARTLY, HALF_THE_SUBJECT = 0.7, 0.5
# The less of the longer text is shared, the more of the shorter one has to be.
SMALL_PART, SMALL_PART_LESS = 0.72, 0.6

_FIGURE = re.compile(r"\d+(?:[.,٫٬/:]\d+)*")
_FIGURES = 3  # as many as make an agreement no chance
WORDS = {
    name: tuple(found.split())
    for name, found in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
_EMPTY, _ORDINALS, _PREFIXES = frozenset(WORDS["empty"]), frozenset(WORDS["ordinals"]), WORDS["prefixes"]
_WEAK = re.compile("[اويه]")  # letters by which spellings differ: الأمريكي and الأميركي, شؤون and شئون
_STEM = 4  # letters that are left: التونسية and تونس are one subject


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` of the shorter text's word 3-grams that the longer one has, 0 to 1."""

    share: float
    is_copy: bool = False  # versions of one text
    is_carried: bool = False  # the longer one carries the shorter one among other things


def likeness(headline: str, body: str, other_headline: str, other_body: str) -> Likeness:
    """How alike two articles are, the same whichever is named first."""
    left, right = _shingles(body), _shingles(other_body)
    fewer = min(len(left), len(right))
    share = len(left & right) / fewer if fewer else 0.0
    if share < (LEAST_OF_SHORT if fewer < SHORT else LEAST):
        return Likeness(share)
    a, b = _subject(headline, body), _subject(other_headline, other_body)
    shared_words = len(a.words & b.words) / min(len(a.words), len(b.words))
    if share + shared_words < ENOUGH or _is_form(a, b, share):
        return Likeness(share)
    is_carried = _carries(a, b, right, share) if len(left) > len(right) else _carries(b, a, left, share)
    is_copy = not is_carried and share >= SMALL_PART - SMALL_PART_LESS * fewer / max(len(left), len(right))
    return Likeness(share, is_copy, is_carried)


def _carries(longer: "_Subject", shorter: "_Subject", shingles_of_shorter: frozenset[int], share: float) -> bool:
    """Whether the longer article is on something else, and has the shorter one among other things."""
    if len(shorter.text) >= CARRIES * len(longer.text):
        return False
    told = longer.known_to(shorter)
    if told < OTHER_SUBJECT:
        return True
    lead = shingles(" ".join(longer.text[:LEAD]))
    enough = HALF_THE_SUBJECT if share < PARTLY else MOST_OF_SUBJECT
    return told < enough and len(lead & shingles_of_shorter) < IN_LEAD * len(lead)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an article speaks of. Stems stand for the words that have a meaning of their own."""

    text: tuple[str, ...]
    words: frozenset[str]
    stems: frozenset[str]
    headline: frozenset[str]  # stems
    repeated: dict[str, int]  # stems by how often, the headline included
    figures: frozenset[str]
    headline_figures: frozenset[str]
    ordinals: frozenset[str]

    def known_to(self, other: "_Subject") -> float:
        """The share of the headline that the other article speaks of."""
        return len(self.headline & other.stems) / len(self.headline) if self.headline else 1.0

    def foreign_to(self, other: "_Subject") -> float:
        """The share of what this article repeats that the other one lacks."""
        missing = sum(n for stem, n in self.repeated.items() if stem not in other.stems)
        return missing / sum(self.repeated.values()) if missing else 0.0

    def names_what_lacks(self, other: "_Subject") -> bool:
        """Whether the headline names something that this article repeats and the other one lacks."""
        return any(self.repeated.get(stem, 0) >= OFTEN for stem in self.headline - other.stems)


def _is_form(a: _Subject, b: _Subject, share: float) -> bool:
    """Whether one form was filled for two occasions."""
    if min(a.foreign_to(b), b.foreign_to(a)) > FOREIGN:
        return True
    if share < SAME_SUBJECT and a.names_what_lacks(b) and b.names_what_lacks(a):
        return True
    fewer = min(len(a.figures), len(b.figures))
    if fewer >= _FIGURES and len(a.figures & b.figures) < (1 - share) * fewer:
        return True
    return share < SAME_FIGURES and (_differ(a, b) or bool(a.ordinals and b.ordinals and not a.ordinals & b.ordinals))


def _differ(a: _Subject, b: _Subject) -> bool:
    """Whether both headlines give figures, and each is missing from the other article."""
    ours, theirs = a.headline_figures, b.headline_figures
    return bool(ours and theirs) and not ours & b.figures and not theirs & a.figures


# The texts that one batch compares with each other; a text is compared with several, one after the other.
@lru_cache(maxsize=1024)
def _shingles(body: str) -> frozenset[int]:
    return shingles(body)


@lru_cache(maxsize=256)
def _subject(headline: str, body: str) -> _Subject:
    text = words(body)
    named = _stems(words(headline))
    counted = Counter(_stems(text))
    counted.update(set(named))
    headline_figures = _figures(headline)
    return _Subject(
        text=tuple(text),
        words=frozenset(text),
        stems=frozenset(counted),
        headline=frozenset(named),
        repeated={stem: n for stem, n in counted.items() if n > 1},
        figures=_figures(body) | headline_figures,
        headline_figures=headline_figures,
        ordinals=frozenset(map(_bare, text)) & _ORDINALS,
    )


def _figures(text: str) -> frozenset[str]:
    """The numbers, however their digits are grouped."""
    return frozenset(re.sub(r"\D", "", number) for number in _FIGURE.findall(fold(text)))


def _stems(text: list[str]) -> list[str]:
    return [stem for word in text if (stem := _stem(word))]


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    """The letters by which a word is told from others, whatever its endings; '' for a word without a meaning."""
    if len(word) < 3 or word in _EMPTY or word[0].isdigit():
        return ""
    bare = _bare(word)
    return (_WEAK.sub("", bare) or bare)[:_STEM]


@lru_cache(maxsize=1 << 15)
def _bare(word: str) -> str:
    return next((word[len(p) :] for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= 3), word)
