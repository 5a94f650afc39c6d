"""`python -m benchmarks.relevance --set FILE.jsonl`: how well the rules tell articles about Syria from others.

The set has one JSON object a line: `id`, `headline`, `text`, `label` (syria or not_syria), `borderline` if editors
could disagree, and `outlet_country` if the outlet is not foreign. Prints precision, recall and F1 with and without the
borderline articles, the time an article takes as a multiple of cutting it into words, and every error with its
evidence. `--predictions FILE` writes one line an article, `id`, `label` and `score`, for others to score.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import report
from crawler.screening.relevance import Relevance, judge
from crawler.text.arabic import words

SYRIA, NOT_SYRIA = "syria", "not_syria"
ROUNDS = 5  # the quickest counts: the others met a busy machine or a cold cache

Item = dict[str, Any]


def main() -> None:
    """Judge the set and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", metavar="FILE", type=Path, required=True, help="labelled articles, JSON lines")
    parser.add_argument("--json", metavar="FILE", help="write the figures here")
    parser.add_argument("--predictions", metavar="FILE", type=Path, help="write every verdict here, JSON lines")
    options = parser.parse_args()
    items: list[Item] = [json.loads(line) for line in options.set.read_text("utf-8").splitlines() if line.strip()]
    verdicts = [verdict(item) for item in items]
    clear = [pair for pair in zip(items, verdicts, strict=True) if not pair[0].get("borderline")]
    judging = quickest(lambda: [verdict(item) for item in items])
    cutting = quickest(lambda: [words(item["headline"]) + words(item["text"]) for item in items])
    report(
        {
            "articles": len(items),
            **{f"clear articles: {name}": value for name, value in quality(clear).items()},
            **{
                f"with borderline: {name}": value
                for name, value in quality(list(zip(items, verdicts, strict=True))).items()
            },
            "time of judging, in times of cutting into words": judging / cutting,
        },
        options.json,
    )
    for item, found in clear:
        if label(found) != item["label"]:
            print(f"\n{item['id']}  {item['headline']}\n  is {item['label']}, judged {label(found)} {found.score}")
            print(f"  {json.dumps(found.evidence, ensure_ascii=False)}")
    if options.predictions:
        lines = (
            json.dumps({"id": item["id"], "label": label(found), "score": found.score}, ensure_ascii=False) + "\n"
            for item, found in zip(items, verdicts, strict=True)
        )
        options.predictions.write_text("".join(lines), "utf-8")


def verdict(item: Item) -> Relevance:
    """The rules' verdict on one article of the set."""
    day = item.get("date")
    return judge(item["headline"], item["text"], item.get("outlet_country", ""), int(day[:4]) if day else None)


def label(found: Relevance) -> str:
    """A verdict in the words of the set."""
    return SYRIA if found.is_relevant else NOT_SYRIA


def quality(pairs: Sequence[tuple[Item, Relevance]]) -> dict[str, float]:
    """Precision, recall and F1 of 'syria', and the number of errors each way."""
    hits = sum(found.is_relevant and item["label"] == SYRIA for item, found in pairs)
    false = sum(found.is_relevant and item["label"] != SYRIA for item, found in pairs)
    missed = sum(not found.is_relevant and item["label"] == SYRIA for item, found in pairs)
    precision, recall = hits / max(hits + false, 1), hits / max(hits + missed, 1)
    return {
        "articles": len(pairs),
        "precision": precision,
        "recall": recall,
        "F1": 2 * hits / max(2 * hits + false + missed, 1),
        "wrongly relevant": false,
        "missed": missed,
    }


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
