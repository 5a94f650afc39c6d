"""Whether it is the outlets that do not answer, or our own network that is down."""

from collections.abc import Awaitable, Callable

# Of two outlets that fail together nobody can say whose fault it is.
LEAST = 3
# So many without an answer and none with one: the others need not be tried, which would take minutes of time-outs.
CLEAR = 10

Note = Callable[[], Awaitable[None]]
End = Callable[[bool], Awaitable[None]]


class Outage:
    """Sees, for all outlets of a round, who answers and who does not. It is our outage when most give no answer at all,
    and while several that had answered fall silent and nobody else answers.

    Of the first only the end of the round can tell, of the second the next answer. Until then what speaks against an
    outlet is held back: failures of its sources and pages, and how its run ended. It is lost with the process, and then
    nothing was noted: the sources and pages are due as before.
    """

    def __init__(self) -> None:
        self._answered: set[str] = set()
        self._failed: set[str] = set()
        self._silence: list[tuple[str, Note]] = []  # failures since anybody answered
        self._held: dict[str, list[Note]] = {}  # from before that: no silence of all explains them
        self._ends: dict[str, End] = {}
        self.excused: set[str] = set()  # outlets that failed while our network was down in the midst of the round

    def answered(self, outlet: str) -> None:
        """Note that an HTTP answer came from `outlet`, whatever it was."""
        self._end_silence()
        self._answered.add(outlet)

    async def unanswered(self, outlet: str, note: Note) -> None:
        """Have `note` write down that a request got no answer, once it is known whose fault that was."""
        self._failed.add(outlet)
        self._silence.append((outlet, note))
        for other in [held for held in self._held if held in self._answered]:
            await self._write(other)

    def is_silent(self, outlet: str) -> bool:
        """Whether `outlet` was asked and has not answered."""
        return outlet in self._failed and outlet not in self._answered

    def in_doubt(self, outlet: str) -> bool:
        """Whether the last failures of `outlet` may be no fault of its own: nobody has answered since."""
        return any(outlet == failed for failed, _ in self._silence)

    def _end_silence(self) -> None:
        failed = {outlet for outlet, _ in self._silence}
        if len(failed & self._answered) >= LEAST:
            self.excused |= failed
        else:
            for outlet, note in self._silence:
                self._held.setdefault(outlet, []).append(note)
        self._silence.clear()

    async def _write(self, outlet: str) -> None:
        for note in self._held.pop(outlet, ()):
            await note()

    def at_end(self, outlet: str, end: End) -> None:
        """Have `end` end the run of an outlet once it is known whether the outage is ours."""
        self._ends[outlet] = end

    @property
    def silent(self) -> tuple[str, ...]:
        """The outlets that were asked and have not answered."""
        return tuple(filter(self.is_silent, sorted(self._failed)))

    @property
    def tried(self) -> int:
        """How many outlets were asked."""
        return len(self._answered | self._failed)

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
        self._end_silence()
        if self.is_ours:
            self.excused.update(self.silent)
            for outlet in self.silent:
                self._held.pop(outlet, None)
        for outlet in list(self._held):
            await self._write(outlet)
        for outlet, end in self._ends.items():
            await end(outlet in self.excused)
