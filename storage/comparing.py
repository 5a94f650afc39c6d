"""What storage asks about two texts. It knows no language: the crawler answers, with one `Comparison`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class Likeness(Protocol):
    """How alike two articles are."""

    @property
    def share(self) -> float:
        """The share of the shorter text that the longer one has, 0 to 1."""

    @property
    def is_copy(self) -> bool:
        """Whether they are versions of one text."""

    @property
    def is_carried(self) -> bool:
        """Whether the longer one carries the shorter one among other things."""


class Telling(Protocol):
    """What an article says at one time, as far as an edit of it is one."""

    @property
    def headline(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def published_on(self) -> date | None: ...
    @property
    def published_precision(self) -> str | None: ...


class Edit(Protocol):
    """What an outlet changed."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Of headline, body, byline and time those that differ, in this order."""

    @property
    def share(self) -> float:
        """The share of the words of headline and body that were put in or taken out, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`likeness(headline, body, other_headline, other_body)`, the same whichever is named first.

    `edit(before, after)` is None where nothing changed but spelling, counters and lists of other articles.
    `credits(credit, names)`: whether a credit, as an article has it, names the outlet that is called `names`.
    """

    likeness: Callable[[str, str, str, str], Likeness]
    edit: Callable[[Telling, Telling], Edit | None]
    credits: Callable[[str | None, Sequence[str]], bool]
