"""Who a byline names: people, told from desks, organisations, places, sections, dates and jobs."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import fold

Role = Literal["agency", "own", "place", "desk", "medium", "organisation", "section", "person", "unknown"]

EDGES = ' \t-–—ـ|/:؛،,.*«»"“”()[]•·'
# Lengths in words: three take 'ريف حلب الشمالي', five the longest Arabic name in use.
PLACE, NAME = 3, 5
_NAME_LENGTH = 45  # characters


def _folded(*lists: str) -> frozenset[str]:
    return frozenset(fold(name) for key in lists for name in NEWSROOMS[key])


AGENCIES, PLACES, OWN_WORK = _folded("agencies"), _folded("places"), _folded("own_work")
SECTIONS = _folded("sections", "no_sections")
_DESKS = _folded("no_authors", "own_work", "byline_labels", "helper_labels", "photo_labels")
_GIVEN = _folded("given_names")
_JOBS = _folded("job_titles")
_MEDIA_WORDS, _ORGANISATION_WORDS, _DESK_WORDS, _ENDINGS = (
    _folded(name) for name in ("media_words", "organisation_words", "desk_words", "media_endings")
)
# Given names of which the first letter could be taken for 'and'.
_WAW_NAMES = frozenset(name for name in _GIVEN if name.startswith("و"))
_AFTER_NAME = _JOBS | _folded("after_names")
_NO_NAME = _folded("no_name_words")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.‑ـ-]*")
_LOGIN = re.compile(r"[a-z][\w.-]{2,24}", re.IGNORECASE | re.ASCII)
_HONORIFIC = re.compile(r"(?:د|أ|م|أ\.د|dr|mr|ms|mrs|prof)\s*[./]\s*", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+\.(?:com|net|org|sy|info|tv|co|me)\b", re.IGNORECASE)
_COMPOUND = re.compile(r"\b(عبد|ابو|ام|ابن|بن|بنت|ال|نور|سيف|صلاح|علاء|بهاء|ضياء)\s+")


def role(name: str, own: frozenset[str] = frozenset()) -> Role:
    """What `name`, without marks around it, is the name of. `own` are the outlet's own names, folded."""
    key = fold(name)
    if key in own or key in OWN_WORK or core(key) in own:
        return "own"
    if key in PLACES or ("،" in key and key.split("،")[0] in PLACES):
        return "place"
    if key in AGENCIES:
        return "agency"
    return _kind(key)


@lru_cache(maxsize=1 << 12)
def _kind(key: str) -> Role:
    words = key.split()
    if len(key) > 2 * _NAME_LENGTH:
        return "unknown"
    if not words or key in _DESKS or words[0] in _DESK_WORDS:
        return "desk"
    if key in SECTIONS:
        return "section"
    if "@" in key:
        return "desk"
    if len(words) > NAME - 1 and words[0] in _MEDIA_WORDS | _ORGANISATION_WORDS:
        return "desk"  # what it is, and not what it is called: 'شبكة محلية تنقل أخبار المحافظة'
    if words[0] in _MEDIA_WORDS or _DOMAIN.search(key) or (len(words) > 1 and words[-1] in _ENDINGS):
        return "medium"
    if words[0] in _ORGANISATION_WORDS:
        return "organisation"
    return "person" if is_surely_name(key) else "unknown"


def core(key: str) -> str:
    """An outlet's name without the word for what it is: 'صحيفة الجريدة', 'الجريدة نت'."""
    words = key.split()
    if len(words) > 1 and words[0] in _MEDIA_WORDS:
        words = words[1:]
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in _ENDINGS else words)


def is_name(text: str) -> bool:
    """Whether `text` has the form of a person's name, or of an account's: few words, all of letters."""
    if _LOGIN.fullmatch(text):
        return True
    words = _HONORIFIC.sub("", text).split()
    return (
        0 < len(words) <= NAME
        and len(text) <= _NAME_LENGTH
        and all(_WORD.fullmatch(word) for word in words)
        and not _NO_NAME.intersection(map(fold, words))
    )


def is_surely_name(text: str) -> bool:
    """Whether `text` is two to four words of which the first is a given name."""
    key = _COMPOUND.sub(r"\1", fold(_HONORIFIC.sub("", text)))
    words = key.split()
    if not 1 < len(words) <= NAME - 1 or not is_name(key):
        return False
    first = words[0]
    is_given = first in _GIVEN or (first.startswith(("عبدال", "ابو")) and len(first) > 6)
    return (
        is_given
        and words[-1] not in PLACES
        and not _NO_NAME.intersection(words)
        and not _AFTER_NAME.intersection(words)
    )


def trimmed(text: str) -> str:
    """`text` without what follows a name in a byline: a date, a job, 'in' a city; and without the job before it."""
    words = text.split()
    while len(words) > 2 and fold(words[0]).removeprefix("ال") in _JOBS and fold(words[0]) not in _GIVEN:
        if fold(words[0]) in _JOBS and not is_surely_name(" ".join(words[1:])):
            return ""  # 'كاتب سوري'
        words = words[1:]
    if len(words) == 2 and fold(words[0]) in _JOBS:
        return ""
    for at, word in enumerate(words):
        key = fold(word.strip(EDGES))
        follows = key in _AFTER_NAME or (at > 0 and key.removeprefix("و") in _JOBS)
        if (follows and (at > 0 or key not in _JOBS)) or (any(map(str.isdecimal, word)) and not _LOGIN.fullmatch(word)):
            words = words[:at]
            break
    return " ".join(words).strip(EDGES)


def begins_with_job(text: str) -> bool:
    """Whether `text` begins with what somebody does: 'كاتب وصحفي سوري', 'الباحثة في معهد …'."""
    first = text.split(None, 1)[:1]
    return bool(first) and fold(first[0].strip(EDGES)).removeprefix("ال") in _JOBS


def parted(name: str) -> list[str]:
    """The names in one that runs on with a glued 'and': 'رنا سامر ووسيم نور'. Only where a given name tells it."""
    words = name.split()
    for at, word in enumerate(words[2:-1], start=2):
        key = fold(word)
        if key.startswith("و") and key not in _WAW_NAMES and key[1:] in _GIVEN | {"عبد", "ابو"} and len(key) > 3:
            return [" ".join(words[:at]), *parted(" ".join([word[1:], *words[at + 1 :]]))]
    return [name]


# Arabic consonants as they are written in Latin letters; vowels and what some leave out are dropped on both sides.
_LATIN = str.maketrans(dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "btsjhkdzrzsssdtzgfkklmnh", strict=True)))
_DIGRAPHS = (
    ("sh", "s"),
    ("ch", "s"),
    ("kh", "k"),
    ("gh", "g"),
    ("th", "s"),
    ("dh", "z"),
    ("ph", "f"),
    ("q", "k"),
    ("c", "k"),
    ("p", "b"),
    ("v", "f"),
)


def skeleton(name: str) -> str:
    """The consonants of a name, the same for both scripts as far as spellings agree."""
    letters = fold(name)
    for latin, letter in _DIGRAPHS:
        letters = letters.replace(latin, letter)
    return "".join(
        letter for letter in letters.translate(_LATIN) if "a" <= letter <= "z" and letter not in "aeiouyw"
    ).replace("ss", "s")


@lru_cache(maxsize=1 << 12)
def sounds_like_host(name: str, host: str) -> bool:
    """Whether a site at `host` calls itself `name`: 'عنب بلدي' at enabbaladi.net."""
    label = max(host.split("."), key=len)
    return _sounds_like(skeleton(name), skeleton(label))


def is_arabic(name: str) -> bool:
    """Whether `name` has an Arabic letter."""
    return any("\u0600" <= letter <= "\u06ff" for letter in name)


def is_same(one: str, other: str) -> bool:
    """Whether two names are one: spelt otherwise, or in another script."""
    if fold(one) == fold(other):
        return True
    return is_arabic(one) != is_arabic(other) and _sounds_like(skeleton(one), skeleton(other))


def without_doubles(several: Iterable[str]) -> tuple[str, ...]:
    """`several` without those said twice; of a name in both scripts the Arabic one stays."""
    kept: list[str] = []
    for name in several:
        same = next((at for at, other in enumerate(kept) if is_same(name, other)), None)
        if same is None:
            kept.append(name)
        elif is_arabic(name) and not is_arabic(kept[same]):
            kept[same] = name
    return tuple(kept)


def _sounds_like(one: str, other: str) -> bool:
    return len(one) > 2 and len(other) > 2 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.8
