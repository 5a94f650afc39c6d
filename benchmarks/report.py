"""How every benchmark reports: the machine first, then its figures, and the same figures as JSON."""

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path


def machine() -> str:
    """The machine in one line."""
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def report(figures: Mapping[str, object], json_file: str | None) -> None:
    """Print the machine and the figures, one a line, and write them to `json_file` if it is given."""
    print(machine())
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"  {name:<{width}}  {value:.2f}" if isinstance(value, float) else f"  {name:<{width}}  {value}")
    if json_file:
        Path(json_file).write_text(json.dumps({"machine": machine(), **figures}, ensure_ascii=False, indent=2))
