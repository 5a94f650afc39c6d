"""`python -m benchmarks.duplicates --pairs FILE.jsonl`: which pairs of articles are told to be versions of one text.

A pair is one JSON object a line: `id`, `a` and `b` with `headline` and `text`, `label` (near_duplicate or
not_duplicate), `borderline` if editors could disagree. Prints precision and recall with 95% intervals, with and without
the borderline pairs, and every error. `--predictions FILE` writes one line a pair, `id`, `label` and `score`.

`--corpus FILE` (JSON lines, `id`, `outlet`, `url`, `date`, `headline`, `text`) stores all articles in a new database, as
a crawl would, and prints the ten largest stories with the least similar pair in each. `--overlaps FILE` (`a`, `b`,
`containment`) says which pairs of it have text in common: printed is how many of those with 0.7 and more are linked, and
how many are in one story. `--draw FILE` writes 200 joins, drawn at random, to be read.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.intervals import interval
from benchmarks.report import report
from benchmarks.stored import record, visit
from crawler.comparing import COMPARISON
from crawler.text.likeness import Likeness, likeness
from storage.database import Database, open_database
from storage.records import OutletRecord
from storage.runs import Runs
from storage.writer import Writer

COPY, OTHER = "near_duplicate", "not_duplicate"
MUCH = 0.7  # containment from which two articles have to be linked
NOTHING = 0.05  # what the least similar pair of a story has to share
BATCH = 100
DRAWN = 200

Item = dict[str, Any]


def main() -> None:
    """Judge the pairs, store the corpus, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", metavar="FILE", type=Path, help="labelled pairs, JSON lines")
    parser.add_argument("--corpus", metavar="FILE", type=Path, help="articles to store, JSON lines, .gz perhaps")
    parser.add_argument(
        "--overlaps", metavar="FILE", type=Path, help="which of them share text, JSON lines, .gz perhaps"
    )
    parser.add_argument("--draw", metavar="FILE", type=Path, help=f"write {DRAWN} joins of the corpus here, to be read")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--predictions", metavar="FILE", type=Path, help="write every verdict here, JSON lines")
    parser.add_argument("--json", metavar="FILE", help="write the figures here")
    options = parser.parse_args()
    if not options.pairs and not options.corpus:
        parser.error("name --pairs, --corpus or both")
    figures: dict[str, object] = {}
    errors: list[str] = []
    if options.pairs:
        pairs = read(options.pairs)
        verdicts = [judge(pair) for pair in pairs]
        figures |= quality(pairs, verdicts)
        errors = mistakes(pairs, verdicts)
        if options.predictions:
            options.predictions.write_text("".join(predicted(pairs, verdicts)), "utf-8")
    if options.corpus:
        articles = {int(item["id"]): item for item in read(options.corpus)}
        with tempfile.TemporaryDirectory() as folder:
            stories = store(articles, f"sqlite:///{folder}/news.db")
        figures |= coherence(articles, stories)
        if options.overlaps:
            figures |= togetherness(read(options.overlaps), stories)
        if options.draw:
            draw(articles, stories, options.seed, options.draw)
    report(figures, options.json)
    print("\n".join(errors))
    if options.corpus:
        print("\n".join(largest(articles, stories)))


def read(file: Path) -> list[Item]:
    """The objects of a file of JSON lines."""
    raw = file.read_bytes()
    lines = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def judge(pair: Item) -> Likeness:
    """What two articles are to each other."""
    a, b = pair["a"], pair["b"]
    return likeness(a["headline"], a["text"], b["headline"], b["text"])


def label(found: Likeness) -> str:
    """A verdict in the words of the set."""
    return COPY if found.is_copy else OTHER


def predicted(pairs: Sequence[Item], verdicts: Sequence[Likeness]) -> Iterator[str]:
    """One line a pair, for others to score."""
    for pair, found in zip(pairs, verdicts, strict=True):
        yield json.dumps({"id": pair["id"], "label": label(found), "score": round(found.share, 3)}) + "\n"


def quality(pairs: Sequence[Item], verdicts: Sequence[Likeness]) -> dict[str, object]:
    """How many of the copies are joined, and how many other pairs."""
    figures: dict[str, object] = {}
    judged = list(zip(pairs, verdicts, strict=True))
    for name, chosen in (
        ("clear pairs", [one for one in judged if not one[0].get("borderline")]),
        ("with borderline", judged),
    ):
        copies = [found.is_copy for pair, found in chosen if pair["label"] == COPY]
        others = [found.is_copy for pair, found in chosen if pair["label"] != COPY]
        figures[f"{name}: copies"] = len(copies)
        figures[f"{name}: joined"] = f"{sum(copies) / max(1, len(copies)):.3f} {interval(sum(copies), len(copies))}"
        figures[f"{name}: others"] = len(others)
        figures[f"{name}: others joined"] = sum(others)
    return figures


def mistakes(pairs: Sequence[Item], verdicts: Sequence[Likeness]) -> list[str]:
    """A line for every pair that the rules and its label disagree on."""
    return [
        f"{pair['id']}  {pair['label']}{' (borderline)' if pair.get('borderline') else ''}, told {label(found)} "
        f"at {found.share:.2f}\n  {pair['a']['headline']}\n  {pair['b']['headline']}"
        for pair, found in zip(pairs, verdicts, strict=True)
        if label(found) != pair["label"]
    ]


@dataclass(frozen=True)
class Stories:
    """How a corpus was stored, by its own ids: the story of each article, and the stories that articles are linked to."""

    of: Mapping[int, int]
    linked: Mapping[int, frozenset[int]]

    def members(self) -> dict[int, list[int]]:
        """The articles of each story."""
        found: dict[int, list[int]] = defaultdict(list)
        for article, story in self.of.items():
            found[story].append(article)
        return found

    def are_linked(self, a: int, b: int) -> bool:
        """Whether somebody who looks at one article finds the other one."""
        return (
            self.of[a] == self.of[b]
            or self.of[b] in self.linked.get(a, frozenset())
            or self.of[a] in self.linked.get(b, frozenset())
        )


def store(articles: Mapping[int, Item], url: str) -> Stories:
    """Store a corpus in a new database, in its order."""
    database = open_database(url)
    runs = {
        slug: Runs(database).start_run(
            OutletRecord(slug, slug, slug, (f"{slug}.example",), "SA", None), datetime(2015, 7, 1, tzinfo=UTC), "ingest"
        )
        for slug in sorted({item["outlet"] for item in articles.values()})
    }
    writer = Writer(database, COMPARISON)
    ordered = list(articles.items())
    uids: dict[int, str] = {}
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        visits = [
            visit(record(f"https://corpus.example/{id_}", item["headline"], item["text"], day), item["outlet"], runs)
            for id_, item in batch
            for day in [datetime.fromisoformat(item["date"]).replace(tzinfo=UTC)]
        ]
        for (id_, _), stored in zip(batch, writer.store(visits), strict=True):
            if stored.article_uid is None:
                raise RuntimeError(f"article {id_} was not stored: {stored.error}")
            uids[id_] = stored.article_uid
    found = told(database, uids)
    database.close()
    return found


def told(database: Database, uids: Mapping[int, str]) -> Stories:
    """What the database says of the articles; two of one outlet that have the same text are one there."""
    linked: dict[str, set[int]] = defaultdict(set)
    with database.reading() as connection:
        of: dict[str, int] = dict(connection.execute(text("SELECT uid, story_id FROM all_articles")).all())
        for uid, story in connection.execute(text("SELECT uid, story_id FROM carried_stories")):
            linked[uid].add(story)
    return Stories(
        {id_: of[uid] for id_, uid in uids.items()}, {id_: frozenset(linked[uid]) for id_, uid in uids.items()}
    )


def share(articles: Mapping[int, Item], pair: Iterable[int]) -> float:
    """How much of the shorter of two articles the longer one has."""
    a, b = (articles[id_] for id_ in pair)
    return likeness(a["headline"], a["text"], b["headline"], b["text"]).share


def least_similar(articles: Mapping[int, Item], members: Sequence[int]) -> tuple[float, tuple[int, int]]:
    """What the two articles of a story share that have the least in common, and which they are."""
    return min((share(articles, pair), pair) for pair in combinations(members, 2))


def coherence(articles: Mapping[int, Item], stories: Stories) -> dict[str, object]:
    """Of how many articles stories are, and the pair of one story that has least in common."""
    groups = [members for members in stories.members().values() if len(members) > 1]
    least = [least_similar(articles, members)[0] for members in groups]
    return {
        "articles": len(stories.of),
        "stories of several articles": len(groups),
        "articles in them": sum(map(len, groups)),
        "linked to stories": sum(map(len, stories.linked.values())),
        "least similar pair of a story": min(least, default=1.0),
        f"stories with a pair under {NOTHING}": sum(one < NOTHING for one in least),
    }


def togetherness(overlaps: Sequence[Item], stories: Stories) -> dict[str, object]:
    """How many of the pairs that share much are linked, and in one story."""
    much = [
        (int(one["a"]), int(one["b"]))
        for one in overlaps
        if one["containment"] >= MUCH and int(one["a"]) in stories.of and int(one["b"]) in stories.of
    ]
    return {
        f"pairs that share {MUCH} and more": len(much),
        "of them linked": f"{sum(stories.are_linked(*pair) for pair in much) / max(1, len(much)):.4f}",
        "of them in one story": f"{sum(stories.of[a] == stories.of[b] for a, b in much) / max(1, len(much)):.4f}",
    }


def largest(articles: Mapping[int, Item], stories: Stories) -> Iterator[str]:
    """The ten largest stories, with the two articles of each that have least in common."""
    for members in sorted(stories.members().values(), key=lambda one: (-len(one), one))[:10]:
        least, (a, b) = least_similar(articles, members)
        yield f"\n{len(members)} articles; the least similar pair shares {least:.2f}: {a} and {b}"
        yield from (f"  {articles[id_]['headline'].strip()}" for id_ in (members[0], a, b))


def draw(articles: Mapping[int, Item], stories: Stories, seed: int, file: Path) -> None:
    """Write joins to read: an article, the one of its story before it that is most like it, and what they share."""
    joins = [
        (max((share(articles, (other, member)), other) for other in members[:place]), member)
        for members in stories.members().values()
        for place, member in enumerate(sorted(members))
        if place
    ]
    chosen = random.Random(seed).sample(joins, min(DRAWN, len(joins)))
    file.write_text("".join(f"{other}\t{member}\t{most:.2f}\n" for (most, other), member in chosen), "utf-8")


if __name__ == "__main__":
    main()
