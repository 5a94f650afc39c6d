"""Whether an article is about Syria: a sum of a few weights over the names it carries, that an editor can check.

    headline   4 when a name of Syria stands in it
    lead       1 for each mention in the first 40 words, 2 at most
    mentions   1 for each mention in headline and body, 5 at most
    density    the mentions in 100 words, 3 at most
    sole       1 when Syria stands in headline or lead and no other country does
    home       7 when the outlet is Syrian: its local news need not name the country
    foreign   -7 when the subject of such an article is elsewhere (elsewhere.py): when the names of Syria, twice where
               they lead, weigh less than half as much as those of the country that leads it, or as the words of a
               subject that has no country (recipes, telephones, the matches of Madrid)

Seven points make an article relevant; the score is the points over fourteen, 1 at most, so 0.5 is the threshold, unless
the operator sets another. A mention of the country, a place or a party
is worth 1, of a person or an institution 0.8, since those are named in the affairs of others too; less where it names
Syria in passing (see below); 0 where the name is ambiguous and nothing settles it, or meant nothing yet in that year.

Where the weights come from: searches, the widest of 18,432 combinations, over 158 articles that editors labelled and
some 50 more, near the threshold, that the author of the rules judged. The optimum is flat (4,024 combinations err once
at most on the 158). All of those are of 2015; `home`, `foreign` and the subjects without a country were tried on
articles written for that purpose in the manner of 2024 to 2026. benchmarks/relevance.py says how well it does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.screening.elsewhere import elsewhere, stands_in_list
from crawler.screening.gazetteer import Kind, Mention, Name, gazetteer_version, mentions, tokens_of

RULES_VERSION = "2"
THRESHOLD = 0.5  # of the score
FULL_POINTS = 14.0  # headline, lead, mentions and density at their most

HEADLINE_POINTS = 4.0
LEAD_WORDS = 40  # about the first paragraph of a news item
LEAD_MOST = 2.0
MENTIONS_MOST = 5.0
DENSITY_MOST = 3.0
DENSITY_PER = 100  # words; a shorter text counts as one of that length
SOLE_POINTS = 1.0
HOME_POINTS = FULL_POINTS * THRESHOLD
FOREIGN_POINTS = -HOME_POINTS


WORTH: Mapping[Kind, float] = {"person": 0.8, "institution": 0.8}  # of a mention; of every other kind 1
HOME_INSTITUTION = 0.3  # 'المرحلة الانتقالية' in a Syrian outlet: its own, as a rule
IN_PAIR = 0.7  # 'سوريا والعراق': the theatre of a war, and often the subject
IN_LIST = 0.3  # one of several countries
AS_BACKGROUND = 0.1  # 'الحدود السورية': where something happened, on either side

HOME_COUNTRY = "SY"
COMMON_WORD = "a common word unless a word such as 'مدينة' stands before it"
SURNAME = "a common word or surname, and the full name is not in the text"
AMBIGUOUS = "ambiguous, and no sure name of Syria is in the text"


@dataclass(frozen=True, slots=True)
class Relevance:
    """A verdict. `evidence` holds only what JSON can, and names the version of the rules and of the gazetteer."""

    score: float  # 0 to 1, relevant from the threshold
    is_relevant: bool
    evidence: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A mention of Syria, where it stands, how it is spelt, what it is worth, and why that is less than 1."""

    name: Name
    spelling: str
    where: str  # headline, lead or body
    worth: float
    because: str | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole text says that decides on its ambiguous names."""

    sure_names: frozenset[str]  # of the entries that a sure spelling of stands in the text
    is_home: bool
    year: int | None  # in which it was published
    subject: str | None  # that has no country

    def weigh(self, mention: Mention) -> tuple[float, str | None]:
        """What a mention is worth by its own name, and why less than 1."""
        name = mention.name
        if name.rule == "background":
            return AS_BACKGROUND, "says where, not what"
        if name.rule == "pair":
            return IN_PAIR, "in one breath with a neighbour"
        if self.year and not name.is_of(self.year):
            return 0.0, f"did not mean Syria in {self.year}"
        if name.rule == "home" and name.kind == "institution":
            return HOME_INSTITUTION, "another country may have one"
        doubt = self._doubt(mention)
        return (0.0, doubt) if doubt else (WORTH.get(name.kind, 1.0), None)

    def _doubt(self, mention: Mention) -> str | None:
        """Why this name need not mean Syria here."""
        name = mention.name
        if name.rule == "home" or _is_sure(name, self.year) or mention.in_place_context:
            return None
        if name.rule == "context":
            return COMMON_WORD
        if self.subject:
            return f"ambiguous, and the text is of {self.subject}"
        if self.is_home:
            return None
        if name.rule == "alias":
            return None if name.name in self.sure_names else SURNAME
        return None if self.sure_names else AMBIGUOUS


def judge(
    headline: str, body: str, outlet_country: str, year: int | None = None, threshold: float = THRESHOLD
) -> Relevance:
    """Whether the article is about Syria.

    `outlet_country` is the outlet's home, ISO 3166-1 alpha-2, `year` that of publication if it is known, and
    `threshold` the score from which it is relevant.
    """
    is_home = outlet_country == HOME_COUNTRY
    title, text = tokens_of(headline), tokens_of(body)
    in_title, in_text = mentions(title), mentions(text)
    sure_names = frozenset(mention.name.name for mention in (*in_title, *in_text) if _is_sure(mention.name, year))
    abroad = elsewhere(in_title, in_text, LEAD_WORDS)
    document = _Document(sure_names, is_home, year, abroad.subject)
    weighed = [*_weighed(in_title, document, 0), *_weighed(in_text, document, LEAD_WORDS)]
    total = sum(mention.worth for mention in weighed)
    leading = _worth(weighed, "headline") + _worth(weighed, "lead")
    parts = {
        "headline": HEADLINE_POINTS * min(1.0, _worth(weighed, "headline")),
        "lead": min(LEAD_MOST, _worth(weighed, "lead")),
        "mentions": min(MENTIONS_MOST, total),
        "density": min(DENSITY_MOST, total * DENSITY_PER / max(len(title) + len(text), DENSITY_PER)),
        "sole": SOLE_POINTS if leading >= 1 and not abroad.countries else 0.0,
        "home": HOME_POINTS if is_home else 0.0,
        "foreign": FOREIGN_POINTS if is_home and abroad.outweighs(total + leading) else 0.0,
    }
    points, needed = round(sum(parts.values()), 2), round(threshold * FULL_POINTS, 2)
    evidence: dict[str, object] = {
        "version": rules_version(),
        "points": points,
        "threshold": needed,
        "parts": {part: round(value, 2) for part, value in parts.items() if value},
        "names": _names(weighed),
        **abroad.evidence(),
    }
    return Relevance(round(min(1.0, max(0.0, points) / FULL_POINTS), 4), points >= needed, evidence)


def rules_version() -> str:
    """The version of the rules and of the gazetteer; a part of every verdict's evidence."""
    return f"rules {RULES_VERSION}, gazetteer {gazetteer_version()}"


def _is_sure(name: Name, year: int | None) -> bool:
    """Whether the name can mean nothing else. One that comes and goes with the years is sure in a known year only."""
    return name.rule == "alone" and (not name.has_years or (year is not None and name.is_of(year)))


def _weighed(found: Sequence[Mention], document: _Document, lead_words: int) -> list[_Weighed]:
    """The mentions of Syria in one part of the article. `lead_words` is 0 for the headline."""
    result = []
    may_list = any(mention.name.rule == "elsewhere" for mention in found)
    for index, mention in enumerate(found):
        if mention.name.rule in ("elsewhere", "subject", "local") or (
            mention.name.rule == "home" and not document.is_home
        ):
            continue
        where = ("lead" if mention.start < lead_words else "body") if lead_words else "headline"
        worth, because = document.weigh(mention)
        if worth > IN_LIST and may_list and stands_in_list(found, index):
            worth, because = IN_LIST, "among other countries"
        result.append(_Weighed(mention.name, mention.spelling, where, worth, because))
    return result


def _worth(weighed: Iterable[_Weighed], where: str) -> float:
    return sum(found.worth for found in weighed if found.where == where)


def _names(weighed: Iterable[_Weighed]) -> list[dict[str, object]]:
    """The names for the editor's eye: each once for a place and a reason, with its number and its worth in all."""
    groups: defaultdict[tuple[str, Kind, str, float, str | None], Counter[str]] = defaultdict(Counter)
    for found in weighed:
        groups[found.name.name, found.name.kind, found.where, found.worth, found.because][found.spelling] += 1
    return [
        {
            "name": name,
            "kind": kind,
            "spellings": list(spellings),
            "where": where,
            "times": spellings.total(),
            "weight": round(spellings.total() * worth, 2),
        }
        | ({"because": because} if because else {})
        for (name, kind, where, worth, because), spellings in groups.items()
    ]
