"""Which sources a run asks, and with what: how they stood when it began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.discovery.autodiscovery import source_of_kind
from crawler.discovery.links import Link
from crawler.discovery.windows import changed_at
from crawler.outlet import Source
from storage import schedule
from storage.records import Child, SourceState, Validators
from storage.sources import stand_ins

BEFORE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Polling:
    """The sources of one outlet by address, the time at which its run began, and whether the run before was cut short.

    Then pagers may have later pages that nobody asked for, though all that the first one lists is known.
    """

    states: Mapping[str, SourceState] = field(default_factory=dict)
    now: datetime = BEFORE
    takes_up: bool = False

    def source(self, url: str) -> SourceState:
        """How a source stood."""
        return self.states.get(url) or SourceState(url)

    def validators(self, url: str) -> Validators:
        """What to poll a source with: now and then with nothing, for some answer 304 whatever they have to say."""
        state = self.source(url)
        return state.validators if schedule.is_believed(state) else Validators()

    def found(self, declared: Sequence[Source]) -> list[Source]:
        """What an earlier run found in the place of sources that are `declared`, as long as all of these fail."""
        return [
            source_of_kind(state.kind, state.url, state.is_guess)
            for state in stand_ins(self.states, [source.url for source in declared])
        ]

    def due(self, urls: Sequence[str]) -> list[str]:
        """Those of `urls`, best first, that are to be asked by their schedule; the first when none is.

        A run that begins has something to do, and no page is fetched before a source has answered.
        """
        return [url for url in urls if schedule.is_due(self.source(url), self.now)] or list(urls[:1])

    def sitemaps_due(self, children: Sequence[Link], limit: int) -> list[Link]:
        """Of the sitemaps that an index lists at most `limit` to ask now, by what they brought until now."""
        by_url = {child.url: child for child in children}
        listed = [Child(child.url, changed_at(child)) for child in by_url.values()]
        return [by_url[url] for url in schedule.sitemaps_due(listed, self.states, self.now, limit)]
