"""A pager without end costs a few requests, whatever it lists."""

from itertools import count

from crawler.walk import FRUITLESS, LATEST_PAGES, Walk
from storage.outcomes import Outcome

NOTHING: frozenset[str] = frozenset()


def listed(*names: object) -> frozenset[str]:
    return frozenset(map(str, names))


def requests(walk: Walk, outcome: Outcome | None) -> int:
    """Requests until an archive's walk ends: documents that list two pages each, which end in `outcome` when they are
    fetched, or are all known already when it is None."""
    sent = 0
    for page in count():
        sent += 1
        keys = listed(2 * page, 2 * page + 1)
        if walk.document(keys, keys if outcome else NOTHING, is_outside=False):
            return sent
        for key in keys if outcome else ():
            sent += 1
            walk.settled(key, outcome or Outcome.STORED)
        if sent > 1000:
            return sent
    raise AssertionError


def test_a_pager_that_lists_what_is_known_for_ever_is_left() -> None:
    walk = Walk("archive")
    assert requests(walk, None) == FRUITLESS
    assert walk.is_trap


def test_a_maze_of_addresses_that_lead_to_known_articles_or_to_none_is_left() -> None:
    for outcome in (Outcome.DUPLICATE_URL, Outcome.NO_ARTICLE, Outcome.GONE):
        assert FRUITLESS < requests(Walk("archive"), outcome) <= 50


def test_an_archive_of_news_is_walked_for_ever_and_so_is_one_whose_server_is_down() -> None:
    for outcome in (Outcome.STORED, Outcome.OFF_TOPIC, Outcome.NOT_ARABIC, Outcome.FAILED, Outcome.BLOCKED):
        assert requests(Walk("archive"), outcome) > 1000


def test_one_new_article_gives_the_walk_its_patience_back() -> None:
    walk = Walk("archive")
    for page in range(FRUITLESS - 1):
        assert walk.document(listed(page), NOTHING, is_outside=False) is None
    assert walk.document(listed("new"), listed("new"), is_outside=False) is None
    walk.settled("new", Outcome.STORED)
    assert walk.document(listed("known"), NOTHING, is_outside=False) is None


def test_what_another_source_listed_is_no_news_of_this_one() -> None:
    walk = Walk("archive")
    walk.document(listed("mine"), listed("mine"), is_outside=False)
    for page in range(100):
        walk.settled(f"other {page}", Outcome.DUPLICATE_URL)
    assert walk.document(listed("more"), listed("more"), is_outside=False) is None


def test_what_the_pager_brought_before_is_walked_through_once() -> None:
    walk = Walk("archive")
    for page in range(200):  # of an archive that died
        keys = listed(page)
        assert walk.document(keys, NOTHING, is_outside=False, brought=keys) is None
    again = range(50, 50 + FRUITLESS)  # round and round
    ends = [walk.document(listed(page), NOTHING, is_outside=False, brought=listed(page)) for page in again]
    assert [end is not None for end in ends] == [False] * (FRUITLESS - 1) + [True]


def test_after_a_crawl_that_was_cut_short_a_latest_one_goes_past_what_is_known_and_no_further_than_ever() -> None:
    assert Walk("latest").document(listed(1), NOTHING, is_outside=False) == "lists only known articles"
    walk = Walk("latest", takes_up=True)
    ends = [walk.document(listed(page), NOTHING, is_outside=False) for page in range(LATEST_PAGES)]
    assert [end is not None for end in ends] == [False] * (LATEST_PAGES - 1) + [True]
