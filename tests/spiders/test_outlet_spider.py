"""What an outlet's spider makes of its arguments, of links and of sitemap indexes."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from crawler.discovery.links import Announcement, Link
from crawler.errors import ConfigurationError
from crawler.outlet import Feed, Section, Sitemap, WordPressApi
from crawler.polling import Polling
from crawler.spiders.outlet_spider import OutletSpider
from crawler.spiders.site import SiteSpider
from crawler.spiders.syria.enab_baladi import EnabBaladi
from crawler.spiders.syria.hadi_abdullah import HadiAbdullah
from crawler.step import Step
from crawler.text.urls import url_key
from storage.records import Announced, DuePage

INDEX = Step(Sitemap("https://www.enabbaladi.net/sitemap.xml"))


def link(day: int, path: str = "700001/", modified: int | None = None) -> Link:
    """A link published, and perhaps modified, on a day of March 2026."""
    return Link(
        f"https://www.enabbaladi.net/{path}",
        published_at=datetime(2026, 3, day, 9, tzinfo=UTC),
        modified_at=datetime(2026, 3, modified, 9, tzinfo=UTC) if modified else None,
    )


def sitemaps(spider: OutletSpider, *names: str, days: tuple[int, ...] = ()) -> list[str]:
    """The names of the sitemaps that `spider` reads of an index."""
    dates = [datetime(2026, 3, day, tzinfo=UTC) for day in days] or [None] * len(names)
    children = tuple(
        Link(f"https://www.enabbaladi.net/{name}", modified_at=date) for name, date in zip(names, dates, strict=True)
    )
    return [child.url.rpartition("/")[2] for child in spider.sitemaps_to_read(children, INDEX)]


def test_the_window_is_read_in_the_outlets_zone_and_until_includes_its_day() -> None:
    spider = EnabBaladi(since="2026-03-02", until="2026-03-03")
    assert [spider.sieve.is_wanted(link(day)) for day in (1, 2, 3, 4)] == [False, True, True, False]


def test_an_old_article_that_changed_within_the_window_is_wanted() -> None:
    assert EnabBaladi(since="2026-03-02").sieve.is_wanted(link(1, modified=3))


def test_a_link_without_a_date_is_wanted_whatever_the_window() -> None:
    assert EnabBaladi(since="2026-03-02").sieve.is_wanted(Link("https://www.enabbaladi.net/700001/"))


def test_links_to_other_sites_and_to_what_is_no_article_are_dropped() -> None:
    spider = EnabBaladi()
    assert not spider.sieve.is_wanted(Link("https://shop.example/700001/"))
    assert not spider.sieve.is_wanted(link(2, "category/politics/"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("since", "last week"), ("until", "2026-13-01"), ("limit", "0"), ("mode", "quick"), ("urls", "/nowhere")],
)
def test_a_wrong_argument_is_named_with_its_value(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as raised:
        EnabBaladi(**{name: value})
    assert value in str(raised.value)


def test_a_site_without_an_address_is_wrong_use() -> None:
    with pytest.raises(ConfigurationError, match=r"https://example\.com/"):
        SiteSpider(url="example")


def test_of_a_dated_index_the_newest_sitemaps_are_read_and_in_archive_mode_all() -> None:
    names = [f"posts-{number}.xml" for number in range(6)]
    days = (1, 2, 6, 5, 4, 3)
    assert sitemaps(EnabBaladi(), *names, days=days) == ["posts-2.xml", "posts-3.xml", "posts-4.xml"]
    assert sitemaps(EnabBaladi(mode="archive"), *names, days=days) == names


def test_of_an_undated_index_both_ends_are_read_because_the_order_is_not_known() -> None:
    assert sitemaps(EnabBaladi(), *[f"posts-{number}.xml" for number in range(6)]) == [
        "posts-0.xml",
        "posts-5.xml",
        "posts-4.xml",
    ]


def test_sitemaps_that_announce_no_article_are_left() -> None:
    names = ["wp-sitemap-posts-post-1.xml", "wp-sitemap-taxonomies-category-1.xml", "wp-sitemap-users-1.xml"]
    assert sitemaps(EnabBaladi(), *names) == names[:1]


def test_a_sitemap_is_read_once_a_run_even_when_it_lists_itself() -> None:
    spider = EnabBaladi()
    assert sitemaps(spider, "sitemap.xml", "posts.xml") == ["posts.xml"]
    assert sitemaps(spider, "posts.xml") == []


SECTION = Section("https://www.enabbaladi.net/page/{page}", links="a", first_page=0)


def goes_on(spider: OutletSpider, *numbers: int, new: bool, page: int = 1, day: int = 2) -> bool:
    """Whether a spider follows the pager beyond a document that lists these articles, all of them new or all known."""
    links = tuple(replace(link(day), url=f"https://www.enabbaladi.net/{700_000 + number}/") for number in numbers)
    keys = frozenset(url_key(one.url) for one in links)
    announced = Announced(len(links), keys if new else frozenset())
    return spider.goes_on(Announcement(links), Step(SECTION, page=page), announced) is not None


def test_a_pager_is_followed_while_it_lists_something_new() -> None:
    spider = EnabBaladi()
    assert goes_on(spider, 9, 8, new=True)
    assert not goes_on(spider, 7, 6, new=False, page=2)
    assert not goes_on(EnabBaladi(), new=True)


def test_a_latest_crawl_follows_it_for_five_pages() -> None:
    spider = EnabBaladi()
    assert [goes_on(spider, page, new=True, page=page) for page in range(1, 6)] == [True, True, True, True, False]


def test_an_archive_is_walked_past_what_is_known_until_a_page_repeats_what_the_pager_said_before() -> None:
    spider = EnabBaladi(mode="archive")
    assert goes_on(spider, 1, 2, new=False)
    assert goes_on(spider, 3, 4, new=True, page=2)
    assert not goes_on(spider, 3, 4, new=False, page=3)


def test_an_archive_goes_through_what_is_newer_than_until() -> None:
    spider = EnabBaladi(mode="archive", until="2026-03-01")
    assert all(goes_on(spider, page, new=False, page=page, day=5) for page in range(1, 100))


def test_a_pager_ends_where_all_it_lists_is_older_than_since() -> None:
    assert not goes_on(EnabBaladi(mode="archive", since="2026-03-02"), 1, new=True, day=1)


def test_a_short_page_of_the_wordpress_api_is_the_last_one() -> None:
    api = WordPressApi("https://www.enabbaladi.net/wp-json/wp/v2/posts")
    untried = Announced(1, frozenset({"one"}))
    assert not EnabBaladi().goes_on(Announcement(links=(link(2),) * 99), Step(api), untried)
    assert EnabBaladi().goes_on(Announcement(links=(link(2),) * 100), Step(api), untried)


def test_a_feed_has_no_next_page() -> None:
    feed = Step(Feed("https://a.example/feed"))
    assert not EnabBaladi().goes_on(Announcement(links=(link(2),)), feed, Announced(1, frozenset({"one"})))


def test_a_listing_without_numbers_is_followed_by_its_own_link() -> None:
    section = Step(Section("https://www.enabbaladi.net/news/", links="a"))
    older = "https://www.enabbaladi.net/news/?before=700001"
    untried = Announced(1, frozenset({"one"}))
    further = EnabBaladi().goes_on(Announcement((link(2),), next_page=older), section, untried)
    assert further == replace(section, page=2, linked=older)
    assert further.document == section.document
    assert EnabBaladi().goes_on(Announcement((link(2),)), section, untried) is None


def test_links_are_counted_by_why_they_were_left() -> None:
    spider = EnabBaladi(since="2026-03-02")
    left = [
        spider.sieve.why_left(found)
        for found in (
            link(2),
            link(1),
            link(2, "en/700001/"),
            Link("https://shop.example/1"),
            link(2, "category/news/"),
        )
    ]
    assert left == [None, "outside the window", "other language", "off-site", None]


def test_an_address_that_tells_its_day_is_pruned_without_a_date() -> None:
    spider = HadiAbdullah(since="2026-03-02")
    assert spider.sieve.is_wanted(Link("https://hadiabdullah.net/2026/03/05/rain/"))
    assert not spider.sieve.is_wanted(Link("https://hadiabdullah.net/2026/02/05/rain/"))


class AnsweredWhileDrawing:
    """A frontier whose first draw finds nothing, while the one source that was asked announces what the second has."""

    is_exhausted = False

    def __init__(self, spider: OutletSpider) -> None:
        self.spider = spider
        self.draws = 0

    async def polling(self) -> Polling:
        return Polling()

    async def draw(self) -> tuple[DuePage, ...]:
        self.draws += 1
        if self.draws == 1:
            self.spider.source_done()
        return (DuePage(1, "k" * 32, "https://www.enabbaladi.net/700001/"),) if self.draws == 2 else ()


def test_what_the_last_source_announces_while_pages_are_drawn_is_drawn_next(monkeypatch: pytest.MonkeyPatch) -> None:
    spider = EnabBaladi()
    spider.outlet = replace(spider.outlet, sources=spider.outlet.sources[:1])
    spider.settings = Settings()
    frontier = AnsweredWhileDrawing(spider)

    async def open_frontier(*_: object) -> AnsweredWhileDrawing:
        return frontier

    run = SimpleNamespace(open_frontier=open_frontier, now=lambda: datetime(2026, 3, 2, tzinfo=UTC), sources_read=1)
    monkeypatch.setattr(OutletSpider, "run", run)

    async def asked() -> list[str]:
        found = []
        async for request in spider.start():
            found.append(request.url)
            if request.url.endswith("/700001/"):
                break
        return found

    assert asyncio.run(asked())[-1] == "https://www.enabbaladi.net/700001/"
