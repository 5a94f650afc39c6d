"""`python -m benchmarks.languages [--set FILE] [--arabic FILE]`: how well languages are told.

A set has one JSON object a line: `id`, `text` and `label`, an ISO 639 code ('und' for a text without letters, 'other'
for any language but Arabic); without --set it is the project's own. --predictions works without labels, too. Prints how many are
told rightly, as Arabic or not and by their language, and every error. --arabic names a file of articles (`id`,
`headline`, `text`; .gz may be) that are all Arabic, and prints those that would be refused. Exits with 1 when a text is
wrongly let in or refused.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import report
from benchmarks.screening import SETS, Item, read_set, with_interval, write_floors, write_predictions
from crawler.screening.language import Language, detect

OWN = (SETS / "languages.jsonl",)
OTHER = "other"
# How others may call what we call otherwise: Dari is Persian in ISO 639-1, Kurmanji Kurdish.
SAME = {"prs": "fa", "per": "fa", "fas": "fa", "urd": "ur", "kmr": "ku", "uig": "ug", "pus": "ps", "snd": "sd", "azb": "az", "ara": "ar", "arabic": "ar", "not_arabic": OTHER}  # fmt: skip


def main() -> None:
    """Tell the languages of the set and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", metavar="FILE", type=Path, action="append", help="labelled texts, JSON lines")
    parser.add_argument("--arabic", metavar="FILE", type=Path, help="articles that are all Arabic")
    parser.add_argument("--json", metavar="FILE", help="write the figures here")
    parser.add_argument("--predictions", metavar="FILE", type=Path, help="write every verdict here, JSON lines")
    parser.add_argument("--write-floors", action="store_true", help="make the figures of the own set the floors")
    parser.add_argument("--lower", action="store_true", help="let a floor fall")
    options = parser.parse_args()
    items = read_set(*(options.set or OWN))
    found = [detect(item["text"]) for item in items]
    if options.predictions:
        write_predictions(
            options.predictions,
            (
                {"id": item["id"], "label": one.code, "score": one.confidence}
                for item, one in zip(items, found, strict=True)
            ),
        )
    pairs = [pair for pair in zip(items, found, strict=True) if "label" in pair[0]]
    if not pairs:
        return
    refused = [item for item in read_set(options.arabic) if not is_arabic(item)] if options.arabic else []
    let_in_or_refused = [pair for pair in pairs if (label(pair[0]) == "ar") != pair[1].is_arabic]
    figures: dict[str, object] = {
        "texts": len(pairs),
        "Arabic or not, rightly": with_interval(len(pairs) - len(let_in_or_refused), len(pairs)),
        "language, rightly": with_interval(sum(is_right(*pair) for pair in pairs), len(pairs)),
        **accuracy(pairs),
    }
    if options.arabic:
        figures["Arabic articles refused"] = len(refused)
    report(figures, options.json)
    for item, language in pairs:
        if not is_right(item, language):
            print(f"{item['id']}  is {item['label']}, told {language.code} {language.confidence}: {item['text'][:80]}")
    for item in refused:
        print(f"refused: {item['id']}  {item['headline'][:80]}")
    if options.write_floors:
        write_floors({"languages": accuracy(pairs)}, lower=options.lower)
    sys.exit(1 if refused or let_in_or_refused else 0)


def is_arabic(item: Item) -> bool:
    """Whether the article of `item` would be let in."""
    return detect(f"{item['headline']}\n{item['text']}").is_arabic


def label(item: Item) -> str:
    """The language of `item`, in the words of `crawler.screening.language`."""
    named: str = item["label"]
    return SAME.get(named, named)


def is_right(item: Item, found: Language) -> bool:
    """Whether the language of `item` was told."""
    return not found.is_arabic if label(item) == OTHER else found.code == label(item)


def accuracy(pairs: Sequence[tuple[Item, Language]]) -> dict[str, float]:
    """The figures that have floors."""
    return {
        "told as Arabic or not": sum((label(item) == "ar") == found.is_arabic for item, found in pairs) / len(pairs),
        "told by language": sum(is_right(item, found) for item, found in pairs) / len(pairs),
    }


if __name__ == "__main__":
    main()
