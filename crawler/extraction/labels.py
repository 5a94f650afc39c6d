"""The labels before the names of a byline, 'بقلم:', 'إعداد وترجمة:', 'تصوير:', and the names one by one."""

import re
from collections.abc import Iterator
from typing import Literal

from crawler.extraction import names
from crawler.extraction.names import EDGES
from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import fold

_BETWEEN_NAMES = re.compile(
    r"\s*[،,؛;/&|•·+\n()\[\]:]\s*|\s+[-–—ـ]+\s*|\s*[–—]+\s+|\s+و\s+|\s+and\s+|\s+with\s+", re.IGNORECASE
)
_ADDRESS = re.compile(r"\S*(?:https?:|www\.)\S*|\S+@\S+|\S+\.(?:com|net|org|sy)(?:/\S*)?|(?<!\S)@\S+", re.IGNORECASE)

# How Reuters signs: '(تغطية صحفية رنا سامر - إعداد وسيم نور للنشرة العربية - تحرير سلمى حداد)'.
_WIRE_SIGNED = re.compile(r"\(([^()]{5,200})\)?\.?")
_BETWEEN_WIRE_PARTS = re.compile(r"\s+[-–—]+\s+|\s*[–—]+\s+|\s*؛\s*")
_WIRE_EDITION = re.compile(r"\s*\bللنشرة\s+(?:العربية|الإنجليزية|الانجليزية)\b")
_WIRE_LABELS = tuple(fold(label) for label in NEWSROOMS["wire_labels"])

Label = Literal["author", "helper"]


def _labels(label: Label, *lists: str) -> dict[str, Label]:
    return {fold(name): label for key in lists for name in NEWSROOMS[key]}


_LABELS = _labels("author", "byline_labels") | _labels("helper", "helper_labels", "photo_labels")
_BARE_LABELS = frozenset(fold(name) for name in NEWSROOMS["bare_byline_labels"])
_LABEL_MARKS = " \t:：/–—-"


def named_in(byline: str) -> Iterator[tuple[Label, str]]:
    """The names in a byline with the label before them, which also holds for those that follow it."""
    label, rest = label_of(_ADDRESS.sub(" ", byline))
    current: Label = label or "author"
    for part in _BETWEEN_NAMES.split(rest):
        label, rest = label_of(part)
        if rest.rstrip(_LABEL_MARKS) and fold(rest.strip(EDGES)) in _LABELS:
            current = _LABELS[fold(rest.strip(EDGES))]
            continue
        current = label or current
        for name in names.parted(names.trimmed(rest)):
            if name:
                yield current, name


def wire_signed(text: str) -> list[str]:
    """The people of a line in brackets that has a label before each part, those who wrote first; none of another."""
    signed = _WIRE_SIGNED.fullmatch(text.strip())
    told: list[tuple[int, str]] = []
    for part in _BETWEEN_WIRE_PARTS.split(_WIRE_EDITION.sub("", signed[1])) if signed else ():
        at = next((at for at, label in enumerate(_WIRE_LABELS) if fold(part).startswith(f"{label} ")), None)
        if at is None:
            return []
        told.append((at, part.split(None, len(_WIRE_LABELS[at].split()))[-1]))
    return [people for _, people in sorted(told)]


def one_by_one(text: str) -> list[str]:
    """The names that stand together in `text`, which has no label."""
    return [name for part in _BETWEEN_NAMES.split(text) for name in names.parted(part)]


def label_of(byline: str, *, bare: bool = True) -> tuple[Label | None, str]:
    """The label before the names of a byline, 'بقلم:' or 'إعداد وترجمة:', and what follows it.

    Without a colon some labels are words of the language: they count if `bare`, the others before a name that is known.
    """
    words, found = byline.split(), None
    for _ in range(2):  # 'كتبت: الصحفية رنا سامر'
        for count in (3, 2, 1):
            before, after = " ".join(words[:count]), " ".join(words[count:])
            key = fold(before).strip(_LABEL_MARKS + "*•,،")
            if len(words) <= count or key not in _LABELS:
                continue
            marked = before[-1:] in _LABEL_MARKS + ",،" or after[:1] in _LABEL_MARKS
            if marked or (bare and (key in _BARE_LABELS or names.is_surely_name(names.trimmed(after)))):
                found, words = found or _LABELS[key], after.lstrip(EDGES).split()
                break
        else:
            break
    return found, " ".join(words) if found else byline
