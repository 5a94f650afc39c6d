"""Layers compared: what other places of a page say than the one that is believed, and by which rule it is.

The rules of every field stand in RULES and nowhere else; which place is believed first is the order in which they say.
"""

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
}
_LENGTH = 200  # characters of each value


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
