"""How far the sitemaps of an index are walked in an archive crawl."""

from crawler.sitemaps import EMPTY, FRUITLESS, TOGETHER, SitemapWalk


def walked(listed: int, *, links: int, untried: int, was_asked: bool = False) -> tuple[int, str | None]:
    """How many of an index's sitemaps are asked when all answer alike, and why the rest is not."""
    walk: SitemapWalk[int] = SitemapWalk()
    walk.add(range(listed))
    asked = 0
    while taken := walk.take():
        asked += len(taken)
        for _ in taken:
            if end := walk.answered(links, untried, was_asked):
                return asked, end
    return asked, None


def test_an_archive_of_many_sitemaps_is_walked_to_its_end() -> None:
    assert walked(5_000, links=100, untried=1) == (5_000, None)


def test_what_an_earlier_run_asked_already_is_walked_past() -> None:
    assert walked(5_000, links=100, untried=0, was_asked=True) == (5_000, None)


def test_rotating_addresses_that_name_the_same_articles_are_left_after_fifty() -> None:
    asked, end = walked(100_000, links=100, untried=0)
    assert asked <= FRUITLESS + TOGETHER
    assert end == "is left with 99950 sitemaps not asked, of the last 50 brought no new article"


def test_a_silent_year_of_daily_sitemaps_is_walked_past_and_no_more() -> None:
    assert walked(365, links=0, untried=0) == (365, None)
    assert walked(100_000, links=0, untried=0)[0] == EMPTY


def test_news_among_sitemaps_that_bring_nothing_keeps_the_walk_going() -> None:
    walk: SitemapWalk[int] = SitemapWalk()
    walk.add(range(1_000))
    for number in range(900):
        assert walk.answered(10, number % 40 == 0, was_asked=False) is None
    assert walk.waiting
