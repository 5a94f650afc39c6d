"""Whether it is the outlets that do not answer, or our own network that is down."""

from collections.abc import Awaitable, Callable

# Of two outlets that fail together nobody can say whose fault it is.
LEAST = 3
# So many without an answer and none with one: the others need not be tried, which would take minutes of time-outs.
CLEAR = 10

Note = Callable[[], Awaitable[None]]
End = Callable[[bool], Awaitable[None]]


class Outage:
    """Sees, for all outlets of a round, who answers and who does not. It is our outage when most give no answer at all.

    Only the end of the round can tell. Until then what speaks against an outlet that has not answered is held back:
    failures of its sources and pages, and how its run ended. It is lost with the process, and then nothing was noted:
    the sources and pages are due as before.
    """

    def __init__(self) -> None:
        self._answered: set[str] = set()
        self._held: dict[str, list[Note]] = {}
        self._ends: dict[str, End] = {}

    def answered(self, outlet: str) -> None:
        """Note that an HTTP answer came from `outlet`, whatever it was."""
        self._answered.add(outlet)

    async def unanswered(self, outlet: str, note: Note) -> None:
        """Have `note` write down that a request got no answer: at once where the outlet has answered others."""
        if outlet in self._answered:
            await note()
        else:
            self._held.setdefault(outlet, []).append(note)

    def in_doubt(self, outlet: str) -> bool:
        """Whether `outlet` has not answered yet."""
        return outlet not in self._answered

    def is_silent(self, outlet: str) -> bool:
        """Whether `outlet` was asked and has not answered."""
        return outlet in self._held and outlet not in self._answered

    def at_end(self, outlet: str, end: End) -> None:
        """Have `end` end the run of a silent outlet once it is known whether the outage is ours."""
        self._ends[outlet] = end

    @property
    def silent(self) -> tuple[str, ...]:
        """The outlets that were asked and have not answered."""
        return tuple(filter(self.is_silent, self._held))

    @property
    def tried(self) -> int:
        """How many outlets were asked."""
        return len(self._answered.union(self._held))

    @property
    def is_ours(self) -> bool:
        """Whether, of at least three outlets that were asked, more than half gave no answer at all."""
        return self.tried >= LEAST and 2 * len(self.silent) > self.tried

    @property
    def is_clear(self) -> bool:
        """Whether to ask further outlets is of no use."""
        return not self._answered and len(self._ends) >= CLEAR

    async def settle(self) -> None:
        """Write what was held back, without what our own outage explains, and end the runs that waited for it."""
        ours = self.is_ours
        for outlet, notes in self._held.items():
            for note in () if ours and self.is_silent(outlet) else notes:
                await note()
        for end in self._ends.values():
            await end(ours)
