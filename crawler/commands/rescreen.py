"""`scrapy rescreen`: today's rules of relevance over every stored article; nothing is fetched."""

import argparse
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.choices import relevance_thresholds
from crawler.errors import ConfigurationError
from crawler.screening.relevance import judge, rules_version
from storage.database import Database, open_database
from storage.errors import DatabaseUrlError, StorageError
from storage.verdicts import JudgedArticle, Verdict, Verdicts

logger = logging.getLogger(__name__)


class Change(StrEnum):
    """What new rules make of one article."""

    NOW_RELEVANT = "now relevant"
    NOW_OFF_TOPIC = "now off topic"
    SAME_VERDICT = "same verdict, other evidence"
    UNCHANGED = "unchanged"


Changes = Mapping[str, Counter[Change]]  # by outlet


class Command(ScrapyCommand):
    """Exit status 0: every article was judged. 1: the database failed, or interrupted. 2: wrong use."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[--dry-run]"

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Judge every stored article anew by today's rules, off-topic ones too, and say what changed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Whether to write."""
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Judge them all, batch by batch. What was judged when it is interrupted stays judged."""
        if args:
            raise UsageError(f"rescreen takes no {args[0]!r}; it judges every stored article")
        assert self.settings is not None
        changes: defaultdict[str, Counter[Change]] = defaultdict(Counter)
        try:
            threshold_of = relevance_thresholds(self.settings)
            database = open_database(self.settings["DATABASE_URL"])
            try:
                rescreen(database, threshold_of, changes, write=not opts.dry_run)
            finally:
                database.close()
        except (ConfigurationError, DatabaseUrlError) as error:
            raise UsageError(str(error), print_help=False) from None
        except StorageError as error:
            logger.critical("%s", error)
            self.exitcode = 1
        except KeyboardInterrupt:
            logger.error("interrupted; what is below was judged, and running it again judges the rest")
            self.exitcode = 1
        written = "; nothing was written" if opts.dry_run else ""
        sys.stdout.write(f"{table(changes)}by {rules_version()}{written}\n")


def rescreen(
    database: Database,
    threshold_of: Callable[[str], float],
    changes: defaultdict[str, Counter[Change]],
    *,
    write: bool = True,
) -> None:
    """Judge every article of `database` and count into `changes`. Each batch is a transaction.

    `threshold_of` gives an outlet's threshold. Raises the errors of `storage.errors`.
    """
    verdicts = Verdicts(database)
    for batch in verdicts.batches():
        judged = [(article, verdict_on(article, threshold_of(article.outlet))) for article in batch]
        if write and (differing := [(article, new) for article, new in judged if new != article.verdict]):
            verdicts.change(differing)
        for article, new in judged:
            changes[article.outlet][change_of(article.verdict, new)] += 1


def verdict_on(article: JudgedArticle, threshold: float) -> Verdict:
    """What today's rules say of a stored article."""
    year = article.published_on.year if article.published_on else None
    found = judge(article.headline, article.body, article.country, year, threshold)
    return Verdict(found.is_relevant, found.score, found.evidence)


def change_of(before: Verdict, now: Verdict) -> Change:
    """How two verdicts on one article differ."""
    if before.is_relevant != now.is_relevant:
        return Change.NOW_RELEVANT if now.is_relevant else Change.NOW_OFF_TOPIC
    return Change.UNCHANGED if before == now else Change.SAME_VERDICT


def table(changes: Changes) -> str:
    """One line an outlet and one for all, the columns aligned."""
    total: Counter[Change] = Counter()
    for counts in changes.values():
        total += counts
    lines = [*sorted(changes.items()), ("all", total)]
    rows = [("outlet", "articles", *Change)]
    rows += [(name, str(counts.total()), *(str(counts[change]) for change in Change)) for name, counts in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)
