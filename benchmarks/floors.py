"""Below what figures extraction must not fall on the project's own pages.

`tests/extraction/floors.json` holds a figure for each way of reading and column; a test fails when one is worse.
`python -m benchmarks.extraction --write-floors` raises them to what is reached, and refuses to lower one without
`--lower`: a change that reads some page worse, or a new page that is read badly, is then a decision and not an accident.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scoring import summary

if TYPE_CHECKING:
    from benchmarks.extraction import Reading

FILE = Path(__file__).parent.parent / "tests" / "extraction" / "floors.json"
COLUMNS = (
    "body F1", "clean", "headline", "day", "minute+zone", "minute+zone, explicit", "invented", "authors F1", "fields",
    "no article",
)  # fmt: skip
UNKNOWN = ("generic", "minute+zone")  # what no reading can tell without a zone is no floor
CEILINGS = frozenset({"invented"})  # the less the better
_DIGITS = 4

Figures = Mapping[str, Mapping[str, float]]  # by way of reading and column


class LowerFloorError(Exception):
    """A floor would become lower, and nobody said that it may. The message names each."""


def measured(readings: "Mapping[str, Reading]") -> dict[str, dict[str, float]]:
    """The figures that have floors."""
    summaries = {name: summary(reading.scores) for name, reading in readings.items()}
    return {
        name: {key: found[key] for key in COLUMNS if key in found and (name, key) != UNKNOWN}
        for name, found in summaries.items()
    }


def falls(floors: Figures, figures: Figures) -> list[str]:
    """Every figure that is worse than its floor, or missing, as a line."""
    lines = []
    for name, columns in floors.items():
        for column, floor in columns.items():
            found = figures.get(name, {}).get(column)
            if found is None:
                lines.append(f"{name}: {column} is not measured any more; its floor is {floor}")
            elif found > floor if column in CEILINGS else found < floor:
                lines.append(
                    f"{name}: {column} is {found:.4f}; its {'ceiling' if column in CEILINGS else 'floor'} is {floor}"
                )
    return lines


def read(file: Path = FILE) -> dict[str, dict[str, float]]:
    """The floors as they stand; none when there is no file yet."""
    found: dict[str, dict[str, float]] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return found


def write(figures: Figures, file: Path = FILE, *, lower: bool = False) -> None:
    """Make `figures` the floors. Raises LowerFloorError when that lowers one, unless `lower`."""
    rounded = {
        name: {column: _rounded(column, value) for column, value in columns.items()}
        for name, columns in figures.items()
    }
    worse = falls(read(file), rounded)
    if worse and not lower:
        raise LowerFloorError("\n".join(["These floors would fall; say --lower if they may:", *worse]))
    file.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


def _rounded(column: str, value: float) -> float:
    """Towards the worse, so that the figure itself never lies below its floor."""
    scaled = value * 10**_DIGITS
    return (math.ceil(scaled) if column in CEILINGS else math.floor(scaled)) / 10**_DIGITS
