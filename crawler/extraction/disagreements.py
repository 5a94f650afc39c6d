"""Layers compared: what other places of a page say than the one that is believed, and by which rule it is.

The rules of every field stand in RULES and nowhere else; which place is believed first is the order in which they say.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.extraction import names
from crawler.extraction.article import Disagreement
from crawler.text.arabic import words

RULES = {
    "headline": "what the page shows its reader, then JSON-LD, meta, microdata, RDFa, the title",
    "authors": "the outlet's place, then a signed byline, then JSON-LD, meta, microdata, RDFa, an unsigned byline; "
    "an account or a desk gives way to a person",
    "section": "the outlet's place, then JSON-LD, meta, microdata, RDFa, the breadcrumb, a link called a section",
    "canonical_url": "the canonical link, then og:url; on this site, no front page, no other article's",
    "credit": "the outlet's place, then the story's own lines, the lines below the headline, the byline",
    "body": "the page; a text that its source carries whole takes its place only while the page is blocked",
}
_LENGTH = 200  # characters of each value
# Two readings of one text differ by a caption or a subhead that one leaves out. Where a paragraph's forty words are
# missing, and a quarter of the text, something else was read, or not all of it.
_FAR_WORDS = 40
_FAR_SHARE = 0.25


def disagreement(field: str, kept: str, origin: str, other: str, other_origin: str) -> Disagreement:
    """That `other_origin` says `other` of `field`."""
    return Disagreement(field, kept[:_LENGTH], origin, other[:_LENGTH], other_origin, RULES[field])


def of_texts(field: str, kept: str, origin: str, others: Iterable[tuple[str, str]]) -> list[Disagreement]:
    """The `others` (origin and text) that say something else: not the same words, nor these cut off or lengthened."""
    found: dict[str, Disagreement] = {}
    mine = words(kept)
    for other_origin, other in others:
        theirs = words(other)
        if theirs and not _contains(mine, theirs) and not _contains(theirs, mine):
            found.setdefault(other_origin, disagreement(field, kept, origin, other, other_origin))
    return list(found.values())


def of_bodies(kept: str, origin: str, other: str, other_origin: str) -> list[Disagreement]:
    """One, when much of either text is missing in the other; it says how much, and where that begins."""
    mine, theirs = Counter(words(kept)), Counter(words(other))
    if not _is_far(mine, theirs) and not _is_far(theirs, mine):
        return []
    return [disagreement("body", _beyond(kept, mine, theirs), origin, _beyond(other, theirs, mine), other_origin)]


def _is_far(text: Counter[str], other: Counter[str]) -> bool:
    return (text - other).total() >= max(_FAR_WORDS, _FAR_SHARE * text.total())


def _beyond(body: str, text: Counter[str], other: Counter[str]) -> str:
    """What a text has that the other one lacks."""
    found = f"{text.total()} words, {(text - other).total()} of them not in the other"
    for paragraph in body.split("\n\n"):
        own = Counter(words(paragraph))
        if (own - other).total() > own.total() / 2:
            return f"{found}: {paragraph}"
    return found


def of_names(kept: tuple[str, ...], origin: str, others: Iterable[tuple[str, tuple[str, ...]]]) -> list[Disagreement]:
    """The `others` (origin and names) that name a person whom `kept` has not."""
    return [
        disagreement("authors", "، ".join(kept), origin, "، ".join(theirs), other_origin)
        for other_origin, theirs in others
        if any(not any(names.is_same(name, mine) for mine in kept) for name in theirs)
    ]


def _contains(long: list[str], short: list[str]) -> bool:
    whole, part = " ".join(long), " ".join(short)
    return whole.startswith(part) or f" {part} " in f" {whole} "  # titles are cut off within words
