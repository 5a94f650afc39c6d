"""Who wrote an article, whom it credits and where it is from: decided between all places of its page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.extraction import names
from crawler.extraction.article import Disagreement
from crawler.extraction.bylines import Bylines
from crawler.extraction.credits import Credits, Desk
from crawler.extraction.disagreements import of_names, of_texts
from crawler.extraction.headline import Headline
from crawler.extraction.metadata import Layers, Origin
from crawler.extraction.outline import Outline

_DECLARED: tuple[Origin, ...] = ("json-ld", "meta", "microdata", "rdfa")


@dataclass(frozen=True, slots=True)
class Named:
    """Authors, credit and dateline, the places that gave them, and what other places say."""

    credits: Credits
    origins: dict[str, str]
    disagreements: tuple[Disagreement, ...] = ()


def read_credits(desk: Desk, layers: Layers, told: Credits, outline: Outline, headline: Headline, story: str) -> Named:
    """The credits of a page whose `story` told some in its own lines. disagreements.RULES says who is believed."""
    bylines = Bylines(outline, headline.element, headline.text)
    below = Credits()
    for line in bylines.lines():
        below = below.filled_from(desk.filed(line) or desk.byline(line, story) or Credits())
    found = [
        (origin, credits) for origin, credits in _found(desk, layers, told, below, bylines) if credits != Credits()
    ]
    named = [(origin, credits) for origin, credits in found if credits.authors]
    origins: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    disagreements: list[Disagreement] = []
    if named:
        origin, best = min(named, key=lambda one: _belief(*one))
        authors, origins["authors"] = best.authors, origin
        others = [(place, credits.authors) for place, credits in named if place != origin]
        disagreements += of_names(authors, origin, dict(reversed(others)).items())
    credit = [(origin, credits.credit) for origin, credits in found if credits.credit]
    dateline = [(origin, credits.dateline) for origin, credits in found if credits.dateline]
    # The outlet's place comes first, then lines that say where a report is from, then those that also do.
    for field, values in (("credit", credit), ("dateline", dateline)):
        values.sort(key=lambda one: _SOURCES.index(one[0]))
        if values:
            origins[field] = values[0][0]
    if credit:
        ruled = [one for one in credit[1:] if one[0] in ("rule", "text", "below")]
        disagreements += of_texts("credit", credit[0][1], credit[0][0], ruled)
    result = Credits(dateline[0][1] if dateline else None, credit[0][1] if credit else None, authors)
    return Named(
        result,
        {field: _PLACES.get(origin, origin) for field, origin in origins.items()},
        tuple(
            replace(
                one,
                origin=_PLACES.get(one.origin, one.origin),
                other_origin=_PLACES.get(one.other_origin, one.other_origin),
            )
            for one in disagreements
        ),
    )


_SOURCES = ("rule", "text", "below", "json-ld", "meta", "microdata", "rdfa", "byline")
_PLACES = {"below": "byline"}


def _found(
    desk: Desk, layers: Layers, told: Credits, below: Credits, bylines: Bylines
) -> Iterator[tuple[str, Credits]]:
    """What each place says, in the order in which those without a label are believed."""
    ruled = desk.place(credit) if (credit := layers.first("credit", "rule")) else Credits()
    yield "rule", desk.people(value for _, value in layers.values("authors", "rule")).filled_from(ruled)
    for origin in _DECLARED:
        people = desk.people(value for _, value in layers.values("authors", origin))
        sources = desk.sources(
            value for field in ("credit", "organisations") for _, value in layers.values(field, origin)
        )
        yield origin, people.filled_from(sources)
    for lines in bylines.marked():
        people = desk.people(lines)
        yield "byline", people
        if people.authors:
            break
    yield "below", below
    yield "text", told


def _belief(origin: str, credits: Credits) -> int:
    """The lower, the sooner believed."""
    if origin == "rule":
        return 0
    if credits.signed:
        return 1
    return min(map(_doubt, credits.authors))


def _doubt(name: str) -> int:
    """A name in Arabic is what readers see, one word in Latin letters may be an account's."""
    return 2 if names.is_arabic(name) else 3 if " " in name else 4
