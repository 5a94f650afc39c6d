"""Which articles are one story, which only carry or resemble it, and which article a story comes from.

A story never holds two texts that have next to nothing in common: a text joins when it is a copy of one that is there
and shares something with each, and two stories become one by the same test. What a digest or another refusal keeps
apart is linked instead, so that nothing that was found is lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from storage.comparing import Comparison
from storage.ledger import Ledger
from storage.records import ArticleRecord
from storage.shelf import Known, Shelf

# Share below which two texts of one story would have nothing in common. A digest chains stories through its items.
APART = 0.06
# Share of the pairs of two stories that are copies, when the two are one: a bulletin is a copy of yesterday's at most.
MOST = 0.5
# Of a text that is repeated word for word fewer will do: shortened copies of two papers may share little.
VERBATIM, FEW = 0.8, 0.2
# Of one that is a copy by a narrow margin nearly all are to agree.
LITTLE_CHANGED, NEARLY_ALL = 0.6, 0.75
# An outlet that writes on what it wrote about takes sentences over: from this share on it is the same article again.
REWORKED = 0.8
# Copies appear within two days. Later ones are as often the next bulletin, notice or batch in the words of the last.
LATE, MUCH = timedelta(days=2), 0.65
RESEMBLES = 0.6  # what is no copy and shares so much is linked: a form that was filled anew, the report of a later day
# Share below which two items of a text have nothing to do with each other; phrases of their outlet they may share.
UNRELATED = 0.2
MANY = 3  # unrelated texts that a longer one holds make it a digest; two may be halves of one report
ITEM = 0.6  # of the length of the text that holds it: an item at most
# Share of the hashes that a contained text would share, below which two texts are not compared: it spares six in ten
# comparisons, and a corpus of 12,500 articles has the same copies with it and without. Short texts have too few hashes.
HOPELESS, FEW_WORDS = 0.15, 100
CHECKED = 40  # different texts of a story that a newcomer is held against; the largest of 12,500 articles has 30


@dataclass(frozen=True, slots=True)
class Match:
    """A stored article that shares text with another one."""

    known: Known
    share: float
    is_copy: bool
    is_carried: bool = False


class Stories:
    """The stories of one batch. `shelf` has what is stored, `ledger` receives what changes."""

    def __init__(self, shelf: Shelf, ledger: Ledger, comparison: Comparison) -> None:
        self._shelf = shelf
        self._ledger = ledger
        self._comparison = comparison
        self._changed: dict[int, datetime] = {}  # stories by when
        self._moved: set[int] = set()  # articles

    def matches(self, article: ArticleRecord, known: Known, candidates: Sequence[tuple[int, int]]) -> list[Match]:
        """What is like `article`, which `known` stands for, the likeliest first; equal texts alone if there are any."""
        same = dict.fromkeys(self._shelf.by_text.get(article.content_hash, ()))
        if equal := [Match(self._shelf.articles[id_], 1.0, is_copy=True) for id_ in same if id_ != known.id]:
            return equal  # also finds texts that are too short to have shingles
        found = []
        for id_, shared in candidates:
            other = self._shelf.articles[id_]
            contained = len(article.shingles) * min(1, other.word_count / max(1, article.word_count))
            if id_ != known.id and (shared >= HOPELESS * contained or article.word_count < FEW_WORDS):
                found.append(self._match(known, other))
        return sorted(found, key=lambda match: (-match.share, match.known.id))

    def _match(self, known: Known, other: Known) -> Match:
        if known.version[1] == other.version[1]:
            return Match(other, 1.0, is_copy=True)
        alike = self._comparison.likeness(
            known.reading.headline, known.reading.body, other.reading.headline, other.reading.body
        )
        enough = MUCH if abs(known.appeared_at - other.appeared_at) > LATE else 0.0
        if known.outlet_id == other.outlet_id:
            enough = REWORKED
        return Match(other, alike.share, alike.is_copy and alike.share >= enough, alike.is_carried)

    def open(self, known: Known, at: datetime) -> None:
        """Give a new article a story of its own."""
        self._ledger.stories[known.story_id] = {"id": known.story_id, "created_at": at}
        self._shelf.members[known.story_id] = [known.id]
        self.touch(known, at)

    def touch(self, known: Known, at: datetime) -> None:
        """Have the story of an article look at it again: its text, its time or its credit is new."""
        self._moved.add(known.id)
        self._changed[known.story_id] = max(at, self._changed.get(known.story_id, at))

    def join(self, known: Known, matches: Sequence[Match], at: datetime) -> bool:
        """Bring an article into the stories of its copies, or link it; whether it is now in a story with a copy."""
        is_digest = (
            self._unrelated(known, [match.known for match in matches if match.is_copy or match.is_carried]) >= MANY
        )
        joined = False
        for match in matches:
            if match.known.story_id == known.story_id:
                joined = joined or match.is_copy
            elif (
                match.is_copy and not is_digest and self._fits(known, match) and not self._are_items(known, match.known)
            ):
                self._merge(known.story_id, match.known.story_id, at)
                joined = True
            else:
                self._link(known, match, at)
        self._follow(known, matches)
        return joined

    def _fits(self, known: Known, match: Match) -> bool:
        """Whether two stories are one: no two texts of theirs are strangers, and enough are copies of each other."""
        ours, theirs = self._texts(known.story_id), self._texts(match.known.story_id)
        enough = FEW if match.share >= VERBATIM else MOST if match.share >= LITTLE_CHANGED else NEARLY_ALL
        copies = 0
        for a in ours:
            for b in theirs:
                match = self._match(a, b)
                if match.share < APART:
                    return False
                copies += match.is_copy
        return copies >= enough * len(ours) * len(theirs)

    def _are_items(self, known: Known, other: Known) -> bool:
        """Whether one text is among several that the other one holds, and the longer one's story has another."""
        item, holder = sorted((known, other), key=lambda one: one.word_count)
        rest = [one for one in self._texts(holder.story_id) if one is not holder]
        return item.word_count < ITEM * holder.word_count and self._unrelated(holder, [item, *rest]) > 1

    def _texts(self, story_id: int) -> list[Known]:
        """The different texts of a story, the newest of very many."""
        members = sorted(self._shelf.story(story_id), key=lambda one: -one.id)
        return list(islice({one.version[1]: one for one in members}.values(), CHECKED))

    def _share(self, a: Known, b: Known) -> float:
        if a.version[1] == b.version[1]:
            return 1.0
        return self._comparison.likeness(a.reading.headline, a.reading.body, b.reading.headline, b.reading.body).share

    def _unrelated(self, holder: Known, texts: Iterable[Known]) -> int:
        """How many of the texts that an article has are short beside it and have nothing to do with each other."""
        items: list[Known] = []
        for text in texts:
            if text.word_count < ITEM * holder.word_count and all(
                self._share(text, item) < UNRELATED for item in items
            ):
                items.append(text)
        return len(items)

    def _carried(self, holder: Known) -> list[Known]:
        """One article of each story that an article is known to carry."""
        ids = self._shelf.carried(holder.id) | {
            story_id
            for (article_id, story_id), (kind, _) in self._ledger.links.items()
            if article_id == holder.id and kind == "carries"
        }
        return [members[0] for id_ in ids if (members := self._shelf.story(self._ledger.now(id_)))]

    def _expel_if_digest(self, holder: Known, at: datetime) -> None:
        """Take an article out of the story that it had joined, when it turns out to be a digest."""
        rest = [one for one in self._shelf.story(holder.story_id) if one is not holder]
        if not rest or self._unrelated(holder, [*rest, *self._carried(holder)]) < MANY:
            return
        left = holder.story_id
        self._shelf.members[left].remove(holder.id)
        holder.story_id = next(self._shelf.story_ids)
        self.touch(rest[0], at)
        self.open(holder, at)
        self._ledger.link(holder.id, left, "carries", max(self._share(holder, one) for one in rest))

    def _merge(self, one: int, other: int, at: datetime) -> None:
        """Make two stories one, which goes by the number of the older."""
        kept, gone = sorted((one, other))
        for known in self._shelf.story(gone):
            known.story_id = kept
            self._moved.add(known.id)
        self._shelf.story(kept)
        self._shelf.members[kept] += self._shelf.members.pop(gone)
        self._ledger.merge(gone, kept)
        self._changed.pop(gone, None)
        self._changed[kept] = max(at, self._changed.get(kept, at))

    def _link(self, known: Known, match: Match, at: datetime) -> None:
        """Link the longer of two texts to the story of the shorter one in it, or the newer to what it is like."""
        other = match.known
        if match.is_copy or match.is_carried:
            longer, shorter = (known, other) if known.word_count >= other.word_count else (other, known)
            self._ledger.link(longer.id, shorter.story_id, "carries", match.share)
            if longer is other:
                self._expel_if_digest(longer, at)
        elif match.share >= RESEMBLES:
            self._ledger.link(known.id, other.story_id, "resembles", match.share)

    def _follow(self, known: Known, matches: Iterable[Match]) -> None:
        """Say which of an outlet's two articles is the other one, reworked and published anew."""
        for match in matches:
            other = match.known
            if other.outlet_id == known.outlet_id and match.is_copy and other.story_id == known.story_id:
                first, second = sorted((known, other), key=lambda one: (one.appeared_at, one.id))
                if second.follows_id is None:
                    second.follows_id = first.id
                    self._moved.add(second.id)
                return

    def settle(self) -> None:
        """Find the origin of every story that changed, and say how its articles relate to it."""
        stored = self._shelf.origins(self._changed.keys() - self._ledger.stories.keys())
        for story_id, at in self._changed.items():
            members = self._shelf.story(story_id)
            origin = self._origin(members)
            before, since, changed_at = stored.get(story_id, (None, at, at))
            row = {
                "origin_id": origin.id,
                "origin_since": since if origin.id == before else max(since, at),
                "changed_at": max(changed_at, at),
            }
            self._ledger.settle_story(story_id, row)
            for known in members:
                if origin.id != before or known.id in self._moved or origin.id in self._moved:
                    self._ledger.place(
                        known.id,
                        {
                            "story_id": story_id,
                            "similarity": 1.0 if known is origin else self._share(known, origin),
                            "credits_origin": known is not origin and self._credits(known, origin),
                            "follows_id": known.follows_id,
                        },
                    )

    def _origin(self, members: Sequence[Known]) -> Known:
        """The earliest; of several at one moment the one that most others name as their source, then the first seen."""
        earliest = min(one.appeared_at for one in members)
        tied = [one for one in members if one.appeared_at == earliest]
        if len(tied) == 1:
            return tied[0]
        named = {one.id: sum(self._credits(other, one) for other in members if other is not one) for one in tied}
        return min(tied, key=lambda one: (-named[one.id], one.id))

    def _credits(self, known: Known, origin: Known) -> bool:
        if known.outlet_id == origin.outlet_id:
            return False
        return self._comparison.credits(known.credit, self._shelf.names[origin.outlet_id])
