"""Whether a credit names an outlet: 'سانا' is 'الوكالة العربية السورية للأنباء (سانا)', 'صحيفة الوطن' is 'الوطن'."""

import re
from collections.abc import Sequence

from crawler.text.arabic import words
from crawler.text.likeness import WORDS

_BETWEEN = re.compile(r"\s*[،,؛;/|+&]\s*|\s+-\s+")
_COMMON = frozenset(WORDS["outlets"])


def credits(credit: str | None, names: Sequence[str]) -> bool:
    """Whether one of the sources in `credit` is the outlet that is called `names`, in whatever words."""
    sources = [words(source) for source in _BETWEEN.split(credit or "")]
    return any(_are_one(source, words(name)) for source in sources for name in names)


def _are_one(source: list[str], name: list[str]) -> bool:
    if not source or not name:
        return False
    if source == name:
        return True
    telling = set(source) - _COMMON
    return bool(telling) and (telling <= set(name) or set(name) - _COMMON == telling)
