"""How alike two articles are: versions of one text, a text that carries the other among more, or a form filled anew.

Word 3-grams say how much of the shorter text the longer one has. That alone takes forms for copies: bulletins, cables
and notices say the same of other things. So what a text speaks of is looked at too: the words that it repeats and the
figures that it gives are those of its copy, and not those of the next bulletin.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from crawler.text.arabic import fold, words
from crawler.text.fingerprint import shingles

# Of labelled pairs all copies share a third of the shorter text's 3-grams, and nearly all more than two fifths.
LEAST = 0.33
# Shared 3-grams and shared words together, each a share of the shorter text: copies that were reworded keep the words,
# reports of one event that were written apart do not.
COPY = 1.02
# Share of the repeated words of a text that the other lacks, on both sides: 0.14 in copies, from 0.18 in forms.
FOREIGN = 0.16
# A text carries another among more when it is so much longer, and its headline speaks of something else.
CARRIES, OTHER_SUBJECT = 0.6, 0.34

_FIGURE = re.compile(r"\d+(?:[.,٫٬/:]\d+)*")
_FIGURES = 3  # as many as make an agreement no chance
_ORDINALS = frozenset(
    "اول اولي ثاني ثانيه ثالث ثالثه رابع رابعه خامس خامسه سادس سادسه سابع سابعه ثامن ثامنه تاسع تاسعه عاشر عاشره".split()
)
_STOP = frozenset(
    "في من علي الي عن مع هذا هذه ذلك تلك التي الذي الذين ان انه انها او ما لا لم لن قد كان كانت بعد قبل بين خلال كل غير "
    "حول ضد عند هو هي كما حتي ثم اي اذا بن ال يوم امس اليوم".split()
)
_PREFIXES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
_WEAK = re.compile("[اويه]")  # letters by which spellings differ: الأمريكي and الأميركي, شؤون and شئون
_STEM = 4  # letters that are left: 'التونسية' and 'تونس' are one subject


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` of the shorter text's word 3-grams that the longer one has, 0 to 1."""

    share: float
    is_copy: bool = False  # versions of one text
    is_carried: bool = False  # the longer one carries the shorter one among other things


def likeness(headline: str, body: str, other_headline: str, other_body: str) -> Likeness:
    """How alike two articles are, the same whichever is named first."""
    a, b = _features(headline, body), _features(other_headline, other_body)
    short, long = sorted((a, b), key=lambda one: len(one.shingles))
    if not short.shingles:
        return Likeness(0.0)
    share = len(short.shingles & long.shingles) / len(short.shingles)
    if share < LEAST:
        return Likeness(share)
    shared_words = len(short.vocabulary & long.vocabulary) / min(len(short.vocabulary), len(long.vocabulary))
    if share + shared_words < COPY or _is_another(short, long, share):
        return Likeness(share)
    carries = len(short.shingles) < CARRIES * len(long.shingles) and long.subject_in(short) < OTHER_SUBJECT
    return Likeness(share, is_copy=not carries, is_carried=carries)


@dataclass(frozen=True, slots=True)
class _Features:
    shingles: frozenset[int]
    vocabulary: frozenset[str]
    stems: frozenset[str]
    subject: tuple[str, ...]
    repeated: dict[str, int]
    figures: frozenset[str]
    in_headline: frozenset[str]
    ordinals: frozenset[str]

    def subject_in(self, other: "_Features") -> float:
        if not self.subject:
            return 1.0
        return sum(stem in other.stems for stem in self.subject) / len(self.subject)

    def subjects_not_in(self, other: "_Features") -> bool:
        """Whether the headline names something that this text repeats and the other one lacks."""
        return any(self.repeated.get(stem, 0) >= 3 and stem not in other.stems for stem in self.subject)

    def foreign_to(self, other: "_Features") -> float:
        """The share of what this text repeats that the other one does not have."""
        total = sum(self.repeated.values())
        return sum(n for stem, n in self.repeated.items() if stem not in other.stems) / total if total else 0.0


def _is_another(a: _Features, b: _Features, share: float) -> bool:
    """Whether two texts of one form speak of different things."""
    if min(a.foreign_to(b), b.foreign_to(a)) > FOREIGN:
        return True
    if (agreement := _agreement(a.figures, b.figures)) is not None and agreement < 1 - share:
        return True
    if share < 0.7 and a.subjects_not_in(b) and b.subjects_not_in(a):
        return True
    if share >= 0.8:
        return False
    if a.in_headline and b.in_headline and not a.in_headline & b.figures and not b.in_headline & a.figures:
        return True
    return bool(a.ordinals and b.ordinals) and not a.ordinals & b.ordinals


def _agreement(a: frozenset[str], b: frozenset[str]) -> float | None:
    """The share of the fewer figures that the other text has too; None where there are too few to say."""
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer >= _FIGURES else None


@lru_cache(maxsize=256)
def _features(headline: str, body: str) -> _Features:
    text = words(body)
    subject = [stem for word in dict.fromkeys(words(headline)) if (stem := _stem(word))]
    counted = Counter(stem for word in text if (stem := _stem(word)))
    counted.update(set(subject))
    return _Features(
        shingles(body),
        frozenset(text),
        frozenset(counted),
        tuple(subject),
        {stem: n for stem, n in counted.items() if n > 1},
        _figures(body) | (top := _figures(headline)),
        top,
        frozenset(_bare(word) for word in text) & _ORDINALS,
    )


def _figures(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"\D", "", found) for found in _FIGURE.findall(fold(text)))


def _bare(word: str) -> str:
    return next((word[len(p) :] for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= 3), word)


def _stem(word: str) -> str | None:
    if len(word) < 3 or word in _STOP or word[0].isdigit():
        return None
    bare = _bare(word)
    return (_WEAK.sub("", bare) or bare)[:_STEM]
