"""A unified diff of two versions of an article, to be read in Arabic: paragraph by paragraph, and word by word within.

Signs stand at the beginning of a line, which is at its right where the line is Arabic: terminals turn the whole line.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from itertools import zip_longest

CONTEXT = 1  # paragraphs around a change
SAME_PARAGRAPH = 0.4  # of the words: one that was rewritten beyond is shown as one that went and one that came
SHOWN = 6  # words on each side of a change; what lies between is left out
GONE, NEW, LEFT_OUT = "[-{}-]", "{{+{}+}}", "…"


def unified(before: Sequence[str], after: Sequence[str], name: str, other_name: str) -> list[str]:
    """The lines of the diff; a paragraph that was edited is a line with '~', its words marked [-gone-] and {+new+}."""
    lines = list(unified_diff(before, after, name, other_name, lineterm="", n=CONTEXT))
    return [*lines[:2], *_with_words(lines[2:])]


def _with_words(lines: Sequence[str]) -> Iterator[str]:
    """Puts the two forms of an edited paragraph together."""
    gone: list[str] = []
    come: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("-") and not come:
            gone.append(line[1:])
        elif line.startswith("+"):
            come.append(line[1:])
        else:
            yield from _edited(gone, come)
            gone, come = ([line[1:]], []) if line.startswith("-") else ([], [])
            if line and not line.startswith("-"):
                yield line


def _edited(gone: Sequence[str], come: Sequence[str]) -> Iterator[str]:
    for old, new in zip_longest(gone, come):
        if old is not None and new is not None and _alike(old, new):
            yield f"~{words_marked(old, new)}"
        else:
            yield from ([f"-{old}"] if old is not None else [])
            yield from ([f"+{new}"] if new is not None else [])


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= SAME_PARAGRAPH


def words_marked(old: str, new: str) -> str:
    """The new form of a paragraph, with the words that went and came marked, and what is far from them left out."""
    before, after = old.split(), new.split()
    pieces: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(_shortened(before[i:j], is_first=i == 0, is_last=j == len(before)))
            continue
        if i < j:
            pieces.append(GONE.format(" ".join(before[i:j])))
        if k < m:
            pieces.append(NEW.format(" ".join(after[k:m])))
    return " ".join(piece for piece in pieces if piece)


def _shortened(words: Sequence[str], *, is_first: bool, is_last: bool) -> str:
    head, tail = (0 if is_first else SHOWN), (0 if is_last else SHOWN)
    if len(words) <= head + tail + 1:
        return " ".join(words)
    return " ".join([*words[:head], LEFT_OUT, *words[len(words) - tail :]])
