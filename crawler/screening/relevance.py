"""Whether an article is about Syria: a sum of a few weights over the names it carries, that an editor can check.

    headline   4 when a name of Syria stands in it
    lead       1 for each mention in the first 40 words, 2 at most
    mentions   1 for each mention in headline and body, 5 at most
    density    the mentions in 100 words, 3 at most
    home       7 when the outlet is Syrian: its local news need not name the country
    foreign   -7 when such an article has no name of Syria and other countries lead it

Seven points make an article relevant; the score is the points over fourteen, which is all that an article of a foreign
outlet can have, so 0.5 is the threshold. A mention is worth 1, or less where it names Syria in passing (see below), or
0 where the name is ambiguous and nothing settles it.

Where the weights come from: searches, the widest of 18,432 combinations, over 158 articles that editors labelled and
some 50 more, near the threshold, that the author of the rules judged. The optimum is flat (4,024 combinations err once
at most on the 158), but its figures there (precision 1.00, recall 0.98) flatter: chosen anew in each of ten folds they
are 0.98 and 0.96 to 0.98, with a gazetteer whose false friends were found in the same month's papers. All of it is
Saudi papers of July 2015: for other years, and for `home` and `foreign`, nothing has been measured.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from crawler.screening.gazetteer import Mention, gazetteer_version, mentions, tokens_of

RULES_VERSION = "1"
THRESHOLD = 7.0

HEADLINE_POINTS = 4.0
LEAD_WORDS = 40  # about the first paragraph of a news item
LEAD_MOST = 2.0
MENTIONS_MOST = 5.0
DENSITY_MOST = 3.0
DENSITY_PER = 100  # words; a shorter text counts as one of that length
HOME_POINTS = THRESHOLD
FOREIGN_POINTS = -THRESHOLD
FOREIGN_MENTIONS = 2  # of other countries in headline and lead; one alone may be a guest

IN_PAIR = 0.7  # 'سوريا والعراق': the theatre of a war, and often the subject
IN_LIST = 0.3  # one of several countries
AS_BACKGROUND = 0.1  # 'الحدود السورية': where something happened, on either side
LIST_REACH = 3  # words to either side
LIST_COUNTRIES = 2  # others within reach make a list

HOME_COUNTRY = "SY"


@dataclass(frozen=True, slots=True)
class Relevance:
    """A verdict. `evidence` holds only what JSON can, and names the version of the rules and of the gazetteer."""

    score: float  # 0 to 1, relevant from 0.5
    is_relevant: bool
    evidence: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A mention of Syria, where it stands, what it is worth, and why that is less than 1."""

    name: str
    where: str  # headline, lead or body
    worth: float
    because: str | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole text says that decides on its ambiguous names."""

    sure_names: frozenset[str]  # of the entries that a sure spelling of stands in the text
    is_home: bool

    def weigh(self, mention: Mention) -> tuple[float, str | None]:
        """What a mention is worth by its own name, and why less than 1."""
        name = mention.name
        if name.rule == "background":
            return AS_BACKGROUND, "says where, not what"
        if name.rule == "pair":
            return IN_PAIR, "in one breath with a neighbour"
        if name.rule == "alone" or mention.in_place_context or (self.is_home and name.rule != "context"):
            return 1.0, None
        if name.rule == "context":
            return 0.0, "a common word unless a word such as 'مدينة' stands before it"
        if name.rule == "alias":
            full_name = "a common word or surname, and the full name is not in the text"
            return (1.0, None) if name.name in self.sure_names else (0.0, full_name)
        return (1.0, None) if self.sure_names else (0.0, "ambiguous, and no sure name of Syria is in the text")


def judge(headline: str, body: str, outlet_country: str) -> Relevance:
    """Whether the article is about Syria. `outlet_country` is the outlet's home, ISO 3166-1 alpha-2."""
    is_home = outlet_country == HOME_COUNTRY
    title, text = tokens_of(headline), tokens_of(body)
    in_title, in_text = mentions(title), mentions(text)
    sure_names = frozenset(mention.name.name for mention in (*in_title, *in_text) if mention.name.rule == "alone")
    document = _Document(sure_names, is_home)
    weighed = [*_weighed(in_title, document, 0), *_weighed(in_text, document, LEAD_WORDS)]
    total = sum(found.worth for found in weighed)
    abroad = _abroad(in_title) + _abroad(in_text, LEAD_WORDS)
    is_foreign = total < 1 and abroad.total() >= FOREIGN_MENTIONS
    parts = {
        "headline": HEADLINE_POINTS * min(1.0, _worth(weighed, "headline")),
        "lead": min(LEAD_MOST, _worth(weighed, "lead")),
        "mentions": min(MENTIONS_MOST, total),
        "density": min(DENSITY_MOST, total * DENSITY_PER / max(len(title) + len(text), DENSITY_PER)),
        "home": HOME_POINTS if is_home else 0.0,
        "foreign": FOREIGN_POINTS if is_home and is_foreign else 0.0,
    }
    points = round(sum(parts.values()), 2)
    evidence: dict[str, object] = {
        "version": f"rules {RULES_VERSION}, gazetteer {gazetteer_version()}",
        "points": points,
        "threshold": THRESHOLD,
        "parts": {part: round(value, 2) for part, value in parts.items() if value},
        "names": _names(weighed),
        "other_countries": dict(abroad),
    }
    return Relevance(round(min(1.0, points / (2 * THRESHOLD)), 4), points >= THRESHOLD, evidence)


def _weighed(found: Sequence[Mention], document: _Document, lead_words: int) -> list[_Weighed]:
    """The mentions of Syria in one part of the article. `lead_words` is 0 for the headline."""
    result = []
    for index, mention in enumerate(found):
        if mention.name.rule == "elsewhere" or (mention.name.rule == "home" and not document.is_home):
            continue
        where = ("lead" if mention.start < lead_words else "body") if lead_words else "headline"
        worth, because = document.weigh(mention)
        if worth > IN_LIST and _stands_in_list(found, index):
            worth, because = IN_LIST, "among other countries"
        result.append(_Weighed(mention.name.name, where, worth, because))
    return result


def _stands_in_list(found: Sequence[Mention], index: int) -> bool:
    mention = found[index]
    before = (found[i] for i in range(index - 1, -1, -1))
    after = (found[i] for i in range(index + 1, len(found)))
    near = (
        *takewhile(lambda other: mention.start - other.end < LIST_REACH, before),
        *takewhile(lambda other: other.start - mention.end < LIST_REACH, after),
    )
    return len({other.name.name for other in near if other.name.rule == "elsewhere"}) >= LIST_COUNTRIES


def _abroad(found: Iterable[Mention], within: int | None = None) -> Counter[str]:
    """How often each other country is named, in the first `within` words."""
    return Counter(
        mention.name.name
        for mention in found
        if mention.name.rule == "elsewhere" and (within is None or mention.start < within)
    )


def _worth(weighed: Iterable[_Weighed], where: str) -> float:
    return sum(found.worth for found in weighed if found.where == where)


def _names(weighed: Iterable[_Weighed]) -> list[dict[str, object]]:
    """The names for the editor's eye: each once for a place and a reason, with its number and its worth in all."""
    return [
        {"name": found.name, "where": found.where, "times": times, "weight": round(times * found.worth, 2)}
        | ({"because": found.because} if found.because else {})
        for found, times in Counter(weighed).items()
    ]
