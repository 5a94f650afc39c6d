"""What the benchmarks of relevance and of languages share: sets, intervals, and floors that no change may fall below."""

import gzip
import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import floors

Item = dict[str, Any]

SETS = Path(__file__).parent.parent / "tests" / "screening" / "sets"
FLOORS = SETS.parent / "floors.json"
_Z = 1.96  # standard deviations that hold 95% of a normal distribution


def read_set(*files: Path) -> list[Item]:
    """The items of JSON lines files, in order; a name that ends in .gz is compressed."""
    items: list[Item] = []
    for file in files:
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
            items += [json.loads(line) for line in lines if line.strip()]
    return items


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a proportion by Wilson's score, which holds for few items and for proportions near 1.

    https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
    """
    if not of:
        return 0.0, 1.0
    share, weight = hits / of, _Z**2 / of
    middle = (share + weight / 2) / (1 + weight)
    reach = _Z / (1 + weight) * math.sqrt(share * (1 - share) / of + weight / (4 * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def with_interval(hits: int, of: int) -> str:
    """A proportion as it is printed, with its interval."""
    low, high = wilson(hits, of)
    return f"{hits / of:.3f} [{low:.2f}, {high:.2f}]" if of else "-"


def write_predictions(file: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """One JSON object a line."""
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def write_floors(figures: floors.Figures, *, lower: bool) -> None:
    """Make `figures` the floors of their names and leave those of others; exits when one would fall unless `lower`."""
    try:
        floors.write(floors.read(FLOORS) | dict(figures), FLOORS, lower=lower)
    except floors.LowerFloorError as refusal:
        sys.exit(str(refusal))
