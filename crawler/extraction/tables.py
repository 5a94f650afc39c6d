"""The data files of this package, read once; what they hold is said in them."""

import tomllib
from pathlib import Path
from typing import Any


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


BOILERPLATE = _read("boilerplate.toml")
KINDS = _read("kinds.toml")
NEWSROOMS = _read("newsrooms.toml")
MARKS = _read("marks.toml")
