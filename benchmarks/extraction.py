"""How well articles are read from saved pages: `python -m benchmarks.extraction --gold DIR`.

DIR holds one JSON a page (benchmarks/scoring.py describes it and the columns), with its `page` (a path below --pages, by
default below DIR's parent) and `url`; `outlet`, `fetched_at` (default: now) and `content_type` if they matter. Every
page is read as of an outlet that nobody declared; then, where the zone is asked for, with its outlet's time zone; then,
where there is a declared outlet, by its rules. The project's own pages are joined by the recorded samples.

`--predictions FILE` writes the first reading as JSON lines: page, headline, body, published, authors, further fields.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks import floors
from benchmarks.report import report
from benchmarks.scoring import Json, Score, by_outlet, score, summary
from crawler.extraction import Article, NoArticle, Page, extract
from crawler.outlet import Outlet
from crawler.spiders import outlet_of, outlets

PROJECT = Path(__file__).parent.parent
SAMPLES = PROJECT / "samples"
OWN_GOLD = PROJECT / "tests" / "extraction" / "pages" / "gold"
GENERIC, WITH_ZONE, WITH_RULES = "generic", "with time zone", "with rules"
COLUMNS = (
    "body F1", "body P", "body R", "clean", "headline", "day", "minute+zone", "minute+zone, explicit", "invented", "authors P",
    "authors R", "authors F1", "fields", "no article",
)  # fmt: skip
SHORT = (
    "F1",
    "P",
    "R",
    "clean",
    "head",
    "day",
    "minute",
    "(expl.)",
    "inv.",
    "auth P",
    "auth R",
    "auth F1",
    "fields",
    "none",
)


@dataclass(frozen=True)
class Case:
    """A page and what stands on it."""

    gold: Json
    page: Page

    @property
    def declared(self) -> Outlet | None:
        """The declared outlet that the page is of, by the gold's word, its folder or its address."""
        slugs = (self.gold.get("outlet"), Path(self.gold["page"]).parent.name)
        known = outlets()
        return next((known[slug] for slug in slugs if slug in known), None) or outlet_of(self.page.url)

    @property
    def undeclared(self) -> Outlet:
        """An outlet that is known by its host alone."""
        return Outlet.undeclared((urlsplit(self.page.url).hostname or "unknown").removeprefix("www."))


def cases(gold: Path, pages: Path) -> list[Case]:
    """The pages that the JSON files in `gold` name."""
    entries = (json.loads(file.read_text(encoding="utf-8")) for file in sorted(gold.glob("*__*.json")))
    return [_case(entry, pages / entry["page"]) for entry in entries]


def _case(gold: Json, file: Path) -> Case:
    told = gold.get("fetched_at")
    fetched_at = datetime.fromisoformat(told) if told else datetime.now(UTC)
    return Case(gold, Page(gold["url"], file.read_bytes(), fetched_at, gold.get("content_type")))


def sample_cases() -> Iterator[Case]:
    """The recorded pages of `samples/` with what stands beside them, in the gold's words."""
    for site_file in sorted(SAMPLES.glob("*/site.json")):
        site = json.loads(site_file.read_text(encoding="utf-8"))
        seen = set()
        for day in site["days"].values():
            for response in day["responses"]:
                file = site_file.parent / response.get("file", "")
                beside = file.with_suffix(".json")
                if file.suffix != ".html" or not beside.exists() or file in seen:
                    continue
                expected = json.loads(beside.read_text(encoding="utf-8"))
                # One page under two addresses has one result beside it, and another language none.
                if response["url"] == expected["url"] and expected.get("is_arabic", True):
                    seen.add(file)
                    slug = site["outlet"]
                    zone = outlets()[slug].time_zone
                    where = {"page": f"{slug}/{file.parent.name}-{file.name}", "outlet": slug, "time_zone": zone}
                    when = {"fetched_at": day["date"], "content_type": response.get("type", "text/html; charset=UTF-8")}
                    yield _case({**_gold_of_sample(expected), **where, **when}, file)


def _gold_of_sample(expected: dict[str, Any]) -> Json:
    if expected.get("no_article"):
        return expected
    renamed = {"published": "published_at", "modified": "modified_at", "image": "image_url"}
    return {**expected, **{name: expected[other] for name, other in renamed.items()}, "must": expected["body"]}


def prediction(name: str, result: Article | NoArticle) -> dict[str, Any]:
    """One line of the predictions file."""
    if isinstance(result, NoArticle):
        return {"page": name, "headline": None, "body": "", "published": None, "authors": [], "reason": result.reason}
    when = result.published_at
    is_day = result.published_precision == "day"
    return {
        "page": name,
        "headline": result.headline,
        "body": result.body,
        "published": None if when is None else when.date().isoformat() if is_day else when.isoformat(),
        "authors": list(result.authors),
        "section": result.section,
        "keywords": list(result.keywords),
        "image": result.image_url,
        "modified": result.modified_at.isoformat() if result.modified_at else None,
        "kicker": getattr(result, "kicker", None),
        "alternative_headline": result.alternative_headline,
        "credit": result.credit,
        "dateline": result.dateline,
        "image_caption": result.image_caption,
        "image_credit": getattr(result, "image_credit", None),
        "kind": result.kind,
    }


@dataclass(frozen=True)
class Reading:
    """What one way of reading makes of the pages that can be read that way."""

    predictions: list[dict[str, Any]]
    scores: list[Score]


def read(pages: Sequence[Case], outlet_for: Callable[[Case], Outlet | None]) -> Reading:
    """The pages for which there is an outlet, read and scored."""
    chosen = [(case, outlet) for case in pages if (outlet := outlet_for(case)) is not None]
    predictions = [prediction(case.gold["page"], extract(case.page, outlet)) for case, outlet in chosen]
    scores = [score(case.gold, found) for (case, _), found in zip(chosen, predictions, strict=True)]
    return Reading(predictions, scores)


def readings(pages: Sequence[Case], zones: Json | None) -> dict[str, Reading]:
    """Each way of reading, by name. `zones` are IANA names by folder, beside the gold's `time_zone`; None: not asked."""

    def zone(case: Case) -> str | None:
        named: str | None = (zones or {}).get(Path(case.gold["page"]).parent.name) or case.gold.get("time_zone")
        return named

    ways: dict[str, Callable[[Case], Outlet | None]] = {GENERIC: lambda case: case.undeclared}
    if zones is not None and any(map(zone, pages)):
        ways[WITH_ZONE] = lambda case: replace(case.undeclared, time_zone=zone(case) or case.undeclared.time_zone)
    ways[WITH_RULES] = lambda case: case.declared
    found = {name: read(pages, outlet_for) for name, outlet_for in ways.items()}
    return {name: reading for name, reading in found.items() if reading.scores}


def table(name: str, scores: Sequence[Score], *, why: bool) -> Iterator[str]:
    """The lines of a table: each page, then the means."""
    yield f"\n{name}: {len(scores)} pages\n{'':52}" + "".join(f"{column:>8}" for column in SHORT)
    for one in scores:
        yield _row(one.page, summary([one]))
        if why:
            yield from (f"    {line}" for line in one.why)
    yield _row("mean", summary(scores))
    yield _row("mean of the outlets", by_outlet(scores))


def _row(name: str, figures: Json) -> str:
    return f"{name[-51:]:52}" + "".join(f"{figures[key]:8.3f}" if key in figures else f"{'-':>8}" for key in COLUMNS)


def figures(found: dict[str, Reading]) -> dict[str, float]:
    """Every figure by reading and column."""
    flat: dict[str, float] = {}
    for name, reading in found.items():
        flat[f"{name}: pages"] = len(reading.scores)
        flat |= {f"{name}: {column}": value for column, value in summary(reading.scores).items()}
        means = by_outlet(reading.scores)
        flat |= {f"{name}, by outlet: {column}": means[column] for column in COLUMNS if column in means}
    return flat


def own_cases() -> list[Case]:
    """The project's own pages: those of the tests and the recorded samples."""
    return [*cases(OWN_GOLD, OWN_GOLD.parent), *sample_cases()]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument(
        "--gold", type=Path, default=OWN_GOLD, help="folder of one JSON a page (default: the project's)"
    )
    parser.add_argument("--pages", type=Path, help="what the `page` paths start from (default: the parent of --gold)")
    parser.add_argument(
        "--zones", nargs="?", const="gold", metavar="FILE",
        help="read with the outlet's time zone too: JSON, IANA zone by outlet folder; without FILE the gold's time_zone",
    )  # fmt: skip
    parser.add_argument("--why", action="store_true", help="tell what is missing, what is too much, and wrong fields")
    parser.add_argument("--predictions", type=Path, help="where to write the predictions")
    parser.add_argument("--json", metavar="FILE", help="where to write the figures")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors of the tests to these figures")
    parser.add_argument("--lower", action="store_true", help="with --write-floors: lower floors too")
    options = parser.parse_args()

    own = options.gold.resolve() == OWN_GOLD
    if options.write_floors and not own:
        parser.error(f"--write-floors is for the project's own pages, {OWN_GOLD}, not for {options.gold}")
    pages = own_cases() if own else cases(options.gold, options.pages or options.gold.parent)
    if not pages:
        parser.error(f"--gold {options.gold} holds no file named OUTLET__PAGE.json")
    zones = json.loads(Path(options.zones).read_text("utf-8")) if options.zones not in (None, "gold") else None
    found = readings(pages, zones if zones is not None else {} if options.zones or own else None)
    for name, reading in found.items():
        print("\n".join(table(name, reading.scores, why=options.why)))
    if options.predictions:
        lines = (json.dumps(line, ensure_ascii=False) for line in found[GENERIC].predictions)
        options.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print()
    report(figures(found), options.json)
    if options.write_floors:
        try:
            floors.write(floors.measured(found), lower=options.lower)
        except floors.LowerFloorError as refusal:
            sys.exit(str(refusal))


if __name__ == "__main__":
    main()
