"""What in an article speaks of elsewhere: the country that leads it, or a subject that has none; and of local news.

It decides on articles of Syrian outlets, which are taken for home news unless their subject is elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from crawler.screening.gazetteer import Mention, Name

LIST_REACH = 3  # words to either side
LIST_COUNTRIES = 2  # others within reach make a list

COUNTRY_POINTS = 2.0  # from which a country leads the article
IN_HEADLINE, IN_LEAD = 2.0, 1.0  # points of the country or a place of it; its people and things are worth 1 anywhere
OF_ITS_OWN = 1.0  # points of a word of local news that is said to be the country's ('بلدية أنقرة')
SUBJECT_WORDS = 3  # different words of a subject; two stand in news of prices and hospitals
SHARE = 0.5  # of what speaks of elsewhere; when less than that speaks of home, the subject is elsewhere
# Words of local news stand in foreign news, too: against a country they count half, and together as one name of Syria.
LOCAL_WORTH, LOCAL_MOST = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What speaks of elsewhere in one article."""

    countries: Mapping[str, int]  # how often each is named in headline and lead
    country: str | None  # that leads it
    country_points: float
    subject: str | None  # that has no country
    subject_words: int  # different ones
    local_words: int

    def outweighs(self, home: float) -> bool:
        """Whether the subject is elsewhere, `home` being what the names of Syria are worth, twice where they lead."""
        local = min(LOCAL_MOST, LOCAL_WORTH * self.local_words)
        is_abroad = home + local < SHARE * self.country_points
        return is_abroad or home + self.local_words < SHARE * self.subject_words

    def evidence(self) -> dict[str, object]:
        """For the editor's eye."""
        said: dict[str, object] = {"other_countries": dict(self.countries)}
        if self.country:
            said["led_by"] = {self.country: self.country_points}
        if self.subject:
            said["subject"] = {self.subject: self.subject_words}
        return said


def elsewhere(title: Sequence[Mention], text: Sequence[Mention], lead_words: int) -> Elsewhere:
    """What speaks of elsewhere in the mentions of headline and body; the lead is the first words of the body."""
    lead = [mention for mention in text if mention.start < lead_words]
    countries = Counter(mention.name.name for mention in (*title, *lead) if mention.name.rule == "elsewhere")
    country, country_points = _country(title, lead, text)
    subject, subject_words = _subject(title, text)
    local_words = [*_owners(title), *_owners(text)].count(None)
    return Elsewhere(countries, country, country_points, subject, subject_words, local_words)


def stands_in_list(found: Sequence[Mention], index: int) -> bool:
    """Whether the mention is one of several countries in a row."""
    mention = found[index]
    before = (found[i] for i in range(index - 1, -1, -1))
    after = (found[i] for i in range(index + 1, len(found)))
    near = (
        *takewhile(lambda other: mention.start - other.end < LIST_REACH, before),
        *takewhile(lambda other: other.start - mention.end < LIST_REACH, after),
    )
    others = {other.name.name for other in near if other.name.rule == "elsewhere"}
    return len(others - {mention.name.name}) >= LIST_COUNTRIES


def _country(title: Sequence[Mention], lead: Sequence[Mention], text: Sequence[Mention]) -> tuple[str | None, float]:
    """The country that leads the article, and its points.

    News from a country names a place of it; only its people or things are named in news of their visits and deeds here
    ('شركة صينية', 'غارات إسرائيلية'). One of a list leads nothing.
    """
    points: defaultdict[str, float] = defaultdict(float)
    places: set[str] = set()
    for worth, part in ((IN_HEADLINE, title), (IN_LEAD, lead)):
        for name, is_place in _unlisted(part):
            points[name] += worth if is_place else IN_LEAD
            places |= {name} if is_place else set()
    for owner in (*_owners(title), *_owners(text)):
        if owner and owner.kind != "people":  # 'الوزير الروسي' travels, 'بلدية أنقرة' does not
            points[owner.name] += OF_ITS_OWN
    country = max(places, key=lambda name: (points[name], name), default="")
    return (country, points[country]) if points[country] >= COUNTRY_POINTS else (None, 0.0)


def _unlisted(found: Sequence[Mention]) -> Iterator[tuple[str, bool]]:
    for index, mention in enumerate(found):
        if mention.name.rule == "elsewhere" and not stands_in_list(found, index):
            yield mention.name.name, mention.name.kind != "people"


def _subject(*parts: Sequence[Mention]) -> tuple[str | None, int]:
    """The subject without a country that the text is of, and how many different words of it there are."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for mention in (mention for part in parts for mention in part if mention.name.rule == "subject"):
        found[mention.name.name].add(mention.spelling.removeprefix("ال"))
    subject = max(found, key=lambda name: len(found[name]), default="")
    count = len(found[subject])
    return (subject, count) if count >= SUBJECT_WORDS else (None, 0)


def _owners(found: Sequence[Mention]) -> Iterator[Name | None]:
    """For each word of local news the other country that it is said to be of, if it is."""
    for mention, after in zip_longest(found, found[1:]):
        if mention.name.rule == "local":
            is_abroad = after and after.name.rule == "elsewhere" and after.start - mention.end < LIST_REACH
            yield after.name if after and is_abroad else None
