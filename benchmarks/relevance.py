"""`python -m benchmarks.relevance [--set FILE]`: how well the rules tell articles about Syria from others.

A set has one JSON object a line: `id`, `headline`, `text`, `label` (syria or not_syria), `borderline` if editors could
disagree, `hard` if a counter of keywords is likely to err, `date`, and `outlet_country` if the outlet is not foreign or
`outlet`, if it is a declared one; without --set it is the project's own. Prints precision, recall (with 95% intervals by Wilson's score) and F1, without
and with the borderline articles, of the hard ones, by period and by Syrian and foreign outlet; the time an article takes
as a multiple of cutting it into words; and every error with its evidence. `--predictions FILE` writes one line an
article, `id`, `label` and `score`, for others to score; a set without labels is for that only. Exits with 1 below
--at-least.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.report import machine, report
from benchmarks.screening import SETS, Item, read_set, with_interval, write_floors, write_predictions
from crawler.screening.relevance import HOME_COUNTRY, Relevance, judge
from crawler.spiders import outlets
from crawler.text.arabic import words

# Judged at first sight with a precision and recall of 0.83 and 0.98, by the rules before; 0.95 and 0.95; 0.77 and 0.69,
# for the short notices were written to find where the rules fail; and 1.00 and 1.00, after the last change of the rules.
OWN = tuple(SETS / f"relevance{part}.jsonl" for part in ("", "-later", "-short", "-unseen"))
SYRIA, NOT_SYRIA = "syria", "not_syria"
FALL = "2024-12-08"  # of the Assad government: names and subjects are others since
ROUNDS = 5  # the quickest counts: the others met a busy machine or a cold cache

Pair = tuple[Item, Relevance]


def main() -> None:
    """Judge the set and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", metavar="FILE", type=Path, action="append", help="labelled articles, JSON lines")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures here")
    parser.add_argument("--predictions", metavar="FILE", type=Path, help="write every verdict here, JSON lines")
    parser.add_argument("--at-least", metavar="SHARE", type=float, default=0.0, help="for precision and recall")
    parser.add_argument("--write-floors", action="store_true", help="make the figures of the own sets the floors")
    parser.add_argument("--lower", action="store_true", help="let a floor fall")
    options = parser.parse_args()
    items = read_set(*(options.set or OWN))
    judged = [(item, verdict(item)) for item in items]
    if options.predictions:
        write_predictions(
            options.predictions,
            ({"id": item["id"], "label": label(found), "score": found.score} for item, found in judged),
        )
    pairs = [pair for pair in judged if "label" in pair[0]]
    if not pairs:
        return
    clear = [pair for pair in pairs if not pair[0].get("borderline")]
    print(f"{'':<24}{'n':>5}  {'precision':<20}{'recall':<20}{'F1':<7}wrong")
    for name, group in groups(pairs):
        if group:
            print(f"{name:<24}{line(group)}")
    judging = quickest(lambda: [verdict(item) for item in items])
    cutting = quickest(lambda: [words(item["headline"]) + words(item["text"]) for item in items])
    of_clear = quality(clear)
    report({"time of judging, in times of cutting into words": judging / cutting}, None)
    if options.json:
        by_group = {name: quality(group) for name, group in groups(pairs)}
        options.json.write_text(json.dumps({"machine": machine(), **by_group}, ensure_ascii=False, indent=2), "utf-8")
    for item, found in pairs:
        if label(found) != item["label"]:
            doubt = " (borderline)" if item.get("borderline") else ""
            print(
                f"\n{item['id']}  {item['headline']}\n  is {item['label']}{doubt}, judged {label(found)} {found.score}"
            )
            print(f"  {json.dumps(found.evidence, ensure_ascii=False)}")
    if options.write_floors:
        write_floors(own_figures(), lower=options.lower)
    sys.exit(0 if min(of_clear["precision"], of_clear["recall"]) >= options.at_least else 1)


def groups(pairs: Sequence[Pair]) -> list[tuple[str, Sequence[Pair]]]:
    """The articles by what they are; a group can be empty."""
    clear = [pair for pair in pairs if not pair[0].get("borderline")]
    return [
        ("clear", clear),
        ("with borderline", pairs),
        ("hard, clear", [pair for pair in clear if pair[0].get("hard")]),
        ("hard, with borderline", [pair for pair in pairs if pair[0].get("hard")]),
        ("clear, until 2024", [pair for pair in clear if pair[0].get("date", "") < FALL]),
        ("clear, since 2024", [pair for pair in clear if pair[0].get("date", "") >= FALL]),
        ("clear, Syrian outlets", [pair for pair in clear if country(pair[0]) == HOME_COUNTRY]),
        ("clear, foreign outlets", [pair for pair in clear if country(pair[0]) != HOME_COUNTRY]),
    ]


def own_figures() -> dict[str, dict[str, float]]:
    """The figures of the project's own sets that have floors."""
    figures = {}
    for file in OWN:
        found = quality([(item, verdict(item)) for item in read_set(file) if not item.get("borderline")])
        figures[file.stem] = {name: found[name] for name in ("precision", "recall")}
    return figures


def verdict(item: Item) -> Relevance:
    """The rules' verdict on one article of the set."""
    day = item.get("date")
    return judge(item["headline"], item["text"], country(item), int(day[:4]) if day else None)


def country(item: Item) -> str:
    """The country of the item's outlet, empty if it is not known."""
    declared = outlets().get(item.get("outlet", ""))
    named: str = item.get("outlet_country") or (declared.country if declared else "")
    return named


def label(found: Relevance) -> str:
    """A verdict in the words of the set."""
    return SYRIA if found.is_relevant else NOT_SYRIA


def counts(pairs: Iterable[Pair]) -> tuple[int, int, int]:
    """Of the articles those rightly relevant, wrongly relevant, and missed."""
    hits = false = missed = 0
    for item, found in pairs:
        hits += found.is_relevant and item["label"] == SYRIA
        false += found.is_relevant and item["label"] != SYRIA
        missed += not found.is_relevant and item["label"] == SYRIA
    return hits, false, missed


def quality(pairs: Sequence[Pair]) -> dict[str, float]:
    """Precision, recall and F1 of 'syria', and the number of errors each way."""
    hits, false, missed = counts(pairs)
    return {
        "articles": len(pairs),
        "precision": hits / max(hits + false, 1),
        "recall": hits / max(hits + missed, 1),
        "F1": 2 * hits / max(2 * hits + false + missed, 1),
        "wrongly relevant": false,
        "missed": missed,
    }


def line(pairs: Sequence[Pair]) -> str:
    """One line of the table."""
    hits, false, missed = counts(pairs)
    found, wanted = with_interval(hits, hits + false), with_interval(hits, hits + missed)
    wrong = f"{false + missed} ({(false + missed) / len(pairs):.0%})"
    return f"{len(pairs):>5}  {found:<20}{wanted:<20}{quality(pairs)['F1']:<7.3f}{wrong}"


def quickest(work: Callable[[], object]) -> float:
    """Seconds of processor time that `work` takes at its quickest."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
